-- with table_rows, all_lines, accepted_lines
CREATE TEMPORARY TABLE customers_seen ENGINE = MergeTree ORDER BY tuple() AS
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  MAX(
    CASE
      WHEN amount > 0
      AND ordered_on BETWEEN CAST('2024-02-01' AS Nullable(Date32)) AND CAST('2024-02-29' AS Nullable(Date32))
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0
      AND ordered_on BETWEEN CAST('2024-01-01' AS Nullable(Date32)) AND CAST('2024-01-31' AS Nullable(Date32))
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0
      AND ordered_on BETWEEN CAST('2023-12-01' AS Nullable(Date32)) AND CAST('2023-12-31' AS Nullable(Date32))
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0
      AND ordered_on BETWEEN CAST('2023-11-01' AS Nullable(Date32)) AND CAST('2023-11-30' AS Nullable(Date32))
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0
      AND ordered_on BETWEEN CAST('2023-10-01' AS Nullable(Date32)) AND CAST('2023-10-31' AS Nullable(Date32))
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0
      AND ordered_on BETWEEN CAST('2023-09-01' AS Nullable(Date32)) AND CAST('2023-09-30' AS Nullable(Date32))
      THEN 1
      ELSE 0
    END
  ) AS active_months_6,
  SUM(amount) AS monetary,
  MAX(CASE WHEN amount > 0 THEN ordered_on END) AS last_purchase,
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
CREATE TEMPORARY TABLE interaction_counts ENGINE = MergeTree ORDER BY tuple() AS
SELECT
  customer_id,
  COALESCE(
    SUM(
      CASE
        WHEN (
          kind = 'consultation' OR "said" = 'consultation'
        )
        AND occurred_on >= CAST('2023-03-01' AS Nullable(Date32))
        AND occurred_on <= CAST('2024-02-29' AS Nullable(Date32))
        THEN "times"
      END
    ),
    0
  ) AS "consultations"
FROM "interactions"
GROUP BY
  customer_id;

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
  CAST(COALESCE("consultations", 0) AS Nullable(Int32)) AS "consultations",
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(
    CAST(toString(
      CASE
        WHEN (
          50 * active_months_6
        ) < 0
        THEN -(
          intDiv(
            (
              2 * ABS(CAST((
                50 * active_months_6
              ) AS Nullable(Int256)) * 1000000) + 6
            ),
            nullIf(2 * 6, 0)
          )
        )
        ELSE intDiv(
          (
            2 * ABS(CAST((
              50 * active_months_6
            ) AS Nullable(Int256)) * 1000000) + 6
          ),
          nullIf(2 * 6, 0)
        )
      END
    ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
    6
  ) AS Nullable(Decimal(18, 6))) AS stability_6m,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(
    CAST(toString(
      CASE
        WHEN (
          frequency - 1
        ) < 0
        THEN -(
          intDiv(
            (
              2 * ABS(CAST((
                frequency - 1
              ) AS Nullable(Int256)) * 1000000) + frequency
            ),
            nullIf(2 * frequency, 0)
          )
        )
        ELSE intDiv(
          (
            2 * ABS(CAST((
              frequency - 1
            ) AS Nullable(Int256)) * 1000000) + frequency
          ),
          nullIf(2 * frequency, 0)
        )
      END
    ) AS Nullable(Decimal(38, 0))) * CAST('0.000001' AS Nullable(Decimal(38, 6))),
    6
  ) AS Nullable(Decimal(18, 6))) AS repurchase_rate,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
LEFT JOIN interaction_counts
  USING (customer_id)
WHERE
  frequency > 0;

SELECT
  COUNT(*) AS "count"
FROM rated_customers;

SELECT
  quantilesExact(0.9021164021164021, 0.8015873015873016, 0.701058201058201, 0.6005291005291006, 0.5)(monetary) AS "q0",
  quantilesExact(0.9021164021164021, 0.8015873015873016, 0.701058201058201, 0.6005291005291006, 0.5)(repurchase_rate) AS "q1"
FROM rated_customers;

SELECT
  COUNT(CASE WHEN monetary > CAST('12397336.0114' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q0",
  COUNT(CASE WHEN monetary = CAST('12397336.0114' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q1",
  MIN(CASE WHEN monetary > CAST('12397336.0114' AS Nullable(Decimal(12, 4))) THEN monetary END) AS "q2",
  COUNT(CASE WHEN monetary > CAST('12350115.6078' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q3",
  COUNT(CASE WHEN monetary = CAST('12350115.6078' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q4",
  MIN(CASE WHEN monetary > CAST('12350115.6078' AS Nullable(Decimal(12, 4))) THEN monetary END) AS "q5",
  COUNT(CASE WHEN monetary > CAST('103586.5385' AS Nullable(Decimal(10, 4))) THEN 1 END) AS "q6",
  COUNT(CASE WHEN monetary = CAST('103586.5385' AS Nullable(Decimal(10, 4))) THEN 1 END) AS "q7",
  MIN(CASE WHEN monetary > CAST('103586.5385' AS Nullable(Decimal(10, 4))) THEN monetary END) AS "q8",
  COUNT(CASE WHEN monetary > CAST('62402.5151' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q9",
  COUNT(CASE WHEN monetary = CAST('62402.5151' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q10",
  MIN(CASE WHEN monetary > CAST('62402.5151' AS Nullable(Decimal(9, 4))) THEN monetary END) AS "q11",
  COUNT(CASE WHEN monetary > CAST('53708.5134' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q12",
  COUNT(CASE WHEN monetary = CAST('53708.5134' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q13",
  MIN(CASE WHEN monetary > CAST('53708.5134' AS Nullable(Decimal(9, 4))) THEN monetary END) AS "q14",
  MIN(monetary) AS "q15",
  COUNT(CASE WHEN repurchase_rate > CAST('0.923077' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q16",
  COUNT(CASE WHEN repurchase_rate = CAST('0.923077' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q17",
  MIN(CASE WHEN repurchase_rate > CAST('0.923077' AS Nullable(Decimal(7, 6))) THEN repurchase_rate END) AS "q18",
  COUNT(CASE WHEN repurchase_rate > CAST('0.916667' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q19",
  COUNT(CASE WHEN repurchase_rate = CAST('0.916667' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q20",
  MIN(CASE WHEN repurchase_rate > CAST('0.916667' AS Nullable(Decimal(7, 6))) THEN repurchase_rate END) AS "q21",
  COUNT(CASE WHEN repurchase_rate > CAST('0.909091' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q22",
  COUNT(CASE WHEN repurchase_rate = CAST('0.909091' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q23",
  MIN(CASE WHEN repurchase_rate > CAST('0.909091' AS Nullable(Decimal(7, 6))) THEN repurchase_rate END) AS "q24",
  COUNT(CASE WHEN repurchase_rate > CAST('0.900000' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q25",
  COUNT(CASE WHEN repurchase_rate = CAST('0.900000' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q26",
  MIN(CASE WHEN repurchase_rate > CAST('0.900000' AS Nullable(Decimal(7, 6))) THEN repurchase_rate END) AS "q27",
  COUNT(CASE WHEN repurchase_rate > CAST('0.888889' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q28",
  COUNT(CASE WHEN repurchase_rate = CAST('0.888889' AS Nullable(Decimal(7, 6))) THEN 1 END) AS "q29",
  MIN(CASE WHEN repurchase_rate > CAST('0.888889' AS Nullable(Decimal(7, 6))) THEN repurchase_rate END) AS "q30",
  MIN(repurchase_rate) AS "q31"
FROM rated_customers;

SELECT
  customer_id,
  "consultations",
  frequency,
  stability_6m,
  monetary,
  repurchase_rate,
  recency_days,
  gross,
  consultation_points,
  deal_points,
  "activity",
  stability_points,
  amount_points,
  CAST(round("contribution", 6) AS Nullable(Decimal(18, 6))) AS "contribution",
  amount_rank,
  repurchase_rank,
  value_rank,
  CAST(round("score", 6) AS Nullable(Decimal(18, 6))) AS "score",
  CASE
    WHEN "score" >= CAST('90' AS Nullable(Decimal(2, 0)))
    THEN 'S'
    WHEN "score" >= CAST('75' AS Nullable(Decimal(2, 0)))
    THEN 'A'
    WHEN "score" >= CAST('60' AS Nullable(Decimal(2, 0)))
    THEN 'B'
    WHEN "score" >= CAST('40' AS Nullable(Decimal(2, 0)))
    THEN 'C'
    ELSE 'D'
  END AS "tier"
FROM (
  SELECT
    customer_id,
    "consultations",
    frequency,
    stability_6m,
    monetary,
    repurchase_rate,
    recency_days,
    gross,
    consultation_points,
    deal_points,
    "activity",
    stability_points,
    amount_points,
    "contribution",
    amount_rank,
    repurchase_rank,
    value_rank,
    CAST(round(
      CAST('0.3' AS Nullable(Decimal(38, 1))) * CAST(round("activity", 6) AS Nullable(Decimal(38, 6))) + CAST('0.5' AS Nullable(Decimal(38, 1))) * CAST(round("contribution", 7) AS Nullable(Decimal(38, 7))) + CAST('0.2' AS Nullable(Decimal(38, 1))) * CAST(round(value_rank, 6) AS Nullable(Decimal(38, 6))),
      8
    ) AS Nullable(Decimal(38, 8))) AS "score"
  FROM (
    SELECT
      customer_id,
      "consultations",
      frequency,
      stability_6m,
      monetary,
      repurchase_rate,
      recency_days,
      gross,
      consultation_points,
      deal_points,
      "activity",
      stability_points,
      amount_points,
      "contribution",
      amount_rank,
      repurchase_rank,
      value_rank
    FROM (
      SELECT
        customer_id,
        "consultations",
        frequency,
        stability_6m,
        monetary,
        repurchase_rate,
        recency_days,
        gross,
        consultation_points,
        deal_points,
        stability_points,
        amount_points,
        amount_rank,
        repurchase_rank,
        CAST(round(
          CAST('1' AS Nullable(Decimal(38, 0))) * CAST(round(consultation_points, 6) AS Nullable(Decimal(38, 6))) + CAST('1' AS Nullable(Decimal(38, 0))) * CAST(round(deal_points, 6) AS Nullable(Decimal(38, 6))),
          6
        ) AS Nullable(Decimal(18, 6))) AS "activity",
        CAST(round(
          CAST('0.4' AS Nullable(Decimal(38, 1))) * CAST(round(stability_points, 6) AS Nullable(Decimal(38, 6))) + CAST('0.6' AS Nullable(Decimal(38, 1))) * CAST(round(amount_points, 0) AS Nullable(Decimal(38, 0))),
          7
        ) AS Nullable(Decimal(38, 7))) AS "contribution",
        CAST(round(
          CAST('0.7' AS Nullable(Decimal(38, 1))) * CAST(round(amount_rank, 0) AS Nullable(Decimal(38, 0))) + CAST('0.3' AS Nullable(Decimal(38, 1))) * CAST(round(repurchase_rank, 0) AS Nullable(Decimal(38, 0))),
          6
        ) AS Nullable(Decimal(18, 6))) AS value_rank
      FROM (
        SELECT
          customer_id,
          "consultations",
          frequency,
          stability_6m,
          monetary,
          repurchase_rate,
          recency_days,
          gross,
          CAST(round(
            LEAST(
              CAST(round(COALESCE("consultations", 0), 6) AS Nullable(Decimal(38, 6))) * CAST('10' AS Nullable(Decimal(38, 0))),
              CAST('50' AS Nullable(Decimal(2, 0)))
            ),
            6
          ) AS Nullable(Decimal(18, 6))) AS consultation_points,
          CAST(round(
            LEAST(
              CAST(round(COALESCE(frequency, 0), 6) AS Nullable(Decimal(38, 6))) * CAST('5' AS Nullable(Decimal(38, 0))),
              CAST('50' AS Nullable(Decimal(2, 0)))
            ),
            6
          ) AS Nullable(Decimal(18, 6))) AS deal_points,
          CAST(round(
            CAST(round(COALESCE(stability_6m, 0), 6) AS Nullable(Decimal(38, 6))) * CAST('2' AS Nullable(Decimal(38, 0))),
            6
          ) AS Nullable(Decimal(18, 6))) AS stability_points,
          CAST(CASE
            WHEN monetary >= CAST('50000.0001' AS Nullable(Decimal(9, 4)))
            THEN 100
            WHEN monetary >= CAST('10000.0000' AS Nullable(Decimal(9, 4)))
            THEN 60
            ELSE 20
          END AS Nullable(Int32)) AS amount_points,
          CAST(CASE
            WHEN monetary >= CAST('12397336.0114' AS Nullable(Decimal(12, 4)))
            THEN 100
            WHEN monetary >= CAST('12350115.6078' AS Nullable(Decimal(12, 4)))
            THEN 80
            WHEN monetary >= CAST('103586.5385' AS Nullable(Decimal(10, 4)))
            THEN 60
            WHEN monetary >= CAST('62402.5151' AS Nullable(Decimal(9, 4)))
            THEN 40
            WHEN monetary >= CAST('53733.0182' AS Nullable(Decimal(9, 4)))
            THEN 20
            ELSE 0
          END AS Nullable(Int32)) AS amount_rank,
          CAST(CASE
            WHEN repurchase_rate >= CAST('0.928571' AS Nullable(Decimal(7, 6)))
            THEN 100
            WHEN repurchase_rate >= CAST('0.916667' AS Nullable(Decimal(7, 6)))
            THEN 80
            WHEN repurchase_rate >= CAST('0.909091' AS Nullable(Decimal(7, 6)))
            THEN 60
            WHEN repurchase_rate >= CAST('0.900000' AS Nullable(Decimal(7, 6)))
            THEN 40
            ELSE 0
          END AS Nullable(Int32)) AS repurchase_rank
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
