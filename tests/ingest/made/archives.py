"""Archives and the parts of workbooks as strangers write them: honest, broken, and meant to do harm."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

CSV = "客户编号,日期,金额\nC1,2024-01-05,5\nC2,2024-01-06,7.5\n"
OTHER_CSV = "客户编号,日期,金额\nC3,2024-02-05,1\n"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>客户编号</t></is></c><c r="B1" t="inlineStr"><is><t>日期</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>金额</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>C1</t></is></c><c r="B2" t="inlineStr"><is><t>2024-01-05</t></is></c>'
    '<c r="C2"><v>5</v></c></row>'
)


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def book(
    rows: str = ROWS, *, before: str = "", behind: str = "", sheets: Mapping[str, str] | None = None, **parts: str
) -> bytes:
    """Return an XLSX workbook of hand-written parts; ``sheets`` are more sheets by name, ``parts`` more parts."""
    contents = {"销售": rows, **(sheets or {})}
    names = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(contents, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(contents) + 1)
    )
    links += "".join(f'<Relationship Id="x{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }
    for number, content in enumerate(contents.values(), 1):
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'{XML}{before}<worksheet xmlns="{MAIN}"><sheetData>{content}</sheetData>{behind}</worksheet>'
        )
    members |= {f"xl/{name}.xml": XML + content for name, content in parts.items()}
    return zipped(members)


OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(rows: Sequence[Sequence[object]], *, styles: str = "", behind: str = "") -> bytes:
    """Return an OpenDocument spreadsheet; a cell that begins with ``<`` stands as it is written."""
    lines = "".join(f"<table:table-row>{''.join(map(_open_cell, row))}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{prefix}="{OPEN}:{name}:1.0"'
        for prefix, name in (
            *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
            *(("number", "datastyle"), ("calcext", "calcext")),
        )
    )
    content = (
        f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="销售">{lines}</table:table>{behind}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0"/>'
    members = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    return zipped({**members, "META-INF/manifest.xml": manifest})


def _open_cell(value: object) -> str:
    if str(value).startswith("<"):
        return str(value)
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def replaced(path: Path, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a zip archive with one part changed, the archive itself sound."""
    held = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            target.writestr(info.filename, change(data) if info.filename == part else data)
    return held.getvalue()


def broken_inside(path: Path, part: str) -> bytes:
    """Return a zip archive in which the packed bytes of one part are damaged, the directory is not."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(part)
    start = info.header_offset + 30 + len(info.filename.encode()) + info.compress_size // 2
    data[start : start + 8] = bytes(value ^ 0x5A for value in data[start : start + 8])
    return bytes(data)


def with_names(*names: str) -> bytes:
    """Return a zip archive with members of these names, whatever they are."""
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w") as archive:
        warnings.simplefilter("ignore")
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), CSV)
    return held.getvalue()


def with_link() -> bytes:
    """Return a zip archive with a symbolic link."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo("sales.csv")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return held.getvalue()


def overlapping(members: int = 60, size: int = 2 << 20) -> bytes:
    """Return a zip archive whose directory names one packed block many times over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(size)) + packer.flush()
    check = zlib.crc32(bytes(size))
    body = _local("a.csv", check, len(packed), size) + packed
    directory = b"".join(
        struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, check, len(packed), size, 9, 0, 0, 0, 0, 0, 0
        )
        + f"{number:05}.csv".encode()
        for number in range(members)
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, members, members, len(directory), len(body), 0)
    return body + directory + end


def _local(name: str, check: int, packed: int, size: int) -> bytes:
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, check, packed, size, len(name), 0) + name.encode()


def lying(real: int, said: int) -> bytes:
    """Return a workbook whose sheet unpacks to far more than the directory says."""
    rows = ROWS + "<!--" + " " * real + "-->"
    data = bytearray(book(rows))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    struct.pack_into("<I", data, info.header_offset + 22, said)
    name = info.filename.encode()
    place = data.rfind(name) - 46
    struct.pack_into("<I", data, place + 24, said)
    return bytes(data)
