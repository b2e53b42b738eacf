"""A database of everything that is hard about an engine, as a script: what is common to all, and `schemas/`.

Tables named `gap_…` hold what breaks a law to this day.
"""

from collections.abc import Callable
from pathlib import Path

SCHEMAS = Path(__file__).parent / "schemas"
TABLES = 500
COLUMNS = 200
NAMES = (
    '"; drop table types; --',
    "']",
    "%s",
    ":p",
    "back`tick",
    "new\nline",
    "n" * 63,
    "имя",
    "名前",
    "select",
    "order",
    "a.b",
    "a__b",
    "page",
    "_order_by",
    "{x}",
    "?",
    "$1",
    "back\\slash",
    "a/b",
    "50%",
    "UPPER lower",
)
"""Names of tables and of columns."""
KEYS = (
    "a/b",
    "50%",
    "😀",
    "",
    ".",
    "..",
    "x,y",
    "group",
    "export",
    "a b",
    "+",
    "'",
    '"',
    "\\",
    "%2F",
    "?#&=",
)


def script(engine: str) -> str:
    """Everything, as one text of statements."""
    own = (SCHEMAS / f"{engine}.sql").read_text()
    quote = _quote_mariadb if engine == "mariadb" else _quote
    return own + _keys(engine) + _related() + _named(quote) + _wide() + _many()


def _keys(engine: str) -> str:
    collation = " COLLATE utf8mb4_bin" if engine == "mariadb" else ""
    values = ", ".join(f"({_text(engine, key)}, {at})" for at, key in enumerate(KEYS))
    return (
        f"CREATE TABLE keyed (name varchar(40){collation} PRIMARY KEY, place integer NOT NULL);\n"
        f"INSERT INTO keyed VALUES {values};\n"
        "CREATE TABLE keyless (name varchar(40), place integer);\n"
        "INSERT INTO keyless VALUES ('twin', 1), ('twin', 1), (NULL, NULL);\n"
        "CREATE TABLE vacant (id integer PRIMARY KEY);\n"
    )


def _related() -> str:
    return (
        "CREATE TABLE people (id integer PRIMARY KEY,"
        " boss_id integer REFERENCES people (id), name varchar(20) UNIQUE);\n"
        "INSERT INTO people VALUES (1, NULL, 'a'), (2, 1, 'b'), (3, 3, NULL);\n"
        "CREATE TABLE clubs (id integer PRIMARY KEY, lead_id integer REFERENCES people (id),"
        " other_id integer REFERENCES people (id));\n"
        "INSERT INTO clubs VALUES (1, 1, 2), (2, NULL, 3);\n"
        "CREATE TABLE members (person_id integer REFERENCES people (id),"
        " club_id integer REFERENCES clubs (id),"
        " PRIMARY KEY (person_id, club_id));\n"
        "INSERT INTO members VALUES (1, 1), (2, 1), (1, 2);\n"
    )


def _named(quote: Callable[[str], str]) -> str:
    columns = ", ".join(f"{quote(name)} varchar(20)" for name in NAMES)
    values = ", ".join(f"'{at}'" for at in range(len(NAMES)))
    one = "".join(
        f"CREATE TABLE {quote(name)} ({quote('k' + name[:60])} integer PRIMARY KEY,"
        f" {quote(name)} varchar(20));\n"
        f"INSERT INTO {quote(name)} VALUES (1, 'x'), (2, NULL);\n"
        for name in NAMES
    )
    return (
        f"CREATE TABLE named (id integer PRIMARY KEY, {columns});\n"
        f"INSERT INTO named VALUES (1, {values});\n{one}"
        f"CREATE TABLE separators (id integer PRIMARY KEY, {quote('a,b')} integer,"
        f" {quote('-minus')} integer, {quote('%2C')} integer);\n"
        "INSERT INTO separators VALUES (1, 2, 3, 4), (2, 1, 1, 1);\n"
    )


def _wide() -> str:
    columns = ", ".join(f"column_{at} integer" for at in range(COLUMNS))
    return (
        f"CREATE TABLE wide (id integer PRIMARY KEY, {columns});\n"
        "INSERT INTO wide (id, column_7) VALUES (1, 7);\n"
    )


def _many() -> str:
    return "".join(
        f"CREATE TABLE table_{at} (id integer PRIMARY KEY,"
        f" parent_id integer REFERENCES table_{at // 2} (id));\n"
        f"INSERT INTO table_{at} VALUES (1, 1);\n"
        for at in range(TABLES)
    )


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quote_mariadb(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _text(engine: str, text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped.replace(chr(92), chr(92) * 2)}'" if engine == "mariadb" else f"'{escaped}'"
