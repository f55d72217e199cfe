"""What a scheme says, as frozen data.

Decimals are read from the document's own text, so a weight of 0.3 is three tenths and never a binary float.
"""

from shuke.scheme.model.base import Identifier, Number, Part, SchemeId, Words
from shuke.scheme.model.groups import Cells, Clusters, Code, Exclusion, Grace, Group, Segment, Span, Stage, Tier
from shuke.scheme.model.metrics import (
    Attribute,
    Counted,
    Difference,
    Interactions,
    OwnMetric,
    Ratio,
    Scaled,
)
from shuke.scheme.model.period import Period
from shuke.scheme.model.rules import Ends, Range, Rule, Test
from shuke.scheme.model.scheme import RESULTS, Scheme
from shuke.scheme.model.scores import (
    Band,
    Bands,
    Centre,
    Composite,
    Judgements,
    Natural,
    ParetoBands,
    Points,
    Quantiles,
    RankBands,
    Score,
    Split,
    Standardised,
    Sum,
)

__all__ = [
    "RESULTS",
    "Attribute",
    "Band",
    "Bands",
    "Cells",
    "Centre",
    "Clusters",
    "Code",
    "Composite",
    "Counted",
    "Difference",
    "Ends",
    "Exclusion",
    "Grace",
    "Group",
    "Identifier",
    "Interactions",
    "Judgements",
    "Natural",
    "Number",
    "OwnMetric",
    "ParetoBands",
    "Part",
    "Period",
    "Points",
    "Quantiles",
    "Range",
    "RankBands",
    "Ratio",
    "Rule",
    "Scaled",
    "Scheme",
    "SchemeId",
    "Score",
    "Segment",
    "Span",
    "Split",
    "Stage",
    "Standardised",
    "Sum",
    "Test",
    "Tier",
    "Words",
]
