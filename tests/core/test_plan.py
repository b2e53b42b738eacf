"""From a query in names to a bound read."""

from dataclasses import replace

import pytest

from jetway.core.directory import Actor
from jetway.core.errors import (
    InvalidParameter,
    NotAllowed,
    NotFilterable,
    UnknownColumn,
    UnknownRelation,
    UnknownRow,
    UnknownTable,
)
from jetway.core.expr import (
    FALSE,
    TRUE,
    And,
    Attribute,
    Compare,
    Condition,
    Exists,
    Lookup,
    Not,
    Op,
    Or,
    leaves,
)
from jetway.core.finish import finish
from jetway.core.links import link
from jetway.core.plan import plan_get, plan_group, plan_list
from jetway.core.policy import ALL_COLUMNS, Columns, Policy, Rights, Role
from jetway.core.query import Grouping, Query, Sort, Unit
from jetway.core.rules import fill
from jetway.core.schema import ForeignKey, Func, Schema, Type
from jetway.core.view import authorise
from tests.core.shop import ANA, ID, OWNER, POLICY, SCHEMA, column, table

ALL = authorise(SCHEMA, POLICY, "owner")
SUPPORT = authorise(SCHEMA, POLICY, "support")


def order_names(plan):
    return [("-" if order.descending else "") + order.column.name for order in plan.read.order]


def test_without_an_order_the_key_goes_down():
    assert order_names(plan_list(ALL, OWNER, Query("order_lines"))) == ["-order_id", "-line"]


def test_the_key_makes_every_order_total():
    plan = plan_list(ALL, OWNER, Query("orders", order=(Sort("status"), Sort("total", True))))
    assert order_names(plan) == ["status", "-total", "-id"]


def test_a_column_named_twice_orders_once():
    plan = plan_list(ALL, OWNER, Query("orders", order=(Sort("id"), Sort("id", True))))
    assert order_names(plan) == ["id"]


def test_a_list_carries_the_row_rule_with_the_actors_attribute():
    where = plan_list(SUPPORT, ANA, Query("customers")).read.where
    assert [(leaf.column.name, leaf.value) for leaf in leaves(where)] == [("country", "BR")]


def test_a_get_carries_the_row_rule():
    read = plan_get(SUPPORT, ANA, Query("customers"), ("5",))
    assert [leaf.column.name for leaf in leaves(read.where)] == ["id", "country"]


@pytest.mark.parametrize("attributes", [{}, {"country": None}, {"country": ["BR"]}])
def test_a_missing_or_misfitting_attribute_matches_nothing(attributes):
    actor = Actor("p", "support", attributes)
    assert FALSE in plan_list(SUPPORT, actor, Query("customers")).read.where.items or (
        plan_list(SUPPORT, actor, Query("customers")).read.where == FALSE
    )


def test_a_negated_rule_with_a_missing_attribute_still_matches_nothing():
    country = SCHEMA.tables["customers"].column("country")
    assert fill(Not(Compare(country, Op.EQ, Attribute("country"))), Actor("p", "r")) == FALSE


def test_max_rows_clamps_the_limit():
    assert plan_list(SUPPORT, ANA, Query("orders", limit=1000)).read.limit == 50
    assert plan_list(SUPPORT, ANA, Query("orders", limit=10)).read.limit == 10


def test_filters_sorts_and_selections_of_hidden_names_are_as_unknown_as_absent_ones():
    for name in ("iban", "absent"):
        for query in (
            Query("customers", where=Lookup(name, ("x",))),
            Query("customers", where=Condition(name, Op.EQ, "x")),
            Query("customers", order=(Sort(name),)),
            Query("customers", select=(name,)),
            Query("orders", where=Lookup(f"customer__{name}", ("x",))),
            Query("orders", select=(f"customer.{name}",)),
        ):
            with pytest.raises(UnknownColumn):
                plan_list(SUPPORT, ANA, query)


def test_search_looks_at_visible_text_only():
    where = plan_list(SUPPORT, ANA, Query("customers", search="x")).read.where
    assert {leaf.column.name for leaf in leaves(where)} == {"name", "country"}


def test_search_finds_a_row_by_its_key():
    where = plan_list(ALL, OWNER, Query("orders", search="12")).read.where
    assert ("id", 12) in [(leaf.column.name, leaf.value) for leaf in leaves(where)]


def test_an_expanded_relation_carries_its_own_rule():
    [expand] = plan_list(SUPPORT, ANA, Query("orders", expand=("customer",))).read.expand
    assert [column.name for column in expand.columns] == ["id", "name", "country", "region_id"]
    assert [leaf.value for leaf in leaves(expand.where)] == ["BR"]


def test_dotted_selections_nest():
    plan = plan_list(ALL, OWNER, Query("orders", select=("id", "customer.name", "customer.region.name")))
    [customer] = plan.read.expand
    assert [column.name for column in plan.read.columns] == ["id"]
    assert [column.name for column in customer.columns] == ["name"]
    assert [column.name for column in customer.expand[0].columns] == ["name"]


def test_expanding_a_hidden_absent_or_plural_relation_is_refused():
    with pytest.raises(UnknownRelation):
        plan_list(SUPPORT, ANA, Query("customers", expand=("region",)))
    with pytest.raises(UnknownRelation):
        plan_list(ALL, OWNER, Query("customers", expand=("absent",)))
    with pytest.raises(InvalidParameter):
        plan_list(ALL, OWNER, Query("customers", expand=("orders",)))


@pytest.mark.parametrize("key", [(), ("x",), ("1", "2"), ("99999999999999999999",)])
def test_a_key_that_no_row_can_have_is_an_unknown_row(key):
    with pytest.raises(UnknownRow):
        plan_get(ALL, OWNER, Query("orders"), key)


def test_a_table_without_key_has_no_single_rows():
    with pytest.raises(UnknownRow):
        plan_get(ALL, OWNER, Query("visits"), ("x",))


def without_ops(name, *ops):
    """The schema with a source that lacks some operators on orders."""
    orders = SCHEMA.tables["orders"]
    columns = tuple(
        replace(column, ops=column.ops - set(ops), sortable=False) if column.name == name else column
        for column in orders.columns
    )
    return Schema({**SCHEMA.tables, "orders": replace(orders, columns=columns)}, "2", "test")


def test_what_the_source_cannot_do_is_left_to_us_with_order_and_page():
    view = authorise(without_ops("number", Op.ICONTAINS), POLICY, "owner")
    where = And((Lookup("number__icontains", ("x",)), Lookup("id__gt", ("3",))))
    plan = plan_list(view, OWNER, Query("orders", where=where, select=("id",), limit=5, offset=10))
    assert [leaf.column.name for leaf in leaves(plan.read.where)] == ["id"]
    assert (plan.read.limit, plan.read.offset, plan.read.order) == (None, 0, ())
    assert [column.name for column in plan.read.columns] == ["id", "number"]
    assert (plan.ours.limit, plan.ours.offset) == (5, 10)
    assert plan.count is None


def test_an_order_that_the_source_lacks_is_ours():
    view = authorise(without_ops("number"), POLICY, "owner")
    assert plan_list(view, OWNER, Query("orders", order=(Sort("number"),))).ours is not None
    assert plan_list(view, OWNER, Query("orders")).ours is None


def test_a_relation_filter_that_the_source_lacks_is_refused():
    orders = replace(SCHEMA.tables["orders"], related=False)
    view = authorise(Schema({**SCHEMA.tables, "orders": orders}, "3", "test"), POLICY, "owner")
    with pytest.raises(NotFilterable):
        plan_list(view, OWNER, Query("orders", where=Lookup("customer__name", ("x",))))


def test_groups_carry_the_row_rule():
    policy = Policy(
        1,
        {
            "r": Role(
                tables={"customers": replace(POLICY.roles["support"].tables["customers"], aggregate=True)}
            )
        },
    )
    view = authorise(SCHEMA, policy, "r")
    aggregate = plan_group(view, ANA, Grouping("customers", Func.COUNT, None, (("country", None),)))
    assert [leaf.value for leaf in leaves(aggregate.where)] == ["BR"]


def test_aggregating_needs_the_right():
    with pytest.raises(NotAllowed):
        plan_group(SUPPORT, ANA, Grouping("customers", Func.COUNT, None))


@pytest.mark.parametrize(
    "grouping",
    [
        Grouping("orders", Func.SUM, None),
        Grouping("orders", Func.SUM, "number"),
        Grouping("orders", Func.COUNT, None, (("number", Unit.MONTH),)),
    ],
)
def test_groupings_that_make_no_sense_are_refused(grouping):
    with pytest.raises(InvalidParameter):
        plan_group(ALL, OWNER, grouping)


def test_a_role_that_may_create_and_not_read_reads_nothing():
    rights = Rights(read=None, create=ALL_COLUMNS)
    view = authorise(SCHEMA, Policy(1, {"r": Role(tables={"orders": rights})}), "r")
    with pytest.raises(UnknownTable):
        plan_list(view, Actor("p", "r"), Query("orders"))


def test_a_source_that_gives_no_rows_is_not_read():
    visits = replace(SCHEMA.tables["visits"], verbs=frozenset())
    view = authorise(Schema({"visits": visits}, "4", "test"), POLICY, "owner")
    for plan in (
        lambda: plan_list(view, OWNER, Query("visits")),
        lambda: plan_get(view, OWNER, Query("visits"), ("1",)),
        lambda: plan_group(view, OWNER, Grouping("visits", Func.COUNT, None)),
    ):
        with pytest.raises(NotAllowed):
            plan()


def test_rules_with_or_and_inner_attributes_are_filled_all_the_way_down():
    country = SCHEMA.tables["customers"].column("country")
    attribute = Compare(country, Op.EQ, Attribute("country"))
    relation = SCHEMA.tables["orders"].relation("customer")
    rule = Or((Not(attribute), Exists(relation, SCHEMA.tables["customers"], attribute), TRUE))
    filled = fill(rule, ANA)
    known = Compare(country, Op.EQ, "BR")
    assert filled == Or((Not(known), Exists(relation, SCHEMA.tables["customers"], known), TRUE))


def test_paths_and_orders_have_limits():
    staff = table(
        "staff",
        ID,
        column("boss_id", Type.INTEGER),
        foreign_keys=(ForeignKey(("boss_id",), "staff", ("id",)),),
    )
    view = authorise(Schema(link([staff]), "5", "test"), POLICY, "owner")
    with pytest.raises(InvalidParameter, match="cross"):
        plan_list(view, OWNER, Query("staff", expand=("boss.boss.boss.boss.boss",)))
    with pytest.raises(InvalidParameter, match="_order_by"):
        plan_list(view, OWNER, Query("staff", order=tuple(Sort("id") for _ in range(17))))


def test_a_selection_of_a_whole_relation_and_a_part_of_it_is_the_whole():
    plan = plan_list(ALL, OWNER, Query("orders", select=("id", "customer.name"), expand=("customer",)))
    assert len(plan.read.expand[0].columns) == len(SCHEMA.tables["customers"].columns)


def test_what_the_source_cannot_aggregate_is_refused():
    report = replace(SCHEMA.tables["report"], aggregates=frozenset())
    view = authorise(Schema({"report": report}, "6", "test"), POLICY, "owner")
    with pytest.raises(NotFilterable):
        plan_group(view, OWNER, Grouping("report", Func.COUNT, None))
    view = authorise(without_ops("number", Op.EQ), POLICY, "owner")
    with pytest.raises(NotFilterable):
        plan_group(view, OWNER, Grouping("orders", Func.COUNT, None, where=Lookup("number", ("x",))))
    with pytest.raises(InvalidParameter, match="has no max"):
        plan_group(view, OWNER, Grouping("orders", Func.MAX, "number"))


def test_documents_cannot_be_grouped_by():
    notes = table("notes", ID, column("body", Type.JSON))
    view = authorise(Schema(link([notes]), "7", "test"), POLICY, "owner")
    with pytest.raises(InvalidParameter, match="json"):
        plan_group(view, OWNER, Grouping("notes", Func.COUNT, None, (("body", None),)))


def test_counting_a_column_needs_no_number():
    measure = plan_group(ALL, OWNER, Grouping("orders", Func.COUNT, "number")).measures[0]
    assert (measure.func, measure.column.name) == (Func.COUNT, "number")


def test_an_unknown_table_is_refused_everywhere():
    for plan in (
        lambda: plan_list(SUPPORT, ANA, Query("regions")),
        lambda: plan_get(SUPPORT, ANA, Query("regions"), ("1",)),
        lambda: plan_group(SUPPORT, ANA, Grouping("regions", Func.COUNT, None)),
    ):
        with pytest.raises(UnknownTable):
            plan()


def test_a_rule_may_look_at_a_table_that_the_actor_may_not_read():
    rights = Rights(rows=Condition("customer.region.name", Op.EQ, "South"))
    view = authorise(SCHEMA, Policy(1, {"r": Role(tables={"orders": rights})}), "r")
    where = plan_list(view, Actor("p", "r"), Query("orders")).read.where
    assert isinstance(where, Exists)


def test_a_rule_compares_what_related_rows_amount_to_with_an_attribute():
    rule = Condition("order_lines.count", Op.LTE, Attribute("most"))
    view = authorise(SCHEMA, Policy(1, {"r": Role(tables={"orders": Rights(rows=rule)})}), "r")
    assert fill(view["orders"].rule, Actor("p", "r", {"most": 3})).value == 3
    assert fill(view["orders"].rule, Actor("p", "r", {"most": "x"})) == FALSE


NEWEST_FIRST = (Sort("placed_at", True),)


def of_an_app(natural=NEWEST_FIRST):
    """The schema with orders that an app holds, which compares values and pages in its own order."""
    orders = SCHEMA.tables["orders"]
    sortable = {"number", "label"}
    columns = tuple(replace(column, sortable=column.name in sortable) for column in orders.columns)
    orders = replace(orders, columns=columns, plain=True, natural=natural, countable=False, related=False)
    return authorise(Schema({**SCHEMA.tables, "orders": orders}, "4", "test"), POLICY, "owner")


def test_an_app_gives_its_rows_in_its_own_order():
    for order in ((), (Sort("placed_at", True),)):
        plan = plan_list(of_an_app(), OWNER, Query("orders", order=order, limit=5))
        assert (plan.ours, plan.read.order, plan.read.limit, plan.count) == (None, (), 5, None)


def test_a_search_of_an_app_that_compares_no_parts_of_texts_is_finished_here():
    view = of_an_app()
    columns = tuple(replace(column, ops=frozenset({Op.EQ})) for column in view["orders"].table.columns)
    orders = replace(view["orders"].table, columns=columns)
    view = authorise(Schema({**SCHEMA.tables, "orders": orders}, "5", "test"), POLICY, "owner")
    plan = plan_list(view, OWNER, Query("orders", search="x"))
    assert (Op.ICONTAINS, "x") in [(leaf.op, leaf.value) for leaf in leaves(plan.ours.where)]
    assert plan.read.where == TRUE


def test_one_column_that_an_app_sorts_by_gets_no_key():
    plan = plan_list(of_an_app(natural=()), OWNER, Query("orders", order=(Sort("number", True),)))
    assert (plan.ours, order_names(plan)) == (None, ["-number"])


def test_several_columns_are_sorted_by_here():
    order = (Sort("number"), Sort("label", True))
    plan = plan_list(of_an_app(natural=()), OWNER, Query("orders", order=order))
    assert [order.column.name for order in plan.ours.order] == ["number", "label", "id"]


def test_another_order_of_an_app_is_finished_here_and_total():
    plan = plan_list(of_an_app(), OWNER, Query("orders", order=(Sort("placed_at"),)))
    assert [order.column.name for order in plan.ours.order] == ["placed_at", "id"]
    assert plan.read.order == ()


def test_a_hidden_column_orders_nothing_even_if_it_is_the_natural_order():
    orders = Rights(read=Columns(frozenset({"id", "number"})))
    schema = of_an_app().schema
    view = authorise(schema, Policy(1, {"r": Role(tables={"orders": orders})}), "r")
    with pytest.raises(UnknownColumn):
        plan_list(view, OWNER, Query("orders", order=(Sort("placed_at", True),)))


@pytest.mark.parametrize(
    "where", [Or((Lookup("id", ("1",)), Lookup("id", ("2",)))), Not(Lookup("id", ("1",)))], ids=["or", "not"]
)
def test_an_app_compares_and_leaves_or_and_not_to_us(where):
    both = And((where, Lookup("number", ("A",))))
    plan = plan_list(of_an_app(), OWNER, Query("orders", where=both))
    assert [leaf.column.name for leaf in leaves(plan.read.where)] == ["number"]
    assert {leaf.column.name for leaf in leaves(plan.ours.where)} == {"id"}


def test_parts_of_dates_cannot_be_asked_of_an_app():
    with pytest.raises(NotFilterable, match="parts of dates"):
        plan_list(of_an_app(), OWNER, Query("orders", where=Lookup("placed_at__month", ("5",))))


def test_what_is_finished_here_is_read_plain_and_told_as_asked():
    view = of_an_app()
    query = Query("orders", select=("placed_at", "id"), order=(Sort("placed_at"),), zone="+03:00")
    plan = plan_list(view, OWNER, query)
    assert [column.zone for column in plan.read.columns] == ["", ""]
    rows, _ = finish([{"id": 1, "placed_at": "2026-11-01T10:00:00+00:00"}], plan.ours)
    assert rows == [{"id": 1, "placed_at": "2026-11-01T13:00:00+03:00"}]


def test_the_keys_of_rows_are_asked_of_an_app_that_knows_them():
    plan = plan_list(of_an_app(), OWNER, Query("orders", keys=("1", "2")))
    assert plan.ours is None
    assert [(leaf.op, leaf.value) for leaf in leaves(plan.read.where)] == [(Op.IN, (1, 2))]


def test_what_a_view_computes_is_looked_at_for_visible_rows_only():
    rule, asked = Condition("month", Op.EQ, "5"), Condition("month", Op.GT, "2")
    clerk = Role(tables={"report": Rights(rows=rule)})
    view = authorise(SCHEMA, Policy(9, {"clerk": clerk}), "clerk")
    where = plan_list(view, Actor("p9", "clerk"), Query("report", where=asked)).read.where
    assert isinstance(where, And)
    assert where.in_order
    assert [part.op for part in where.items] == [Op.EQ, Op.GT]


def test_a_table_holds_what_it_tells_so_that_its_rule_is_one_condition_more():
    where = plan_list(SUPPORT, ANA, Query("customers", where=Condition("name", Op.EQ, "Bo"))).read.where
    assert isinstance(where, And)
    assert not where.in_order
