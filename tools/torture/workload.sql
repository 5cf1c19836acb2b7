-- What `make torture` imports: for half of the shop's customers every Command, for some several addresses, tag steps
-- and a second turn later in the file; then @NEW@ new ones, some invited, some that must fail.
WITH RECURSIVE
n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @NEW@),
known AS (
    SELECT id, email, first_name, last_name, phone, total_orders, row_number() OVER (ORDER BY id) AS k
    FROM customer WHERE email IS NOT NULL),
people AS (
    SELECT 1 AS part, k, id, email, phone, first_name, last_name,
        CASE WHEN k % 10 = 3 AND total_orders = 0 THEN 'DELETE' WHEN k % 10 = 5 THEN 'REPLACE'
             WHEN k % 10 = 7 THEN 'UPDATE' WHEN k % 50 = 9 THEN 'NEW' WHEN k % 50 = 11 THEN 'IGNORE' ELSE 'MERGE' END
            AS command
    FROM known
    UNION ALL
    SELECT 2, i, NULL, 'new' || i || '@example.com', '+4930' || (5550000 + i), 'New', 'No. ' || i,
        CASE WHEN i % 40 = 0 THEN 'UPDATE' WHEN i % 3 = 0 THEN 'NEW' ELSE 'MERGE' END
    FROM n
    UNION ALL -- a second turn, further down: of customers that are there, and of those that this file makes
    SELECT 3, k, NULL, email, phone, first_name, 'again', 'UPDATE' FROM known WHERE k % 10 IN (1, 5)
    UNION ALL
    SELECT 4, i, NULL, 'new' || i || '@example.com', '+4930' || (5550000 + i), 'New', 'again', 'MERGE' FROM n
    WHERE i % 10 = 1),
sheet AS ( -- step 1: the customer's first row; 2: another address and tag step
    SELECT *, 1 AS step FROM people
    UNION ALL
    SELECT *, 2 FROM people WHERE k % 5 = 2 AND command <> 'DELETE')
SELECT
    id AS 'ID', email AS 'Email', CASE step WHEN 1 THEN command END AS 'Command',
    CASE step WHEN 1 THEN first_name END AS 'First Name', CASE step WHEN 1 THEN last_name END AS 'Last Name',
    CASE step WHEN 1 THEN phone END AS 'Phone',
    CASE WHEN step = 1 AND k % 6 > 0 THEN 'note ' || part || '.' || k END AS 'Note',
    CASE step WHEN 1 THEN 'kept, t' || (k % 7) || ', part' || part ELSE 't1, t2' END AS 'Tags',
    CASE WHEN step = 2 THEN 'DELETE' WHEN k % 4 = 0 THEN 'REPLACE' ELSE 'MERGE' END AS 'Tags Command',
    CASE WHEN step = 1 THEN CASE k % 5 WHEN 0 THEN 'subscribed' WHEN 1 THEN 'unsubscribed' END END
        AS 'Email Marketing: Status',
    CASE WHEN step = 1 AND k % 8 < 2 THEN 'TRUE' END AS 'Send Account Activation Email',
    CASE WHEN part = 1 AND k % 9 = 0 THEN 'REPLACE' ELSE 'MERGE' END AS 'Address Command',
    'Street ' || part || '.' || k || '.' || step AS 'Address Line 1', 'Berlin' AS 'Address City',
    'DE' AS 'Address Country Code', CASE WHEN step = 2 THEN 'TRUE' END AS 'Address Is Default'
FROM sheet ORDER BY part, k, step;
