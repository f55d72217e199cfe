"""An engine by its address; its driver is imported only now."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from shuke.compile.capabilities import CAPABILITIES
from shuke.engines.address import Address
from shuke.engines.engine import TableEngine
from shuke.errors import UsageError


def connect(address: Address, memory_limit: str | None = None) -> TableEngine:
    """Return the engine at an address, connected and ready to read.

    Raises:
        UsageError: its driver is not installed, it cannot be reached, or it lets nobody in.
    """
    extra = CAPABILITIES[address.engine].extra
    try:
        module = import_module(f"shuke.engines.{address.engine}")
    except ImportError:
        raise UsageError("engine_driver_missing", engine=CAPABILITIES[address.engine].title, extra=extra) from None
    return cast(TableEngine, module.connect(address, memory_limit))
