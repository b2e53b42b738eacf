"""The same shop in each database: 100,000 customers and a million orders, made by the database itself."""

ORDERS = 1_000_000
CUSTOMERS = 100_000

TABLES = """
CREATE TABLE customers (
  id integer PRIMARY KEY, name varchar(40) NOT NULL, email varchar(60) NOT NULL, country char(2) NOT NULL,
  city varchar(40) NOT NULL, created_at {moment} NOT NULL);
CREATE TABLE orders (
  id integer PRIMARY KEY, number varchar(20) NOT NULL,
  customer_id integer NOT NULL REFERENCES customers (id), status varchar(10) NOT NULL,
  total decimal(10, 2) NOT NULL, items integer NOT NULL, settled boolean NOT NULL,
  currency char(3) NOT NULL, city varchar(40) NOT NULL, placed_at {moment} NOT NULL,
  shipped_at {moment}, note varchar(200));
"""
INDICES = """
CREATE INDEX orders_by_status ON orders (status, placed_at, id);
CREATE INDEX orders_by_customer ON orders (customer_id);
"""
ROWS = """
INSERT INTO customers SELECT n, {concat_name}, {concat_email}, 'DE', 'Bremen', {customer_at} FROM {customers};
INSERT INTO orders SELECT n, {concat_number}, 1 + n % {many},
  CASE WHEN n % 80 = 0 THEN 'paid' WHEN n % 2 = 0 THEN 'shipped' ELSE 'pending' END,
  n % 90000 / 100.0, 1 + n % 9, {settled}, 'EUR', 'Bremen', {placed_at}, {shipped_at},
  CASE WHEN n % 3 = 0 THEN 'leave it with the neighbours, please' END FROM {orders};
"""


def sqlite() -> str:
    """The script for SQLite."""
    series = "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s LIMIT {0}) SELECT n FROM s)"
    return _script(
        moment="timestamp",
        text="'{0} ' || n",
        at="datetime(1700000000 + n, 'unixepoch')",
        settled="n % 2",
        customers=series.format(CUSTOMERS),
        orders=series.format(ORDERS),
    )


def postgresql() -> str:
    """The script for PostgreSQL."""
    return _script(
        moment="timestamp",
        text="'{0} ' || n",
        at="timestamp '2023-11-14 22:13:20' + n * interval '1 second'",
        settled="n % 2 = 1",
        customers=f"generate_series(1, {CUSTOMERS}) AS n",
        orders=f"generate_series(1, {ORDERS}) AS n",
    )


def mariadb() -> str:
    """The script for MariaDB."""
    return _script(
        moment="datetime",
        text="CONCAT('{0} ', n)",
        at="timestamp '2023-11-14 22:13:20' + INTERVAL n SECOND",
        settled="n % 2",
        customers=f"(SELECT seq AS n FROM seq_1_to_{CUSTOMERS}) AS s",
        orders=f"(SELECT seq AS n FROM seq_1_to_{ORDERS}) AS s",
    )


def _script(*, moment: str, text: str, at: str, settled: str, customers: str, orders: str) -> str:
    rows = ROWS.format(
        many=CUSTOMERS,
        concat_name=text.format("Customer"),
        concat_email=text.format("mail"),
        concat_number=text.format("INV"),
        customer_at=at,
        placed_at=at,
        shipped_at=f"CASE WHEN n % 2 = 0 THEN {at} END",
        settled=settled,
        customers=customers,
        orders=orders,
    )
    return TABLES.format(moment=moment) + rows + INDICES + "ANALYZE TABLE orders;" * ("CONCAT" in text)
