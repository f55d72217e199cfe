"""The league of all built-in schemes, models and plain figures on two published shops, as a table in Markdown.

    python benchmarks/league.py cdnow CDNOW_sample.txt
    python benchmarks/league.py online-retail online_retail.csv.gz

CDNOW: the 1/10 sample of Fader and Hardie; 39 weeks known, 39 weeks after. Online Retail: UCI 352, its lines with a
customer, a quantity and a price above 0, cancelled ones left out; 27 weeks known, 26 after. Nothing of what came after
the day is learned from.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import tempfile
from datetime import date
from pathlib import Path

from shuke.backtesting import Backtest, Wish, backtest
from shuke.ingest.raw import Reading
from shuke.rating import Options


def cdnow(source: Path, folder: Path, resamples: int) -> Backtest:
    """Return the back-test of the CDNOW sample."""
    rows = [line.split() for line in source.read_text(encoding="ascii").splitlines()]
    lines = folder / "cdnow.csv"
    with lines.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["customer_id", "date", "amount"])
        writer.writerows([row[1], f"{row[2][:4]}-{row[2][4:6]}-{row[2][6:]}", row[4]] for row in rows)
    options = Options(reading=Reading(zero_orders="purchase"))
    return backtest(lines, Wish((), (date(1997, 9, 30),), resamples=resamples), options)


def online_retail(source: Path, folder: Path, resamples: int) -> Backtest:
    """Return the back-test of Online Retail."""
    lines = folder / "gifts.csv"
    with gzip.open(source, "rt", encoding="utf-8") as read, lines.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["order_id", "customer_id", "date", "quantity", "unit_price"])
        for row in csv.DictReader(read):
            if row["CustomerID"] and float(row["Quantity"]) > 0 and float(row["UnitPrice"]) > 0:
                customer = row["CustomerID"].partition(".")[0]
                cells = [row["InvoiceNo"], customer, row["InvoiceDate"][:10], row["Quantity"], row["UnitPrice"]]
                writer.writerow(cells)
    return backtest(lines, Wish((), (date(2011, 6, 9),), 182, resamples))


def table(found: Backtest) -> list[str]:
    """Return the league as lines of a table."""
    heads = [
        "order",
        "best in 10 %",
        "revenue in 10 %",
        "Spearman",
        "Gini",
        "AUC",
        "mean error",
        "root",
        "bias",
        "tenths",
    ]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for one in found.entries:
        names = ("best_in_tenth", "revenue_in_tenth", "spearman", "gini", "auc")
        cells = [one.name, *(f"{one.mean[name]:.3f}" for name in names)]
        told = one.days[0].calibration
        if told is not None and told.bias is not None and told.decile_error is not None:
            cells[5] = f"{told.auc:.3f}"
            cells += [
                f"{told.mean_error:.3f}",
                f"{told.root_error:.3f}",
                f"{told.bias:+.3f}",
                f"{told.decile_error:.3f}",
            ]
        else:
            cells += [""] * 4
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    """Print the league."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shop", choices=["cdnow", "online-retail"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--resamples", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = cdnow if chosen.shop == "cdnow" else online_retail
        found = made(chosen.file, Path(folder), chosen.resamples)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
