"""Notion as a source, against a strict server of our own."""

from collections.abc import AsyncIterator

import pytest

from jetway.core.errors import AppChanged, AppRefused, BadSource, UnknownRow
from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.core.secret import Secret
from jetway.sources.kinds import connect, notion
from tests.canaries import canary
from tests.fakes.app import app
from tests.fakes.notion import NOTES, TOKEN, Notion
from tests.sources.connected import LOCAL, Connected, opened

pytestmark = pytest.mark.anyio


def options(address: str) -> notion.Options:
    return notion.Options(Secret(TOKEN), address)


def text(value: str) -> list[dict]:
    return [{"text": {"content": value}}]


@pytest.fixture
async def space() -> AsyncIterator[Connected]:
    async with app(Notion()) as kept:
        kept.add(
            Name={"title": text("Paint")},
            No__of_seats={"number": 4},
            State={"select": {"name": "Open"}},
            Due={"date": {"start": "2024-05-03T23:30:00.000-08:00", "end": "2024-05-09"}},
            Tags={"multi_select": [{"name": "a"}, {"name": "b"}]},
            Site={"url": "https://example.com"},
        )
        kept.add(
            Name={"title": text("sweep")}, Done={"checkbox": True}, Due={"date": {"start": "2024-05-04"}}
        )
        async with opened("notion", options, kept) as made:
            yield made


async def names(made: Connected, *where, **more) -> list[str]:
    return [row["Name"] for row in await made.rows("Tasks", *where, **more)]


async def test_shared_databases_are_found_page_by_page(space):
    assert list(space.schema.tables) == ["Tasks", "Tasks_2"]
    table = space.schema.tables["Tasks"]
    types = {column.name: column.type for column in table.columns}
    assert (types["No. of seats"], types["Due"], types["Sum"]) == (Type.FLOAT, Type.DATE, Type.JSON)
    assert table.column("State").options == ("Open", "Done")
    assert table.column("Ticket").generated
    assert not table.column("Done").nullable
    async with app(Notion()) as kept:
        with pytest.raises(BadSource, match="does not take the key"):
            await connect("notion", notion.Options(Secret(canary("notion-wrong")), kept.address), LOCAL)


async def test_values_are_taken_out_of_their_wrapping(space):
    [paint, sweep] = await space.rows("Tasks")
    assert (paint["No. of seats"], paint["State"], paint["Tags"]) == (4, "Open", ["a", "b"])
    assert (paint["Due"], sweep["Due"], paint["Ticket"]) == ("2024-05-03", "2024-05-04", "T-1")
    assert (sweep["State"], sweep["Tags"], sweep["Notes"], sweep["Done"]) == (None, None, None, True)
    assert paint["Sum"] == {"type": "number", "number": 2}
    space.fake.kept[paint["id"]]["properties"]["Name"]["title"] = 7
    with pytest.raises(AppChanged, match="not of its property's type"):
        await space.rows("Tasks")


@pytest.mark.parametrize(
    ("column", "op", "value", "found", "filtered"),
    [
        ("Name", Op.EQ, "Sweep", [], True),
        ("Name", Op.CONTAINS, "ain", ["Paint"], True),
        ("Name", Op.IN, ("Paint", "sweep"), ["Paint", "sweep"], True),
        ("No. of seats", Op.LTE, 4.0, ["Paint"], True),
        ("State", Op.EQ, "Open", ["Paint"], True),
        ("State", Op.EQ, "Never there", [], False),
        ("State", Op.IS_NULL, True, ["sweep"], True),
        ("Done", Op.EQ, False, ["Paint"], True),
        ("Due", Op.EQ, "2024-05-03", ["Paint"], True),
        ("Due", Op.GT, "2024-05-03", ["sweep"], True),
        ("Tags", Op.HAS, "b", ["Paint"], True),
        ("Notes", Op.IS_NULL, False, [], True),
        ("Site", Op.EQ, "", [], False),
        ("created_time", Op.GTE, "2024-05-03T10:02:00+00:00", ["sweep"], True),
        ("Name", Op.ICONTAINS, "SWEEP", ["sweep"], False),
    ],
)
async def test_notion_filters_what_it_can_and_is_looked_at_again(space, column, op, value, found, filtered):
    table = space.schema.tables["Tasks"]
    where = type(space.compare("Tasks.Name", op, value))(table.column(column), op, value)
    assert await names(space, where) == found
    assert ("filter" in space.fake.sent()) == filtered


async def test_notion_sorts_by_its_timestamps(space):
    assert await names(space, order=space.order("Tasks", "created_time", descending=True)) == [
        "sweep",
        "Paint",
    ]
    assert space.fake.sent()["sorts"] == [{"timestamp": "created_time", "direction": "descending"}]


async def test_values_are_wrapped_in_the_type_of_their_property(space):
    values = {"Name": "x" * 4500, "No. of seats": 2.5, "State": "Done", "Done": True, "Due": "2024-06-01"}
    made = await space.insert("Tasks", **values, Tags=["b"], Notes="Hi", Site="https://a.example")
    assert {name: made[name] for name in values} == values
    nothing = dict.fromkeys(["Name", "No. of seats", "State", "Due", "Tags", "Notes", "Site"])
    changed = await space.update("Tasks", made["id"], **nothing)
    assert {name: changed[name] for name in nothing} == nothing
    assert changed["Done"] is True


async def test_a_deleted_page_is_in_notions_trash(space):
    [paint, _] = await space.rows("Tasks")
    await space.delete("Tasks", paint["id"])
    assert space.fake.kept[paint["id"]]["in_trash"]
    assert await space.rows("Tasks", space.compare("Tasks.id", Op.EQ, paint["id"])) == []
    with pytest.raises(UnknownRow):
        await space.update("Tasks", paint["id"], Name="x")


async def test_a_page_of_another_database_is_not_there(space):
    other = space.fake.add(NOTES, Title={"title": text("Secret")})
    assert await space.rows("Tasks", space.compare("Tasks.id", Op.EQ, other)) == []
    with pytest.raises(UnknownRow):
        await space.delete("Tasks", other)
    assert not space.fake.kept[other]["in_trash"]
    assert [row["Title"] for row in await space.rows("Tasks_2")] == ["Secret"]


async def test_what_notion_refuses_is_told_in_its_words(space):
    [paint, _] = await space.rows("Tasks")
    with pytest.raises(AppRefused, match="another shape"):
        await space.update("Tasks", paint["id"], Done=None)
