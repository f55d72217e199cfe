"""NumPy, SciPy and HiGHS, which an installation may lack."""

from __future__ import annotations

from importlib.util import find_spec

from shuke.errors import UsageError

COMMAND = 'pip install "shuke[campaign]"'
NEEDED = ("highspy", "numpy", "scipy")


def require_campaign() -> None:
    """Pass when everything that campaigns compute with is installed.

    Raises:
        UsageError: something is not; the message names the command that installs it.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError("campaign_extra_missing", packages=", ".join(missing), command=COMMAND)
