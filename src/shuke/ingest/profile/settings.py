"""A profile behind the settings of a run: its policies go for all sources, its shapes for those that have them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shuke.ingest.policies.registry import agreed
from shuke.ingest.profile.document import load_profile, parse_profile
from shuke.ingest.raw import Reading


def with_profile(reading: Reading, path: Path) -> Reading:
    """Return the settings with a profile behind them; what the user says goes first.

    Raises:
        UsageError: there is no such file, or something in it is wrong: all of it, with the lines.
    """
    text = load_profile(path)
    policies = {**parse_profile(text).policies, **agreed(reading).policies}
    return replace(reading, profile=text, policies=policies)
