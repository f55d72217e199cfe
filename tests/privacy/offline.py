"""Walks through the main ways of use where there is no network but the machine's own; run by its test under strace.

python -m privacy.offline FOLDER
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from shuke.cli import main

WAYS = (
    ("demo", "--customers", "150", "--out", "demo"),
    ("inspect", "demo/sample/sales.csv"),
    ("init", "shop"),
    ("load", "demo/sample/sales.csv", "--customers", "demo/sample/customers.csv", "--workspace", "shop"),
    ("refresh", "--carry", "region", "--as-of", "2024-12-31", "--workspace", "shop"),
    ("care", "plan", "--workspace", "shop"),
    ("warnings", "check", "--workspace", "shop"),
    ("target", "--workspace", "shop"),
    ("backup", "--out", "shop.tar", "--workspace", "shop"),
    ("doctor", "shop"),
)


def walk(words: tuple[str, ...]) -> int:
    """Do one command in this process; return its exit code."""
    sys.argv = ["shuke", *words]
    try:
        main.run()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def served() -> int:
    """Start the workbench, open its pages, sign in for the first time; return how many answers there were."""
    command = [sys.executable, "-m", "shuke", "serve", "shop", "--port", "0"]
    environment = {**os.environ, "SHUKE_LANG": "en", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            base = ""
            while not base and process.stdout is not None:
                line = process.stdout.readline()
                if not line:
                    return 0
                found = re.search(r"http://\S+", line)
                base = found[0].rstrip("/") if found else ""
            answers = 0
            for path in ("/", "/api/v1/setup", "/customers"):
                for _ in range(50):
                    try:
                        with urllib.request.urlopen(base + path, timeout=30) as answer:
                            answers += answer.status == 200
                        break
                    except OSError:
                        time.sleep(0.2)
            return answers
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


if __name__ == "__main__":
    os.chdir(Path(sys.argv[1]))
    codes = {" ".join(words[:2]): walk(words) for words in WAYS}
    sys.stderr.write(f"codes {sorted(set(codes.values()))} of {len(codes)} answers {served()}\n")
    wrong = {name: code for name, code in codes.items() if code}
    sys.exit(f"failed: {wrong}" if wrong else 0)
