"""How text files are laid out: delimiters, title lines, quotes, ragged and blank rows, and row numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.sales import write
from ingest.reading import taken
from shuke.errors import DataError

pytestmark = pytest.mark.row("Z1")

HEAD = "customer_id,order_id,ordered_at,amount\n"


def file(tmp_path: Path, content: str) -> Path:
    source = tmp_path / "sales.csv"
    source.write_bytes(content.encode())
    return source


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", " "])
def test_every_common_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    read = taken(write(tmp_path / "sales.txt", delimiter=delimiter))
    assert [str(amount) for amount in read.amounts] == ["10.0000", "30.0000", "20.5000", "7.2500"]


def test_columns_set_apart_by_runs_of_white_space_are_read(tmp_path: Path) -> None:
    content = "customer_id   date        amount\r\n00001  19970101   29.33\r\n 00002   19970112    6.79 \r\n"
    assert taken(file(tmp_path, content)).customers == ["00001", "00002"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(ending: str, tmp_path: Path) -> None:
    content = (HEAD + "C1,1,2024-01-05,1\nC2,2,2024-01-05,x\n").replace("\n", ending)
    read = taken(file(tmp_path, content))
    assert (read.customers, [row[0] for row in read.rejected]) == (["C1"], [3])


def test_title_lines_above_the_headers_are_no_rows(tmp_path: Path) -> None:
    content = "2024年销售报表,,,\n制表人：张三,,,\n" + HEAD + "C1,1,2024-01-05,5\nC2,2,bad,6\n"
    read = taken(file(tmp_path, content))
    assert read.customers == ["C1"]
    assert read.rejected == [(5, "ordered_at", "bad", "date_not_understood")]


def test_a_title_line_with_fewer_cells_than_the_table_is_no_row(tmp_path: Path) -> None:
    content = "2024年销售报表\n\n" + HEAD + "C1,1,2024-01-05,5\nC2,2,bad,6\n"
    read = taken(file(tmp_path, content))
    assert (read.customers, [row[0] for row in read.rejected]) == (["C1"], [5])


def test_a_title_that_spans_two_lines_in_quotes_is_no_row(tmp_path: Path) -> None:
    content = '"销售报表\n2024年",,,\n' + HEAD + "C1,1,2024-01-05,5\n"
    read = taken(file(tmp_path, content))
    assert (read.customers, read.rejected) == (["C1"], [])


def test_a_header_that_spans_two_lines_in_quotes_is_one_header(tmp_path: Path) -> None:
    content = '客户编号,日期,"金额\n(元)"\nC1,2024-01-05,5\nC2,2024-01-06,6\n'
    assert taken(file(tmp_path, content)).customers == ["C1", "C2"]


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    content = 'customer_id,product,ordered_at,amount\nC1,"a, ""b""\nc",2024-01-05,5\nC2,d,2024-01-06,6\n'
    read = taken(file(tmp_path, content))
    assert (read.customers, read.rejected) == (["C1", "C2"], [])


def test_a_blank_line_at_the_end_does_not_shift_row_numbers_after_a_quoted_line_break(tmp_path: Path) -> None:
    content = 'customer_id,product,ordered_at,amount\nC1,"a\nb",2024-01-05,5\nC2,d,2024-01-06,x\n'
    plain = [row[0] for row in taken(file(tmp_path, content)).rejected]
    assert [row[0] for row in taken(file(tmp_path, content + "\n")).rejected] == plain


def test_a_quote_inside_a_plain_cell_is_a_character(tmp_path: Path) -> None:
    content = 'customer_id,product,ordered_at,amount\nC1,15" screen,2024-01-05,5\nC2,d,2024-01-06,6\n'
    assert taken(file(tmp_path, content)).customers == ["C1", "C2"]


@pytest.mark.parametrize("rows_after", [1, 200])
def test_a_quote_that_is_never_closed_swallows_no_rows(rows_after: int, tmp_path: Path) -> None:
    rest = "".join(f"C{n},{n},2024-01-05,1\n" for n in range(rows_after))
    content = HEAD + 'C1,1,2024-01-05,5\n"C2,2,2024-01-06,6\n' + rest
    with pytest.raises(DataError) as caught:
        taken(file(tmp_path, content))
    assert (caught.value.key, caught.value.where.row) == ("quote_not_closed", 3)


def test_ragged_rows_are_rejected_with_the_number_a_person_counts(tmp_path: Path) -> None:
    content = HEAD + "C1,1,2024-01-05,5\nC2,2,2024-01-06\nC3,3,2024-01-07,7,8\nC4,4,2024-01-08,9\n"
    read = taken(file(tmp_path, content))
    assert read.customers == ["C1", "C4"]
    assert read.rejected == [(3, "", "3", "wrong_number_of_columns"), (4, "", "5", "wrong_number_of_columns")]


def test_blank_lines_are_no_rows_and_do_not_shift_row_numbers(tmp_path: Path) -> None:
    content = HEAD + "\nC1,1,2024-01-05,5\n\n\nC2,2,nonsense,6\n\r\nC3,3,2024-01-07,x\n\n"
    read = taken(file(tmp_path, content))
    assert [row[0] for row in read.rejected] == [6, 8]


def test_a_blank_line_above_the_headers_does_not_shift_row_numbers(tmp_path: Path) -> None:
    read = taken(file(tmp_path, "\n" + HEAD + "C1,1,2024-01-05,5\nC2,2,2024-01-07,x\n"))
    assert (read.customers, [row[0] for row in read.rejected]) == (["C1"], [4])


def test_a_row_of_empty_cells_counts_alike_with_and_without_blank_lines_elsewhere(tmp_path: Path) -> None:
    content = HEAD + "C1,1,2024-01-05,5\n,,,\nC2,2,2024-01-06,6\n"
    plain = taken(file(tmp_path, content)).rejected
    assert taken(file(tmp_path, content + "\n")).rejected == plain


def test_a_last_line_without_a_line_end_is_a_row(tmp_path: Path) -> None:
    assert taken(file(tmp_path, HEAD + "C1,1,2024-01-05,5\nC2,2,2024-01-05,6")).customers == ["C1", "C2"]


def test_cells_are_trimmed_of_white_space_of_every_script(tmp_path: Path) -> None:
    content = HEAD + "\u3000C1\u00a0,1,\t2024-01-05 , 5\u3000\n"
    read = taken(file(tmp_path, content))
    assert (read.customers, [str(amount) for amount in read.amounts]) == (["C1"], ["5.0000"])


def test_full_width_identifiers_become_half_width_and_leading_zeros_stay(tmp_path: Path) -> None:
    content = HEAD + "Ａ００７,1,2024-01-05,5\n007,2,2024-01-05,6\n７,3,2024-01-05,7\n"
    assert taken(file(tmp_path, content)).customers == ["A007", "007", "7"]


def test_an_identifier_that_is_blank_after_folding_is_blank(tmp_path: Path) -> None:
    content = HEAD + "\u3000,1,2024-01-05,5\n,2,2024-01-05,6\nC1,3,2024-01-05,7\n"
    read = taken(file(tmp_path, content))
    assert [(row[0], row[3]) for row in read.rejected] == [(2, "customer_id_blank"), (3, "customer_id_blank")]
