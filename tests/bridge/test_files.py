"""Files beside a source: sent, named by rows, and given to those who see the rows."""

import os
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from jetway.config import SettingRefused, load
from jetway.control.default_policy import DEFAULT_ROLES
from jetway.core.errors import BadSource
from tests.bridge.conftest import new_shop, running
from tests.bridge.people import open_office
from tests.bridge.test_narrowed_tokens import scoped_token
from tests.bridge.test_refusals import grant
from tests.sources import databases

pytestmark = pytest.mark.anyio

COLUMNS = "/api/model_descriptions/file_columns/"
UPLOAD = "/api/file_upload/"
URLS = "/api/file_urls/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)
BADGES = """
CREATE TABLE badges (id INTEGER PRIMARY KEY, picture TEXT, paper VARCHAR(80), short VARCHAR(20), n INTEGER);
CREATE TABLE seats (hall TEXT, number INTEGER, plan TEXT, PRIMARY KEY (hall, number));
INSERT INTO badges (id, n) VALUES (1, 1), (2, 2), (3, 3);
INSERT INTO seats VALUES ('a/b', 1, NULL), ('', 2, NULL);
"""
FIRST = {"column": "n", "op": "eq", "value": 1}
ROLES = DEFAULT_ROLES | {
    "editor": {"tables": {"badges": {"update": ["paper"], "create": ["picture"]}}},
    "viewer": {"tables": {"badges": {"rows": FIRST}}},
    "masked": {"tables": {"badges": {"update": True, "mask": {"picture": {"kind": "full"}}}}},
    "blind": {"tables": {"badges": {"read": ["id", "n"], "update": True}}, "structure": True},
}


def declared(column="picture", model="badges", **file):
    return [{"model": model, "column": column, "file": file}]


def shop_with_files(folder, **settings):
    shop = replace(new_shop(folder), files=str(folder / "files"), **settings)
    with sqlite3.connect(shop.database) as connection:
        connection.executescript(BADGES)
    return shop


async def declare(jetway, body, role="owner"):
    answer = await jetway.ask("POST", COLUMNS, body, role)
    assert (answer.status_code, answer.json()) == (200, body)


async def send(
    jetway, name="a.png", content=PNG, *, column="picture", table="badges", role="owner", at=UPLOAD
):
    headers = {"Authorization": f"Token {await jetway.token(role)}"}
    form = {"table": table, "column": column}
    return await jetway.http.post(at, data=form, files={"file": (name, content)}, headers=headers)


async def sent(jetway, *args, **also):
    answer = await send(jetway, *args, **also)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def refused(jetway, *args, **also):
    answer = await send(jetway, *args, **also)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def urls(jetway, keys, role="owner", **also):
    body = {"table": "badges", "column": "picture", "keys": keys} | also
    answer = await jetway.ask("POST", URLS, body, role)
    assert answer.status_code == 200, answer.text
    return answer.json()


def on_disk(jetway):
    return sorted(path for path in Path(jetway.settings.files).rglob("*") if path.is_file())


@pytest.fixture(scope="module")
async def badges(tmp_path_factory):
    """Rows 1 and 2 name one picture; nothing else is changed."""
    async with running(shop_with_files(tmp_path_factory.mktemp("badges"))) as jetway:
        await grant(jetway, ROLES)
        await declare(jetway, declared() + declared("paper", accept=["image/*", ".pdf"], most_bytes=1000))
        path = (await sent(jetway, "Ana's badge.png"))["uploaded_path"]
        jetway.sql(f'UPDATE badges SET picture = "{path}" WHERE id < 3')
        yield jetway


@pytest.fixture
async def fresh(tmp_path):
    async with running(shop_with_files(tmp_path)) as jetway:
        yield jetway


async def column_of(jetway, column, role="owner", table="badges"):
    described = await jetway.get("/api/model_descriptions/", role)
    [fields] = [one["fields"] for one in described if one["model"] == table]
    return next(one for one in fields if one["name"] == column)


async def test_a_file_is_sent_named_by_a_row_and_given(fresh):
    await declare(fresh, declared())
    told = await sent(fresh, "Ana's badge.png")
    assert (told["name"], told["type"], told["size"]) == ("Ana's badge.png", "image/png", len(PNG))
    body = {"picture": told["uploaded_path"]}
    assert (await fresh.ask("PATCH", "/api/models/badges/1/", body)).status_code == 200
    [given] = await urls(fresh, ["1", "2", "x", "1,2"])
    assert (given["key"], given["name"], given["size"]) == ("1", "Ana's badge.png", len(PNG))
    for address in (given["url"], told["uploaded_url"]):
        answer = await fresh.http.get(address)
        assert (answer.status_code, answer.content) == (200, PNG)


async def test_a_browser_saves_it_and_runs_nothing_of_it(badges):
    [given] = await urls(badges, [1])
    answer = await badges.http.get(given["url"])
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''Ana%27s%20badge.png"
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "private, max-age=300"


async def test_a_part_of_it_can_be_had_and_its_head_alone(badges):
    [given] = await urls(badges, [1])
    part = await badges.http.get(given["url"], headers={"Range": "bytes=0-7"})
    head = await badges.http.head(given["url"])
    assert (part.status_code, part.content) == (206, PNG[:8])
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(PNG)))


PARTS = [("bytes=8-11", PNG[8:12]), ("bytes=60-", PNG[60:]), ("bytes=-5", PNG[-5:]), ("Bytes=0-9999", PNG)]
NO_PARTS = [
    "bytes=-",
    "bytes=5-2",
    "bytes=x",
    "bytes",
    "lines=1-2",
    "bytes=0-1,4-5",
    "bytes=+1-2",
    "bytes=²-",
]


@pytest.mark.parametrize(("part", "content"), [*PARTS, ("bytes=-9999", PNG)])
async def test_a_part_is_given_as_far_as_the_file_goes(badges, part, content):
    [given] = await urls(badges, [1])
    answer = await badges.http.get(given["url"], headers={"Range": part})
    assert (answer.status_code, answer.content) == (206, content)


@pytest.mark.parametrize("part", NO_PARTS)
async def test_the_whole_file_is_given_where_the_part_makes_no_sense(badges, part):
    [given] = await urls(badges, [1])
    answer = await badges.http.get(given["url"], headers={"Range": part.encode("latin-1")})
    assert (answer.status_code, answer.content) == (200, PNG)


@pytest.mark.parametrize("part", [f"bytes={len(PNG)}-", "bytes=9999-10000", "bytes=-0"])
async def test_a_part_behind_the_end_is_refused_with_the_size(badges, part):
    [given] = await urls(badges, [1])
    answer = await badges.http.get(given["url"], headers={"Range": part})
    assert (answer.status_code, answer.json()["code"]) == (416, "range_not_satisfiable")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-range"] == f"bytes */{len(PNG)}"


async def test_keys_are_told_as_they_were_sent(fresh):
    await declare(fresh, declared("plan", "seats"))
    path = (await sent(fresh, column="plan", table="seats"))["uploaded_path"]
    fresh.sql(f'UPDATE seats SET plan = "{path}"')
    keys = ["a%2Fb,1", ",2", "a%2fb,1", "a/b,3"]
    given = await urls(fresh, keys, table="seats", column="plan")
    assert sorted(one["key"] for one in given) == [",2", "a%2fb,1"]


@pytest.mark.parametrize("keys", [[], ["1,2"], ["x"], [""]])
async def test_a_key_that_no_row_can_have_has_no_file(badges, keys):
    assert await urls(badges, keys) == []


@pytest.mark.parametrize(
    "more",
    [{"keys": ["1"] * 101}, {"width": 0}, {"width": 1025}, {"keys": [None]}, {"more": 1}],
    ids=range(5),
)
async def test_too_much_or_something_else_is_refused(badges, more):
    body = {"table": "badges", "column": "picture", "keys": ["1"]} | more
    assert await badges.refused("POST", URLS, body) == (422, "invalid_input")


async def test_the_description_says_which_files_a_column_takes(badges):
    assert (await column_of(badges, "picture"))["file"] == {"accept": [], "most_bytes": 26214400}
    assert (await column_of(badges, "paper"))["file"] == {"accept": ["image/*", ".pdf"], "most_bytes": 1000}
    assert "file" not in await column_of(badges, "short")
    assert "file" not in await column_of(badges, "picture", "masked")
    assert await badges.get(COLUMNS, "viewer") == {"most_bytes": 26214400, "thumbnails": True}


async def test_the_document_tells_of_files_where_there_are_some(badges):
    paths = {role: (await badges.get("/api/openapi.json", role))["paths"] for role in ("owner", "blind")}
    assert {UPLOAD, URLS, COLUMNS} <= paths["owner"].keys()
    assert {UPLOAD, URLS, COLUMNS} & paths["blind"].keys() == {COLUMNS}


async def test_nothing_is_known_of_files_where_none_are_kept(tmp_path):
    async with running(replace(shop_with_files(tmp_path), files="")) as jetway:
        paths = (await jetway.get("/api/openapi.json"))["paths"]
        assert {UPLOAD, URLS, COLUMNS} & paths.keys() == set()
        for path in (UPLOAD, URLS, COLUMNS):
            assert await jetway.refused("POST", path, []) == await jetway.refused("POST", "/api/nothing/", [])


async def test_a_column_holds_files_until_that_is_taken_away(tmp_path):
    shop = shop_with_files(tmp_path)
    async with running(shop) as jetway:
        await declare(jetway, declared() + declared("paper"))
    async with running(shop) as jetway:
        assert "file" in await column_of(jetway, "picture")
        await declare(jetway, [{"model": "badges", "column": "picture", "file": None}])
        assert "file" not in await column_of(jetway, "picture")
        assert "file" in await column_of(jetway, "paper")


async def test_another_bridge_of_the_database_and_the_folder_gives_them_too(tmp_path):
    shop = shop_with_files(tmp_path)
    async with running(shop) as one:
        await declare(one, declared())
        path = (await sent(one))["uploaded_path"]
        one.sql(f'UPDATE badges SET picture = "{path}" WHERE id = 1')
        async with running(replace(shop, state=tmp_path / "other")) as two:
            [given] = await urls(two, [1])
            assert (await two.http.get(given["url"])).content == PNG
            elsewhere = await one.http.get(given["url"])
            assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "address_refused")


async def test_it_is_left_out_while_its_column_is_gone(tmp_path):
    shop = shop_with_files(tmp_path)
    async with running(shop) as jetway:
        await declare(jetway, declared())
    with sqlite3.connect(shop.database) as connection:
        connection.execute("ALTER TABLE badges RENAME COLUMN picture TO photo")
    async with running(shop) as jetway:
        assert "file" not in await column_of(jetway, "photo")
        jetway.sql("ALTER TABLE badges RENAME COLUMN photo TO picture")
    async with running(shop) as jetway:
        assert "file" in await column_of(jetway, "picture")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (declared(model="absent"), "/0/model"),
        (declared("absent"), "/0/column"),
        (declared("id"), "/0/column"),
        (declared("n"), "/0/column"),
        (declared("short"), "/0/column"),
        (declared("hall", "seats"), "/0/column"),
        (declared("status", "orders"), "/0/column"),
        (declared() + declared(accept=["image/*", "*"]), "/1/file/accept/1"),
        (declared(accept=["IMAGE/PNG"]), "/0/file/accept/0"),
    ],
)
async def test_a_column_that_can_hold_no_files_is_refused(badges, body, pointer):
    answer = await badges.ask("POST", COLUMNS, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_file_column")
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "body",
    [
        {},
        [{}],
        [{"model": "badges", "column": "picture"}],
        declared(accept=["a/b"] * 21),
        declared(most_bytes=0),
    ],
)
async def test_a_declaration_of_another_form_is_refused(badges, body):
    assert await badges.refused("POST", COLUMNS, body) == (422, "invalid_input")


async def test_only_who_may_change_the_structure_declares_and_only_what_they_see(badges):
    assert await badges.refused("POST", COLUMNS, declared(), "editor") == (403, "not_allowed")
    hidden = await badges.ask("POST", COLUMNS, declared(), "blind")
    absent = await badges.ask("POST", COLUMNS, declared("pictura"), "blind")
    assert hidden.status_code == absent.status_code == 422
    assert hidden.json()["detail"] == absent.json()["detail"].replace("pictura", "picture")


async def test_only_who_may_set_the_column_sends_a_file(badges):
    assert (await send(badges, role="editor")).status_code == 201  # who adds rows
    assert (await send(badges, column="paper", role="editor")).status_code == 201  # who changes them
    assert await refused(badges, role="viewer") == (403, "not_allowed")


@pytest.mark.parametrize("role", ["masked", "blind"])
async def test_what_somebody_does_not_see_holds_no_files_for_them(badges, role):
    answers = [await send(badges, column=name, role=role) for name in ("picture", "pictura", "n")]
    assert {one.status_code for one in answers} == {400}
    told = {one.json()["detail"].replace("pictura", "picture").replace("'n'", "'picture'") for one in answers}
    assert told == {"badges has no column 'picture' that holds files."}
    body = {"table": "badges", "column": "picture", "keys": ["1"]}
    assert await badges.refused("POST", URLS, body, role) == (400, "unknown_column")
    unknown = body | {"table": "orders"}
    assert await badges.refused("POST", URLS, unknown, role) == (404, "unknown_table")


async def test_the_files_of_rows_that_somebody_does_not_see_are_not_there(badges):
    assert [one["key"] for one in await urls(badges, ["1", "2", "3", "4"])] == ["2", "1"]
    assert [one["key"] for one in await urls(badges, ["1", "2", "3", "4"], "viewer")] == ["1"]


async def test_a_stranger_is_let_in_nowhere(badges):
    for method, path in (("POST", UPLOAD), ("POST", URLS), ("GET", COLUMNS), ("POST", COLUMNS)):
        assert (await badges.http.request(method, path)).status_code == 401


async def test_the_ceiling_holds_for_files(tmp_path):
    file = tmp_path / "ceiling.toml"
    file.write_text('hidden_columns = ["badges.paper"]\nread_only = ["badges"]\n')
    shop = shop_with_files(tmp_path)
    async with running(shop) as jetway:
        await declare(jetway, declared() + declared("paper"))
    async with running(replace(shop, ceiling=str(file))) as jetway:
        assert await refused(jetway) == (403, "not_allowed")
        assert await refused(jetway, column="paper") == (400, "unknown_column")
        assert on_disk(jetway) == []


async def test_a_token_that_only_reads_sends_no_file(badges):
    badges.tokens["reader"] = await scoped_token(badges, read_only=True)
    assert await refused(badges, role="reader") == (403, "not_allowed")
    assert len(await urls(badges, ["1"], "reader")) == 1


async def test_who_views_as_another_one_may_look_and_not_send(badges):
    office = await open_office(badges)
    badges.tokens["viewing"] = await office.token(role="viewer")
    badges.tokens["ada"] = await office.token()
    [given] = await urls(badges, ["1", "2"], "viewing")
    assert given["key"] == "1"
    assert await refused(badges, role="viewing") == (403, "viewing_as")
    headers = {"Authorization": f"Token {await badges.token('ada')}"}
    assert (await badges.http.get(given["url"], headers=headers)).status_code == 200


async def test_the_audit_tells_of_files_sent_and_addresses_given(badges):
    told = await sent(badges, "report.pdf", b"%PDF-1.7", column="paper")
    await urls(badges, ["1"], "viewer")
    opened, uploaded = (await badges.get("/api/audit/?table=badges"))["results"][:2]
    assert (opened["action"], opened["column"], opened["key"]) == ("open", "picture", ["1"])
    assert (uploaded["action"], uploaded["column"]) == ("upload", "paper")
    assert uploaded["sent"] == {"name": "report.pdf", "type": "application/pdf", "size": 8}
    assert told["uploaded_path"] not in str((opened, uploaded))


async def test_a_source_that_was_added_has_files_of_its_own_until_it_is_removed(tmp_path):
    ledger = tmp_path / "more" / "ledger.sqlite"
    ledger.parent.mkdir()
    with sqlite3.connect(ledger) as connection:
        connection.executescript(BADGES)
    async with running(shop_with_files(tmp_path, source_folders=(str(ledger.parent),))) as jetway:
        body = {"name": "ledger", "kind": "sqlite", "options": {"path": str(ledger)}}
        assert (await jetway.ask("POST", "/api/sources/", body)).status_code == 201
        there = "/api/sources/ledger/"
        answer = await jetway.ask("POST", f"{there}model_descriptions/file_columns/", declared())
        assert answer.status_code == 200
        assert await refused(jetway) == (400, "unknown_column")  # in the first source
        told = await sent(jetway, at=f"{there}file_upload/")
        body = {"picture": told["uploaded_path"]}
        assert (await jetway.ask("PATCH", f"{there}models/badges/1/", body)).status_code == 200
        wanted = {"table": "badges", "column": "picture", "keys": ["1"]}
        [given] = (await jetway.ask("POST", f"{there}file_urls/", wanted)).json()
        assert (await jetway.http.get(given["url"])).content == PNG
        paths = (await jetway.get(f"{there}openapi.json"))["paths"]
        assert f"{there}file_upload/" in paths
        assert (await jetway.ask("DELETE", there)).status_code == 204
        body = {"name": "ledger", "kind": "sqlite", "options": {"path": str(ledger)}}
        assert (await jetway.ask("POST", "/api/sources/", body)).status_code == 201
        answer = await jetway.ask("POST", f"{there}file_urls/", wanted)
        assert answer.json()["code"] == "unknown_column"


async def test_a_file_that_was_sent_is_never_opened_as_a_source(tmp_path):
    settings = shop_with_files(tmp_path, source_folders=(str(tmp_path),))
    content = Path(settings.database).read_bytes()  # noqa: ASYNC240
    async with running(settings) as jetway:
        await declare(jetway, declared())
        id_ = (await sent(jetway, "a.sqlite", content))["uploaded_path"][:36]
        [place] = [path for path in on_disk(jetway) if path.name == id_]
        body = {"name": "mine", "kind": "sqlite", "options": {"path": str(place)}}
        assert await jetway.refused("POST", "/api/sources/", body) == (422, "invalid_input")


async def test_a_storage_that_is_gone_is_told(fresh):
    await declare(fresh, declared())
    (Path(fresh.settings.files) / "incoming").rmdir()
    assert await refused(fresh) == (503, "storage_unavailable")


async def test_a_folder_that_cannot_be_used_stops_the_start(tmp_path):
    (tmp_path / "files").write_text("no folder")
    with pytest.raises(BadSource, match="cannot be used: Not a directory"):
        async with running(shop_with_files(tmp_path)):
            pass


async def test_a_bucket_without_a_key_stops_the_start(tmp_path):
    shop = replace(shop_with_files(tmp_path), files="s3://shop/pictures")
    with pytest.raises(BadSource, match="s3://shop/pictures takes a key"):
        async with running(shop):
            pass


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("files", "pictures"),
        ("files", "s3://"),
        ("files", "s3://Shop"),
        ("files", "s3://shop/../other"),
        ("files", "s3://shop/a?b"),
        ("files_endpoint", "s3.amazonaws.com"),
        ("files_endpoint", "https://user:password@example.com"),
        ("files_endpoint", "https://example.com/path"),
        ("files_most_bytes", "0"),
    ],
)
def test_a_place_of_another_form_is_refused(setting, value):
    with pytest.raises(SettingRefused, match=f"{setting} has the value"):
        load({}, {f"JETWAY_{setting.upper()}": value})


async def test_what_a_killed_process_left_is_removed_a_day_later(tmp_path):
    shop = shop_with_files(tmp_path)
    incoming = Path(shop.files) / "incoming"
    incoming.mkdir(parents=True)
    for name, age_s in (("old", 25 * 3600), ("new", 3600)):
        (incoming / name).touch()
        os.utime(incoming / name, (time.time() - age_s,) * 2)
    async with running(shop):
        assert [path.name for path in incoming.iterdir()] == ["new"]


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
async def test_other_databases_name_files_too(engine, request, tmp_path):
    server = request.getfixturevalue(f"{engine}_server")
    database = getattr(databases, engine)(server, f"files_{engine}")
    shop = replace(new_shop(tmp_path), database=database, files=str(tmp_path / "files"))
    async with running(shop) as jetway:
        await declare(jetway, declared("email", "people"))
        path = (await sent(jetway, column="email", table="people"))["uploaded_path"]
        [first, *_] = (await jetway.get("/api/models/people/?_order_by=id"))["results"]
        key = str(first["id"])
        assert (await jetway.ask("PATCH", f"/api/models/people/{key}/", {"email": path})).status_code == 200
        [given] = await urls(jetway, [key, "999999"], table="people", column="email")
        assert (await jetway.http.get(given["url"])).content == PNG
