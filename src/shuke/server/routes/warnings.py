"""Warnings: open ones and what people do with them, the rules, how good they were, and the messages about them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import Field

from shuke.desk import Desk
from shuke.errors import SchemeError
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Body, Listed, Paged, Started
from shuke.server.context import Context, Here
from shuke.server.errors import Forbidden, Missing
from shuke.server.language import Lang
from shuke.server.routes.care_seen import Eyes, eyes_of
from shuke.server.routes.router import Router
from shuke.server.routes.seen import CustomerWord
from shuke.server.routes.warnings_shown import (
    ShownWarning,
    WarningChannels,
    WarningJudgements,
    WarningMessage,
    WarningRules,
    WarningStanding,
    WholeWarning,
    channels_shown,
    rules_shown,
    shown,
    standing,
    whole,
)
from shuke.watching import channels as of_channels
from shuke.watching.outbox import retry
from shuke.watching.send import spoken
from shuke.watching.warnings import documents
from shuke.watching.warnings import opened as on_desk
from shuke.watching.warnings.document import document_of, save, text_of
from shuke.watching.warnings.opened import Wanted

routes = Router("warnings")
LARGEST = 100_000
Named = Annotated[str, Field(min_length=1, max_length=128)]
Number = Annotated[int, Path(ge=1, le=2**53, description="The number of a warning.")]
Text = Annotated[str, Field(max_length=LARGEST)]


class WarningDeed(Body):
    """What is done with a warning: ``until`` is a day, or days such as ``14d``; ``outcome`` is what came of it."""

    do: Literal["snooze", "close"]
    until: Annotated[str, Field(max_length=10)] | None = None
    outcome: Literal["kept", "lost", "false_alarm", "other"] | None = None
    note: Annotated[str, Field(max_length=on_desk.LONGEST_NOTE)] = ""


class WarningDocument(Body):
    """The text of a document."""

    text: Text


class WarningsToCheck(Body):
    """Which run is to be checked; null: the newest."""

    run: Annotated[int, Field(ge=1, le=2**53)] | None = None


class MessagesToSend(Body):
    """``again``: what failed is tried again; ``trial``: only a trial message through this channel."""

    again: bool = False
    trial: Named | None = None


@routes.get("/warnings", response_model=Listed[ShownWarning])
def list_warnings(
    here: Here,
    page: Paged,
    person: Annotated[Person, needs("watch.read")],
    status: Annotated[Literal["open", "snoozed", "closed", "all"], Query(description="By default open.")] = "open",
    owner: Annotated[Named | None, Query(description="Only of this salesperson's customers.")] = None,
    rule: Annotated[Named | None, Query(description="Only those with this rule among the reasons.")] = None,
    severity: Annotated[Literal["high", "medium", "low"] | None, Query(description="Only of this severity.")] = None,
) -> Listed[ShownWarning]:
    """List warnings, the most severe and the most valuable customers first."""
    eyes = eyes_of(here, person)
    mine = (eyes.mine,) if eyes.mine is not None else (owner,) if owner is not None else None
    with Desk(here.home).reading() as db:
        found, total = on_desk.listed(db, Wanted(status, mine, rule, severity), page.offset, page.size)
    return Listed(data=shown(found, eyes, _rules(here)), page=page.of(total))


@routes.get("/warnings/standing", response_model=Answer[WarningStanding])
def show_warnings_standing(here: Here, person: Annotated[Person, needs("watch.read")]) -> Answer[WarningStanding]:
    """Tell how many warnings there are, by rule, owner and day, and of the latest check."""
    with Desk(here.home).reading() as db:
        return Answer(data=standing(db, eyes_of(here, person).mine, _rules(here)))


@routes.get("/warnings/rules", response_model=Answer[WarningRules])
def show_warning_rules(here: Here, _: Annotated[Person, needs("watch.read")]) -> Answer[WarningRules]:
    """Tell the document of rules that holds."""
    text, own = text_of(here.workspace)
    return Answer(data=rules_shown(text, document_of(here.workspace)[1], own=own))


@routes.put("/warnings/rules", response_model=Answer[WarningRules])
def save_warning_rules(
    here: Here, wanted: WarningDocument, person: Annotated[Person, needs("watch.write")]
) -> Answer[WarningRules]:
    """Keep a document of rules; the next check goes by it."""
    _require_all(person)
    found = save(here.workspace, wanted.text)
    here.note(person, "warnings.rules", found.warnings)
    return Answer(data=rules_shown(wanted.text, found, own=True))


@routes.get("/warnings/judgements", response_model=Answer[WarningJudgements])
def show_warning_judgements(here: Here, _: Annotated[Person, needs("watch.read")]) -> Answer[WarningJudgements]:
    """Tell how good past warnings were, and which thresholds the data advise, as of the latest check."""
    desk = Desk(here.home)
    record, advice = (documents.kept(desk, name) for name in (documents.RECORD, documents.ADVICE))
    return Answer(data=WarningJudgements.model_validate({"record": record, "advice": advice}))


@routes.post("/warnings/checks", response_model=Answer[Started], status_code=202)
def check_warnings(
    here: Here, wanted: WarningsToCheck, person: Annotated[Person, needs("watch.write")]
) -> Answer[Started]:
    """Ask the rules of a run, open and close warnings, and judge past ones; a job."""
    _require_all(person)
    here.note(person, "warnings.check", f"run {wanted.run or 'newest'}")
    return Answer(data=Started(job=here.jobs.start(person, "check-warnings", {"run": wanted.run})))


@routes.post("/warnings/trials", response_model=Answer[Started], status_code=202)
def try_warning_rules(here: Here, person: Annotated[Person, needs("watch.write")]) -> Answer[Started]:
    """Judge the rules as they are now on every kept run; a job, whose result is not kept."""
    _require_all(person)
    here.note(person, "warnings.try", "")
    return Answer(data=Started(job=here.jobs.start(person, "judge-warnings", {})))


@routes.get("/warnings/channels", response_model=Answer[WarningChannels])
def show_channels(here: Here, _: Annotated[Person, needs("settings.read")]) -> Answer[WarningChannels]:
    """Tell the document of channels, whether their secrets are there, and what waits; no secret is told."""
    space = here.workspace
    with Desk(here.home).reading() as db:
        return Answer(data=channels_shown(space, of_channels.text_of(space), of_channels.channels_of(space), db))


@routes.put("/warnings/channels", response_model=Answer[WarningChannels])
def save_channels(
    here: Here, wanted: WarningDocument, person: Annotated[Person, needs("settings.write")]
) -> Answer[WarningChannels]:
    """Keep a document of channels."""
    space = here.workspace
    found = of_channels.save(space, wanted.text)
    here.note(person, "warnings.channels", ", ".join(one.channel for one in found.channels))
    with Desk(here.home).reading() as db:
        return Answer(data=channels_shown(space, wanted.text, found, db))


@routes.get("/warnings/messages", response_model=Listed[WarningMessage])
def list_messages(
    here: Here,
    page: Paged,
    lang: Lang,
    _: Annotated[Person, needs("settings.read")],
    status: Annotated[Literal["waiting", "sent", "failed"] | None, Query(description="By default all.")] = None,
) -> Listed[WarningMessage]:
    """List messages, the latest first, with what went wrong; what they say of customers is not told."""
    with Desk(here.home).reading() as db:
        count = "SELECT COUNT(*) FROM messages WHERE ?1 IS NULL OR status = ?1"
        total = int(db.execute(count, [status]).fetchone()[0])
        query = (
            "SELECT id, channel, owner, title, made_at, status, attempts, ended_at, problem FROM messages "
            "WHERE ?1 IS NULL OR status = ?1 ORDER BY rowid DESC LIMIT ?2 OFFSET ?3"
        )
        rows = [dict(row) for row in db.execute(query, [status, page.size, page.offset])]
    data = [WarningMessage(**{**row, "problem": spoken(row["problem"], lang)}) for row in rows]
    return Listed(data=data, page=page.of(total))


@routes.post("/warnings/messages", response_model=Answer[Started], status_code=202)
def send_messages(
    here: Here, wanted: MessagesToSend, person: Annotated[Person, needs("settings.write")]
) -> Answer[Started]:
    """Send what waits in the outbox, or a trial message; a job."""
    known = of_channels.channels_of(here.workspace)
    if wanted.trial is not None and known.get(wanted.trial) is None:
        raise Missing("channel_unknown", value=wanted.trial, known=", ".join(one.channel for one in known.channels))
    if wanted.again:
        retry(here.workspace)
    here.note(person, "warnings.send", wanted.trial or "outbox")
    return Answer(data=Started(job=here.jobs.start(person, "send-warnings", {"trial": wanted.trial})))


@routes.get("/warnings/{number}", response_model=Answer[WholeWarning])
def show_warning(here: Here, number: Number, person: Annotated[Person, needs("watch.read")]) -> Answer[WholeWarning]:
    """Tell of one warning, with what was done with it."""
    eyes = eyes_of(here, person)
    with Desk(here.home).reading() as db:
        found = on_desk.get(db, number, _mine(eyes))
        return Answer(data=whole(found, on_desk.history(db, number), eyes, _rules(here)))


@routes.patch("/warnings/{number}", response_model=Answer[WholeWarning])
def change_warning(
    here: Here, number: Number, deed: WarningDeed, person: Annotated[Person, needs("watch.write")]
) -> Answer[WholeWarning]:
    """Put a warning to rest, or close it with what came of it."""
    eyes, desk = eyes_of(here, person), Desk(here.home)
    if deed.do == "snooze":
        found = on_desk.snooze(desk, number, deed.until or "14d", person.user, _mine(eyes))
    else:
        found = on_desk.close(desk, number, deed.outcome or "other", person.user, deed.note, _mine(eyes))
    here.note(person, f"warning.{deed.do}", f"warning {number}")
    with desk.reading() as db:
        return Answer(data=whole(found, on_desk.history(db, number), eyes, _rules(here)))


@routes.get("/customers/{ref}/warnings", response_model=Answer[list[WholeWarning]])
def list_customer_warnings(
    here: Here, ref: CustomerWord, person: Annotated[Person, needs("watch.read")]
) -> Answer[list[WholeWarning]]:
    """List the warnings of one customer, the open one first."""
    eyes = eyes_of(here, person)
    customer = eyes.customer(ref)
    rules = _rules(here)
    with Desk(here.home).reading() as db:
        found = [one for one in on_desk.of_customer(db, customer) if eyes.mine is None or one.owner == eyes.mine]
        return Answer(data=[whole(one, on_desk.history(db, one.number), eyes, rules) for one in found])


def _mine(eyes: Eyes) -> tuple[str | None] | None:
    return None if eyes.mine is None else (eyes.mine,)


def _rules(here: Context) -> dict[str, dict[str, str]]:
    """Return the titles of rules by their names, in every language; none where the document is wrong."""
    try:
        found = document_of(here.workspace)[1]
    except SchemeError:
        return {}
    return {one.rule: one.title.model_dump() for one in found.rules}


def _require_all(person: Person) -> None:
    """Pass who looks after everybody's customers.

    Raises:
        Forbidden: they see their own alone.
    """
    if not person.may("customers.all"):
        raise Forbidden("warnings_of_all")
