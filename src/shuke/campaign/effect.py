"""What a campaign did: the difference between those contacted and those held out, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from shuke.campaign.sequential import always_valid, fixed


@dataclass(frozen=True)
class Arm:
    """What is known of an arm: customers, those who responded, the sum and the sum of squares of what they spent."""

    customers: int
    responses: int
    spent: float = 0.0
    squares: float = 0.0

    @property
    def rate(self) -> float:
        """The share that responded."""
        return self.responses / self.customers if self.customers else 0.0

    @property
    def mean(self) -> float:
        """What a customer spent on average."""
        return self.spent / self.customers if self.customers else 0.0

    @property
    def variance(self) -> float:
        """The variance of what customers spent (divisor n - 1)."""
        if self.customers < 2:
            return 0.0
        return max(self.squares - self.spent**2 / self.customers, 0.0) / (self.customers - 1)


@dataclass(frozen=True)
class Difference:
    """An estimated difference, its standard error, and intervals: of one look, of this look of a plan, always valid."""

    estimate: float
    error: float
    single: tuple[float, float]
    valid: tuple[float, float]
    z: float

    def interval(self, width: float) -> tuple[float, float]:
        """Return the interval so many standard errors wide to each side."""
        return self.estimate - width * self.error, self.estimate + width * self.error


def in_rate(contacted: Arm, held_out: Arm, information: float) -> Difference:
    """Return the difference of response rates; its error unpooled, its z with the pooled variance."""
    p, q = contacted.rate, held_out.rate
    error = sqrt(_variance(contacted) + _variance(held_out))
    pooled = (contacted.responses + held_out.responses) / (contacted.customers + held_out.customers)
    under = sqrt(pooled * (1 - pooled) * (1 / contacted.customers + 1 / held_out.customers))
    return _difference(p - q, error, (p - q) / under if under else 0.0, information)


def _variance(arm: Arm) -> float:
    """Return the variance of an arm's rate, one response and one customer without added (Agresti and Caffo 2000).

    An arm without a response is not one whose rate is surely 0; with many responses it makes no difference.
    """
    rate = (arm.responses + 1) / (arm.customers + 2)
    return rate * (1 - rate) / arm.customers


def in_mean(contacted: Arm, held_out: Arm, information: float) -> Difference:
    """Return the difference of what customers spent on average, variances unequal (Welch)."""
    error = sqrt(contacted.variance / contacted.customers + held_out.variance / held_out.customers)
    estimate = contacted.mean - held_out.mean
    return _difference(estimate, error, estimate / error if error else 0.0, information)


def information(contacted: Arm, held_out: Arm, planned: float | None) -> float:
    """Return what is known over what the plan expected to know; ``planned`` is the expected rate at its end.

    Known is the variance that responses have gathered: customers × rate × (1 - rate), so it grows both with further
    customers and with further responses of the same.
    """
    rate = (contacted.responses + held_out.responses) / max(contacted.customers + held_out.customers, 1)
    return rate * (1 - rate) / (planned * (1 - planned)) if planned else 1.0


def _difference(estimate: float, error: float, z: float, known: float) -> Difference:
    one, always = fixed() * error, always_valid(known) * error
    return Difference(estimate, error, (estimate - one, estimate + one), (estimate - always, estimate + always), z)
