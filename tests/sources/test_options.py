"""The options of a kind: what its form says, what may be sent, and where secrets go."""

import json
import logging
from dataclasses import dataclass, field

import pytest

from jetway.core.errors import InvalidInput, SecretRequired
from jetway.core.secret import Secret
from jetway.sources.kinds import kinds
from jetway.sources.options import (
    KEPT,
    Place,
    choice,
    form,
    long_text,
    number,
    origin,
    read,
    revealed,
    secret,
    switch,
    text,
    told,
)


@dataclass(frozen=True)
class Options:
    host: str = field(metadata=text("Host", place=Place.HOST, binds=True))
    key: Secret | None = field(default=None, metadata=secret("Key"))
    port: int = field(default=1, metadata=number("Port", 1, 9, binds=True))
    mode: str = field(default="a", metadata=choice("Mode", {"a": "One", "b": "Other"}, hint="Either."))
    quick: bool = field(default=False, metadata=switch("Quick"))
    notes: str = field(default="", metadata=long_text("Notes"))
    folder: str = "/operator"


def problems(sent, kept=None):
    with pytest.raises((InvalidInput, SecretRequired)) as failure:
        read(Options, sent, kept)
    assert "canary" not in failure.value.detail
    return {problem.pointer: problem.code for problem in failure.value.problems}


def test_a_form_says_what_each_field_takes():
    assert form(Options) == [
        {"name": "host", "label": "Host", "type": "text", "required": True, "binds": True},
        {"name": "key", "label": "Key", "type": "secret", "required": False},
        {
            "name": "port",
            "label": "Port",
            "type": "number",
            "required": False,
            "default": 1,
            "lowest": 1,
            "highest": 9,
            "binds": True,
        },
        {
            "name": "mode",
            "label": "Mode",
            "type": "choice",
            "required": False,
            "default": "a",
            "choices": [{"value": "a", "label": "One"}, {"value": "b", "label": "Other"}],
            "hint": "Either.",
        },
        {"name": "quick", "label": "Quick", "type": "switch", "required": False, "default": False},
        {"name": "notes", "label": "Notes", "type": "long_text", "required": False, "default": ""},
    ]


def test_what_few_fill_in_is_a_part_of_the_form():
    fields = form(kinds()["postgresql"].KIND.options)
    part = [one["name"] for one in fields if one.get("part") == "Behind an SSH server"]
    assert part == ["ssh_host", "ssh_port", "ssh_user", "ssh_key", "ssh_password", "ssh_host_key"]
    assert [one["name"] for one in fields if "part" not in one][:2] == ["host", "port"]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_has_a_form_that_json_can_say(kind):
    fields = form(kinds()[kind].KIND.options)
    assert fields
    assert json.loads(json.dumps(fields)) == fields


def test_what_is_left_out_is_as_usual():
    assert read(Options, {"host": "h", "port": None, "mode": ""}) == Options("h")


def test_every_wrong_field_is_pointed_at():
    sent = {"port": 10, "mode": "c", "quick": 1, "notes": "a\0", "key": 5, "folder": "/etc", "a/b": 1}
    assert problems(sent) == {
        "/options/host": "invalid_input",
        "/options/port": "invalid_input",
        "/options/mode": "invalid_input",
        "/options/quick": "invalid_input",
        "/options/notes": "invalid_input",
        "/options/key": "invalid_input",
        "/options/folder": "invalid_input",
        "/options/a~1b": "invalid_input",
    }


@pytest.mark.parametrize("line", ["a\r\nb", "a\0", "x" * 1001, 5, ["a"]])
def test_a_text_is_one_line(line):
    assert problems({"host": line}) == {"/options/host": "invalid_input"}


def test_a_number_is_no_truth_value():
    assert problems({"host": "h", "port": True}) == {"/options/port": "invalid_input"}


def test_a_secret_is_kept_and_never_told(caplog):
    options = read(Options, {"host": "h", "key": "canary"})
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("%s %r %s", options, options, vars(options))
    assert told(options)["key"] == KEPT == {"$secret": True}
    assert "canary" not in caplog.text
    with pytest.raises(TypeError):
        json.dumps(vars(options))
    assert options.key.reveal() == "canary"


def test_what_is_revealed_is_read_again():
    options = read(Options, {"host": "h", "key": "canary", "port": 2})
    assert read(Options, json.loads(json.dumps(revealed(options)))) == options


def test_a_change_keeps_what_it_does_not_name():
    kept = Options("h", Secret("canary"), port=2)
    assert read(Options, {"quick": True}, kept) == Options("h", Secret("canary"), port=2, quick=True)
    assert read(Options, {"key": KEPT, "mode": "b"}, kept).key == kept.key
    assert read(Options, {"key": "new"}, kept).key == Secret("new")
    assert read(Options, {"key": None}, kept).key is None


@pytest.mark.parametrize("elsewhere", [{"host": "evil"}, {"port": 3}, {"host": "evil", "key": KEPT}])
def test_a_secret_goes_nowhere_else(elsewhere):
    kept = Options("h", Secret("canary"))
    assert problems(elsewhere, kept) == {"/options/key": "secret_required"}
    assert read(Options, {**elsewhere, "key": "new"}, kept).key == Secret("new")
    assert read(Options, {**elsewhere, "key": None}, kept).key is None


def test_nothing_that_is_kept_stands_for_a_secret():
    assert problems({"host": "h", "key": KEPT}) == {"/options/key": "secret_required"}
    assert problems({"key": KEPT}, Options("h")) == {"/options/key": "secret_required"}


def test_the_origin_is_what_secrets_are_bound_to():
    assert origin(Options("h", Secret("a"))) == origin(Options("h", Secret("b"), mode="b")) == ("h", 1)
