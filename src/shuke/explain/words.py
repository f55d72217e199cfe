"""An explanation in words, for a person, in either language."""

from __future__ import annotations

from collections.abc import Mapping

from shuke.explain.directions import is_told
from shuke.explain.explanation import Explanation
from shuke.explain.numbers import amount, listed, plain, say, worded
from shuke.explain.reasons import span_of
from shuke.explain.spoken import reason_line, span_text, sum_line
from shuke.explain.ways import CENT, NextOrder, Way
from shuke.scheme.model import Group
from shuke.scheme.sentences import column, rule
from shuke.scheme.spoken.money import price
from shuke.stages.fitted import Breaks
from shuke.stages.places import grid, group_names

__all__ = ["amount", "lines", "price"]


def lines(told: Explanation, lang: str) -> list[str]:
    """Return the explanation as lines of text."""
    out = [_place(told, told.scheme.main, lang, head=True)]
    out += [_place(told, name, lang, head=False) for name in told.scheme.results[1:]]
    out += [say("as_of", lang, as_of=told.as_of.isoformat(), scheme=worded(told.scheme.title, lang)), ""]
    scheme, currency = told.scheme, told.currency
    out += [f"  {reason_line(scheme, reason, currency, lang)}" for reason in told.reasons]
    out += [
        f"  {say('other', lang, metric=column(name, lang, scheme), value=amount(scheme, name, value, currency, lang))}"
        for name, value in told.others.items()
    ]
    for block in (_total(told, lang), _cell(told, lang), _code(told, lang), _clusters(told, lang)):
        out += ["", *(f"  {line}" for line in block)] if block else []
    return [*out, *_ahead(told, lang)]


def _place(told: Explanation, name: str, lang: str, *, head: bool) -> str:
    """Return where a customer stands in one result column, and the condition that held."""
    customer = {"customer": told.customer_id} if head else {}
    value, kind = told.row[name], "head" if head else "besides"
    if name == "tier" and told.by_score is not None:
        return _held(told, lang)
    if name in told.scheme.groups:
        group = told.group(name)
        if group is None:
            return say(f"{'nowhere' if head else 'besides_nowhere'}.{name}", lang, **customer)
        shown = {"group": group.name, "title": _titled(group, lang), "rule": rule(told.scheme, group, lang)}
        return say(f"{kind}.{name}", lang, **customer, **shown)
    if name == "code":
        return say(f"{kind}.code", lang, **customer, group=value)
    count = len(group_names(told.scheme, told.fitted, name))
    return say(f"{kind}.{name}", lang, **customer, group=value, count=count)


def _held(told: Explanation, lang: str) -> str:
    """Return that a customer keeps a tier by grace, and the one by score; tiers are the first result."""
    tiers = {tier.name: tier for tier in told.scheme.tiers}
    kept, by_score = told.group("tier"), tiers.get(told.by_score or "")
    shown = {"customer": told.customer_id, "group": told.row["tier"], "title": _titled(kept, lang)}
    if by_score is None:
        return say("held_tier.nowhere", lang, **shown)
    other = {"other": by_score.name, "other_title": _titled(by_score, lang), "rule": rule(told.scheme, by_score, lang)}
    line = say("held_tier.line", lang, **shown, **other)
    grace = told.scheme.grace
    if grace is None or not told.ratings_below:
        return line
    return line + say("held_tier.count", lang, below=told.ratings_below, ratings=grace.ratings)


def _titled(group: Group | None, lang: str) -> str:
    title = worded(group.title, lang) if group is not None else ""
    return say("titled", lang, title=title) if title and group is not None and title != group.name else ""


def _total(told: Explanation, lang: str) -> list[str]:
    composite = told.scheme.composite
    if told.total is None or composite is None:
        return []
    learned = "ahp" if composite.ahp else "entropy" if composite.entropy else ""
    line = [sum_line(told.scheme, told.total, lang)]
    return [*line, say(f"weights.{learned}", lang)] if learned else line


def _cell(told: Explanation, lang: str) -> list[str]:
    """Return what the row and the column of a cell mean."""
    cells, found = told.scheme.cells, grid(told.scheme, told.fitted)
    if cells is None or found is None:
        return []
    out = []
    for key, name, levels in (("row", cells.rows, found.rows), ("column", cells.columns, found.columns)):
        fit, score = told.fitted.scores[name], told.row[name]
        metric = "" if not isinstance(fit, Breaks) else fit.metric
        span = ""
        if isinstance(fit, Breaks):
            held = span_of(told.scheme, name, fit, told.row[metric])
            span = span_text(told.scheme, metric, held, told.currency, lang)
        place = next(index for index, level in enumerate(levels, 1) if level == score)
        shown = {"place": place, "count": len(levels), "score": plain(levels[place - 1])}
        titles = {"name": column(name, lang, told.scheme), "metric": column(metric, lang, told.scheme), "span": span}
        out.append(say(f"cell.{key}", lang, **shown, **titles))
    return out


def _code(told: Explanation, lang: str) -> list[str]:
    """Return each digit of a code with the score it writes."""
    code = told.scheme.code
    if code is None:
        return []
    out = [say("code.lowest", lang)] if code.best == "lowest" else []
    for digit, name in zip(str(told.row["code"]), code.digits, strict=True):
        shown = {"digit": digit, "name": column(name, lang, told.scheme), "score": plain(told.row[name])}  # type: ignore[arg-type]
        if code.best == "highest":
            out.append(say("code.digit", lang, **shown))
        else:
            out.append(say("code.turned", lang, **shown, turn=int(digit) + int(told.row[name] or 0)))
    return out


def _clusters(told: Explanation, lang: str) -> list[str]:
    """Return how near the centres are, and the values of the customer's own."""
    if not told.clusters:
        return []
    own = told.clusters[0]
    shown = {"cluster": own.cluster, "distance": plain(own.distance)}
    if len(told.clusters) == 1:
        out = [say("cluster.only", lang, **shown)]
    else:
        other = told.clusters[1]
        out = [say("cluster.own", lang, **shown, other=other.cluster, further=plain(other.distance))]
    for name, centre in own.centre.items():
        figures = {"score": plain(told.row[name]), "cluster": own.cluster, "centre": plain(centre)}  # type: ignore[arg-type]
        out.append(say("cluster.centre", lang, name=column(name, lang, told.scheme), **figures))
    return out


def _ahead(told: Explanation, lang: str) -> list[str]:
    """Return the ways up, what one more order does, and which scores would have to rise."""
    out = ["", *_ways(told, lang)]
    if told.next_order is not None:
        out += ["", say("next_order.title", lang), f"  {_next_order(told, told.next_order, lang)}"]
    elif told.ladder is None and not told.ways_known:
        out += ["", say("next_order.alone", lang), f"  {_not_told(told, lang)}"]
    raised = _raises(told, lang)
    out += ["", *raised] if raised else []
    if told.held and told.ways_known:
        names = listed([column(name, lang, told.scheme) for name in told.held], lang)
        out += ["", say("held", lang, names=names)]
    return out


def _ways(told: Explanation, lang: str) -> list[str]:
    if told.ladder is None:
        return [say("no_ways.no_ladder", lang)]
    status = told.ways_status
    if status == "found":
        return [say("ways", lang), *(f"  {way_line(told, way, lang)}" for way in told.ways)]
    if status == "at_top":
        line = say(f"no_ways.at_top.{told.ladder}", lang)
    elif status == "none":
        key = "none" if is_told(told.scheme, told.fitted, told.ladder) else "none_found"
        line = say(f"no_ways.{key}", lang, most=price(told.most or CENT, told.currency))
    else:
        line = _not_told(told, lang)
    return [say("ways_alone", lang), f"  {line}"]


def _not_told(told: Explanation, lang: str) -> str:
    if told.trial != "not_tried":
        return say(f"no_ways.{told.trial}", lang)
    names = listed([column(name, lang, told.scheme) for name in told.not_tried], lang)
    return say("no_ways.not_tried", lang, names=names)


def way_line(told: Explanation, way: Way, lang: str) -> str:
    """Return one way up in a sentence."""
    if way.at_most is None:
        kind = "any" if way.amount_each == CENT else "at_least"
    else:
        kind = "exactly" if way.at_most == way.amount_each else "between"
    key = f"way.{'one' if way.orders == 1 else 'many'}_{kind}"
    figures: dict[str, object] = {"group": way.group, "orders": way.orders}
    figures["amount"] = price(way.amount_each, told.currency)
    figures["most"] = price(way.at_most or way.amount_each, told.currency)
    figures["until"] = say("until", lang, day=way.until.isoformat()) if way.until else ""
    figures["score"] = ""
    if told.scheme.composite is not None and way.score is not None and not isinstance(way.score, str):
        name = column(told.scheme.composite.name, lang, told.scheme)
        figures["score"] = say("score", lang, name=name, score=plain(way.score))
    return say(key, lang, **figures)


def _next_order(told: Explanation, found: NextOrder, lang: str) -> str:
    results = []
    for name, value in found.results.items():
        label = say(f"column.{name}", lang)
        if value is None:
            results.append(say("next_order.nowhere", lang, column=label))
            continue
        group = next((one for one in told.scheme.groups.get(name, ()) if one.name == value), None)
        now = told.by_score if name == "tier" and told.by_score is not None else told.row[name]
        key = "stays" if value == now else "moves"
        shown = {"column": label, "group": value, "title": _titled(group, lang)}
        results.append(say(f"next_order.{key}", lang, **shown))
    joined = say("join", lang).join(results)
    if found.amount is None:
        return say("next_order.any", lang, results=joined)
    return say("next_order.usual", lang, amount=price(found.amount, told.currency), results=joined)


def _raises(told: Explanation, lang: str) -> list[str]:
    out = []
    for one in told.raises:
        needs = []
        for need in one.needs:
            fit = told.fitted.scores[need.score]
            how = "at_least" if isinstance(fit, Breaks) and fit.best == "high" else "at_most"
            figures: Mapping[str, str] = {
                "metric": column(need.metric, lang, told.scheme),
                "bound": amount(told.scheme, need.metric, need.bound, told.currency, lang),
                "value": amount(told.scheme, need.metric, need.value, told.currency, lang),
            }
            needs.append(say(f"raise.need_{how}", lang, **figures))
        group = next(group for group in told.scheme.groups[one.column] if group.name == one.group)
        shown = {"column": say(f"column.{one.column}", lang), "group": one.group, "title": _titled(group, lang)}
        out.append(say("raise.line", lang, **shown, needs=say("raise.and", lang).join(needs)))
    return out
