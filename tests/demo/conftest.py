from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from jetway.demo import build_demo

TODAY = date(2026, 11, 21)


def pytest_collection_modifyitems(items):
    """One process for all: the demo is made in it once."""
    for item in items:
        if item.path.parent.name == "demo":
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "shop.sqlite"
    build_demo(path, TODAY)
    return path


@pytest.fixture(scope="session")
def demo(demo_path):
    with closing(sqlite3.connect(f"{demo_path.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection
