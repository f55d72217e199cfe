CREATE TEMPORARY TABLE customers_seen ON COMMIT DROP AS
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  MAX(CASE WHEN amount > 0 THEN ordered_on END) AS last_purchase,
  SUM(amount) AS monetary,
  SUM(CASE WHEN amount > 0 THEN amount END) AS gross
FROM (
  SELECT
    customer_id,
    MIN(CAST(ordered_at AS DATE)) AS ordered_on,
    SUM(amount) AS amount
  FROM accepted_lines
  WHERE
    ordered_at >= CAST('2023-03-01' AS DATE)
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
    ordered_at >= CAST('2023-03-01' AS DATE)
    AND ordered_at < CAST('2024-03-01' AS DATE)
    AND order_id IS NULL
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
      ordered_at < CAST('2023-03-01' AS DATE) OR ordered_at >= CAST('2024-03-01' AS DATE)
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

CREATE OR REPLACE TEMPORARY VIEW rated_customers AS
SELECT
  customer_id,
  CAST((
    CAST('2024-02-29' AS DATE) - CAST(last_purchase AS DATE)
  ) AS INT) AS recency_days,
  CAST(frequency AS INT) AS frequency,
  CAST(monetary AS DECIMAL(18, 4)) AS monetary,
  CAST(gross AS DECIMAL(18, 4)) AS gross
FROM customers_seen
WHERE
  frequency > 0;

SELECT
  COUNT(*) AS "count"
FROM rated_customers;

SELECT
  recency_days,
  COUNT(*) AS _heads
FROM rated_customers
WHERE
  NOT recency_days IS NULL
GROUP BY
  recency_days
ORDER BY
  recency_days;

SELECT
  frequency,
  COUNT(*) AS _heads
FROM rated_customers
WHERE
  NOT frequency IS NULL
GROUP BY
  frequency
ORDER BY
  frequency;

SELECT
  monetary,
  COUNT(*) AS _heads
FROM rated_customers
WHERE
  NOT monetary IS NULL
GROUP BY
  monetary
ORDER BY
  monetary;

SELECT
  customer_id,
  recency_days,
  frequency,
  monetary,
  gross,
  r_level,
  f_level,
  m_level,
  CASE
    WHEN COALESCE(r_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(m_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
    THEN 'high_value'
    WHEN (
      COALESCE(r_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level >= CAST('2' AS DECIMAL(1, 0)) AND m_level <= CAST('3' AS DECIMAL(1, 0)), FALSE)
    )
    OR (
      COALESCE(r_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    THEN 'potential'
    WHEN COALESCE(r_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
    THEN 'newcomer'
    WHEN COALESCE(r_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_level >= CAST('2' AS DECIMAL(1, 0)) AND f_level <= CAST('3' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(m_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
    THEN 'frequent_small'
    WHEN (
      COALESCE(r_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
    )
    OR (
      COALESCE(r_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level >= CAST('2' AS DECIMAL(1, 0)) AND f_level <= CAST('3' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    THEN 'keep_warm'
    WHEN (
      COALESCE(r_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level >= CAST('1' AS DECIMAL(1, 0)) AND m_level <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    OR (
      COALESCE(r_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level >= CAST('2' AS DECIMAL(1, 0)) AND f_level <= CAST('3' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
    )
    THEN 'ordinary'
    WHEN (
      COALESCE(r_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level = CAST('3' AS DECIMAL(1, 0)), FALSE)
    )
    OR (
      COALESCE(r_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level >= CAST('2' AS DECIMAL(1, 0)) AND f_level <= CAST('3' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level = CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    THEN 'win_back'
    WHEN (
      COALESCE(r_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level >= CAST('1' AS DECIMAL(1, 0)) AND m_level <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    )
    OR (
      COALESCE(r_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(f_level >= CAST('2' AS DECIMAL(1, 0)) AND f_level <= CAST('3' AS DECIMAL(1, 0)), FALSE)
      AND COALESCE(m_level = CAST('1' AS DECIMAL(1, 0)), FALSE)
    )
    THEN 'churn_risk'
  END AS "segment"
FROM (
  SELECT
    customer_id,
    recency_days,
    frequency,
    monetary,
    gross,
    CAST(CASE WHEN recency_days <= 33 THEN 3 WHEN recency_days <= 111 THEN 2 ELSE 1 END AS INT) AS r_level,
    CAST(CASE WHEN frequency >= 10 THEN 3 WHEN frequency >= 6 THEN 2 ELSE 1 END AS INT) AS f_level,
    CAST(CASE
      WHEN monetary >= CAST('12346131.9412' AS DECIMAL(12, 4))
      THEN 3
      WHEN monetary >= CAST('10305.6499' AS DECIMAL(9, 4))
      THEN 2
      ELSE 1
    END AS INT) AS m_level
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
