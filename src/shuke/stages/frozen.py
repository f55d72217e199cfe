"""What a scheme learned as plain data and back: numbers are text, so that they stay exact.

Law: ``thaw(freeze(fitted)) == fitted``, and equal fitted schemes freeze to equal data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from shuke.stages.fitted import Breaks, Centres, Fit, Fitted, Linear, Nested, Ordered, Scale, Total, Value
from shuke.stages.rounding import trimmed

Frozen = dict[str, Any]


def freeze(fitted: Fitted) -> Frozen:
    """Return what a scheme learned as data for JSON."""
    return {
        "scores": {name: _score(fit) for name, fit in fitted.scores.items()},
        "composite": None if fitted.composite is None else _total(fitted.composite),
        "centres": None if fitted.centres is None else _centres(fitted.centres),
    }


def thaw(frozen: Mapping[str, Any]) -> Fitted:
    """Return what ``freeze`` wrote down.

    Raises:
        KeyError, ValueError, TypeError, ArithmeticError: it is something else.
    """
    composite, centres = frozen["composite"], frozen["centres"]
    return Fitted(
        {name: THAW[one["is"]](one) for name, one in frozen["scores"].items()},
        None if composite is None else _thaw_total(composite),
        None if centres is None else _thaw_centres(centres),
    )


def _score(fit: Fit) -> Frozen:
    return FREEZE[type(fit)](fit)


def _breaks(fit: Breaks) -> Frozen:
    return {
        "is": "breaks",
        "metric": fit.metric,
        "best": fit.best,
        "kind": fit.kind,
        "steps": [[_text(bound), _text(score)] for bound, score in fit.steps],
        "last": _text(fit.last),
        "rated": fit.rated,
        "ties": fit.ties,
        "straddling": fit.straddling,
        "empty": [_text(score) for score in fit.empty],
        "asked": fit.asked,
        "centre": fit.centre,
    }


def _thaw_breaks(one: Mapping[str, Any]) -> Breaks:
    return Breaks(
        one["metric"],
        one["best"],
        one["kind"],
        tuple((_number(bound), _number(score)) for bound, score in one["steps"]),
        _number(one["last"]),
        one["rated"],
        one["ties"],
        one["straddling"],
        tuple(_number(score) for score in one["empty"]),
        one["asked"],
        one["centre"],
    )


def _nested(fit: Nested) -> Frozen:
    parts = [{"group": [_text(score) for score in key], **_breaks(part)} for key, part in sorted(fit.parts.items())]
    return {
        "is": "nested",
        "metric": fit.metric,
        "best": fit.best,
        "within": list(fit.within),
        "greatest": fit.greatest,
        "rated": fit.rated,
        "parts": parts,
    }


def _thaw_nested(one: Mapping[str, Any]) -> Nested:
    parts = {tuple(_number(score) for score in part["group"]): _thaw_breaks(part) for part in one["parts"]}
    return Nested(one["metric"], one["best"], tuple(one["within"]), parts, one["greatest"], one["rated"])


def _ordered(fit: Ordered) -> Frozen:
    return {
        "is": "ordered",
        "metric": fit.metric,
        "best": fit.best,
        "quantiles": fit.quantiles,
        "rated": fit.rated,
        "within": list(fit.within),
        "above": fit.above,
    }


def _thaw_ordered(one: Mapping[str, Any]) -> Ordered:
    return Ordered(one["metric"], one["best"], one["quantiles"], one["rated"], tuple(one["within"]), one["above"])


def _linear(fit: Linear) -> Frozen:
    return {
        "is": "linear",
        "metric": fit.metric,
        "best": fit.best,
        "points": _text(fit.points),
        "at_least": _maybe(fit.at_least),
        "at_most": _maybe(fit.at_most),
    }


def _thaw_linear(one: Mapping[str, Any]) -> Linear:
    return Linear(one["metric"], one["best"], Decimal(one["points"]), _end(one["at_least"]), _end(one["at_most"]))


def _scale(fit: Scale) -> Frozen:
    return {
        "is": "scale",
        "metric": fit.metric,
        "best": fit.best,
        "method": fit.method,
        "log": fit.log,
        "origin": _text(fit.origin),
        "width": _text(fit.width),
        "scale": fit.scale,
        "lowest": _text(fit.lowest),
        "rated": fit.rated,
    }


def _thaw_scale(one: Mapping[str, Any]) -> Scale:
    origin, width, lowest = (Decimal(one[name]) for name in ("origin", "width", "lowest"))
    return Scale(
        one["metric"], one["best"], one["method"], one["log"], origin, width, one["scale"], lowest, one["rated"]
    )


def _total(fit: Total) -> Frozen:
    return {
        "is": "total",
        "weights": {name: _text(weight) for name, weight in fit.weights.items()},
        "decimals": dict(fit.decimals),
        "at_least": _maybe(fit.at_least),
        "at_most": _maybe(fit.at_most),
    }


def _thaw_total(one: Mapping[str, Any]) -> Total:
    weights = {name: Decimal(weight) for name, weight in one["weights"].items()}
    return Total(weights, one["decimals"], _end(one["at_least"]), _end(one["at_most"]))


def _centres(fit: Centres) -> Frozen:
    return {
        "of": list(fit.of),
        "centres": [[_text(part) for part in centre] for centre in fit.centres],
        "sizes": list(fit.sizes),
        "seed": fit.seed,
        "order_by": fit.order_by,
        "silhouettes": {str(k): _text(value) for k, value in fit.silhouettes.items()},
    }


def _thaw_centres(one: Mapping[str, Any]) -> Centres:
    centres = tuple(tuple(Decimal(part) for part in centre) for centre in one["centres"])
    curve = {int(k): Decimal(value) for k, value in one["silhouettes"].items()}
    return Centres(tuple(one["of"]), centres, tuple(one["sizes"]), one["seed"], one["order_by"], curve)


FREEZE: Mapping[type[Any], Callable[[Any], Frozen]] = {
    Breaks: _breaks,
    Nested: _nested,
    Ordered: _ordered,
    Linear: _linear,
    Scale: _scale,
    Total: _total,
}
THAW: Mapping[str, Callable[[Mapping[str, Any]], Fit]] = {
    "breaks": _thaw_breaks,
    "nested": _thaw_nested,
    "ordered": _thaw_ordered,
    "linear": _thaw_linear,
    "scale": _thaw_scale,
    "total": _thaw_total,
}


def _text(value: Value) -> str:
    return str(value) if isinstance(value, int) else f"{trimmed(value)}"


def _number(text: str) -> Value:
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def _maybe(value: Decimal | None) -> str | None:
    return None if value is None else _text(value)


def _end(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
