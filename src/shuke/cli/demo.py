"""``shuke demo``: a realistic sample, and the main job on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shuke.cli.progress import steps
from shuke.cli.shared import Language, language, say


def demo(
    customers: Annotated[int, typer.Option(min=1, max=999_999, help="How many customers to make.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same sample.")] = 2024,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write to.")] = Path("shuke-demo"),
    lang: Language = None,
) -> None:
    """Make a sample of two years of sales and rate it: the table, the report and the account."""
    from shuke.cli.shown import finished
    from shuke.errors import UsageError, Where
    from shuke.locale import text
    from shuke.rating import Options, rate
    from shuke.result import Result
    from shuke.sample import write_sample
    from shuke.scheme.parse import scheme_text

    spoken = language(lang)
    try:
        sample = write_sample(out / "sample", customers, seed)
    except OSError as error:
        raise UsageError("folder_not_writable", Where(file=str(out)), problem=error.strerror or "") from None
    with steps(spoken) as step:
        result = Result(rate(sample.sales, scheme_text("rfm-quintile-weighted")[0], Options(), step))
        written = result.save(out, None, spoken, step)
    say(finished(result, written, None, spoken))
    say("")
    say(
        text(
            "terminal.demo_next",
            spoken,
            report=out / "report.html",
            out=out,
            sales=sample.sales,
            customer=result.customers.rows()[0]["customer_id"],
        )
    )
    result.close()
