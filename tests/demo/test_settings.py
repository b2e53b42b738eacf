"""The settings name what is there."""

from __future__ import annotations

import json

import pytest

from jetway.demo import DEMO_SETTINGS, DEMO_TABLES


def columns(demo, table):
    return {name for (name,) in demo.execute("SELECT name FROM pragma_table_xinfo(?)", [table])}


def test_the_menu_names_tables_that_are_there():
    named = [table for section in DEMO_SETTINGS["menu"] for table in section["tables"]]

    assert set(named) <= set(DEMO_TABLES)
    assert len(named) == len(set(named))


def test_a_table_is_in_the_menu_or_hidden():
    named = {table for section in DEMO_SETTINGS["menu"] for table in section["tables"]}
    hidden = {table for table, settings in DEMO_SETTINGS["tables"].items() if settings.get("hidden")}

    assert named | hidden == set(DEMO_TABLES)
    assert not named & hidden


@pytest.mark.parametrize("table", DEMO_SETTINGS["tables"])
def test_a_table_s_settings_name_columns_that_are_there(demo, table):
    settings = DEMO_SETTINGS["tables"][table]
    named = set(settings.get("columns", {})) | ({settings["display"]} if "display" in settings else set())

    assert named <= columns(demo, table)


def test_settings_are_json():
    assert json.loads(json.dumps(DEMO_SETTINGS)) == DEMO_SETTINGS
