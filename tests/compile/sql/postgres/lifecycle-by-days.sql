CREATE TEMPORARY TABLE customers_seen ON COMMIT DROP AS
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  MAX(CASE WHEN amount > 0 THEN ordered_on END) AS last_purchase,
  SUM(CASE WHEN amount > 0 THEN amount END) AS gross,
  SUM(amount) AS monetary
FROM (
  SELECT
    customer_id,
    MIN(CAST(ordered_at AS DATE)) AS ordered_on,
    SUM(amount) AS amount
  FROM accepted_lines
  WHERE
    ordered_at < CAST('2024-03-01' AS DATE) AND NOT order_id IS NULL
  GROUP BY
    customer_id,
    order_id
  UNION ALL
  SELECT
    customer_id,
    CAST(ordered_at AS DATE) AS ordered_on,
    amount
  FROM accepted_lines
  WHERE
    ordered_at < CAST('2024-03-01' AS DATE) AND order_id IS NULL
) AS source
GROUP BY
  customer_id;

SELECT
  COUNT(*) AS _n,
  COALESCE(SUM(monetary), 0) AS _total
FROM customers_seen;

SELECT
  COUNT(*) AS _n
FROM (
  SELECT
    customer_id
  FROM accepted_lines
  WHERE
    (
      ordered_at >= CAST('2024-03-01' AS DATE)
    )
    AND NOT EXISTS(
      SELECT
        1
      FROM customers_seen
      WHERE
        customers_seen.customer_id = accepted_lines.customer_id
    )
  GROUP BY
    customer_id
) AS source;

CREATE TEMPORARY VIEW interacting_rows AS
SELECT
  TRIM((
    CAST("customer_id" AS TEXT) COLLATE "C"
  )) AS _customer_id,
  NULLIF(TRIM((
    CAST("kind" AS TEXT) COLLATE "C"
  )), '') AS kind,
  CAST("occurred_at" AS DATE) AS occurred_on
FROM "public"."contacts";

SELECT
  _customer_id
FROM interacting_rows
WHERE
  _customer_id ~ '[^ -~一-鿿]'
GROUP BY
  _customer_id;

CREATE TEMPORARY TABLE interacting_folded ("_customer_id" TEXT COLLATE "C", "_folded_customer_id" TEXT COLLATE "C") ON COMMIT DROP;

SELECT
  COUNT(*) AS _rows
FROM (
  SELECT
    NULLIF(COALESCE(_folded_customer_id, _customer_id), '') AS customer_id,
    kind,
    occurred_on
  FROM interacting_rows
  LEFT JOIN interacting_folded
    USING (_customer_id)
) AS source
WHERE
  customer_id IS NULL OR kind IS NULL OR occurred_on IS NULL;

CREATE TEMPORARY TABLE counted_0 ON COMMIT DROP AS
SELECT
  customer_id,
  COALESCE(gross, 0) AS gross_24m
FROM (
  SELECT
    customer_id,
    SUM(CASE WHEN amount > 0 THEN amount END) AS gross
  FROM (
    SELECT
      customer_id,
      MIN(CAST(ordered_at AS DATE)) AS ordered_on,
      SUM(amount) AS amount
    FROM accepted_lines
    WHERE
      ordered_at >= CAST('2022-03-01' AS DATE)
      AND ordered_at < CAST('2024-03-01' AS DATE)
      AND NOT order_id IS NULL
    GROUP BY
      customer_id,
      order_id
    UNION ALL
    SELECT
      customer_id,
      CAST(ordered_at AS DATE) AS ordered_on,
      amount
    FROM accepted_lines
    WHERE
      ordered_at >= CAST('2022-03-01' AS DATE)
      AND ordered_at < CAST('2024-03-01' AS DATE)
      AND order_id IS NULL
  ) AS source
  GROUP BY
    customer_id
) AS source;

CREATE TEMPORARY TABLE rated_customers ON COMMIT DROP AS
SELECT
  customer_id,
  frequency,
  recency_days,
  gross_24m,
  monetary,
  gross
FROM (
  SELECT
    customer_id,
    CAST(frequency AS INT) AS frequency,
    CAST((
      CAST('2024-02-29' AS DATE) - CAST(last_purchase AS DATE)
    ) AS INT) AS recency_days,
    CAST(gross AS DECIMAL(18, 4)) AS gross,
    CAST(monetary AS DECIMAL(18, 4)) AS monetary,
    CAST(COALESCE(gross_24m, 0) AS DECIMAL(18, 4)) AS gross_24m
  FROM customers_seen
  LEFT JOIN counted_0
    USING (customer_id)
  WHERE
    frequency > 0
) AS source;

SELECT
  COUNT(*) AS "count"
FROM rated_customers;

SELECT
  customer_id,
  frequency,
  recency_days,
  gross_24m,
  monetary,
  gross,
  CASE
    WHEN COALESCE(frequency <= CAST('1' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(recency_days <= CAST('90' AS DECIMAL(2, 0)), FALSE)
    THEN 'first_time'
    WHEN COALESCE(frequency > CAST('1' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(recency_days <= CAST('90' AS DECIMAL(2, 0)), FALSE)
    THEN 'active'
    WHEN COALESCE(recency_days > CAST('90' AS DECIMAL(2, 0)) AND recency_days <= CAST('365' AS DECIMAL(3, 0)), FALSE)
    THEN 'defecting'
    WHEN COALESCE(recency_days > CAST('365' AS DECIMAL(3, 0)), FALSE)
    THEN 'inactive'
  END AS "stage",
  CASE
    WHEN COALESCE(gross_24m > CAST('1000' AS DECIMAL(4, 0)), FALSE)
    THEN 'platinum'
    WHEN COALESCE(gross_24m > CAST('500' AS DECIMAL(3, 0)) AND gross_24m <= CAST('1000' AS DECIMAL(4, 0)), FALSE)
    THEN 'gold'
    WHEN COALESCE(gross_24m > CAST('200' AS DECIMAL(3, 0)) AND gross_24m <= CAST('500' AS DECIMAL(3, 0)), FALSE)
    THEN 'silver'
    WHEN COALESCE(gross_24m > CAST('50' AS DECIMAL(2, 0)) AND gross_24m <= CAST('200' AS DECIMAL(3, 0)), FALSE)
    THEN 'normal'
    WHEN COALESCE(gross_24m <= CAST('50' AS DECIMAL(2, 0)), FALSE)
    THEN 'low'
  END AS "segment"
FROM (
  SELECT
    customer_id,
    frequency,
    recency_days,
    gross_24m,
    monetary,
    gross
  FROM rated_customers
) AS source;

SELECT
  _source,
  "value",
  verdict,
  _k0,
  _k1,
  _k2,
  _k3,
  _k4
FROM (
  SELECT
    _source,
    CASE
      WHEN verdict LIKE 'date%'
      THEN _date
      WHEN verdict LIKE 'amount%' OR verdict LIKE '%refund'
      THEN _amount
    END AS "value",
    verdict,
    _k0,
    _k1,
    _k2,
    _k3,
    _k4
  FROM all_lines
  WHERE
    NOT verdict IS NULL
) AS source
ORDER BY
  _source,
  "value",
  verdict,
  _k0,
  _k1,
  _k2,
  _k3,
  _k4
LIMIT 10000;
