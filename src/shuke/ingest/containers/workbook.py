"""Reading a workbook in the process that is thrown away: its facts, and a grid for every wanted sheet."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from shuke.errors import DataError, Where
from shuke.ingest.containers import archive, biff, ods, xlsb, xlsx
from shuke.ingest.containers.scan import MEASURED, Look
from shuke.ingest.containers.sheet import Merge, Patch, Sheet
from shuke.ingest.limits import MEGABYTE, Limits

# From this size on the look over the sheets runs beside the parsing of their values.
BESIDE = 16 * MEGABYTE
ALL = "*"
Facts = dict[str, Any]


def read_book(request: Mapping[str, Any], limits: Limits) -> Facts:
    """Return the facts of a workbook; the grids of the wanted sheets are written into the request's folder.

    Raises:
        DataError: the workbook is damaged, or beyond the limits.
    """
    path, name, kind = Path(request["path"]), request["name"], request["kind"]
    if kind == "xls":
        records = biff.Records(path, limits)
        facts = _read_sheets(request, records.sheets, records.look, path.stat().st_size, limits)
        return {**facts, "macros": records.macros, "epoch_1904": records.epoch_1904}
    with archive.opened(path, name, limits) as held:
        parts = xlsx.Parts(held, name)
        if kind == "xlsb":
            binary = xlsb.Records(parts, limits)
            facts = _read_sheets(request, binary.sheets, binary.look, _size(parts, binary.sheets), limits)
            return {**facts, "macros": parts.macros, "epoch_1904": binary.epoch_1904}
        if kind == "ods":
            # Which sheets there are is known only when all of the one part was looked over.
            tables = ods.Tables(parts, limits)
            tables.look()
            return _read_sheets(request, tables.sheets, lambda: tables.sheets, 0, limits)
        return _read_xlsx(request, parts, limits)


def _read_xlsx(request: Mapping[str, Any], parts: xlsx.Parts, limits: Limits) -> Facts:
    book = xlsx.book(parts)
    looked = [sheet for sheet in book.sheets if sheet.part in parts and sheet.form in {"table", "pivot"}]

    def look() -> list[Sheet]:
        if book.texts in parts:
            _whole(parts, book.texts)
        for sheet in looked:
            measure = parts.size(sheet.part) <= MEASURED
            Look(sheet, book.zeros, measure=measure, limits=limits).over(parts.stream(sheet.part))
        return looked

    facts = _read_sheets(request, list(book.sheets), look, _size(parts, looked), limits)
    return {**facts, "macros": parts.macros, "epoch_1904": book.epoch_1904}


def _read_sheets(
    request: Mapping[str, Any], sheets: list[Sheet], look: Callable[[], list[Sheet]], size: int, limits: Limits
) -> Facts:
    beside = size >= BESIDE and hasattr(os, "fork")
    collect = _beside(look, sheets, Path(request["work"])) if beside else _at_once(look)
    return _read_values(request, sheets, _chosen(sheets, request["sheets"]), limits, collect)


def _size(parts: xlsx.Parts, sheets: Sequence[Sheet]) -> int:
    return sum(parts.size(sheet.part) for sheet in sheets if sheet.part in parts)


def _whole(parts: xlsx.Parts, part: str) -> None:
    """Pass a part that unpacks whole and has no document type."""
    tail = b""
    for block in parts.stream(part):
        seam = tail + block
        if b"<!DOCTYPE" in seam or b"<!ENTITY" in seam:
            raise DataError("xml_with_dtd", Where(), part=part)
        tail = block[-16:]


def _chosen(sheets: Sequence[Sheet], wanted: Sequence[str] | None) -> list[Sheet]:
    """Return the sheets to read: those asked for by name, else all that are shown."""
    if wanted and ALL not in wanted:
        return [sheet for sheet in sheets if sheet.name in wanted]
    return [sheet for sheet in sheets if sheet.state == "visible" and sheet.form in {"table", "pivot"}]


def _at_once(look: Callable[[], object]) -> Callable[[], None]:
    look()
    return lambda: None


def _beside(look: Callable[[], list[Sheet]], sheets: list[Sheet], work: Path) -> Callable[[], None]:
    """Look over the sheets in a process beside this one, and return how to collect what it found."""
    target = work / "look.json"
    child = os.fork()
    if child == 0:
        found: dict[str, Any]
        try:
            found = {"sheets": [asdict(sheet) for sheet in look()]}
        except DataError as error:
            found = {"error": error.key, "figures": error.figures, "sheet": error.where.sheet}
        except BaseException:  # noqa: BLE001 - this process must end here, whatever happens
            os._exit(1)
        target.write_text(json.dumps(found), encoding="utf-8")
        os._exit(0)

    collected: list[bool] = []

    def collect() -> None:
        if collected:
            return
        collected.append(True)
        _, status = os.waitpid(child, 0)
        if status:
            raise DataError("reader_stopped")
        found = json.loads(target.read_bytes())
        if "error" in found:
            raise DataError(found["error"], Where(sheet=found["sheet"]), **found["figures"])
        for one in found["sheets"]:
            sheet = next(sheet for sheet in sheets if sheet.part == one["part"] and sheet.name == one["name"])
            patches, merges = one.pop("patches"), one.pop("merges")
            vars(sheet).update(one)
            sheet.patches = [Patch(**patch) for patch in patches]
            sheet.merges = [Merge(**merge) for merge in merges]

    return collect


def _read_values(
    request: Mapping[str, Any], sheets: list[Sheet], chosen: list[Sheet], limits: Limits, collect: Callable[[], None]
) -> Facts:
    """Let the parser read the values of the chosen sheets one after another, and write each as a grid."""
    import fastexcel

    from shuke.ingest.containers.grid import Grids

    grids = Grids(Path(request["folder"]), Path(request["work"]))
    grid_of: dict[int, Facts] = {}
    reading: Sheet | None = None
    try:
        book = fastexcel.read_excel(_under_its_kind(request))
        known = book.sheet_names
        for reading in chosen:
            if reading.name not in known:
                continue
            values = book.load_sheet(known.index(reading.name), header_row=None, skip_rows=0, dtypes="string")
            collect()
            limits.hold(reading.name, values.height, values.width)
            if values.height and values.width:
                grid = f"{request['grid']}-{sheets.index(reading)}.parquet"
                marked = grids.from_frame(values, grid, reading)
                width = values.width + reading.first_column
                grid_of[id(reading)] = {"grid": grid, "rows": values.height, "width": width, "marked": marked}
    except fastexcel.FastExcelError as error:
        collect()
        raise _refused(error, reading) from None
    collect()
    return {"sheets": [sheet_facts(sheet) | grid_of.get(id(sheet), {}) for sheet in sheets]}


def _under_its_kind(request: Mapping[str, Any]) -> str:
    """Return a path that ends as the content demands: the parser of values goes by the ending."""
    path, link = str(request["path"]), Path(request["work"]) / f"book.{request['kind']}"
    try:
        link.symlink_to(path)
    except OSError:
        shutil.copyfile(path, link)
    return str(link)


def sheet_facts(sheet: Sheet) -> Facts:
    """Return what the starting process is told of a sheet."""
    told = {one: getattr(sheet, one) for one in ("name", "state", "form", "last_row", "hidden_rows", "zeros")}
    merged = {"ranges": len(sheet.merges), "cells": sum(one.bottom - one.top for one in sheet.merges)}
    return {**told, "hidden_columns": sheet.hidden_columns[:50], "merged": merged, "grid": None, "marked": []}


def _refused(error: Exception, sheet: Sheet | None) -> DataError:
    """Return what the parser's refusal means: a password, or the part that it was at."""
    if "assword" in str(error):
        return DataError("file_has_password")
    if sheet is not None:
        return DataError("part_damaged", Where(sheet=sheet.name), part=sheet.part or sheet.name)
    return DataError("workbook_damaged")
