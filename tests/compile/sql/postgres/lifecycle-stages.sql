CREATE TEMPORARY TABLE customers_seen ON COMMIT DROP AS
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  MAX(CASE WHEN amount > 0 THEN ordered_on END) AS last_purchase,
  MIN(CASE WHEN amount > 0 THEN ordered_on END) AS first_purchase,
  COUNT(DISTINCT CASE WHEN amount > 0 THEN ordered_on END) AS purchase_days,
  SUM(amount) AS monetary,
  SUM(CASE WHEN amount > 0 THEN amount END) AS gross
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

CREATE TEMPORARY TABLE first_purchases ON COMMIT DROP AS
SELECT
  customer_id,
  MIN(CASE WHEN amount > 0 THEN ordered_on END) AS first_purchase_ever
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

CREATE OR REPLACE TEMPORARY VIEW interacting_rows AS
SELECT
  TRIM((
    CAST("customer_id" AS TEXT) COLLATE "C"
  )) AS _customer_id,
  CASE
    WHEN LOWER(NULLIF(TRIM((
      CAST("kind" AS TEXT) COLLATE "C"
    )), '')) IN (
      'consultation',
      'consult',
      'inquiry',
      'enquiry',
      'question',
      '咨询',
      '客户咨询',
      '售前咨询',
      '在线咨询',
      '电话咨询',
      '来电咨询',
      '询价',
      '询问',
      '问询',
      '諮詢'
    )
    THEN 'consultation'
    WHEN LOWER(NULLIF(TRIM((
      CAST("kind" AS TEXT) COLLATE "C"
    )), '')) IN ('complaint', 'complain', '投诉', '客户投诉', '客诉', '抱怨', '投訴')
    THEN 'complaint'
    WHEN LOWER(NULLIF(TRIM((
      CAST("kind" AS TEXT) COLLATE "C"
    )), '')) IN ('campaign', 'marketing', 'promotion', '活动', '营销', '营销活动', '市场活动', '营销触达', '短信营销', '群发')
    THEN 'campaign'
    WHEN LOWER(NULLIF(TRIM((
      CAST("kind" AS TEXT) COLLATE "C"
    )), '')) IN ('visit', '回访', '客户回访', '拜访', '客户拜访', '上门', '上门拜访', '走访', '回訪', '拜訪')
    THEN 'visit'
    WHEN LOWER(NULLIF(TRIM((
      CAST("kind" AS TEXT) COLLATE "C"
    )), '')) IN ('satisfaction', 'survey', 'csat', 'nps', '满意度', '满意度调查', '满意度回访', '满意度评价', '滿意度')
    THEN 'satisfaction'
    ELSE NULLIF(TRIM((
      CAST("kind" AS TEXT) COLLATE "C"
    )), '')
  END AS kind,
  NULLIF(TRIM((
    CAST("kind" AS TEXT) COLLATE "C"
  )), '') AS "said",
  CAST("occurred_at" AS DATE) AS occurred_on,
  1 AS "times",
  CAST(NULL AS DECIMAL(18, 6)) AS "value"
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
    "said",
    occurred_on,
    "times",
    "value"
  FROM interacting_rows
  LEFT JOIN interacting_folded
    USING (_customer_id)
) AS source
WHERE
  customer_id IS NULL OR kind IS NULL OR occurred_on IS NULL;

CREATE OR REPLACE TEMPORARY VIEW interactions AS
SELECT
  NULLIF(COALESCE(_folded_customer_id, _customer_id), '') AS customer_id,
  kind,
  "said",
  occurred_on,
  "times",
  "value"
FROM interacting_rows
LEFT JOIN interacting_folded
  USING (_customer_id);

SELECT
  COUNT(*) AS _n
FROM "interactions";

SELECT
  COUNT(*) AS _n
FROM "interactions"
WHERE
  NOT EXISTS(
    SELECT
      1
    FROM accepted_lines
    WHERE
      accepted_lines.customer_id = "interactions".customer_id
  );

CREATE TEMPORARY TABLE rated_customers ON COMMIT DROP AS
SELECT
  customer_id,
  CAST((
    CAST('2024-02-29' AS DATE) - CAST(first_purchase_ever AS DATE)
  ) AS INT) AS tenure_days,
  CAST((
    CAST('2024-02-29' AS DATE) - CAST(last_purchase AS DATE)
  ) AS INT) AS recency_days,
  CAST(CAST(CASE
    WHEN (
      (
        CAST('2024-02-29' AS DATE) - CAST(last_purchase AS DATE)
      ) * (
        purchase_days - 1
      )
    ) < 0
    THEN -(
      DIV(
        (
          2 * ABS(
            CAST((
              (
                CAST('2024-02-29' AS DATE) - CAST(last_purchase AS DATE)
              ) * (
                purchase_days - 1
              )
            ) AS DECIMAL(38, 0)) * 1000000
          ) + CAST((
            CAST(last_purchase AS DATE) - CAST(first_purchase AS DATE)
          ) AS INT)
        ),
        NULLIF(2 * CAST((
          CAST(last_purchase AS DATE) - CAST(first_purchase AS DATE)
        ) AS INT), 0)
      )
    )
    ELSE DIV(
      (
        2 * ABS(
          CAST((
            (
              CAST('2024-02-29' AS DATE) - CAST(last_purchase AS DATE)
            ) * (
              purchase_days - 1
            )
          ) AS DECIMAL(38, 0)) * 1000000
        ) + CAST((
          CAST(last_purchase AS DATE) - CAST(first_purchase AS DATE)
        ) AS INT)
      ),
      NULLIF(2 * CAST((
        CAST(last_purchase AS DATE) - CAST(first_purchase AS DATE)
      ) AS INT), 0)
    )
  END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)) AS cycle_ratio,
  CAST(frequency AS INT) AS frequency,
  CAST(monetary AS DECIMAL(18, 4)) AS monetary,
  CAST(gross AS DECIMAL(18, 4)) AS gross
FROM customers_seen
LEFT JOIN first_purchases
  USING (customer_id)
WHERE
  frequency > 0;

SELECT
  COUNT(*) AS "count"
FROM rated_customers;

SELECT
  customer_id,
  tenure_days,
  recency_days,
  cycle_ratio,
  frequency,
  monetary,
  gross,
  CASE
    WHEN COALESCE(tenure_days <= CAST('90' AS DECIMAL(2, 0)), FALSE)
    THEN 'new'
    WHEN (
      COALESCE(tenure_days > CAST('90' AS DECIMAL(2, 0)) AND tenure_days <= CAST('365' AS DECIMAL(3, 0)), FALSE)
      AND COALESCE(recency_days <= CAST('30' AS DECIMAL(2, 0)), FALSE)
    )
    OR (
      COALESCE(tenure_days > CAST('90' AS DECIMAL(2, 0)) AND tenure_days <= CAST('365' AS DECIMAL(3, 0)), FALSE)
      AND COALESCE(recency_days > CAST('30' AS DECIMAL(2, 0)) AND recency_days <= CAST('180' AS DECIMAL(3, 0)), FALSE)
      AND COALESCE(cycle_ratio <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    THEN 'growing'
    WHEN (
      COALESCE(tenure_days > CAST('365' AS DECIMAL(3, 0)), FALSE)
      AND COALESCE(recency_days <= CAST('30' AS DECIMAL(2, 0)), FALSE)
    )
    OR (
      COALESCE(tenure_days > CAST('365' AS DECIMAL(3, 0)), FALSE)
      AND COALESCE(recency_days > CAST('30' AS DECIMAL(2, 0)) AND recency_days <= CAST('180' AS DECIMAL(3, 0)), FALSE)
      AND COALESCE(cycle_ratio <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    THEN 'mature'
    WHEN (
      COALESCE(tenure_days > CAST('90' AS DECIMAL(2, 0)), FALSE)
      AND COALESCE(recency_days > CAST('30' AS DECIMAL(2, 0)) AND recency_days <= CAST('180' AS DECIMAL(3, 0)), FALSE)
      AND COALESCE(cycle_ratio > CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    OR (
      COALESCE(tenure_days > CAST('90' AS DECIMAL(2, 0)), FALSE)
      AND COALESCE(recency_days > CAST('30' AS DECIMAL(2, 0)) AND recency_days <= CAST('180' AS DECIMAL(3, 0)), FALSE)
      AND cycle_ratio IS NULL
    )
    OR (
      COALESCE(tenure_days > CAST('90' AS DECIMAL(2, 0)), FALSE)
      AND COALESCE(recency_days > CAST('180' AS DECIMAL(3, 0)) AND recency_days <= CAST('365' AS DECIMAL(3, 0)), FALSE)
    )
    THEN 'declining'
    WHEN COALESCE(tenure_days > CAST('90' AS DECIMAL(2, 0)), FALSE)
    AND COALESCE(recency_days > CAST('365' AS DECIMAL(3, 0)), FALSE)
    THEN 'lost'
  END AS "stage"
FROM (
  SELECT
    customer_id,
    tenure_days,
    recency_days,
    cycle_ratio,
    frequency,
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
