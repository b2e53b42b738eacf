"""A small shop with GraphQL, on the reference implementation, with lists and changes of the usual shapes.

Customers are a Relay connection, orders are as Hasura has them, products as PostGraphile does. A request with
a value in its text, rather than in its variables, is refused.
"""

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphql import (
    BooleanValueNode,
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    StringValueNode,
    Visitor,
    build_schema,
    graphql_sync,
    parse,
    visit,
)

from tests.canaries import canary
from tests.fakes.app import Answer, App

KEY = canary("graphql")
SCHEMA = build_schema("""
scalar DateTime
scalar JSON

enum State { NEW PAID SENT }
type Address { city: String, street(number: Int!): String }
"Who buys."
type Customer {
  id: ID!
  "As on the letter."
  name: String!
  email: String
  address: Address
  tags: [String!]!
  orders(first: Int!): [orders!]!
}
type PageInfo { hasNextPage: Boolean!, endCursor: String }
type CustomerEdge { node: Customer!, cursor: String! }
type CustomerConnection { edges: [CustomerEdge!]!, pageInfo: PageInfo!, totalCount: Int! }
enum CustomerField { ID NAME }
enum Direction { ASC DESC }
input CustomerOrder { field: CustomerField!, direction: Direction! }

type orders {
  id: Int!
  number: String!
  state: State!
  total: Float
  placed_at: DateTime!
  meta: JSON
  customer: Customer
}
input IntOps { _eq: Int, _in: [Int!], _lt: Int, _gte: Int }
input FloatOps { _gt: Float, _is_null: Boolean }
input StateOps { _eq: State, _in: [State!] }
input TextOps { _eq: String, _like: String }
input orders_bool_exp {
  _and: [orders_bool_exp!]
  id: IntOps
  state: StateOps
  total: FloatOps
  number: TextOps
}
enum order_by { asc asc_nulls_first desc desc_nulls_last }
input orders_order_by { id: order_by, number: order_by, total: order_by }
input orders_insert_input { id: Int, number: String, state: State, total: Float }
input orders_set_input { number: String, state: State, total: Float }
input orders_inc_input { total: Float }
input orders_pk_columns_input { id: Int! }

type Product { id: ID!, name: String!, price: Float, active: Boolean! }
type ProductsConnection { nodes: [Product!]!, totalCount: Int!, pageInfo: PageInfo! }
input ProductCondition { name: String, active: Boolean }
enum ProductsOrderBy { NATURAL ID_ASC ID_DESC NAME_ASC NAME_DESC }
input ProductInput { name: String!, price: Float, active: Boolean }
input ProductPatch { name: String, price: Float, active: Boolean }
input CreateProductInput { clientMutationId: String, product: ProductInput! }
input UpdateProductInput { clientMutationId: String, id: ID!, patch: ProductPatch! }
input DeleteProductInput { clientMutationId: String, id: ID! }
type ProductPayload { product: Product, userErrors: [UserError!]! }
type UserError { message: String!, field: [String!] }

type Query {
  customers(first: Int, after: String, email: String, orderBy: CustomerOrder): CustomerConnection!
  customer(id: ID!): Customer
  orders(where: orders_bool_exp, order_by: [orders_order_by!], limit: Int, offset: Int): [orders!]!
  orders_by_pk(id: Int!): orders
  products(
    first: Int!
    after: String
    condition: ProductCondition
    orderBy: [ProductsOrderBy!]
  ): ProductsConnection
  product(id: ID!): Product
  secrets(token: String!): [Customer!]!
  regions: [Region!]!
  version: String!
}
type Region { title: String! }
input CustomerInput { name: String!, email: String, tags: [String!] }
input CustomerChange { name: String, email: String }
type Mutation {
  createCustomer(input: CustomerInput!): Customer!
  updateCustomer(id: ID!, input: CustomerChange!): Customer
  deleteCustomer(id: ID!): Boolean!
  insert_orders_one(object: orders_insert_input!): orders
  update_orders_by_pk(
    pk_columns: orders_pk_columns_input!
    _inc: orders_inc_input
    _set: orders_set_input
  ): orders
  delete_orders_by_pk(id: Int!): orders
  createProduct(input: CreateProductInput!): ProductPayload
  updateProduct(input: UpdateProductInput!): ProductPayload
  deleteProduct(input: DeleteProductInput!): ProductPayload
}
""")
LITERALS = (IntValueNode, FloatValueNode, StringValueNode, BooleanValueNode)
CEILING = 20
"""Records of a page."""


class _NoValues(Visitor):
    """Raises where a request has a value in its text. Introspection has some, of its own."""

    def enter(self, node: Any, *_: Any) -> None:
        if isinstance(node, LITERALS):
            raise GraphQLError("Send values as variables.")


@dataclass
class Shop(App):
    """The server's memory."""

    opened_by = ("graphql",)

    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: dict[int, dict[str, Any]] = field(default_factory=dict)
    products: dict[str, dict[str, Any]] = field(default_factory=dict)

    def customer(self, name: str, **values: Any) -> dict[str, Any]:
        id_ = f"c{len(self.customers) + 1:03}"
        self.customers[id_] = {"id": id_, "name": name, "email": None, "address": None, "tags": [], **values}
        return self.customers[id_]

    def order(self, number: str, **values: Any) -> dict[str, Any]:
        id_ = values.pop("id", len(self.orders) + 1)
        order = {"id": id_, "number": number, "state": "NEW", "total": None, "customer": None, "meta": None}
        self.orders[id_] = {**order, "placed_at": f"2024-05-{id_ % 28 + 1:02}T10:00:00Z", **values}
        return self.orders[id_]

    def product(self, name: str, **values: Any) -> dict[str, Any]:
        id_ = f"p{len(self.products) + 1:03}"
        self.products[id_] = {"id": id_, "name": name, "price": None, "active": True, **values}
        return self.products[id_]

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if headers.get("authorization") != f"Bearer {KEY}":
            return 401, {"errors": [{"message": "Who are you?"}]}, {}
        if (method, target) != ("POST", "/graphql") or headers.get("content-type") != "application/json":
            return 400, {"errors": [{"message": "POST JSON to /graphql."}]}, {}
        sent = json.loads(body)
        try:
            document = parse(sent["query"])
            if "__schema" not in sent["query"]:
                visit(document, _NoValues())
        except GraphQLError as error:
            return 400, {"errors": [error.formatted]}, {}
        made = graphql_sync(SCHEMA, sent["query"], self._root(), variable_values=sent.get("variables", {}))
        return 200, made.formatted, {}

    def _root(self) -> dict[str, Any]:
        resolvers = {
            "customers": self._customers,
            "customer": lambda args: self.customers.get(args["id"]),
            "orders": self._orders,
            "orders_by_pk": lambda args: self.orders.get(args["id"]),
            "products": self._products,
            "product": lambda args: self.products.get(args["id"]),
            "createCustomer": self._create_customer,
            "updateCustomer": lambda args: _changed(self.customers[args["id"]], args["input"]),
            "deleteCustomer": lambda args: (
                args["id"] != "c001" and bool(self.customers.pop(args["id"], None))
            ),
            "insert_orders_one": lambda args: self.order(**args["object"]),
            "update_orders_by_pk": lambda args: _changed(self.orders[args["pk_columns"]["id"]], args["_set"]),
            "delete_orders_by_pk": lambda args: self.orders.pop(args["id"], None),
            "createProduct": lambda args: _payload(self.product(**args["input"]["product"])),
            "updateProduct": self._update_product,
            "deleteProduct": self._delete_product,
        }
        return {name: partial(_resolved, resolve) for name, resolve in resolvers.items()}

    def _customers(self, args: dict[str, Any]) -> Any:
        found = [one for one in self.customers.values() if args.get("email") in (None, one["email"])]
        if by := args.get("orderBy"):
            found.sort(key=lambda one: one[by["field"].lower()], reverse=by["direction"] == "DESC")
        page, connection = _connection(found, args)
        return {**connection, "edges": [{"node": one, "cursor": one["id"]} for one in page]}

    def _orders(self, args: dict[str, Any]) -> Any:
        found = [one for one in self.orders.values() if _passes(one, args.get("where", {}))]
        for by in reversed(args.get("order_by", [])):
            [(name, direction)] = by.items()
            found.sort(key=lambda one: one[name], reverse=direction == "desc")
        return found[args.get("offset", 0) :][: args.get("limit")]

    def _products(self, args: dict[str, Any]) -> Any:
        found = [one for one in self.products.values() if args.get("condition", {}).items() <= one.items()]
        for by in args.get("orderBy", []):
            name, _, direction = by.partition("_")
            found.sort(key=lambda one: one[name.lower()], reverse=direction == "DESC")
        page, connection = _connection(found, args)
        return {**connection, "nodes": page}

    def _create_customer(self, args: dict[str, Any]) -> Any:
        if args["input"]["name"] == "Nobody":
            raise GraphQLError("Nobody may not come in.", extensions={"code": "BAD_USER_INPUT"})
        return self.customer(**args["input"])

    def _update_product(self, args: dict[str, Any]) -> Any:
        if (args["input"]["patch"].get("price") or 0) < 0:
            return _payload(None, "A price is not negative")
        return _payload(_changed(self.products[args["input"]["id"]], args["input"]["patch"]))

    def _delete_product(self, args: dict[str, Any]) -> Any:
        if self.products[args["input"]["id"]]["active"]:
            return _payload(None, "It is for sale")
        return _payload(self.products.pop(args["input"]["id"]))


def _resolved(resolve: Any, info: Any, **args: Any) -> Any:
    return resolve(args)


def _changed(one: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    one.update(values)
    return one


def _payload(product: Any, *messages: str) -> dict[str, Any]:
    return {"product": product, "userErrors": [{"message": one} for one in messages]}


def _connection(found: list[Any], args: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    first, after = args.get("first", 10), args.get("after")
    if not 0 < first <= 100:
        raise GraphQLError("first is from 1 to 100")
    start = next((number + 1 for number, one in enumerate(found) if one["id"] == after), 0)
    page = found[start : start + min(first, CEILING)]
    more = start + len(page) < len(found)
    info = {"hasNextPage": more, "endCursor": page[-1]["id"] if page else None}
    return page, {"totalCount": len(found), "pageInfo": info}


def _passes(one: dict[str, Any], where: dict[str, Any]) -> bool:
    tests = {
        "_eq": lambda stored, wanted: stored == wanted,
        "_in": lambda stored, wanted: stored in wanted,
        "_lt": lambda stored, wanted: stored is not None and stored < wanted,
        "_gt": lambda stored, wanted: stored is not None and stored > wanted,
        "_gte": lambda stored, wanted: stored is not None and stored >= wanted,
        "_is_null": lambda stored, wanted: (stored is None) == wanted,
    }
    return all(tests[op](one[name], wanted) for name, ops in where.items() for op, wanted in ops.items())
