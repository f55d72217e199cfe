"""scikit-learn, which an installation may lack."""

from __future__ import annotations

from importlib.util import find_spec

from shuke.errors import UsageError

# How many starts k-means tries; with one, two seeds often disagree about which clusters there are.
STARTS = 10
COMMAND = 'pip install "shuke[kmeans]"'


def require_scikit_learn() -> None:
    """Pass when scikit-learn is installed.

    Raises:
        UsageError: it is not; the message names the command that installs it.
    """
    if find_spec("sklearn") is None:
        raise UsageError("learn_extra_missing", command=COMMAND)
