"""NumPy and SciPy, which an installation may lack."""

from __future__ import annotations

from importlib.util import find_spec

from shuke.errors import UsageError

COMMAND = 'pip install "shuke[clv]"'


def require_scipy() -> None:
    """Pass when NumPy and SciPy are installed.

    Raises:
        UsageError: they are not; the message names the command that installs them.
    """
    if find_spec("scipy") is None or find_spec("numpy") is None:
        raise UsageError("predict_extra_missing", command=COMMAND)
