"""The tables of the state. Nothing in them is worth stealing: secrets are kept as hashes, money as text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shuke.server.state.types import Moment


class Base(DeclarativeBase):
    """The root of the tables."""

    type_annotation_map = {datetime: Moment, int: BigInteger}  # noqa: RUF012 - the form that the library reads


class User(Base):
    """Somebody who may sign in; ``key`` is the name as names are compared."""

    __tablename__ = "users"
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(256))
    language: Mapped[str | None] = mapped_column(String(8))
    theme: Mapped[str | None] = mapped_column(String(8))
    # Whose customers are theirs: the value of the owner column.
    owner: Mapped[str | None] = mapped_column(String(256))
    active: Mapped[bool]
    created: Mapped[datetime]


class SignedIn(Base):
    """A session: ``secret`` is the hash of what the browser holds."""

    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.key", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]
    seen: Mapped[datetime]
    address: Mapped[str | None] = mapped_column(String(64))
    agent: Mapped[str | None] = mapped_column(String(256))


class Token(Base):
    """A key for programs: ``secret`` is its hash; shown once, when it was made."""

    __tablename__ = "tokens"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    user: Mapped[str] = mapped_column(ForeignKey("users.key", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(128))
    role: Mapped[str] = mapped_column(String(16))
    created: Mapped[datetime]
    expires: Mapped[datetime | None]
    used: Mapped[datetime | None]


class Setting(Base):
    """One thing that was set; ``value`` is JSON."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Attempts(Base):
    """Wrong passwords of late, by what they were tried on and from where."""

    __tablename__ = "attempts"
    what: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrong: Mapped[int]
    first: Mapped[datetime]
    last: Mapped[datetime]


class Entry(Base):
    """One entry of the audit log; ``hash`` signs it together with the one before."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(128))
    address: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(32))
    hash: Mapped[str] = mapped_column(String(64))


class Head(Base):
    """How long the audit log is, signed, so that its end cannot be cut off."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    sign: Mapped[str] = mapped_column(String(64))


class Job(Base):
    """Work that is done apart; ``request``, ``step``, ``result`` and ``error`` are JSON."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16), index=True)
    by: Mapped[str] = mapped_column(String(128), index=True)
    person: Mapped[str] = mapped_column(Text)
    request: Mapped[str] = mapped_column(Text)
    step: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    created: Mapped[datetime]
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    # Somebody asked that it be stopped.
    stop: Mapped[bool]


class Upload(Base):
    """A file that was sent in and waits to be loaded."""

    __tablename__ = "uploads"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    user: Mapped[str] = mapped_column(String(128))
    created: Mapped[datetime]


class View(Base):
    """A saved view of a page: ``query`` is the page's address without its path."""

    __tablename__ = "views"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.key", ondelete="CASCADE"), index=True)
    page: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(128))
    query: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    created: Mapped[datetime]


class Schedule(Base):
    """A refresh that comes again; ``due`` is the next time."""

    __tablename__ = "schedules"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    every: Mapped[str] = mapped_column(String(16))
    at: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    scheme: Mapped[str | None] = mapped_column(String(128))
    inbox: Mapped[str | None] = mapped_column(String(128))
    user: Mapped[str] = mapped_column(String(128))
    created: Mapped[datetime]
    due: Mapped[datetime]
    job: Mapped[str | None] = mapped_column(String(32))


class OptOut(Base):
    """A customer who wants no marketing, as earlier versions noted it; what is found here moves to the desk."""

    __tablename__ = "opt_outs"
    customer: Mapped[str] = mapped_column(String(512), primary_key=True)
    by: Mapped[str] = mapped_column(String(128))
    created: Mapped[datetime]


Index("jobs_by_created", Job.created)
