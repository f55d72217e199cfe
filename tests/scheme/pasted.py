"""Maps of segments as people paste them, one map in many shapes, and what each must mean."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import product

import pytest

from shuke.errors import SchemeError, SchemeErrors
from shuke.locale import LANGUAGES
from shuke.scheme.importing import import_map
from shuke.scheme.parse import parse

# The map of 125 codes as it is copied everywhere.
ELEVEN = """\
Champions: 555, 554, 544, 545, 454, 455, 445
Loyal: 543, 444, 435, 355, 354, 345, 344, 335
Potential Loyalist: 553, 551, 552, 541, 542, 533, 532, 531, 452, 451, 442, 441, 431, 453, 433, 432, 423, 353, 352,
    351, 342, 341, 333, 323
New Customers: 512, 511, 422, 421, 412, 411, 311
Promising: 525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313
Need Attention: 535, 534, 443, 434, 343, 334, 325, 324
About To Sleep: 331, 321, 312, 221, 213, 231, 241, 251
At Risk: 255, 254, 245, 244, 253, 252, 243, 242, 235, 234, 225, 224, 153, 152, 145, 143, 142, 135, 134, 133, 125, 124
Cannot Lose Them: 155, 154, 144, 214, 215, 115, 114, 113
Hibernating: 332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211
Lost: 111, 112, 121, 131, 141, 151
"""
CODES = {
    name.strip(): [code.strip() for code in codes.split(",") if code.strip()]
    for name, _, codes in (line.partition(":") for line in ELEVEN.replace(",\n    ", ", ").splitlines())
}
# The example of an R package: the first that fits wins.
RANGES = [
    ("Champions", (4, 5), (4, 5), (4, 5)),
    ("Loyal Customers", (2, 5), (3, 5), (3, 5)),
    ("Potential Loyalist", (3, 5), (1, 3), (1, 3)),
    ("New Customers", (4, 5), (1, 1), (1, 1)),
    ("Promising", (3, 4), (1, 1), (1, 1)),
    ("Need Attention", (2, 3), (2, 3), (2, 3)),
    ("About To Sleep", (2, 3), (1, 2), (1, 2)),
    ("At Risk", (1, 2), (2, 5), (2, 5)),
    ("Can't Lose Them", (1, 1), (4, 5), (4, 5)),
    ("Lost", (1, 2), (1, 2), (1, 2)),
]
GRID = """\
seg_map = {
    r'[1-2][1-2]': 'hibernating',
    r'[1-2][3-4]': 'at_risk',
    r'[1-2]5': 'cant_lose',
    r'3[1-2]': 'about_to_sleep',
    r'33': 'need_attention',
    r'[3-4][4-5]': 'loyal_customers',
    r'41': 'promising',
    r'51': 'new_customers',
    r'[4-5][2-3]': 'potential_loyalists',
    r'5[4-5]': 'champions'
}
"""
OCTANTS = {
    "111": "重要价值客户",
    "011": "重要保持客户",
    "101": "重要发展客户",
    "001": "重要挽留客户",
    "110": "一般价值客户",
    "010": "一般保持客户",
    "100": "一般发展客户",
    "000": "一般挽留客户",
}


def partition(text: str) -> dict[str, str | None]:
    """Return who has each cell of a document, by its written code, by looking at the parsed scheme alone."""
    scheme, _ = parse(text, "made.yaml")
    digits = scheme.code.digits
    split = digits[0].endswith("high")
    scores = [0, 1] if split else list(range(1, scheme.scores[digits[0]].quantiles + 1))
    lowest = scheme.code.best == "lowest"
    found: dict[str, str | None] = {}
    for cell in product(scores, repeat=len(digits)):
        written = "".join(str(scores[0] + scores[-1] - score if lowest else score) for score in cell)
        values = dict(zip(digits, map(Decimal, cell), strict=True))
        found[written] = None
        for segment in scheme.segments:
            if segment.rest or written in segment.codes or (segment.when and segment.when.holds(values)):
                found[written] = segment.title.en
                break
    return found


def imported(pasted: str, **options) -> dict[str, str | None]:
    return partition(import_map(pasted, "map.csv", **options).text)


def problems(pasted: str, **options) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(SchemeError) as caught:
        import_map(pasted, "map.csv", **options)
    errors = caught.value.problems if isinstance(caught.value, SchemeErrors) else [caught.value]
    for lang in LANGUAGES:
        for error in errors:
            assert len(error.render(lang).splitlines()) <= 3
            assert "{" not in error.render(lang)
    return [(error.key, error.where.row, error.where.column) for error in errors]


def by_name(codes: dict[str, list[str]], digits: str = "12345", width: int = 3) -> dict[str, str | None]:
    named = {code: name for name, listed in codes.items() for code in listed}
    return {"".join(cell): named.get("".join(cell)) for cell in product(digits, repeat=width)}


def first_of(ranges, digits: str = "12345") -> dict[str, str | None]:
    found = {}
    for cell in product(digits, repeat=len(ranges[0]) - 1):
        holding = (
            name
            for name, *sides in ranges
            if all(low <= int(score) <= high for (low, high), score in zip(sides, cell, strict=True))
        )
        found["".join(cell)] = next(holding, None)
    return found


# One map, written in many ways.
LISTS = {
    "name: codes": ELEVEN,
    "bullets": "\n".join(f"- **{name}**: {' '.join(codes)}" for name, codes in CODES.items()),
    "a dictionary": json.dumps(CODES, indent=2),
    "a program": "rfm = {\n" + "\n".join(f"    '{name}': {codes}," for name, codes in CODES.items()) + "\n}",
    "two columns": "Segment\tRFM codes\n" + "\n".join(f"{name}\t{'; '.join(codes)}" for name, codes in CODES.items()),
    "CSV with quotes": "segment,codes\n" + "\n".join(f'{name},"{", ".join(codes)}"' for name, codes in CODES.items()),
    "CSV without quotes": "segment,codes\n" + "\n".join(f"{name},{','.join(codes)}" for name, codes in CODES.items()),
    "CSV without header": "\n".join(f"{name},{','.join(codes)}" for name, codes in CODES.items()),
    "Markdown": "Our map\n\n| Segment | RFM |\n| --- | :-: |\n"
    + "\n".join(f"| **{name}** | {', '.join(codes)} |" for name, codes in CODES.items()),
    "blanks": "\n".join(f"{name}  {' '.join(codes)}" for name, codes in CODES.items()),
    "blanks and commas": "\n".join(f"{name} - {', '.join(codes)}" for name, codes in CODES.items()),
    "one code a row": "code,segment\n" + "\n".join(f"{c},{name}" for name, codes in CODES.items() for c in codes),
    "one code a row, swapped": "\n".join(f"{name}\t{c}" for name, codes in CODES.items() for c in reversed(codes)),
    "digits apart": "Segment,R,F,M\n"
    + "\n".join(f"{name},{','.join(c)}" for name, codes in CODES.items() for c in codes),
    "digits apart, Chinese": "序号,客户类型,最近,频率,金额\n"
    + "\n".join(f"9,{name},{','.join(c)}" for name, codes in CODES.items() for c in codes),
    "hyphens": "\n".join(f"{name}: {' '.join('-'.join(c) for c in codes)}" for name, codes in CODES.items()),
    "letters": "\n".join(
        f"{name}: {' '.join(f'R{c[0]}F{c[1]}M{c[2]}' for c in codes)}" for name, codes in CODES.items()
    ),
    "full width": ELEVEN.translate(str.maketrans("12345,:", "１２３４５，：")),
    "Windows lines": ELEVEN.replace("\n", "\r\n"),
}


def spans(sign) -> list[str]:
    return [f"{name}|" + "|".join(sign(*side) for side in sides) for name, *sides in RANGES]


def hyphen(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"


def dash(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} – {high}"


def signed(low: int, high: int) -> str:
    if (low, high) == (1, 5):
        return "any"
    return f"≥{low}" if high == 5 else f"<= {high}" if low == 1 else f"{low}~{high}"


def plus(low: int, high: int) -> str:
    return f"{low}+" if high == 5 and low < 5 else ", ".join(map(str, range(low, high + 1)))


def either(low: int, high: int) -> str:
    return " or ".join(map(str, range(low, high + 1)))


def regular(low: int, high: int) -> str:
    return f"[{low}-{high}]"


def spoken(low: int, high: int) -> str:
    return f"{low}分以上" if high == 5 and low < 5 else f"{low}至{high}"


TABLES = {
    "CSV": ("Segment,R,F,M", ",", hyphen),
    "CSV with semicolons": ("segment;recency score;frequency score;monetary score", ";", plus),
    "spreadsheet": ("Customer segment\tRecency\tFrequency\tMonetary (1-5)", "\t", dash),
    "spreadsheet, signs": ("Segment\tR_score\tF_score\tM_score", "\t", signed),
    "spreadsheet, words": ("客户类型\t最近一次消费\t消费频率\t消费金额", "\t", spoken),
    "Markdown": ("| Segment | R | F | M |\n|---|---|---|---|\n", " | ", either),
    "regular expressions": ("Segment\tR\tF\tM", "\t", regular),
    "blanks": ("Segment R F M", " ", hyphen),
    "aligned": ("Segment   R   F   M", "    ", signed),
    "no header": ("", "\t", hyphen),
    "no header, blanks": ("", " ", hyphen),
    "a list": ("", ": / /", hyphen),
}


def ranges_as(shape: str) -> str:
    header, separator, sign = TABLES[shape]
    rows = [line.split("|") for line in spans(sign)]
    if shape == "a list":
        return "\n".join(f"{row[0]}: {'/'.join(row[1:])}" for row in rows)
    if shape == "Markdown":
        return header + "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([header, *(separator.join(row) for row in rows)])
