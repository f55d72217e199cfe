"""Whether the groups of a kept rating deserve their names: different, stable, usable, and in agreement with people.

Law: groups are judged by figures that they were not made of wherever there are any, and effect sizes come before tests.
"""

from __future__ import annotations

from shuke.validation.validate import Asked, Validation, validate

__all__ = ["Asked", "Validation", "validate"]
