"""The work of `rfm-quintile-weighted` as SQL by hand, for engines that hold the lines in a table of their own.

As in `floor.py`: two-step grouping (order, then customer), break values by order statistics, applied by CASE. With the
account every row gets the verdict that a table's rows get (no customer, no date, a day that stands for none, a day in
the future, no amount, an amount out of range), ids are trimmed, words that say that nobody is known are nobody, letters
that may have to be folded are looked for, rows and money are counted by verdict and by where they lie, totals of
customers are compared with them, and customers who bought only outside the period are counted. Of a Parquet file the
statistics prove that no cell is empty; there only the keys have to be looked at, which is cheap by their bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = tuple[Any, ...]

# The words that stand for nobody, as in `ingest/policies/blank_keys.py`; the benchmark's data has none of them.
NOBODY = (
    *("无", "暂无", "未知", "不详", "空", "没有", "/", "-", "--", "---", "—", "——", "?", "？", ".", "*", "0"),
    *("NULL", "null", "Null", "N/A", "n/a", "#N/A", "NA", "None", "none", "NONE", "nan", "NaN", "NAN", "nil"),
)
DUMMIES = "DATE '1900-01-01', DATE '1970-01-01', DATE '9999-12-31'"
INSIDE = "ordered_at >= DATE '2024-01-01' AND ordered_at < DATE '2025-01-01'"
METRICS = {"recency_days": "<", "frequency": ">", "monetary": ">"}
SCORES = {"recency_days": "r_score", "frequency": "f_score", "monetary": "m_score"}


def odd(key: str) -> str:
    """Return the condition, in DuckDB, that a key has letters beyond ASCII or ends with a blank or a control sign."""
    return f"STRLEN({key}) <> LENGTH({key}) OR SUBSTR({key}, -1) <= ' '"


@dataclass(frozen=True)
class Hand:
    """How one engine says what engines say differently."""

    ask: Callable[[str], list[Row]]
    keep: Callable[[str, str], None]
    table: str
    quantiles: Callable[[str, list[int], int], str]
    matches: str = "{x} ~ '{p}'"
    day: str = "CAST({x} AS DATE)"
    days: str = "DATE '2024-12-31' - {x}"
    whole: str = "INTEGER"
    money: str = "DECIMAL(18, 4)"
    anti: str = "{a} ANTI JOIN {b} USING (customer_id)"
    text: str = "{x}"
    # A Parquet file, whose statistics prove that every row can be used.
    file: str = ""

    def verdicts(self) -> str:
        """Return the rows with trimmed ids, what is odd about them, and the reason why a row cannot be used."""
        nobody = ", ".join(f"'{word}'" for word in NOBODY)
        text = self.text.format(x="customer_id")
        day = self.day.format(x="ordered_at")
        odd = self.matches.format(x="customer", p="[^ -~一-鿿]"), self.matches.format(x="bill", p="[^ -~一-鿿]")
        inner = (
            f"SELECT TRIM({text}) AS customer, TRIM({self.text.format(x='order_id')}) AS bill, ordered_at, "
            f"amount FROM {self.table}"
        )
        reason = (
            f"CASE WHEN customer IS NULL OR customer = '' OR customer IN ({nobody}) THEN 'nobody' "
            f"WHEN ordered_at IS NULL OR {day} IN ({DUMMIES}) THEN 'no date' "
            f"WHEN {day} > DATE '2026-12-31' THEN 'future' WHEN amount IS NULL THEN 'no amount' END"
        )
        return (
            f"SELECT customer AS customer_id, bill AS order_id, ordered_at, amount, {reason} AS reason, "
            f"{odd[0]} AS odd_customer, {odd[1]} AS odd_order FROM ({inner}) AS trimmed"
        )

    def rate(self, *, account: bool) -> str:
        """Do the work up to the break values; return the statement of the rated table."""
        lines = f"({self.verdicts()}) AS lines" if account else self.table
        good = "reason IS NULL" if account else "1 = 1"
        if account and self.file:
            lines, good = self.table, f"CASE WHEN {odd('order_id')} THEN ERROR('odd')::BOOLEAN ELSE TRUE END"
        day = self.day.format(x="ordered_at")
        orders = (
            f"SELECT customer_id, MIN({day}) AS d, SUM(amount) AS a FROM {lines} WHERE {INSIDE} AND {good} "
            "GROUP BY customer_id, order_id"
        )
        recency = f"CAST({self.days.format(x='MAX(CASE WHEN a > 0 THEN d END)')} AS {self.whole})"
        self.keep(
            "hand_customers",
            f"SELECT customer_id, {recency} AS recency_days, CAST(COUNT(CASE WHEN a > 0 THEN 1 END) AS {self.whole}) "
            f"AS frequency, CAST(SUM(a) AS {self.money}) AS monetary FROM ({orders}) AS orders GROUP BY customer_id",
        )
        if account and self.file:
            self.account_in_place()
        elif account:
            self.account(lines)
        arms = ", ".join(f"{self.case(metric)} AS {score}" for metric, score in SCORES.items())
        weighed = " + ".join(
            f"CAST('{weight}' AS DECIMAL(2, 1)) * CAST({score} AS DECIMAL(4, 0))"
            for weight, score in zip(("0.3", "0.3", "0.4"), SCORES.values(), strict=True)
        )
        tier = "CASE WHEN score >= 4 THEN 'A' WHEN score >= 3 THEN 'B' WHEN score >= 2 THEN 'C' ELSE 'D' END"
        return (
            f"SELECT customer_id, recency_days, frequency, monetary, r_score, f_score, m_score, score, {tier} AS tier "
            f"FROM (SELECT *, CAST({weighed} AS DECIMAL(18, 6)) AS score FROM "
            f"(SELECT *, {arms} FROM hand_customers WHERE frequency > 0) AS scored) AS weighed"
        )

    def account(self, lines: str) -> None:
        """Count every row and cent by verdict and place, compare totals, and count customers seen elsewhere."""
        phase = f"CASE WHEN {INSIDE} THEN 1 WHEN ordered_at < DATE '2024-01-01' THEN 0 ELSE 2 END"
        told = self.ask(
            f"SELECT reason, {phase} AS phase, COUNT(*), SUM(amount), MAX(ordered_at), "
            "COUNT(CASE WHEN order_id IS NULL OR order_id = '' THEN 1 END), "
            "COUNT(CASE WHEN odd_customer THEN 1 END), COUNT(CASE WHEN odd_order THEN 1 END) "
            f"FROM {lines} GROUP BY reason, {phase}"
        )
        read = self.ask(f"SELECT COUNT(*), SUM(amount) FROM {self.table}")[0]
        if read[0] != sum(row[2] for row in told) or read[1] != sum(row[3] for row in told):
            raise RuntimeError("rows or money were lost")
        inside = sum(row[3] for row in told if row[0] is None and row[1] == 1)
        if self.ask("SELECT SUM(monetary) FROM hand_customers")[0][0] != inside:
            raise RuntimeError("the customers' totals are not the money of the period")
        joined = self.anti.format(a=lines, b="hand_customers")
        glue = "AND" if " WHERE " in joined.rpartition(")")[0] and "NOT EXISTS" in joined else "WHERE"
        self.ask(
            f"SELECT COUNT(*) FROM (SELECT customer_id FROM {joined} {glue} NOT ({INSIDE}) AND reason IS NULL "
            "GROUP BY customer_id) AS others"
        )

    def account_in_place(self) -> None:
        """Count every row and cent of the file by place, compare totals, and count and look at customers elsewhere."""
        nulls = self.ask(f"SELECT SUM(stats_null_count), COUNT(*) - COUNT(stats_null_count) FROM {self.file}")[0]
        phase = f"CASE WHEN {INSIDE} THEN 1 WHEN ordered_at < DATE '2024-01-01' THEN 0 ELSE 2 END"
        told = self.ask(f"SELECT {phase} AS phase, COUNT(*), SUM(amount) FROM {self.table} GROUP BY 1")
        if nulls != (0, 0) or self.ask(f"SELECT COUNT(*) FROM {self.table}")[0][0] != sum(row[1] for row in told):
            raise RuntimeError("rows were lost")
        if self.ask("SELECT SUM(monetary) FROM hand_customers")[0][0] != sum(row[2] for row in told if row[0] == 1):
            raise RuntimeError("the customers' totals are not the money of the period")
        elsewhere = (
            f"SELECT customer_id FROM {self.anti.format(a=self.table, b='hand_customers')} "
            f"WHERE NOT ({INSIDE}) GROUP BY customer_id"
        )
        for seen in ("hand_customers", f"({elsewhere}) AS others"):
            if self.ask(f"SELECT COUNT(*), COUNT(CASE WHEN {odd('customer_id')} THEN 1 END) FROM {seen}")[0][1]:
                raise RuntimeError("a key is not in its final form")

    def case(self, metric: str) -> str:
        """Return the CASE of one metric, its break values found by order statistics, ties placed by their middle."""
        better = METRICS[metric]
        n = self.ask("SELECT COUNT(*) FROM hand_customers WHERE frequency > 0")[0][0]
        positions = {score: n * (5 - score + 1) // 5 for score in (5, 4, 3, 2)}
        at = [n - 1 - p if better == ">" else p for p in positions.values()]
        found = self.ask(self.quantiles(metric, at, n))[0]
        values = list(found[0]) if isinstance(found[0], list | tuple) else list(found)
        nearest = "MIN" if better == ">" else "MAX"
        asked = ", ".join(
            f"COUNT(CASE WHEN {metric} {better} {v} THEN 1 END), COUNT(CASE WHEN {metric} = {v} THEN 1 END), "
            f"{nearest}(CASE WHEN {metric} {better} {v} THEN {metric} END)"
            for v in values
        )
        counted = self.ask(f"SELECT {asked} FROM hand_customers WHERE frequency > 0")[0]
        arms = []
        for index, score in enumerate(positions):
            a, e, nearer = counted[3 * index : 3 * index + 3]
            bound = values[index] if 5 - 5 * (2 * a + e) // (2 * n) >= score else nearer
            if bound is not None:
                arms.append(f"WHEN {metric} {better}= {bound} THEN {score}")
        return f"CAST(CASE {' '.join(arms)} ELSE 1 END AS {self.whole})"
