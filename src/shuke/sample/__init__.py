"""A made-up tea, home and stationery company: the same seed gives the same bytes everywhere."""

from __future__ import annotations

from shuke.sample.write import SampleFiles, write_sample

__all__ = ["SampleFiles", "write_sample"]
