"""The one spelling under which an identifier is compared: the same person, however the number was typed."""

from __future__ import annotations

import re
import unicodedata

from shuke.privacy.detection import USCC
from shuke.shapes import shape_of

# The commonest spelling, which needs no work.
MOBILE = re.compile("1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(?:\+?86[- ]?)?\(?0([1-9][0-9]{1,2})[)\- ]{1,2}([0-9]{7,8})(?:[-转xX# ]{1,2}([0-9]{1,6}))?")


def comparable(value: str) -> str:
    """Return an identifier as it is compared: telephones as E.164, identity numbers in capitals, NFKC."""
    if MOBILE.fullmatch(value):
        return f"+86{value}"
    plain = unicodedata.normalize("NFKC", value).strip()
    kind = shape_of(plain)
    if kind == "mobile":
        return "+86" + re.sub("[^0-9]", "", plain)[-11:]
    if kind == "landline" and (found := LANDLINE.fullmatch(plain)) is not None:
        area, number, extension = found.groups()
        return f"+86{area}{number}" + (f";ext={extension}" if extension else "")
    if kind == "email":
        return plain.casefold()
    if kind == "identity_number" or USCC.fullmatch(plain.upper()):
        return plain.upper()
    return plain
