"""Campaigns told to people: what is fact in plain figures, what is estimated with its limits and named so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from shuke.campaign_kept.ledger import Entry
from shuke.campaigns.choose import Choice
from shuke.campaigns.foresight import percent
from shuke.campaigns.measured import ArmResult, Measured
from shuke.campaigns.plan import Plan
from shuke.campaigns.run import Run
from shuke.locale import knows, text
from shuke.stages.rounding import rounded

# So many cells are shown at a terminal, the best first; all are in the files.
SHOWN = 10


def money(amount: Decimal | Fraction | float) -> str:
    """Return money as people read it; a decimal keeps its cents, and more places where it has them."""
    if isinstance(amount, Fraction):
        return f"{rounded(amount, 2):,.2f}"
    if isinstance(amount, Decimal):
        places = max(2, -int(amount.normalize().as_tuple().exponent)) if amount else 2
        return f"{amount:,.{places}f}"
    return f"{amount:,.2f}"


def between(low: float, high: float, lang: str) -> str:
    """Return the limits of an interval of money or people."""
    return text("campaign.between", lang, low=f"{low:,.0f}", high=f"{high:,.0f}")


def of_plan(found: Plan, written: Sequence[Path], lang: str) -> list[str]:
    """Return a planned test: costs and break-even, sample and its check, arms, what it can tell, files."""
    wish, faithful = found.wish, found.faithful
    costs = wish.costs
    lines = [
        text(
            "campaign.plan.title",
            lang,
            name=wish.name,
            scheme=found.run.document["scheme"]["id"],
            as_of=found.run.document["as_of"],
        ),
        "",
        _break_even(found, lang),
    ]
    if costs.once:
        rate = percent(float(costs.break_even_with_fixed(max(found.contacts, 1))))
        lines.append(text("campaign.plan.fixed", lang, fixed=money(costs.once), rate=rate))
    lines += [
        "",
        text(
            "campaign.plan.sample",
            lang,
            sample=f"{faithful.sample:,}",
            base=f"{faithful.base:,}",
            nth=f"{faithful.base / faithful.sample:g}",
            cells=f"{len(faithful.cells):,}",
        ),
        *_barred(found.document.get("barred", {}), lang),
        text("campaign.plan.faithful", lang, farthest=f"{float(faithful.farthest):.3f}"),
    ]
    for one in faithful.metrics[:3]:
        shown = _metric(one.metric, lang)
        lines.append(
            text(
                "campaign.plan.likeness",
                lang,
                metric=shown,
                base=f"{one.base:,.2f}",
                sample=f"{one.sample:,.2f}",
                off=f"{one.off:+.3f}",
            )
        )
    lines.append("")
    for arm in found.arms:
        key = "held_out" if arm.name == "held_out" else "arm"
        lines.append(text(f"campaign.plan.{key}", lang, name=arm.name, customers=f"{found.counts[arm.name]:,}"))
    lines += [text("campaign.plan.cost", lang, cost=money(costs.cost(found.contacts))), ""]
    return [*lines, *found.foresight.sentences(lang), *_codes(found.run, lang), *_written(written, lang)]


def of_choice(found: Choice, written: Sequence[Path], lang: str) -> list[str]:
    """Return a chosen list: whom, cost, what is expected, how it compares, what more would bring, files."""
    wish = found.wish
    lines = [
        text(
            "campaign.list.title",
            lang,
            name=wish.name,
            scheme=found.run.document["scheme"]["id"],
            as_of=found.run.document["as_of"],
        ),
        "",
    ]
    for offer, channel, count in found.by_option:
        lines.append(text("campaign.list.option", lang, offer=offer, channel=channel, customers=f"{count:,}"))
    lines.append(text("campaign.list.held_out", lang, customers=f"{found.held_out:,}"))
    lines += _barred(found.barred, lang)
    budget = "" if wish.budget is None else text("campaign.list.of_budget", lang, budget=money(wish.budget))
    lines += [
        text("campaign.list.cost", lang, cost=money(found.cost), budget=budget),
        text(
            "campaign.list.saved",
            lang,
            customers=f"{found.run.customers - found.contacts:,}",
            cost=money(_saved(found)),
        ),
        "",
        text(f"campaign.list.expected.{found.expected.basis}", lang, campaigns=found.expected.campaigns),
        *(found.expected.met.sentences(lang) if found.expected.met is not None else ()),
        text("campaign.list.brings", lang, people=f"{found.people:,.1f}", money=money(found.money)),
        *_within_limits(found, lang),
        *_codes(found.run, lang),
    ]
    return [*lines, *_written(written, lang)]


def _within_limits(found: Choice, lang: str) -> list[str]:
    """Return how the list stands within its limits: beside other lists, unless it holds everybody anyway."""
    reached = found.contacts + found.held_out
    told = [text(f"campaign.list.reaches.{found.reaches}", lang, customers=f"{reached:,}")] if found.reaches else []
    if found.reaches == "all":
        return told
    unit = text(f"campaign.list.unit.{found.wish.objective}", lang)
    key = "campaign.list.proved" if found.allocation.proved else "campaign.list.bound"
    beside = [
        text(
            f"campaign.list.beside.{one.other}",
            lang,
            contacts=f"{one.contacts:,}",
            gain=f"{one.gain:+,.1f}",
            unit=unit,
            between=between(one.low, one.high, lang),
        )
        for one in found.compared
    ]
    lines = [*told, text(key, lang, gap=f"{found.allocation.gap:.1e}"), *beside]
    if found.further and found.reaches is None:
        # Once nobody is left who is worth a contact, still more of them bring nothing.
        told_of = next((place for place, gain in enumerate(found.further, 1) if gain <= 0), len(found.further))
        gains = ", ".join(f"{gain:,.1f}" for gain in found.further[:told_of])
        lines.append(text("campaign.list.further", lang, unit=unit, gains=gains))
    return lines


def _codes(run: Run, lang: str) -> list[str]:
    """Return what to know of a list that holds codes in place of personal ids."""
    return ["", text("campaign.codes", lang)] if run.document["personal_ids"] else []


def of_measure(found: Measured, lang: str) -> list[str]:
    """Return a measured campaign: each arm, what it added, cells and their verdicts, what to do next, files."""
    lines = [text("campaign.measure.title", lang, name=found.document["name"]), _look(found, lang)]
    if found.days is not None:
        lines.append(text("campaign.measure.days", lang, first=found.days[0], last=found.days[1]))
    if found.unknown:
        lines.append(text("campaign.measure.unknown", lang, customers=f"{found.unknown:,}"))
    if found.forgotten:
        lines.append(text("campaign.measure.forgotten", lang, customers=f"{found.forgotten:,}"))
    for arm in found.arms:
        lines += ["", *_arm(arm, found, lang)]
    verdicts = found.cells.verdicts()
    lines += ["", text(f"campaign.measure.cells.{found.cells.basis}", lang, rate=percent(found.cells.break_even))]
    lines += [
        text(f"campaign.verdict.{name}", lang, cells=verdicts.get(name, 0))
        for name in ("profitable", "unprofitable", "not_enough_data")
    ]
    ranked = sorted(found.cells.cells, key=lambda one: (-one.estimate, one.cell))
    for cell in ranked[:SHOWN]:
        lines.append(
            text(
                "campaign.measure.cell",
                lang,
                cell=cell.cell,
                contacted=f"{cell.contacted:,}",
                responses=f"{cell.responses:,}",
                estimate=percent(cell.estimate),
                low=percent(cell.low),
                high=percent(cell.high),
                verdict=text(f"campaign.verdict.short.{cell.verdict}", lang),
            )
        )
    if len(ranked) > SHOWN:
        lines.append(text("campaign.measure.more_cells", lang, cells=len(ranked) - SHOWN))
    return [*lines, "", _roll_out(found, lang), *_written(found.written, lang)]


def of_ledger(entries: Sequence[Entry], lang: str) -> list[str]:
    """Return every entry of a ledger, the oldest first."""
    if not entries:
        return [text("campaign.ledger.empty", lang)]
    lines = []
    for entry in entries:
        told = entry.document
        if entry.did == "measure":
            lines += [_entry_of_arm(entry, arm, lang) for arm in told["arms"]]
            continue
        lines.append(
            text(
                f"campaign.ledger.{entry.did}",
                lang,
                number=entry.number,
                name=entry.campaign,
                as_of=told["as_of"],
                contacts=f"{told['contacts']:,}",
                held_out=f"{told['held_out']:,}",
                cost=money(Decimal(told["cost"])),
                hash=told["list_sha256"][:12],
            )
        )
    return lines


def _entry_of_arm(entry: Entry, arm: dict[str, object], lang: str) -> str:
    incremental = arm["incremental"]
    if not isinstance(incremental, dict) or "profit" not in incremental:
        key, figures = "measure_plain", {"customers": f"{arm['customers']:,}", "responses": f"{arm['responses']:,}"}
    else:
        people, profit = incremental["responses"], incremental["profit"]
        key = "measure"
        figures = {
            "people": f"{people[0]:,.1f}",
            "people_between": between(people[1], people[2], lang),
            "profit": money(float(profit[0])),
            "profit_between": between(profit[1], profit[2], lang),
        }
    look = entry.document["look"]
    return text(
        f"campaign.ledger.{key}",
        lang,
        number=entry.number,
        name=entry.campaign,
        look=look,
        offer=arm["name"],
        **figures,
    )


def _barred(counts: dict[str, int], lang: str) -> list[str]:
    return [text(f"campaign.list.{why}", lang, customers=f"{count:,}") for why, count in counts.items()]


def _break_even(found: Plan, lang: str) -> str:
    costs = found.wish.costs
    return text(
        "campaign.plan.break_even",
        lang,
        cost=money(costs.per_contact),
        net=money(costs.net),
        rate=percent(float(costs.break_even)),
    )


def _metric(name: str, lang: str) -> str:
    key = f"words.metric.{name}"
    return text(key, lang) if knows(key) else name


def _saved(found: Choice) -> Decimal:
    """Return what is saved by not contacting everybody through the cheapest channel."""
    return min(found.wish.channels.values()) * (found.run.customers - found.contacts)


def _look(found: Measured, lang: str) -> str:
    if found.always:
        return text("campaign.measure.always", lang, look=found.look, looks=found.looks)
    if found.looks == 1:
        return text("campaign.measure.single", lang)
    return text("campaign.measure.look", lang, look=found.look, looks=found.looks)


def _arm(arm: ArmResult, found: Measured, lang: str) -> list[str]:
    rate = arm.responses / arm.customers if arm.customers else 0.0
    facts = {
        "name": arm.name,
        "customers": f"{arm.customers:,}",
        "responses": f"{arm.responses:,}",
        "rate": percent(rate),
    }
    lines = [
        text("campaign.measure.arm", lang, **facts),
        text(
            "campaign.measure.money" if found.has_revenue else "campaign.measure.planned_money",
            lang,
            revenue=money(arm.revenue),
            cost=money(arm.cost),
        ),
    ]
    if arm.rate is None or arm.without is None:
        return [*lines, text("campaign.measure.no_held_out", lang)]
    held = arm.held_responses / arm.held_customers
    lines.append(
        text(
            "campaign.measure.held_out",
            lang,
            customers=f"{arm.held_customers:,}",
            rate=percent(held),
            without=f"{arm.without:,.1f}",
        )
    )
    for figure in ("responses", "revenue", "profit"):
        estimate, low, high = arm.incremental[figure]
        lines.append(
            text(
                f"campaign.measure.added.{figure}", lang, estimate=f"{estimate:,.1f}", between=between(low, high, lang)
            )
        )
    if arm.roi is not None:
        estimate, low, high = arm.roi
        lines.append(text("campaign.measure.roi", lang, roi=f"{estimate:.2f}", low=f"{low:.2f}", high=f"{high:.2f}"))
    verdict = "yes" if arm.incremental["profit"][1] > 0 else "no" if arm.incremental["profit"][2] < 0 else "open"
    return [*lines, text(f"campaign.measure.paid.{verdict}", lang)]


def _roll_out(found: Measured, lang: str) -> str:
    best = found.cells.best
    if best is None:
        return text("campaign.measure.no_roll_out", lang)
    return text(
        "campaign.measure.roll_out",
        lang,
        cells=len(found.cells.roll_out),
        customers=f"{best.customers_upto:,}",
        profit=money(best.profit_upto),
    )


def _written(paths: Sequence[Path], lang: str) -> list[str]:
    return ["", text("campaign.written", lang), *(f"  {path}" for path in paths)] if paths else []
