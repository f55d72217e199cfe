"""Schemes compete on evidence: what each would have found, on past days, of what came after them.

Law: whatever is learned on a day comes of the lines up to that day; what came after it serves to judge alone.
"""

from __future__ import annotations

from shuke.backtesting.contest import RESAMPLES, Wish, backtest
from shuke.backtesting.found import Backtest, Entry

__all__ = ["RESAMPLES", "Backtest", "Entry", "Wish", "backtest"]
