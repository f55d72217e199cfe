"""Models of repeat purchase, one file each; all speak through ``models.model.Model``."""

from __future__ import annotations

from collections.abc import Mapping

from shuke.prediction.models.geometric import BgNbd, MbgNbd
from shuke.prediction.models.model import Model
from shuke.prediction.models.nbd import Nbd
from shuke.prediction.models.pareto_nbd import ParetoNbd

__all__ = ["MODELS", "BgNbd", "MbgNbd", "Model", "Nbd", "ParetoNbd"]

# Every model under the name by which it is asked for.
MODELS: Mapping[str, type[Model]] = {kind.key: kind for kind in (BgNbd, MbgNbd, ParetoNbd, Nbd)}
