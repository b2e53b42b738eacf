"""The SQL that runs, for a reviewer to see. Values are never in it, but for the limit."""

import re
from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from jetway.core.expr import TRUE, And, Compare, Exists, Not, Op
from jetway.core.links import link
from jetway.core.load import Load
from jetway.core.query import Aggregate, Delete, Expand, Group, Insert, Measure, Order, Read, Unit, Update
from jetway.core.schema import Column, Default, ForeignKey, Func, Table, Type
from jetway.sources.kinds.mysql.grammar import MysqlGrammar
from jetway.sources.kinds.postgresql import grammar as postgresql
from jetway.sources.kinds.postgresql.staging import STAGING
from jetway.sources.kinds.sqlite import grammar as sqlite
from jetway.sources.sql.compile import SHAPES, Compiler, compile_
from jetway.sources.sql.staging import Staged

MARIADB = MysqlGrammar(mariadb=True)

TABLES = link([
    Table(
        "customers",
        "customers",
        (Column("id", Type.INTEGER, "integer", 0), Column("name", Type.TEXT, "text", 1)),
        key=("id",),
    ),
    Table(
        "orders",
        "orders",
        (
            Column("id", Type.INTEGER, "integer", 0, default=Default("sequence")),
            Column("customer_id", Type.INTEGER, "integer", 1),
            Column("total", Type.DECIMAL, "numeric(12,2)", 2, scale=2),
            Column("placed", Type.TIMESTAMP, "timestamp", 3),
        ),
        key=("id",),
        foreign_keys=(ForeignKey(("customer_id",), "customers", ("id",)),),
    ),
])  # fmt: skip
ORDERS, CUSTOMERS = TABLES["orders"], TABLES["customers"]
ID, CUSTOMER_ID, TOTAL, PLACED = ORDERS.columns
NAME = CUSTOMERS.columns[1]
CUSTOMER = ORDERS.relation("customer")

LIST = Read(ORDERS, (ID, TOTAL), Compare(TOTAL, Op.GT, 7), (Order(PLACED, descending=True), Order(ID)), 25)
PAGE = Read(
    ORDERS,
    (ID,),
    And((Exists(CUSTOMER, CUSTOMERS, Compare(NAME, Op.ICONTAINS, "é")), Not(Compare(ID, Op.IN, (1, 2, 3))))),
    (Order(ID),),
    25,
    50,
    (Expand(CUSTOMER, CUSTOMERS, (NAME,), Compare(NAME, Op.EQ, "x")),),
)
PER_MONTH = Aggregate(ORDERS, (Measure(Func.SUM, TOTAL),), (Group(PLACED, Unit.MONTH),), limit=100)
LOGS = replace(
    Table("logs", "logs", (Column("n", Type.INTEGER, "integer", 0), Column("hidden", Type.TEXT, "text", 1))),
    mark=Column("_row", Type.TEXT, "rowid", 2, pins=("n", "hidden")),
)
MARKS = Read(LOGS, (LOGS.columns[0], LOGS.mark), order=(Order(LOGS.columns[0]),), limit=25)
INSERT = Insert(ORDERS, ((CUSTOMER_ID, 1), (TOTAL, 5)), (ID,))
UPDATE = Update(ORDERS, ((TOTAL, 5),), Compare(ID, Op.EQ, 1), (ID,))
DELETE = Delete(ORDERS, Compare(ID, Op.EQ, 1))


CLAUSES = "CAST|FROM|WHERE|ORDER BY|GROUP BY|LIMIT|LEFT OUTER JOIN|VALUES|SET|RETURNING|AND|WHEN|ELSE"


def shown(grammar, statement, *, quick=False):
    """The text, a clause on a line."""
    text = " ".join(compile_(grammar, statement, quick=quick).text.split())
    return re.sub(f" ({CLAUSES})\\b", r"\n\1", text) + "\n"


def test_postgresql_lists():
    assert shown(postgresql, LIST) == snapshot("""\
SELECT row_to_json(r.*) AS anon_1
FROM (SELECT "t0"."id" AS "id",
CAST("t0"."total" AS text) AS "total"
FROM "orders" AS "t0"
WHERE "t0"."total" > $1
ORDER BY "t0"."placed" DESC, "t0"."id" ASC
LIMIT 25) AS r
""")


def test_postgresql_builds_the_json():
    assert shown(postgresql, PAGE) == snapshot("""\
SELECT row_to_json(r.*) AS anon_1
FROM (SELECT "t2"."id" AS "id", CASE
WHEN "t3"."id" IS NOT NULL THEN (SELECT row_to_json(n.*)
FROM (SELECT "t3"."name" AS "name") AS n) END AS "customer"
FROM (SELECT "t0"."id" AS "id", "t0"."customer_id" AS "customer_id"
FROM "orders" AS "t0"
WHERE ((EXISTS (SELECT 1 AS anon_2
FROM "customers" AS "t1"
WHERE "t1"."id" = "t0"."customer_id"
AND "t1"."name" ILIKE $1))
AND NOT "t0"."id" = ANY ($2))
ORDER BY "t0"."id" ASC
LIMIT 25 OFFSET $3) AS "t2"
LEFT OUTER JOIN "customers" AS "t3" ON "t3"."id" = "t2"."customer_id"
AND "t3"."name" = $4
ORDER BY "t2"."id" ASC) AS r
""")


def test_the_audit_of_an_import_looks_rows_up_by_their_lines():
    load = Load(ORDERS, (ID, TOTAL), (ID,), None, (TOTAL,), (), TRUE, (), dry_run=False, skip_errors=False)
    staged = Staged.of(load, postgresql, STAGING)
    assert shown(postgresql, staged.rows((ID, TOTAL), staged.among(1, 9))) == snapshot("""\
SELECT row_to_json(r.*) AS anon_1
FROM (SELECT "t1"."line" AS "line", CASE
WHEN "t2"."id" IS NOT NULL THEN (SELECT row_to_json(n.*)
FROM (SELECT "t2"."id" AS "id",
CAST("t2"."total" AS text) AS "total") AS n) END AS "row"
FROM (SELECT "t0"."line" AS "line", "t0"."id" AS "id"
FROM "pg_temp"."jetway_import" AS "t0"
WHERE ("t0"."line" >= $1
AND "t0"."line" <= $2)
ORDER BY "t0"."line" ASC) AS "t1"
LEFT OUTER JOIN "orders" AS "t2" ON "t2"."id" = "t1"."id"
ORDER BY "t1"."line" ASC) AS r
""")


def test_only_the_rows_of_a_page_get_marks():
    pages = [shown(grammar, MARKS).partition('FROM (SELECT "t0"')[2] for grammar in (postgresql, sqlite)]
    assert "".join(pages) == snapshot("""\
."n" AS "n", "t0"."tableoid" AS "tableoid", "t0"."ctid" AS "ctid", "t0"."xmin" AS "xmin"
FROM "logs" AS "t0"
ORDER BY "t0"."n" ASC
LIMIT 25) AS "t1"
ORDER BY "t1"."n" ASC) AS r
."n" AS "n", "t0"."rowid" AS "rowid", "t0"."hidden" AS "hidden"
FROM "logs" AS "t0"
ORDER BY "t0"."n" ASC
LIMIT 25 OFFSET 0) AS "t1"
ORDER BY "t1"."n" ASC
""")


def test_postgresql_groups():
    assert shown(postgresql, PER_MONTH) == snapshot("""\
SELECT row_to_json(r.*) AS anon_1
FROM (SELECT date_trunc('month', "t0"."placed") AS "group",
CAST(sum("t0"."total") AS text) AS "y_func"
FROM "orders" AS "t0"
GROUP BY date_trunc('month', "t0"."placed")
ORDER BY date_trunc('month', "t0"."placed")
LIMIT 100) AS r
""")


def test_postgresql_writes():
    assert "".join(shown(postgresql, write) for write in (INSERT, UPDATE, DELETE)) == snapshot("""\
INSERT INTO "orders" ("customer_id", "total")
VALUES ($1, $2)
RETURNING (SELECT row_to_json(n.*)
FROM (SELECT "id" AS "id") AS n) AS anon_1
UPDATE "orders"
SET "total"=$1
WHERE "orders"."id" = $2
RETURNING (SELECT row_to_json(n.*)
FROM (SELECT "id" AS "id") AS n) AS anon_1
DELETE
FROM "orders"
WHERE "orders"."id" = $1
RETURNING 1 AS anon_1
""")


def test_sqlite_lists():
    assert shown(sqlite, LIST) == snapshot("""\
SELECT
CAST(json_object('id', CASE typeof("t1"."id")
WHEN 'blob' THEN CASE
WHEN length("t1"."id") > 1024 THEN json_object('$bytes', length("t1"."id"))
ELSE jetway_base64("t1"."id") END
WHEN 'real' THEN CASE
WHEN abs("t1"."id") < 9e999 THEN "t1"."id" END
ELSE "t1"."id" END, 'total', CASE typeof("t1"."total")
WHEN 'blob' THEN CASE
WHEN length("t1"."total") > 1024 THEN json_object('$bytes', length("t1"."total"))
ELSE jetway_base64("t1"."total") END
WHEN 'real' THEN CASE
WHEN abs("t1"."total") < 9e999 THEN CASE
WHEN
CAST(printf('%!.15g', "t1"."total") AS REAL) = "t1"."total" THEN printf('%!.15g', "t1"."total")
ELSE printf('%!.17g', "t1"."total") END END
ELSE
CAST("t1"."total" AS TEXT) END) AS BLOB) AS anon_1
FROM (SELECT "t0"."id" AS "id", "t0"."total" AS "total", "t0"."placed" AS "placed"
FROM "orders" AS "t0"
WHERE "t0"."total" > ?1
ORDER BY "t0"."placed" DESC, "t0"."id" ASC
LIMIT 25 OFFSET 0) AS "t1"
ORDER BY "t1"."placed" DESC, "t1"."id" ASC
""")


def test_sqlite_builds_the_json():
    assert shown(sqlite, PAGE, quick=True) == snapshot("""\
SELECT
CAST(CASE
WHEN "t2"."id" >= 9e999 OR "t2"."id" <= -9e999 OR "t3"."name" >= x'' THEN NULL
ELSE json_object('id', "t2"."id", 'customer', CASE
WHEN "t3"."id" IS NOT NULL THEN json_object('name', "t3"."name") END) END AS BLOB) AS anon_1
FROM (SELECT "t0"."id" AS "id", "t0"."customer_id" AS "customer_id"
FROM "orders" AS "t0"
WHERE ((EXISTS (SELECT 1 AS anon_2
FROM "customers" AS "t1"
WHERE "t1"."id" = "t0"."customer_id"
AND instr(jetway_lower("t1"."name"), ?1) > 0))
AND NOT ("t0"."id" IN (?2, ?3, ?4, ?5)))
ORDER BY "t0"."id" ASC
LIMIT 25 OFFSET ?6) AS "t2"
LEFT OUTER JOIN "customers" AS "t3" ON "t3"."id" = "t2"."customer_id"
AND "t3"."name" = ?7
ORDER BY "t2"."id" ASC
""")


def test_sqlite_finds_beginnings_by_an_index():
    read = Read(CUSTOMERS, (NAME,), Compare(NAME, Op.STARTS_WITH, "b"))
    compiled = compile_(sqlite, read)
    within = 'AND "t0"."name" COLLATE BINARY >= ?1 AND "t0"."name" COLLATE BINARY < ?2)'
    assert within in compiled.text
    assert compiled.parameters(["b"]) == ("b", "c")


def test_sqlite_groups():
    assert shown(sqlite, PER_MONTH) == snapshot("""\
SELECT
CAST(json_object('group', strftime('%Y-%m-01T00:00:00', "t0"."placed"), 'y_func',
CAST(round(sum("t0"."total"), 2) AS TEXT)) AS BLOB) AS anon_1
FROM "orders" AS "t0"
GROUP BY strftime('%Y-%m-01T00:00:00', "t0"."placed")
ORDER BY strftime('%Y-%m-01T00:00:00', "t0"."placed")
LIMIT 100 OFFSET 0
""")


def test_sqlite_writes():
    assert "".join(shown(sqlite, write) for write in (INSERT, UPDATE, DELETE)) == snapshot("""\
INSERT INTO "orders" ("customer_id", "total")
VALUES (?1, ?2)
RETURNING json_object('id', CASE typeof("id")
WHEN 'blob' THEN jetway_base64("id")
WHEN 'real' THEN CASE
WHEN abs("id") < 9e999 THEN "id" END
ELSE "id" END) AS anon_1
UPDATE "orders"
SET "total"=?1
WHERE "orders"."id" = ?2
RETURNING json_object('id', CASE typeof("id")
WHEN 'blob' THEN jetway_base64("id")
WHEN 'real' THEN CASE
WHEN abs("id") < 9e999 THEN "id" END
ELSE "id" END) AS anon_1
DELETE
FROM "orders"
WHERE "orders"."id" = ?1
RETURNING 1 AS anon_1
""")


def test_mariadb_lists():
    assert shown(MARIADB, LIST) == snapshot("""\
SELECT `t0`.`id` AS c0,
CAST(`t0`.`total` AS CHAR CHARACTER
SET utf8mb4) AS c1
FROM `orders` AS `t0`
WHERE `t0`.`total` > %s
ORDER BY `t0`.`placed` DESC, `t0`.`id` ASC
LIMIT 25
""")


def test_mariadb_joins_after_the_page():
    assert shown(MARIADB, PAGE) == snapshot("""\
SELECT `t2`.`id` AS c0, `t3`.`id` IS NOT NULL AS c1, `t3`.`name` AS c2
FROM (SELECT `t0`.`id` AS `id`, `t0`.`customer_id` AS `customer_id`
FROM `orders` AS `t0`
WHERE ((EXISTS (SELECT 1 AS anon_1
FROM `customers` AS `t1`
WHERE `t1`.`id` = `t0`.`customer_id`
AND LOWER(CONVERT(`t1`.`name` USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(CONVERT(%s USING utf8mb4))))
AND NOT (`t0`.`id` IN (%s, %s, %s, %s)))
ORDER BY `t0`.`id` ASC
LIMIT %s, 25) AS `t2`
LEFT OUTER JOIN `customers` AS `t3` ON `t3`.`id` = `t2`.`customer_id`
AND (`t3`.`name` = %s
AND
CAST(CONVERT(`t3`.`name` USING utf8mb4) AS BINARY) =
CAST(%s AS BINARY))
ORDER BY `t2`.`id` ASC
""")


def test_mariadb_groups():
    assert shown(MARIADB, PER_MONTH) == snapshot("""\
SELECT DATE_FORMAT(`t0`.`placed`, '%%Y-%%m-01T00:00:00') AS c0,
CAST(sum(`t0`.`total`) AS CHAR CHARACTER
SET utf8mb4) AS c1
FROM `orders` AS `t0`
GROUP BY DATE_FORMAT(`t0`.`placed`, '%%Y-%%m-01T00:00:00')
ORDER BY DATE_FORMAT(`t0`.`placed`, '%%Y-%%m-01T00:00:00')
LIMIT 100
""")


def test_mariadb_writes():
    assert "".join(shown(MARIADB, write) for write in (INSERT, UPDATE, DELETE)) == snapshot("""\
INSERT INTO `orders` (`customer_id`, `total`)
VALUES (%s, %s)
RETURNING `id` AS c0
UPDATE `orders`
SET `total`=%s
WHERE `orders`.`id` = %s
DELETE
FROM `orders`
WHERE `orders`.`id` = %s
""")


@pytest.mark.parametrize("grammar", [postgresql, sqlite, MARIADB])
def test_one_shape_is_compiled_once_whatever_the_values(grammar):
    compiler = Compiler(grammar)
    first, _ = compiler.compiled(PAGE)
    for text, numbers, offset in (("a", (4, 5, 6, 7), 75), ("%s' --", (9, 8, 7), 1)):
        exists = Exists(CUSTOMER, CUSTOMERS, Compare(NAME, Op.ICONTAINS, text))
        where = And((exists, Not(Compare(ID, Op.IN, numbers))))
        again, values = compiler.compiled(Read(ORDERS, (ID,), where, (Order(ID),), 25, offset, PAGE.expand))
        assert again is first
        assert values == [text, numbers, offset, "x"]


def test_what_changes_the_sql_is_another_shape():
    compiler = Compiler(postgresql)
    reads = [
        LIST,
        Read(ORDERS, (ID,), LIST.where, LIST.order, 25),
        Read(ORDERS, LIST.columns, LIST.where, LIST.order, 26),
        Read(ORDERS, LIST.columns, LIST.where, (), 25),
        Read(ORDERS, LIST.columns, Compare(TOTAL, Op.LT, 7), LIST.order, 25),
        Read(ORDERS, LIST.columns, LIST.where, LIST.order, 25, whole_bytes=True),
    ]
    assert len({id(compiler.compiled(read)[0]) for read in reads}) == len(reads)


def test_the_shapes_used_last_are_kept():
    compiler = Compiler(postgresql)
    kept, _ = compiler.compiled(LIST)
    for limit in range(1, SHAPES + 50):
        compiler.compiled(Read(ORDERS, (ID,), limit=limit))
        if limit % 100 == 0:
            compiler.compiled(LIST)
    assert compiler.compiled(LIST)[0] is kept
    assert len(compiler._known) == SHAPES
