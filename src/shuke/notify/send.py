"""One message through one channel: a row per kind, and one place where a missing secret becomes an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from shuke.errors import UsageError
from shuke.notify.channels import Channel, Kind
from shuke.notify.message import Answer, Message

Sender = Callable[[Channel, Message, Path], Answer]
MODULES: Mapping[Kind, str] = {
    "email": "shuke.notify.mail",
    "dingtalk": "shuke.notify.dingtalk",
    "wecom": "shuke.notify.wecom",
    "feishu": "shuke.notify.feishu",
    "webhook": "shuke.notify.webhook",
    "apprise": "shuke.notify.apprise",
}


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message and return what became of it; ``folder`` is that of the documents, beside which secrets lie."""
    sender: Sender = import_module(MODULES[channel.kind]).send
    try:
        return sender(channel, message, folder)
    except UsageError as error:
        return Answer("refused", "secret", figures={"name": error.figures.get("name", "")})
