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
  MIN(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q1",
  MAX(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q2",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q3",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) * CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q4"
FROM rated_customers;

-- with rated_customers
SELECT
  COUNT(frequency) AS "q0",
  MIN(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q1",
  MAX(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q2",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q3",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) * CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q4"
FROM rated_customers;

-- with rated_customers
SELECT
  COUNT(monetary) AS "q0",
  MIN(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q1",
  MAX(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q2",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q3",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) * CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q4"
FROM rated_customers;

-- with rated_customers
SELECT
  COUNT(top_order) AS "q0",
  MIN(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q1",
  MAX(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q2",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q3",
  SUM(
    CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) * CAST(CAST(round(
      CAST(round(
        CAST(round(
          CAST(CAST(FLOOR(
            LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
          9
        ) AS Nullable(Decimal(28, 9))),
        9
      ) AS Nullable(Decimal(18, 9))),
      9
    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
  ) AS "q4"
FROM rated_customers;

-- with rated_customers
CREATE TEMPORARY TABLE clustered_customers ENGINE = MergeTree ORDER BY tuple() AS
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
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                2446715614 - CAST(CAST(round(
                  CAST(round(
                    CAST(round(
                      CAST(CAST(FLOOR(
                        LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
                      ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                      9
                    ) AS Nullable(Decimal(28, 9))),
                    9
                  ) AS Nullable(Decimal(18, 9))),
                  9
                ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        2446715614 - CAST(CAST(round(
                          CAST(round(
                            CAST(round(
                              CAST(CAST(FLOOR(
                                LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
                              ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                              9
                            ) AS Nullable(Decimal(28, 9))),
                            9
                          ) AS Nullable(Decimal(18, 9))),
                          9
                        ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(1660423590 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(1660423590 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      2446715614 - CAST(CAST(round(
                        CAST(round(
                          CAST(round(
                            CAST(CAST(FLOOR(
                              LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
                            ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                            9
                          ) AS Nullable(Decimal(28, 9))),
                          9
                        ) AS Nullable(Decimal(18, 9))),
                        9
                      ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(1660423590 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(1660423590 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('-1.814519' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
      ) AS r_std,
      COALESCE(
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                CAST(CAST(round(
                  CAST(round(
                    CAST(round(
                      CAST(CAST(FLOOR(
                        LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
                      ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                      9
                    ) AS Nullable(Decimal(28, 9))),
                    9
                  ) AS Nullable(Decimal(18, 9))),
                  9
                ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 2271858117
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(round(
                          CAST(round(
                            CAST(round(
                              CAST(CAST(FLOOR(
                                LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
                              ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                              9
                            ) AS Nullable(Decimal(28, 9))),
                            9
                          ) AS Nullable(Decimal(18, 9))),
                          9
                        ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 2271858117
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(363299214 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(363299214 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(round(
                        CAST(round(
                          CAST(round(
                            CAST(CAST(FLOOR(
                              LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
                            ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                            9
                          ) AS Nullable(Decimal(28, 9))),
                          9
                        ) AS Nullable(Decimal(18, 9))),
                        9
                      ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 2271858117
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(363299214 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(363299214 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('-3.229420' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
      ) AS f_std,
      COALESCE(
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                CAST(CAST(round(
                  CAST(round(
                    CAST(round(
                      CAST(CAST(FLOOR(
                        LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
                      ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                      9
                    ) AS Nullable(Decimal(28, 9))),
                    9
                  ) AS Nullable(Decimal(18, 9))),
                  9
                ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 11280614351
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(round(
                          CAST(round(
                            CAST(round(
                              CAST(CAST(FLOOR(
                                LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
                              ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                              9
                            ) AS Nullable(Decimal(28, 9))),
                            9
                          ) AS Nullable(Decimal(18, 9))),
                          9
                        ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 11280614351
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(3154488491 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(3154488491 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(round(
                        CAST(round(
                          CAST(round(
                            CAST(CAST(FLOOR(
                              LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
                            ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                            9
                          ) AS Nullable(Decimal(28, 9))),
                          9
                        ) AS Nullable(Decimal(18, 9))),
                        9
                      ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 11280614351
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(3154488491 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(3154488491 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('-1.865650' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
      ) AS m_std,
      COALESCE(
        CAST(round(
          CAST(toString(
            CASE
              WHEN (
                CAST(CAST(round(
                  CAST(round(
                    CAST(round(
                      CAST(CAST(FLOOR(
                        LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
                      ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                      9
                    ) AS Nullable(Decimal(28, 9))),
                    9
                  ) AS Nullable(Decimal(18, 9))),
                  9
                ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 10806341931
              ) < 0
              THEN -(
                intDiv(
                  (
                    2 * ABS(
                      CAST((
                        CAST(CAST(round(
                          CAST(round(
                            CAST(round(
                              CAST(CAST(FLOOR(
                                LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
                              ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                              9
                            ) AS Nullable(Decimal(28, 9))),
                            9
                          ) AS Nullable(Decimal(18, 9))),
                          9
                        ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 10806341931
                      ) AS Nullable(Int256)) * 1000000
                    ) + CAST(3465738990 AS Nullable(Int256))
                  ),
                  nullIf(2 * CAST(3465738990 AS Nullable(Int256)), 0)
                )
              )
              ELSE intDiv(
                (
                  2 * ABS(
                    CAST((
                      CAST(CAST(round(
                        CAST(round(
                          CAST(round(
                            CAST(CAST(FLOOR(
                              LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
                            ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                            9
                          ) AS Nullable(Decimal(28, 9))),
                          9
                        ) AS Nullable(Decimal(18, 9))),
                        9
                      ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 10806341931
                    ) AS Nullable(Int256)) * 1000000
                  ) + CAST(3465738990 AS Nullable(Int256))
                ),
                nullIf(2 * CAST(3465738990 AS Nullable(Int256)), 0)
              )
            END
          ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))),
        CAST(round(CAST('-1.632060' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
      ) AS t_std
    FROM rated_customers
  ) AS source
) AS source
ORDER BY
  customer_id;

SELECT
  CAST(r_std AS Nullable(Float64)) AS r_std,
  CAST(f_std AS Nullable(Float64)) AS f_std,
  CAST(m_std AS Nullable(Float64)) AS m_std,
  CAST(t_std AS Nullable(Float64)) AS t_std
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
      WHEN CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) = LEAST(
        CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9)))
      )
      THEN 1
      WHEN CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) = LEAST(
        CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9)))
      )
      THEN 2
      WHEN CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) = LEAST(
        CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9)))
      )
      THEN 3
      WHEN CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) = LEAST(
        CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))),
        CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9)))
      )
      THEN 4
    END AS Nullable(Int32)) AS _rank,
    monetary AS _by
  FROM clustered_customers
) AS source
GROUP BY
  _rank;

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
  "cluster",
  CASE
    WHEN COALESCE("cluster" = CAST('1' AS Nullable(Decimal(1, 0))), FALSE)
    THEN 'first_class'
    WHEN COALESCE("cluster" = CAST('2' AS Nullable(Decimal(1, 0))), FALSE)
    THEN 'second_class'
    WHEN COALESCE("cluster" = CAST('3' AS Nullable(Decimal(1, 0))), FALSE)
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
    END AS Nullable(Int32)) AS "cluster"
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
      CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('0.054123932' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.432588864' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('1.621156591' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('1.593448000' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) AS _distance_1,
      CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('1.185711120' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.192991500' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.399106540' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.410121700' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) AS _distance_2,
      CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.624110471' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('0.209685971' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.365986309' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.369415015' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) AS _distance_3,
      CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(r_std - CAST('-0.712130222' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(f_std - CAST('-1.590449926' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(m_std - CAST('-0.981055630' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) + CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) * CAST(round(t_std - CAST('-0.906865556' AS Nullable(Decimal(10, 9))), 9) AS Nullable(Decimal(38, 9))) AS _distance_4
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
                    2446715614 - CAST(CAST(round(
                      CAST(round(
                        CAST(round(
                          CAST(CAST(FLOOR(
                            LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
                          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                          9
                        ) AS Nullable(Decimal(28, 9))),
                        9
                      ) AS Nullable(Decimal(18, 9))),
                      9
                    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
                  ) < 0
                  THEN -(
                    intDiv(
                      (
                        2 * ABS(
                          CAST((
                            2446715614 - CAST(CAST(round(
                              CAST(round(
                                CAST(round(
                                  CAST(CAST(FLOOR(
                                    LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
                                  ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                  9
                                ) AS Nullable(Decimal(28, 9))),
                                9
                              ) AS Nullable(Decimal(18, 9))),
                              9
                            ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
                          ) AS Nullable(Int256)) * 1000000
                        ) + CAST(1660423590 AS Nullable(Int256))
                      ),
                      nullIf(2 * CAST(1660423590 AS Nullable(Int256)), 0)
                    )
                  )
                  ELSE intDiv(
                    (
                      2 * ABS(
                        CAST((
                          2446715614 - CAST(CAST(round(
                            CAST(round(
                              CAST(round(
                                CAST(CAST(FLOOR(
                                  LN(1 + CAST(CASE WHEN recency_days < 0 THEN 0 ELSE recency_days END AS Nullable(Float64))) * 1000000000 + 0.5
                                ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                9
                              ) AS Nullable(Decimal(28, 9))),
                              9
                            ) AS Nullable(Decimal(18, 9))),
                            9
                          ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256))
                        ) AS Nullable(Int256)) * 1000000
                      ) + CAST(1660423590 AS Nullable(Int256))
                    ),
                    nullIf(2 * CAST(1660423590 AS Nullable(Int256)), 0)
                  )
                END
              ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
              6
            ) AS Nullable(Decimal(18, 6))),
            CAST(round(CAST('-1.814519' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
          ) AS r_std,
          COALESCE(
            CAST(round(
              CAST(toString(
                CASE
                  WHEN (
                    CAST(CAST(round(
                      CAST(round(
                        CAST(round(
                          CAST(CAST(FLOOR(
                            LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
                          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                          9
                        ) AS Nullable(Decimal(28, 9))),
                        9
                      ) AS Nullable(Decimal(18, 9))),
                      9
                    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 2271858117
                  ) < 0
                  THEN -(
                    intDiv(
                      (
                        2 * ABS(
                          CAST((
                            CAST(CAST(round(
                              CAST(round(
                                CAST(round(
                                  CAST(CAST(FLOOR(
                                    LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
                                  ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                  9
                                ) AS Nullable(Decimal(28, 9))),
                                9
                              ) AS Nullable(Decimal(18, 9))),
                              9
                            ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 2271858117
                          ) AS Nullable(Int256)) * 1000000
                        ) + CAST(363299214 AS Nullable(Int256))
                      ),
                      nullIf(2 * CAST(363299214 AS Nullable(Int256)), 0)
                    )
                  )
                  ELSE intDiv(
                    (
                      2 * ABS(
                        CAST((
                          CAST(CAST(round(
                            CAST(round(
                              CAST(round(
                                CAST(CAST(FLOOR(
                                  LN(1 + CAST(CASE WHEN frequency < 0 THEN 0 ELSE frequency END AS Nullable(Float64))) * 1000000000 + 0.5
                                ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                9
                              ) AS Nullable(Decimal(28, 9))),
                              9
                            ) AS Nullable(Decimal(18, 9))),
                            9
                          ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 2271858117
                        ) AS Nullable(Int256)) * 1000000
                      ) + CAST(363299214 AS Nullable(Int256))
                    ),
                    nullIf(2 * CAST(363299214 AS Nullable(Int256)), 0)
                  )
                END
              ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
              6
            ) AS Nullable(Decimal(18, 6))),
            CAST(round(CAST('-3.229420' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
          ) AS f_std,
          COALESCE(
            CAST(round(
              CAST(toString(
                CASE
                  WHEN (
                    CAST(CAST(round(
                      CAST(round(
                        CAST(round(
                          CAST(CAST(FLOOR(
                            LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
                          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                          9
                        ) AS Nullable(Decimal(28, 9))),
                        9
                      ) AS Nullable(Decimal(18, 9))),
                      9
                    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 11280614351
                  ) < 0
                  THEN -(
                    intDiv(
                      (
                        2 * ABS(
                          CAST((
                            CAST(CAST(round(
                              CAST(round(
                                CAST(round(
                                  CAST(CAST(FLOOR(
                                    LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
                                  ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                  9
                                ) AS Nullable(Decimal(28, 9))),
                                9
                              ) AS Nullable(Decimal(18, 9))),
                              9
                            ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 11280614351
                          ) AS Nullable(Int256)) * 1000000
                        ) + CAST(3154488491 AS Nullable(Int256))
                      ),
                      nullIf(2 * CAST(3154488491 AS Nullable(Int256)), 0)
                    )
                  )
                  ELSE intDiv(
                    (
                      2 * ABS(
                        CAST((
                          CAST(CAST(round(
                            CAST(round(
                              CAST(round(
                                CAST(CAST(FLOOR(
                                  LN(1 + CAST(CASE WHEN monetary < 0 THEN 0 ELSE monetary END AS Nullable(Float64))) * 1000000000 + 0.5
                                ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                9
                              ) AS Nullable(Decimal(28, 9))),
                              9
                            ) AS Nullable(Decimal(18, 9))),
                            9
                          ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 11280614351
                        ) AS Nullable(Int256)) * 1000000
                      ) + CAST(3154488491 AS Nullable(Int256))
                    ),
                    nullIf(2 * CAST(3154488491 AS Nullable(Int256)), 0)
                  )
                END
              ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
              6
            ) AS Nullable(Decimal(18, 6))),
            CAST(round(CAST('-1.865650' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
          ) AS m_std,
          COALESCE(
            CAST(round(
              CAST(toString(
                CASE
                  WHEN (
                    CAST(CAST(round(
                      CAST(round(
                        CAST(round(
                          CAST(CAST(FLOOR(
                            LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
                          ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                          9
                        ) AS Nullable(Decimal(28, 9))),
                        9
                      ) AS Nullable(Decimal(18, 9))),
                      9
                    ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 10806341931
                  ) < 0
                  THEN -(
                    intDiv(
                      (
                        2 * ABS(
                          CAST((
                            CAST(CAST(round(
                              CAST(round(
                                CAST(round(
                                  CAST(CAST(FLOOR(
                                    LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
                                  ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                  9
                                ) AS Nullable(Decimal(28, 9))),
                                9
                              ) AS Nullable(Decimal(18, 9))),
                              9
                            ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 10806341931
                          ) AS Nullable(Int256)) * 1000000
                        ) + CAST(3465738990 AS Nullable(Int256))
                      ),
                      nullIf(2 * CAST(3465738990 AS Nullable(Int256)), 0)
                    )
                  )
                  ELSE intDiv(
                    (
                      2 * ABS(
                        CAST((
                          CAST(CAST(round(
                            CAST(round(
                              CAST(round(
                                CAST(CAST(FLOOR(
                                  LN(1 + CAST(CASE WHEN top_order < 0 THEN 0 ELSE top_order END AS Nullable(Float64))) * 1000000000 + 0.5
                                ) AS Nullable(Int64)) AS Nullable(Decimal(38, 0))) * CAST('0.000000001' AS Nullable(Decimal(38, 9))),
                                9
                              ) AS Nullable(Decimal(28, 9))),
                              9
                            ) AS Nullable(Decimal(18, 9))),
                            9
                          ) AS Nullable(Decimal(38, 9))) * 1000000000 AS Nullable(Int256)) - 10806341931
                        ) AS Nullable(Int256)) * 1000000
                      ) + CAST(3465738990 AS Nullable(Int256))
                    ),
                    nullIf(2 * CAST(3465738990 AS Nullable(Int256)), 0)
                  )
                END
              ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
              6
            ) AS Nullable(Decimal(18, 6))),
            CAST(round(CAST('-1.632060' AS Nullable(Decimal(7, 6))), 6) AS Nullable(Decimal(18, 6)))
          ) AS t_std
        FROM rated_customers
      ) AS source
    ) AS source
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
