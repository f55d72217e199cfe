"""In which language an answer speaks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from shuke.locale import LANGUAGES


def language_of(request: Request) -> str:
    """Return the language of an answer: ``?lang=``, else the person's, else what the browser asks for, else English."""
    wish = request.query_params.get("lang")
    if wish in LANGUAGES:
        return str(wish)
    person = getattr(request.state, "person", None)
    if person is not None and person.language in LANGUAGES:
        return str(person.language)
    for part in request.headers.get("accept-language", "").split(","):
        known = part.split(";")[0].strip().lower()[:2]
        if known in LANGUAGES:
            return known
    return LANGUAGES[0]


async def _language(
    request: Request,
    lang: Annotated[str | None, Query(pattern="^(en|zh)$", description="The language of the answer.")] = None,
) -> str:
    return lang or language_of(request)


Lang = Annotated[str, Depends(_language)]
