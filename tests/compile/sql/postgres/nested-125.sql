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
  recency_days
LIMIT 20001;

SELECT
  r_score,
  _score,
  MIN(_value) AS _bound,
  CAST(MAX(_n) AS BIGINT) AS _heads,
  CAST(COALESCE(SUM(CASE WHEN _early <> _late THEN _e END), 0) AS BIGINT) AS _straddling
FROM (
  SELECT
    r_score,
    _value,
    _e,
    _n,
    CAST(5 - DIV((
      5 * (
        2 * _a + _e
      )
    ), (
      2 * _n
    )) AS INT) AS _score,
    CAST(5 - DIV((
      5 * (
        2 * _a
      )
    ), (
      2 * _n
    )) AS INT) AS _early,
    CAST(5 - DIV((
      5 * (
        2 * (
          _a + _e - 1
        )
      )
    ), (
      2 * _n
    )) AS INT) AS _late
  FROM (
    SELECT
      r_score,
      _value,
      _e,
      CAST(SUM(_e) OVER (PARTITION BY r_score ORDER BY _value DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - _e AS DECIMAL(38, 0)) AS _a,
      CAST(SUM(CASE WHEN NOT _value IS NULL THEN _e ELSE 0 END) OVER (PARTITION BY r_score) AS DECIMAL(38, 0)) AS _n
    FROM (
      SELECT
        r_score,
        frequency AS _value,
        COUNT(*) AS _e
      FROM (
        SELECT
          customer_id,
          frequency,
          r_score
        FROM (
          SELECT
            customer_id,
            frequency,
            recency_days,
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
            END AS INT) AS r_score
          FROM rated_customers
        ) AS source
      ) AS source
      GROUP BY
        r_score,
        frequency
    ) AS source
  ) AS source
  WHERE
    NOT _value IS NULL
) AS source
GROUP BY
  r_score,
  _score
ORDER BY
  r_score,
  _score DESC NULLS LAST;

SELECT
  r_score,
  f_score,
  _score,
  MIN(_value) AS _bound,
  CAST(MAX(_n) AS BIGINT) AS _heads,
  CAST(COALESCE(SUM(CASE WHEN _early <> _late THEN _e END), 0) AS BIGINT) AS _straddling
FROM (
  SELECT
    r_score,
    f_score,
    _value,
    _e,
    _n,
    CAST(5 - DIV((
      5 * (
        2 * _a + _e
      )
    ), (
      2 * _n
    )) AS INT) AS _score,
    CAST(5 - DIV((
      5 * (
        2 * _a
      )
    ), (
      2 * _n
    )) AS INT) AS _early,
    CAST(5 - DIV((
      5 * (
        2 * (
          _a + _e - 1
        )
      )
    ), (
      2 * _n
    )) AS INT) AS _late
  FROM (
    SELECT
      r_score,
      f_score,
      _value,
      _e,
      CAST(SUM(_e) OVER (
        PARTITION BY r_score, f_score
        ORDER BY _value DESC NULLS LAST
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) - _e AS DECIMAL(38, 0)) AS _a,
      CAST(SUM(CASE WHEN NOT _value IS NULL THEN _e ELSE 0 END) OVER (PARTITION BY r_score, f_score) AS DECIMAL(38, 0)) AS _n
    FROM (
      SELECT
        r_score,
        f_score,
        monetary AS _value,
        COUNT(*) AS _e
      FROM (
        SELECT
          customer_id,
          monetary,
          r_score,
          f_score
        FROM (
          SELECT
            customer_id,
            monetary,
            recency_days,
            frequency,
            r_score,
            CAST(CASE
              WHEN r_score = 1
              THEN CAST(CASE
                WHEN frequency >= 10
                THEN 5
                WHEN frequency >= 8
                THEN 4
                WHEN frequency >= 7
                THEN 3
                WHEN frequency >= 5
                THEN 2
                ELSE 1
              END AS INT)
              WHEN r_score = 2
              THEN CAST(CASE
                WHEN frequency >= 12
                THEN 5
                WHEN frequency >= 10
                THEN 4
                WHEN frequency >= 9
                THEN 3
                WHEN frequency >= 7
                THEN 2
                ELSE 1
              END AS INT)
              WHEN r_score = 3
              THEN CAST(CASE
                WHEN frequency >= 12
                THEN 5
                WHEN frequency >= 11
                THEN 4
                WHEN frequency >= 9
                THEN 3
                WHEN frequency >= 8
                THEN 2
                ELSE 1
              END AS INT)
              WHEN r_score = 4
              THEN CAST(CASE
                WHEN frequency >= 14
                THEN 5
                WHEN frequency >= 11
                THEN 4
                WHEN frequency >= 9
                THEN 3
                WHEN frequency >= 7
                THEN 2
                ELSE 1
              END AS INT)
              WHEN r_score = 5
              THEN CAST(CASE
                WHEN frequency >= 13
                THEN 5
                WHEN frequency >= 12
                THEN 4
                WHEN frequency >= 10
                THEN 3
                WHEN frequency >= 8
                THEN 2
                ELSE 1
              END AS INT)
              ELSE 1
            END AS INT) AS f_score
          FROM (
            SELECT
              customer_id,
              monetary,
              recency_days,
              frequency,
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
              END AS INT) AS r_score
            FROM rated_customers
          ) AS source
        ) AS source
      ) AS source
      GROUP BY
        r_score,
        f_score,
        monetary
    ) AS source
  ) AS source
  WHERE
    NOT _value IS NULL
) AS source
GROUP BY
  r_score,
  f_score,
  _score
ORDER BY
  r_score,
  f_score,
  _score DESC NULLS LAST;

SELECT
  customer_id,
  recency_days,
  frequency,
  monetary,
  gross,
  r_score,
  f_score,
  m_score,
  "code"
FROM (
  SELECT
    customer_id,
    recency_days,
    frequency,
    monetary,
    gross,
    r_score,
    f_score,
    m_score,
    (
      CAST(r_score AS TEXT) COLLATE "C"
    ) || (
      CAST(f_score AS TEXT) COLLATE "C"
    ) || (
      CAST(m_score AS TEXT) COLLATE "C"
    ) AS "code"
  FROM (
    SELECT
      customer_id,
      recency_days,
      frequency,
      monetary,
      gross,
      r_score,
      f_score,
      CAST(CASE
        WHEN r_score = 1 AND f_score = 1
        THEN CAST(CASE
          WHEN monetary >= CAST('12346131.9412' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('51267.2798' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('1677.8300' AS DECIMAL(8, 4))
          THEN 3
          WHEN monetary >= CAST('366.3750' AS DECIMAL(7, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 1 AND f_score = 2
        THEN CAST(CASE
          WHEN monetary >= CAST('12357529.7112' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('51454.9802' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('12301.3732' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('3400.8300' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 1 AND f_score = 3
        THEN CAST(CASE
          WHEN monetary >= CAST('22076.6299' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('21869.2498' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 1 AND f_score = 4
        THEN CAST(CASE
          WHEN monetary >= CAST('12397650.6529' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('12356712.6464' AS DECIMAL(12, 4))
          THEN 4
          WHEN monetary >= CAST('61078.5166' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('2123.0001' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 1 AND f_score = 5
        THEN CAST(CASE
          WHEN monetary >= CAST('12398391.7766' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('53835.7003' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('53061.5933' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('22779.1998' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 2 AND f_score = 1
        THEN CAST(CASE
          WHEN monetary >= CAST('12357346.9611' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('51945.9601' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('11442.5900' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('1386.9301' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 2 AND f_score = 2
        THEN CAST(CASE
          WHEN monetary >= CAST('12346620.9312' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('51394.8402' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('13481.0799' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('3316.9702' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 2 AND f_score = 3
        THEN CAST(CASE
          WHEN monetary >= CAST('12358238.7461' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('12357555.9011' AS DECIMAL(12, 4))
          THEN 4
          WHEN monetary >= CAST('200641.8304' AS DECIMAL(10, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 2 AND f_score = 4
        THEN CAST(CASE
          WHEN monetary >= CAST('12348425.9295' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('71964.9502' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('62381.2549' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('24241.1000' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 2 AND f_score = 5
        THEN CAST(CASE
          WHEN monetary >= CAST('12408766.4212' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('12374160.7710' AS DECIMAL(12, 4))
          THEN 4
          WHEN monetary >= CAST('113725.9103' AS DECIMAL(10, 4))
          THEN 3
          WHEN monetary >= CAST('70778.4902' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 3 AND f_score = 1
        THEN CAST(CASE
          WHEN monetary >= CAST('60416.5502' AS DECIMAL(9, 4))
          THEN 5
          WHEN monetary >= CAST('51409.0404' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('12687.3200' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('1741.6901' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 3 AND f_score = 2
        THEN CAST(CASE
          WHEN monetary >= CAST('61872.0582' AS DECIMAL(9, 4))
          THEN 5
          WHEN monetary >= CAST('53733.0182' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('53278.9400' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('24115.1998' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 3 AND f_score = 3
        THEN CAST(CASE
          WHEN monetary >= CAST('12368607.3712' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('62312.9436' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('54282.5801' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('14024.4099' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 3 AND f_score = 4
        THEN CAST(CASE
          WHEN monetary >= CAST('12408833.9314' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('62310.8102' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('53802.1201' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('23198.6799' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 3 AND f_score = 5
        THEN CAST(CASE
          WHEN monetary >= CAST('12404769.5265' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('73633.9600' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('62752.2432' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('55855.9502' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 4 AND f_score = 1
        THEN CAST(CASE
          WHEN monetary >= CAST('11625.0049' AS DECIMAL(9, 4))
          THEN 5
          WHEN monetary >= CAST('2252.6900' AS DECIMAL(8, 4))
          THEN 4
          WHEN monetary >= CAST('1578.1700' AS DECIMAL(8, 4))
          THEN 3
          WHEN monetary >= CAST('1486.6598' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 4 AND f_score = 2
        THEN CAST(CASE
          WHEN monetary >= CAST('12358166.9911' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('51708.2201' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('13065.0801' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('1531.7302' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 4 AND f_score = 3
        THEN CAST(CASE
          WHEN monetary >= CAST('12397932.5413' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('101544.0852' AS DECIMAL(10, 4))
          THEN 4
          WHEN monetary >= CAST('71201.9499' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('12308.3881' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 4 AND f_score = 4
        THEN CAST(CASE
          WHEN monetary >= CAST('12350115.6078' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('64965.1034' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('63509.3200' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('14233.9799' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 4 AND f_score = 5
        THEN CAST(CASE
          WHEN monetary >= CAST('24708069.7375' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('12361415.6512' AS DECIMAL(12, 4))
          THEN 4
          WHEN monetary >= CAST('12348423.3015' AS DECIMAL(12, 4))
          THEN 3
          WHEN monetary >= CAST('63684.6050' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 5 AND f_score = 1
        THEN CAST(CASE
          WHEN monetary >= CAST('110920.9699' AS DECIMAL(10, 4))
          THEN 5
          WHEN monetary >= CAST('12255.6600' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('2450.5800' AS DECIMAL(8, 4))
          THEN 3
          WHEN monetary >= CAST('2446.0400' AS DECIMAL(8, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 5 AND f_score = 2
        THEN CAST(CASE
          WHEN monetary >= CAST('12406688.2011' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('12348419.7512' AS DECIMAL(12, 4))
          THEN 4
          WHEN monetary >= CAST('54417.1701' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('51960.3652' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 5 AND f_score = 3
        THEN CAST(CASE
          WHEN monetary >= CAST('12357771.5860' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('81269.0633' AS DECIMAL(9, 4))
          THEN 4
          WHEN monetary >= CAST('61839.3952' AS DECIMAL(9, 4))
          THEN 3
          WHEN monetary >= CAST('52333.8235' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 5 AND f_score = 4
        THEN CAST(CASE
          WHEN monetary >= CAST('12546872.4215' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('113999.5149' AS DECIMAL(10, 4))
          THEN 4
          WHEN monetary >= CAST('101442.9005' AS DECIMAL(10, 4))
          THEN 2
          ELSE 1
        END AS INT)
        WHEN r_score = 5 AND f_score = 5
        THEN CAST(CASE
          WHEN monetary >= CAST('12399987.5015' AS DECIMAL(12, 4))
          THEN 5
          WHEN monetary >= CAST('12350462.3312' AS DECIMAL(12, 4))
          THEN 4
          WHEN monetary >= CAST('123753.9833' AS DECIMAL(10, 4))
          THEN 3
          WHEN monetary >= CAST('24859.8885' AS DECIMAL(9, 4))
          THEN 2
          ELSE 1
        END AS INT)
        ELSE 1
      END AS INT) AS m_score
    FROM (
      SELECT
        customer_id,
        recency_days,
        frequency,
        monetary,
        gross,
        r_score,
        CAST(CASE
          WHEN r_score = 1
          THEN CAST(CASE
            WHEN frequency >= 10
            THEN 5
            WHEN frequency >= 8
            THEN 4
            WHEN frequency >= 7
            THEN 3
            WHEN frequency >= 5
            THEN 2
            ELSE 1
          END AS INT)
          WHEN r_score = 2
          THEN CAST(CASE
            WHEN frequency >= 12
            THEN 5
            WHEN frequency >= 10
            THEN 4
            WHEN frequency >= 9
            THEN 3
            WHEN frequency >= 7
            THEN 2
            ELSE 1
          END AS INT)
          WHEN r_score = 3
          THEN CAST(CASE
            WHEN frequency >= 12
            THEN 5
            WHEN frequency >= 11
            THEN 4
            WHEN frequency >= 9
            THEN 3
            WHEN frequency >= 8
            THEN 2
            ELSE 1
          END AS INT)
          WHEN r_score = 4
          THEN CAST(CASE
            WHEN frequency >= 14
            THEN 5
            WHEN frequency >= 11
            THEN 4
            WHEN frequency >= 9
            THEN 3
            WHEN frequency >= 7
            THEN 2
            ELSE 1
          END AS INT)
          WHEN r_score = 5
          THEN CAST(CASE
            WHEN frequency >= 13
            THEN 5
            WHEN frequency >= 12
            THEN 4
            WHEN frequency >= 10
            THEN 3
            WHEN frequency >= 8
            THEN 2
            ELSE 1
          END AS INT)
          ELSE 1
        END AS INT) AS f_score
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
          END AS INT) AS r_score
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
