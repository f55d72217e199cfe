"""The document of channels: where messages go, in which language, to whom, and how often at most.

Law: nothing in it is a secret; it names where the secrets stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from shuke.errors import SchemeErrors
from shuke.notify.secrets import Secret
from shuke.scheme.document import Document, read_document
from shuke.scheme.model.base import Part, SchemeId
from shuke.scheme.parse import told

FILE = "channels.yaml"
Kind = Literal["email", "dingtalk", "wecom", "feishu", "webhook", "apprise"]
Text = Annotated[str, Field(min_length=1, max_length=254)]
Address = Annotated[str, Field(pattern=r"^[^\s@,;<>\"]+@[^\s@,;<>\"]+$", max_length=254)]
# How many messages a minute, and a second, each service takes; a document may say less.
# DingTalk: 20 a minute for a robot (error 130101 says so); WeCom: 20 a minute for a robot (error 45009); Feishu: 100 a
# minute and 5 a second for a robot (error 11232). The others have no limit that is known: a modest one is kept.
A_MINUTE: Mapping[Kind, int] = {"dingtalk": 20, "wecom": 20, "feishu": 100, "email": 60, "webhook": 600, "apprise": 20}
A_SECOND: Mapping[Kind, int] = {"feishu": 5}
MINUTE, SECOND = 60_000, 1_000


class Channel(Part):
    """One place where messages go.

    ``owners``: the salespersons whose customers are told here; empty: everybody's. ``to``: addresses of e-mail by
    salesperson, ``*`` for all others. ``mentions``: who is called by name in a group, by salesperson. ``inside``: the
    address lies in one's own network: private addresses, plain HTTP and other hosts than the service's are allowed.
    """

    channel: SchemeId
    kind: Kind
    lang: Literal["en", "zh"] = "zh"
    owners: tuple[Text, ...] = ()
    lines: Annotated[int, Field(ge=1, le=50)] = 15
    a_minute: Annotated[int, Field(ge=1, le=6000)] | None = None
    link: Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=300)] | None = None
    inside: bool = False
    timeout: Annotated[int, Field(ge=1, le=120)] = 10
    # Robots, webhooks and Apprise: the address holds the key, so it is a secret.
    url: Secret | None = None
    secret: Secret | None = None
    mentions: dict[Text, Text] = Field(default_factory=dict)
    # E-mail.
    host: Text | None = None
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Text | None = None
    password: Secret | None = None
    sender: Address | None = Field(None, alias="from")
    to: dict[Text, tuple[Address, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse a channel that lacks what its kind needs, or an open line that leaves one's own network."""
        mail = self.kind == "email"
        needed = (self.host, self.sender, self.to) if mail else (self.url,)
        if not all(needed):
            raise ValueError("channel")
        if mail and self.security == "none" and not self.inside:
            raise ValueError("channel")
        return self

    @property
    def minute(self) -> int:
        """How many messages a minute the channel takes: what its service allows, or less."""
        allowed = A_MINUTE[self.kind]
        # A service of one's own that speaks the same protocol may have its own limit.
        return allowed if self.a_minute is None else self.a_minute if self.inside else min(self.a_minute, allowed)

    @property
    def second(self) -> int | None:
        """How many messages a second the channel takes; None: no limit."""
        return None if self.inside and self.a_minute is not None else A_SECOND.get(self.kind)

    def takes(self, owner: str | None) -> bool:
        """Tell whether messages about a salesperson's customers go here."""
        if self.kind == "email" and owner not in self.to and "*" not in self.to:
            return False
        return not self.owners or owner in self.owners

    def addresses(self, owner: str | None) -> tuple[str, ...]:
        """Return whom an e-mail about a salesperson's customers goes to."""
        return self.to.get(owner or "*", self.to.get("*", ()))


class Channels(Part):
    """The channels of a workspace."""

    channels: Annotated[tuple[Channel, ...], Field(max_length=50)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        """Refuse two channels of one name."""
        if len({one.channel for one in self.channels}) != len(self.channels):
            raise ValueError("channel twice")
        return self

    def get(self, name: str) -> Channel | None:
        """Return a channel by its name; None for one that is there no more."""
        return next((one for one in self.channels if one.channel == name), None)


def parse(text: str, name: str = FILE) -> tuple[Channels, Document]:
    """Return what a document of channels says, with the line of each value.

    Raises:
        SchemeError: it is no document.
        SchemeErrors: everything that does not fit, in the order of the lines.
    """
    document = read_document(text, name)
    try:
        return Channels.model_validate(document.values), document
    except ValidationError as error:
        # Somebody may have written a secret where the place of one belongs: values are not told.
        raise SchemeErrors(told([{**one, "input": {}} for one in error.errors()], document)) from None
