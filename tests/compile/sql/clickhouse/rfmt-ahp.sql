-- with table_rows, all_lines, accepted_lines
CREATE TEMPORARY TABLE customers_seen ENGINE = MergeTree ORDER BY tuple() AS
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
    MIN(CAST(ordered_at AS Nullable(Date32))) AS ordered_on,
    SUM(amount) AS amount
  FROM accepted_lines
  WHERE
    ordered_at >= CAST('2023-03-01' AS Nullable(Date32))
    AND ordered_at < CAST('2024-03-01' AS Nullable(Date32))
    AND NOT (
      order_id IS NULL
    )
  GROUP BY
    customer_id,
    order_id
  UNION ALL
  SELECT
    customer_id,
    CAST(ordered_at AS Nullable(Date32)) AS ordered_on,
    amount
  FROM accepted_lines
  WHERE
    ordered_at >= CAST('2023-03-01' AS Nullable(Date32))
    AND ordered_at < CAST('2024-03-01' AS Nullable(Date32))
    AND order_id IS NULL
) AS source
GROUP BY
  customer_id;

SELECT
  COUNT(*) AS _n,
  COALESCE(SUM(monetary), 0) AS _total
FROM customers_seen;

-- with table_rows, all_lines, accepted_lines
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
      ordered_at < CAST('2023-03-01' AS Nullable(Date32))
      OR ordered_at >= CAST('2024-03-01' AS Nullable(Date32))
    )
  GROUP BY
    customer_id
) AS source;

-- interacting_rows:
SELECT
  TRIM(CAST("customer_id" AS Nullable(String))) AS _customer_id,
  CASE
    WHEN LOWER(nullIf(TRIM(CAST("kind" AS Nullable(String))), '')) IN (
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
    WHEN LOWER(nullIf(TRIM(CAST("kind" AS Nullable(String))), '')) IN ('complaint', 'complain', '投诉', '客户投诉', '客诉', '抱怨', '投訴')
    THEN 'complaint'
    WHEN LOWER(nullIf(TRIM(CAST("kind" AS Nullable(String))), '')) IN ('campaign', 'marketing', 'promotion', '活动', '营销', '营销活动', '市场活动', '营销触达', '短信营销', '群发')
    THEN 'campaign'
    WHEN LOWER(nullIf(TRIM(CAST("kind" AS Nullable(String))), '')) IN ('visit', '回访', '客户回访', '拜访', '客户拜访', '上门', '上门拜访', '走访', '回訪', '拜訪')
    THEN 'visit'
    WHEN LOWER(nullIf(TRIM(CAST("kind" AS Nullable(String))), '')) IN ('satisfaction', 'survey', 'csat', 'nps', '满意度', '满意度调查', '满意度回访', '满意度评价', '滿意度')
    THEN 'satisfaction'
    ELSE nullIf(TRIM(CAST("kind" AS Nullable(String))), '')
  END AS kind,
  nullIf(TRIM(CAST("kind" AS Nullable(String))), '') AS "said",
  CAST("occurred_at" AS Nullable(Date32)) AS occurred_on,
  1 AS "times",
  CAST(NULL AS Nullable(Decimal(18, 6))) AS "value"
FROM "contacts";

-- with interacting_rows
SELECT
  _customer_id
FROM interacting_rows
WHERE
  match(_customer_id, '[^ -~一-鿿]')
GROUP BY
  _customer_id;

CREATE TEMPORARY TABLE interacting_folded ("_customer_id" Nullable(String), "_folded_customer_id" Nullable(String)) ENGINE = MergeTree ORDER BY tuple();

-- with interacting_rows
SELECT
  COUNT(*) AS _rows
FROM (
  SELECT
    nullIf(COALESCE(_folded_customer_id, _customer_id), '') AS customer_id,
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

-- interactions:
SELECT
  nullIf(COALESCE(_folded_customer_id, _customer_id), '') AS customer_id,
  kind,
  "said",
  occurred_on,
  "times",
  "value"
FROM interacting_rows
LEFT JOIN interacting_folded
  USING (_customer_id);

-- with interacting_rows, interactions
SELECT
  COUNT(*) AS _n
FROM "interactions";

-- with table_rows, all_lines, accepted_lines, interacting_rows, interactions
SELECT
  COUNT(*) AS _n
FROM "interactions"
LEFT ANTI JOIN accepted_lines
  USING (customer_id);

-- rated_customers:
SELECT
  customer_id,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(top_order, 4) AS Nullable(Decimal(18, 4))) AS top_order,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
WHERE
  frequency > 0;

-- with rated_customers
SELECT
  COUNT(*) AS "count"
FROM rated_customers;

-- with rated_customers
SELECT
  COUNT(recency_days) AS "q0",
  MIN(CAST(CAST(round(recency_days, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256))) AS "q1",
  MAX(CAST(CAST(round(recency_days, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256))) AS "q2"
FROM rated_customers;

-- with rated_customers
SELECT
  COUNT(frequency) AS "q0",
  MIN(CAST(CAST(round(frequency, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256))) AS "q1",
  MAX(CAST(CAST(round(frequency, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256))) AS "q2"
FROM rated_customers;

-- with rated_customers
SELECT
  COUNT(monetary) AS "q0",
  MIN(CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256))) AS "q1",
  MAX(CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256))) AS "q2"
FROM rated_customers;

-- with rated_customers
SELECT
  COUNT(top_order) AS "q0",
  MIN(CAST(CAST(round(top_order, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256))) AS "q1",
  MAX(CAST(CAST(round(top_order, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256))) AS "q2"
FROM rated_customers;

-- with rated_customers
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
  CAST(round("score", 6) AS Nullable(Decimal(18, 6))) AS "score",
  CASE
    WHEN "score" >= CAST('0.2' AS Nullable(Decimal(2, 1)))
    THEN 'A'
    WHEN "score" >= CAST('0.1' AS Nullable(Decimal(2, 1)))
    THEN 'B'
    WHEN "score" >= CAST('0.05' AS Nullable(Decimal(3, 2)))
    THEN 'C'
    ELSE 'D'
  END AS "tier"
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
    CAST(round(
      CAST('0.088287' AS Nullable(Decimal(38, 6))) * CAST(round(r_std, 6) AS Nullable(Decimal(38, 6))) + CAST('0.271798' AS Nullable(Decimal(38, 6))) * CAST(round(f_std, 6) AS Nullable(Decimal(38, 6))) + CAST('0.482407' AS Nullable(Decimal(38, 6))) * CAST(round(m_std, 6) AS Nullable(Decimal(38, 6))) + CAST('0.157508' AS Nullable(Decimal(38, 6))) * CAST(round(t_std, 6) AS Nullable(Decimal(38, 6))),
      12
    ) AS Nullable(Decimal(38, 12))) AS "score"
  FROM (
    SELECT
      customer_id,
      recency_days,
      frequency,
      monetary,
      top_order,
      gross,
      COALESCE(
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                234 - CAST(CAST(round(recency_days, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256))
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        234 - CAST(CAST(round(recency_days, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256))
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(234 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(234 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      234 - CAST(CAST(round(recency_days, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256))
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(234 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(234 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('0' AS Nullable(Decimal(1, 0))), 6) AS Nullable(Decimal(18, 6)))
      ) AS r_std,
      COALESCE(
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                CAST(CAST(round(frequency, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256)) - 2
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(round(frequency, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256)) - 2
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(29 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(29 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(round(frequency, 0) AS Nullable(Decimal(38, 0))) * 1 AS Nullable(Int256)) - 2
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(29 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(29 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('0' AS Nullable(Decimal(1, 0))), 6) AS Nullable(Decimal(18, 6)))
      ) AS f_std,
      COALESCE(
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) - 2194000
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) - 2194000
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(247134018622 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(247134018622 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) - 2194000
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(247134018622 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(247134018622 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('0' AS Nullable(Decimal(1, 0))), 6) AS Nullable(Decimal(18, 6)))
      ) AS m_std,
      COALESCE(
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                CAST(CAST(round(top_order, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) - 1714400
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(round(top_order, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) - 1714400
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(123455074612 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(123455074612 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(round(top_order, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) - 1714400
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(123455074612 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(123455074612 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('0' AS Nullable(Decimal(1, 0))), 6) AS Nullable(Decimal(18, 6)))
      ) AS t_std
    FROM rated_customers
  ) AS source
) AS source;

-- with table_rows, all_lines
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
    NOT (
      verdict IS NULL
    )
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
