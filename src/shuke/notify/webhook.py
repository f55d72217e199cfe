"""A webhook of one's own: JSON, signed with HMAC-SHA256 over moment and body, the id as idempotency key.

``X-Shuke-Signature`` is ``t=SECONDS,v1=HEX`` with HEX = HMAC-SHA256(secret, SECONDS + "." + body). Any answer of 2xx is
accepted; a receiver that gets an ``Idempotency-Key`` again has had that message before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from pathlib import Path

from shuke.notify.channels import Channel
from shuke.notify.http import post
from shuke.notify.message import ACCEPTED, Answer, Message


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message to a webhook."""
    document = {
        "id": message.id,
        "title": message.title,
        "owner": message.owner,
        "lines": [{"warning": one.warning, "text": one.text} for one in message.lines],
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    headers = {"Idempotency-Key": message.id}
    if channel.secret is not None:
        headers["X-Shuke-Signature"] = signature(channel.secret.read(folder), body, round(time.time()))
    url = channel.url.read(folder) if channel.url is not None else ""
    return post(url, body, lambda found: ACCEPTED, inside=channel.inside, timeout=channel.timeout, headers=headers)


def signature(secret: str, body: bytes, moment: int) -> str:
    """Return what signs a body at a moment in seconds."""
    sign = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={sign}"
