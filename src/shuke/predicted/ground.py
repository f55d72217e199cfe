"""What a prediction stands on: the rating whose lines it was learned from, and what was made of them."""

from __future__ import annotations

from dataclasses import dataclass

from shuke.prediction.make import Predicted
from shuke.rating import Rating
from shuke.result import Result


@dataclass(eq=False)
class Ground:
    """The rating of everybody who ever bought, its result, and the prediction made of the same lines."""

    rating: Rating
    result: Result
    made: Predicted
