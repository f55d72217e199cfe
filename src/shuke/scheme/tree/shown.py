"""A decision tree as indented lines in either language."""

from __future__ import annotations

from shuke.locale import knows, text
from shuke.scheme.model import Scheme, Split
from shuke.scheme.spoken.names import column, listed, number, said, worded
from shuke.scheme.tree.nodes import Ask, Leaf, Tree

INDENT = "  "


def lines(scheme: Scheme, found: Tree, lang: str) -> list[str]:
    """Return the tree line by line: a question, behind it or below it what follows from yes, then the other cases."""
    return _lines(scheme, found, lang, "")


def _lines(scheme: Scheme, found: Tree, lang: str, indent: str) -> list[str]:
    shown: list[str] = []
    while not isinstance(found, Leaf):
        # What ends at once is told first, so that the lines do not move to the right without need.
        turned = isinstance(found.no, Leaf) and not isinstance(found.yes, Leaf)
        first, rest = (found.no, found.yes) if turned else (found.yes, found.no)
        key = "tree.else_if" if shown else "tree.if"
        head = indent + said(key, lang, condition=question(scheme, found.ask, lang, turned=turned))
        if isinstance(first, Leaf):
            shown.append(f"{head} → {_end(scheme, first, lang)}")
        else:
            shown += [head + said("tree.below", lang), *_lines(scheme, first, lang, indent + INDENT)]
        found = rest
    end = _end(scheme, found, lang)
    shown.append(f"{indent}{said('tree.else', lang)} → {end}" if shown else f"{indent}{end}")
    return shown


def question(scheme: Scheme, ask: Ask, lang: str, *, turned: bool = False) -> str:
    """Return a question in words, or its opposite."""
    title = column(ask.name, lang, scheme)
    if ask.among:
        texts = listed([said("test.text", lang, value=value) for value in ask.among], lang, "or")
        return said("test.is_not" if turned else "test.is", lang, name=title, values=texts)
    if ask.low is None:
        return said("test.missing" if turned else "test.given", lang, name=title)
    if isinstance(scheme.scores.get(ask.name), Split):
        side = "low" if turned else "high"
        own = f"words.sides.{ask.name}.{side}"
        return (
            text(own, lang)
            if knows(own)
            else said("test.is", lang, name=title, values=said(f"test.value_{side}", lang))
        )
    sign = ("<" if ask.closed else "≤") if turned else ("≥" if ask.closed else ">")
    return f"{title} {sign} {number(ask.low)}"


def _end(scheme: Scheme, leaf: Leaf, lang: str) -> str:
    if leaf.group is None:
        return said("tree.nobody", lang)
    for groups in scheme.groups.values():
        for group in groups:
            if group.name == leaf.group and group.title is not None and worded(group.title, lang) != group.name:
                return group.name + said("titled", lang, title=worded(group.title, lang))
    return leaf.group
