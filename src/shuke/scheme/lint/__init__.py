"""What is wrong with a scheme is found before anything runs, by looking at the document alone.

Law: exact arithmetic on the document's own decimals; every combination that can occur is accounted for, none is
sampled; every finding has its place, its code, and what to do about it.
"""

from shuke.scheme.lint.check import lint, require_sound
from shuke.scheme.lint.finding import Finding
from shuke.scheme.lint.needs import Needs, needs
from shuke.scheme.lint.reach import Interval, composite_range, score_values

__all__ = [
    "Finding",
    "Interval",
    "Needs",
    "composite_range",
    "lint",
    "needs",
    "require_sound",
    "score_values",
]
