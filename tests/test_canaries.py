"""The look-out for secrets finds one in each place, in each form, and fails the run."""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from jetway.core.token import mint
from tests.canaries import canary, holds, leaks, leaks_tokens

SECRET = f"{canary('example')} p@ss/wörd"

CONFTEST = """
from tests.canaries import Watch

def pytest_configure(config):
    config.pluginmanager.register(Watch())
"""
TESTS = """
import base64, json, logging
from urllib.parse import quote

import anyio, httpx2, pytest

from jetway.core.token import mint
from tests.canaries import canary

SECRET = canary("example")


def answered(**answer):
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, **answer))
    with httpx2.Client(transport=transport) as http:
        http.get("http://there.example/path")

@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return tmp_path_factory.mktemp("shared")

def test_quiet(tmp_path):
    (tmp_path / "a.sqlite").write_bytes(b"nothing")
    logging.getLogger("quiet").warning("nothing")
    answered(text="nothing")

def test_answer():
    answered(json={"key": SECRET})

def test_head():
    answered(headers={"X-Key": base64.b64encode(f"me:{SECRET}".encode()).decode()})

def test_log():
    logging.getLogger("loud").warning("it is %s", quote(SECRET))

def test_trace():
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("trace").exception("failed")

def test_print():
    print(SECRET)

def test_file(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "control.sqlite").write_bytes(b"\\0" + base64.b64encode(SECRET.encode()))

def test_token(tmp_path):
    (tmp_path / "control.sqlite-wal").write_text(mint("jat_"))

def test_shared(shared):
    (shared / "late.sqlite").write_text(SECRET)
"""


def test_a_secret_that_gets_out_fails_the_run_and_its_place_is_named():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)  # not one of those that are looked through
        (folder / "conftest.py").write_text(CONFTEST)
        (folder / "test_leaks.py").write_text(TESTS)
        (folder / "pytest.ini").write_text("[pytest]\ntmp_path_retention_policy = failed")
        options = ["-q", "-p", "no:cacheprovider", "-n", "1", f"--rootdir={name}", f"--basetemp={name}/base"]
        command = [sys.executable, "-m", "pytest", *options, name]
        root = Path(__file__).parents[1]
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    told = [line.lower() for line in ran.stdout.splitlines() if line.lower().startswith("a secret got out")]
    assert sorted(line.removeprefix("a secret got out: it is in ") for line in told) == [
        "the answer to get http://there.example/path",
        "the answer to get http://there.example/path",
        "the file control.sqlite",
        "the file control.sqlite-wal",
        "the file late.sqlite",
        "the log loud, what test_log printed",
        "the log trace, what test_trace printed",
        "what test_print printed",
    ]
    assert "1 failed" not in ran.stdout
    assert "7 errors" in ran.stdout


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        quote(SECRET),
        quote_plus(SECRET),
        json.dumps({"key": SECRET}),
        *(base64.b64encode(f"{before}:{SECRET}".encode()).decode() for before in ("", "a", "me")),
        "-----BEGIN PRIVATE KEY-----",
        quote("-----BEGIN OPENSSH PRIVATE KEY-----"),
    ],
)
def test_a_secret_is_found_in_every_form(written):
    assert leaks(written.encode())


def test_what_is_no_canary_is_looked_for_in_the_same_forms():
    for written in (quote("p@ss/wörd"), json.dumps("p@ss/wörd"), "ömp@ss/wörd"):
        assert holds(written.encode(), "p@ss/wörd")
    assert not holds(b"p@ss", "p@ss/wörd")


def test_tokens_are_told_from_what_looks_like_one():
    token = mint("jpt_")
    assert leaks_tokens(f"it is {token}.".encode())
    assert not leaks_tokens(f"it is {token[:-1]}!".encode())
    assert not leaks_tokens(b"jut_" + b"0" * 49)
