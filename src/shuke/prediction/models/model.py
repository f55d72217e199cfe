"""What every model of repeat purchase offers: one interface for all, in the words of the literature.

A model has parameters that are positive and is fitted by their logarithms. Two facts hold for every one of them and
are written here once. The likelihood of a history is that of being alive times ``1 + D``, so P(alive) = 1 / (1 + D).
And a history that went on for h more days without a purchase is a history too, so

    P(no purchase in the next h days | history) = L(x, t_x, T + h) / L(x, t_x, T).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from shuke.prediction.histories import WEEK, Histories

if TYPE_CHECKING:
    from shuke.prediction.histories import Floats, Ints


class Table(ABC):
    """Histories laid out for one model, so that its likelihood is asked many times at little cost."""

    customers: int

    @abstractmethod
    def value(self, logs: Floats) -> tuple[float, Floats]:
        """Return the log-likelihood of all customers, and its gradient by the logarithms of the parameters."""


class Model(ABC):
    """A model with its parameters; ``logs`` are their logarithms in the order of ``names``."""

    key: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    # The parameters of which one at its end means that nobody ever leaves.
    drops_out: ClassVar[bool] = True

    def __init__(self, *parameters: float) -> None:
        self.parameters: Mapping[str, float] = dict(zip(self.names, map(float, parameters), strict=True))

    @classmethod
    def of_logs(cls, logs: Floats) -> Model:
        """Return the model with these logarithms of its parameters."""
        import numpy as np

        return cls(*np.exp(logs))

    @property
    def logs(self) -> Floats:
        """The logarithms of the parameters."""
        import numpy as np

        return np.asarray(np.log(np.array(list(self.parameters.values()))), dtype=np.float64)

    @classmethod
    @abstractmethod
    def table(cls, given: Histories) -> Table:
        """Return the histories laid out for fitting."""

    @classmethod
    @abstractmethod
    def starts(cls, given: Histories) -> tuple[tuple[float, ...], ...]:
        """Return parameters to start from."""

    @abstractmethod
    def log_likelihood(self, given: Histories) -> Floats:
        """Return the log-likelihood of each history."""

    @abstractmethod
    def alive(self, given: Histories) -> Floats:
        """Return the probability that a customer with this history still buys from time to time."""

    @abstractmethod
    def expected(self, given: Histories, days: float) -> Floats:
        """Return how many purchases are expected in the next days."""

    @abstractmethod
    def counts(self, given: Histories, days: float) -> Counts:
        """Return the distribution of the number of purchases in the next days, for customers who are alive."""

    def silent(self, given: Histories, days: Ints | int) -> Floats:
        """Return the probability of no purchase in the next days: the churn figure."""
        import numpy as np

        return np.exp(np.minimum(self.log_likelihood(given.later(days)) - self.log_likelihood(given), 0.0))

    def total(self, given: Histories) -> float:
        """Return the log-likelihood of all customers together."""
        return float((given.count * self.log_likelihood(given)).sum())

    def expected_of_new(self, days: float) -> float:
        """Return how many repeats are expected of a new customer in the days after the first purchase."""
        from shuke.prediction.histories import histories

        return float(self.expected(histories(0, 0, 0), days)[0])


class Counts(ABC):
    """P(k purchases) for k = 0, 1, 2 …, one k after another, each for those rows that are still asked about."""

    @abstractmethod
    def step(self) -> Floats:
        """Return the probability of the next k."""

    @abstractmethod
    def keep(self, rows: object) -> None:
        """Go on with some of the rows only."""


def weeks(days: Any) -> Floats:
    """Return days as weeks."""
    import numpy as np

    return np.asarray(days, dtype=np.float64) / WEEK
