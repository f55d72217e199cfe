CREATE OR REPLACE TEMPORARY VIEW table_rows AS
SELECT
  TRIM(CAST(`customer_id` AS STRING)) AS _customer_id,
  TRIM(CAST(`order_id` AS STRING)) AS _order_id,
  `ordered_at` AS ordered_at,
  CASE
    WHEN ABS(`amount`) < CAST('99999999999999.99995' AS DECIMAL(19, 5))
    THEN CAST(`amount` AS DECIMAL(18, 4))
  END AS amount,
  NOT `ordered_at` IS NULL
  AND NOT CAST(`ordered_at` AS DATE) IN (CAST('1900-01-01' AS DATE), CAST('1970-01-01' AS DATE), CAST('9999-12-31' AS DATE))
  AND NOT CAST(`ordered_at` AS DATE) > CAST('2199-12-31' AS DATE) AS _date_good,
  CASE
    WHEN `ordered_at` IS NULL
    THEN 'date_blank'
    WHEN CAST(`ordered_at` AS DATE) IN (CAST('1900-01-01' AS DATE), CAST('1970-01-01' AS DATE), CAST('9999-12-31' AS DATE))
    THEN 'date_blank'
    WHEN CAST(`ordered_at` AS DATE) > CAST('2199-12-31' AS DATE)
    THEN 'date_future'
  END AS _date_fault,
  CASE WHEN `amount` IS NULL THEN 'amount_blank' ELSE 'amount_out_of_range' END AS _amount_fault,
  CAST(`ordered_at` AS STRING) AS _date,
  CAST(`amount` AS STRING) AS _amount,
  CAST(`customer_id` AS STRING) AS _k0,
  CAST(`order_id` AS STRING) AS _k1,
  CAST(`ordered_at` AS STRING) AS _k2,
  CAST(`amount` AS STRING) AS _k3,
  CAST(`promotion` AS STRING) AS _k4,
  0 AS _source
FROM `orders`;

SELECT
  _source,
  verdict,
  _on,
  COUNT(*) AS _rows,
  COALESCE(SUM(amount), 0) AS _amount,
  COUNT(CASE WHEN _blank THEN 1 END) AS _blanks,
  COUNT(CASE WHEN _odd_customer_id THEN 1 END) AS _odd_customer_id,
  COUNT(CASE WHEN _odd_order_id THEN 1 END) AS _odd_order_id
FROM (
  SELECT
    _source,
    verdict,
    amount,
    _odd_customer_id,
    _odd_order_id,
    CASE
      WHEN NOT customer_id IS NULL AND _date_good AND NOT amount IS NULL
      THEN CAST(ordered_at AS DATE)
    END AS _on,
    order_id IS NULL AS _blank
  FROM (
    SELECT
      amount,
      customer_id,
      order_id,
      ordered_at,
      _date_good,
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
        WHEN NOT _date_good
        THEN _date_fault
        WHEN amount IS NULL
        THEN _amount_fault
      END AS verdict
    FROM (
      SELECT
        amount,
        CASE
          WHEN NOT (
            _customer_id = ''
            OR _customer_id IN (
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
          THEN _customer_id
        END AS customer_id,
        CASE WHEN NOT (
          _order_id = ''
        ) THEN _order_id END AS order_id,
        ordered_at,
        _date_good,
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
        _customer_id RLIKE '[^ -~一-鿿]' AS _odd_customer_id,
        _order_id RLIKE '[^ -~一-鿿]' AS _odd_order_id
      FROM table_rows
    ) AS source
  ) AS source
) AS source
GROUP BY
  _source,
  verdict,
  _on;

SELECT
  COUNT(*) AS _rows,
  COALESCE(SUM(amount), 0) AS _money
FROM table_rows;

SELECT
  _customer_id
FROM table_rows
WHERE
  _customer_id RLIKE '[^ -~一-鿿]'
GROUP BY
  _customer_id;

SELECT
  _order_id
FROM table_rows
WHERE
  _order_id RLIKE '[^ -~一-鿿]'
GROUP BY
  _order_id;

SELECT
  _source,
  verdict,
  _on,
  COUNT(*) AS _rows,
  COALESCE(SUM(amount), 0) AS _amount,
  COUNT(CASE WHEN _blank THEN 1 END) AS _blanks,
  COUNT(CASE WHEN _odd_customer_id THEN 1 END) AS _odd_customer_id,
  COUNT(CASE WHEN _odd_order_id THEN 1 END) AS _odd_order_id
FROM (
  SELECT
    _source,
    verdict,
    amount,
    _odd_customer_id,
    _odd_order_id,
    CASE
      WHEN NOT customer_id IS NULL AND _date_good AND NOT amount IS NULL
      THEN CAST(ordered_at AS DATE)
    END AS _on,
    order_id IS NULL AS _blank
  FROM (
    SELECT
      amount,
      customer_id,
      order_id,
      ordered_at,
      _date_good,
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
        WHEN NOT _date_good
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
        _date_good,
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
        _customer_id RLIKE '[^ -~一-鿿]' AS _odd_customer_id,
        _order_id RLIKE '[^ -~一-鿿]' AS _odd_order_id
      FROM table_rows
      LEFT JOIN folded_customer_id
        USING (_customer_id)
      LEFT JOIN folded_order_id
        USING (_order_id)
    ) AS source
  ) AS source
) AS source
GROUP BY
  _source,
  verdict,
  _on;

SELECT
  COUNT(*) AS _rows,
  COALESCE(SUM(amount), 0) AS _money
FROM table_rows;

CREATE OR REPLACE TEMPORARY VIEW all_lines AS
SELECT
  amount,
  customer_id,
  order_id,
  ordered_at,
  _date_good,
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
    WHEN NOT _date_good
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
    _date_good,
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
    _customer_id RLIKE '[^ -~一-鿿]' AS _odd_customer_id,
    _order_id RLIKE '[^ -~一-鿿]' AS _odd_order_id
  FROM table_rows
  LEFT JOIN folded_customer_id
    USING (_customer_id)
  LEFT JOIN folded_order_id
    USING (_order_id)
) AS source;

CREATE OR REPLACE TEMPORARY VIEW accepted_lines AS
SELECT
  amount,
  COALESCE(customer_id, '') AS customer_id,
  order_id,
  ordered_at
FROM all_lines
WHERE
  NOT customer_id IS NULL AND _date_good AND NOT amount IS NULL;
