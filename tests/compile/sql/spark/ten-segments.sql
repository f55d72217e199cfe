CACHE TABLE customers_seen AS
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
  LEFT ANTI JOIN customers_seen
    USING (customer_id)
  WHERE
    (
      ordered_at < CAST('2023-03-01' AS DATE) OR ordered_at >= CAST('2024-03-01' AS DATE)
    )
  GROUP BY
    customer_id
) AS source;

CREATE OR REPLACE TEMPORARY VIEW interacting_rows AS
SELECT
  TRIM(CAST(`customer_id` AS STRING)) AS _customer_id,
  CASE
    WHEN LOWER(NULLIF(TRIM(CAST(`kind` AS STRING)), '')) IN (
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
    WHEN LOWER(NULLIF(TRIM(CAST(`kind` AS STRING)), '')) IN ('complaint', 'complain', '投诉', '客户投诉', '客诉', '抱怨', '投訴')
    THEN 'complaint'
    WHEN LOWER(NULLIF(TRIM(CAST(`kind` AS STRING)), '')) IN ('campaign', 'marketing', 'promotion', '活动', '营销', '营销活动', '市场活动', '营销触达', '短信营销', '群发')
    THEN 'campaign'
    WHEN LOWER(NULLIF(TRIM(CAST(`kind` AS STRING)), '')) IN ('visit', '回访', '客户回访', '拜访', '客户拜访', '上门', '上门拜访', '走访', '回訪', '拜訪')
    THEN 'visit'
    WHEN LOWER(NULLIF(TRIM(CAST(`kind` AS STRING)), '')) IN ('satisfaction', 'survey', 'csat', 'nps', '满意度', '满意度调查', '满意度回访', '满意度评价', '滿意度')
    THEN 'satisfaction'
    ELSE NULLIF(TRIM(CAST(`kind` AS STRING)), '')
  END AS kind,
  NULLIF(TRIM(CAST(`kind` AS STRING)), '') AS `said`,
  CAST(`occurred_at` AS DATE) AS occurred_on,
  1 AS `times`,
  CAST(NULL AS DECIMAL(18, 6)) AS `value`
FROM `contacts`;

SELECT
  _customer_id
FROM interacting_rows
WHERE
  _customer_id RLIKE '[^ -~一-鿿]'
GROUP BY
  _customer_id;

SELECT
  COUNT(*) AS _rows
FROM (
  SELECT
    NULLIF(COALESCE(_folded_customer_id, _customer_id), '') AS customer_id,
    kind,
    `said`,
    occurred_on,
    `times`,
    `value`
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
  `said`,
  occurred_on,
  `times`,
  `value`
FROM interacting_rows
LEFT JOIN interacting_folded
  USING (_customer_id);

SELECT
  COUNT(*) AS _n
FROM `interactions`;

SELECT
  COUNT(*) AS _n
FROM `interactions`
LEFT ANTI JOIN accepted_lines
  USING (customer_id);

CREATE OR REPLACE TEMPORARY VIEW rated_customers AS
SELECT
  customer_id,
  CAST(DATEDIFF(DAY, last_purchase, CAST('2024-02-29' AS DATE)) AS INT) AS recency_days,
  CAST(frequency AS INT) AS frequency,
  CAST(monetary AS DECIMAL(18, 4)) AS monetary,
  CAST(gross AS DECIMAL(18, 4)) AS gross
FROM customers_seen
WHERE
  frequency > 0;

SELECT
  COUNT(*) AS `count`
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
  recency_days NULLS LAST
LIMIT 20001;

SELECT
  frequency,
  COUNT(*) AS _heads
FROM rated_customers
WHERE
  NOT frequency IS NULL
GROUP BY
  frequency
ORDER BY
  frequency NULLS LAST
LIMIT 20001;

SELECT
  customer_id,
  recency_days,
  frequency,
  monetary,
  gross,
  r_score,
  f_score,
  CASE
    WHEN COALESCE(r_score = CAST('5' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score >= CAST('4' AS DECIMAL(1, 0)) AND f_score <= CAST('5' AS DECIMAL(1, 0)), FALSE)
    THEN 'champions'
    WHEN COALESCE(r_score >= CAST('3' AS DECIMAL(1, 0)) AND r_score <= CAST('4' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score >= CAST('4' AS DECIMAL(1, 0)) AND f_score <= CAST('5' AS DECIMAL(1, 0)), FALSE)
    THEN 'loyal'
    WHEN COALESCE(r_score >= CAST('4' AS DECIMAL(1, 0)) AND r_score <= CAST('5' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score >= CAST('2' AS DECIMAL(1, 0)) AND f_score <= CAST('3' AS DECIMAL(1, 0)), FALSE)
    THEN 'potential_loyalist'
    WHEN COALESCE(r_score = CAST('5' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score = CAST('1' AS DECIMAL(1, 0)), FALSE)
    THEN 'new'
    WHEN COALESCE(r_score = CAST('4' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score = CAST('1' AS DECIMAL(1, 0)), FALSE)
    THEN 'promising'
    WHEN COALESCE(r_score = CAST('3' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score = CAST('3' AS DECIMAL(1, 0)), FALSE)
    THEN 'need_attention'
    WHEN COALESCE(r_score = CAST('3' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score >= CAST('1' AS DECIMAL(1, 0)) AND f_score <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    THEN 'about_to_sleep'
    WHEN COALESCE(r_score >= CAST('1' AS DECIMAL(1, 0)) AND r_score <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score >= CAST('3' AS DECIMAL(1, 0)) AND f_score <= CAST('4' AS DECIMAL(1, 0)), FALSE)
    THEN 'at_risk'
    WHEN COALESCE(r_score >= CAST('1' AS DECIMAL(1, 0)) AND r_score <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score = CAST('5' AS DECIMAL(1, 0)), FALSE)
    THEN 'cannot_lose'
    WHEN COALESCE(r_score >= CAST('1' AS DECIMAL(1, 0)) AND r_score <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    AND COALESCE(f_score >= CAST('1' AS DECIMAL(1, 0)) AND f_score <= CAST('2' AS DECIMAL(1, 0)), FALSE)
    THEN 'hibernating'
  END AS `segment`,
  `code`
FROM (
  SELECT
    customer_id,
    recency_days,
    frequency,
    monetary,
    gross,
    r_score,
    f_score,
    CAST(r_score AS STRING) || CAST(f_score AS STRING) AS `code`
  FROM (
    SELECT
      customer_id,
      recency_days,
      frequency,
      monetary,
      gross,
      CAST(CASE
        WHEN recency_days <= 0
        THEN 5
        WHEN recency_days <= 7
        THEN 4
        WHEN recency_days <= 25
        THEN 3
        WHEN recency_days <= 57
        THEN 2
        ELSE 1
      END AS INT) AS r_score,
      CAST(CASE
        WHEN frequency >= 12
        THEN 5
        WHEN frequency >= 10
        THEN 4
        WHEN frequency >= 9
        THEN 3
        WHEN frequency >= 7
        THEN 2
        ELSE 1
      END AS INT) AS f_score
    FROM rated_customers
  ) AS source
) AS source;

SELECT
  _source,
  `value`,
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
    END AS `value`,
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
  _source NULLS LAST,
  `value` NULLS LAST,
  verdict NULLS LAST,
  _k0 NULLS LAST,
  _k1 NULLS LAST,
  _k2 NULLS LAST,
  _k3 NULLS LAST,
  _k4 NULLS LAST
LIMIT 10000;
