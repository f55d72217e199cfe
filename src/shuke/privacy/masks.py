"""Masks for screens: enough to recognise, not enough to identify.

One function per kind. The length of a name is never shown, and every function fails closed: a value that has not
the form of its kind is hidden whole. Masked data are personal data still; what is given away is pseudonymised and
generalised besides (``shuke publish``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from shuke.privacy.companies import company
from shuke.privacy.divisions import district, province_and_city
from shuke.privacy.surnames import begins_like_a_name, surname
from shuke.shapes import SHAPES

HIDDEN = "****"
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")


def mask_mobile(value: str, *, strict: bool = False) -> str:
    """Return a mobile number's first 3 and last 4 digits; ``strict``: its first 3 and last 2."""
    plain = _plain(value)
    if not SHAPES["mobile"].fullmatch(plain):
        return HIDDEN
    digits = re.sub("[^0-9]", "", plain)[-11:]
    return f"{digits[:3]}******{digits[-2:]}" if strict else f"{digits[:3]}****{digits[-4:]}"


def mask_landline(value: str) -> str:
    """Return a landline's area code and last 2 digits, without its extension."""
    plain = re.sub(r"^\+?0{0,2}86[- ]?(?=\(?0)", "", _plain(value))
    found = re.fullmatch(r"\(?(0(?:10|2[0-9]|[3-9][0-9]{2}))\)?[- ]?([0-9]{7,8})(?:[-转xX# ]{1,2}[0-9]{1,6})?", plain)
    if found is not None:
        return f"{found.group(1)}-****{found.group(2)[-2:]}"
    local = re.fullmatch(r"[2-9][0-9]{6,7}", plain)
    return f"****{plain[-2:]}" if local else HIDDEN


def mask_identity(value: str, *, wide: bool = False) -> str:
    """Return an identity number's first and last character; ``wide``: its first 3 and last 4.

    First 6 and last 4 are never shown: the check digit leaves only some thousand people.
    """
    plain = re.sub(r"[\s-]", "", _plain(value)).upper()
    if not re.fullmatch("[0-9]{17}[0-9X]|[0-9]{15}", plain):
        return HIDDEN
    first, last = (3, 4) if wide else (1, 1)
    return plain[:first] + "*" * (len(plain) - first - last) + plain[-last:]


def mask_card(value: str) -> str:
    """Return a bank card's first 6 and last 4 digits."""
    plain = re.sub(r"[\s-]", "", _plain(value))
    if not re.fullmatch("[0-9]{15,19}", plain):
        return HIDDEN
    return plain[:6] + "*" * (len(plain) - 10) + plain[-4:]


def mask_name(value: str) -> str:
    """Return a person's or a company's name masked: 张**, 欧阳**, 阿**, J***, 杭州**科技有限公司."""
    plain = _plain(value)
    if not plain or plain.startswith("*"):
        return HIDDEN
    if company(plain) is not None:
        return mask_company(plain)
    if HAN.fullmatch(plain):
        named = len(plain) <= 4 or begins_like_a_name(plain)
        return f"{surname(plain)}**" if named else mask_company(plain)
    # Of a name of a minority, parted by dots, and of any mixture, the first character alone.
    return f"{plain[0]}**" if HAN.match(plain) else f"{plain[0]}***"


def mask_company(value: str) -> str:
    """Return a company's name with its trade name hidden; a name that cannot be parsed by its first 2 characters.

    Where such a name begins like a person's, as that of a sole trader does, only the surname is kept.
    """
    plain = _plain(value)
    found = company(plain)
    if found is not None:
        return f"{found.division}**{found.place}{found.industry}{found.form}"
    if not plain:
        return HIDDEN
    named = HAN.match(plain) is not None and begins_like_a_name(plain)
    shown = surname(plain) if named else plain[:2] if len(plain) > 2 else plain[:1]
    return f"{shown}****"


def mask_uscc(value: str) -> str:
    """Return a unified social credit code's first 2 and last 2 characters."""
    plain = _plain(value).upper()
    return f"{plain[:2]}{'*' * 14}{plain[-2:]}" if re.fullmatch("[0-9A-Z]{18}", plain) else HIDDEN


def mask_email(value: str, *, own_domain: bool = False) -> str:
    """Return an e-mail address's first character and its domain; ``own_domain`` hides the domain too."""
    plain = _plain(value)
    found = re.fullmatch(r"([^@\s]+)@([^@\s]+\.[^@\s.]{2,})", plain)
    if found is None:
        return HIDDEN
    return "***@***" if own_domain else f"{found.group(1)[0]}***@{found.group(2)}"


def mask_address(value: str, *, staff: bool = False) -> str:
    """Return the province and city of an address; ``staff``: the district too."""
    plain = re.sub(r"\s", "", _plain(value))
    plain = plain.removeprefix("中国")
    shown = province_and_city(plain)
    rest = plain[len(shown) :]
    return f"{shown}{district(rest) if staff and shown else ''}***"


def mask_handle(value: str) -> str:
    """Return a number plate's, WeChat's or QQ's first 2 characters and its last."""
    plain = re.sub(r"[\s·]", "", _plain(value))
    return f"{plain[:2]}***{plain[-1]}" if len(plain) >= 5 else "***"


def mask_order(value: str) -> str:
    """Return the last 4 characters of an order number."""
    plain = _plain(value)
    return f"****{plain[-4:]}" if len(plain) >= 8 else HIDDEN


def mask_birth_date(value: str, *, band: bool = False) -> str:
    """Return the year of a birth date; ``band``: five years around it."""
    found = re.match(r"((?:19|20)[0-9]{2})(?![0-9]{5})", _plain(value))
    if found is None:
        return HIDDEN
    year = int(found.group(1))
    return f"{year - year % 5}–{year - year % 5 + 4}" if band else str(year)


def mask_notes(value: str) -> str:
    """Return nothing of a free text: whatever people type into it may be personal."""
    return HIDDEN if value.strip() else ""


MASKS: Mapping[str, Callable[[str], str]] = {
    "mobile": mask_mobile,
    "landline": mask_landline,
    "identity_number": mask_identity,
    "card_number": mask_card,
    "person_name": mask_name,
    "company": mask_company,
    "uscc": mask_uscc,
    "email": mask_email,
    "address": mask_address,
    "plate": mask_handle,
    "wechat": mask_handle,
    "qq": mask_handle,
    "birth_date": mask_birth_date,
    "notes": mask_notes,
}


def mask(kind: str, value: str) -> str:
    """Return a value of a kind masked; in a column of telephones a landline keeps the form of one."""
    if kind == "mobile" and not SHAPES["mobile"].fullmatch(_plain(value)):
        return mask_landline(value)
    return MASKS[kind](value)


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()
