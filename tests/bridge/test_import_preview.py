"""How a file begins, told before anything is imported."""

import json

import pytest

from tests.bridge.test_import import WRITES, send
from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio


async def preview(jetway, body, **sent):
    answer = await send(jetway, "customers", body, preview="1", **sent)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_file_is_told_as_the_import_would_read_it(jetway):
    body = 'Näme;E-Mail\r\nDee;\r\na;b;c\r\n\r\nEva;""\r\n'.encode("windows-1252")
    assert await preview(jetway, body, delimiter=";") == {
        "columns": ["Näme", "E-Mail"],
        "lines": [{"line": 2, "cells": ["Dee", None]}, {"line": 5, "cells": ["Eva", ""]}],
    }
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


async def test_values_of_json_are_told_as_texts(jetway):
    body = json.dumps([{"name": "Dee", "tags": ["a", 1], "id": 7, "note": None}])
    told = await preview(jetway, body, media_type="application/json")
    assert told["lines"] == [{"line": 1, "cells": ["Dee", '["a", 1]', "7", None]}]


async def test_only_the_beginning_is_told(jetway):
    told = await preview(jetway, "name\n" + ("x" * 90 + "\n") * 30)
    assert [line["line"] for line in told["lines"]] == list(range(2, 12))
    assert {line["cells"][0] for line in told["lines"]} == {"x" * 79 + "…"}


async def test_it_takes_the_rights_of_the_import(jetway):
    await grant(jetway, {"owner": {"every_table": {}}, "editor": {"tables": {"customers": WRITES}}})
    editor = await send(jetway, "customers", "name\nDee\n", role="editor", preview="1")
    assert editor.status_code == 200
    owner = await send(jetway, "customers", "name\nDee\n", preview="1")
    assert (owner.status_code, owner.json()["code"]) == (403, "not_allowed")


async def test_what_is_no_file_of_its_kind_is_refused(jetway):
    answer = await send(jetway, "customers", '[{"name":', media_type="application/json", preview="1")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_file")
