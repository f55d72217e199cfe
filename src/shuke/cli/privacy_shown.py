"""Requests of a person at a terminal: what is held of them, and who wants no marketing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from shuke.desk.opt_outs import OptOut
from shuke.locale import text
from shuke.workspace.find import Found


def found_text(found: Found, said: Mapping[str, str | None], quiet: bool, lang: str) -> str:
    """Return what is held of a customer as lines."""
    days = f"{found.first} – {found.last}" if found.first is not None else "–"
    facts = [
        ("kept_as", ", ".join(found.customers) or "–"),
        ("lines", f"{found.lines:,}"),
        ("amount", f"{found.amount:,.2f}"),
        ("between", days),
        ("runs", ", ".join(found.runs) or "–"),
        ("campaigns", ", ".join(found.campaigns) or "–"),
        ("opted_out", text("privacy.yes" if quiet else "privacy.no", lang)),
    ]
    lines = [text("privacy.fact", lang, name=text(f"privacy.{name}", lang), value=value) for name, value in facts]
    lines += [text("privacy.fact", lang, name=header, value=cell or "–") for header, cell in said.items()]
    return "\n".join(lines)


def found_json(found: Found, said: Mapping[str, str | None], quiet: bool) -> str:
    """Return what is held of a customer for programs."""
    told = {**asdict(found), "amount": f"{found.amount:.2f}", "opted_out": quiet, "customer_table": dict(said)}
    return json.dumps(told, ensure_ascii=False, indent=2)


def quiet_text(noted: Sequence[OptOut], beside: int, lang: str) -> str:
    """Return who wants no marketing, a line each."""
    lines = [f"{one.customer_id}  {one.noted_at}  {one.noted_by}" for one in noted]
    if beside > 0:
        lines.append(text("privacy.beside", lang, customers=beside))
    return "\n".join(lines) or text("privacy.nobody", lang)


def quiet_json(noted: Sequence[OptOut], beside: int) -> str:
    """Return who wants no marketing for programs."""
    return json.dumps({"noted": [asdict(one) for one in noted], "by_the_customer_table": beside}, indent=2)
