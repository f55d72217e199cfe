"""The kept runs of the workspace as routes and jobs ask for them, and what each person may see of them."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Path as InPath
from fastapi import Request
from fastapi.responses import Response

from shuke.browse import Comparisons, Runs, Scope, Shelf, Table
from shuke.browse.runs import Listed
from shuke.errors import DataError
from shuke.server.access.roles import Person
from shuke.server.state.settings import Settings
from shuke.server.watched import Watched
from shuke.version import __version__

NEWEST = "newest"
RUN = re.compile("[0-9]{1,9}")
PURPOSE = b"words by which masked customers are asked for"
RunNumber = Annotated[
    str, InPath(pattern="^(newest|[0-9]{1,9})$", description="The number of a run, or `newest`.", max_length=9)
]


@dataclass(frozen=True)
class Library:
    """The runs of a workspace, their open tables and comparisons; one for a process."""

    runs: Runs
    shelf: Shelf
    comparisons: Comparisons
    watched: Watched
    secret: bytes

    @classmethod
    def of(cls, home: Path, key: bytes) -> Library:
        """Return the library of a workspace; ``key`` is that of the installation."""
        runs = Runs(home)
        return cls(runs, Shelf(runs), Comparisons(runs), Watched(runs), hmac.new(key, PURPOSE, hashlib.sha256).digest())

    def run(self, number: str) -> Listed:
        """Return a run by the word for it in an address.

        Raises:
            NotFound: there is none.
        """
        return self.runs.get(None if number == NEWEST else int(number))

    def table(self, number: str) -> Table:
        """Return the table of a run by the word for it in an address.

        Raises:
            NotFound: there is no such run.
            UsageError: the run keeps no whole table.
        """
        return self.shelf.of(self.run(number))

    def table_at_hand(self, number: str) -> Table | None:
        """Return the same where it is open and nothing has to be read or waited for; None where something has."""
        listed = self.run_at_hand(number)
        return None if listed is None else self.shelf.at_hand(listed)

    def run_at_hand(self, number: str) -> Listed | None:
        """Return a run by the word for it, whatever stands there, on the same terms."""
        if number == NEWEST:
            return self.runs.at_hand()
        return self.runs.at_hand(int(number)) if RUN.fullmatch(number) else None

    def scope(self, person: Person, settings: Settings) -> Scope:
        """Return what a person may see of the customers of a run.

        Raises:
            DataError: they may see their own customers alone, and it is not set which column says whose one is.
        """
        if not person.may("customers.all") and settings.owner_column is None:
            raise DataError("owner_column_unset")
        own = None if person.may("customers.all") else (settings.owner_column or "", person.owner)
        return Scope(own, settings.mask and not person.may("customers.unmasked"), self.secret)


def given(response: Response) -> dict[str, str]:
    """Return the headers that a route has given its answer so far."""
    return {name: value for name, value in response.headers.items() if name != "content-length"}


def unchanged(request: Request, response: Response, *parts: object) -> Response | None:
    """Return the answer to a browser that has what it asks for already; None where it has not.

    ``parts`` tell everything by which the answer could differ beside the address: a run never changes, so its hash
    stands for all of its figures.
    """
    told = "\x1f".join(map(str, (__version__, request.url.path, request.url.query, *parts)))
    tag = f'"{hashlib.blake2b(told.encode(), digest_size=16).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    response.headers.update(headers)
    return Response(status_code=304, headers=headers) if request.headers.get("if-none-match") == tag else None
