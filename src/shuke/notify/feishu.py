"""A Feishu (飞书) or Lark group robot: a rich text, signed with the robot's secret where it has one.

The service answers 200 with ``code`` (older robots: ``StatusCode``): 0 is accepted, 11232 and 9499 too fast (100
messages a minute and 5 a second are allowed).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path

from shuke.notify.channels import Channel
from shuke.notify.http import post
from shuke.notify.message import Answer, Message
from shuke.notify.robots import judged, shortened

HOSTS = ("open.feishu.cn", "open.larksuite.com")
TOO_FAST, BUSY = frozenset({11232, 9499}), frozenset({1500, 2200})
# The service refuses more than 20 KB.
LONGEST = 1_000


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message to the group of a robot."""
    url = channel.url.read(folder) if channel.url is not None else ""
    lines: list[list[dict[str, str]]] = [
        [{"tag": "text", "text": shortened(one.text, LONGEST)}] for one in message.lines
    ]
    if message.link:
        lines.append([{"tag": "a", "text": message.link, "href": message.link}])
    mention = channel.mentions.get(message.owner or "")
    if mention is not None:
        lines.append([{"tag": "at", "user_id": mention}])
    lines.append([{"tag": "text", "text": message.id}])
    content = {"post": {"zh_cn": {"title": message.title, "content": lines}}}
    document: dict[str, object] = {"msg_type": "post", "content": content}
    if channel.secret is not None:
        moment = round(time.time())
        document.update(timestamp=str(moment), sign=signature(channel.secret.read(folder), moment))
    body = json.dumps(document, ensure_ascii=False).encode()
    judge = judged(("code", "StatusCode"), TOO_FAST, BUSY)
    return post(url, body, judge, hosts=HOSTS, inside=channel.inside, timeout=channel.timeout)


def signature(secret: str, moment: int) -> str:
    """Return what signs a message at a moment in seconds: the key is the moment with the secret, the text is empty."""
    return base64.b64encode(hmac.new(f"{moment}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()
