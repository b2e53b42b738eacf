"""Columns of files: which can be one, what they take, and what is made of names and first bytes."""

import pytest

from jetway.core.errors import UnknownColumn, UnknownTable
from jetway.core.file_type import BINARY, HEAD_BYTES, ending_of, told_type, type_of
from jetway.core.files import (
    DeclaredFile,
    Kept,
    file_column,
    file_misfit,
    kept,
    room_for_name,
    safe_name,
    takes,
    with_files,
)
from jetway.core.policy import Columns, Policy, Rights, Role
from jetway.core.schema import Column, FileRule, Mask, Schema, Table, Type
from jetway.core.view import authorise

ID = "6f2b8f3e-3b1f-4f0e-9a6e-0d3f5a0c1b2a"


def column(name, type_=Type.TEXT, **also):
    return Column(name, type_, str(type_), 0, **also)


SHOP = Schema(
    {
        "goods": Table(
            "goods",
            "goods",
            (
                column("code"),
                column("photo"),
                column("paper", length=80),
                column("short", length=63),
                column("made", generated=True),
                column("state", options=("new",)),
                column("number", Type.INTEGER),
            ),
            key=("code",),
            mark=column("_row", pins=()),
        )
    },
    "1",
    "sqlite",
)


def declared(column, *accept, most_bytes=0):
    return DeclaredFile("goods", column, FileRule(accept, most_bytes))


@pytest.mark.parametrize("name", ["photo", "paper"])
def test_a_text_of_its_own_can_hold_files(name):
    assert file_misfit(SHOP.tables, "goods", name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("absent", "goods has no column 'absent'"),
        ("_row", "goods has no column '_row'"),
        ("code", "code (text) holds no plain text of its own"),
        ("made", "made (text) holds no plain text of its own"),
        ("state", "state (text) holds no plain text of its own"),
        ("number", "number (integer) holds no plain text of its own"),
        ("short", "short (text) takes fewer than 64 characters"),
    ],
)
def test_another_column_cannot(name, why):
    assert file_misfit(SHOP.tables, "goods", name) == why
    assert with_files(SHOP, [declared(name)], 9).tables == SHOP.tables


def test_a_table_that_is_not_there_has_no_column_of_files():
    assert file_misfit(SHOP.tables, "absent", "photo") == "there is no table 'absent'"


def test_a_masked_column_is_not_there():
    masked = Table("goods", "goods", (column("photo", mask=Mask()),))
    assert file_misfit({"goods": masked}, "goods", "photo") == "goods has no column 'photo'"


def test_no_file_is_larger_than_the_bridge_takes():
    schema = with_files(
        SHOP, [declared("photo", "image/*", most_bytes=5), declared("paper", most_bytes=50)], 9
    )
    rules = [one.file for one in schema.tables["goods"].columns[1:3]]
    assert rules == [FileRule(("image/*",), 5), FileRule((), 9)]
    assert schema.keeps_files
    assert schema.version != with_files(SHOP, [], 9).version


def test_a_column_of_files_is_there_for_who_sees_it_plain():
    schema = with_files(SHOP, [declared("photo")], 9)
    rights = {
        "all": Rights(),
        "masked": Rights(masks={"photo": Mask()}),
        "less": Rights(Columns(frozenset())),
    }
    roles = {name: Role(tables={"goods": right}) for name, right in rights.items()}
    views = {name: authorise(schema, Policy(1, roles), name) for name in roles}
    assert file_column(views["all"], "goods", "photo")[1] == FileRule((), 9)
    for role, name in (("masked", "photo"), ("less", "photo"), ("all", "paper"), ("all", "absent")):
        with pytest.raises(UnknownColumn, match=f"goods has no column '{name}' that holds files"):
            file_column(views[role], "goods", name)
    with pytest.raises(UnknownTable):
        file_column(views["all"], "absent", "photo")


@pytest.mark.parametrize(
    ("accept", "type_", "name", "fits"),
    [
        ((), "text/html", "a.html", True),
        (("image/png",), "image/png", "a.png", True),
        (("image/png",), "image/jpeg", "a.jpg", False),
        (("image/*",), "image/jpeg", "a.jpg", True),
        (("image/*",), "image/svg+xml", "a.svg", False),
        (("image/*", ".svg"), "image/svg+xml", "a.SVG", True),
        ((".pdf",), "application/pdf", "a.pdf", True),
        ((".pdf",), "application/pdf", "a", False),
    ],
)
def test_a_column_takes_what_it_names(accept, type_, name, fits):
    assert takes(FileRule(accept), type_, name) is fits


@pytest.mark.parametrize(
    "value", [None, 1, "", "a.png", f"{ID}", f"{ID[:-1]}/a", f"{ID.upper()}/a", f"x{ID}/a"]
)
def test_a_value_of_another_form_names_no_file(value):
    assert kept(value) is None


def test_a_value_names_a_file():
    assert kept(f"{ID}/../a.png") == Kept(ID, "a.png")
    assert kept(f"{ID}/") == Kept(ID, "file")
    assert Kept(ID, "a.png").path == f"{ID}/a.png"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Übersicht → März.pdf", "Übersicht _ März.pdf"),
        ("見積書.xlsx", "見積書.xlsx"),
        ("हिन्दी.txt", "हिन्दी.txt"),
        ("a\0b\r\nc.txt", "abc.txt"),
        ("a\u200bb\u202ec\ufeff.txt", "abc.txt"),
        ("<img src=x>.html", "_img src=x_.html"),
        ("  .hidden. ", "hidden"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("com1", "_com1"),
        ("console.log", "console.log"),
        ("...", "file"),
        ("a" * 200, "a" * 100),
        ("a" * 200 + ".jpeg", "a" * 95 + ".jpeg"),
        ("a." + "b" * 200, "a." + "b" * 98),
    ],
)
def test_a_name_keeps_what_is_harmless(name, safe):
    assert safe_name(name) == safe


def test_a_name_fits_its_column():
    assert room_for_name(column("photo")) == 100
    assert room_for_name(column("paper", length=80)) == 43
    assert len(safe_name("a" * 200 + ".png", 43)) == 43


@pytest.mark.parametrize(
    ("head", "name", "type_"),
    [
        (b"\x89PNG\r\n\x1a\n", "a.png", "image/png"),
        (b"\x89PNG\r\n\x1a\n", "a", "image/png"),
        (b"\x89PNG\r\n\x1a\n", "a.unknown", "image/png"),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", None),
        (b"\x89PNG\r\n\x1a\n", "a.html", None),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", "image/webp"),
        (b"RIFF\0\0\0\0AVI ", "a.webp", None),
        (b"\0\0\0\x20ftypisom", "a.mov", "video/quicktime"),
        (b"\0\0\0\x20ftypheic", "a.heic", "image/heic"),
        (b"PK\x03\x04", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"PK\x03\x04", "a.pdf", None),
        (b"<p>", "a.html", "text/html"),
        (b"a,b", "a.csv", "text/csv"),
        (b"a,b", "a.unknown", "text/plain"),
        (b"a\0b", "a.csv", None),
        (b"a\0b", "a.unknown", BINARY),
        (b"\xff\xfea\0", "a.csv", "text/csv"),
        (b"\xe9t\xe9", "a.unknown", BINARY),
        (("a" + "é" * HEAD_BYTES).encode()[:HEAD_BYTES], "a.txt", "text/plain"),
        ("é".encode()[:1], "a.txt", None),
        (b"", "a", "text/plain"),
    ],
)
def test_the_first_bytes_and_the_ending_say_what_it_is_together(head, name, type_):
    assert type_of(head, name) == type_


@pytest.mark.parametrize(
    ("type_", "told"),
    [
        ("image/png", "image/png"),
        ("video/mp4", "video/mp4"),
        ("application/pdf", "application/pdf"),
        ("text/plain", "text/plain"),
        ("image/svg+xml", BINARY),
        ("text/html", BINARY),
        ("application/xml", BINARY),
        ("application/zip", BINARY),
    ],
)
def test_a_browser_is_told_no_type_that_it_would_run(type_, told):
    assert told_type(type_) == told


def test_an_ending_is_in_lower_case():
    assert (ending_of("a.PNG"), ending_of(".hidden"), ending_of("a")) == (".png", "", "")
