"""The customers of a run: pages of them, the sums of whom one asks for, one of them, and what they ordered."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Request, Response

from shuke.browse import sums
from shuke.browse.customer import Customer, customer, customer_orders
from shuke.report.text import money
from shuke.server.access.roles import Person, needs
from shuke.server.answers import Answer, Listed, Page, Paged, Told
from shuke.server.context import Here
from shuke.server.language import Lang
from shuke.server.library import RunNumber, unchanged
from shuke.server.routes import customers_sent
from shuke.server.routes.explained import Explained
from shuke.server.routes.router import Router, at_once
from shuke.server.routes.seen import MOST, Asked, CustomerWord, Name, ShownColumn, Words, names, scope_of, shown_column
from shuke.server.state.settings import settings_of

routes = Router("customers")
Row = dict[str, str | int | None]
Sort = Annotated[
    list[Name] | None,
    Query(max_length=MOST, description="Columns, the first counts most; `-` before a name: the greatest first."),
]
Columns = Annotated[list[Name] | None, Query(max_length=MOST, description="The columns to tell; by default all.")]


class Customers(Told):
    """A page of customers; each row has ``_ref``, the word by which that customer is asked for."""

    data: list[Row]
    page: Page
    columns: list[ShownColumn]


class Group(Told):
    """The customers of one group, ``name`` null: of none; shares are of those who are asked for."""

    name: str | None
    customers: int
    monetary: str | None
    share: float | None
    monetary_share: float | None


class Summary(Told):
    """The sums of the customers asked for; shares are of all who can be seen. ``by`` has the groups of each result."""

    customers: int
    monetary: str | None
    share: float | None
    monetary_share: float | None
    by: dict[str, list[Group]]


class Strategy(Told):
    """What the scheme says of the customer's place in one result; ``next_cell``: where one more order leads."""

    column: str
    place: str | None
    title: Words | None = None
    meaning: Words | None = None
    direction: Words | None = None
    measures: Words | None = None
    department: Words | None = None
    success: Words | None = None
    rhythm: Words | None = None
    rule: Words | None = None
    next_cell: int | None = None


class Stood(Told):
    """Where the customer stood in a run of the scheme."""

    run: int
    as_of: str
    scheme: str
    place: str | None
    score: str | None


class Month(Told):
    """Purchases of a month, and the net amount of its orders."""

    month: str
    orders: int
    amount: str


class ShownCustomer(Told):
    """One customer; ``lines_known`` is false where the workspace has not kept what they had bought by then."""

    row: Row
    columns: list[ShownColumn]
    explanation: Explained
    sentences: list[str]
    strategy: list[Strategy]
    history: list[Stood]
    months: list[Month]
    lines_known: bool


class Order(Told):
    """One order; what came back inside the period of a sale before it is an order of its own."""

    order_id: str | None
    on: str
    amount: str
    lines: int
    kind: Literal["purchase", "refund", "zero"]
    in_period: bool


@routes.get("/runs/{run}/customers", response_model=Customers)
@at_once(customers_sent.at_once)
def list_customers(
    here: Here,
    request: Request,
    response: Response,
    run: RunNumber,
    wanted: Paged,
    asked: Asked,
    lang: Lang,
    person: Annotated[Person, needs("customers.read")],
    sort: Sort = None,
    columns: Columns = None,
) -> Response:
    """List customers of a run, filtered and sorted."""
    scope, _ = scope_of(here, person)
    table = here.library.table(run)
    known = unchanged(request, response, table.mark, scope, lang)
    if known is not None:
        return known

    def made() -> bytes:
        return customers_sent.body(table, asked, scope, wanted, lang, names(sort), names(columns))

    # Of pages with one row there are as many as customers: these are not kept.
    content = made() if wanted.size == 1 else table.sent.get(response.headers["etag"], made)
    return customers_sent.answer(content, response)


@routes.get("/runs/{run}/customers/summary", response_model=Answer[Summary])
def sum_customers(
    here: Here,
    request: Request,
    response: Response,
    run: RunNumber,
    asked: Asked,
    person: Annotated[Person, needs("customers.read")],
) -> Answer[Summary] | Response:
    """Sum up the customers of a run who are asked for."""
    scope, _ = scope_of(here, person)
    table = here.library.table(run)
    known = unchanged(request, response, table.mark, scope)
    if known is not None:
        return known
    found = sums(table, asked, scope)
    by = {name: [Group(**vars(one)) for one in groups] for name, groups in found.by.items()}
    return Answer(data=Summary(**{**vars(found), "by": by}))


@routes.get("/runs/{run}/customers/{ref}", response_model=Answer[ShownCustomer])
def show_customer(
    here: Here,
    run: RunNumber,
    ref: CustomerWord,
    lang: Lang,
    person: Annotated[Person, needs("customers.read")],
) -> Response:
    """Tell everything of one customer."""
    scope, _ = scope_of(here, person)
    currency = settings_of(here.state).currency
    found = customer(here.library.shelf, here.library.table(run), scope, ref, lang, currency)
    # It is checked as it is made.
    return Response(
        Answer[ShownCustomer](data=_shown(found, lang)).model_dump_json(by_alias=True), media_type="application/json"
    )


@routes.get("/runs/{run}/customers/{ref}/orders", response_model=Listed[Order])
def list_orders(
    here: Here,
    run: RunNumber,
    ref: CustomerWord,
    page: Paged,
    person: Annotated[Person, needs("customers.read")],
) -> Listed[Order]:
    """List the orders of one customer that were known when the run was made, the latest first."""
    scope, _ = scope_of(here, person)
    found = customer_orders(here.library.shelf, here.library.table(run), scope, ref)
    shown = [
        Order(**{**vars(one), "on": one.on.isoformat(), "amount": money(one.amount)})
        for one in found[page.offset : page.offset + page.size]
    ]
    return Listed(data=shown, page=page.of(len(found)))


def _shown(found: Customer, lang: str) -> ShownCustomer:
    return ShownCustomer(
        row=found.row,
        columns=[shown_column(one, lang) for one in found.columns],
        explanation=Explained.model_validate(found.explanation),
        sentences=list(found.sentences),
        strategy=[
            Strategy(column=one.column, place=one.place, **one.texts, next_cell=one.next_cell) for one in found.strategy
        ],
        history=[Stood(**vars(one)) for one in found.history],
        months=[Month(month=one.month, orders=one.orders, amount=money(one.amount)) for one in found.months],
        lines_known=found.lines_known,
    )
