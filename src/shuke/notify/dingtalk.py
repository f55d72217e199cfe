"""A DingTalk group robot: Markdown, signed with the robot's secret where it has one.

The service answers 200 with ``errcode``: 0 is accepted, 130101 more than 20 messages within a minute, -1 busy.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from urllib.parse import quote_plus

from shuke.notify.channels import Channel
from shuke.notify.http import post
from shuke.notify.message import Answer, Message
from shuke.notify.robots import judged, shortened

HOSTS = ("oapi.dingtalk.com",)
# 90030 and 410100 say the same as 130101 in other words.
TOO_FAST, BUSY = frozenset({130101, 90030, 410100}), frozenset({-1})
# The service refuses more than 20,000 bytes.
LONGEST = 18_000


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message to the group of a robot."""
    url = channel.url.read(folder) if channel.url is not None else ""
    if channel.secret is not None:
        url += signature(channel.secret.read(folder), round(time.time() * 1000))
    mention = channel.mentions.get(message.owner or "")
    document: dict[str, object] = {
        "msgtype": "markdown",
        "markdown": {"title": message.title, "text": shortened(markdown(message, mention), LONGEST)},
    }
    if mention is not None:
        document["at"] = {"atMobiles": [mention], "isAtAll": False}
    body = json.dumps(document, ensure_ascii=False).encode()
    judge = judged(("errcode",), TOO_FAST, BUSY)
    return post(url, body, judge, hosts=HOSTS, inside=channel.inside, timeout=channel.timeout)


def signature(secret: str, moment: int) -> str:
    """Return what signs an address at a moment in milliseconds."""
    said = f"{moment}\n{secret}".encode()
    sign = base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest())
    return f"&timestamp={moment}&sign={quote_plus(sign)}"


def markdown(message: Message, mention: str | None = None) -> str:
    """Return a message as Markdown, signs of Markdown in its texts made harmless."""
    lines = [f"#### {plain(message.title)}", "", *(f"- {plain(one.text)}" for one in message.lines), ""]
    lines += [f"[{message.link}]({message.link})", ""] if message.link else []
    return "\n".join([*lines, *([f"@{mention}", ""] if mention else []), f"`{message.id}`"])


def plain(text: str) -> str:
    """Return a text that Markdown shows as it stands."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>!" else sign for sign in text)
