"""Compare a lock file with the known vulnerabilities by pip-audit, and fail where nothing was compared.

``python tests/house/audit.py requirements.lock``: pip-audit alone ends with success where the service of advisories
cannot be reached for a package and counts that package as skipped; here every package must have been looked up.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path


def judged(report: str, lock: str) -> tuple[list[str], list[str], int]:
    """Return what is vulnerable, what was not looked up, and how many were, of a report of pip-audit."""
    try:
        told = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        told = []
    audited = {one["name"].lower() for one in told if "vulns" in one and "skip_reason" not in one}
    expected = {
        re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    }
    found = [
        f"{one['name']} {one['version']}: {bad['id']}, mended in {', '.join(bad['fix_versions']) or 'no version yet'}"
        for one in told
        for bad in one.get("vulns", ())
    ]
    return found, sorted(expected - audited), len(audited)


def main(lock: Path) -> int:
    """Audit a lock file; return 0 only where every package was looked up and none is vulnerable."""
    command = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--format", "json", "-r", str(lock)]
    done = subprocess.run([*command, "--require-hashes"], capture_output=True, text=True, check=False)
    found, missing, audited = judged(done.stdout, lock.read_text(encoding="utf-8"))
    for line in found:
        print(line)
    if missing or not audited:
        print(f"audited {audited} packages; not looked up: {len(missing)} ({', '.join(missing[:5])})")
        print(done.stderr.strip()[-500:])
    else:
        print(f"audited {audited} packages of {lock.name}: {len(found)} known vulnerabilities")
    return 1 if found or missing or not audited or done.returncode else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
