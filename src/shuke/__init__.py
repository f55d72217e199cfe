"""Shuke (熟客): customer rating you can prove.

import shuke

result = shuke.score("sales.csv", scheme="rfm-quintile-weighted", as_of="2024-12-31")
result.customers.to_pandas()
result.explain("C00042")
result.save("out")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shuke.errors import DataError, SchemeError, ShukeError, UsageError
from shuke.version import __version__

if TYPE_CHECKING:
    from shuke.api import Scheme, backtest, compare, predict, score, validate
    from shuke.predicted import Prediction
    from shuke.result import Result

__all__ = [
    "DataError",
    "Prediction",
    "Result",
    "Scheme",
    "SchemeError",
    "ShukeError",
    "UsageError",
    "__version__",
    "backtest",
    "compare",
    "predict",
    "score",
    "validate",
]


def __getattr__(name: str) -> Any:
    # The engine is imported when it is first needed, so that `import shuke` stays light.
    if name in {"score", "compare", "backtest", "predict", "validate", "Scheme"}:
        from shuke import api

        return getattr(api, name)
    if name == "Prediction":
        from shuke.predicted import Prediction

        return Prediction
    if name == "Result":
        from shuke.result import Result

        return Result
    raise AttributeError(f"module 'shuke' has no attribute {name!r}")
