"""What is wrong with an installation or a workspace, and what to do about it: looked at, never changed."""

from shuke.doctor.examine import Finding, examine

__all__ = ["Finding", "examine"]
