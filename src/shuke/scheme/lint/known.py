"""What a scheme's names stand for, safe to ask about any document, however wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from shuke.scheme.ahp import Weighing, weigh
from shuke.scheme.builtin import BUILTIN, Figure, figure
from shuke.scheme.lint.grid import Domain, domain
from shuke.scheme.model import Scheme, Score, Sum

# Built-in metrics of which either end can be meant: a score that names its better end decides.
OPEN_ENDED = frozenset({"tenure_days", "consultations", "cycle_days"})


@dataclass(frozen=True)
class Known:
    """A scheme's names: metrics that can be understood, scores whose metrics and parts can."""

    scheme: Scheme
    # What was worked out already, by what was asked.
    found: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def once(self, asked: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """Return what is made for a question, made no more than once."""
        if asked not in self.found:
            self.found[asked] = make()
        return self.found[asked]

    @cached_property
    def circular(self) -> frozenset[str]:
        """Own metrics that are made of themselves, or of such a metric."""
        settled: set[str] = set(BUILTIN)
        left = dict.fromkeys(name for name in self.scheme.own if name not in settled)
        while True:
            ready = [
                name for name in left if all(part in settled or part not in left for part in self.scheme.parts(name))
            ]
            if not ready:
                return frozenset(left)
            settled.update(ready)
            for name in ready:
                del left[name]

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Every metric there is, the scheme's own first."""
        return tuple(dict.fromkeys((*self.scheme.own, *BUILTIN)))

    def figure(self, name: str) -> Figure | None:
        """Return what is known of a metric; None for one that is none, or is made of itself."""
        return None if name in self.circular else figure(self.scheme, name)

    def domain(self, name: str) -> Domain | None:
        """Return the values of a metric of numbers."""
        known = self.figure(name)
        return None if known is None or known.kind == "text" else domain(self.builtin(name), known)

    def builtin(self, name: str) -> str:
        """Return the built-in figure that an own metric counts, or the name itself."""
        own = self.scheme.own.get(name)
        return getattr(own, "of", name) if own is not None else name

    @cached_property
    def sound(self) -> Mapping[str, Score]:
        """The scores that can be understood: known metrics of numbers, sums of such scores declared earlier."""
        found: dict[str, Score] = {}
        for name, score in self.scheme.scores.items():
            if isinstance(score, Sum):
                whole = all(part in found for part in score.sum)
            else:
                whole = self.domain(score.metric) is not None
            if whole:
                found[name] = score
        return found

    def best(self, name: str) -> Literal["high", "low"]:
        """Return the end that a score takes for the better one."""
        score = self.scheme.scores[name]
        said: Literal["high", "low"] | None = getattr(score, "best", None)
        return said or self.metric_best(getattr(score, "metric", ""))

    def metric_best(self, name: str) -> Literal["high", "low"]:
        """Return the end of a metric that is better in itself."""
        known = self.figure(name)
        return known.best if known else "high"

    def better(self, metric: str) -> Literal["high", "low"]:
        """Return the end of a metric that this scheme may take for the better one.

        For a figure that can be read either way, and for a scheme's own metric, that is what its scores say.
        """
        if metric in self.scheme.own or metric in OPEN_ENDED:
            for name, score in self.sound.items():
                if getattr(score, "metric", None) == metric and getattr(score, "best", None) is not None:
                    return self.best(name)
        return self.metric_best(metric)

    @cached_property
    def weighing(self) -> Weighing | None:
        """What the composite's judgements come to; None for one without."""
        composite = self.scheme.composite
        return None if composite is None or composite.ahp is None else weigh(composite.ahp)

    @cached_property
    def weights(self) -> Mapping[str, Decimal] | None:
        """The composite's weights; None where there is no composite, they are learned, or a score is not sound."""
        composite = self.scheme.composite
        if composite is None or self.composite is None:
            return None
        if self.weighing is not None:
            return self.weighing.weights
        return composite.weights or None

    @cached_property
    def composite(self) -> str | None:
        """The composite's name, if it can be understood and is its own."""
        composite = self.scheme.composite
        if composite is None or composite.name in self.scheme.scores or composite.name in self.metrics:
            return None
        return composite.name if all(name in self.sound for name in composite.of) else None
