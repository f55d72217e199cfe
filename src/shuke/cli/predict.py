"""``shuke predict``: what customers will do next, and what that is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.questions import settled
from shuke.cli.reading import reads
from shuke.cli.shared import Language, language, say
from shuke.days import a_date
from shuke.errors import UsageError

if TYPE_CHECKING:
    from shuke.ingest.raw import Reading
    from shuke.predicted import Prediction
    from shuke.prediction.make import Wish
    from shuke.rating import Options

Sources = Annotated[
    list[Path] | None, typer.Argument(metavar="[SOURCE...]", help="Files or folders; none: a workspace.")
]
Space = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Predict from what a workspace holds, in place of sources.")
]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="Predict as of this day; default: the latest order.")]
Horizon = Annotated[int, typer.Option(metavar="N", help="How many days ahead purchases are expected.")]
Chosen = Annotated[
    str, typer.Option(help="auto, bg-nbd, mbg-nbd, pareto-nbd, nbd, hiatus or own-cycle; auto: best on the past.")
]
Months = Annotated[int, typer.Option(metavar="N", help="Months of the forecast, and of a customer's value.")]
Discount = Annotated[float, typer.Option(metavar="RATE", help="What a year takes from money, e.g. 0.1.")]
Margin = Annotated[float, typer.Option(metavar="SHARE", help="The share of revenue that is earned.")]
Customer = Annotated[
    str | None, typer.Option(metavar="ID", help="Also say in sentences what is predicted of this customer.")
]
Repaired = Annotated[
    list[Path] | None, typer.Option(metavar="FILE", help="A rejected.csv whose rows were corrected. Repeatable.")
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="The folder to write to.")]
Formats = Annotated[
    list[str] | None, typer.Option("--format", help="csv, xlsx or parquet. Repeatable; default: parquet and xlsx.")
]
Raw = Annotated[bool, typer.Option("--raw", help="Write personal ids as they are.")]
Currency = Annotated[str | None, typer.Option(help="Currency to show, e.g. CNY, when the data does not say.")]
Memory = Annotated[
    str | None, typer.Option(metavar="SIZE", help="The engine's memory, e.g. 1GB; the rest spills to disk.")
]
Threads = Annotated[int | None, typer.Option(min=1, help="Number of threads; default: all cores.")]


@reads
def predict(
    reading: Reading,
    sources: Sources = None,
    workspace: Space = None,
    as_of: AsOf = None,
    horizon_days: Horizon = 182,
    model: Chosen = "auto",
    months: Months = 12,
    discount: Discount = 0.1,
    margin: Margin = 1.0,
    customer: Customer = None,
    repaired: Repaired = None,
    out: Out = Path("shuke-predictions"),
    format_: Formats = None,
    raw: Raw = False,
    currency: Currency = None,
    memory_limit: Memory = None,
    threads: Threads = None,
    lang: Language = None,
) -> None:
    """Predict each customer's next purchases, their worth and who is leaving; and the months of all together."""
    from shuke.cli.predict_shown import finished
    from shuke.prediction.make import Wish
    from shuke.rating import Options
    from shuke.result import known_formats

    spoken = language(lang)
    if bool(sources) == (workspace is not None):
        raise UsageError("predict_sources_or_workspace")
    wish = Wish(horizon_days, model, months, discount, margin)
    options = Options(
        as_of=a_date(as_of),
        reading=reading,
        raw_ids=raw,
        currency=currency,
        memory_limit=memory_limit,
        threads=threads,
    )
    known_formats(format_ or ())

    def run(reading: Reading) -> tuple[Prediction, list[Path]]:
        with steps(spoken) as step:
            told = _told(sources or [], repaired or [], workspace, replace(options, reading=reading), wish, step)
            step("write")
            return told, told.save(out, format_, spoken)

    told, written = settled(run, reading, spoken)
    said = [] if customer is None else told.explain(customer, spoken)
    say(finished(told, written, said, spoken))
    told.close()


def _told(
    sources: list[Path],
    repaired: list[Path],
    workspace: Path | None,
    options: Options,
    wish: Wish,
    step: Callable[[str], None],
) -> Prediction:
    """Return what is predicted from sources, or from what a workspace holds."""
    if workspace is not None:
        from shuke.workspace import Workspace
        from shuke.workspace.predict import predict as from_workspace

        return from_workspace(Workspace(workspace), options, wish, step)
    from shuke.ingest.repairs import with_repaired
    from shuke.predicted import predict as foresee

    return foresee(with_repaired([*sources], repaired), options, wish, step)
