"""The engines themselves, started on loopback for the tests and stopped after them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
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


MARIADB = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def mariadb() -> Iterator[str]:
    """A MariaDB of its own: yields the URL of a database for a user who has a password."""
    with tempfile.TemporaryDirectory(prefix="mariadb-") as name:
        folder, port = Path(name), free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, "mysql", "mysql")
        user = ["--user=mysql"] if os.geteuid() == 0 else []
        script = folder / "start.sql"
        script.write_text(
            "CREATE DATABASE shop CHARACTER SET utf8mb4;\nCREATE USER rater@'127.0.0.1' IDENTIFIED BY 'geheim';\n"
            "GRANT ALL ON shop.* TO rater@'127.0.0.1';\nCREATE USER reader@'127.0.0.1' IDENTIFIED BY 'geheim';\n"
            "GRANT SELECT ON shop.* TO reader@'127.0.0.1';\n",
            encoding="utf-8",
        )
        data = ["--no-defaults", f"--datadir={folder / 'data'}", *user]
        made = subprocess.run(
            ["mariadb-install-db", *data, "--skip-test-db", "--auth-root-authentication-method=normal"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        light = [
            "--innodb-buffer-pool-size=32M",
            "--skip-log-bin",
            "--innodb-flush-log-at-trx-commit=0",
            "--skip-name-resolve",
        ]
        place = [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder / 'socket'}"]
        log = (folder / "log").open("wb")
        running = subprocess.Popen([str(MARIADB), *data, *light, *place, f"--init-file={script}"], stderr=log)
        try:
            wait_for(port)
            yield f"mysql://rater@127.0.0.1:{port}/shop"
        finally:
            running.terminate()
            running.wait(60)
            log.close()


def wait_for(port: int) -> None:
    """Wait until something listens."""
    end = time.monotonic() + 60
    while True:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < end, "it did not start in time"
        time.sleep(0.1)
