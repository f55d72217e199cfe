"""Files of campaigns, validations, back-tests and data products have no key that the reference does not explain."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from docs_pages import ROOT
from typer.testing import CliRunner

from shuke.cli.main import app

REFERENCE = ROOT / "docs/reference"
# The file, its page, and how deep its keys are told.
WRITTEN = {
    "pilot/campaign.json": ("campaign", 1),
    "list/campaign.json": ("campaign", 1),
    "validated/validation.json": ("validation", 9),
    "judged/summary.json": ("backtest", 9),
    "product/deidentification.json": ("data-product", 1),
    "product/product.json": ("data-product", 1),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of the sample, and everything that is made of it."""
    folder = tmp_path_factory.mktemp("studies")
    (folder / "expected.csv").write_text("tier,response\nA,8%\nB,4%\nC,2%\nD,1%\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUKE_KEY_FILE", str(folder / "pseudonym.key"))
        patch.chdir(folder)
        for command in (
            "demo --out demo",
            "score demo/sample/sales.csv --as-of 2024-06-30 --out rated",
            "campaign plan rated --out pilot --sample 200 --cells tier --cost mail=0.62 --sale 70 --margin 50%",
            "campaign list rated --out list --channel sms=0.62 --sale 70 --margin 50% --expected expected.csv",
            "validate rated --later demo/sample/sales.csv --resamples 2 --out validated",
            "backtest demo/sample/sales.csv --scheme octants-mean --split 2024-06-30 --resamples 2 --out judged",
            "publish rated --k 5 --l 2 --out product",
        ):
            done = CliRunner().invoke(app, command.split())
            assert done.exit_code == 0, done.output
    return folder


def keys(document: object, depth: int) -> set[str]:
    """Return the keys of a document down to a depth."""
    if isinstance(document, Mapping) and depth:
        return {*document, *(key for one in document.values() for key in keys(one, depth - 1))}
    if isinstance(document, list):
        return {key for one in document for key in keys(one, depth)}
    return set()


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".md", ".zh.md"])
@pytest.mark.parametrize("file", WRITTEN)
def test_every_key_that_is_written_is_in_the_reference(file: str, ending: str, written: Path) -> None:
    page, depth = WRITTEN[file]
    told = set(re.findall(r"`([a-z0-9_]+)`", (REFERENCE / f"{page}{ending}").read_text(encoding="utf-8")))
    there = keys(json.loads((written / file).read_text(encoding="utf-8")), depth)
    assert there - told == set()
