"""The rating as an Excel workbook: customers, summary, what the columns mean, a check by formulas."""

from shuke.report.workbook.book import Book
from shuke.report.workbook.write import EXCEL_ROWS, write_workbook

__all__ = ["EXCEL_ROWS", "Book", "write_workbook"]
