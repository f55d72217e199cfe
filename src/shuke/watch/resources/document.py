"""The document ``resources.yaml``: what there is of each resource, and what customers of each place need of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shuke.errors import SchemeError, SchemeErrors
from shuke.scheme.document import Document, read_document
from shuke.scheme.parse import told

FILE = "resources.yaml"
Amount = Annotated[Decimal, Field(ge=0, le=Decimal(1_000_000_000), max_digits=18, decimal_places=4)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
# What the customers of the first, the second, the third and every further place need at least and at most.
NEEDS = (("1", "4"), ("0.5", "2"), ("0.25", "1"), ("0", "0.5"))
# The example has so much of each as meets the least of all and a third of what more could be taken, or a part of it.
EXAMPLES = (("service", 1), ("support", 2), ("training", 4))


class Part(BaseModel):
    """A part of the document: no key may be misspelt."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tier(Part):
    """What one customer of a place needs at least and takes at most, and what an hour is worth there.

    Without ``worth`` an hour counts as the average net amount of the place's customers, so that money decides.
    """

    least: Amount = Decimal(0)
    most: Amount
    worth: Amount | None = None


class Resource(Part):
    """One resource: how much of it there is, in which unit, and what each place needs."""

    capacity: Amount
    tiers: Annotated[dict[str, Tier], Field(min_length=1, max_length=1_000)]
    title: Text | None = None
    unit: Text | None = None


class Plan(Part):
    """All resources by their names."""

    resources: Annotated[dict[Text, Resource], Field(min_length=1, max_length=50)]


def parse(text: str, name: str = FILE) -> tuple[Plan, Document]:
    """Return what the document says, with the line of each value.

    Raises:
        SchemeError: it is no document.
        SchemeErrors: everything that does not fit, in the order of the lines.
    """
    document = read_document(text, name)
    try:
        plan = Plan.model_validate(document.values)
    except ValidationError as error:
        raise SchemeErrors(told(error.errors(), document)) from None
    problems = list(_problems(plan, document))
    if problems:
        raise SchemeErrors(problems)
    return plan, document


def check_places(plan: Plan, document: Document, places: Sequence[str]) -> None:
    """Pass a document whose places are all places of a run.

    Raises:
        SchemeErrors: some are not.
    """
    problems = [
        SchemeError(
            "resource_place_unknown",
            document.where(("resources", name, "tiers", place)),
            value=place,
            known=", ".join(places[:50]),
        )
        for name, resource in plan.resources.items()
        for place in resource.tiers
        if place not in places
    ]
    if problems:
        raise SchemeErrors(problems)


def text_for(customers: Mapping[str, int], words: Mapping[str, str]) -> str:
    """Return an example of the document for some places and their customers, the best first, to be changed by hand.

    ``words`` are what the comments say: ``head``, ``worth``.
    """
    lines = [f"# {words['head']}", f"# {words['worth']}", "resources:"]
    needs = [tuple(map(Decimal, NEEDS[min(rank, len(NEEDS) - 1)])) for rank, _ in enumerate(customers)]
    for name, part in EXAMPLES:
        wanted = sum(
            count * (least + (most - least) / 3) for count, (least, most) in zip(customers.values(), needs, strict=True)
        )
        lines += [f"  {name}:", f"    capacity: {-(-wanted // (10 * part)) * 10}", "    unit: h", "    tiers:"]
        for place, (least, most) in zip(customers, needs, strict=True):
            lines.append(f"      {_quoted(place)}: {{least: {least / part}, most: {most / part}}}")
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    plain = (
        name.isascii() and name.replace("_", "").isalpha() and name.lower() not in {"y", "n", "yes", "no", "on", "off"}
    )
    return name if plain else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _problems(plan: Plan, document: Document) -> Iterator[SchemeError]:
    for name, resource in plan.resources.items():
        for place, tier in resource.tiers.items():
            where = document.where(("resources", name, "tiers", place))
            if tier.least > tier.most:
                yield SchemeError("resource_least_above_most", where, least=f"{tier.least:f}", most=f"{tier.most:f}")
        given = {place for place, tier in resource.tiers.items() if tier.worth is not None}
        if given and len(given) < len(resource.tiers):
            left = next(place for place in resource.tiers if place not in given)
            yield SchemeError("resource_worth_of_some", document.where(("resources", name, "tiers", left)), place=left)
