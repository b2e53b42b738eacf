"""Imports over HTTP: all of a file, or none of it, and what is wrong with it line by line."""

import io
import json
import zipfile

import pytest

from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMPORT = "/api/models/{}/import/"
SWEDISH = {"column": "country", "op": "eq", "value": "SE"}
WRITES = {"create": True, "update": True}


async def send(jetway, table, body, role="owner", media_type="text/csv", **sent):
    headers = {"Authorization": f"Token {await jetway.token(role)}", "Content-Type": media_type}
    content = body if isinstance(body, bytes) else body.encode()
    params = {f"_{name}" if name != "tz" else name: text for name, text in sent.items()}
    return await jetway.http.post(IMPORT.format(table), content=content, headers=headers, params=params)


async def imported(jetway, table, body, **sent):
    answer = await send(jetway, table, body, **sent)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return told["add"], told["update"], told["unchanged"], told["errors"]


async def problems(jetway, table, body, **sent):
    answer = await send(jetway, table, body, **sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "import_refused"), answer.text
    return [(found["line"], found["column"], found["code"]) for found in answer.json()["result"]["problems"]]


async def test_lines_become_rows_with_what_the_database_adds(jetway):
    body = 'name,country,email\r\nDee,DE,dee@example.com\r\nEva,,""\r\n'
    assert await imported(jetway, "customers", body) == (2, 0, 0, 0)
    assert jetway.sql("SELECT id, name, country, email, active FROM customers WHERE id > 3") == [
        (4, "Dee", "DE", "dee@example.com", 1),
        (5, "Eva", None, "", 1),
    ]


async def test_lines_find_their_rows_by_the_key(jetway):
    body = "id,name,country\n1,Ana,BR\n2,Bob,SE\n,New,NO\n77,Far,FI\n"
    assert await imported(jetway, "customers", body, mode="both") == (2, 1, 1, 0)
    assert jetway.sql("SELECT name FROM customers ORDER BY name") == [
        ("Ana",),
        ("Bob",),
        ("Chi",),
        ("Far",),
        ("New",),
    ]


async def test_lines_find_their_rows_by_any_columns(jetway):
    body = "number;customer_id;total\nA-1;1;99,5\n"
    assert await problems(jetway, "orders", body, mode="update", match="number") == [
        (2, "total", "invalid_value")
    ]
    body = "number;customer_id;total\nA-1;1;99.5\n"
    assert await imported(jetway, "orders", body, mode="update", match="number,customer_id") == (0, 1, 0, 0)
    assert jetway.sql("SELECT total FROM orders WHERE id = 1") == [(99.5,)]


async def test_a_line_that_matches_nothing_or_several_rows_is_wrong(jetway):
    body = "status,total\nnew,5\n"
    assert await problems(jetway, "orders", body, mode="update", match="status") == [(2, "", "several_rows")]
    body = "number,total\nA-9,5\nA-1,6\nA-1,7\n"
    assert await problems(jetway, "orders", body, mode="update", match="number") == [
        (4, "", "repeated_row"),
        (2, "", "unknown_row"),
    ]
    assert jetway.sql("SELECT total FROM orders WHERE id = 1") == [(10.5,)]


async def test_a_try_tells_what_would_be_done_and_does_nothing(jetway):
    before = jetway.sql("SELECT * FROM customers")
    body = "id,name,email\n1,Anna,\n9,Zoe,ana@example.com\nx,Bad,\n"
    answer = await send(jetway, "customers", body, mode="both", dry_run="1")
    told = answer.json()
    assert answer.status_code == 200
    assert (told["add"], told["update"], told["unchanged"], told["errors"]) == (1, 1, 0, 1)
    assert told["problems"] == [
        {
            "line": 4,
            "column": "id",
            "value": "x",
            "code": "invalid_value",
            "detail": "takes a whole number",
        }
    ]
    assert jetway.sql("SELECT * FROM customers") == before


async def test_the_line_that_the_database_refuses_is_found_among_many(jetway):
    lines = [f"c{number},c{number}@example.com" for number in range(300)]
    lines[137] = "twice,c5@example.com"
    lines[200] = "gone,ana@example.com"
    body = "name,email\n" + "\n".join(lines)
    assert await problems(jetway, "customers", body) == [
        (139, "email", "not_unique"),
        (202, "email", "not_unique"),
    ]
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]
    assert await imported(jetway, "customers", body, skip_errors="1") == (298, 0, 0, 2)
    assert jetway.sql("SELECT count(*) FROM customers") == [(301,)]


async def test_related_rows_are_found_by_what_they_are_called(jetway):
    body = "No,Who,Sum\nB-1,Ana,1.5\nB-2,Bo,\n"
    mapped = json.dumps({"No": "number", "Who": "customer.name", "Sum": None})
    assert await imported(jetway, "orders", body, map=mapped) == (2, 0, 0, 0)
    assert jetway.sql("SELECT number, customer_id, total FROM orders WHERE id > 3") == [
        ("B-1", 1, None),
        ("B-2", 2, None),
    ]
    jetway.sql("INSERT INTO customers (name) VALUES ('Bo')")
    body = "No,Who,Sum\nB-3,Zed,1\nB-4,Bo,1\n"
    assert await problems(jetway, "orders", body, map=mapped) == [
        (2, "customer_id", "unknown_reference"),
        (3, "customer_id", "several_references"),
    ]


async def test_an_empty_name_is_no_related_row_where_there_may_be_none(jetway):
    body, mapped = "name,Where\nDee,\nEva,North\n", json.dumps({"Where": "region.name"})
    assert await imported(jetway, "customers", body, map=mapped) == (2, 0, 0, 0)
    assert jetway.sql("SELECT name, region_id FROM customers WHERE id > 3") == [("Dee", None), ("Eva", 2)]


@pytest.mark.parametrize(
    ("encoded", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", "|")],
)
async def test_encodings_and_delimiters_are_found(jetway, encoded, delimiter):
    body = f'name{delimiter}country\r\n"Müller, Anne"{delimiter}"D\nE"\r\n'.encode(encoded)
    assert await imported(jetway, "customers", body) == (1, 0, 0, 0)
    assert jetway.sql("SELECT name, country FROM customers WHERE id = 4") == [("Müller, Anne", "D\nE")]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", b'[ {"name": "Dee", "country": null},\n{"name": "E", "country": "x"} ]'),
        ("application/x-ndjson", b'{"name": "Dee", "country": null}\n\n{"country": "x", "name": "E"}'),
    ],
)
async def test_json_comes_as_an_array_or_line_by_line(jetway, media_type, body):
    assert await imported(jetway, "customers", body, media_type=media_type) == (2, 0, 0, 0)
    assert jetway.sql("SELECT name, country FROM customers WHERE id > 3") == [("Dee", None), ("E", "x")]


@pytest.mark.parametrize(
    ("media_type", "body"), [("application/json", "[]"), ("application/x-ndjson", "\n"), ("text/csv", "id\n")]
)
async def test_a_file_of_an_empty_table_changes_nothing(jetway, media_type, body):
    assert await imported(jetway, "customers", body, media_type=media_type, mode="both") == (0, 0, 0, 0)


async def test_a_workbook_comes_back(jetway):
    headers = {"Authorization": f"Token {await jetway.token()}"}
    path = "/api/models/customers/export/?_format=xlsx"
    file = (await jetway.http.get(path, headers=headers)).content
    assert await imported(jetway, "customers", file, media_type=XLSX, mode="both") == (0, 0, 3, 0)


async def test_columns_that_nobody_sets_are_left_out_and_named(jetway):
    await grant(jetway, {"viewer": {"tables": {"customers": {"update": ["name"]}}}})
    answer = await send(jetway, "customers", "id,name,country\n1,Anna,XX\n", "viewer", mode="update")
    assert (answer.status_code, answer.json()["ignored"]) == (200, ["country"])
    assert jetway.sql("SELECT name, country FROM customers WHERE id = 1") == [("Anna", "BR")]
    mapped = json.dumps({"country": "country"})
    refused = await send(jetway, "customers", "id,country\n1,XX\n", "viewer", mode="update", map=mapped)
    assert (refused.status_code, refused.json()["code"]) == (422, "read_only_field")


@pytest.fixture
async def jetway_of_sweden(jetway):
    """Its viewers see and make customers of Sweden only, and no regions."""
    customers = {"rows": SWEDISH, **WRITES}
    await grant(jetway, {"viewer": {"tables": {"customers": customers, "orders": WRITES}}})
    return jetway


async def test_rows_stay_within_the_rule(jetway_of_sweden):
    jetway = jetway_of_sweden
    body = "name,country\nA,SE\nB,BR\nC,SE\n"
    assert await problems(jetway, "customers", body, role="viewer") == [(3, "", "check_failed")]
    body = "id,country\n2,BR\n"
    assert await problems(jetway, "customers", body, role="viewer", mode="update") == [
        (2, "", "check_failed")
    ]
    assert jetway.sql("SELECT count(*) FROM customers WHERE country = 'SE'") == [(1,)]


async def test_a_hidden_row_is_matched_as_an_absent_one(jetway_of_sweden):
    body = "id,name\n1,Mine\n99,Mine\n2,Mine\n"
    assert await problems(jetway_of_sweden, "customers", body, role="viewer", mode="update") == [
        (2, "", "unknown_row"),
        (3, "", "unknown_row"),
    ]


async def test_a_hidden_row_is_pointed_at_as_an_absent_one(jetway_of_sweden):
    body = "number,customer_id\nN-1,1\nN-2,99\nN-3,2\n"
    assert await problems(jetway_of_sweden, "orders", body, role="viewer") == [
        (2, "customer_id", "invalid_reference"),
        (3, "customer_id", "invalid_reference"),
    ]
    named = json.dumps({"customer": "customer.name"})
    body = "number,customer\nN-1,Ana\nN-2,Nobody\n"
    assert await problems(jetway_of_sweden, "orders", body, role="viewer", map=named) == [
        (2, "customer_id", "unknown_reference"),
        (3, "customer_id", "unknown_reference"),
    ]


async def test_presets_hold_for_every_line(jetway):
    rights = {"create": ["name"], "preset": {"country": "SE"}, "rows": SWEDISH}
    await grant(jetway, {"viewer": {"tables": {"customers": rights}}})
    answer = await send(jetway, "customers", "name,country\nA,BR\nB,BR\n", "viewer")
    assert (answer.status_code, answer.json()["add"]) == (200, 2)
    assert jetway.sql("SELECT country FROM customers WHERE id > 3") == [("SE",), ("SE",)]


async def test_formulas_and_wrong_lines_are_told_by_line_and_the_right_ones_taken_where_asked(jetway):
    body = "name,country\n'=1+1,SE\n=1+1,NO\nx\ny,BR,more\n" + "long" * 6 + ",FI\n"
    wrong = [(5, "", "invalid_line"), (6, "name", "invalid_value")]
    assert await problems(jetway, "customers", body) == wrong
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]
    assert await imported(jetway, "customers", body, skip_errors="1") == (3, 0, 0, 2)
    stored = jetway.sql("SELECT name FROM customers WHERE id > 3 ORDER BY id")
    assert stored == [("=1+1",), ("=1+1",), ("x",)]
    file = await jetway.ask(
        "GET", "/api/models/customers/export/?_format=csv&_select=name&id__gt=3&_order_by=id"
    )
    assert file.text.splitlines()[1:] == ['"\'=1+1"', '"\'=1+1"', '"x"']


@pytest.mark.parametrize(
    ("body", "sent", "expected"),
    [
        ("name\nx\n", {"mode": "all"}, (400, "invalid_parameter")),
        ("name\nx\n", {"map": "["}, (400, "invalid_parameter")),
        ("name\nx\n", {"map": '{"other": "name"}'}, (400, "invalid_parameter")),
        ("name\nx\n", {"mode": "both"}, (400, "invalid_parameter")),
        ("name\nx\n", {"page": "1"}, (400, "invalid_parameter")),
        ("name,absent\nx,y\n", {}, (422, "unknown_field")),
        ("name,name\nx,y\n", {}, (422, "invalid_file")),
        ("country\nx\n", {}, (422, "required")),
        ("", {}, (422, "invalid_file")),
        ('name\n"x', {}, (422, "invalid_file")),
        ('name,country\nx,"SE\ny,BR\n', {}, (422, "invalid_file")),
        (",".join(["name"] * 1_000_000) + "\n", {}, (422, "invalid_file")),
        ("name\nx" + ",y" * 1_000_000 + "\n", {}, (422, "import_refused")),
        ("\ufeff\ufeffname\nx\n", {}, (422, "unknown_field")),
        ("naïve\nx\n".encode("utf-16"), {}, (422, "unknown_field")),
        (b"name\nx\n\xc3\x28\n", {"encoding": "utf-8"}, (422, "invalid_file")),
        (
            b"PK\x03\x04nonsense",
            {"media_type": XLSX},
            (422, "invalid_file"),
        ),
        ('{"name": 1}', {"media_type": "application/json"}, (422, "invalid_file")),
        ('[{"name": "x"} {"name": "y"}]', {"media_type": "application/json"}, (422, "invalid_file")),
        ('[{"name": "x"}', {"media_type": "application/json"}, (422, "invalid_file")),
        ('{"name": NaN}', {"media_type": "application/x-ndjson"}, (422, "invalid_file")),
        ("name\nx\n", {"media_type": "text/html"}, (415, "unsupported_media_type")),
    ],
)
async def test_a_file_that_cannot_be_is_refused_and_changes_nothing(jetway, body, sent, expected):
    answer = await send(jetway, "customers", body, **sent)
    assert (answer.status_code, answer.json()["code"]) == expected, answer.text
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


async def test_a_table_that_is_hidden_or_not_writable_takes_no_file(jetway):
    await grant(jetway, {"viewer": {"tables": {"customers": {}}}})
    assert (await send(jetway, "customers", "name\nx\n", "viewer")).json()["code"] == "not_allowed"
    assert (await send(jetway, "orders", "name\nx\n", "viewer")).json()["code"] == "unknown_table"


async def test_progress_comes_line_by_line_and_the_result_last(jetway):
    headers = {
        "Authorization": f"Token {await jetway.token()}",
        "Content-Type": "text/csv",
        "Accept": "application/x-ndjson",
    }
    answer = await jetway.http.post(IMPORT.format("customers"), content=b"name\nA\nB\n", headers=headers)
    *_, last = [json.loads(line) for line in answer.text.splitlines()]
    assert last["result"]["add"] == 2
    answer = await jetway.http.post(
        IMPORT.format("customers"), content=b"name\n" + b"x" * 21, headers=headers
    )
    *_, last = [json.loads(line) for line in answer.text.splitlines()]
    assert last["problem"]["code"] == "import_refused"


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
BOOK = f'<workbook {MAIN} {OFFICE}><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'
RELATED = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'


def workbook(**parts):
    """A zip of these parts, with what every workbook has."""
    named = {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    found = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELATED, **named}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in found.items():
            archive.writestr(name, text)
    return out.getvalue()


async def test_what_other_programs_write_into_a_workbook_is_read(jetway):
    rich = "<r><t>Rich </t></r><r><t>text</t></r>"
    texts = f"<sst><si><t>name</t></si><si>{rich}</si></sst>"
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = (
        '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="C1" t="inlineStr"><is><t>country</t></is></c></row>'
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3" s="1"><v>46327</v></c></row>'
        "</sheetData></worksheet>"
    )
    file = workbook(xl__sharedStrings=texts, xl__styles=styles, xl__worksheets__sheet1=rows)
    mapped = json.dumps({"column 2": None})
    assert await imported(jetway, "customers", file, media_type=XLSX, map=mapped) == (1, 0, 0, 0)
    assert jetway.sql("SELECT name, country FROM customers WHERE id = 4") == [("Rich text", "2026-11-01")]


async def test_a_workbook_with_a_document_type_is_refused(jetway):
    cells = "<row><c><v>&b;</v></c></row>"
    bomb = f'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData>{cells}</sheetData></worksheet>'
    answer = await send(jetway, "customers", workbook(xl__worksheets__sheet1=bomb), media_type=XLSX)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_file")
