"""Warnings: rules over the figures of customers, thresholds advised from their own gaps, and how good rules were."""

from shuke.watch.warnings.model import SEVERITIES, Warnings, WatchRule
from shuke.watch.warnings.parse import FILE, built_in, parse

__all__ = ["FILE", "SEVERITIES", "Warnings", "WatchRule", "built_in", "parse"]
