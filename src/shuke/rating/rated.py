"""A finished rating, as every face of it is told: report, workbook, explanation, page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.engines.address import Address
from shuke.engines.duckdb import DuckDB
from shuke.engines.duckdb.values import Values
from shuke.ingest.account import Account
from shuke.ingest.carried import Carried
from shuke.ingest.customers import Matched
from shuke.ingest.intake import Intake
from shuke.ingest.interactions import Interactions as Contacts
from shuke.ingest.policies.found import Found
from shuke.privacy.replace import Replaced
from shuke.privacy.scan import Typed
from shuke.rating.foretold import Foretold
from shuke.rating.options import Options
from shuke.scheme.lint import Finding
from shuke.scheme.model import Scheme
from shuke.scheme.parse import fingerprint
from shuke.stages.fitted import Breaks, Fitted
from shuke.stages.metrics import Question
from shuke.stages.spread import Spread


@dataclass(frozen=True)
class Computed:
    """The engine in which a rating was computed: version, address, tables, and everything that was asked of it."""

    engine: str
    version: str
    address: Address
    tables: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Rating:
    """A finished rating: the engine that holds the rated table, and everything there is to say about it."""

    engine: DuckDB
    scheme: Scheme
    scheme_text: str
    options: Options
    intake: Intake
    question: Question
    fitted: Fitted
    findings: tuple[Finding, ...]
    total: Account
    parts: tuple[Account, ...]
    seen: int
    rated: int
    excluded: Mapping[str, int]
    currency: str | None
    replaced: Replaced
    typed: tuple[Typed, ...]
    carried: tuple[Carried, ...]
    # Text columns that hold personal data, with the kind: they are masked.
    masked: Mapping[str, str]
    found: Found
    columns: tuple[str, ...]
    # How often each value occurs, of the metrics for which the fit asked it.
    spreads: Mapping[str, Spread]
    # The different values of other metrics in the engine, of those for which the fit kept them.
    values: Mapping[str, Values]
    timings: Mapping[str, float]
    matched: Matched | None
    # Where the lines lie and the steps ran, if that was not the embedded engine.
    computed: Computed | None = None
    contacts: Contacts | None = None
    foretold: Foretold | None = None
    # Whether the rated table is known to stand in the order of its customers.
    ordered: bool = False

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the scheme's text."""
        return fingerprint(self.scheme_text)

    @property
    def personal(self) -> Mapping[str, int]:
        """How many ids of each kind were replaced by pseudonyms."""
        return self.replaced.kinds

    @property
    def breaks(self) -> Mapping[str, Breaks]:
        """The scores in steps over everybody, those that the scheme has, by name."""
        return {name: fit for name, fit in self.fitted.scores.items() if isinstance(fit, Breaks)}
