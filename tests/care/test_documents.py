"""A care plan that is wrong is refused with the line; a calendar is what calendar programs read."""

from __future__ import annotations

from datetime import date

import icalendar
import pytest

from shuke.errors import SchemeErrors, ShukeError, UsageError
from shuke.scheme.parse import parse as parse_scheme
from shuke.scheme.parse import scheme_text
from shuke.watch.care.ics import Event, calendar
from shuke.watch.care.model import CarePlan, Holidays
from shuke.watch.care.parse import parse
from shuke.watch.care.strategy import strategy
from shuke.watch.care.workdays import workdays

SCHEME = "rfm-quintile-weighted"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("care: x\ngroups:\n  A: {rhythm: sometimes}\n", 3, "care_rhythm_unknown"),
        ("care: x\ngroups:\n  A: {rythm: monthly}\n", 3, "scheme_key_unknown"),
        ("care: x\ncapacity: none\n", 2, "scheme_value_wrong"),
        ("care: x\ncapacity: 0\n", 2, "scheme_value_wrong"),
        ("care: x\nworking_days: [mon, funday]\n", 2, "scheme_value_not_offered"),
        ("care: x\nholidays: {closed: [2026-02-30]}\n", 2, "scheme_value_wrong"),
        ("care: x\ngroups:\n  A: {measures: call them}\n", 3, "scheme_words"),
        ("capacity: 5\n", 1, "scheme_key_missing"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(text: str, line: int, key: str) -> None:
    with pytest.raises(SchemeErrors) as caught:
        parse(text)
    assert [(one.where.line, one.key) for one in caught.value.problems] == [(line, key)]
    assert all(f"care.yaml · line {line}" in caught.value.render("en") for _ in (1,))


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("care: x\nresult: segment\n", 2, "care_result_unknown"),
        ("care: x\ngroups:\n  A: {rhythm: yearly}\n  Z: {rhythm: yearly}\n", 4, "care_group_unknown"),
    ],
)
def test_what_the_scheme_has_not_is_told_with_its_line(text: str, line: int, key: str) -> None:
    plan, document = parse(text)
    with pytest.raises(ShukeError) as caught:
        strategy(plan, document, parse_scheme(*scheme_text(SCHEME))[0])
    found = getattr(caught.value, "problems", [caught.value])
    assert [(one.where.line, one.key) for one in found] == [(line, key)]


def test_a_plan_says_in_its_own_words_what_it_changes_and_the_rest_is_the_schemes() -> None:
    plan, document = parse("care: x\ngroups:\n  A: {rhythm: weekly, direction: {en: Visit, zh: 走访}}\n")
    told = strategy(plan, document, parse_scheme(*scheme_text(SCHEME))[0])
    first, second = told.rows[:2]
    assert first.direction is not None
    assert first.department is not None
    assert (first.direction.zh, first.department.en, first.rhythm and first.rhythm.days) == (
        "走访",
        "Customer success",
        7,
    )
    assert (first.own, second.own) == (True, False)


def test_days_of_a_plan_count_before_holidays_and_holidays_before_the_days_of_the_week() -> None:
    own = Holidays(closed=(date(2026, 3, 2), date(2026, 2, 14)), open=(date(2026, 3, 7), date(2026, 2, 16)))
    days = workdays(CarePlan(care="x", holidays=own), date(2026, 1, 1), date(2026, 12, 31))
    shown = {text: days.works(date.fromisoformat(text)) for text in (
        "2026-03-02", "2026-03-03", "2026-03-07", "2026-03-08", "2026-02-14", "2026-02-16", "2026-02-17", "2026-02-28",
    )}  # fmt: skip
    assert [text for text, works in shown.items() if works] == ["2026-03-03", "2026-03-07", "2026-02-16", "2026-02-28"]


def test_years_whose_holidays_are_not_announced_or_not_known_are_told() -> None:
    days = workdays(CarePlan(care="x"), date(2026, 6, 1), date(2031, 1, 1))
    assert (days.guessed, days.unknown) == ((2027, 2028, 2029, 2030), (2031,))
    assert not days.works(date(2027, 10, 1))


def test_other_countries_have_their_own_holidays_and_none_has_none() -> None:
    german = CarePlan(care="x", holidays=Holidays(country="DE", region="BY"))
    assert not workdays(german, date(2026, 1, 1), date(2026, 12, 31)).works(date(2026, 1, 6))
    none = CarePlan(care="x", holidays=Holidays(country="none"))
    assert workdays(none, date(2026, 1, 1), date(2026, 12, 31)).works(date(2026, 10, 1))
    with pytest.raises(UsageError) as caught:
        workdays(CarePlan(care="x", holidays=Holidays(country="XX")), date(2026, 1, 1), date(2026, 1, 2))
    assert caught.value.key == "holidays_country_unknown"


HARD = "逗号,分号;反斜\\杠\n第二行 " + "很长的一句话" * 20 + " 😀" * 30


def test_a_calendar_is_read_back_as_it_was_meant_with_lines_of_75_octets() -> None:
    one = Event("abc@shuke", date(2026, 2, 28), "2026-01-05T08:09:10Z", 3, HARD, HARD, ("A,b", "c"))
    gone = Event("def@shuke", date(2026, 12, 31), "2026-01-05T08:09:10Z", 0, "x", "", cancelled=True)
    text = calendar("客户,维护", [one, gone])
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
    read = icalendar.Calendar.from_ical(text)
    first, second = read.walk("VEVENT")
    assert str(first["SUMMARY"]) == str(first["DESCRIPTION"]) == HARD
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2026, 2, 28), date(2026, 3, 1))
    assert (str(first["UID"]), int(first["SEQUENCE"])) == ("abc@shuke", 3)
    assert first["DTSTAMP"].dt.isoformat() == "2026-01-05T08:09:10+00:00"
    assert [str(name) for name in first["CATEGORIES"].cats] == ["A,b", "c"]
    assert (str(first["STATUS"]), str(second["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert read.errors == first.errors == []
