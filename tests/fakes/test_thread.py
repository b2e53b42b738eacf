"""A server in a thread that cannot start keeps nobody waiting."""

from contextlib import asynccontextmanager

import pytest

from tests.fakes.thread import in_a_thread


@asynccontextmanager
async def server(fault=None):
    if fault is not None:
        raise fault
    yield "here"


def test_it_is_entered():
    with in_a_thread(server()) as found:
        assert found == "here"


@pytest.mark.parametrize("fault", [ValueError("no port"), pytest.skip.Exception("not installed")])
def test_what_it_raises_reaches_the_test(fault):
    with pytest.raises(type(fault), match=str(fault)), in_a_thread(server(fault)):
        pass
