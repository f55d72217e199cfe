CREATE TEMPORARY TABLE customers_seen ON COMMIT DROP AS
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  SUM(amount) AS monetary,
  MAX(CASE WHEN amount > 0 THEN ordered_on END) AS last_purchase,
  COALESCE(SUM(CASE WHEN amount < 0 THEN amount END), 0) AS refunds,
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
      ordered_at < CAST('2022-03-01' AS DATE) OR ordered_at >= CAST('2024-03-01' AS DATE)
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
  CAST(monetary AS DECIMAL(18, 4)) AS monetary,
  CAST(frequency AS INT) AS frequency,
  CAST(CAST(CASE
    WHEN CAST(CAST(monetary AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)) < 0
    THEN -(
      DIV(
        (
          2 * ABS(CAST(CAST(CAST(monetary AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)) AS DECIMAL(38, 0)) * 10000) + CAST(frequency * 10000 AS DECIMAL(38, 0))
        ),
        NULLIF(2 * CAST(frequency * 10000 AS DECIMAL(38, 0)), 0)
      )
    )
    ELSE DIV(
      (
        2 * ABS(CAST(CAST(CAST(monetary AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)) AS DECIMAL(38, 0)) * 10000) + CAST(frequency * 10000 AS DECIMAL(38, 0))
      ),
      NULLIF(2 * CAST(frequency * 10000 AS DECIMAL(38, 0)), 0)
    )
  END AS DECIMAL(18, 0)) * CAST('0.0001' AS DECIMAL(4, 4)) AS DECIMAL(18, 4)) AS average_order,
  CAST((
    CAST('2024-02-29' AS DATE) - CAST(first_purchase_ever AS DATE)
  ) AS INT) AS tenure_days,
  CAST((
    CAST('2024-02-29' AS DATE) - CAST(last_purchase AS DATE)
  ) AS INT) AS recency_days,
  CAST(CAST(CASE
    WHEN CAST(CAST(-refunds AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)) < 0
    THEN -(
      DIV(
        (
          2 * ABS(CAST(CAST(CAST(-refunds AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)) AS DECIMAL(38, 0)) * 1000000) + CAST(CAST(gross AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0))
        ),
        NULLIF(2 * CAST(CAST(gross AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)), 0)
      )
    )
    ELSE DIV(
      (
        2 * ABS(CAST(CAST(CAST(-refunds AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)) AS DECIMAL(38, 0)) * 1000000) + CAST(CAST(gross AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0))
      ),
      NULLIF(2 * CAST(CAST(gross AS DECIMAL(18, 4)) * 10000 AS DECIMAL(38, 0)), 0)
    )
  END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)) AS refund_rate,
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
  PERCENTILE_DISC(
    ARRAY[
      CAST(359 AS DOUBLE PRECISION) / 378,
      CAST(303 AS DOUBLE PRECISION) / 378,
      CAST(189 AS DOUBLE PRECISION) / 378
    ]
  ) WITHIN GROUP (ORDER BY
    monetary) AS "q0",
  PERCENTILE_DISC(
    ARRAY[
      CAST(341 AS DOUBLE PRECISION) / 378,
      CAST(265 AS DOUBLE PRECISION) / 378,
      CAST(151 AS DOUBLE PRECISION) / 378
    ]
  ) WITHIN GROUP (ORDER BY
    average_order) AS "q1"
FROM rated_customers;

SELECT
  COUNT(CASE WHEN monetary > CAST('12456698.2011' AS DECIMAL(12, 4)) THEN 1 END) AS "q0",
  COUNT(CASE WHEN monetary = CAST('12456698.2011' AS DECIMAL(12, 4)) THEN 1 END) AS "q1",
  MIN(CASE WHEN monetary > CAST('12456698.2011' AS DECIMAL(12, 4)) THEN monetary END) AS "q2",
  COUNT(CASE WHEN monetary > CAST('12368862.2761' AS DECIMAL(12, 4)) THEN 1 END) AS "q3",
  COUNT(CASE WHEN monetary = CAST('12368862.2761' AS DECIMAL(12, 4)) THEN 1 END) AS "q4",
  MIN(CASE WHEN monetary > CAST('12368862.2761' AS DECIMAL(12, 4)) THEN monetary END) AS "q5",
  COUNT(CASE WHEN monetary > CAST('63026.5101' AS DECIMAL(9, 4)) THEN 1 END) AS "q6",
  COUNT(CASE WHEN monetary = CAST('63026.5101' AS DECIMAL(9, 4)) THEN 1 END) AS "q7",
  MIN(CASE WHEN monetary > CAST('63026.5101' AS DECIMAL(9, 4)) THEN monetary END) AS "q8",
  MIN(monetary) AS "q9",
  COUNT(CASE WHEN average_order > CAST('1234806.6736' AS DECIMAL(11, 4)) THEN 1 END) AS "q10",
  COUNT(CASE WHEN average_order = CAST('1234806.6736' AS DECIMAL(11, 4)) THEN 1 END) AS "q11",
  MIN(CASE WHEN average_order > CAST('1234806.6736' AS DECIMAL(11, 4)) THEN average_order END) AS "q12",
  COUNT(CASE WHEN average_order > CAST('20092.2817' AS DECIMAL(9, 4)) THEN 1 END) AS "q13",
  COUNT(CASE WHEN average_order = CAST('20092.2817' AS DECIMAL(9, 4)) THEN 1 END) AS "q14",
  MIN(CASE WHEN average_order > CAST('20092.2817' AS DECIMAL(9, 4)) THEN average_order END) AS "q15",
  COUNT(CASE WHEN average_order > CAST('4061.1300' AS DECIMAL(8, 4)) THEN 1 END) AS "q16",
  COUNT(CASE WHEN average_order = CAST('4061.1300' AS DECIMAL(8, 4)) THEN 1 END) AS "q17",
  MIN(CASE WHEN average_order > CAST('4061.1300' AS DECIMAL(8, 4)) THEN average_order END) AS "q18",
  MIN(average_order) AS "q19"
FROM rated_customers;

SELECT
  MIN(CASE WHEN _greater * 5 < _everything * 4 THEN _value END) AS "q0",
  MIN(CASE WHEN _greater * 20 < _everything * 19 THEN _value END) AS "q1"
FROM (
  SELECT
    _value,
    _total,
    CAST(SUM(_total) OVER (ORDER BY _value DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - _total AS DECIMAL(38, 0)) AS _greater,
    CAST(SUM(CASE WHEN NOT _value IS NULL THEN _total ELSE 0 END) OVER () AS DECIMAL(38, 0)) AS _everything
  FROM (
    SELECT
      monetary AS _value,
      SUM(CAST(CAST(monetary AS DECIMAL(28, 6)) * 1000000 AS DECIMAL(38, 0))) AS _total
    FROM rated_customers
    WHERE
      monetary > 0
    GROUP BY
      monetary
  ) AS source
) AS source;

SELECT
  customer_id,
  monetary,
  frequency,
  average_order,
  tenure_days,
  recency_days,
  refund_rate,
  gross,
  premium_rank,
  "policies",
  CAST("importance" AS DECIMAL(18, 6)) AS "importance",
  premium_share,
  policy_rank,
  "contribution",
  "years",
  last_contract,
  contracts_kept,
  "relationship",
  CAST("score" AS DECIMAL(18, 6)) AS "score",
  CASE
    WHEN "score" >= CAST('75' AS DECIMAL(2, 0))
    THEN 'core'
    WHEN "score" >= CAST('50' AS DECIMAL(2, 0))
    THEN 'key'
    ELSE 'ordinary'
  END AS "tier"
FROM (
  SELECT
    customer_id,
    monetary,
    frequency,
    average_order,
    tenure_days,
    recency_days,
    refund_rate,
    gross,
    premium_rank,
    "policies",
    "importance",
    premium_share,
    policy_rank,
    "contribution",
    "years",
    last_contract,
    contracts_kept,
    "relationship",
    CAST(CAST('0.4' AS DECIMAL(2, 1)) * CAST("importance" AS DECIMAL(19, 7)) + CAST('0.3' AS DECIMAL(2, 1)) * CAST("contribution" AS DECIMAL(18, 6)) + CAST('0.3' AS DECIMAL(2, 1)) * CAST("relationship" AS DECIMAL(18, 6)) AS DECIMAL(38, 8)) AS "score"
  FROM (
    SELECT
      customer_id,
      monetary,
      frequency,
      average_order,
      tenure_days,
      recency_days,
      refund_rate,
      gross,
      premium_rank,
      "policies",
      "importance",
      premium_share,
      policy_rank,
      "contribution",
      "years",
      last_contract,
      contracts_kept,
      "relationship"
    FROM (
      SELECT
        customer_id,
        monetary,
        frequency,
        average_order,
        tenure_days,
        recency_days,
        refund_rate,
        gross,
        premium_rank,
        "policies",
        premium_share,
        policy_rank,
        "years",
        last_contract,
        contracts_kept,
        CAST(CAST('0.6' AS DECIMAL(2, 1)) * CAST(premium_rank AS DECIMAL(12, 0)) + CAST('0.4' AS DECIMAL(2, 1)) * CAST("policies" AS DECIMAL(18, 6)) AS DECIMAL(38, 7)) AS "importance",
        CAST(CAST('0.5' AS DECIMAL(2, 1)) * CAST(premium_share AS DECIMAL(12, 0)) + CAST('0.5' AS DECIMAL(2, 1)) * CAST(policy_rank AS DECIMAL(12, 0)) AS DECIMAL(18, 6)) AS "contribution",
        CAST(CAST('0.4' AS DECIMAL(2, 1)) * CAST("years" AS DECIMAL(12, 0)) + CAST('0.3' AS DECIMAL(2, 1)) * CAST(last_contract AS DECIMAL(12, 0)) + CAST('0.3' AS DECIMAL(2, 1)) * CAST(contracts_kept AS DECIMAL(12, 0)) AS DECIMAL(18, 6)) AS "relationship"
      FROM (
        SELECT
          customer_id,
          monetary,
          frequency,
          average_order,
          tenure_days,
          recency_days,
          refund_rate,
          gross,
          CAST(CASE
            WHEN monetary >= CAST('12457221.9211' AS DECIMAL(12, 4))
            THEN 100
            WHEN monetary >= CAST('12368862.2761' AS DECIMAL(12, 4))
            THEN 80
            WHEN monetary >= CAST('63031.6752' AS DECIMAL(9, 4))
            THEN 50
            ELSE 20
          END AS INT) AS premium_rank,
          CAST(LEAST(
            CAST(COALESCE(frequency, 0) AS DECIMAL(24, 6)) * CAST('20' AS DECIMAL(2, 0)),
            CAST('100' AS DECIMAL(3, 0))
          ) AS DECIMAL(18, 6)) AS "policies",
          CAST(CASE
            WHEN monetary >= CAST('12358347.5512' AS DECIMAL(12, 4))
            THEN 100
            WHEN monetary >= CAST('12348066.7363' AS DECIMAL(12, 4))
            THEN 60
            ELSE 20
          END AS INT) AS premium_share,
          CAST(CASE
            WHEN average_order >= CAST('1234806.6736' AS DECIMAL(11, 4))
            THEN 100
            WHEN average_order >= CAST('20092.2817' AS DECIMAL(9, 4))
            THEN 70
            WHEN average_order >= CAST('4070.5046' AS DECIMAL(8, 4))
            THEN 40
            ELSE 10
          END AS INT) AS policy_rank,
          CAST(CASE
            WHEN tenure_days >= 1095
            THEN 100
            WHEN tenure_days >= 365
            THEN 70
            WHEN tenure_days >= 90
            THEN 40
            ELSE 10
          END AS INT) AS "years",
          CAST(CASE
            WHEN recency_days <= 180
            THEN 100
            WHEN recency_days <= 365
            THEN 70
            WHEN recency_days <= 540
            THEN 30
            ELSE 0
          END AS INT) AS last_contract,
          CAST(CASE
            WHEN refund_rate <= CAST('-0.000000' AS DECIMAL(7, 6))
            THEN 100
            WHEN refund_rate <= CAST('0.050000' AS DECIMAL(7, 6))
            THEN 60
            ELSE 0
          END AS INT) AS contracts_kept
        FROM rated_customers
      ) AS source
    ) AS source
  ) AS source
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
