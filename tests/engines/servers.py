"""The engines themselves, started on loopback for the tests and stopped after them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PG_BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own: yields the URL of a database for a user who has a password."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder, port = Path(name), free_port()
        secret, data = folder / "secret", folder / "data"
        secret.write_text("geheim\n")
        user: list[str] = []
        if os.geteuid() == 0:
            # The server refuses to run as root.
            shutil.chown(folder, "postgres", "postgres")
            shutil.chown(secret, "postgres", "postgres")
            user = ["runuser", "-u", "postgres", "--"]

        def run(*command: str) -> None:
            done = subprocess.run([*user, *command], cwd=folder, capture_output=True, encoding="utf-8", check=False)
            assert done.returncode == 0, done.stdout + done.stderr

        # A collation in which a, A, b stand otherwise than by their bytes.
        locale = ("-E", "UTF8", "--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8")
        run(f"{PG_BIN}/initdb", "-D", str(data), "-U", "rater", "-A", "scram-sha-256", f"--pwfile={secret}", *locale)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k '' -F -c shared_buffers=64MB -c max_wal_size=256MB"
        control = (f"{PG_BIN}/pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"))
        run(*control, "-o", options, "start")
        try:
            yield f"postgres://rater@127.0.0.1:{port}/postgres"
        finally:
            run(*control, "-m", "immediate", "stop")
