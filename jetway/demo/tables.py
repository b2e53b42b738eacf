"""The tables of the demo database as SQL.

Decimals: SQLite gives a DECIMAL column NUMERIC affinity and keeps 12.50 as the number 12.5. That is what we
want here: such columns sort, compare and add up as numbers, a value of two digits comes back exactly as it
was written, and the second digit is a matter of the declared scale. As TEXT they would sort as text.

Timestamps are written as CURRENT_TIMESTAMP writes them, with a space, so that defaults and rows compare.
"""

from __future__ import annotations

TABLES = """
CREATE TABLE categories (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES categories (id) ON DELETE SET NULL,
  name VARCHAR(40) NOT NULL,
  position SMALLINT NOT NULL DEFAULT 0
);
CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  sku VARCHAR(16) NOT NULL UNIQUE,
  name VARCHAR(80) NOT NULL,
  category_id INTEGER NOT NULL REFERENCES categories (id) ON DELETE RESTRICT,
  price DECIMAL(10,2) NOT NULL CHECK (price >= 0),
  stock INTEGER NOT NULL DEFAULT 0,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  photo BLOB,
  rating REAL,
  released DATE NOT NULL,
  attributes JSON NOT NULL DEFAULT '{}'
);
CREATE TABLE suppliers (
  id INTEGER PRIMARY KEY,
  name VARCHAR(80) NOT NULL UNIQUE,
  "現地名" VARCHAR(80), -- the name in its own script
  logo VARCHAR(150), -- names a file
  city VARCHAR(60) NOT NULL,
  country CHAR(2) NOT NULL,
  email VARCHAR(120) NOT NULL,
  website VARCHAR(200),
  opens_at TIME NOT NULL DEFAULT '09:00:00',
  preferred BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE product_suppliers (
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  supplier_id INTEGER NOT NULL REFERENCES suppliers (id) ON DELETE CASCADE,
  cost DECIMAL(10,2) NOT NULL,
  lead_days SMALLINT NOT NULL DEFAULT 14,
  PRIMARY KEY (product_id, supplier_id)
);
CREATE TABLE employees (
  id INTEGER PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL UNIQUE,
  title VARCHAR(60) NOT NULL,
  department VARCHAR(12) NOT NULL
    CHECK (department IN
      ('management', 'sales', 'marketing', 'operations', 'finance', 'support', 'engineering')),
  manager_id INTEGER REFERENCES employees (id) ON DELETE SET NULL,
  hired DATE NOT NULL,
  birthday DATE,
  salary DECIMAL(10,2) NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL UNIQUE,
  phone VARCHAR(24),
  company VARCHAR(80),
  city VARCHAR(60) NOT NULL,
  country CHAR(2) NOT NULL,
  status VARCHAR(8) NOT NULL DEFAULT 'lead' CHECK (status IN ('lead', 'active', 'dormant', 'blocked')),
  vip BOOLEAN NOT NULL DEFAULT FALSE,
  tags JSON NOT NULL DEFAULT '[]',
  credit_limit NUMERIC(10,2) NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  notes TEXT
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  number VARCHAR(12) NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,
  status VARCHAR(8) NOT NULL DEFAULT 'draft'
    CHECK (status IN ('draft', 'pending', 'paid', 'shipped', 'refunded', 'failed')),
  total DECIMAL(10,2) NOT NULL DEFAULT 0, -- in EUR: the sum of the lines
  items INTEGER NOT NULL DEFAULT 0,
  settled BOOLEAN NOT NULL DEFAULT FALSE,
  currency CHAR(3) NOT NULL DEFAULT 'EUR', -- what the customer pays in
  city VARCHAR(60) NOT NULL,
  placed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  shipped_at TIMESTAMP,
  salesperson_id INTEGER REFERENCES employees (id) ON DELETE SET NULL,
  note TEXT
);
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  line SMALLINT NOT NULL,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE RESTRICT,
  quantity INTEGER NOT NULL DEFAULT 1 CHECK (quantity > 0),
  unit_price DECIMAL(10,2) NOT NULL,
  discount DECIMAL(10,2) NOT NULL DEFAULT 0, -- taken off the line, in EUR
  amount DECIMAL(10,2) GENERATED ALWAYS AS (round(quantity * unit_price - discount, 2)) STORED,
  PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
CREATE TABLE payments (
  id UUID NOT NULL PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  amount DECIMAL(10,2) NOT NULL,
  method VARCHAR(13) NOT NULL
    CHECK (method IN ('card', 'paypal', 'apple_pay', 'sepa_debit', 'bank_transfer', 'gift_card')),
  status VARCHAR(8) NOT NULL CHECK (status IN ('captured', 'refunded', 'declined')),
  paid_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  payload JSON
);
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  customer_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
  stars SMALLINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
  title VARCHAR(80) NOT NULL,
  body TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE settings (
  key VARCHAR(80) NOT NULL PRIMARY KEY,
  value JSON NOT NULL,
  description TEXT,
  updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
) WITHOUT ROWID;
CREATE TABLE web_visits (
  visited_at TIMESTAMP NOT NULL,
  path VARCHAR(200) NOT NULL,
  referrer VARCHAR(200),
  country CHAR(2),
  agent TEXT,
  duration_s DOUBLE PRECISION,
  bot BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE "Stock Movements" (
  "Movement No" INTEGER PRIMARY KEY,
  "moved at" TIMESTAMP NOT NULL,
  "Product" INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  "Order" INTEGER REFERENCES orders (id) ON DELETE SET NULL,
  "from" VARCHAR(20),
  "group" VARCHAR(10) NOT NULL CHECK ("group" IN ('sale', 'purchase', 'return', 'correction')),
  "Quantity +/-" INTEGER NOT NULL,
  "select" BOOLEAN NOT NULL DEFAULT FALSE,
  "na-me" VARCHAR(40)
);
"""

INDEXES = """
CREATE INDEX categories_parent ON categories (parent_id, position);
CREATE INDEX products_category ON products (category_id);
CREATE INDEX products_name ON products (name);
CREATE INDEX products_price ON products (price);
CREATE INDEX product_suppliers_supplier ON product_suppliers (supplier_id);
CREATE INDEX employees_manager ON employees (manager_id);
CREATE INDEX customers_name ON customers (name);
CREATE INDEX customers_country ON customers (country, city);
CREATE INDEX customers_status ON customers (status);
CREATE INDEX customers_created ON customers (created_at);
CREATE INDEX orders_customer ON orders (customer_id, placed_at);
CREATE INDEX orders_status ON orders (status, placed_at);
CREATE INDEX orders_placed ON orders (placed_at);
CREATE INDEX orders_total ON orders (total);
CREATE INDEX orders_salesperson ON orders (salesperson_id);
CREATE INDEX order_lines_product ON order_lines (product_id);
CREATE INDEX payments_order ON payments (order_id);
CREATE INDEX payments_paid ON payments (paid_at);
CREATE INDEX reviews_product ON reviews (product_id, created_at);
CREATE INDEX reviews_customer ON reviews (customer_id);
CREATE INDEX reviews_created ON reviews (created_at);
CREATE INDEX web_visits_visited ON web_visits (visited_at);
CREATE INDEX "Stock Movements Product" ON "Stock Movements" ("Product");
CREATE INDEX "Stock Movements Order" ON "Stock Movements" ("Order");
"""

# The casts give the columns of a view a type: SQLite knows none for the result of a function.
VIEWS = """
CREATE VIEW sales_by_month AS
SELECT CAST(strftime('%Y-%m', placed_at) AS TEXT) AS month,
       CAST(count(*) AS INTEGER) AS orders,
       CAST(sum(items) AS INTEGER) AS items,
       CAST(round(sum(total), 2) AS REAL) AS revenue,
       CAST(round(avg(total), 2) AS REAL) AS average_order
FROM orders
WHERE status IN ('paid', 'shipped')
GROUP BY 1;
CREATE VIEW best_sellers AS
SELECT products.id AS product_id,
       products.name AS product,
       categories.name AS category,
       CAST(sum(order_lines.quantity) AS INTEGER) AS units,
       CAST(round(sum(order_lines.amount), 2) AS REAL) AS revenue
FROM order_lines
JOIN products ON products.id = order_lines.product_id
JOIN categories ON categories.id = products.category_id
GROUP BY products.id
ORDER BY revenue DESC
LIMIT 50;
"""
