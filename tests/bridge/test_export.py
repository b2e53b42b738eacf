"""Exports: a file of every row that the same query lists."""

import csv
import io
import json
import re
import zipfile

import pytest

from jetway.bridge.transfer.download import attachment
from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

ORDERS = "/api/models/orders/export/?_order_by=id&_format="
BR = {"column": "country", "op": "eq", "value": "BR"}


async def test_csv_has_every_row_of_the_list(standing):
    answer = await standing.ask("GET", ORDERS + "csv")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert re.fullmatch(
        r'attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"', answer.headers["content-disposition"]
    )
    assert answer.text == (
        '"id","number","status","total","placed_at","customer_id"\r\n'
        '1,"A-1","paid",10.5,2026-11-01 10:00:00,1\r\n'
        '2,"A-2","new",3,,2\r\n'
        '3,"A-3","new",,2026-10-05 08:00:00,1\r\n'
    )


async def test_json_and_ndjson_have_the_rows_of_the_list(standing):
    listed = await standing.get("/api/models/orders/?_order_by=id&_no_pagination=1")
    assert (await standing.ask("GET", ORDERS + "json")).json() == listed
    lines = (await standing.ask("GET", ORDERS + "ndjson")).text.splitlines()
    assert [json.loads(line) for line in lines] == listed


@pytest.mark.parametrize(("name", "empty"), [("csv", '"id","name"\r\n'), ("json", "[\n]\n"), ("ndjson", "")])
async def test_a_file_of_no_rows_is_a_whole_file(standing, name, empty):
    path = f"/api/models/regions/export/?_format={name}&id=99"
    assert (await standing.ask("GET", path)).text == empty


async def test_the_parameters_of_a_list_hold(standing):
    path = "/api/models/orders/export/?customer__country=BR&_select=customer.name,number&_order_by=-number"
    answer = await standing.ask("GET", path + "&_format=csv&_delimiter=;&_bom=1")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        '"customer.name";"number"',
        '"Ana";"A-3"',
        '"Ana";"A-1"',
    ]


async def test_the_name_of_a_column_is_guarded_as_its_values_are(jetway):
    jetway.sql("""CREATE TABLE odd (id INTEGER PRIMARY KEY, "=1+1" TEXT, "'@x" TEXT)""")
    jetway.sql("INSERT INTO odd VALUES (1, '\n=2', 'x')")
    await jetway.ask("POST", "/api/reload/")
    path = "/api/models/odd/export/?_format=csv"
    guarded = (await jetway.ask("GET", path)).text
    assert guarded == '"id","\'=1+1","\'\'@x"\r\n1,"\'\n=2","x"\r\n'
    assert (await jetway.ask("GET", f"{path}&_formulas=keep")).text.startswith('"id","=1+1","\'@x"\r\n')
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Type": "text/csv"}
    again = await jetway.http.post(
        "/api/models/odd/import/?_mode=update", content=guarded.encode(), headers=headers
    )
    assert again.json()["unchanged"] == 1, again.text
    assert again.json()["ignored"] == []


async def test_an_estimate_goes_before_the_file(standing):
    answer = await standing.ask("GET", ORDERS + "csv&status=new")
    assert answer.headers["jetway-rows-estimate"] == "2"


async def test_a_sheet_holds_numbers_dates_and_text(standing):
    answer = await standing.ask("GET", ORDERS + "xlsx")
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    assert book.testzip() is None
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    (first,) = re.findall(r"<row><c><v>1</v></c>.*?</row>", sheet)
    assert first == (
        '<row><c><v>1</v></c><c t="inlineStr" s="1"><is><t xml:space="preserve">A-1</t></is></c>'
        '<c t="inlineStr" s="1"><is><t xml:space="preserve">paid</t></is></c><c><v>10.5</v></c>'
        '<c s="3"><v>46327.416666666666666</v></c><c><v>1</v></c></row>'
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("_format=pdf", "invalid_parameter"),
        ("_format=csv&page=2", "invalid_parameter"),
        ("_format=csv&_per_page=2", "invalid_parameter"),
        ("_format=json&_delimiter=;", "invalid_parameter"),
        ("_format=csv&_delimiter=x", "invalid_parameter"),
        ("_format=csv&_formulas=maybe", "invalid_parameter"),
        ("_format=csv&_expand=order_lines", "invalid_parameter"),
        ("_format=csv&absent=1", "unknown_column"),
    ],
)
async def test_what_cannot_be_exported_is_refused(standing, query, code):
    assert await standing.refused("GET", f"/api/models/orders/export/?{query}") == (400, code)


async def test_only_get_exports(standing):
    assert await standing.refused("POST", "/api/models/orders/export/", {}) == (405, "method_not_allowed")


async def test_a_hidden_table_exports_as_an_absent_one(jetway):
    await grant(jetway, {"viewer": {"tables": {"regions": {"export": True}}}})
    answers = [
        await jetway.ask("GET", f"/api/models/{name}/export/?_format=csv", role="viewer")
        for name in ("customers", "absent_it")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["code"] == answers[1].json()["code"] == "unknown_table"


async def test_an_export_takes_the_right_to_it_on_each_table(jetway):
    tables = {"orders": {"export": True}, "customers": {}}
    await grant(jetway, {"viewer": {"tables": tables}})
    path = "/api/models/orders/export/?_format=csv"
    assert (await jetway.ask("GET", path, role="viewer")).status_code == 200
    named = f"{path}&_select=id,customer.name"
    assert await jetway.refused("GET", named, role="viewer") == (403, "not_allowed")
    assert await jetway.refused("GET", "/api/models/customers/export/", role="viewer") == (
        403,
        "not_allowed",
    )


async def test_rules_and_the_most_rows_of_a_role_hold(jetway):
    tables = {"orders": {"export": True, "max_rows": 2}, "customers": {"export": True, "rows": BR}}
    await grant(jetway, {"viewer": {"tables": tables}})
    answer = await jetway.ask("GET", "/api/models/customers/export/?_select=id", role="viewer")
    assert answer.text == '"id"\r\n1\r\n'
    answer = await jetway.ask("GET", "/api/models/orders/export/?_select=id,customer.name", role="viewer")
    assert list(csv.reader(io.StringIO(answer.text)))[1:] == [["3", "Ana"], ["2", ""]]
    assert answer.headers["jetway-rows-limit"] == "2"


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("orders", 'attachment; filename="orders-DAY.csv"'),
        ("geo.regions", 'attachment; filename="geo.regions-DAY.csv"'),
        ('../a"b\r\n', 'attachment; filename="_a_b__-DAY.csv"'),
        ("größe", "attachment; filename=\"gr__e-DAY.csv\"; filename*=UTF-8''gr%C3%B6%C3%9Fe-DAY.csv"),
        ("50%", "attachment; filename=\"50_-DAY.csv\"; filename*=UTF-8''50%25-DAY.csv"),
        ("..", 'attachment; filename="export-DAY.csv"'),
    ],
)
def test_a_file_is_named_so_that_no_system_misreads_it(table, name):
    assert re.sub(r"\d{4}-\d\d-\d\d", "DAY", attachment(table, "csv")) == name
