CREATE TABLE types (
  id bigint unsigned AUTO_INCREMENT PRIMARY KEY, a_tinyint tinyint, an_unsigned int unsigned, a_bigint bigint,
  a_big_unsigned bigint unsigned, a_decimal decimal(12, 4), a_long_decimal decimal(65, 30), a_float float, a_double double,
  a_bit bit(8), a_flag bit(1), a_boolean boolean, a_date date, a_datetime datetime, a_fine_datetime datetime(6),
  a_timestamp timestamp NULL DEFAULT NULL, a_time time, a_fine_time time(6), a_year year, a_char char(5), a_varchar varchar(20),
  a_binary binary(4), a_varbinary varbinary(9), a_blob blob, a_longblob longblob, a_tinytext tinytext, a_text text,
  a_longtext longtext, an_enum enum('so so', 'it''s', 'имя'), a_set set('a', 'b', 'c d'), a_json json, a_uuid uuid, an_inet inet6,
  a_point point, a_geometry geometry, an_exact_text varchar(20) COLLATE utf8mb4_bin,
  a_length int AS (char_length(a_text)) VIRTUAL, a_stored varchar(99) AS (upper(a_varchar)) STORED);
INSERT INTO types (id, a_tinyint, an_unsigned, a_bigint, a_big_unsigned, a_decimal, a_long_decimal, a_float, a_double, a_bit,
  a_flag, a_boolean, a_date, a_datetime, a_fine_datetime, a_timestamp, a_time, a_fine_time, a_year, a_char, a_varchar, a_binary,
  a_varbinary, a_blob, a_longblob, a_tinytext, a_text, a_longtext, an_enum, a_set, a_json, a_uuid, an_inet, a_point, a_geometry,
  an_exact_text) VALUES
  (1, 127, 4294967295, 9223372036854775807, 18446744073709551615, 12345678.1234, 12345678901234567890.123456789, 0.1, 0.1,
   b'10000001', b'1', 1, '2026-02-28', '2026-02-28 23:59:59', '2026-02-28 23:59:59.123456', '2026-02-28 23:59:59', '23:59:59',
   '10:00:00.5', 2026, 'ab', 'it''s', 'ab', x'00ff', x'00ff', x'80', 'Ægir', 'Ægir 😀', '%_', 'it''s', 'a,c d',
   '{"b": 1, "a": [null]}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::1', POINT(1, 2), POINT(1.5, 2), 'A'),
  (2, -128, 0, -9223372036854775808, 0, 0, 0, -1e-30, 1e300, b'0', b'0', 0, '1000-01-01', '9999-12-31 23:59:59',
   '1000-01-01 00:00:00', '1970-01-02 00:00:00', '00:00:00', '00:00:00', 1901, '', '', '', '', '', '', '', '', '', 'so so', '',
   'null', '00000000-0000-0000-0000-000000000000', '::', POINT(0, 0), LINESTRING(POINT(0, 0), POINT(1, 1)), 'a');
INSERT INTO types (id) VALUES (3);
CREATE TABLE long_times (id integer PRIMARY KEY, a_time time, a_fine_time time(3));
INSERT INTO long_times VALUES (1, '838:59:59', '24:00:00.5'), (2, '-838:59:59', '-00:00:01'), (3, '100:00:00', NULL);
CREATE TABLE zero_dates (id integer PRIMARY KEY, a_date date, a_datetime datetime, a_timestamp timestamp NULL DEFAULT NULL);
SET sql_mode = '';
INSERT INTO zero_dates VALUES (1, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00'),
  (2, '2026-00-00', '2026-05-00 10:00:00', NULL);
SET sql_mode = DEFAULT;
CREATE TABLE numbered (id integer AUTO_INCREMENT PRIMARY KEY, note varchar(20) NOT NULL DEFAULT 'n');
INSERT INTO numbered (note) VALUES ('one'), ('two');
CREATE TABLE touched (id integer PRIMARY KEY, note text, changes integer NOT NULL DEFAULT 0);
CREATE TABLE touches (touched_id integer);
INSERT INTO touched (id, note) VALUES (1, 'a'), (2, 'b');
CREATE TRIGGER touching AFTER UPDATE ON touched FOR EACH ROW INSERT INTO touches VALUES (new.id);
CREATE VIEW seen AS SELECT id, a_text, a_double FROM types WHERE id < 3;
CREATE TABLE places (country varchar(20), code integer, name text, PRIMARY KEY (country, code));
INSERT INTO places VALUES ('a,b', 1, 'x'), ('a', 2, 'y'), ('', 3, NULL);
CREATE TABLE visits (country varchar(20), code integer, day date, PRIMARY KEY (day, code, country),
  FOREIGN KEY (country, code) REFERENCES places (country, code));
INSERT INTO visits VALUES ('a,b', 1, '2026-01-01'), ('', 3, '2026-01-01');
