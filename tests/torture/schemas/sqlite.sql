CREATE TABLE types (
  id INTEGER PRIMARY KEY, a_text TEXT, a_varchar VARCHAR(20), a_decimal DECIMAL(12, 4), a_real REAL, a_boolean BOOLEAN,
  a_date DATE, a_time TIME, a_datetime DATETIME, a_timestamp TIMESTAMP, a_blob BLOB, a_json JSON, a_bigint BIGINT,
  an_untyped, a_length INTEGER GENERATED ALWAYS AS (length(a_text)) VIRTUAL,
  a_stored TEXT AS (upper(a_text)) STORED);
INSERT INTO types VALUES
  (1, 'Ægir', 'it''s', 12345678.1234, 0.1, 1, '2026-02-28', '23:59:59', '2026-02-28 23:59:59', '1970-01-01 00:00:00',
   x'00ff', '{"a": [1, null, "x"]}', 9223372036854775807, 'any'),
  (2, '', '', 0, -1.5e300, 0, '0001-01-01', '00:00:00', '9999-12-31 23:59:59', '2000-02-29 00:00:00', x'', '[]',
   -9223372036854775808, '1.5'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE strict_types (id INTEGER PRIMARY KEY, n INT, r REAL, t TEXT, b BLOB, a ANY) STRICT;
INSERT INTO strict_types VALUES (1, 1, 1e-300, '%_\', x'80', 'text'), (2, NULL, NULL, NULL, NULL, '7'),
  (3, NULL, NULL, NULL, NULL, 7);
CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT NOT NULL DEFAULT 'n');
INSERT INTO numbered (note) VALUES ('one'), ('two');
CREATE TABLE touched (id INTEGER PRIMARY KEY, note TEXT, changes INTEGER NOT NULL DEFAULT 0);
CREATE TABLE touches (touched_id INTEGER);
INSERT INTO touched (note) VALUES ('a'), ('b');
CREATE TRIGGER touching AFTER UPDATE ON touched BEGIN INSERT INTO touches VALUES (new.id); END;
CREATE TABLE unkeyed ("_row" TEXT, rowid INTEGER, n DECIMAL(12, 4), data BLOB, at TIMESTAMP, any_value);
INSERT INTO unkeyed VALUES ('a', 1, 1.5, x'00ff', '2026-02-28 23:59:59', 'x'), ('a', 1, 1.5, x'00ff', '2026-02-28 23:59:59', 'x'),
  (NULL, NULL, NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL, NULL, NULL), ('', 2, -1e300, x'', '0001-01-01 00:00:00', 'y');
CREATE VIEW seen AS SELECT id, a_text, a_real FROM types WHERE id < 3;
CREATE TABLE places (country TEXT, code INTEGER, name TEXT, PRIMARY KEY (country, code)) WITHOUT ROWID;
INSERT INTO places VALUES ('a,b', 1, 'x'), ('a', 2, 'y'), ('', 3, NULL);
CREATE TABLE visits (country TEXT, code INTEGER, day DATE, PRIMARY KEY (day, code, country),
  FOREIGN KEY (country, code) REFERENCES places (country, code));
INSERT INTO visits VALUES ('a,b', 1, '2026-01-01'), ('', 3, '2026-01-01');
CREATE TABLE untyped (id INTEGER PRIMARY KEY, n);
INSERT INTO untyped VALUES (1, 1.5), (2, 7), (3, '1.5'), (4, NULL), (5, 1e300), (6, -9223372036854775808), (7, 'x');
CREATE TABLE gap_untyped_key (id PRIMARY KEY, note TEXT);
INSERT INTO gap_untyped_key VALUES (1, 'a'), (2.5, 'b'), ('x', NULL), (9007199254740993, NULL);
CREATE TABLE parts_of_a_second (id INTEGER PRIMARY KEY, at DATETIME, t TIME);
INSERT INTO parts_of_a_second VALUES (1, '2026-02-28 23:59:59.5', '10:00:00.5'), (2, '2026-02-28 23:59:59.250', '10:00:01.0'),
  (3, '2026-02-28T23:59:59.000001', '10:00:00.120'), (4, '2026-02-28 23:59:58.000', '10:00:00'), (5, '2026-02-28 23:59:59', NULL);
