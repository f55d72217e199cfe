"""A hundred other services through Apprise, an extra: it tells no more than whether a service took the message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shuke.notify.channels import Channel
from shuke.notify.message import ACCEPTED, Answer, Message


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message to the service of an Apprise address."""
    try:
        from apprise import Apprise, AppriseAsset
    except ModuleNotFoundError:
        return Answer("refused", "apprise_missing")
    # Where it sends is its own matter, so that without leave only services with an address of their own are allowed.
    service = Apprise(asset=AppriseAsset(http_redirects=False))
    if channel.url is None or not service.add(channel.url.read(folder)):
        return Answer("refused", "address")
    if not channel.inside and any("{host}" in form for form in _forms(service)):
        return Answer("refused", "host")
    text = "\n".join(message.text.splitlines()[1:])
    return ACCEPTED if service.notify(body=text, title=message.title) else Answer("again", "apprise")


def _forms(services: Any) -> list[str]:
    """Return the forms of address that some services take."""
    return [form for one in services for form in one.templates]
