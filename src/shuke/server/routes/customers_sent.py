"""Pages of customers as the bytes that are sent, and those that are sent at once, from what is in memory.

What a page holds depends on the run, on what the person may see, on the language and on the question alone; so it is
made once. Columns, which are the greater part of a row's answer, are made once for all questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fastapi import Request, Response
from pydantic_core import to_json

from shuke.browse import Column, Filter, Page, Scope, Table, condition
from shuke.browse import page as page_of
from shuke.browse.columns import ID
from shuke.errors import ShukeError
from shuke.locale import LANGUAGES
from shuke.server.access.roles import Person
from shuke.server.answers import LARGEST_PAGE, Wanted
from shuke.server.context import Context
from shuke.server.language import language_of
from shuke.server.library import given, unchanged
from shuke.server.routes.seen import shown_column
from shuke.server.state.settings import Settings

# The questions for single customers that are answered at once, where the customer is in memory.
ONE = re.compile(f"{ID}:eq:[A-Za-z0-9_.-]{{1,200}}")
SIZE = re.compile("[1-9][0-9]{0,2}")


def body(
    table: Table, asked: Filter, scope: Scope, wanted: Wanted, lang: str, sort: Sequence[str], columns: Sequence[str]
) -> bytes:
    """Return a page of customers as it is sent.

    Raises:
        UsageError: a column is unknown, a value does not fit, or the page is none.
        DataError: the run does not say to whom its customers belong.
    """
    found = page_of(table, asked, scope, number=wanted.number, size=wanted.size, sort=sort, columns=columns)
    rows, page = to_json(list(found.rows)), to_json(wanted.of(found.total))
    told = table.sent.get(("columns", *_seen(scope), lang, *columns), lambda: _columns(found, lang))
    return b'{"data":%b,"page":%b,"columns":%b}' % (rows, page, told)


def answer(content: bytes, response: Response) -> Response:
    """Return the answer that holds a page, with the headers that were given."""
    return Response(content, media_type="application/json", headers=given(response))


def at_once(request: Request, person: Person) -> Response | None:
    """Return a page of customers where all of it is in memory: one that was made before, or a single customer."""
    here: Context = request.app.state.context
    settings: Settings | None = here.state.remembered.recall(Settings)
    table = here.library.table_at_hand(request.path_params["run"])
    if settings is None or table is None:
        return None
    try:
        scope = here.library.scope(person, settings)
        lang, response = language_of(request), Response()
        known = unchanged(request, response, table.mark, scope, lang)
        if known is not None:
            return known
        content = table.sent.known(response.headers["etag"]) or _single(request, table, scope, lang)
    except ShukeError:
        # The route says what is wrong.
        return None
    return None if content is None else answer(content, response)


def _single(request: Request, table: Table, scope: Scope, lang: str) -> bytes | None:
    """Return the page with one customer who is asked for by the id; None where anything else is asked for."""
    told = request.query_params
    where, size, given_lang = told.get("where", ""), told.get("size", "50"), told.get("lang", lang)
    plain = ONE.fullmatch(where) and SIZE.fullmatch(size) and given_lang in LANGUAGES
    alone = len(told.multi_items()) == len(told) and set(told) <= {"where", "size", "lang"}
    rows = table.rows_at_hand
    if not (plain and alone) or int(size) > LARGEST_PAGE or rows is None or table.saved.document["personal_ids"]:
        return None
    asked = condition(where)
    if not rows.usable or not rows.has(asked.values[0]):
        return None
    return body(table, Filter((asked,)), scope, Wanted(number=1, size=int(size)), lang, (), ())


def _seen(scope: Scope) -> tuple[bool, bool]:
    """Return what of a scope the columns depend on."""
    return scope.masked, scope.owner is not None


def _columns(found: Page, lang: str) -> bytes:
    columns: Sequence[Column] = found.columns
    return to_json([shown_column(one, lang) for one in columns])
