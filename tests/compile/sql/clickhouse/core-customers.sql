-- with table_rows, all_lines, accepted_lines
CREATE TEMPORARY TABLE customers_seen ENGINE = MergeTree ORDER BY tuple() AS
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
    MIN(CAST(ordered_at AS Nullable(Date32))) AS ordered_on,
    SUM(amount) AS amount
  FROM accepted_lines
  WHERE
    ordered_at >= CAST('2022-03-01' AS Nullable(Date32))
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
    ordered_at >= CAST('2022-03-01' AS Nullable(Date32))
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
      ordered_at < CAST('2022-03-01' AS Nullable(Date32))
      OR ordered_at >= CAST('2024-03-01' AS Nullable(Date32))
    )
  GROUP BY
    customer_id
) AS source;

-- with table_rows, all_lines, accepted_lines
CREATE TEMPORARY TABLE first_purchases ENGINE = MergeTree ORDER BY tuple() AS
SELECT
  customer_id,
  MIN(CASE WHEN amount > 0 THEN ordered_on END) AS first_purchase_ever
FROM (
  SELECT
    customer_id,
    MIN(CAST(ordered_at AS Nullable(Date32))) AS ordered_on,
    SUM(amount) AS amount
  FROM accepted_lines
  WHERE
    ordered_at < CAST('2024-03-01' AS Nullable(Date32)) AND NOT (
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
    ordered_at < CAST('2024-03-01' AS Nullable(Date32)) AND order_id IS NULL
) AS source
GROUP BY
  customer_id;

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

CREATE TEMPORARY TABLE rated_customers ENGINE = MergeTree ORDER BY tuple() AS
SELECT
  customer_id,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(
    CAST(toString(
      CASE
        WHEN CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) < 0
        THEN -(
          intDiv(
            (
              2 * ABS(
                CAST(CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) AS Nullable(Int256)) * 10000
              ) + CAST(frequency * 10000 AS Nullable(Int256))
            ),
            nullIf(2 * CAST(frequency * 10000 AS Nullable(Int256)), 0)
          )
        )
        ELSE intDiv(
          (
            2 * ABS(
              CAST(CAST(CAST(round(monetary, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) AS Nullable(Int256)) * 10000
            ) + CAST(frequency * 10000 AS Nullable(Int256))
          ),
          nullIf(2 * CAST(frequency * 10000 AS Nullable(Int256)), 0)
        )
      END
    ) AS Nullable(Decimal(38, 0))) * CAST('0.0001' AS Nullable(Decimal(38, 4))),
    4
  ) AS Nullable(Decimal(18, 4))) AS average_order,
  CAST(DATE_DIFF(DAY, first_purchase_ever, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS tenure_days,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(round(
    CAST(toString(
      CASE
        WHEN CAST(CAST(round(-refunds, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) < 0
        THEN -(
          intDiv(
            (
              2 * ABS(
                CAST(CAST(CAST(round(-refunds, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) AS Nullable(Int256)) * 1000000
              ) + CAST(CAST(round(gross, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256))
            ),
            nullIf(2 * CAST(CAST(round(gross, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)), 0)
          )
        )
        ELSE intDiv(
          (
            2 * ABS(
              CAST(CAST(CAST(round(-refunds, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)) AS Nullable(Int256)) * 1000000
            ) + CAST(CAST(round(gross, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256))
          ),
          nullIf(2 * CAST(CAST(round(gross, 4) AS Nullable(Decimal(38, 4))) * 10000 AS Nullable(Int256)), 0)
        )
      END
    ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
    6
  ) AS Nullable(Decimal(18, 6))) AS refund_rate,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
LEFT JOIN first_purchases
  USING (customer_id)
WHERE
  frequency > 0;

SELECT
  COUNT(*) AS "count"
FROM rated_customers;

SELECT
  quantilesExact(0.9497354497354498, 0.8015873015873016, 0.5)(monetary) AS "q0",
  quantilesExact(0.9021164021164021, 0.701058201058201, 0.3994708994708995)(average_order) AS "q1"
FROM rated_customers;

SELECT
  COUNT(CASE WHEN monetary > CAST('12456698.2011' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q0",
  COUNT(CASE WHEN monetary = CAST('12456698.2011' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q1",
  MIN(CASE WHEN monetary > CAST('12456698.2011' AS Nullable(Decimal(12, 4))) THEN monetary END) AS "q2",
  COUNT(CASE WHEN monetary > CAST('12368862.2761' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q3",
  COUNT(CASE WHEN monetary = CAST('12368862.2761' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q4",
  MIN(CASE WHEN monetary > CAST('12368862.2761' AS Nullable(Decimal(12, 4))) THEN monetary END) AS "q5",
  COUNT(CASE WHEN monetary > CAST('63026.5101' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q6",
  COUNT(CASE WHEN monetary = CAST('63026.5101' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q7",
  MIN(CASE WHEN monetary > CAST('63026.5101' AS Nullable(Decimal(9, 4))) THEN monetary END) AS "q8",
  MIN(monetary) AS "q9",
  COUNT(CASE WHEN average_order > CAST('1234806.6736' AS Nullable(Decimal(11, 4))) THEN 1 END) AS "q10",
  COUNT(CASE WHEN average_order = CAST('1234806.6736' AS Nullable(Decimal(11, 4))) THEN 1 END) AS "q11",
  MIN(CASE WHEN average_order > CAST('1234806.6736' AS Nullable(Decimal(11, 4))) THEN average_order END) AS "q12",
  COUNT(CASE WHEN average_order > CAST('20092.2817' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q13",
  COUNT(CASE WHEN average_order = CAST('20092.2817' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q14",
  MIN(CASE WHEN average_order > CAST('20092.2817' AS Nullable(Decimal(9, 4))) THEN average_order END) AS "q15",
  COUNT(CASE WHEN average_order > CAST('4061.1300' AS Nullable(Decimal(8, 4))) THEN 1 END) AS "q16",
  COUNT(CASE WHEN average_order = CAST('4061.1300' AS Nullable(Decimal(8, 4))) THEN 1 END) AS "q17",
  MIN(CASE WHEN average_order > CAST('4061.1300' AS Nullable(Decimal(8, 4))) THEN average_order END) AS "q18",
  MIN(average_order) AS "q19"
FROM rated_customers;

SELECT
  MIN(CASE WHEN _greater * 5 < _everything * 4 THEN _value END) AS "q0",
  MIN(CASE WHEN _greater * 20 < _everything * 19 THEN _value END) AS "q1"
FROM (
  SELECT
    _value,
    _total,
    CAST(SUM(_total) OVER (ORDER BY _value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - _total AS Nullable(Int256)) AS _greater,
    CAST(SUM(CASE WHEN NOT (
      _value IS NULL
    ) THEN _total ELSE 0 END) OVER () AS Nullable(Int256)) AS _everything
  FROM (
    SELECT
      monetary AS _value,
      SUM(CAST(CAST(round(monetary, 6) AS Nullable(Decimal(38, 6))) * 1000000 AS Nullable(Int256))) AS _total
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
  CAST(round("importance", 6) AS Nullable(Decimal(18, 6))) AS "importance",
  premium_share,
  policy_rank,
  "contribution",
  "years",
  last_contract,
  contracts_kept,
  "relationship",
  CAST(round("score", 6) AS Nullable(Decimal(18, 6))) AS "score",
  CASE
    WHEN "score" >= CAST('75' AS Nullable(Decimal(2, 0)))
    THEN 'core'
    WHEN "score" >= CAST('50' AS Nullable(Decimal(2, 0)))
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
    CAST(round(
      CAST('0.4' AS Nullable(Decimal(38, 1))) * CAST(round("importance", 7) AS Nullable(Decimal(38, 7))) + CAST('0.3' AS Nullable(Decimal(38, 1))) * CAST(round("contribution", 6) AS Nullable(Decimal(38, 6))) + CAST('0.3' AS Nullable(Decimal(38, 1))) * CAST(round("relationship", 6) AS Nullable(Decimal(38, 6))),
      8
    ) AS Nullable(Decimal(38, 8))) AS "score"
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
        CAST(round(
          CAST('0.6' AS Nullable(Decimal(38, 1))) * CAST(round(premium_rank, 0) AS Nullable(Decimal(38, 0))) + CAST('0.4' AS Nullable(Decimal(38, 1))) * CAST(round("policies", 6) AS Nullable(Decimal(38, 6))),
          7
        ) AS Nullable(Decimal(38, 7))) AS "importance",
        CAST(round(
          CAST('0.5' AS Nullable(Decimal(38, 1))) * CAST(round(premium_share, 0) AS Nullable(Decimal(38, 0))) + CAST('0.5' AS Nullable(Decimal(38, 1))) * CAST(round(policy_rank, 0) AS Nullable(Decimal(38, 0))),
          6
        ) AS Nullable(Decimal(18, 6))) AS "contribution",
        CAST(round(
          CAST('0.4' AS Nullable(Decimal(38, 1))) * CAST(round("years", 0) AS Nullable(Decimal(38, 0))) + CAST('0.3' AS Nullable(Decimal(38, 1))) * CAST(round(last_contract, 0) AS Nullable(Decimal(38, 0))) + CAST('0.3' AS Nullable(Decimal(38, 1))) * CAST(round(contracts_kept, 0) AS Nullable(Decimal(38, 0))),
          6
        ) AS Nullable(Decimal(18, 6))) AS "relationship"
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
            WHEN monetary >= CAST('12457221.9211' AS Nullable(Decimal(12, 4)))
            THEN 100
            WHEN monetary >= CAST('12368862.2761' AS Nullable(Decimal(12, 4)))
            THEN 80
            WHEN monetary >= CAST('63031.6752' AS Nullable(Decimal(9, 4)))
            THEN 50
            ELSE 20
          END AS Nullable(Int32)) AS premium_rank,
          CAST(round(
            LEAST(
              CAST(round(COALESCE(frequency, 0), 6) AS Nullable(Decimal(38, 6))) * CAST('20' AS Nullable(Decimal(38, 0))),
              CAST('100' AS Nullable(Decimal(3, 0)))
            ),
            6
          ) AS Nullable(Decimal(18, 6))) AS "policies",
          CAST(CASE
            WHEN monetary >= CAST('12358347.5512' AS Nullable(Decimal(12, 4)))
            THEN 100
            WHEN monetary >= CAST('12348066.7363' AS Nullable(Decimal(12, 4)))
            THEN 60
            ELSE 20
          END AS Nullable(Int32)) AS premium_share,
          CAST(CASE
            WHEN average_order >= CAST('1234806.6736' AS Nullable(Decimal(11, 4)))
            THEN 100
            WHEN average_order >= CAST('20092.2817' AS Nullable(Decimal(9, 4)))
            THEN 70
            WHEN average_order >= CAST('4070.5046' AS Nullable(Decimal(8, 4)))
            THEN 40
            ELSE 10
          END AS Nullable(Int32)) AS policy_rank,
          CAST(CASE
            WHEN tenure_days >= 1095
            THEN 100
            WHEN tenure_days >= 365
            THEN 70
            WHEN tenure_days >= 90
            THEN 40
            ELSE 10
          END AS Nullable(Int32)) AS "years",
          CAST(CASE
            WHEN recency_days <= 180
            THEN 100
            WHEN recency_days <= 365
            THEN 70
            WHEN recency_days <= 540
            THEN 30
            ELSE 0
          END AS Nullable(Int32)) AS last_contract,
          CAST(CASE
            WHEN refund_rate <= CAST('-0.000000' AS Nullable(Decimal(7, 6)))
            THEN 100
            WHEN refund_rate <= CAST('0.050000' AS Nullable(Decimal(7, 6)))
            THEN 60
            ELSE 0
          END AS Nullable(Int32)) AS contracts_kept
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
