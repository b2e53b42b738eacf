"""Linking tables by their foreign keys."""

import pytest

from jetway.core.links import link
from jetway.core.schema import Default, ForeignKey, Type, ops_of
from tests.core.shop import ID, column, table


def names(tables, of):
    return [(relation.name, relation.many) for relation in tables[of].relations]


def test_a_foreign_key_leads_both_ways():
    parent = table("teams", ID)
    child = table("people", ID, column("team_id"), foreign_keys=(ForeignKey(("team_id",), "teams", ("id",)),))
    tables = link([parent, child])
    assert names(tables, "people") == [("team", False)]
    assert names(tables, "teams") == [("people", True)]


def test_a_table_may_lead_to_itself():
    staff = table("staff", ID, column("boss_id"), foreign_keys=(ForeignKey(("boss_id",), "staff", ("id",)),))
    assert names(link([staff]), "staff") == [("boss", False), ("staff", True)]


def test_two_foreign_keys_to_one_table_are_named_apart():
    keys = (ForeignKey(("home_id",), "teams", ("id",)), ForeignKey(("away_id",), "teams", ("id",)))
    match = table("matches", ID, column("home_id"), column("away_id"), foreign_keys=keys)
    tables = link([table("teams", ID), match])
    assert names(tables, "matches") == [("home", False), ("away", False)]
    assert names(tables, "teams") == [("matches_by_home_id", True), ("matches_by_away_id", True)]


def test_a_relation_never_has_the_name_of_a_column():
    keys = (ForeignKey(("team_id",), "teams", ("id",)), ForeignKey(("team",), "teams", ("id",)))
    people = table("people", ID, column("team_id"), column("team"), foreign_keys=keys)
    tables = link([table("teams", ID, column("people_by_team")), people])
    for found in tables.values():
        all_names = [item.name for item in (*found.columns, *found.relations)]
        assert len(set(all_names)) == len(all_names)


def test_a_composite_foreign_key_is_named_after_its_target():
    parent = table("sales.lines", column("a"), column("b"), key=("a", "b"))
    keys = (ForeignKey(("x", "y"), "sales.lines", ("a", "b")),)
    tables = link([parent, table("notes", ID, column("x"), column("y"), foreign_keys=keys)])
    assert names(tables, "notes") == [("lines", False)]


def test_a_foreign_key_to_a_table_that_is_not_there_is_left_out():
    lonely = table("lonely", ID, column("team_id"), foreign_keys=(ForeignKey(("team_id",), "gone", ("id",)),))
    assert link([lonely])["lonely"].relations == ()


@pytest.mark.parametrize("type_", Type)
def test_every_type_takes_is_null(type_):
    assert "is_null" in ops_of(type_)


def test_a_column_is_required_where_nothing_else_fills_it():
    assert column("c", nullable=False).required
    assert not column("c", nullable=False, default=Default("now")).required
    assert not column("c", nullable=False, generated=True).required
    assert not column("c", nullable=False, identity="always").required
    assert not column("c").required
