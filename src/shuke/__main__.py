"""``python -m shuke`` is the command ``shuke``."""

from shuke.cli.main import run

run()
