"""Campaigns against a known truth: false verdicts, coverage of intervals, profit, and what a list takes to choose.

    python benchmarks/campaign.py simulate [--repetitions 1000] [--seed 1]
    python benchmarks/campaign.py peeking [--repetitions 1000]
    python benchmarks/campaign.py budget
    python benchmarks/campaign.py large
    python benchmarks/campaign.py hillstrom FILE

``simulate`` draws worlds of 125 cells whose true rates are known, tests 320 customers of each, and compares the
verdicts with the naive rule (raw rate at or above break-even). Three kinds of worlds: rates that follow R, F and M
strongly, or weakly, or not at all (every cell for itself).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from shuke.campaign.allocate import Limits, allocate
from shuke.campaign.effect import Arm, in_rate, information
from shuke.campaign.sequential import always_valid, fixed, obrien_fleming
from shuke.campaign.shrinkage import shrink
from shuke.campaign.uplift import by_cell
from shuke.campaign.verdicts import verdicts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

COST, NET = 0.62, 35.0
BREAK_EVEN = COST / NET
LEVELS = np.array([(r, f, m) for r in range(5) for f in range(5) for m in range(5)], dtype=np.int64)
PIECES, EVERYBODY = 320, 6_400
# How strongly log rates follow each dimension, and how far cells stray from that.
WORLDS = {"strong": ((0.32, 0.22, 0.12), 0.05), "weak": ((0.08, 0.06, 0.04), 0.02), "noise": ((0.0, 0.0, 0.0), 0.45)}
MEAN = 0.0165


def world(kind: str, rng: np.random.Generator) -> Floats:
    """Return the true rates of the cells of one world; their mean is a little below break-even."""
    slopes, stray = WORLDS[kind]
    logs = (LEVELS - 2) @ np.array(slopes) + rng.normal(0, stray, len(LEVELS))
    rates: Floats = np.exp(logs) / np.exp(logs).mean()
    return rates * np.float64(MEAN)


def simulate(kind: str, repetitions: int, seed: int) -> dict[str, float]:
    """Return the means over so many worlds of one kind."""
    rng = np.random.default_rng(seed)
    sums: dict[str, float] = {}
    contacts = np.full(len(LEVELS), float(PIECES))
    for _ in range(repetitions):
        truth = world(kind, rng)
        responses = rng.binomial(PIECES, truth).astype(np.float64)
        found = shrink(responses, contacts, LEVELS)
        named = np.array(verdicts(found.above(BREAK_EVEN)))
        raw, pays = responses / contacts, truth >= BREAK_EVEN
        called, naive = named == "profitable", raw >= BREAK_EVEN
        gain = (EVERYBODY - PIECES) * (truth * NET - COST)
        best = gain[pays].sum()
        wald = fixed() * np.sqrt(raw * (1 - raw) / contacts)
        figures = {
            "called": called.sum(),
            "false": (called & ~pays).sum(),
            "false_share": (called & ~pays).sum() / max(called.sum(), 1),
            "false_unprofitable_share": ((named == "unprofitable") & pays).sum()
            / max((named == "unprofitable").sum(), 1),
            "naive_called": naive.sum(),
            "naive_false": (naive & ~pays).sum(),
            "naive_false_share": (naive & ~pays).sum() / max(naive.sum(), 1),
            "not_enough_data": (named == "not_enough_data").sum(),
            "any_false": float((called & ~pays).any()),
            "coverage": ((found.low <= truth) & (truth <= found.high)).mean(),
            "raw_coverage": ((raw - wald <= truth) & (truth <= raw + wald)).mean(),
            "profit": gain[found.mean >= BREAK_EVEN].sum(),
            "naive_profit": gain[naive].sum(),
            "perfect_profit": best,
        }
        for name, value in figures.items():
            sums[name] = sums.get(name, 0.0) + float(value)
    return {name: total / repetitions for name, total in sums.items()}


def peeking(repetitions: int, seed: int, looks: int = 20) -> dict[str, float]:
    """Return how often intervals hold at all looks of a campaign whose responses come in over so many days.

    9,000 contacted and 1,000 held out; without contact 1.77 % respond, with it 2.2 %.
    """
    rng = np.random.default_rng(seed)
    n1, n0, p1, p0 = 9_000, 1_000, 0.022, BREAK_EVEN
    five = [look * looks // 5 for look in range(1, 6)]
    bounds = obrien_fleming(5)
    held = {"fixed_once": 0, "fixed_every_look": 0, "planned_five": 0, "always_valid": 0}
    for _ in range(repetitions):
        k1 = np.cumsum(rng.multinomial(n1, [p1 / looks] * looks + [1 - p1])[:looks])
        k0 = np.cumsum(rng.multinomial(n0, [p0 / looks] * looks + [1 - p0])[:looks])
        inside = dict.fromkeys(held, True)
        for look in range(1, looks + 1):
            there, rest = Arm(n1, int(k1[look - 1])), Arm(n0, int(k0[look - 1]))
            found = in_rate(there, rest, information(there, rest, p1))
            truth = (p1 - p0) * look / looks
            once = found.single[0] <= truth <= found.single[1]
            inside["fixed_every_look"] &= once
            inside["always_valid"] &= found.valid[0] <= truth <= found.valid[1]
            if look == looks:
                inside["fixed_once"] = once
            if look in five:
                low, high = found.interval(bounds[five.index(look)])
                inside["planned_five"] &= low <= truth <= high
        for name, fine in inside.items():
            held[name] += fine
    return {name: count / repetitions for name, count in held.items()}


def budget(seed: int) -> dict[str, float]:
    """Return 10,000 customers, 2,500 contacts: true gains over the top of the rating and over lot, 200 worlds."""
    rng = np.random.default_rng(seed)
    over_top, over_lot, hits = [], [], 0
    limits = Limits(np.array([[1]], dtype=np.int64), np.array([2_500], dtype=np.int64))
    worlds = 200
    for _ in range(worlds):
        base = np.exp((LEVELS - 2) @ np.array([0.2, 0.1, -0.15]) + rng.normal(0, 0.15, 125)) * 0.04
        cell = rng.integers(0, 125, 10_000)
        responses = rng.binomial(80, base).astype(np.float64)
        found = shrink(responses, np.full(125, 80.0), LEVELS)
        option = allocate(found.mean[cell][:, None], limits).option
        rank = LEVELS.sum(axis=1)[cell] + rng.random(10_000) * 0.5
        top, lot = np.argsort(-rank)[:2_500], rng.permutation(10_000)[:2_500]
        ours = float(base[cell][option == 0].sum())
        over_top.append(ours - float(base[cell][top].sum()))
        over_lot.append(ours - float(base[cell][lot].sum()))
        taken = np.bincount(cell[option == 0], minlength=125).astype(float) - np.bincount(cell[lot], minlength=125)
        draws = found.draws(400, seed) @ taken
        low, high = np.quantile(draws, [0.025, 0.975])
        hits += bool(low <= over_lot[-1] <= high)
    return {
        "people_over_top": float(np.mean(over_top)),
        "people_over_top_low": float(np.quantile(over_top, 0.025)),
        "people_over_top_high": float(np.quantile(over_top, 0.975)),
        "people_over_lot": float(np.mean(over_lot)),
        "people_over_lot_low": float(np.quantile(over_lot, 0.025)),
        "people_over_lot_high": float(np.quantile(over_lot, 0.975)),
        "interval_over_lot_holds": hits / worlds,
    }


def large(seed: int) -> None:
    """Solve a million customers and three offers, each customer with values of their own."""
    rng = np.random.default_rng(seed)
    n = 1_000_000
    values = rng.gamma(1, 0.03, (n, 1)) * rng.uniform(0.6, 1.4, (n, 3)) * 35 * np.array([0.6, 1.0, 1.2])
    uses = np.array([[200, 6_200, 15_000], [1, 1, 1], [0, 1, 0]], dtype=np.int64)
    limits = Limits(uses, np.array([n * 1_000, n // 3, n // 10], dtype=np.int64))
    start, cpu = time.perf_counter(), time.process_time()
    found = allocate(values, limits)
    print(
        f"1,000,000 x 3: {time.perf_counter() - start:.1f} s, {time.process_time() - cpu:.1f} s CPU, "
        f"value {found.value:,.2f}, bound {found.bound:,.2f}, gap {found.gap:.1e}"
    )


def hillstrom(path: Path, seed: int, splits: int = 10) -> None:
    """Print the lifts of both mails, and lists of half the customers learned on one half and tried on the other."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    segment = np.array([row["segment"] for row in rows])
    figures = {name: np.array([float(row[name]) for row in rows]) for name in ("visit", "conversion", "spend")}
    for mail in ("Mens E-Mail", "Womens E-Mail"):
        for name in ("visit", "conversion"):
            arms = [
                Arm(int((segment == one).sum()), int(figures[name][segment == one].sum()))
                for one in (mail, "No E-Mail")
            ]
            found = in_rate(arms[0], arms[1], 1.0)
            print(
                f"{mail} {name}: {found.estimate:+.5f} [{found.single[0]:.5f}, {found.single[1]:.5f}] z {found.z:.2f}"
            )
        there, rest = figures["spend"][segment == mail], figures["spend"][segment == "No E-Mail"]
        error = sqrt(there.var(ddof=1) / len(there) + rest.var(ddof=1) / len(rest))
        print(f"{mail} spend: {there.mean() - rest.mean():+.4f} (standard error {error:.4f})")
    cells = np.array([f"{row['womens']}{row['mens']}-{row['newbie']}-{row['channel']}" for row in rows])
    names = sorted(set(cells))
    cell = np.array([names.index(one) for one in cells])
    recency, history = (np.array([float(row[name]) for row in rows]) for name in ("recency", "history"))
    rank = np.argsort(np.argsort(-recency)) + np.argsort(np.argsort(history))
    for mail in ("Womens E-Mail", "Mens E-Mail"):
        shares: dict[str, list[float]] = {"list": [], "top": [], "lot": []}
        who = np.flatnonzero((segment == mail) | (segment == "No E-Mail"))
        for split in range(splits):
            rng = np.random.default_rng(seed + split)
            mixed = rng.permutation(who)
            learn, test = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
            counts = [_counts(cell, segment, figures["visit"], learn, one, len(names)) for one in (mail, "No E-Mail")]
            added = by_cell(counts[0], counts[1])
            limits = Limits(np.array([[1]], dtype=np.int64), np.array([len(test) // 2], dtype=np.int64))
            option = allocate(np.maximum(added.estimate[cell[test]][:, None], 1e-9), limits).option
            whole = _effect(segment, figures["visit"], test, mail) * len(test)
            chosen = {
                "list": test[option == 0],
                "top": test[np.argsort(-rank[test], kind="stable")[: len(test) // 2]],
                "lot": test[: len(test) // 2],
            }
            for name, part in chosen.items():
                shares[name].append(_effect(segment, figures["visit"], part, mail) * len(part) / whole)
        told = ", ".join(f"{name} {np.mean(part):.3f} (sd {np.std(part):.3f})" for name, part in shares.items())
        print(f"{mail}: share of all added visits that half of the mails catch: {told}")


def _counts(
    cell: Whole, segment: NDArray[np.str_], visit: Floats, who: Whole, arm: str, cells: int
) -> tuple[Floats, Floats]:
    """Return responses and customers of each cell in one arm."""
    mine = who[segment[who] == arm]
    responses = np.bincount(cell[mine], weights=visit[mine], minlength=cells)
    return responses.astype(np.float64), np.bincount(cell[mine], minlength=cells).astype(np.float64)


def _effect(segment: NDArray[np.str_], visit: Floats, who: Whole, mail: str) -> float:
    """Return the difference of visits among some customers between those mailed and those not."""
    there, rest = who[segment[who] == mail], who[segment[who] == "No E-Mail"]
    return float(visit[there].mean() - visit[rest].mean())


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("simulate", "peeking", "budget", "large", "hillstrom"))
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--repetitions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.what == "simulate":
        for kind in WORLDS:
            print(
                kind, {name: round(value, 4) for name, value in simulate(kind, given.repetitions, given.seed).items()}
            )
    elif given.what == "peeking":
        print(peeking(given.repetitions, given.seed))
        print({information_: round(always_valid(information_), 3) for information_ in (0.2, 1.0, 4.0)})
    elif given.what == "budget":
        print({name: round(value, 3) for name, value in budget(given.seed).items()})
    elif given.what == "large":
        large(given.seed)
    elif given.file is not None:
        hillstrom(given.file, given.seed)
    else:
        parser.error("hillstrom needs the file")


if __name__ == "__main__":
    main()
