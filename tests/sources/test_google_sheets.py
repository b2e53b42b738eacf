"""Google Sheets as a source, against a server of our own that does what the documentation says."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime

import anyio
import pytest

from jetway.core.errors import (
    AppBusy,
    AppChanged,
    AppNotPermitted,
    AppRefused,
    BadSource,
    CellNotWritable,
    ChangedMeanwhile,
    CheckFailed,
    InvalidBody,
    NotFilterable,
    NotUnique,
    OneAtATime,
    SchemaChanged,
    SheetTooLarge,
    UnknownRow,
    UpstreamUnavailable,
)
from jetway.core.expr import TRUE, Compare, Op
from jetway.core.query import Aggregate, Delete, Expand, Group, Insert, Measure, Order, Read, Update
from jetway.core.schema import Func, Relation, Schema, Type, Verb
from jetway.core.secret import Secret
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect, open_source
from jetway.sources.kinds.google_sheets import Options, rows
from jetway.sources.kinds.google_sheets.source import SheetsSource
from tests.fakes.google import FILE, Cell, Google, Refused, Sheet, google, unknown_key

pytestmark = pytest.mark.anyio

LOCAL = Limits(reach=Reach.of(["127.0.0.1"]))
HEADER = ("Name", "Email", "Total", "Since", "Active", "Twice")
PEOPLE = (
    ("Ana", "ana@example.com", 10.5, date(2026, 1, 31), True, Cell(21, "=C2*2")),
    ("Bo", "bo@example.com", 3, date(2026, 2, 1), False, Cell(6, "=C3*2")),
    ("Chi", None, None, None, True, Cell(0, "=C4*2")),
)


@dataclass
class Connected:
    """A spreadsheet and the source on it."""

    google: Google
    source: SheetsSource
    schema: Schema

    @property
    def sheet(self) -> Sheet:
        return self.google.sheets[0]

    def compare(self, path: str, op: Op, value: object) -> Compare:
        table, _, name = path.partition(".")
        return Compare(self.schema.tables[table].column(name), op, value)

    async def rows(self, name: str = "People", where=TRUE, **more) -> list[dict]:
        table = self.schema.tables[name]
        read = Read(table, more.pop("columns", table.told), where, **more)
        return [dict(row) async for row in self.source.read(read)]

    async def row(self, name: str) -> dict:
        [row] = await self.rows(where=self.compare("People.Name", Op.EQ, name))
        return row

    def changes(self, table: str = "People", /, **said):
        return tuple((self.schema.tables[table].column(name), value) for name, value in said.items())

    async def at(self, name: str) -> Compare:
        return self.compare("People._row", Op.EQ, (await self.row(name))["_row"])

    async def update(self, name: str, **said):
        return await self.update_at(await self.at(name), **said)

    async def update_at(self, where, **said):
        table = self.schema.tables["People"]
        [row] = await self.source.write([Update(table, self.changes(**said), where, table.told)])
        return row

    async def insert(self, **said):
        table = self.schema.tables["People"]
        [row] = await self.source.write([Insert(table, self.changes(**said), table.told)])
        return row

    def sent(self, what: str) -> list:
        return [body for _, path, body in self.google.requests if path == what]

    def plain(self) -> list[list]:
        return self.sheet.values()


def options(kept: Google, **more) -> Options:
    return replace(Options(FILE, Secret(kept.key_file()), address=kept.address), **more)


async def connected(kept: Google, **more) -> Connected:
    source = await connect("google_sheets", options(kept, **more), LOCAL)
    schema = await source.describe()
    kept.requests.clear()
    return Connected(kept, source, schema)


@pytest.fixture
async def server() -> AsyncIterator[Google]:
    async with google() as kept:
        yield kept


@pytest.fixture
async def app(server) -> AsyncIterator[Connected]:
    server.add("People", HEADER, *PEOPLE)
    one = await connected(server)
    yield one
    await one.source.close()


async def described(kept: Google, *header_and_rows, **more) -> Schema:
    kept.add("One", *header_and_rows)
    one = await connected(kept, **more)
    await one.source.close()
    return one.schema


async def types(kept: Google, *values) -> Type:
    schema = await described(kept, ("A",), *[(value,) for value in values])
    return schema.tables["One"].columns[0].type


async def test_a_sheet_is_a_table_with_types_of_its_values(app):
    table = app.schema.tables["People"]
    assert [(column.name, column.type) for column in table.columns] == [
        ("Name", Type.TEXT),
        ("Email", Type.TEXT),
        ("Total", Type.FLOAT),
        ("Since", Type.DATE),
        ("Active", Type.BOOLEAN),
        ("Twice", Type.FLOAT),
    ]
    assert (table.key, table.mark.name, table.verbs) == ((), "_row", frozenset(Verb))
    assert [column.name for column in table.columns if column.generated] == ["Twice"]


async def test_rows_are_as_the_sheet_holds_them(app):
    first, _, last = await app.rows(columns=app.schema.tables["People"].columns)
    assert first == {
        "Name": "Ana",
        "Email": "ana@example.com",
        "Total": 10.5,
        "Since": "2026-01-31",
        "Active": True,
        "Twice": 21,
    }
    assert last == dict.fromkeys(first) | {"Name": "Chi", "Active": True, "Twice": 0}


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        ((1, 2.5, None), Type.FLOAT),
        ((1, "a"), Type.TEXT),
        ((True, 1), Type.TEXT),
        ((date(2026, 1, 1), "soon"), Type.TEXT),
        ((date(2026, 1, 1), datetime(2026, 1, 1, 12)), Type.TIMESTAMP),
        ((Cell(0.5, format="TIME"),), Type.TIME),
        ((Cell(1.5, format="TIME"),), Type.FLOAT),
        ((Cell("#N/A", "=1/0"), 3), Type.FLOAT),
        ((None,), Type.TEXT),
    ],
)
async def test_a_type_is_what_all_values_are(server, values, type_):
    assert await types(server, *values) is type_


async def test_a_moment_is_told_and_written_to_the_millisecond(server):
    server.add("One", ("At", "N"), (datetime(2026, 1, 31, 10, 30, 0, 250_000), 1))
    one = await connected(server)
    assert [row["At"] for row in await one.rows("One")] == ["2026-01-31T10:30:00.250000"]
    table = one.schema.tables["One"]
    at = "2026-02-01T23:59:59"
    [row] = await one.source.write([Update(table, one.changes("One", At=at), TRUE, table.told)])
    assert row["At"] == at
    assert server.sheets[0].rows[1][0].format == "DATE_TIME"
    await one.source.close()


async def test_headers_that_are_blank_or_alike_have_names_of_their_own(server):
    schema = await described(server, ("Name", None, "Name", " a\n b "), (1, 2, 3, 4, 5))
    names = [column.name for column in schema.tables["One"].columns]
    assert names == ["Name", "Column B", "Name_2", "a b", "Column E"]


async def test_the_header_may_stand_further_down(server):
    schema = await described(server, ("A title",), (), ("Name",), ("Ana",), header_row=3)
    assert [column.name for column in schema.tables["One"].columns] == ["Name"]


async def test_a_sheet_without_header_or_cells_is_no_table_and_a_note_says_so(server):
    server.add("Blank")
    server.add("Chart").type = "OBJECT"
    schema = await described(server, ("Name",))
    assert set(schema.tables) == {"One"}
    assert schema.notes == ("'Blank' has no header in row 1: it is no table.",)


async def test_a_sheet_with_a_header_alone_has_no_rows_and_takes_its_first(server):
    server.add("Empty", ("Name", "Total"))
    one = await connected(server)
    table = one.schema.tables["Empty"]
    read = Read(table, table.told)
    assert [row async for row in one.source.read(read)] == []
    await one.source.write([Insert(table, one.changes("Empty", Name="Ana"), table.told)])
    assert [row["Name"] async for row in one.source.read(read)] == ["Ana"]
    await one.source.close()


async def test_a_table_of_googles_tells_its_types(server):
    sheet = server.add("Deals", ("Stage", "Worth", "Free"), ("Won", 5, "x"), ("New", None, 1))
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "New"}, {"userEnteredValue": "Won"}]}
    stage = {"columnIndex": 0, "columnType": "DROPDOWN", "dataValidationRule": {"condition": condition}}
    columns = [
        stage,
        {"columnIndex": 1, "columnType": "CURRENCY"},
        {"columnIndex": 2, "columnType": "DOUBLE"},
    ]
    place = {"startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 3}
    sheet.tables = [{"tableId": "t1", "name": "Deals", "range": place, "columnProperties": columns}]
    one = await connected(server)
    table = one.schema.tables["Deals"]
    assert [column.type for column in table.columns] == [Type.ENUM, Type.FLOAT, Type.TEXT]
    assert table.columns[0].options == ("New", "Won")
    await one.source.write([Insert(table, one.changes("Deals", Stage="New", Worth=7), table.told)])
    assert sheet.values()[-1] == ["New", 7]
    assert sheet.tables[0]["range"]["endRowIndex"] == 4
    await one.source.close()


async def test_filter_order_and_page_are_of_the_whole_sheet(app):
    order = (Order(app.schema.tables["People"].column("Total"), descending=True),)
    found = await app.rows(order=order, limit=1, offset=1)
    assert [row["Name"] for row in found] == ["Bo"]
    found = await app.rows(where=app.compare("People.Since", Op.GTE, "2026-02-01"))
    assert [row["Name"] for row in found] == ["Bo"]


@pytest.mark.parametrize(
    ("func", "column", "number"),
    [
        (Func.COUNT, None, 3),
        (Func.COUNT, "Total", 2),
        (Func.SUM, "Total", 13.5),
        (Func.AVG, "Total", 6.75),
        (Func.MIN, "Since", "2026-01-31"),
        (Func.MAX, "Since", "2026-02-01"),
    ],
)
async def test_numbers_over_rows(app, func, column, number):
    table = app.schema.tables["People"]
    measure = Measure(func, table.column(column) if column else None, "n")
    assert [dict(row) async for row in app.source.aggregate(Aggregate(table, (measure,)))] == [{"n": number}]


async def test_groups_come_in_order(app):
    table = app.schema.tables["People"]
    wanted = Aggregate(table, (Measure(Func.COUNT, None),), (Group(table.column("Active")),))
    found = [dict(row) async for row in app.source.aggregate(wanted)]
    assert found == [{"group": False, "y_func": 1}, {"group": True, "y_func": 2}]


async def test_a_row_of_another_sheet_is_brought_along(server):
    server.add("People", HEADER, *PEOPLE)
    server.add("Orders", ("Number", "Who"), ("A-1", "Bo"), ("A-2", "Nobody"), ("A-3", None))
    one = await connected(server)
    people = one.schema.tables["People"]
    relation = Relation("who", ("Who",), "People", ("Name",), many=False)
    expand = Expand(relation, people, (people.column("Total"),), one.compare("People.Total", Op.GT, 1))
    columns = (one.schema.tables["Orders"].column("Number"),)
    found = await one.rows("Orders", columns=columns, expand=(expand,))
    assert found == [
        {"Number": "A-1", "who": {"Total": 3}},
        {"Number": "A-2", "who": None},
        {"Number": "A-3", "who": None},
    ]
    await one.source.close()


async def test_a_sheet_is_asked_for_once_by_all_who_read_it_at_once(app):
    app.source._rows.forget()
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(app.rows)
    assert len(app.google.requests) == 1


async def test_a_sheet_is_read_anew_after_a_while_and_after_an_own_change(app, monkeypatch):
    await app.update("Ana", Total=1)
    assert (await app.row("Ana"))["Total"] == 1
    app.sheet.put(1, 2, Cell(2))
    assert (await app.row("Ana"))["Total"] == 1
    monkeypatch.setattr(rows, "KEPT_S", 0)
    assert (await app.row("Ana"))["Total"] == 2


async def test_only_what_is_changed_is_written_and_as_it_is(app):
    row = await app.update("Ana", Name="=IMPORTXML(1)", Total=10.5, Since="2026-03-01")
    assert (row["Name"], row["Since"], row["_row"][:2]) == ("=IMPORTXML(1)", "2026-03-01", "2-")
    [written] = app.sent("/values:batchUpdateByDataFilter")
    assert written["data"][0]["values"] == [["=IMPORTXML(1)", None, None, 46082, None, None]]
    assert app.sheet.rows[1][0] == Cell("=IMPORTXML(1)")
    assert app.sheet.rows[1][3].format == "DATE"
    assert app.sheet.rows[1][5].formula == "=C2*2"
    assert app.sheet.marks == {}


async def test_a_change_to_what_is_there_already_writes_nothing(app):
    await app.update("Ana", Total=10.5, Since="2026-01-31")
    assert app.sent("/values:batchUpdateByDataFilter") == []


async def test_null_empties_a_cell(app):
    assert (await app.update("Ana", Email=None))["Email"] is None
    assert app.sheet.rows[1][1].value is None


async def test_a_row_inserted_above_before_the_change_moves_no_change_to_another_row(app):
    where = await app.at("Ana")
    app.sheet.insert(1, "Zoe")
    before = app.plain()
    with pytest.raises(UnknownRow):
        await app.update_at(where, Total=99)
    assert app.plain() == before


async def test_a_row_inserted_between_reading_and_pinning_is_a_conflict(app):
    where = await app.at("Ana")
    app.google.between.append((":batchUpdate", lambda: app.sheet.insert(1, "Zoe")))
    with pytest.raises(ChangedMeanwhile):
        await app.update_at(where, Total=99)
    assert [row[:3] for row in app.plain()[1:3]] == [["Zoe"], ["Ana", "ana@example.com", 10.5]]
    assert app.sheet.marks == {}


async def test_a_row_that_moves_once_it_is_pinned_is_found(app):
    app.google.between.append(("ByDataFilter", lambda: app.sheet.insert(1, "Zoe")))
    row = await app.update("Ana", Total=99)
    assert (row["Name"], row["Total"], row["_row"][:2]) == ("Ana", 99, "3-")
    assert app.plain()[1] == ["Zoe"]
    assert app.plain()[2][2] == 99


async def test_a_row_deleted_once_it_is_pinned_is_not_there(app):
    app.google.between.append(("ByDataFilter", lambda: app.sheet.delete(1)))
    with pytest.raises(UnknownRow):
        await app.update("Ana", Total=99)
    assert [row[0] for row in app.plain()] == ["Name", "Bo", "Chi"]


async def test_a_row_changed_by_somebody_else_in_between_is_a_conflict(app):
    app.google.between.append((":batchUpdate", lambda: app.sheet.put(1, 1, Cell("other@example.com"))))
    with pytest.raises(ChangedMeanwhile):
        await app.update("Ana", Total=99)
    assert app.plain()[1][2] == 10.5


async def test_a_column_inserted_in_between_is_another_schema(app):
    def column() -> None:
        for row in app.sheet.rows:
            row.insert(0, Cell("New"))

    app.google.between.append((":batchUpdate", column))
    with pytest.raises(SchemaChanged):
        await app.update("Ana", Total=99)


async def test_a_row_is_deleted_and_the_others_stay(app):
    table = app.schema.tables["People"]
    assert await app.source.write([Delete(table, await app.at("Bo"))]) == [{}]
    assert [row["Name"] for row in await app.rows()] == ["Ana", "Chi"]


async def test_a_row_that_moved_before_it_is_deleted_stays(app):
    where = await app.at("Bo")
    app.google.between = [("/values:batchGet", lambda: None), ("", lambda: app.sheet.insert(1, "Zoe"))]
    with pytest.raises(ChangedMeanwhile):
        await app.source.write([Delete(app.schema.tables["People"], where)])
    assert [row[0] for row in app.plain()] == ["Name", "Zoe", "Ana", "Bo", "Chi"]


async def test_a_new_row_stands_behind_the_last_one(app):
    row = await app.insert(Name="=1+1", Total=4, Since="2026-05-01", Active=False)
    assert (row["Name"], row["Since"], row["_row"][:2]) == ("=1+1", "2026-05-01", "5-")
    assert app.sheet.rows[4][0] == Cell("=1+1")
    assert app.sheet.rows[4][3] == Cell(46143, format="DATE")


async def test_a_new_row_without_a_value_is_refused(app):
    with pytest.raises(InvalidBody):
        await app.insert(Name=None)


async def test_what_the_rule_would_hide_is_not_written(app):
    table = app.schema.tables["People"]
    rule = app.compare("People.Total", Op.LT, 50)
    for write in (
        Insert(table, app.changes(Total=99), table.told, rule),
        Update(table, app.changes(Total=99), await app.at("Ana"), table.told, rule),
    ):
        with pytest.raises(CheckFailed):
            await app.source.write([write])
    assert app.sent(":batchUpdate") == []


@pytest.mark.parametrize("what", ["formula", "spilled", "merged", "protected"])
async def test_a_cell_that_cannot_be_written_is_refused_by_its_name(app, what):
    place = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 2, "endColumnIndex": 4}
    match what:
        case "formula":
            app.sheet.put(1, 2, Cell(10.5, "=SUM(1)"))
        case "spilled":
            app.sheet.put(1, 2, Cell(10.5, spilled=True))
        case "merged":
            app.sheet.merges.append(place)
        case "protected":
            app.sheet.protected.append({"range": place, "requestingUserCanEdit": False})
    with pytest.raises(CellNotWritable) as failure:
        await app.update("Ana", Total=5)
    assert [problem.pointer for problem in failure.value.problems] == ["/Total"]
    assert app.plain()[1][2] == 10.5
    assert app.sheet.marks == {}


@pytest.mark.parametrize("what", ["merges", "protected"])
async def test_a_row_with_merged_or_protected_cells_is_not_deleted(app, what):
    place = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 2, "endColumnIndex": 4}
    getattr(app.sheet, what).append(place if what == "merges" else {"range": place})
    with pytest.raises(CellNotWritable) as failure:
        await app.source.write([Delete(app.schema.tables["People"], await app.at("Ana"))])
    assert "Total" not in failure.value.detail
    assert len(app.plain()) == 4


async def test_what_a_formula_elsewhere_fills_does_not_keep_its_row_from_being_changed(app):
    app.sheet.put(1, 2, Cell(11.5, spilled=True))
    app.source._rows.forget()
    assert (await app.update("Ana", Email="new@example.com"))["Total"] == 11.5


async def test_a_protected_range_that_only_warns_is_written(app):
    app.sheet.protected.append({"range": {}, "warningOnly": True, "requestingUserCanEdit": True})
    assert (await app.update("Ana", Total=5))["Total"] == 5


async def test_a_key_column_tells_rows_wherever_they_are(server):
    server.add("People", HEADER, *PEOPLE[:2])
    one = await connected(server, keys="People = Email")
    assert one.schema.tables["People"].key == ("Email",)
    server.sheets[0].insert(1, "Zoe", "zoe@example.com")
    where = one.compare("People.Email", Op.EQ, "bo@example.com")
    row = await one.update_at(where, Total=7)
    assert (row["Name"], server.sheets[0].values()[3][2]) == ("Bo", 7)
    with pytest.raises(NotUnique):
        await one.insert(Name="Bo", Email="bo@example.com")
    await one.source.close()


async def test_a_key_that_is_not_unique_is_noted_and_such_rows_are_not_changed(server):
    server.add("People", HEADER, *PEOPLE, PEOPLE[0])
    one = await connected(server, keys="People = Email\nOther = Id")
    assert len(one.schema.notes) == 2
    with pytest.raises(NotUnique):
        await one.update_at(one.compare("People.Email", Op.EQ, "ana@example.com"), Total=7)
    await one.source.close()


async def test_a_sheet_removed_or_with_other_columns_is_another_schema(app):
    app.source._rows.forget()
    app.sheet.put(0, 0, Cell("Full name"))
    with pytest.raises(SchemaChanged):
        await app.rows()
    app.sheet.title = "Persons"
    app.source._rows.forget()
    with pytest.raises(SchemaChanged):
        await app.rows()
    assert set((await app.source.describe()).tables) == {"Persons"}


async def test_a_cell_of_another_kind_makes_its_column_text(app):
    app.sheet.put(1, 2, Cell("a lot"))
    app.source._rows.forget()
    with pytest.raises(SchemaChanged):
        await app.rows()
    app.schema = await app.source.describe()
    assert [row["Total"] for row in await app.rows()] == ["a lot", "3", None]


async def test_too_many_cells_are_refused_and_a_larger_sheet_is_left_out(server):
    server.add("Small", ("A",), (1,))
    server.add("Large", ("A",), *[(n,) for n in range(50)])
    one = await connected(server, most_cells=20)
    assert set(one.schema.tables) == {"Small"}
    assert "51 cells" in one.schema.notes[0]
    server.sheets[0].rows += [[Cell(n)] for n in range(30)]
    with pytest.raises(SheetTooLarge):
        await one.rows("Small")
    await one.source.close()


async def test_a_busy_google_is_asked_again_also_for_a_change(app):
    app.source._rows.forget()
    app.google.faults = [Refused(429, "Quota exceeded", "RESOURCE_EXHAUSTED")]
    assert len(await app.rows()) == 3
    busy = Refused(429, "Quota exceeded", "RESOURCE_EXHAUSTED")
    app.google.between = [("/values:batchGet", lambda: app.google.faults.append(busy))]
    await app.insert(Name="Dua")
    assert len(app.sent(":batchUpdate")) == 2
    assert [row[0] for row in app.plain()] == ["Name", "Ana", "Bo", "Chi", "Dua"]


async def test_a_new_row_is_not_made_twice_where_no_answer_came(app):
    away = Refused(503, "The service is currently unavailable.", "UNAVAILABLE")
    app.google.between = [("/values:batchGet", lambda: app.google.faults.append(away))]
    with pytest.raises(UpstreamUnavailable):
        await app.insert(Name="Dua")
    assert len(app.sent(":batchUpdate")) == 1


async def test_a_quota_that_takes_too_long_is_told(app):
    app.source._rows.forget()
    app.google.faults = [Refused(429, "Quota exceeded", "RESOURCE_EXHAUSTED", retry_after="60")]
    with pytest.raises(AppBusy) as failure:
        await app.rows()
    assert failure.value.retry_after_s == 60


async def test_a_token_that_ended_is_fetched_anew(app):
    app.source._rows.forget()
    app.google.tokens.append("another")
    assert len(await app.rows()) == 3


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (Refused(403, "The caller does not have permission", "PERMISSION_DENIED"), AppNotPermitted),
        (Refused(404, "Requested entity was not found.", "NOT_FOUND"), AppChanged),
        (Refused(400, "Nobody knows"), AppChanged),
    ],
)
async def test_what_google_refuses_is_told(app, fault, failure):
    app.source._rows.forget()
    app.google.faults = [fault]
    with pytest.raises(failure):
        await app.rows()


async def test_a_change_that_google_refuses_is_told(app):
    app.google.between.append(("ByDataFilter", lambda: app.sheet.protected.append({"range": {}})))
    with pytest.raises(AppRefused, match="protected"):
        await app.update("Ana", Total=5)
    assert app.sheet.marks == {}


async def test_several_changes_at_once_are_refused(app):
    table = app.schema.tables["People"]
    write = Insert(table, app.changes(Name="x"), table.told)
    with pytest.raises(OneAtATime):
        await app.source.write([write, write])


async def test_parts_of_dates_are_refused(app):
    table = app.schema.tables["People"]
    where = Compare(replace(table.column("Since"), part="year"), Op.EQ, 2026)
    with pytest.raises(NotFilterable):
        await app.rows(where=where)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"spreadsheet": "https://docs.google.com/spreadsheets/d/none-of-these/edit"}, "no such spreadsheet"),
        ({"spreadsheet": "what?"}, "Copy its address"),
        ({"key_file": Secret("{}")}, "whole JSON"),
        ({"key_file": Secret("canary")}, "whole JSON"),
        ({"keys": "People: Email"}, "People: Email"),
        ({"address": "http://sheets.example.com"}, "https://"),
    ],
)
async def test_options_that_do_not_hold_are_told(server, more, says):
    server.add("People", HEADER)
    with pytest.raises(BadSource, match=says):
        await connect("google_sheets", options(server, **more), LOCAL)


async def test_a_file_that_is_not_shared_says_with_whom_to_share_it(server):
    server.add("People", HEADER)
    server.shared = False
    with pytest.raises(BadSource, match=r"Share the spreadsheet with robot@shop"):
        await connect("google_sheets", options(server), LOCAL)


async def test_a_key_of_another_account_gets_no_token(server):
    key_file = Secret(server.key_file(unknown_key()))
    with pytest.raises(BadSource, match="gives no token for the key"):
        await connect("google_sheets", options(server, key_file=key_file), LOCAL)


async def test_a_token_is_asked_for_at_google_alone_unless_the_operator_says_so(server):
    uri = "https://tokens.example.com/token"
    key_file = Secret(json.dumps(json.loads(server.key_file()) | {"token_uri": uri}))
    with pytest.raises(BadSource, match="elsewhere than at Google"):
        await connect("google_sheets", options(server, key_file=key_file), LOCAL)


async def test_an_address_names_a_key_file(server, tmp_path):
    server.add("People", HEADER, *PEOPLE)
    path = tmp_path / "key.json"
    path.write_text(server.key_file())
    url = f"google-sheets://{path}?spreadsheet={FILE}&address={server.address}&keys=People%3DName"
    source = await open_source(url, LOCAL)
    assert (await source.describe()).tables["People"].key == ("Name",)
    await source.close()
    with pytest.raises(BadSource, match="cannot be read"):
        await open_source(f"google-sheets:///nowhere.json?spreadsheet={FILE}", LOCAL)
    with pytest.raises(BadSource, match="takes a key file"):
        await open_source("google-sheets://host", LOCAL)
