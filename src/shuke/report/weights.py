"""The weights of the composite as they were used, and where they come from."""

from __future__ import annotations

from typing import Any

from shuke.rating import Rating
from shuke.report.text import plain
from shuke.scheme.ahp import weigh


def weights(rating: Rating) -> dict[str, Any] | None:
    """Return the weights with their source: given, judged (AHP, with its consistency) or learned (entropy)."""
    composite = rating.scheme.composite
    if composite is None:
        return None
    told: dict[str, Any] = {
        "name": composite.name,
        "source": "ahp" if composite.ahp else "entropy" if composite.entropy else "given",
        "rows": [{"score": name, "weight": plain(weight)} for name, weight in rating.fitted.weights.items()],
    }
    if composite.ahp is not None:
        found = weigh(composite.ahp)
        told["judged"] = {
            "method": composite.ahp.method,
            "lambda_max": plain(found.lambda_max),
            "ci": plain(found.ci),
            "ri": plain(found.ri),
            "cr": plain(found.cr),
            "consistent": found.consistent,
        }
    return told
