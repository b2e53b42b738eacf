CREATE TABLE regions (code VARCHAR(8) PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE people (
  id INT AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  email VARCHAR(80) NOT NULL UNIQUE,
  boss_id INT,
  region_code VARCHAR(8),
  active BOOLEAN NOT NULL DEFAULT TRUE,
  mood ENUM('happy', 'sad', 'it''s') COMMENT 'Today',
  born DATE,
  label TEXT GENERATED ALWAYS AS (CONCAT(name, '!')) STORED,
  FOREIGN KEY (boss_id) REFERENCES people (id),
  FOREIGN KEY (region_code) REFERENCES regions (code)
) COMMENT 'Those we know';
CREATE TABLE orders (
  id INT AUTO_INCREMENT PRIMARY KEY,
  person_id INT NOT NULL,
  number VARCHAR(10) NOT NULL DEFAULT 'new',
  placed_at DATETIME(6) NOT NULL DEFAULT NOW(6),
  total DECIMAL(12,2) NOT NULL DEFAULT 0 CHECK (total >= 0),
  UNIQUE (person_id, number),
  FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE RESTRICT
);
CREATE TABLE `lines` (
  order_id INT NOT NULL,
  position INT NOT NULL,
  product TEXT NOT NULL,
  quantity INT NOT NULL,
  PRIMARY KEY (order_id, position),
  FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
);
CREATE TABLE shipments (
  id INT AUTO_INCREMENT PRIMARY KEY,
  order_id INT,
  position INT,
  FOREIGN KEY (order_id, position) REFERENCES `lines` (order_id, position)
);
CREATE TABLE events (source VARCHAR(20) NOT NULL, serial INT NOT NULL, payload JSON, UNIQUE (source, serial));
CREATE TABLE logs (at DATETIME, message TEXT);
CREATE TABLE things (
  id INT AUTO_INCREMENT PRIMARY KEY,
  a_text TEXT, a_integer BIGINT, a_decimal DECIMAL(20,6), a_float DOUBLE, a_boolean BOOLEAN,
  a_date DATE, a_time TIME(6), a_timestamp DATETIME(6), a_json JSON, a_bytes LONGBLOB,
  a_moment TIMESTAMP(6) NULL, a_uuid UUID, a_real FLOAT, a_unsigned BIGINT UNSIGNED, a_bit BIT(1), a_bits BIT(12),
  a_year YEAR, a_set SET('a', 'b'), a_inet INET6, a_point POINT, a_latin VARCHAR(50) CHARACTER SET latin1
);
CREATE TABLE `ta"b]le ``%s {0} :p` (
  `id"; drop` INT AUTO_INCREMENT PRIMARY KEY,
  `]` TEXT, `a``b` TEXT, `%s` TEXT, `%(x)s` TEXT, `:p` TEXT, `{0}` TEXT, `☃` TEXT, `select` TEXT, `it's` TEXT,
  `sixty_three_bytes_long_sixty_three_bytes_long_sixty_three_bytes` TEXT
);
CREATE VIEW totals AS SELECT person_id, sum(total) AS total FROM orders GROUP BY person_id;
CREATE TABLE letters (
  id integer PRIMARY KEY, r integer, n integer, o integer, c0 integer,
  parent_id integer, FOREIGN KEY (parent_id) REFERENCES letters (id)
);
