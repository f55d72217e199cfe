"""A list beside what people do without one: the top of the rating, and a list drawn by lot."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from shuke.campaign.held import fewest_chosen
from shuke.campaign.sequential import fixed
from shuke.campaigns.run import Run
from shuke.campaigns.written import ELIGIBLE
from shuke.engines.duckdb import DuckDB

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from shuke.campaign.allocate import Limits
    from shuke.campaigns.expected import Expected
    from shuke.campaigns.list_wish import ListWish

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Compared:
    """What the list is expected to bring more than another of the same limits, of which the same share is held out.

    ``contacts``, ``people`` and ``money`` are of those of the other list who would be contacted. ``gain`` is in the
    list's objective; ``low`` and ``high`` limit what it may turn out to be with 95 %: what is not known of the rates,
    and chance in who responds.
    """

    other: str
    contacts: int
    people: float
    money: float
    gain: float
    low: float
    high: float


def compared(
    engine: DuckDB, run: Run, wish: ListWish, found: Expected, limits: Limits, option: Whole
) -> list[Compared]:
    """Return the list beside the top of the rating (where the scheme has an order) and a list drawn by lot.

    Both give everybody the one option that is worth most on average, to as many as the limits allow.
    """
    import numpy as np

    worth = found.worth(wish.objective)
    means = [float(column[np.isfinite(column)].mean()) if np.isfinite(column).any() else -np.inf for column in worth.T]
    place = int(np.argmax(means))
    use = limits.uses[:, place]
    room = min([int(m // u) for m, u in zip(limits.most, use, strict=True) if u > 0], default=len(option))
    offered = np.flatnonzero(np.isfinite(worth[:, place]))
    # As many as the limits allow, with those who are held out of them.
    kept = 1 - wish.held_out
    count = min(fewest_chosen(room, kept), len(offered))
    orders = {"lot": offered[:count]}
    if run.rank is not None:
        ranked = engine.run(f"SELECT place FROM {ELIGIBLE} ORDER BY {run.rank}, place")
        allowed = set(offered.tolist())
        orders["top"] = np.array([row[0] for row in ranked if row[0] in allowed][:count], dtype=np.int64)
    done = []
    for name, who in sorted(orders.items(), reverse=True):
        other = np.full(len(option), -1, dtype=np.int64)
        other[who] = place
        contacts = len(who) * kept.numerator // kept.denominator
        share = contacts / len(who) if len(who) else 1.0
        people, money = (figure(other) * share for figure in (found.people, found.money))
        gain = (_total(wish.objective, found, option) - _total(wish.objective, found, other)) * share
        low, high = _interval(wish.objective, found, option, other, share)
        done.append(Compared(name, contacts, people, money, gain, low, high))
    return done


def _total(objective: str, found: Expected, option: Whole) -> float:
    return found.people(option) if objective == "people" else found.money(option)


def _interval(objective: str, found: Expected, ours: Whole, other: Whole, share: float) -> tuple[float, float]:
    """Return the limits of the gain of the share who are contacted.

    By draws of the cells' rates where there are some, and by chance in responding.
    """
    import numpy as np

    gain = (_total(objective, found, ours) - _total(objective, found, other)) * share
    noise = _noise(objective, found, ours, other) * share
    if found.draws is None:
        width = fixed() * sqrt(noise)
        return gain - width, gain + width
    differing = np.zeros(found.draws.shape[1:])
    for option, sign in ((ours, 1.0), (other, -1.0)):
        chosen = np.flatnonzero((option >= 0) & (ours != other))
        scale = 1.0 if objective == "people" else found.net[chosen, option[chosen]]
        np.add.at(differing, (found.cell[chosen], option[chosen]), sign * scale * share)
    drawn = (found.draws * differing).sum(axis=(1, 2))
    centre = float((found.draws.mean(axis=0) * differing).sum())
    rng = np.random.default_rng(len(drawn))
    spread = gain + drawn - centre + sqrt(noise) * rng.standard_normal(len(drawn))
    low, high = np.quantile(spread, [0.025, 0.975])
    return float(low), float(high)


def _noise(objective: str, found: Expected, ours: Whole, other: Whole) -> float:
    """Return the variance of who happens to respond; whoever is in both lists alike adds nothing."""
    import numpy as np

    total = 0.0
    for option in (ours, other):
        chosen = np.flatnonzero((option >= 0) & (ours != other))
        rates = np.clip(found.rates[chosen, option[chosen]], 0, 1)
        scale = 1.0 if objective == "people" else found.net[chosen, option[chosen]]
        total += float((rates * (1 - rates) * scale**2).sum())
    return total
