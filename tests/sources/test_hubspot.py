"""HubSpot as a source, against a strict server of our own."""

from collections.abc import AsyncIterator

import pytest

from jetway.core.errors import AppNotPermitted, AppRefused, BadSource, InvalidValue, NotFilterable
from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.core.secret import Secret
from jetway.sources.kinds import connect, hubspot
from jetway.sources.kinds.hubspot.properties import MOST_CHARACTERS, Property, chosen
from tests.canaries import canary
from tests.fakes.app import app
from tests.fakes.hubspot import CONTACTS, TOKEN, HubSpot
from tests.sources.connected import LOCAL, Connected, opened

pytestmark = pytest.mark.anyio


def options(address: str) -> hubspot.Options:
    return hubspot.Options(Secret(TOKEN), address)


@pytest.fixture
async def account() -> AsyncIterator[Connected]:
    async with app(HubSpot()) as kept:
        kept.add(
            email="ana@example.com",
            firstname="Ana",
            balance="12.50",
            birthday="2001-05-03",
            topics="art;food",
        )
        kept.add(email="bo@example.com", firstname="Bo", lifecyclestage="lead", newsletter="true")
        kept.add(email="cy@example.com", firstname="cy", balance="3", newsletter="false")
        async with opened("hubspot", options, kept) as made:
            yield made


async def emails(made: Connected, *where, **more) -> list[str]:
    return [row["email"][:2] for row in await made.rows("contacts", *where, **more)]


async def test_the_tables_are_what_the_token_may_see_and_the_columns_what_the_account_has(account):
    [table] = account.schema.tables.values()
    assert (table.name, table.countable) == ("contacts", True)
    types = {column.name: column.type for column in table.columns}
    assert types["balance"] is Type.DECIMAL
    assert types["topics"] is Type.ARRAY
    assert table.column("lifecyclestage").options == ("lead", "customer")
    assert types["hubspot_owner_id"] is Type.TEXT
    assert "hs_never_shown" not in types
    assert table.column("score").generated
    async with app(HubSpot()) as kept:
        with pytest.raises(BadSource, match="does not take the key"):
            await connect("hubspot", hubspot.Options(Secret(canary("hubspot-wrong")), kept.address), LOCAL)


async def test_texts_of_hubspot_become_values_of_their_types(account):
    [ana, bo, _] = await account.rows("contacts")
    assert (ana["balance"], ana["birthday"], ana["topics"]) == ("12.50", "2001-05-03", ["art", "food"])
    assert (bo["balance"], bo["newsletter"], ana["newsletter"]) == (None, True, None)
    assert ana["createdate"] == "2024-05-18T10:00:00.123+00:00"


@pytest.mark.parametrize(
    ("column", "op", "value", "found", "sent"),
    [
        ("email", Op.EQ, "bo@example.com", ["bo"], ["EQ"]),
        ("firstname", Op.IN, ("Ana", "cy"), ["an", "cy"], ["IN"]),
        ("balance", Op.GTE, "3.0", ["an", "cy"], ["GTE"]),
        ("newsletter", Op.EQ, False, ["cy"], ["EQ"]),
        ("lifecyclestage", Op.IS_NULL, True, ["an", "cy"], ["NOT_HAS_PROPERTY"]),
        ("birthday", Op.EQ, "2001-05-03", ["an"], ["GTE", "LTE"]),
        ("birthday", Op.EQ, "2001-05-04", [], ["GTE", "LTE"]),
        ("createdate", Op.LT, "2024-05-19T10:00:00.123+00:00", ["an"], ["LTE"]),
        ("firstname", Op.EQ, "", [], None),
        ("firstname", Op.CONTAINS, "n", ["an"], None),
    ],
)
async def test_hubspot_filters_what_it_can_and_is_looked_at_again(account, column, op, value, found, sent):
    assert await emails(account, account.compare(f"contacts.{column}", op, value)) == found
    groups = account.fake.sent().get("filterGroups")
    assert (groups and [one["operator"] for one in groups[0]["filters"]]) == sent


async def test_more_filters_than_hubspot_takes_are_made_here(account):
    names = ("email", "firstname", "lifecyclestage", "balance", "birthday", "newsletter", "createdate")
    where = [account.compare(f"contacts.{name}", Op.IS_NULL, False) for name in names]
    assert await emails(account, *where) == []
    assert len(account.fake.sent()["filterGroups"][0]["filters"]) == 6
    long = account.compare("contacts.email", Op.EQ, "x" * 5000)
    assert await emails(account, long) == []
    assert "filterGroups" not in account.fake.sent()


async def test_hubspot_sorts_by_what_every_record_has(account):
    order = account.order("contacts", "createdate", descending=True)
    assert await emails(account, order=order, limit=2) == ["cy", "bo"]
    assert account.fake.sent()["sorts"] == [{"propertyName": "createdate", "direction": "DESCENDING"}]
    assert not account.schema.tables["contacts"].column("firstname").sortable


async def test_a_changed_record_is_read_again_for_hubspot_answers_a_part_of_it(account):
    made = await account.insert("contacts", email="di@example.com", topics=["art", "sport"], newsletter=True)
    assert (made["topics"], made["newsletter"], made["createdate"] is None) == (["art", "sport"], True, False)
    changed = await account.update("contacts", made["id"], newsletter=None, balance="7.25")
    assert (changed["email"], changed["newsletter"], changed["balance"]) == ("di@example.com", None, "7.25")
    await account.delete("contacts", made["id"])
    assert await account.rows("contacts", account.compare("contacts.id", Op.EQ, made["id"])) == []


async def test_what_hubspot_refuses_is_told_in_its_words(account):
    with pytest.raises(AppRefused, match="Contact already exists"):
        await account.insert("contacts", email="ana@example.com")
    with pytest.raises(AppRefused, match="not one of the allowed options"):
        await account.insert("contacts", topics=["other"])
    with pytest.raises(InvalidValue):
        await account.insert("contacts", score="1")


async def test_the_ten_thousand_that_a_search_lists_are_told(account):
    account.fake.kept = {
        str(number): {"email": "x", "createdate": "", "lastmodifieddate": ""} for number in range(10_001)
    }
    account.fake.kept["10000"]["email"] = "last"
    where = account.compare("contacts.email", Op.CONTAINS, "last")
    with pytest.raises(NotFilterable, match="HubSpot lists 10000 rows of those it finds"):
        await account.rows("contacts", where)


async def test_a_token_without_scopes_is_told():
    class Nothing(HubSpot):
        def answer(self, method, target, headers, body):
            return (
                (403, {"message": "no"}, {})
                if "properties" in target
                else super().answer(method, target, headers, body)
            )

    async with app(Nothing()) as kept:
        with pytest.raises(BadSource, match="Give it such a scope"):
            await connect("hubspot", options(kept.address), LOCAL)
    assert issubclass(AppNotPermitted, Exception)


def test_a_search_asks_for_no_more_properties_than_its_body_holds():
    own = [Property(name=f"own_property_number_{number}", type="string") for number in range(200)]
    names = [
        one.name
        for one in chosen([*own, Property(name="email", type="string", hubspot_defined=True)], ("email",))
    ]
    assert names[0] == "email"
    assert 30 < len(names) < 200
    assert sum(len(name) + 3 for name in names) <= MOST_CHARACTERS
    assert {one["name"] for one in CONTACTS} >= {"email"}
