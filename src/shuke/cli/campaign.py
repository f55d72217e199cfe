"""``shuke campaign``: plan a cell test, choose a list within a budget, measure what it brought, keep the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.shared import Language, language, say
from shuke.errors import UsageError, Where

if TYPE_CHECKING:
    from shuke.campaign.costs import Costs

app = typer.Typer(
    help="Whom to contact, what it may cost, and did it pay.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

RunDir = Annotated[Path, typer.Argument(metavar="RUN", help="A folder that shuke score wrote, or a workspace.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The folder to write the campaign to; default, of a workspace: kept in it."),
]
Name = Annotated[str | None, typer.Option(help="The campaign's name; default: that of the folder.")]
CellColumns = Annotated[
    str | None, typer.Option("--cells", metavar="COLUMNS", help="The columns that make the cells, with commas.")
]
Sale = Annotated[str, typer.Option(metavar="MONEY", help="The revenue of one sale.")]
Margin = Annotated[str, typer.Option(metavar="SHARE", help="What is left of it after the cost of goods.")]
Returns = Annotated[str, typer.Option(metavar="SHARE", help="The share of sales that come back.")]
SaleCost = Annotated[list[str] | None, typer.Option(metavar="NAME=MONEY", help="What each sale costs. Repeatable.")]
Fixed = Annotated[list[str] | None, typer.Option(metavar="NAME=MONEY", help="What is paid once. Repeatable.")]
HeldOut = Annotated[str, typer.Option(metavar="SHARE", help="The share that is never contacted, to compare with.")]
Seed = Annotated[int, typer.Option(help="Another seed draws others.")]
Formats = Annotated[
    list[str] | None, typer.Option("--format", help="csv, xlsx or parquet. Repeatable; default: csv and xlsx.")
]
LedgerDir = Annotated[
    Path | None,
    typer.Option(
        "--ledger", metavar="DIR", help="The ledger's folder, or a workspace's own; default: that of RUN, a workspace."
    ),
]
OptOut = Annotated[
    list[Path] | None,
    typer.Option("--opt-out", metavar="FILE", help="Customers who must not be contacted. Repeatable."),
]
Channels = Annotated[
    list[str],
    typer.Option("--channel", metavar="NAME=MONEY", help="A channel and what a contact through it costs. Repeatable."),
]
Offers = Annotated[
    list[str] | None,
    typer.Option("--offer", metavar="NAME[=MONEY]", help="An offer and the net revenue of its sale. Repeatable."),
]
Budget = Annotated[str | None, typer.Option(metavar="MONEY", help="What all of it may cost.")]
Most = Annotated[int | None, typer.Option(help="How many may be contacted.")]
MostPerOffer = Annotated[
    list[str] | None, typer.Option(metavar="NAME=N", help="How many may get an offer. Repeatable.")
]
Objective = Annotated[str, typer.Option(help="money or people.")]
ExpectedFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Expected response per customer or cell; default: the ledger's.")
]
RestDays = Annotated[int | None, typer.Option(metavar="N", help="Leave out whoever was contacted so many days before.")]
OnDay = Annotated[str | None, typer.Option(metavar="DATE", help="The day of the campaign; default: the as-of date.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command("plan")
def plan(
    run: RunDir,
    sample: Annotated[int, typer.Option(help="How many customers take part.")],
    cost: Annotated[list[str], typer.Option(metavar="NAME=MONEY", help="What each contact costs. Repeatable.")],
    sale: Sale,
    out: Out = None,
    margin: Margin = "1",
    returns: Returns = "0",
    sale_cost: SaleCost = None,
    fixed: Fixed = None,
    name: Name = None,
    cells: CellColumns = None,
    offer: Annotated[list[str] | None, typer.Option(metavar="NAME", help="An offer. Repeatable; default: A.")] = None,
    held_out: HeldOut = "10%",
    channel: Annotated[str, typer.Option(help="The channel of the contacts.")] = "mail",
    looks: Annotated[int, typer.Option(help="How often the results are to be looked at, 1 to 10.")] = 1,
    expect: Annotated[str | None, typer.Option(metavar="SHARE", help="The response that is expected.")] = None,
    opt_out: OptOut = None,
    seed: Seed = 1,
    format_: Formats = None,
    ledger: LedgerDir = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Plan a cell test: an nth-name sample of the cells, arms, codes, break-even, and what it can tell."""
    from shuke.campaigns.plan import TestWish
    from shuke.campaigns.plan import plan as planned
    from shuke.campaigns.told import of_plan

    spoken = language(lang)
    place = _place(run, out)
    wish = TestWish(
        name=name or place.resolve().name,
        sample=sample,
        costs=_costs(cost, sale, margin, returns, sale_cost, fixed),
        cells=_columns(cells),
        offers=tuple(offer or ("A",)),
        held_out=Fraction(_share(held_out, "--held-out")),
        channel=channel,
        seed=seed,
        looks=looks,
        expected=float(_share(expect, "--expect")) if expect is not None else None,
        opt_out=tuple(opt_out or ()),
    )
    with planned(run, wish, ledger) as found, _held(run, out):
        written = found.save(place, format_ or (), spoken)
        say(_json(found.document) if as_json else "\n".join(of_plan(found, written, spoken)))


@app.command("list")
def choose(
    run: RunDir,
    sale: Sale,
    channel: Channels,
    out: Out = None,
    margin: Margin = "1",
    returns: Returns = "0",
    sale_cost: SaleCost = None,
    fixed: Fixed = None,
    name: Name = None,
    offer: Offers = None,
    budget: Budget = None,
    most: Most = None,
    most_per_offer: MostPerOffer = None,
    objective: Objective = "money",
    expected: ExpectedFile = None,
    cells: CellColumns = None,
    opt_out: OptOut = None,
    rest_days: RestDays = None,
    on: OnDay = None,
    held_out: HeldOut = "10%",
    seed: Seed = 1,
    format_: Formats = None,
    ledger: LedgerDir = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Choose who gets which offer through which channel within a budget; without one, the roll-out above break-even."""
    from shuke.campaigns.choose import choose as chosen
    from shuke.campaigns.list_wish import ListWish
    from shuke.campaigns.told import of_choice
    from shuke.days import a_date

    spoken = language(lang)
    place = _place(run, out)
    wish = ListWish(
        name=name or place.resolve().name,
        costs=_costs((), sale, margin, returns, sale_cost, fixed),
        channels=_lines(channel, "--channel"),
        offers={one.partition("=")[0].strip(): _offer(one) for one in offer} if offer else {"A": None},
        budget=_money(budget, "--budget") if budget is not None else None,
        most=most,
        objective=objective,  # type: ignore[arg-type]  # checked by the wish
        expected=expected,
        cells=_columns(cells),
        opt_out=tuple(opt_out or ()),
        rest_days=rest_days,
        on=a_date(on),
        held_out=Fraction(_share(held_out, "--held-out")),
        seed=seed,
        most_per_offer={one: _whole(count) for one, count in _pairs(most_per_offer, "--most-per-offer").items()},
    )
    with chosen(run, wish, ledger) as found, _held(run, out):
        written = found.save(place, format_ or (), spoken)
        say(_json(found.document) if as_json else "\n".join(of_choice(found, written, spoken)))


@app.command("measure")
def measured(
    campaign: Annotated[Path, typer.Argument(metavar="CAMPAIGN_DIR", help="A folder that plan or list wrote.")],
    source: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE...", help="Responses, or orders with --from and --to; none: a workspace's own."),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The workspace whose orders count; default: the one that keeps the campaign."),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="The first day whose orders count; default: after the campaign."),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="The last day whose orders count; default: the latest loaded."),
    ] = None,
    look: Annotated[
        int | None, typer.Option(help="Which of the planned looks this is; default: the next by the ledger.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write result.json and cells.csv to this folder.")
    ] = None,
    ledger: LedgerDir = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Measure what a campaign brought: each arm against those held out, cells against break-even, profit and ROI."""
    from shuke.campaigns.look import look_again
    from shuke.campaigns.measure import measure
    from shuke.campaigns.own_orders import home_of
    from shuke.campaigns.told import of_measure
    from shuke.days import a_date
    from shuke.workspace import Workspace

    spoken, days = language(lang), (a_date(first), a_date(last))
    home = home_of(campaign)
    if home is not None and workspace is None and look is None and out is None and ledger is None:
        found = look_again(Workspace(home), campaign.resolve().name, source or (), first=days[0], last=days[1])
    else:
        found = measure(
            campaign,
            source or (),
            workspace=workspace,
            first=days[0],
            last=days[1],
            look=look,
            ledger=ledger or workspace,
            out=out,
        )
    say(_json(found.told()) if as_json else "\n".join(of_measure(found, spoken)))


@app.command("ledger")
def ledger_(
    ledger: Annotated[Path, typer.Argument(metavar="LEDGER", help="A ledger's folder, or a workspace.")],
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """List every campaign so far: its list, its cost, and its measured lift."""
    from shuke.campaign_kept.ledger import Ledger
    from shuke.campaigns.run import home_of_ledger
    from shuke.campaigns.told import of_ledger

    entries = Ledger(home_of_ledger(ledger)).entries()
    spoken = language(lang)
    say(_json([entry.document for entry in entries]) if as_json else "\n".join(of_ledger(entries, spoken)))


def _place(run: Path, out: Path | None) -> Path:
    """Return where a campaign is written: the folder that was named, else the next one of the workspace.

    Raises:
        UsageError: no folder was named, and there is no workspace to keep it.
    """
    from shuke.campaigns.kept import KeptCampaigns
    from shuke.workspace.home import FILE

    if out is not None:
        return out
    if not (run / FILE).is_file():
        raise UsageError("campaign_no_place", Where(file=str(run)))
    return KeptCampaigns(run).next_folder()


def _held(run: Path, out: Path | None) -> AbstractContextManager[object]:
    """Hold the workspace that is to keep a campaign, so that no other one takes its folder meanwhile."""
    from shuke.workspace import Workspace

    return nullcontext() if out is not None else Workspace(run).changing("campaign")


def _costs(
    cost: Sequence[str],
    sale: str,
    margin: str,
    returns: str,
    sale_cost: Sequence[str] | None,
    fixed: Sequence[str] | None,
) -> Costs:
    from shuke.campaign.costs import Costs

    return Costs(
        contact=_lines(cost, "--cost"),
        sale=_money(sale, "--sale"),
        margin=_share(margin, "--margin"),
        returns=_share(returns, "--returns"),
        per_sale=_lines(sale_cost, "--sale-cost"),
        fixed=_lines(fixed, "--fixed"),
    )


def _lines(given: Sequence[str] | None, option: str) -> dict[str, Decimal]:
    """Return lines of money by name; one amount alone is the line ``contact``."""
    if given and len(given) == 1 and "=" not in given[0]:
        try:
            return {"contact": _money(given[0], option)}
        except UsageError:
            raise UsageError("campaign_pair", option=option, value=given[0]) from None
    return {name: _money(value, option) for name, value in _pairs(given, option).items()}


def _pairs(given: Sequence[str] | None, option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given or ():
        name, sign, value = pair.rpartition("=")
        if not sign or not name.strip() or not value.strip() or name.strip() in found:
            raise UsageError("campaign_pair", option=option, value=pair)
        found[name.strip()] = value.strip()
    return found


def _offer(given: str) -> Decimal | None:
    _, sign, value = given.partition("=")
    return _money(value, "--offer") if sign else None


def _money(value: str, option: str) -> Decimal:
    try:
        amount = Decimal(value.strip())
    except InvalidOperation:
        raise UsageError("campaign_number", option=option, value=value) from None
    if not amount.is_finite():
        raise UsageError("campaign_number", option=option, value=value)
    return amount


def _share(value: str, option: str) -> Decimal:
    plain = value.strip()
    share = _money(plain.removesuffix("%"), option)
    return share / 100 if plain.endswith("%") else share


def _whole(value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise UsageError("campaign_number", option="--most-per-offer", value=value)
    return int(value)


def _columns(given: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in given.split(",") if name.strip()) if given else ()


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
