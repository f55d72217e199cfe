"""What is told of warnings: to each person theirs, customers as that person may see them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from sqlite3 import Connection, Row
from typing import Any, Literal

from shuke.notify.channels import Channels as Document
from shuke.notify.secrets import Secret
from shuke.report.text import money
from shuke.server.answers import Told
from shuke.server.routes.care_seen import Called, Eyes
from shuke.server.routes.seen import Words
from shuke.watch.warnings.model import Warnings
from shuke.watching.outbox import counts
from shuke.watching.own import folder_of
from shuke.watching.warnings.opened import Event, Wanted, Warned, by_rule, listed, outcomes, over_time, owners
from shuke.workspace import Workspace

Severity = Literal["high", "medium", "low"]
Titles = Mapping[str, Mapping[str, str]]


class WarningReason(Told):
    """A rule that held: on which figures when it was last seen to; ``title`` null: the document has it no more."""

    rule: str
    title: Words | None
    severity: Severity
    since_on: str
    seen_on: str
    figures: dict[str, str | None]


class ShownWarning(Told):
    """A warning; ``ref`` is the word of the customer's page, null where they have none in the newest run."""

    number: int
    customer: str
    ref: str | None
    owner: str | None
    severity: Severity
    place: str | None
    value: str
    opened_on: str
    seen_on: str
    snoozed_until: str | None
    closed_on: str | None
    closed_by: str | None
    outcome: str | None
    reasons: list[WarningReason]


class WarningEvent(Told):
    """Something that was done to a warning."""

    at: str
    by: str
    what: str
    detail: str


class WholeWarning(ShownWarning):
    """A warning with what was done with it, the latest first."""

    story: list[WarningEvent]


class WarningsOfRule(Told):
    """Of how many open warnings a rule is a reason."""

    rule: str
    title: Words | None
    count: int


class WarningsOfOwner(Told):
    """How many open warnings a salesperson has; null: nobody's."""

    owner: str | None
    count: int


class WarningsOfDay(Told):
    """A day of a check: how many warnings were opened, closed by outcome, and open at its end."""

    day: str
    opened: int
    closed: dict[str, int]
    open: int


class WarningAsleep(Told):
    """A rule whose inputs are not there, and why."""

    rule: str
    reason: Literal["interactions", "predictions", "earlier", "order"]


class WarningCheck(Told):
    """The latest check."""

    number: int
    run: int
    scheme: str
    as_of: str
    customers: int
    fired: int
    opened: int
    joined: int
    closed: int
    left_out: int
    asleep: list[WarningAsleep]


class WarningStanding(Told):
    """How the warnings stand; ``check`` null: nothing was checked yet."""

    open: int
    snoozed: int
    by_rule: list[WarningsOfRule]
    owners: list[WarningsOfOwner]
    over_time: list[WarningsOfDay]
    outcomes: dict[str, int]
    check: WarningCheck | None
    messages: dict[str, int]


class WarningRule(Told):
    """A rule of the document."""

    rule: str
    title: Words
    severity: Severity


class WarningRules(Told):
    """The document of rules; ``own`` false: the built-in one."""

    text: str
    own: bool
    horizon_days: int
    rules: list[WarningRule]


class WarningScore(Told):
    """What one rule said, and what came; shares are null where nobody was named, or it came of nobody."""

    rule: str
    named: int
    right: int
    came: int
    rated: int
    precision: float | None
    recall: float | None
    base: float | None


class WarningDay(Told):
    """One day whose horizon has passed."""

    run: int
    as_of: str
    lost: list[WarningScore]
    active: list[WarningScore]
    lower: list[WarningScore]


class WarningRecord(Told):
    """How good past warnings were: lost customers, those among the active, those who fell; sums and days."""

    horizon_days: int
    known_until: str
    waiting: int
    forgotten: int
    lost: list[WarningScore]
    active: list[WarningScore]
    lower: list[WarningScore]
    days: list[WarningDay]


class WarningThreshold(Told):
    """A threshold: how many silences reached it, how many ended within the horizon, who is beyond it now."""

    value: str
    reached: int
    returned: int
    share: float | None
    now: int


class WarningAdvised(Told):
    """The thresholds advised; null: none that was tried serves."""

    days_since_purchase: str | None
    overdue: str | None


class WarningAdvice(Told):
    """What the gaps between purchases advise."""

    horizon_days: int
    gaps: int
    quantiles: dict[str, int]
    days: list[WarningThreshold]
    rhythm: list[WarningThreshold]
    advised: WarningAdvised


class WarningJudgements(Told):
    """The record and the advice of the latest check; null before the first."""

    record: WarningRecord | None
    advice: WarningAdvice | None


class ChannelSecret(Told):
    """Where a secret stands, and whether it is there."""

    name: str
    there: bool


class WarningChannel(Told):
    """A channel, and what became of its messages."""

    channel: str
    kind: Literal["email", "dingtalk", "wecom", "feishu", "webhook", "apprise"]
    lang: Literal["en", "zh"]
    secrets: list[ChannelSecret]
    waiting: int
    sent: int
    failed: int


class WarningChannels(Told):
    """The document of channels; ``text`` null: there is none."""

    text: str | None
    channels: list[WarningChannel]


class WarningMessage(Told):
    """A message on its way, or at its end."""

    id: str
    channel: str
    owner: str | None
    title: str
    made_at: str
    status: Literal["waiting", "sent", "failed"]
    attempts: int
    ended_at: str | None
    problem: str | None


def shown(found: Sequence[Warned], eyes: Eyes, titles: Titles) -> list[ShownWarning]:
    """Return warnings as a person may see them."""
    called = eyes.called(one.customer_id for one in found)
    return [ShownWarning(**_told(one, called[one.customer_id], titles)) for one in found]


def whole(one: Warned, story: Sequence[Event], eyes: Eyes, titles: Titles) -> WholeWarning:
    """Return a warning with its story."""
    told = _told(one, eyes.called([one.customer_id])[one.customer_id], titles)
    return WholeWarning(**told, story=[WarningEvent(**vars(event)) for event in story])


def _told(one: Warned, called: Called, titles: Titles) -> dict[str, Any]:
    own = {key: value for key, value in vars(one).items() if key not in {"customer_id", "reasons"}}
    reasons = [
        WarningReason(**{**vars(reason), "figures": dict(reason.figures), "title": _title(titles, reason.rule)})
        for reason in one.reasons
    ]
    return {
        **own,
        "value": money(Decimal(one.value)),
        "customer": called.shown,
        "ref": called.ref,
        "reasons": reasons,
    }


def _title(titles: Titles, rule: str) -> Words | None:
    return Words(**titles[rule]) if rule in titles else None


def standing(db: Connection, mine: str | None, titles: Titles) -> WarningStanding:
    """Return how the warnings stand, of everybody or of one owner."""
    own = None if mine is None else (mine,)
    row = db.execute("SELECT * FROM warning_checks ORDER BY number DESC LIMIT 1").fetchone()
    held = Wanted("open", own), Wanted("snoozed", own)
    opened, snoozed = (listed(db, wanted, size=1)[1] for wanted in held)
    by_owner = [WarningsOfOwner(owner=name, count=count) for name, count in owners(db) if mine is None or name == mine]
    return WarningStanding(
        open=opened,
        snoozed=snoozed,
        by_rule=[
            WarningsOfRule(rule=rule, title=_title(titles, rule), count=count)
            for rule, count in by_rule(db, own).items()
        ],
        owners=by_owner,
        over_time=[WarningsOfDay.model_validate(one) for one in over_time(db, own)],
        outcomes=outcomes(db, own),
        check=None if row is None else _check(row),
        messages=counts(db) if mine is None else {},
    )


def _check(row: Row) -> WarningCheck:
    names = [name for name in WarningCheck.model_fields if name != "asleep"]
    asleep = [WarningAsleep(rule=rule, reason=reason) for rule, reason in json.loads(row["asleep"])]
    return WarningCheck(**{name: row[name] for name in names}, asleep=asleep)


def rules_shown(text: str, found: Warnings, *, own: bool) -> WarningRules:
    """Return a document of rules as it is told."""
    rules = [
        WarningRule(rule=one.rule, title=Words(**one.title.model_dump()), severity=one.severity) for one in found.rules
    ]
    return WarningRules(text=text, own=own, horizon_days=found.horizon_days, rules=rules)


def channels_shown(space: Workspace, text: str | None, found: Document, db: Connection) -> WarningChannels:
    """Return the channels with what became of their messages; of a secret only whether it is there."""
    query = "SELECT channel, status, COUNT(*) FROM messages GROUP BY 1, 2"
    counted = {(row[0], row[1]): int(row[2]) for row in db.execute(query)}
    shown_ones = []
    for one in found.channels:
        named = [secret for secret in (one.url, one.secret, one.password) if secret is not None]
        secrets = [_secret(secret, space) for secret in named]
        ended = {status: counted.get((one.channel, status), 0) for status in ("waiting", "sent", "failed")}
        shown_ones.append(WarningChannel(channel=one.channel, kind=one.kind, lang=one.lang, secrets=secrets, **ended))
    return WarningChannels(text=text, channels=shown_ones)


def _secret(one: Secret, space: Workspace) -> ChannelSecret:
    return ChannelSecret(name=one.env or str(one.file), there=one.there(folder_of(space)))
