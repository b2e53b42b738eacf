INSERT INTO {regions} (code, name) VALUES ('br', 'Brasil'), ('no', 'Norge'), ('hb', 'Bremen');
INSERT INTO people (id, name, email, boss_id, region_code, active, mood, born) VALUES
  (1, 'Zoë', 'zoe@example.com', NULL, 'br', TRUE, 'happy', '1980-02-29'),
  (2, 'ÅSA', 'asa@example.com', 1, 'no', TRUE, 'sad', '1990-12-31'),
  (3, 'åsa', 'low@example.com', 1, 'no', FALSE, NULL, NULL),
  (4, '100%_{backslash}', 'odd@example.com', 2, NULL, TRUE, 'it''s', '2000-01-01'),
  (5, '日本 😀', 'nihon@example.com', 4, 'hb', FALSE, 'happy', '2000-01-01');
INSERT INTO orders (id, person_id, number, placed_at, total) VALUES
  (1, 1, 'A-1', '2026-01-01 00:00:00', 10.00),
  (2, 1, 'A-2', '2026-02-28 23:59:59', 0.10),
  (3, 2, 'A-1', '2026-03-01 12:30:00.5', 99999999.99),
  (4, 3, 'a-1', '2026-11-22 10:00:00', 10.00),
  (5, 5, 'B', '2026-11-23 10:00:00', 0);
INSERT INTO {lines} (order_id, position, product, quantity) VALUES
  (1, 1, 'bolt', 10), (1, 2, 'nut', 20), (2, 1, 'bolt', 1), (3, 7, 'gear', 3), (5, 1, 'Bolt', 2);
INSERT INTO shipments (order_id, position) VALUES (1, 2), (NULL, NULL), (3, 7), (3, NULL);
INSERT INTO events (source, serial, payload) VALUES ('web', 1, '{"a": [1, 2.5, null], "b": "é"}'), ('web', 2, NULL);
INSERT INTO logs (at, message) VALUES ('2026-01-01 00:00:00', 'started'), (NULL, NULL), (NULL, NULL);
INSERT INTO letters VALUES (1, 11, 12, 13, 14, NULL), (2, 21, 22, 23, 24, 1);
