"""The administrative divisions of China down to the city: where an address and a company's name begin."""

from __future__ import annotations

import re

from shuke.privacy.words import lines

# Province, municipality or region -> its cities, without their endings.
CITIES = {line.partition(":")[0]: line.partition(":")[2].split() for line in lines("cities")}
_PROVINCES = "|".join(sorted(CITIES, key=len, reverse=True))
_ENDING = "(?:省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区)?"
_NAMES = sorted({name for cities in CITIES.values() for name in cities}, key=len, reverse=True)
_CITY = f"(?:{'|'.join(_NAMES)})(?:市|地区|自治州|盟)?"
_DISTRICT = "[\u4e00-\u9fff]{1,5}?(?:新区|开发区|区|县|市|旗)"
DIVISION = re.compile(f"(?:中国)?(?:(?:{_PROVINCES}){_ENDING})?(?:{_CITY})?")
# A city that is not in the list is known by its ending behind a province; so may a shop's name end, so only addresses.
UNLISTED = re.compile(f"(?:{_PROVINCES})(?:省|自治区)[\u4e00-\u9fff]{{2,4}}?市")
DISTRICT = re.compile(_DISTRICT)


def division(text: str) -> str:
    """Return the province and city that a text begins with, as it writes them; empty where it begins otherwise."""
    match = DIVISION.match(text)
    return match.group() if match is not None else ""


def province_and_city(address: str) -> str:
    """Return the province and city of an address, a city that is not in the list too."""
    match = UNLISTED.match(address)
    return max(division(address), match.group() if match is not None else "", key=len)


def district(text: str) -> str:
    """Return the district, county or town that a text begins with; empty where it begins otherwise."""
    match = DISTRICT.match(text)
    return match.group() if match is not None else ""
