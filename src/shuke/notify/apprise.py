"""A hundred other services through Apprise, an extra: it tells no more than whether a service took the message."""

from __future__ import annotations

from pathlib import Path

from shuke.notify.channels import Channel
from shuke.notify.message import ACCEPTED, Answer, Message


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message to the service of an Apprise address."""
    try:
        from apprise import Apprise
    except ModuleNotFoundError:
        return Answer("refused", "apprise_missing")
    service = Apprise()
    if channel.url is None or not service.add(channel.url.read(folder)):
        return Answer("refused", "address")
    text = "\n".join(message.text.splitlines()[1:])
    return ACCEPTED if service.notify(body=text, title=message.title) else Answer("again", "apprise")
