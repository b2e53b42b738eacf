"""What each engine says of the same shop."""

from dataclasses import replace

import pytest

from jetway.core.schema import Default, ForeignKey, Type, Verb
from jetway.sources.kinds import open_source
from jetway.sources.sql.fingerprint import fingerprint
from tests.servers import LOGIN, PLAIN, QUOTED_PASSWORD

pytestmark = pytest.mark.anyio


async def test_tables_of_the_default_schema_have_bare_names(shop):
    expected = {"people", "orders", "lines", "shipments", "events", "logs", "things", "totals"}
    assert expected <= set(shop.schema.tables)


async def test_keys_are_in_key_order(shop):
    assert shop.table("people").key == ("id",)
    assert shop.table("lines").key == ("order_id", "position")


async def test_without_a_primary_key_the_first_unique_key_without_nulls_stands_in(shop):
    assert shop.table("events").key == ("source", "serial")
    assert shop.table("logs").key == ()


async def test_foreign_keys_are_composite_and_know_their_on_delete(shop):
    assert shop.table("shipments").foreign_keys == (
        ForeignKey(("order_id", "position"), "lines", ("order_id", "position"), "no_action")
        if shop.engine != "mariadb"
        else ForeignKey(("order_id", "position"), "lines", ("order_id", "position"), "restrict"),
    )
    (of_lines,) = shop.table("lines").foreign_keys
    assert of_lines.on_delete == "cascade"
    (of_orders,) = shop.table("orders").foreign_keys
    assert of_orders.on_delete == "restrict"


async def test_a_table_can_refer_to_itself_and_to_another_schema(shop):
    people = shop.table("people")
    targets = {key.columns: key.target for key in people.foreign_keys}
    assert targets[("boss_id",)] == "people"
    assert targets[("region_code",)] == ("geo.regions" if shop.engine == "postgresql" else "regions")


async def test_unique_keys(shop):
    assert ("email",) in shop.table("people").unique
    assert ("person_id", "number") in shop.table("orders").unique


@pytest.mark.parametrize(
    ("table", "name", "type_"),
    [
        ("people", "name", Type.TEXT),
        ("people", "active", Type.BOOLEAN),
        ("people", "mood", Type.ENUM),
        ("orders", "placed_at", Type.TIMESTAMP),
        ("orders", "total", Type.DECIMAL),
        ("things", "a_integer", Type.INTEGER),
        ("things", "a_float", Type.FLOAT),
        ("things", "a_date", Type.DATE),
        ("things", "a_time", Type.TIME),
        ("things", "a_json", Type.JSON),
        ("things", "a_bytes", Type.BYTES),
    ],
)
async def test_types(shop, table, name, type_):
    assert shop.column(table, name).type is type_


async def test_enums_list_their_options(shop):
    assert shop.column("people", "mood").options == ("happy", "sad", "it's")


async def test_generated_columns_cannot_be_written(shop):
    label = shop.column("people", "label")
    assert label.generated
    assert not label.writable
    assert label.default is None


async def test_what_numbers_itself_is_not_required(shop):
    assert not shop.column("people", "id").required
    assert not shop.column("shipments", "id").required


async def test_nullability_and_defaults(shop):
    assert shop.column("people", "name").required
    assert shop.column("people", "boss_id").nullable
    assert shop.column("people", "active").default == Default("value", value=True)
    assert shop.column("orders", "number").default == Default("value", "new")
    assert shop.column("orders", "placed_at").default == Default("now")
    assert shop.column("people", "born").default is None


async def test_sizes(shop):
    assert shop.column("people", "name").length == 40
    total = shop.column("orders", "total")
    assert (total.precision, total.scale) == (12, 2)
    assert shop.column("things", "a_integer").maximum == 2**63 - 1


async def test_comments(shop):
    if shop.engine == "sqlite":
        pytest.skip("SQLite has no comments")
    assert shop.table("people").comment == "Those we know"
    assert shop.column("people", "mood").comment == "Today"


async def test_views_can_only_be_read(shop):
    assert shop.table("totals").kind == "view"
    assert shop.table("totals").verbs == {Verb.READ}
    assert shop.table("people").verbs == frozenset(Verb)


async def test_hostile_names_are_names(shop):
    (hostile,) = [table for table in shop.schema.tables.values() if table.name.startswith("ta")]
    assert hostile.key == ('id"; drop',)
    beyond = "☃" if shop.engine == "mariadb" else "😀"  # MariaDB's names have no four-byte characters
    assert {"]", "a`b", "%s", "%(x)s", ":p", "{0}", beyond, "select", "it's"} <= {
        column.name for column in hostile.columns
    }


async def test_the_version_is_the_same_for_the_same_schema_and_not_for_another(fresh):
    assert (await fresh.source.describe()).version == fresh.schema.version
    fresh.sql("ALTER TABLE logs ADD COLUMN more INTEGER")
    assert (await fresh.source.describe()).version != fresh.schema.version


async def test_the_version_does_not_depend_on_estimates(shop):
    guessed = {name: replace(table, rows=7) for name, table in shop.schema.tables.items()}
    assert fingerprint(guessed) == shop.schema.version


async def test_postgresql_describes_what_only_it_has(make_database):
    source = await open_source(make_database("postgresql").url)
    tables = (await source.describe()).tables
    assert tables["frozen"].kind == "materialized_view"
    assert tables["measured"].key == ("at",)
    assert "measured_2026" not in tables
    assert tables["shipments"].column("id").identity == "always"
    assert tables["people"].column("id").identity == "by_default"
    assert tables["things"].column("moods").item is Type.ENUM
    assert tables["things"].column("a_point").sortable is False
    assert tables["people"].column("name").sortable is True
    assert tables["people"].rows == 5
    await source.close()


async def test_a_login_sees_what_it_may_read_and_the_verbs_it_has(make_database, postgresql_server):
    database = make_database("postgresql")
    database.sql("DROP ROLE IF EXISTS clerk")
    database.sql(f"CREATE ROLE clerk LOGIN PASSWORD '{PLAIN}'")
    database.sql("GRANT SELECT, INSERT ON orders TO clerk; GRANT SELECT (id, name) ON people TO clerk")
    source = await open_source(database.url.replace(f"{LOGIN}:{QUOTED_PASSWORD}", f"clerk:{PLAIN}"))
    tables = (await source.describe()).tables
    assert set(tables) == {"orders", "people"}
    assert tables["orders"].verbs == {Verb.READ, Verb.CREATE}
    assert [column.name for column in tables["people"].columns] == ["id", "name"]
    await source.close()
    database.sql("DROP OWNED BY clerk; DROP ROLE clerk")


async def test_mariadb_tells_the_verbs_of_a_login(make_database, mariadb_server):
    database = make_database("mariadb")
    database.sql(
        f"CREATE OR REPLACE USER clerk@'%' IDENTIFIED BY '{PLAIN}';"
        "GRANT SELECT, INSERT ON orders TO clerk@'%'"
    )
    source = await open_source(database.url.replace(f"{LOGIN}:{QUOTED_PASSWORD}", f"clerk:{PLAIN}"))
    tables = (await source.describe()).tables
    assert tables["orders"].verbs == {Verb.READ, Verb.CREATE}
    assert "people" not in tables
    await source.close()


async def test_a_broken_view_in_sqlite_is_noted_and_left_out(make_database):
    database = make_database("sqlite")
    database.sql("CREATE VIEW broken AS SELECT * FROM gone")
    source = await open_source(database.url)
    schema = await source.describe()
    assert "broken" not in schema.tables
    assert schema.notes == ("The view broken is broken and left out.",)
    await source.close()


async def test_relations_have_names_that_the_engine_does_not_cut(make_database):
    database = make_database("postgresql")
    long = "x" * 60
    database.sql(
        f"CREATE TABLE {long} (id int PRIMARY KEY, a int REFERENCES people, b int REFERENCES people)"
    )
    source = await open_source(database.url)
    names = [relation.name for relation in (await source.describe()).tables["people"].relations]
    assert all(len(name) <= 63 for name in names)
    assert len(names) == len(set(names))
    await source.close()


async def test_what_an_engine_keeps_for_itself_is_no_table(shop):
    kept = ("pg_", "information_schema", "mysql.", "performance_schema", "sys.", "sqlite_", "jetway")
    assert [name for name in shop.schema.tables if name.lower().startswith(kept)] == []


async def test_columns_that_are_alike_are_kept_once(shop):
    schema = shop.source.unpack(shop.source.pack())
    columns = [column for table in schema.tables.values() for column in table.columns]
    assert schema == shop.schema
    assert len({id(column) for column in columns}) == len(set(columns)) < len(columns)
