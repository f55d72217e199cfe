"""What is told of schemes: the gallery, findings and weights of a text, previews and comparisons."""

from __future__ import annotations

from typing import Literal

from shuke.server.answers import Told


class Named(Told):
    """A column with its title."""

    name: str
    title: str


class SchemeShown(Told):
    """A scheme of the gallery.

    ``needs`` are tables beside the order lines (``interactions``, ``customers``) and columns of these
    (``lines.promotion``). ``chosen``: the workspace is rated by it; ``changed``: by a text that is none of the others.
    """

    id: str
    title: str
    purpose: str | None
    extends: str | None
    source: str | None
    results: list[Named]
    metrics: list[Named]
    groups: list[str]
    needs: list[str]
    own: bool
    readable: bool
    chosen: bool
    changed: bool


class FindingShown(Told):
    """What is found in a text, where, and what to do; lines and columns count from 1."""

    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    hint: str | None
    line: int | None
    column: int | None


class WeightShown(Told):
    """A weight; where it stands in the text, its number is ``length`` signs from ``column`` of ``line``."""

    of: str
    of_title: str
    total: Literal["one", "free"]
    name: str
    title: str
    value: str
    line: int | None
    column: int | None
    length: int | None


class ReadScheme(Told):
    """What a text calls itself."""

    id: str
    title: str
    extends: str | None
    result: str


class Linted(Told):
    """What a text says, and what is found in it; ``sound``: it can be rated by."""

    findings: list[FindingShown]
    sentences: list[str]
    weights: list[WeightShown]
    scheme: ReadScheme | None
    sound: bool


class SchemeText(Linted):
    """A scheme with its text."""

    id: str
    own: bool
    text: str


class GroupShown(Told):
    """A group of customers: heads, money as text, and their shares; no money where the run keeps none."""

    name: str
    title: str
    customers: int
    share: float | None
    monetary: str | None
    monetary_share: float | None


class LackingShown(Told):
    """What a scheme wants that the run does not keep."""

    period: bool
    metrics: list[Named]
    excluded: bool


class MovedShown(Told):
    """How many customers stand elsewhere than in the run; ``elsewhere`` where places have no order."""

    up: int
    down: int
    same: int
    elsewhere: int


class Previewed(Told):
    """The groups that a scheme would make; none where ``lacking`` says what is missing."""

    run: int
    lacking: LackingShown | None
    result: str | None = None
    groups: list[GroupShown]
    rated: int
    currency: str | None = None
    moved: MovedShown | None


class AmountShown(Told):
    """So many customers with so much money."""

    customers: int
    monetary: str | None


class CellOfMatrix(AmountShown):
    """Who is in one place under the first scheme and in another under the second.

    A place that is None: the scheme does not rate them; an empty one: no group takes them.
    """

    before: str | None
    after: str | None
    stays: bool
    share: float | None


class SideShown(Told):
    """One of two schemes side by side."""

    id: str
    title: str
    result: str
    result_title: str
    rated: int
    groups: list[GroupShown]


class SideBySide(Told):
    """Two schemes on the same customers."""

    as_of: str
    currency: str | None
    kind: Literal["same", "extended", "ordered", "different"]
    a: SideShown
    b: SideShown
    cells: list[CellOfMatrix]
    both: AmountShown
    only_a: AmountShown
    only_b: AmountShown
    moved: AmountShown
    up: AmountShown | None
    down: AmountShown | None
    agreeing: float


class Compared(Told):
    """Two schemes side by side, or the job that works it out where the run keeps too little."""

    run: int
    comparison: SideBySide | None
    job: str | None
