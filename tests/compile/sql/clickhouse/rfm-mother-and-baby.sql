CREATE TEMPORARY TABLE customers_seen ENGINE = MergeTree ORDER BY tuple() AS
WITH table_rows AS (
SELECT
  TRIM(CAST("customer_id" AS Nullable(String))) AS _customer_id,
  TRIM(CAST("order_id" AS Nullable(String))) AS _order_id,
  CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) AS ordered_at,
  CASE
    WHEN ABS("amount") < CAST('99999999999999.99995' AS Nullable(Decimal(19, 5)))
    THEN CAST(round("amount", 4) AS Nullable(Decimal(18, 4)))
  END AS amount,
  CASE
    WHEN CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) IS NULL
    THEN 'date_blank'
    WHEN CAST(CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) AS Nullable(Date32)) BETWEEN CAST('1969-12-31' AS Nullable(Date32)) AND CAST('1970-01-01' AS Nullable(Date32))
    THEN 'date_blank'
  END AS _date_fault,
  CASE WHEN "amount" IS NULL THEN 'amount_blank' ELSE 'amount_out_of_range' END AS _amount_fault,
  CAST("ordered_at" AS Nullable(String)) AS _date,
  CAST("amount" AS Nullable(String)) AS _amount,
  CAST("customer_id" AS Nullable(String)) AS _k0,
  CAST("order_id" AS Nullable(String)) AS _k1,
  CAST("ordered_at" AS Nullable(String)) AS _k2,
  CAST("amount" AS Nullable(String)) AS _k3,
  CAST("promotion" AS Nullable(String)) AS _k4,
  0 AS _source
FROM "orders"
), all_lines AS (
SELECT
  amount,
  customer_id,
  order_id,
  ordered_at,
  _date_fault,
  _amount_fault,
  _date,
  _amount,
  _k0,
  _k1,
  _k2,
  _k3,
  _k4,
  _source,
  _odd_customer_id,
  _odd_order_id,
  CASE
    WHEN customer_id IS NULL
    THEN 'customer_id_blank'
    WHEN NOT (
      _date_fault IS NULL
    )
    THEN _date_fault
    WHEN amount IS NULL
    THEN _amount_fault
  END AS verdict
FROM (
  SELECT
    amount,
    CASE
      WHEN NOT (
        COALESCE(_folded_customer_id, _customer_id) = ''
        OR COALESCE(_folded_customer_id, _customer_id) IN (
          '无',
          '暂无',
          '未知',
          '不详',
          '空',
          '没有',
          '/',
          '\\',
          '-',
          '--',
          '---',
          '—',
          '——',
          '?',
          '？',
          '.',
          '*',
          '0',
          'NULL',
          'null',
          'Null',
          'N/A',
          'n/a',
          '#N/A',
          'NA',
          'None',
          'none',
          'NONE',
          'nan',
          'NaN',
          'NAN',
          'nil'
        )
      )
      THEN COALESCE(_folded_customer_id, _customer_id)
    END AS customer_id,
    CASE
      WHEN NOT (
        COALESCE(_folded_order_id, _order_id) = ''
      )
      THEN COALESCE(_folded_order_id, _order_id)
    END AS order_id,
    ordered_at,
    _date_fault,
    _amount_fault,
    _date,
    _amount,
    _k0,
    _k1,
    _k2,
    _k3,
    _k4,
    _source,
    match(_customer_id, '[^ -~一-鿿]') AS _odd_customer_id,
    match(_order_id, '[^ -~一-鿿]') AS _odd_order_id
  FROM table_rows
  LEFT JOIN folded_customer_id
    USING (_customer_id)
  LEFT JOIN folded_order_id
    USING (_order_id)
) AS source
), accepted_lines AS (
SELECT
  amount,
  customer_id,
  order_id,
  ordered_at
FROM all_lines
WHERE
  verdict IS NULL
)
SELECT
  customer_id,
  COUNT(CASE WHEN amount > 0 THEN 1 END) AS frequency,
  MAX(CASE WHEN amount > 0 THEN ordered_on END) AS last_purchase,
  SUM(amount) AS monetary,
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

WITH table_rows AS (
SELECT
  TRIM(CAST("customer_id" AS Nullable(String))) AS _customer_id,
  TRIM(CAST("order_id" AS Nullable(String))) AS _order_id,
  CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) AS ordered_at,
  CASE
    WHEN ABS("amount") < CAST('99999999999999.99995' AS Nullable(Decimal(19, 5)))
    THEN CAST(round("amount", 4) AS Nullable(Decimal(18, 4)))
  END AS amount,
  CASE
    WHEN CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) IS NULL
    THEN 'date_blank'
    WHEN CAST(CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) AS Nullable(Date32)) BETWEEN CAST('1969-12-31' AS Nullable(Date32)) AND CAST('1970-01-01' AS Nullable(Date32))
    THEN 'date_blank'
  END AS _date_fault,
  CASE WHEN "amount" IS NULL THEN 'amount_blank' ELSE 'amount_out_of_range' END AS _amount_fault,
  CAST("ordered_at" AS Nullable(String)) AS _date,
  CAST("amount" AS Nullable(String)) AS _amount,
  CAST("customer_id" AS Nullable(String)) AS _k0,
  CAST("order_id" AS Nullable(String)) AS _k1,
  CAST("ordered_at" AS Nullable(String)) AS _k2,
  CAST("amount" AS Nullable(String)) AS _k3,
  CAST("promotion" AS Nullable(String)) AS _k4,
  0 AS _source
FROM "orders"
), all_lines AS (
SELECT
  amount,
  customer_id,
  order_id,
  ordered_at,
  _date_fault,
  _amount_fault,
  _date,
  _amount,
  _k0,
  _k1,
  _k2,
  _k3,
  _k4,
  _source,
  _odd_customer_id,
  _odd_order_id,
  CASE
    WHEN customer_id IS NULL
    THEN 'customer_id_blank'
    WHEN NOT (
      _date_fault IS NULL
    )
    THEN _date_fault
    WHEN amount IS NULL
    THEN _amount_fault
  END AS verdict
FROM (
  SELECT
    amount,
    CASE
      WHEN NOT (
        COALESCE(_folded_customer_id, _customer_id) = ''
        OR COALESCE(_folded_customer_id, _customer_id) IN (
          '无',
          '暂无',
          '未知',
          '不详',
          '空',
          '没有',
          '/',
          '\\',
          '-',
          '--',
          '---',
          '—',
          '——',
          '?',
          '？',
          '.',
          '*',
          '0',
          'NULL',
          'null',
          'Null',
          'N/A',
          'n/a',
          '#N/A',
          'NA',
          'None',
          'none',
          'NONE',
          'nan',
          'NaN',
          'NAN',
          'nil'
        )
      )
      THEN COALESCE(_folded_customer_id, _customer_id)
    END AS customer_id,
    CASE
      WHEN NOT (
        COALESCE(_folded_order_id, _order_id) = ''
      )
      THEN COALESCE(_folded_order_id, _order_id)
    END AS order_id,
    ordered_at,
    _date_fault,
    _amount_fault,
    _date,
    _amount,
    _k0,
    _k1,
    _k2,
    _k3,
    _k4,
    _source,
    match(_customer_id, '[^ -~一-鿿]') AS _odd_customer_id,
    match(_order_id, '[^ -~一-鿿]') AS _odd_order_id
  FROM table_rows
  LEFT JOIN folded_customer_id
    USING (_customer_id)
  LEFT JOIN folded_order_id
    USING (_order_id)
) AS source
), accepted_lines AS (
SELECT
  amount,
  customer_id,
  order_id,
  ordered_at
FROM all_lines
WHERE
  verdict IS NULL
)
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

WITH interacting_rows AS (
SELECT
  TRIM(CAST("customer_id" AS Nullable(String))) AS _customer_id,
  nullIf(TRIM(CAST("kind" AS Nullable(String))), '') AS kind,
  CAST("occurred_at" AS Nullable(Date32)) AS occurred_on
FROM "contacts"
)
SELECT
  _customer_id
FROM interacting_rows
WHERE
  match(_customer_id, '[^ -~一-鿿]')
GROUP BY
  _customer_id;

CREATE TEMPORARY TABLE interacting_folded ("_customer_id" Nullable(String), "_folded_customer_id" Nullable(String)) ENGINE = MergeTree ORDER BY tuple();

WITH interacting_rows AS (
SELECT
  TRIM(CAST("customer_id" AS Nullable(String))) AS _customer_id,
  nullIf(TRIM(CAST("kind" AS Nullable(String))), '') AS kind,
  CAST("occurred_at" AS Nullable(Date32)) AS occurred_on
FROM "contacts"
)
SELECT
  COUNT(*) AS _rows
FROM (
  SELECT
    nullIf(COALESCE(_folded_customer_id, _customer_id), '') AS customer_id,
    kind,
    occurred_on
  FROM interacting_rows
  LEFT JOIN interacting_folded
    USING (_customer_id)
) AS source
WHERE
  customer_id IS NULL OR kind IS NULL OR occurred_on IS NULL;

WITH rated_customers AS (
SELECT
  customer_id,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
WHERE
  frequency > 0
)
SELECT
  COUNT(*) AS "count"
FROM rated_customers;

WITH rated_customers AS (
SELECT
  customer_id,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
WHERE
  frequency > 0
)
SELECT
  recency_days,
  COUNT(*) AS _heads
FROM rated_customers
WHERE
  NOT (
    recency_days IS NULL
  )
GROUP BY
  recency_days
ORDER BY
  recency_days
LIMIT 20001;

WITH rated_customers AS (
SELECT
  customer_id,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
WHERE
  frequency > 0
)
SELECT
  frequency,
  COUNT(*) AS _heads
FROM rated_customers
WHERE
  NOT (
    frequency IS NULL
  )
GROUP BY
  frequency
ORDER BY
  frequency
LIMIT 20001;

WITH rated_customers AS (
SELECT
  customer_id,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
WHERE
  frequency > 0
)
SELECT
  quantilesExact(0.8015873015873016, 0.6005291005291006, 0.3994708994708995, 0.1984126984126984)(monetary) AS "q0"
FROM rated_customers;

WITH rated_customers AS (
SELECT
  customer_id,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
WHERE
  frequency > 0
)
SELECT
  COUNT(CASE WHEN monetary > CAST('12350115.6078' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q0",
  COUNT(CASE WHEN monetary = CAST('12350115.6078' AS Nullable(Decimal(12, 4))) THEN 1 END) AS "q1",
  MIN(CASE WHEN monetary > CAST('12350115.6078' AS Nullable(Decimal(12, 4))) THEN monetary END) AS "q2",
  COUNT(CASE WHEN monetary > CAST('62402.5151' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q3",
  COUNT(CASE WHEN monetary = CAST('62402.5151' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q4",
  MIN(CASE WHEN monetary > CAST('62402.5151' AS Nullable(Decimal(9, 4))) THEN monetary END) AS "q5",
  COUNT(CASE WHEN monetary > CAST('50143.3452' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q6",
  COUNT(CASE WHEN monetary = CAST('50143.3452' AS Nullable(Decimal(9, 4))) THEN 1 END) AS "q7",
  MIN(CASE WHEN monetary > CAST('50143.3452' AS Nullable(Decimal(9, 4))) THEN monetary END) AS "q8",
  COUNT(CASE WHEN monetary > CAST('3644.2301' AS Nullable(Decimal(8, 4))) THEN 1 END) AS "q9",
  COUNT(CASE WHEN monetary = CAST('3644.2301' AS Nullable(Decimal(8, 4))) THEN 1 END) AS "q10",
  MIN(CASE WHEN monetary > CAST('3644.2301' AS Nullable(Decimal(8, 4))) THEN monetary END) AS "q11",
  MIN(monetary) AS "q12"
FROM rated_customers;

WITH rated_customers AS (
SELECT
  customer_id,
  CAST(DATE_DIFF(DAY, last_purchase, CAST('2024-02-29' AS Nullable(Date32))) AS Nullable(Int32)) AS recency_days,
  CAST(frequency AS Nullable(Int32)) AS frequency,
  CAST(round(monetary, 4) AS Nullable(Decimal(18, 4))) AS monetary,
  CAST(round(gross, 4) AS Nullable(Decimal(18, 4))) AS gross
FROM customers_seen
WHERE
  frequency > 0
)
SELECT
  customer_id,
  recency_days,
  frequency,
  monetary,
  gross,
  r_score,
  f_score,
  m_score,
  "score",
  CASE
    WHEN "score" >= CAST('4' AS Nullable(Decimal(1, 0)))
    THEN 'A'
    WHEN "score" >= CAST('3' AS Nullable(Decimal(1, 0)))
    THEN 'B'
    WHEN "score" >= CAST('2' AS Nullable(Decimal(1, 0)))
    THEN 'C'
    ELSE 'D'
  END AS "tier"
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
    CAST(round(
      CAST('0.3' AS Nullable(Decimal(38, 1))) * CAST(round(r_score, 0) AS Nullable(Decimal(38, 0))) + CAST('0.5' AS Nullable(Decimal(38, 1))) * CAST(round(f_score, 0) AS Nullable(Decimal(38, 0))) + CAST('0.2' AS Nullable(Decimal(38, 1))) * CAST(round(m_score, 0) AS Nullable(Decimal(38, 0))),
      6
    ) AS Nullable(Decimal(18, 6))) AS "score"
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
      END AS Nullable(Int32)) AS r_score,
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
      END AS Nullable(Int32)) AS f_score,
      CAST(CASE
        WHEN monetary >= CAST('12350115.6078' AS Nullable(Decimal(12, 4)))
        THEN 5
        WHEN monetary >= CAST('62402.5151' AS Nullable(Decimal(9, 4)))
        THEN 4
        WHEN monetary >= CAST('51033.0452' AS Nullable(Decimal(9, 4)))
        THEN 3
        WHEN monetary >= CAST('3644.8501' AS Nullable(Decimal(8, 4)))
        THEN 2
        ELSE 1
      END AS Nullable(Int32)) AS m_score
    FROM rated_customers
  ) AS source
) AS source;

WITH table_rows AS (
SELECT
  TRIM(CAST("customer_id" AS Nullable(String))) AS _customer_id,
  TRIM(CAST("order_id" AS Nullable(String))) AS _order_id,
  CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) AS ordered_at,
  CASE
    WHEN ABS("amount") < CAST('99999999999999.99995' AS Nullable(Decimal(19, 5)))
    THEN CAST(round("amount", 4) AS Nullable(Decimal(18, 4)))
  END AS amount,
  CASE
    WHEN CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) IS NULL
    THEN 'date_blank'
    WHEN CAST(CAST(toTimeZone("ordered_at", 'UTC') AS Nullable(Date32)) AS Nullable(Date32)) BETWEEN CAST('1969-12-31' AS Nullable(Date32)) AND CAST('1970-01-01' AS Nullable(Date32))
    THEN 'date_blank'
  END AS _date_fault,
  CASE WHEN "amount" IS NULL THEN 'amount_blank' ELSE 'amount_out_of_range' END AS _amount_fault,
  CAST("ordered_at" AS Nullable(String)) AS _date,
  CAST("amount" AS Nullable(String)) AS _amount,
  CAST("customer_id" AS Nullable(String)) AS _k0,
  CAST("order_id" AS Nullable(String)) AS _k1,
  CAST("ordered_at" AS Nullable(String)) AS _k2,
  CAST("amount" AS Nullable(String)) AS _k3,
  CAST("promotion" AS Nullable(String)) AS _k4,
  0 AS _source
FROM "orders"
), all_lines AS (
SELECT
  amount,
  customer_id,
  order_id,
  ordered_at,
  _date_fault,
  _amount_fault,
  _date,
  _amount,
  _k0,
  _k1,
  _k2,
  _k3,
  _k4,
  _source,
  _odd_customer_id,
  _odd_order_id,
  CASE
    WHEN customer_id IS NULL
    THEN 'customer_id_blank'
    WHEN NOT (
      _date_fault IS NULL
    )
    THEN _date_fault
    WHEN amount IS NULL
    THEN _amount_fault
  END AS verdict
FROM (
  SELECT
    amount,
    CASE
      WHEN NOT (
        COALESCE(_folded_customer_id, _customer_id) = ''
        OR COALESCE(_folded_customer_id, _customer_id) IN (
          '无',
          '暂无',
          '未知',
          '不详',
          '空',
          '没有',
          '/',
          '\\',
          '-',
          '--',
          '---',
          '—',
          '——',
          '?',
          '？',
          '.',
          '*',
          '0',
          'NULL',
          'null',
          'Null',
          'N/A',
          'n/a',
          '#N/A',
          'NA',
          'None',
          'none',
          'NONE',
          'nan',
          'NaN',
          'NAN',
          'nil'
        )
      )
      THEN COALESCE(_folded_customer_id, _customer_id)
    END AS customer_id,
    CASE
      WHEN NOT (
        COALESCE(_folded_order_id, _order_id) = ''
      )
      THEN COALESCE(_folded_order_id, _order_id)
    END AS order_id,
    ordered_at,
    _date_fault,
    _amount_fault,
    _date,
    _amount,
    _k0,
    _k1,
    _k2,
    _k3,
    _k4,
    _source,
    match(_customer_id, '[^ -~一-鿿]') AS _odd_customer_id,
    match(_order_id, '[^ -~一-鿿]') AS _odd_order_id
  FROM table_rows
  LEFT JOIN folded_customer_id
    USING (_customer_id)
  LEFT JOIN folded_order_id
    USING (_order_id)
) AS source
)
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
