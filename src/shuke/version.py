"""The version of the product, in one place."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("shuke")
except PackageNotFoundError:  # the sources alone, not installed
    __version__ = "0+unknown"
