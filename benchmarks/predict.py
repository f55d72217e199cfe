"""Fit BG/NBD to a million customers, beside lifetimes and pymc-marketing (MAP): cpu, memory, likelihood.

    python benchmarks/predict.py --customers 1000000 --peers /path/to/another/venv/bin/python

The peers are looked for in an interpreter of their own, so that nothing of theirs is needed here. Every fit runs in a
process of its own and is given the same histories, one a customer, as NumPy arrays. Cpu is that of the call that fits,
compilers that it starts included; that of the whole process, imports included, stands beside it. The likelihood of
everybody's parameters is reckoned here, by one formula, on every customer.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

STORY = {"r": 0.55, "alpha": 9.0, "a": 0.8, "b": 2.4}
DAYS, MOST, CHUNK = 730, 200, 50_000

PEER = """
import json, os, sys, warnings
import numpy as np
used = lambda: sum(os.times()[:4])
warnings.simplefilter("ignore")
x, t_x, T = (np.load(sys.argv[1])[name].astype(float) for name in ("x", "t_x", "T"))
t_x, T = t_x / 7, T / 7
CALL
peak = next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
told = {"parameters": parameters, "cpu": after - before, "whole": used(), "mb": peak}
print(json.dumps(told))
"""
OURS = """
import scipy.special
from shuke.prediction.fit import fit
from shuke.prediction.histories import histories
from shuke.prediction.models import BgNbd
given = {name: np.load(sys.argv[1])[name] for name in ("x", "t_x", "T")}
before = used()
found = fit(histories(given["x"], given["t_x"], given["T"]), BgNbd)
after = used()
parameters = dict(found.model.parameters)
"""
LIFETIMES = """
from lifetimes import BetaGeoFitter
before = used()
found = BetaGeoFitter().fit(x, t_x, T)
after = used()
parameters = {name: float(found.params_[name]) for name in ("r", "alpha", "a", "b")}
"""
PYMC = """
import pandas as pd
from pymc_extras.prior import Prior
from pymc_marketing.clv import BetaGeoModel
flat = {name: Prior("HalfFlat") for name in ("r", "alpha", "a", "b")}
data = pd.DataFrame({"customer_id": np.arange(len(x)), "frequency": x, "recency": t_x, "T": T})
before = used()
model = BetaGeoModel(data=data, model_config=flat)
model.build_model()
model.fit(method="map", progressbar=False)
after = used()
parameters = {name: float(model.fit_result[name].values.ravel()[0]) for name in ("r", "alpha", "a", "b")}
"""


def simulated(customers: int, seed: int = 1) -> dict[str, Any]:
    """Return x, t_x and T in days of customers who came in the first year of two."""
    import numpy as np

    draw = np.random.default_rng(seed)
    parts: list[tuple[Any, Any, Any]] = []
    while sum(len(part[0]) for part in parts) < customers:
        count = min(CHUNK, customers - sum(len(part[0]) for part in parts))
        rate = draw.gamma(STORY["r"], 1 / STORY["alpha"], count) / 7
        stop = draw.beta(STORY["a"], STORY["b"], count)
        end = DAYS - draw.integers(0, DAYS // 2, count)
        day = np.ceil(np.minimum(np.cumsum(draw.exponential(1.0, (count, MOST)) / rate[:, None], axis=1), 1e9))
        stays = draw.random((count, MOST)) >= stop[:, None]
        stays[:, 0] = True
        seen = np.logical_and.accumulate(stays, axis=1) & (day <= end[:, None]) & (np.diff(day, axis=1, prepend=0) > 0)
        parts.append((seen.sum(axis=1), np.where(seen, day, 0).max(axis=1).astype(np.int64), end))
    return {name: np.concatenate([part[place] for part in parts]) for place, name in enumerate(("x", "t_x", "T"))}


def run(python: str, call: str, data: Path) -> dict[str, Any] | None:
    """Return what a process that fits has to tell; None where the tool is not there."""
    done = subprocess.run(
        [python, "-c", PEER.replace("CALL", call), str(data)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Fit and print a table."""
    import numpy as np

    from shuke.prediction.histories import compressed, histories
    from shuke.prediction.models import BgNbd

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--peers", default=None, help="the Python of an environment with lifetimes and pymc-marketing")
    chosen = parser.parse_args()
    given = simulated(chosen.customers)
    every = histories(given["x"], given["t_x"], given["T"])
    small = compressed(every)[0]
    print(f"{chosen.customers:,} customers, {len(small):,} different histories, true parameters {STORY}")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "histories.npz"
        np.savez(data, **given)
        calls = [("shuke", sys.executable, OURS), ("shuke, again", sys.executable, OURS)]
        if chosen.peers:
            calls += [("lifetimes", chosen.peers, LIFETIMES), ("pymc-marketing", chosen.peers, PYMC)]
        print("| tool | cpu of the fit, s | cpu of the process, s | memory, MB | log-likelihood | parameters |")
        print("|---|---:|---:|---:|---:|---|")
        for name, python, call in calls:
            told = run(python, call, data)
            if told is None:
                continue
            value = BgNbd(*(told["parameters"][one] for one in BgNbd.names)).total(small)
            shown = ", ".join(f"{value:.10g}" for value in told["parameters"].values())
            print(f"| {name} | {told['cpu']:.2f} | {told['whole']:.2f} | {told['mb']:,.0f} | {value:.6f} | {shown} |")


if __name__ == "__main__":
    main()
