"""A hundred other services through Apprise, an extra: it tells no more than whether a service took the message."""

from __future__ import annotations

from pathlib import Path

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
    if not channel.inside and any("{host}" in form for one in service for form in one.templates):
        return Answer("refused", "host")
    text = "\n".join(message.text.splitlines()[1:])
    return ACCEPTED if service.notify(body=text, title=message.title) else Answer("again", "apprise")
