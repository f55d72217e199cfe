CACHE TABLE customers_seen AS
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  MAX(
    CASE
      WHEN amount > 0 AND ordered_on BETWEEN CAST('2024-02-01' AS DATE) AND CAST('2024-02-29' AS DATE)
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0 AND ordered_on BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-01-31' AS DATE)
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0 AND ordered_on BETWEEN CAST('2023-12-01' AS DATE) AND CAST('2023-12-31' AS DATE)
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0 AND ordered_on BETWEEN CAST('2023-11-01' AS DATE) AND CAST('2023-11-30' AS DATE)
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0 AND ordered_on BETWEEN CAST('2023-10-01' AS DATE) AND CAST('2023-10-31' AS DATE)
      THEN 1
      ELSE 0
    END
  ) + MAX(
    CASE
      WHEN amount > 0 AND ordered_on BETWEEN CAST('2023-09-01' AS DATE) AND CAST('2023-09-30' AS DATE)
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

CACHE TABLE interaction_counts AS
SELECT
  customer_id,
  COALESCE(
    SUM(
      CASE
        WHEN (
          kind = 'consultation' OR `said` = 'consultation'
        )
        AND occurred_on >= CAST('2023-03-01' AS DATE)
        AND occurred_on <= CAST('2024-02-29' AS DATE)
        THEN `times`
      END
    ),
    0
  ) AS `consultations`
FROM `interactions`
GROUP BY
  customer_id;

SELECT
  COUNT(*) AS _n
FROM `interactions`;

SELECT
  COUNT(*) AS _n
FROM `interactions`
LEFT ANTI JOIN accepted_lines
  USING (customer_id);

CACHE TABLE rated_customers AS
SELECT
  customer_id,
  CAST(COALESCE(`consultations`, 0) AS INT) AS `consultations`,
  CAST(frequency AS INT) AS frequency,
  CAST(CAST(CASE
    WHEN (
      50 * active_months_6
    ) < 0
    THEN -(
      (
        2 * ABS(CAST((
          50 * active_months_6
        ) AS DECIMAL(38, 0)) * 1000000) + 6
      ) DIV NULLIF(2 * 6, 0)
    )
    ELSE (
      2 * ABS(CAST((
        50 * active_months_6
      ) AS DECIMAL(38, 0)) * 1000000) + 6
    ) DIV NULLIF(2 * 6, 0)
  END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)) AS stability_6m,
  CAST(monetary AS DECIMAL(18, 4)) AS monetary,
  CAST(CAST(CASE
    WHEN (
      frequency - 1
    ) < 0
    THEN -(
      (
        2 * ABS(CAST((
          frequency - 1
        ) AS DECIMAL(38, 0)) * 1000000) + frequency
      ) DIV NULLIF(2 * frequency, 0)
    )
    ELSE (
      2 * ABS(CAST((
        frequency - 1
      ) AS DECIMAL(38, 0)) * 1000000) + frequency
    ) DIV NULLIF(2 * frequency, 0)
  END AS DECIMAL(18, 0)) * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(18, 6)) AS repurchase_rate,
  CAST(DATEDIFF(DAY, last_purchase, CAST('2024-02-29' AS DATE)) AS INT) AS recency_days,
  CAST(gross AS DECIMAL(18, 4)) AS gross
FROM customers_seen
LEFT JOIN interaction_counts
  USING (customer_id)
WHERE
  frequency > 0;

SELECT
  COUNT(*) AS `count`
FROM rated_customers;

WITH _cut AS (
  SELECT
    _value,
    _heads,
    CASE
      WHEN _value IS NULL
      THEN 1000000
      WHEN _value < 0
      THEN -CAST(FLOOR(LN(1 + ABS(CAST(_value AS DOUBLE))) * 256) AS INT)
      ELSE CAST(FLOOR(LN(1 + ABS(CAST(_value AS DOUBLE))) * 256) AS INT)
    END AS _part
  FROM (
    SELECT
      monetary AS _value,
      COUNT(*) AS _heads
    FROM rated_customers
    WHERE
      NOT monetary IS NULL
    GROUP BY
      monetary
  ) AS source
), _parts AS (
  SELECT
    _part,
    SUM(_heads) AS _held
  FROM _cut
  GROUP BY
    _part
), _ends AS (
  SELECT
    _part,
    SUM(_held) OVER (ORDER BY _part ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - _held AS _ahead,
    SUM(CASE WHEN _part <> 1000000 THEN _held ELSE 0 END) OVER () AS _all
  FROM _parts
)
SELECT
  MIN(CASE WHEN _before + _heads > 170 THEN _value END) AS `q0`,
  MIN(CASE WHEN _before + _heads > 151 THEN _value END) AS `q1`,
  MIN(CASE WHEN _before + _heads > 132 THEN _value END) AS `q2`,
  MIN(CASE WHEN _before + _heads > 113 THEN _value END) AS `q3`,
  MIN(CASE WHEN _before + _heads > 94 THEN _value END) AS `q4`
FROM (
  SELECT
    _value,
    _heads,
    CAST(_ahead + SUM(_heads) OVER (PARTITION BY _part ORDER BY _value ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - _heads AS DECIMAL(38, 0)) AS _before,
    CAST(_all AS DECIMAL(38, 0)) AS _whole
  FROM _cut
  JOIN _ends
    USING (_part)
) AS source;

WITH _cut AS (
  SELECT
    _value,
    _heads,
    CASE
      WHEN _value IS NULL
      THEN 1000000
      WHEN _value < 0
      THEN -CAST(FLOOR(LN(1 + ABS(CAST(_value AS DOUBLE))) * 256) AS INT)
      ELSE CAST(FLOOR(LN(1 + ABS(CAST(_value AS DOUBLE))) * 256) AS INT)
    END AS _part
  FROM (
    SELECT
      repurchase_rate AS _value,
      COUNT(*) AS _heads
    FROM rated_customers
    WHERE
      NOT repurchase_rate IS NULL
    GROUP BY
      repurchase_rate
  ) AS source
), _parts AS (
  SELECT
    _part,
    SUM(_heads) AS _held
  FROM _cut
  GROUP BY
    _part
), _ends AS (
  SELECT
    _part,
    SUM(_held) OVER (ORDER BY _part ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - _held AS _ahead,
    SUM(CASE WHEN _part <> 1000000 THEN _held ELSE 0 END) OVER () AS _all
  FROM _parts
)
SELECT
  MIN(CASE WHEN _before + _heads > 170 THEN _value END) AS `q0`,
  MIN(CASE WHEN _before + _heads > 151 THEN _value END) AS `q1`,
  MIN(CASE WHEN _before + _heads > 132 THEN _value END) AS `q2`,
  MIN(CASE WHEN _before + _heads > 113 THEN _value END) AS `q3`,
  MIN(CASE WHEN _before + _heads > 94 THEN _value END) AS `q4`
FROM (
  SELECT
    _value,
    _heads,
    CAST(_ahead + SUM(_heads) OVER (PARTITION BY _part ORDER BY _value ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - _heads AS DECIMAL(38, 0)) AS _before,
    CAST(_all AS DECIMAL(38, 0)) AS _whole
  FROM _cut
  JOIN _ends
    USING (_part)
) AS source;

SELECT
  COUNT(CASE WHEN monetary > CAST('12397336.0114' AS DECIMAL(12, 4)) THEN 1 END) AS `q0`,
  COUNT(CASE WHEN monetary = CAST('12397336.0114' AS DECIMAL(12, 4)) THEN 1 END) AS `q1`,
  MIN(CASE WHEN monetary > CAST('12397336.0114' AS DECIMAL(12, 4)) THEN monetary END) AS `q2`,
  COUNT(CASE WHEN monetary > CAST('12350115.6078' AS DECIMAL(12, 4)) THEN 1 END) AS `q3`,
  COUNT(CASE WHEN monetary = CAST('12350115.6078' AS DECIMAL(12, 4)) THEN 1 END) AS `q4`,
  MIN(CASE WHEN monetary > CAST('12350115.6078' AS DECIMAL(12, 4)) THEN monetary END) AS `q5`,
  COUNT(CASE WHEN monetary > CAST('103586.5385' AS DECIMAL(10, 4)) THEN 1 END) AS `q6`,
  COUNT(CASE WHEN monetary = CAST('103586.5385' AS DECIMAL(10, 4)) THEN 1 END) AS `q7`,
  MIN(CASE WHEN monetary > CAST('103586.5385' AS DECIMAL(10, 4)) THEN monetary END) AS `q8`,
  COUNT(CASE WHEN monetary > CAST('62402.5151' AS DECIMAL(9, 4)) THEN 1 END) AS `q9`,
  COUNT(CASE WHEN monetary = CAST('62402.5151' AS DECIMAL(9, 4)) THEN 1 END) AS `q10`,
  MIN(CASE WHEN monetary > CAST('62402.5151' AS DECIMAL(9, 4)) THEN monetary END) AS `q11`,
  COUNT(CASE WHEN monetary > CAST('53708.5134' AS DECIMAL(9, 4)) THEN 1 END) AS `q12`,
  COUNT(CASE WHEN monetary = CAST('53708.5134' AS DECIMAL(9, 4)) THEN 1 END) AS `q13`,
  MIN(CASE WHEN monetary > CAST('53708.5134' AS DECIMAL(9, 4)) THEN monetary END) AS `q14`,
  MIN(monetary) AS `q15`,
  COUNT(CASE WHEN repurchase_rate > CAST('0.923077' AS DECIMAL(7, 6)) THEN 1 END) AS `q16`,
  COUNT(CASE WHEN repurchase_rate = CAST('0.923077' AS DECIMAL(7, 6)) THEN 1 END) AS `q17`,
  MIN(CASE WHEN repurchase_rate > CAST('0.923077' AS DECIMAL(7, 6)) THEN repurchase_rate END) AS `q18`,
  COUNT(CASE WHEN repurchase_rate > CAST('0.916667' AS DECIMAL(7, 6)) THEN 1 END) AS `q19`,
  COUNT(CASE WHEN repurchase_rate = CAST('0.916667' AS DECIMAL(7, 6)) THEN 1 END) AS `q20`,
  MIN(CASE WHEN repurchase_rate > CAST('0.916667' AS DECIMAL(7, 6)) THEN repurchase_rate END) AS `q21`,
  COUNT(CASE WHEN repurchase_rate > CAST('0.909091' AS DECIMAL(7, 6)) THEN 1 END) AS `q22`,
  COUNT(CASE WHEN repurchase_rate = CAST('0.909091' AS DECIMAL(7, 6)) THEN 1 END) AS `q23`,
  MIN(CASE WHEN repurchase_rate > CAST('0.909091' AS DECIMAL(7, 6)) THEN repurchase_rate END) AS `q24`,
  COUNT(CASE WHEN repurchase_rate > CAST('0.900000' AS DECIMAL(7, 6)) THEN 1 END) AS `q25`,
  COUNT(CASE WHEN repurchase_rate = CAST('0.900000' AS DECIMAL(7, 6)) THEN 1 END) AS `q26`,
  MIN(CASE WHEN repurchase_rate > CAST('0.900000' AS DECIMAL(7, 6)) THEN repurchase_rate END) AS `q27`,
  COUNT(CASE WHEN repurchase_rate > CAST('0.888889' AS DECIMAL(7, 6)) THEN 1 END) AS `q28`,
  COUNT(CASE WHEN repurchase_rate = CAST('0.888889' AS DECIMAL(7, 6)) THEN 1 END) AS `q29`,
  MIN(CASE WHEN repurchase_rate > CAST('0.888889' AS DECIMAL(7, 6)) THEN repurchase_rate END) AS `q30`,
  MIN(repurchase_rate) AS `q31`
FROM rated_customers;

SELECT
  customer_id,
  `consultations`,
  frequency,
  stability_6m,
  monetary,
  repurchase_rate,
  recency_days,
  gross,
  consultation_points,
  deal_points,
  `activity`,
  stability_points,
  amount_points,
  CAST(`contribution` AS DECIMAL(18, 6)) AS `contribution`,
  amount_rank,
  repurchase_rank,
  value_rank,
  CAST(`score` AS DECIMAL(18, 6)) AS `score`,
  CASE
    WHEN `score` >= CAST('90' AS DECIMAL(2, 0))
    THEN 'S'
    WHEN `score` >= CAST('75' AS DECIMAL(2, 0))
    THEN 'A'
    WHEN `score` >= CAST('60' AS DECIMAL(2, 0))
    THEN 'B'
    WHEN `score` >= CAST('40' AS DECIMAL(2, 0))
    THEN 'C'
    ELSE 'D'
  END AS `tier`
FROM (
  SELECT
    customer_id,
    `consultations`,
    frequency,
    stability_6m,
    monetary,
    repurchase_rate,
    recency_days,
    gross,
    consultation_points,
    deal_points,
    `activity`,
    stability_points,
    amount_points,
    `contribution`,
    amount_rank,
    repurchase_rank,
    value_rank,
    CAST(CAST('0.3' AS DECIMAL(2, 1)) * CAST(`activity` AS DECIMAL(18, 6)) + CAST('0.5' AS DECIMAL(2, 1)) * CAST(`contribution` AS DECIMAL(19, 7)) + CAST('0.2' AS DECIMAL(2, 1)) * CAST(value_rank AS DECIMAL(18, 6)) AS DECIMAL(38, 8)) AS `score`
  FROM (
    SELECT
      customer_id,
      `consultations`,
      frequency,
      stability_6m,
      monetary,
      repurchase_rate,
      recency_days,
      gross,
      consultation_points,
      deal_points,
      `activity`,
      stability_points,
      amount_points,
      `contribution`,
      amount_rank,
      repurchase_rank,
      value_rank
    FROM (
      SELECT
        customer_id,
        `consultations`,
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
        CAST(CAST('1' AS DECIMAL(1, 0)) * CAST(consultation_points AS DECIMAL(18, 6)) + CAST('1' AS DECIMAL(1, 0)) * CAST(deal_points AS DECIMAL(18, 6)) AS DECIMAL(18, 6)) AS `activity`,
        CAST(CAST('0.4' AS DECIMAL(2, 1)) * CAST(stability_points AS DECIMAL(18, 6)) + CAST('0.6' AS DECIMAL(2, 1)) * CAST(amount_points AS DECIMAL(12, 0)) AS DECIMAL(38, 7)) AS `contribution`,
        CAST(CAST('0.7' AS DECIMAL(2, 1)) * CAST(amount_rank AS DECIMAL(12, 0)) + CAST('0.3' AS DECIMAL(2, 1)) * CAST(repurchase_rank AS DECIMAL(12, 0)) AS DECIMAL(18, 6)) AS value_rank
      FROM (
        SELECT
          customer_id,
          `consultations`,
          frequency,
          stability_6m,
          monetary,
          repurchase_rate,
          recency_days,
          gross,
          CAST(LEAST(
            CAST(COALESCE(`consultations`, 0) AS DECIMAL(24, 6)) * CAST('10' AS DECIMAL(2, 0)),
            CAST('50' AS DECIMAL(2, 0))
          ) AS DECIMAL(18, 6)) AS consultation_points,
          CAST(LEAST(
            CAST(COALESCE(frequency, 0) AS DECIMAL(24, 6)) * CAST('5' AS DECIMAL(1, 0)),
            CAST('50' AS DECIMAL(2, 0))
          ) AS DECIMAL(18, 6)) AS deal_points,
          CAST(CAST(COALESCE(stability_6m, 0) AS DECIMAL(24, 6)) * CAST('1' AS DECIMAL(1, 0)) AS DECIMAL(18, 6)) AS stability_points,
          CAST(CASE
            WHEN monetary >= CAST('50000.0001' AS DECIMAL(9, 4))
            THEN 50
            WHEN monetary >= CAST('10000.0000' AS DECIMAL(9, 4))
            THEN 30
            ELSE 10
          END AS INT) AS amount_points,
          CAST(CASE
            WHEN monetary >= CAST('12397336.0114' AS DECIMAL(12, 4))
            THEN 100
            WHEN monetary >= CAST('12350115.6078' AS DECIMAL(12, 4))
            THEN 80
            WHEN monetary >= CAST('103586.5385' AS DECIMAL(10, 4))
            THEN 60
            WHEN monetary >= CAST('62402.5151' AS DECIMAL(9, 4))
            THEN 40
            WHEN monetary >= CAST('53733.0182' AS DECIMAL(9, 4))
            THEN 20
            ELSE 0
          END AS INT) AS amount_rank,
          CAST(CASE
            WHEN repurchase_rate >= CAST('0.928571' AS DECIMAL(7, 6))
            THEN 50
            WHEN repurchase_rate >= CAST('0.916667' AS DECIMAL(7, 6))
            THEN 40
            WHEN repurchase_rate >= CAST('0.909091' AS DECIMAL(7, 6))
            THEN 30
            WHEN repurchase_rate >= CAST('0.900000' AS DECIMAL(7, 6))
            THEN 20
            ELSE 0
          END AS INT) AS repurchase_rank
        FROM rated_customers
      ) AS source
    ) AS source
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
