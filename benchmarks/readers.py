"""Print how fast the product takes in what is not clean: a messy Chinese CSV file, and a workbook.

    python benchmarks/readers.py [csv] [xlsx] [--rows N] [--runs N]

Whole processes of ``shuke score``, start-up, rating and report included. The text is GB18030 with a title, Chinese
headers, ¥ and thousands separators, 元, parentheses, full-width digits, days in five forms, a header repeated now and
then, subtotals and a total; what is printed is rows a second of processor time. The workbook has four plain columns
and is compared with fastexcel reading it into Arrow and doing nothing else.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import xlsxwriter
from bench import DATA, Figures, measure
from generate import DRAW

HEADERS = "客户编号,客户姓名,订单编号,下单日期,商品,实付金额"
# Every so many rows a page begins with the headers again and ends with its total.
PAGE = 10_000
AMOUNT = "(draw(i, 5, 900000) + 100)"
YUAN = f"PRINTF('%d.%02d', {AMOUNT} // 100, {AMOUNT} % 100)"
GROUPED = f"PRINTF('%d,%03d.%02d', {AMOUNT} // 100000, {AMOUNT} // 100 % 1000, {AMOUNT} % 100)"
DAY = "(DATE '2023-01-01' + CAST(draw(i, 3, 730) AS INTEGER))"
WIDE = "'0123456789.-/', '０１２３４５６７８９．－／'"
GIVEN = "'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅红建国文志海燕云晓东欣怡'"
MESSY = f"""
SELECT PRINTF('KH%06d', draw(i // 2, 1, {{customers}})),
       ['王', '李', '张', '刘', '陈', '杨', '赵', '黄'][draw(draw(i // 2, 1, {{customers}}), 2, 8) + 1]
         || SUBSTR({GIVEN}, 1 + draw(draw(i // 2, 1, {{customers}}), 9, 40), 1)
         || SUBSTR({GIVEN}, 1 + draw(draw(i // 2, 1, {{customers}}), 10, 40), 1),
       PRINTF('DD%09d', i // 2),
       CASE draw(i, 4, 20) WHEN 0 THEN TRANSLATE(STRFTIME({DAY}, '%Y-%m-%d'), {WIDE})
            WHEN 1 THEN STRFTIME({DAY}, '%Y.%-m.%-d') WHEN 2 THEN STRFTIME({DAY}, '%Y-%m-%d')
            WHEN 3 THEN STRFTIME({DAY}, '%Y/%-m/%-d') ELSE STRFTIME({DAY}, '%Y年%-m月%-d日') END,
       ['苹果', '牛奶（250ml）', '洗衣液', '面包'][draw(i, 6, 4) + 1],
       CASE WHEN draw(i, 7, 50) = 0 THEN '(' || {YUAN} || ')' WHEN draw(i, 7, 50) = 1 THEN TRANSLATE({YUAN}, {WIDE})
            WHEN draw(i, 7, 50) < 12 THEN {YUAN} || '元' WHEN draw(i, 7, 50) < 16 THEN '¥' || {YUAN}
            WHEN draw(i, 7, 50) < 20 OR {AMOUNT} < 100000 THEN '￥' || {YUAN} ELSE '￥' || {GROUPED} END,
       CASE WHEN draw(i, 7, 50) = 0 THEN -1 ELSE 1 END * {AMOUNT}
FROM range({{rows}}) AS t(i)
"""
PLAIN = f"""
SELECT PRINTF('C%09d', draw(i // 2, 1, {{customers}})), PRINTF('SO%010d', i // 2), {DAY}, CAST({AMOUNT} AS DOUBLE) / 100
FROM range({{rows}}) AS t(i)
"""
READ = "import sys, fastexcel; fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_arrow()"


def rows_of(query: str, rows: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a query over so many numbers."""
    with duckdb.connect() as connection:
        for statement in DRAW.strip().split(";\n"):
            connection.execute(statement)
        found = connection.execute(query.format(rows=rows, customers=max(rows // 7, 1)))
        while batch := found.fetchmany(PAGE):
            yield from batch


def write_messy(path: Path, rows: int) -> None:
    """Write the messy text; its subtotals and its total are right."""
    page = whole = 0
    with path.open("w", encoding="gb18030", newline="") as out:
        out.write(f"某某商贸有限公司销售明细\r\n{HEADERS}\r\n")
        for number, (*cells, cents) in enumerate(rows_of(MESSY, rows), 1):
            out.write(",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in cells) + "\r\n")
            page, whole = page + int(str(cents)), whole + int(str(cents))
            if number % PAGE == 0 and number < rows:
                out.write(f"小计,,,,,{page / 100:.2f}\r\n{HEADERS}\r\n")
                page = 0
        out.write(f"合计,,,,,{whole / 100:.2f}\r\n")


def write_workbook(path: Path, rows: int) -> None:
    """Write the workbook."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["customer_id", "order_id", "ordered_at", "amount"])
        for place, (customer, order, ordered, amount) in enumerate(rows_of(PLAIN, rows), 1):
            sheet.write_string(place, 0, customer)
            sheet.write_string(place, 1, order)
            sheet.write_datetime(place, 2, ordered, day)
            sheet.write_number(place, 3, amount)


def score(path: Path) -> list[str]:
    """Return the command that rates a file."""
    options = ["--as-of", "2024-12-31", "--format", "parquet", "--out", str(DATA / "out")]
    return [sys.executable, "-m", "shuke", "score", str(path), *options]


def medians(commands: dict[str, list[str]], runs: int) -> dict[str, Figures]:
    """Return the median figures of commands that are run in turn, after one run each that does not count."""
    found: dict[str, list[Figures]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            figures = measure(command)
            found[name] += [figures] if turn else []
    return {name: middle(values) for name, values in found.items()}


def middle(figures: list[Figures]) -> Figures:
    """Return the medians of wall time, processor time and memory."""
    wall, cpu, memory = (statistics.median(values) for values in zip(*figures, strict=True))
    return wall, cpu, memory


def main() -> None:
    """Read the command line and print one line per kind of file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=["csv", "xlsx"])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    DATA.mkdir(exist_ok=True)
    for kind in arguments.kinds:
        path = DATA / f"{'messy' if kind == 'csv' else 'plain'}-{arguments.rows}.{kind}"
        if not path.exists():
            (write_messy if kind == "csv" else write_workbook)(path, arguments.rows)
        commands = {"shuke score": score(path)}
        if kind == "xlsx":
            commands["fastexcel, reading alone"] = [sys.executable, "-c", READ, str(path)]
        print(f"\n{arguments.rows:,} rows, {kind}: {arguments.runs} runs, medians")
        for name, (wall, cpu, memory) in medians(commands, arguments.runs).items():
            speed = f"{arguments.rows / cpu:12,.0f} rows a second and core"
            print(f"  {name:26}{wall:8.2f} s{cpu:8.2f} s cpu{memory:7.0f} MB{speed}")
    shutil.rmtree(DATA / "out", ignore_errors=True)


if __name__ == "__main__":
    main()
