"""A small schema and its roles, for tests of the core."""

from jetway.core.directory import Actor
from jetway.core.expr import And, Attribute, Condition, Op
from jetway.core.links import link
from jetway.core.policy import FULL_RIGHTS, Columns, Policy, Rights, Role
from jetway.core.schema import Column, Default, ForeignKey, Schema, Table, Type, Verb, ops_of


def column(name: str, type_: Type = Type.TEXT, position: int = 0, **more) -> Column:
    return Column(name, type_, type_.value, position, ops=ops_of(type_), **more)


def table(name: str, *columns: Column, key: tuple[str, ...] = ("id",), **more) -> Table:
    placed = tuple(
        Column(**{**{f: getattr(c, f) for f in c.__slots__}, "position": i}) for i, c in enumerate(columns)
    )
    return Table(name, name, placed, key=key, **more)


ID = column(
    "id", Type.INTEGER, nullable=False, default=Default("sequence"), minimum=-(2**31), maximum=2**31 - 1
)

REGIONS = table("regions", ID, column("name"), column("secret"))
CUSTOMERS = table(
    "customers",
    ID,
    column("name", nullable=False, length=20),
    column("country"),
    column("region_id", Type.INTEGER),
    column("iban"),
    foreign_keys=(ForeignKey(("region_id",), "regions", ("id",)),),
)
ORDERS = table(
    "orders",
    ID,
    column("number", nullable=False),
    column("status", Type.ENUM, options=("new", "paid"), default=Default("value", "new")),
    column("total", Type.DECIMAL),
    column("placed_at", Type.TIMESTAMPTZ),
    column("customer_id", Type.INTEGER, nullable=False),
    column("a__gt", Type.INTEGER),
    column("label", generated=True),
    foreign_keys=(ForeignKey(("customer_id",), "customers", ("id",)),),
)
LINES = table(
    "order_lines",
    column("order_id", Type.INTEGER, nullable=False),
    column("line", Type.INTEGER, nullable=False),
    column("quantity", Type.INTEGER),
    key=("order_id", "line"),
    foreign_keys=(ForeignKey(("order_id",), "orders", ("id",), "cascade"),),
)
VISITS = table("visits", column("path"), column("at", Type.TIMESTAMP), key=())
REPORT = table("report", column("month"), key=(), kind="view", verbs=frozenset({Verb.READ}))

SCHEMA = Schema(link([REGIONS, CUSTOMERS, ORDERS, LINES, VISITS, REPORT]), "1", "test")

OWN_COUNTRY = And((Condition("country", Op.EQ, Attribute("country")),))

POLICY = Policy(
    7,
    {
        "owner": Role(every_table=FULL_RIGHTS),
        "support": Role(
            tables={
                "customers": Rights(
                    read=Columns(frozenset({"name", "country", "region_id"})), rows=OWN_COUNTRY
                ),
                "orders": Rights(
                    rows=Condition("customer.country", Op.EQ, Attribute("country")),
                    create=Columns(frozenset({"number", "customer_id"})),
                    update=Columns(frozenset({"status"})),
                    presets={"status": "new"},
                    max_rows=50,
                ),
            }
        ),
        "nobody": Role(),
    },
)

OWNER = Actor("p1", "owner")
ANA = Actor("p2", "support", {"country": "BR"})
