"""Identifiers that are themselves personal leave the engine only as keyed pseudonyms.

A telephone, identity or card number, an e-mail address or a person's name is known by its form and replaced
wherever it stands, among opaque codes too. Where most ids of a table are personal, or the header says so, those that
only nearly have the form are replaced as well; what is a code by its own form stays, whatever the header says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shuke.engines.duckdb import DuckDB
from shuke.privacy.detection import ENOUGH, STREET, WESTERN_NAME, kind_of_value
from shuke.privacy.headers import kind_of_header
from shuke.privacy.keys import KeyRing, load_key
from shuke.privacy.pseudonyms import Coder
from shuke.shapes import SHAPES, shape_of, shapes_in
from shuke.stages.relation import literal

BATCH = 50_000
KIND, AS_WRITTEN = "customer_id", "customer_id as written"
ANY_SHAPE = "|".join(f"({shape.pattern})" for shape in SHAPES.values())
# Cheap to see, and true of every id with one of the shapes: a digit, a plus sign or a bracket first, or an at sign.
COULD_BE_SHAPED = "(LEFT(customer_id, 1) BETWEEN '(' AND '9' OR CONTAINS(customer_id, '@'))"
# Cheap to see, and true of every western name.
SECOND_SMALL = "SUBSTR(customer_id, 2, 1) BETWEEN 'a' AND 'z'"
NAME_SHAPE = "[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,12}[·•・‧][\u4e00-\u9fff·•・‧]{1,20}"
# A code of one's own has few digits; a number of a person has at least seven.
OPAQUE = re.compile(r"[A-Za-z_.#/-]*(?:[0-9][A-Za-z_.#/-]*){0,6}")
# Under a header of names: one word of letters with digits, as shops number or mask those who buy.
HANDLE = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9_.#/-]+")
# Under a header of cards, which those of members have too: fewer digits than a bank card.
CARD_OF_MEMBERS = re.compile(r"[A-Za-z_.#/-]*(?:[0-9][A-Za-z_.#/-]*){0,11}")
OF_COMPANIES = frozenset({"company", "uscc"})
OF_WHOLE_COLUMNS = frozenset({"identity_number", "email", "wechat", "qq"})


@dataclass(frozen=True)
class Replaced:
    """How many ids of each kind were replaced, and the name of the key they were replaced under."""

    kinds: dict[str, int] = field(default_factory=dict)
    key: str | None = None

    def and_(self, other: Replaced) -> Replaced:
        """Return what was replaced here and there together."""
        return Replaced(dict(sorted((Counter(self.kinds) + Counter(other.kinds)).items())), self.key or other.key)


def replace_personal_ids(
    engine: DuckDB, relation: str, headers: Iterable[str] = (), known: Iterable[str] = ()
) -> Replaced:
    """Replace the personal ids of a table; ``headers`` are the source columns that they come from.

    ``known`` are kinds that the table's ids have, which a small part of a table may not tell by itself.
    """
    shaped = f"{COULD_BE_SHAPED} AND REGEXP_FULL_MATCH(customer_id, {literal(ANY_SHAPE)})"
    worded = (
        f"STRLEN(customer_id) > LENGTH(customer_id) AND (REGEXP_FULL_MATCH(customer_id, {literal(NAME_SHAPE)}) "
        f"OR REGEXP_MATCHES(customer_id, {literal(STREET.pattern)}))"
    )
    found: dict[str, str] = {}
    for (value,) in engine.run(f"SELECT customer_id FROM {relation} WHERE ({shaped}) OR ({worded})"):
        kind = shape_of(value) or kind_of_value(value)
        if kind is not None and kind not in OF_COMPANIES:
            found[value] = kind
    told = [kind for kind in (*map(kind_of_header, headers), *known) if kind is not None and kind not in OF_COMPANIES]
    name = f"REGEXP_FULL_MATCH(customer_id, {literal(WESTERN_NAME.pattern)})"
    everyone, western = engine.run(
        f"SELECT COUNT(*), COUNT(CASE WHEN {SECOND_SMALL} THEN CASE WHEN {name} THEN 1 END END) FROM {relation}"
    )[0]
    # A company can be called so too, so what looks like a western name counts in company alone.
    if western >= ENOUGH * everyone:
        told.append("person_name")
    if told or len(found) >= ENOUGH * everyone:
        kind = told[0] if told else Counter(found.values()).most_common(1)[0][0]
        for (value,) in engine.run(f"SELECT customer_id FROM {relation}"):
            if value not in found and not _stays(value, kind):
                found[value] = kind
    if not found:
        return Replaced()
    key = load_key()
    _replace(engine, relation, codes(key.coder(), sorted(found)))
    return Replaced(dict(sorted(Counter(found.values()).items())), key.name)


def codes(coder: Coder, values: Sequence[str]) -> dict[str, str]:
    """Return the code of each id, no two alike.

    Ids are customers as they are written: of two spellings of one number the first has the number's code, and the
    others have one of their spelling.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for value in values:
        code = coder.code(KIND, value)
        if code in taken:
            code = coder.exact(AS_WRITTEN, value)
        taken.add(code)
        found[value] = code
    return found


def wanted_ids(value: str, ring: KeyRing | None) -> list[str]:
    """Return the ids under which a customer can stand in a table, the surest first: as asked, then the codes.

    Every key is tried, so a result is read by the key that it was made with; a code of a spelling is given only
    where two spellings meet.
    """
    coders = [key.coder() for key in ring.keys] if ring is not None else []
    plain = unicodedata.normalize("NFKC", value).strip()
    exact = [coder.exact(AS_WRITTEN, plain) for coder in coders]
    return [value, *exact, *(coder.code(KIND, value) for coder in coders)]


def _stays(value: str, kind: str) -> bool:
    """Tell whether an id among personal ones is a code of the company's own."""
    if kind in OF_WHOLE_COLUMNS or shapes_in(value):
        return False
    if kind == "person_name":
        # Letters alone may be somebody's first name.
        return HANDLE.fullmatch(value) is not None or (value.isdecimal() and OPAQUE.fullmatch(value) is not None)
    return (CARD_OF_MEMBERS if kind == "card_number" else OPAQUE).fullmatch(value) is not None


def _replace(engine: DuckDB, relation: str, found: dict[str, str]) -> None:
    engine.run("CREATE OR REPLACE TEMP TABLE pseudonyms (id VARCHAR, pseudonym VARCHAR)")
    values = list(found)
    for start in range(0, len(values), BATCH):
        batch = values[start : start + BATCH]
        engine.run("INSERT INTO pseudonyms SELECT UNNEST(?), UNNEST(?)", [batch, [found[value] for value in batch]])
    engine.run(
        f"UPDATE {relation} SET customer_id = pseudonyms.pseudonym FROM pseudonyms "
        f"WHERE {relation}.customer_id = pseudonyms.id"
    )
    engine.run("DROP TABLE pseudonyms")
