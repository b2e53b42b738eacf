CREATE TABLE regions (code VARCHAR(8) NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  email VARCHAR(80) NOT NULL UNIQUE,
  boss_id INTEGER REFERENCES people (id),
  region_code VARCHAR(8) REFERENCES regions,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  mood TEXT CHECK (mood IN ('happy', 'sad', 'it''s')),
  born DATE,
  label TEXT GENERATED ALWAYS AS (name || '!') STORED
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE RESTRICT,
  number VARCHAR(10) NOT NULL DEFAULT 'new',
  placed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  total DECIMAL(12,2) NOT NULL DEFAULT 0 CHECK (total >= 0),
  UNIQUE (person_id, number)
);
CREATE TABLE lines (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  product TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (order_id, position)
);
CREATE TABLE shipments (
  id INTEGER PRIMARY KEY,
  order_id INTEGER,
  position INTEGER,
  FOREIGN KEY (order_id, position) REFERENCES lines (order_id, position)
);
CREATE TABLE events (source VARCHAR(20) NOT NULL, serial INTEGER NOT NULL, payload JSON, UNIQUE (source, serial));
CREATE TABLE logs (at TIMESTAMP, message TEXT);
CREATE TABLE things (
  id INTEGER PRIMARY KEY,
  a_text TEXT, a_integer BIGINT, a_decimal DECIMAL(20,6), a_float DOUBLE, a_boolean BOOLEAN,
  a_date DATE, a_time TIME, a_timestamp TIMESTAMP, a_json JSON, a_bytes BLOB
);
CREATE TABLE "ta""b]le `%s {0} :p" (
  "id""; drop" INTEGER PRIMARY KEY,
  "]" TEXT, "a`b" TEXT, "%s" TEXT, "%(x)s" TEXT, ":p" TEXT, "{0}" TEXT, "😀" TEXT, "select" TEXT, "it's" TEXT,
  "sixty_three_bytes_long_sixty_three_bytes_long_sixty_three_bytes" TEXT
);
CREATE VIEW totals AS SELECT person_id, sum(total) AS total FROM orders GROUP BY person_id;
CREATE TABLE letters (
  id integer PRIMARY KEY, r integer, n integer, o integer, c0 integer,
  parent_id integer, FOREIGN KEY (parent_id) REFERENCES letters (id)
);
