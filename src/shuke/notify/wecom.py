"""A WeCom (企业微信) group robot: Markdown of at most 4,096 bytes.

The service answers 200 with ``errcode``: 0 is accepted, 45009 more than 20 messages within a minute, -1 busy.
"""

from __future__ import annotations

import json
from pathlib import Path

from shuke.notify.channels import Channel
from shuke.notify.http import post
from shuke.notify.message import Answer, Message
from shuke.notify.robots import judged, shortened

HOSTS = ("qyapi.weixin.qq.com",)
# 45033: too many at a time.
TOO_FAST, BUSY = frozenset({45009, 45033}), frozenset({-1})
LONGEST = 4_096


def send(channel: Channel, message: Message, folder: Path) -> Answer:
    """Send a message to the group of a robot."""
    url = channel.url.read(folder) if channel.url is not None else ""
    body = json.dumps({"msgtype": "markdown", "markdown": {"content": content(channel, message)}}, ensure_ascii=False)
    judge = judged(("errcode",), TOO_FAST, BUSY)
    return post(url, body.encode(), judge, hosts=HOSTS, inside=channel.inside, timeout=channel.timeout)


def content(channel: Channel, message: Message) -> str:
    """Return a message as Markdown; where it is too long its lines are shortened, never its id."""
    mention = channel.mentions.get(message.owner or "")
    last = [f"[{message.link}]({message.link})"] if message.link else []
    last += [f"<@{mention}>"] if mention else []
    end = "\n".join([*last, f"`{message.id}`"])
    head = "\n".join([f"**{quiet(message.title)}**", *(f"> {quiet(one.text)}" for one in message.lines)])
    return f"{shortened(head, LONGEST - len(end.encode()) - 2)}\n{end}"


def quiet(text: str) -> str:
    """Return a text without the signs by which a robot calls people or writes links."""
    return text.translate(str.maketrans("<>[]`*", "＜＞［］'＊"))
