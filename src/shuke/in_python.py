"""What errors say of options of the terminal, in the terms of a caller from Python: ``--as-of`` is ``as_of`` there."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from shuke.errors import ShukeError

P = ParamSpec("P")
R = TypeVar("R")

# Options that name one thing and its value are mappings in a call.
PAIR = re.compile(r'--(decide|map|missing|policy) (?:"([^"=]+)=([^"]*)"|([\w.-]+)=([^\s|.,;。，；]+))')
OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*[a-z])(?![\w-])")
NAMES = {"policy": "policies"}


def in_python(told: str) -> str:
    """Return a text in which options stand as the arguments of a call."""
    return OPTION.sub(lambda found: _name(found[1]), PAIR.sub(_pair, told))


def told_in_python(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function of the Python interface tell its errors in terms of its arguments."""

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ShukeError as error:
            error.terms = in_python
            raise

    return call


def _pair(found: re.Match[str]) -> str:
    key, value = (found[2], found[3]) if found[2] is not None else (found[4], found[5])
    return f'{_name(found[1])}={{"{key}": "{value}"}}'


def _name(option: str) -> str:
    return NAMES.get(option, option.replace("-", "_"))
