"""What is not needed any more goes: sessions that ended, old jobs, files sent in or made long ago, half sent ones."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, select

from shuke.server import made, uploads
from shuke.server.context import Context
from shuke.server.jobs.outcome import OPEN
from shuke.server.jobs.verify_backup import SCRATCH
from shuke.server.state.models import Job, SignedIn, Token, Upload
from shuke.server.state.settings import read_settings
from shuke.server.state.types import now

# Seconds for which a file may be on its way without being known.
COMING = 24 * 3600
EXPORTS = "exports"


def tidy(here: Context) -> None:
    """Remove what is older than is set."""
    moment = now()
    with here.state.changing() as session:
        settings = read_settings(session)
        old = moment - timedelta(days=settings.retention_days)
        session.execute(delete(Job).where(Job.status.not_in(OPEN), Job.created < old))
        session.execute(delete(Token).where(Token.expires < old))
        session.execute(delete(SignedIn).where(SignedIn.created < moment - timedelta(hours=settings.absolute_hours)))
        session.execute(delete(SignedIn).where(SignedIn.seen < moment - timedelta(minutes=settings.idle_minutes)))
        late = session.scalars(select(Upload.id).where(Upload.created < old)).all()
        known = set(session.scalars(select(Upload.id))) - set(late)
    here.state.wipe()
    uploads.discard(here, late)
    _sweep(here.folder / uploads.FOLDER, COMING, known)
    _sweep(here.folder / EXPORTS, settings.retention_days * 24 * 3600, set())
    for kind in made.ENDINGS:
        _sweep(here.folder / kind, settings.retention_days * 24 * 3600, set())
    _sweep(here.folder / SCRATCH, COMING, set())


def _sweep(folder: Path, seconds: float, known: set[str]) -> None:
    """Remove what was not touched for so long and is not known."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name not in known and time.time() - path.stat().st_mtime > seconds:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
