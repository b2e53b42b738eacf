"""What no linter says: sizes, and that everything a user can set, call or meet has its entry in the docs."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from jetway.cli import cli
from jetway.config import Settings
from jetway.core import errors

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
MODULES = sorted(
    path for path in (ROOT / "jetway").rglob("*.py") if "migrations/versions" not in path.as_posix()
)

MODULE_LINES = 300
FUNCTION_LINES = 40
ARGUMENTS = 6
NESTING = 3
LONG_ON_PURPOSE = {"jetway/core/errors.py": "one tree, read as a whole"}

NESTS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def nesting(node: ast.AST, depth: int = 0) -> int:
    deepest = depth
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and [child] == node.orelse
        deeper = depth + (isinstance(child, NESTS) and not is_elif)
        deepest = max(deepest, nesting(child, deeper))
    return deepest


def test_no_module_is_too_long():
    long = {named(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: n for name, n in long.items() if n > MODULE_LINES and name not in LONG_ON_PURPOSE} == {}


def test_no_function_is_too_long():
    long = [
        f"{named(path)}:{node.name}"
        for path in MODULES
        for node in functions(path)
        if node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    assert long == []


def test_no_function_takes_too_much():
    greedy = [
        f"{named(path)}:{node.name}"
        for path in MODULES
        for node in functions(path)
        if len([a for a in [*node.args.args, *node.args.kwonlyargs] if a.arg not in ("self", "cls")])
        > ARGUMENTS
    ]
    assert greedy == []


def test_no_function_nests_too_deep():
    deep = [
        f"{named(path)}:{node.name}"
        for path in MODULES
        for node in functions(path)
        if nesting(node) > NESTING
    ]
    assert deep == []


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "service", "handler"}
    assert [named(path) for path in MODULES if path.stem in vague] == []


def test_nothing_is_left_to_do_without_an_issue():
    found = [
        f"{named(path)}:{number}"
        for path in MODULES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))", line)
    ]
    assert found == []


def test_the_core_imports_fast_and_pulls_in_no_framework():
    code = "import sys, jetway.core.plan, jetway.core.change; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "starlette", "msgspec", "httpx2", "anyio", "asyncio"} & set(loaded)


def failures(tree: type[errors.Failure] = errors.Failure) -> Iterator[type[errors.Failure]]:
    for kind in tree.__subclasses__():
        if kind.code and kind.__module__ == errors.__name__:
            yield kind
        yield from failures(kind)


def test_every_error_code_is_its_own():
    kinds = list(failures())
    assert len({kind.code for kind in kinds}) == len({kind.number for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("kind", sorted(failures(), key=lambda kind: kind.number), ids=lambda kind: kind.code)
def test_every_error_code_is_documented(kind):
    row = f"| {kind.number} | `{kind.code}` | {kind.status} |"
    assert row in (REFERENCE / "errors.md").read_text()


def test_every_error_that_is_documented_exists():
    written = re.findall(r"^\| E\d+ \| `(\w+)`", (REFERENCE / "errors.md").read_text(), re.MULTILINE)
    assert sorted(written) == sorted(kind.code for kind in failures())


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_documented(field):
    assert f"| `{field.name}` | `JETWAY_{field.name.upper()}` |" in (REFERENCE / "settings.md").read_text()


def commands(group=cli, prefix=()):
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, (*prefix, name))
        else:
            yield (*prefix, name), command


@pytest.mark.parametrize(
    ("words", "command"),
    list(commands()),
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_and_option_is_documented(words, command):
    text = (REFERENCE / "command-line.md").read_text()
    section = text.partition(f"## jetway {' '.join(words)}\n")[2].partition("\n## ")[0]
    assert section, f"jetway {' '.join(words)} has no section"
    for parameter in command.params:
        shown = parameter.opts[0] if parameter.param_type_name == "option" else parameter.name.upper()
        assert f"`{shown}`" in section


def test_every_route_is_documented():
    from jetway.control.api import API

    text = (REFERENCE / "control-api.md").read_text()
    for entry in API:
        path = re.sub(r"\{\w+\}", "<…>", entry.path)
        written = re.sub(r"<\w+>", "<…>", text)
        assert re.search(rf"{entry.method}[^|]*`{re.escape(path)}`", written), f"{entry.method} {entry.path}"


SDK = [path.read_text() for path in sorted((ROOT / "web" / "packages").glob("*/src/index.ts"))]


def exported(source: str) -> list[str]:
    """The names that a TypeScript module of exports alone gives away."""
    lists = re.findall(r"^export (?:type )?\{(.*?)\}", source, re.MULTILINE | re.DOTALL)
    return [
        name.strip().removeprefix("type ") for names in lists for name in names.split(",") if name.strip()
    ]


@pytest.mark.parametrize("name", [name for module in SDK for name in exported(module)])
def test_every_export_of_the_sdk_is_documented(name):
    assert f"`{name}`" in (REFERENCE / "sdk.md").read_text()
