CREATE TEMPORARY TABLE customers_seen ON COMMIT DROP AS
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  MAX(CASE WHEN amount > 0 THEN ordered_on END) AS last_purchase,
  SUM(amount) AS monetary,
  MAX(CASE WHEN amount > 0 THEN amount END) AS top_order,
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
  CAST(top_order AS DECIMAL(18, 4)) AS top_order,
  CAST(gross AS DECIMAL(18, 4)) AS gross
FROM customers_seen
WHERE
  frequency > 0;

SELECT
  COUNT(*) AS "count"
FROM rated_customers;

SELECT
  COUNT(recency_days) AS "q0",
  MIN(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q1",
  MAX(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q2",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q3",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) * CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q4"
FROM rated_customers;

SELECT
  COUNT(frequency) AS "q0",
  MIN(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q1",
  MAX(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q2",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q3",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) * CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q4"
FROM rated_customers;

SELECT
  COUNT(monetary) AS "q0",
  MIN(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q1",
  MAX(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q2",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q3",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) * CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q4"
FROM rated_customers;

SELECT
  COUNT(top_order) AS "q0",
  MIN(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q1",
  MAX(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q2",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q3",
  SUM(
    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) * CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
      LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
  ) AS "q4"
FROM rated_customers;

CREATE TEMPORARY TABLE clustered_customers ON COMMIT DROP AS
SELECT
  customer_id,
  monetary,
  r_std,
  f_std,
  m_std,
  t_std
FROM (
  SELECT
    customer_id,
    monetary,
    r_std,
    f_std,
    m_std,
    t_std
  FROM (
    SELECT
      customer_id,
      monetary,
      recency_days,
      frequency,
      top_order,
      COALESCE(
        CAST(CAST(CASE
          WHEN (
            2446715614 - CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
              LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
            ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
          ) < 0
          THEN -(
            DIV(
              (
                2 * ABS(
                  CAST((
                    2446715614 - CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                      LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
                  ) AS DECIMAL(38, 0)) * 1000000
                ) + CAST(1660423590 AS DECIMAL(38, 0))
              ),
              NULLIF(2 * CAST(1660423590 AS DECIMAL(38, 0)), 0)
            )
          )
          ELSE DIV(
            (
              2 * ABS(
                CAST((
                  2446715614 - CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                    LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                  ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
                ) AS DECIMAL(38, 0)) * 1000000
              ) + CAST(1660423590 AS DECIMAL(38, 0))
            ),
            NULLIF(2 * CAST(1660423590 AS DECIMAL(38, 0)), 0)
          )
        END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
        CAST(CAST('-1.814519' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
      ) AS r_std,
      COALESCE(
        CAST(CAST(CASE
          WHEN (
            CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
              LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
            ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 2271858117
          ) < 0
          THEN -(
            DIV(
              (
                2 * ABS(
                  CAST((
                    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                      LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 2271858117
                  ) AS DECIMAL(38, 0)) * 1000000
                ) + CAST(363299214 AS DECIMAL(38, 0))
              ),
              NULLIF(2 * CAST(363299214 AS DECIMAL(38, 0)), 0)
            )
          )
          ELSE DIV(
            (
              2 * ABS(
                CAST((
                  CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                    LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                  ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 2271858117
                ) AS DECIMAL(38, 0)) * 1000000
              ) + CAST(363299214 AS DECIMAL(38, 0))
            ),
            NULLIF(2 * CAST(363299214 AS DECIMAL(38, 0)), 0)
          )
        END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
        CAST(CAST('-3.229420' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
      ) AS f_std,
      COALESCE(
        CAST(CAST(CASE
          WHEN (
            CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 11280614351
          ) < 0
          THEN -(
            DIV(
              (
                2 * ABS(
                  CAST((
                    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 11280614351
                  ) AS DECIMAL(38, 0)) * 1000000
                ) + CAST(3154488491 AS DECIMAL(38, 0))
              ),
              NULLIF(2 * CAST(3154488491 AS DECIMAL(38, 0)), 0)
            )
          )
          ELSE DIV(
            (
              2 * ABS(
                CAST((
                  CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 11280614351
                ) AS DECIMAL(38, 0)) * 1000000
              ) + CAST(3154488491 AS DECIMAL(38, 0))
            ),
            NULLIF(2 * CAST(3154488491 AS DECIMAL(38, 0)), 0)
          )
        END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
        CAST(CAST('-1.865650' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
      ) AS m_std,
      COALESCE(
        CAST(CAST(CASE
          WHEN (
            CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
              LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
            ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 10806341931
          ) < 0
          THEN -(
            DIV(
              (
                2 * ABS(
                  CAST((
                    CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                      LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                    ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 10806341931
                  ) AS DECIMAL(38, 0)) * 1000000
                ) + CAST(3465738990 AS DECIMAL(38, 0))
              ),
              NULLIF(2 * CAST(3465738990 AS DECIMAL(38, 0)), 0)
            )
          )
          ELSE DIV(
            (
              2 * ABS(
                CAST((
                  CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                    LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                  ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 10806341931
                ) AS DECIMAL(38, 0)) * 1000000
              ) + CAST(3465738990 AS DECIMAL(38, 0))
            ),
            NULLIF(2 * CAST(3465738990 AS DECIMAL(38, 0)), 0)
          )
        END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
        CAST(CAST('-1.632060' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
      ) AS t_std
    FROM rated_customers
  ) AS source
) AS source
ORDER BY
  customer_id;

SELECT
  CAST(r_std AS DOUBLE PRECISION) AS r_std,
  CAST(f_std AS DOUBLE PRECISION) AS f_std,
  CAST(m_std AS DOUBLE PRECISION) AS m_std,
  CAST(t_std AS DOUBLE PRECISION) AS t_std
FROM clustered_customers
ORDER BY
  customer_id;

SELECT
  _rank,
  SUM(_by) AS _total,
  COUNT(*) AS _heads
FROM (
  SELECT
    CAST(CASE
      WHEN CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) = LEAST(
        CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9))
      )
      THEN 1
      WHEN CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) = LEAST(
        CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9))
      )
      THEN 2
      WHEN CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) = LEAST(
        CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9))
      )
      THEN 3
      WHEN CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) = LEAST(
        CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)),
        CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9))
      )
      THEN 4
    END AS INT) AS _rank,
    monetary AS _by
  FROM clustered_customers
) AS source
GROUP BY
  _rank;

SELECT
  customer_id,
  recency_days,
  frequency,
  monetary,
  top_order,
  gross,
  r_std,
  f_std,
  m_std,
  t_std,
  CAST("score" AS DECIMAL(18, 6)) AS "score",
  "cluster",
  CASE
    WHEN COALESCE("cluster" = CAST('1' AS DECIMAL(1, 0)), FALSE)
    THEN 'first_class'
    WHEN COALESCE("cluster" = CAST('2' AS DECIMAL(1, 0)), FALSE)
    THEN 'second_class'
    WHEN COALESCE("cluster" = CAST('3' AS DECIMAL(1, 0)), FALSE)
    THEN 'third_class'
    ELSE 'fourth_class'
  END AS "segment"
FROM (
  SELECT
    customer_id,
    recency_days,
    frequency,
    monetary,
    top_order,
    gross,
    r_std,
    f_std,
    m_std,
    t_std,
    "score",
    CAST(CASE
      WHEN _distance_1 = LEAST(_distance_1, _distance_2, _distance_3, _distance_4)
      THEN 1
      WHEN _distance_2 = LEAST(_distance_1, _distance_2, _distance_3, _distance_4)
      THEN 2
      WHEN _distance_3 = LEAST(_distance_1, _distance_2, _distance_3, _distance_4)
      THEN 3
      WHEN _distance_4 = LEAST(_distance_1, _distance_2, _distance_3, _distance_4)
      THEN 4
    END AS INT) AS "cluster"
  FROM (
    SELECT
      customer_id,
      recency_days,
      frequency,
      monetary,
      top_order,
      gross,
      r_std,
      f_std,
      m_std,
      t_std,
      "score",
      CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('0.054123932' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.432588864' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('1.621156591' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('1.593448000' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) AS _distance_1,
      CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('1.185711120' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.192991500' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.399106540' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.410121700' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) AS _distance_2,
      CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.624110471' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('0.209685971' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.365986309' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.369415015' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) AS _distance_3,
      CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(r_std - CAST('-0.712130222' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(f_std - CAST('-1.590449926' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(m_std - CAST('-0.981055630' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) + CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) * CAST(t_std - CAST('-0.906865556' AS DECIMAL(10, 9)) AS DECIMAL(18, 9)) AS _distance_4
    FROM (
      SELECT
        customer_id,
        recency_days,
        frequency,
        monetary,
        top_order,
        gross,
        r_std,
        f_std,
        m_std,
        t_std,
        CAST(CAST('0.088287' AS DECIMAL(7, 6)) * CAST(r_std AS DECIMAL(18, 6)) + CAST('0.271798' AS DECIMAL(7, 6)) * CAST(f_std AS DECIMAL(18, 6)) + CAST('0.482407' AS DECIMAL(7, 6)) * CAST(m_std AS DECIMAL(18, 6)) + CAST('0.157508' AS DECIMAL(7, 6)) * CAST(t_std AS DECIMAL(18, 6)) AS DECIMAL(38, 12)) AS "score"
      FROM (
        SELECT
          customer_id,
          recency_days,
          frequency,
          monetary,
          top_order,
          gross,
          COALESCE(
            CAST(CAST(CASE
              WHEN (
                2446715614 - CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                  LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
              ) < 0
              THEN -(
                DIV(
                  (
                    2 * ABS(
                      CAST((
                        2446715614 - CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                          LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                        ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
                      ) AS DECIMAL(38, 0)) * 1000000
                    ) + CAST(1660423590 AS DECIMAL(38, 0))
                  ),
                  NULLIF(2 * CAST(1660423590 AS DECIMAL(38, 0)), 0)
                )
              )
              ELSE DIV(
                (
                  2 * ABS(
                    CAST((
                      2446715614 - CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                        LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                      ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0))
                    ) AS DECIMAL(38, 0)) * 1000000
                  ) + CAST(1660423590 AS DECIMAL(38, 0))
                ),
                NULLIF(2 * CAST(1660423590 AS DECIMAL(38, 0)), 0)
              )
            END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
            CAST(CAST('-1.814519' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
          ) AS r_std,
          COALESCE(
            CAST(CAST(CASE
              WHEN (
                CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                  LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 2271858117
              ) < 0
              THEN -(
                DIV(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                          LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                        ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 2271858117
                      ) AS DECIMAL(38, 0)) * 1000000
                    ) + CAST(363299214 AS DECIMAL(38, 0))
                  ),
                  NULLIF(2 * CAST(363299214 AS DECIMAL(38, 0)), 0)
                )
              )
              ELSE DIV(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                        LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                      ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 2271858117
                    ) AS DECIMAL(38, 0)) * 1000000
                  ) + CAST(363299214 AS DECIMAL(38, 0))
                ),
                NULLIF(2 * CAST(363299214 AS DECIMAL(38, 0)), 0)
              )
            END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
            CAST(CAST('-3.229420' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
          ) AS f_std,
          COALESCE(
            CAST(CAST(CASE
              WHEN (
                CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 11280614351
              ) < 0
              THEN -(
                DIV(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 11280614351
                      ) AS DECIMAL(38, 0)) * 1000000
                    ) + CAST(3154488491 AS DECIMAL(38, 0))
                  ),
                  NULLIF(2 * CAST(3154488491 AS DECIMAL(38, 0)), 0)
                )
              )
              ELSE DIV(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS DOUBLE PRECISION)) * 1000000000 + 0.5) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 11280614351
                    ) AS DECIMAL(38, 0)) * 1000000
                  ) + CAST(3154488491 AS DECIMAL(38, 0))
                ),
                NULLIF(2 * CAST(3154488491 AS DECIMAL(38, 0)), 0)
              )
            END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
            CAST(CAST('-1.865650' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
          ) AS m_std,
          COALESCE(
            CAST(CAST(CASE
              WHEN (
                CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                  LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 10806341931
              ) < 0
              THEN -(
                DIV(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                          LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                        ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 10806341931
                      ) AS DECIMAL(38, 0)) * 1000000
                    ) + CAST(3465738990 AS DECIMAL(38, 0))
                  ),
                  NULLIF(2 * CAST(3465738990 AS DECIMAL(38, 0)), 0)
                )
              )
              ELSE DIV(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(CAST(CAST(CAST(CAST(FLOOR(
                        LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS DOUBLE PRECISION)) * 1000000000 + 0.5
                      ) AS BIGINT) AS DECIMAL(19, 0)) * CAST('0.000000001' AS DECIMAL(9, 9)) AS DECIMAL(28, 9)) AS DECIMAL(18, 9)) AS DECIMAL(28, 9)) * 1000000000 AS DECIMAL(38, 0)) - 10806341931
                    ) AS DECIMAL(38, 0)) * 1000000
                  ) + CAST(3465738990 AS DECIMAL(38, 0))
                ),
                NULLIF(2 * CAST(3465738990 AS DECIMAL(38, 0)), 0)
              )
            END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)),
            CAST(CAST('-1.632060' AS DECIMAL(7, 6)) AS DECIMAL(18, 6))
          ) AS t_std
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
