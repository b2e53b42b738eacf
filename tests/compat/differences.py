"""Where Jetway answers otherwise than Jet Bridge on purpose, with the reason.

`FORMS`: the same value in another form, wherever it stands. `PAIRS`: whole pairs, by number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qs, urlsplit

from tests.compat.compare import Difference
from tests.compat.replay import Pair


@dataclass(frozen=True)
class Form:
    """Another form of the same value, and why."""

    reason: str
    holds: Callable[[Pair, Difference], bool]


def _decimal(value: object) -> Decimal | None:
    try:
        return None if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None


def _as_stored(_: Pair, found: Difference) -> bool:
    return isinstance(found.answered, str) and found.recorded == f"{found.answered}+00:00"


def _with_offset(_: Pair, found: Difference) -> bool:
    told = str(found.recorded).replace("Z", "+00:00").replace(" ", "T")
    return found.answered in (told, f"{told}T00:00:00")


def _same_number(_: Pair, found: Difference) -> bool:
    recorded, answered = _decimal(found.recorded), _decimal(found.answered)
    return recorded is not None and recorded == answered


def _not_a_number(_: Pair, found: Difference) -> bool:
    bare = found.recorded is None or str(found.recorded).lower() in ("nan", "inf", "-inf")
    return bare and found.answered in ("NaN", "Infinity", "-Infinity")


def _without_padding(_: Pair, found: Difference) -> bool:
    told = isinstance(found.recorded, str) and found.name == "c_char"
    return told and str(found.recorded).rstrip(" ") == found.answered


def _own_form(_: Pair, found: Difference) -> bool:
    return found.name in ("c_money", "c_bytea", "c_interval", "c_blob", "c_range", "c_hstore") and isinstance(
        found.answered, str
    )


def _last_page(pair: Pair, found: Difference) -> bool:
    if found.at not in ("/has_more", "/next"):
        return False
    page = int(parse_qs(urlsplit(pair.recorded["path"]).query).get("page", ["1"])[0])
    return page >= pair.recorded["response_body"]["num_pages"] and not found.answered


def _numbered(pair: Pair, found: Difference) -> bool:
    created = pair.recorded["method"] == "POST" and pair.recorded["status"] == 201
    whole = isinstance(found.recorded, int) and isinstance(found.answered, int)
    first = found.at == f"/{next(iter(pair.recorded['response_body']), '')}"
    return created and whole and first and pair.recorded["request_body"].get(found.name) is None


def _told_anyway(pair: Pair, found: Difference) -> bool:
    if pair.recorded["group"] != "sql":
        return False
    return (found.name, found.recorded) in (("row_count", -1), ("limit", None))


def _ids(text: str) -> frozenset[int]:
    return frozenset(int(word) for word in text.split())


def _own_words(_: Pair, found: Difference) -> bool:
    return "/errors/" in found.at


FORMS = (
    Form("What is wrong with an item is said at the column and in our words.", _own_words),
    Form("A timestamp without zone is told as stored, without an offset.", _as_stored),
    Form("Moments are told in one form everywhere, groups included.", _with_offset),
    Form("Decimals are exact text everywhere, floats are numbers everywhere.", _same_number),
    Form(
        "NaN and infinities are texts in one form, which is taken back: no JSON number says them.",
        _not_a_number,
    ),
    Form("A text of fixed length comes without the blanks that fill it up.", _without_padding),
    Form(
        "Money is a decimal, bytes are base64, intervals are ISO 8601, other types the engine's own text.",
        _own_form,
    ),
    Form("The last page knows that it is the last.", _last_page),
    Form("The rows of a statement are counted, and their limit is told.", _told_anyway),
    Form("Numbers from a sequence go on where the refused requests of the file left it.", _numbered),
)

PAIRS = {
    "An unknown parameter, column, lookup or function is refused.": _ids(
        "24 25 69 70 131 182 201 218 237 283 545 547 666 667 711 712 773 824 843 860 879 925"
    ),
    "An empty value compares with the empty text, and is refused where there is none.": _ids("71 72 713 714"),
    "A comparison that Jet Bridge ignores is made.": _ids("68 710 395 1037"),
    "Columns of one name are kept apart, each with its own value.": _ids("359 1001"),
    "A statement has no key for a search to find.": _ids("396 1038"),
    "The database's message is told, without its driver's.": _ids("408 1050"),
    "Only queries run: what is no table in parentheses does not.": _ids("440"),
    "An answer is JSON, and tells the type of every column.": _ids("437 438"),
    "A sum of decimals has no noise.": _ids("1046"),
    "Related rows are fields of a record, and the schema says so, where Jet Bridge has lookups.": _ids(
        "457 458 459 478 482 521 1086 1087 1088 1107 1111"
    ),
    "A GraphQL request takes the members that GraphQL over HTTP has.": _ids("467 1096"),
    "% and _ are characters like others.": _ids("78 121 720 763"),
    "A value that does not fit its column is refused, not bent until it does.": _ids(
        "63 66 92 244 245 257 267 569 570 573 705 708 734 886 887 893 899 909"
    ),
    "A filter through a relation multiplies no rows.": _ids("189 831 1084"),
    "Whole numbers are exact.": _ids("550 552"),
    "What is sent is stored: zero, null and digits stay what they are.": _ids(
        "243 355 579 581 885 905 936 997"
    ),
    "A table without key keeps all of its rows, and none of them has an address.": _ids("38 166 589 680"),
    "A composite key takes all of its columns.": _ids("305 316 317 947 958 959"),
    "Foreign keys hold, and the database's own rules decide what a deletion takes along.": _ids(
        "344 345 346 347 348 349 350 895 933 934 935 986 987 988 989 990 991 992 1140"
    ),
    "PUT wants every required column.": _ids("930 931"),
    "A group is JSON too where a sum is NaN.": _ids("354"),
    "SQLite's moments are compared as moments, and quarters are cut.": _ids("744 745 748 750 854"),
    "A row that moves back never shares a place, whichever end of the rows between is named first.": _ids(
        "327 329 969 971"
    ),
    "Without an order rows are numbered by their key, not as they happen to lie.": _ids("334"),
    "Tables are listed by their names, those of other schemas too.": _ids("597"),
    "There is nothing that takes messages.": _ids("600 601"),
    "A token is told to nobody, and taken from no address, which logs keep.": _ids("610 612"),
    "Files are kept where the operator says so, for columns that were declared to hold them.": _ids(
        "633 634 635"
    ),
    "A body is JSON, which says the types of its values.": _ids("248 249 890 891"),
    "A column is told as the database has it: its own type, default and nullability.": _ids(
        "486 491 492 493 1115 1116"
    ),
    "A change of a column leaves what it does not name, and repeats what was sent.": _ids("505 508"),
    "What holds data is dropped when the request names it once more.": _ids("512"),
    "SQLite keeps no comments, so that nothing is said there of titles and fields.": _ids("1129 1137 1138"),
}


def reason_of(pair: Pair) -> str | None:
    """Why the whole pair may differ."""
    return next((reason for reason, ids in PAIRS.items() if pair.id in ids), None)


def is_form(pair: Pair, found: Difference) -> bool:
    """Whether it is the same value in another form."""
    return any(form.holds(pair, found) for form in FORMS)
