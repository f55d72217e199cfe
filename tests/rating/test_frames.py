"""Tables that live in Python are rated like the CSV file that holds the same rows."""

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from .books import AS_OF, COLUMNS, INTERACTION_COLUMNS, rate, write_csv

ROWS = [
    ("007", "S1", "2024-02-29", "120.00"),
    ("007", "S1", "2024-02-29", "30.50"),
    ("007", "S2", "2024-07-01", "99.99"),
    ("7", "S2", "2024-07-09", "-99.99"),
    ("7", "S3", "2024-12-31", "0.10"),
    ("7", "S4", "2024-12-30", "0.20"),
    ("\uff37-1", "S5", "2024-01-01", "1000000.25"),
    ("W-1 ", "S5", "2023-12-31", "8"),
    ("客户甲", "S6", "2024-06-30", "0"),
    ("客户甲", "S7", "2024-06-30", "0.0001"),
]
NUMBERED = [(str(number), order, on, amount) for number, (_, order, on, amount) in enumerate(ROWS, 1)]
METRICS = ("tenure_days", "average_order", "refund_rate", "purchase_days")
CONTACTS = [("007", "consultation", "2024-05-01"), ("7", "complaint", "2024-05-01"), ("7", "complaint", "2023-05-01")]
# How a column of the frame may be typed -> how its cells are made from text.
AMOUNTS = {"decimal": Decimal, "float64": float, "text": str}
DATES = {"stamps": datetime.fromisoformat, "dates": date.fromisoformat, "text": str}

pytestmark = pytest.mark.row("Z1", "Z2")


def columns_of(rows, amounts="decimal", dates="stamps", customer=str):
    who, order, on, amount = zip(*rows, strict=True)
    return {
        "customer_id": [customer(one) for one in who],
        "order_id": list(order),
        "ordered_at": [DATES[dates](one) for one in on],
        "amount": [AMOUNTS[amounts](one) for one in amount],
    }


FRAMES = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars lazy": pl.LazyFrame,
    "pyarrow": pa.table,
}


def told(rated):
    """What a rating says, without the name of its source."""
    notes = [note["en"].partition(": ")[2] for note in rated.summary["notes"]]
    return {**rated.rows}, {**rated.summary, "notes": notes}


@pytest.fixture(scope="module")
def from_csv(tmp_path_factory):
    def rated(rows):
        source = write_csv(tmp_path_factory.mktemp("csv") / "orders.csv", rows)
        return rate(source, as_of=AS_OF, metrics=METRICS)

    return {"text ids": rated(ROWS), "numbers": rated(NUMBERED)}


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("amounts", AMOUNTS)
@pytest.mark.parametrize("dates", DATES)
def test_a_frame_is_rated_like_the_csv_file(from_csv, kind, amounts, dates):
    rated = rate(FRAMES[kind](columns_of(ROWS, amounts, dates)), as_of=AS_OF, metrics=METRICS)
    assert told(rated) == told(from_csv["text ids"])


@pytest.mark.parametrize("kind", FRAMES)
def test_whole_numbers_are_ids_as_their_text_says(from_csv, kind):
    rated = rate(FRAMES[kind](columns_of(NUMBERED, customer=int)), as_of=AS_OF, metrics=METRICS)
    assert rated == from_csv["numbers"]


@pytest.mark.parametrize("kind", FRAMES)
def test_the_default_as_of_is_the_same(kind):
    assert rate(FRAMES[kind](columns_of(ROWS))).as_of == AS_OF


def test_a_missing_id_does_not_turn_the_others_into_floats(from_csv):
    frame = pd.DataFrame(columns_of(NUMBERED, customer=float))
    frame.loc[len(frame)] = [float("nan"), "S99", datetime(2024, 5, 1), Decimal("5.00")]  # noqa: DTZ001 - as it stands
    rated = rate(frame, as_of=AS_OF, metrics=METRICS)
    assert rated.rows == from_csv["numbers"].rows
    assert rated.accounting["rows_rejected"] == {"customer_id_blank": 1}


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.row("X3")
def test_an_empty_cell_of_a_frame_is_a_rejected_row(kind):
    columns = columns_of([*ROWS, *ROWS[:3]])
    for name, place in (("customer_id", 10), ("ordered_at", 11), ("amount", 12)):
        columns[name][place] = None
    rated = rate(FRAMES[kind](columns), as_of=AS_OF)
    assert rated.accounting["rows_rejected"] == {"customer_id_blank": 1, "date_blank": 1, "amount_blank": 1}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_float_is_worth_what_its_shortest_text_says(kind):
    amounts = [0.1 + 0.2, 1.00005, 5e-05, 4.9999e-05, 1e-07, 123456789.12345]
    columns = {
        "customer_id": [f"c{place}" for place in range(len(amounts))],
        "ordered_at": [AS_OF] * len(amounts),
        "amount": [amount + 0 for amount in amounts],
    }
    rated = rate(FRAMES[kind](columns), as_of=AS_OF, zero_orders="purchase")
    wanted = ("0.3", "1.0001", "0.0001", "0", "0", "123456789.1235")
    assert [row["monetary"] for row in rated.rows.values()] == [Decimal(text) for text in wanted]


@pytest.mark.parametrize("kind", FRAMES)
def test_interactions_may_be_a_frame_too(tmp_path, kind):
    source = write_csv(tmp_path / "orders.csv", ROWS)
    names = ("consultations", "complaints")
    frame = FRAMES[kind](dict(zip(INTERACTION_COLUMNS, map(list, zip(*CONTACTS, strict=True)), strict=True)))
    contacts = write_csv(tmp_path / "contacts.csv", CONTACTS, INTERACTION_COLUMNS)
    assert rate(source, as_of=AS_OF, interactions=frame, metrics=names) == rate(
        source, as_of=AS_OF, interactions=contacts, metrics=names
    )


def test_the_rated_table_is_the_same_in_every_library(tmp_path):
    source = write_csv(tmp_path / "orders.csv", ROWS)
    found = {}

    def look(result):
        customers = result.customers
        found["pyarrow"] = customers.to_pyarrow().to_pylist()
        found["polars"] = customers.to_polars().to_dicts()
        found["pandas"] = customers.to_pandas().to_dict("records")

    rated = rate(source, look, as_of=AS_OF)
    rows = [{"customer_id": who, **row} for who, row in rated.rows.items()]
    assert found == {"pyarrow": rows, "polars": rows, "pandas": rows}


def test_the_columns_of_a_frame_may_be_named_by_the_caller(from_csv):
    frame = pl.DataFrame(columns_of(ROWS)).rename(
        {"customer_id": "a", "order_id": "b", "ordered_at": "c", "amount": "d"}
    )
    names = dict(zip(COLUMNS, "abcd", strict=True))
    rated = rate(frame, as_of=AS_OF, metrics=METRICS, map=names)
    # Notes name the columns as the source does.
    found, wanted = told(rated), told(from_csv["text ids"])
    assert found[0] == wanted[0]
    assert {**found[1], "notes": []} == {**wanted[1], "notes": []}
