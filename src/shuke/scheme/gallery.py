"""The pages about the built-in schemes, made from their documents: ``python -m shuke.scheme.gallery [en|zh]``."""

from __future__ import annotations

import sys

from shuke.locale import text
from shuke.scheme.model import Scheme
from shuke.scheme.needs import tables
from shuke.scheme.parse import library_ids, parse, scheme_text
from shuke.scheme.sentences import sentences

MADE = "<!-- Made from the documents by `python -m shuke.scheme.gallery`; do not edit. -->"
HEAD = {
    "en": f"""# Built-in schemes

English · [简体中文](built-in-schemes.zh.md)

{MADE}

Each is one document; `shuke scheme show ID` reads it aloud, `shuke scheme show ID --as document` prints it, and
`shuke scheme new FILE --from ID` starts one of your own from it
(see [Write a scheme of your own](../how-to/own-scheme.md)).

The pictures show what each makes of the sample of `shuke demo` on 31 December 2024: to the left of a group its share of
the customers, to the right its share of the net amount.

| scheme | gives | groups |
|---|---|---|
""",
    "zh": f"""# 内置方案

[English](built-in-schemes.md) · 简体中文

{MADE}

每个方案是一份文档；`shuke scheme show ID --lang zh` 逐句说明，`shuke scheme show ID --as document` 打印原文，
`shuke scheme new FILE --from ID` 以它为起点写自己的方案（见[写自己的方案](../how-to/own-scheme.zh.md)）。

图为各方案对 `shuke demo` 的样本在 2024 年 12 月 31 日的评级结果：组名左边是客户占比，右边是净消费金额占比。

| 方案 | 结果 | 分组 |
|---|---|---|
""",
}
WORDS = {
    "en": {
        "numbered": "numbered",
        "digits": "digits",
        "source": "Source: {source}",
        "extends": "Extends [`{base}`](#{base}).",
        "rate": "Rate by it: `{command}`",
        "picture": "What it makes of the sample",
        "none": "The sample has no such attribute, so there is no picture.",
    },
    "zh": {
        "numbered": "编号",
        "digits": "数字",
        "source": "出处：{source}",
        "extends": "由 [`{base}`](#{base}) 变化而来。",
        "rate": "用它评级：`{command}`",
        "picture": "对样本的评级结果",
        "none": "样本里没有所需的属性，所以没有图。",
    },
}
SAMPLE = "shuke-demo/sample"


def drawn(scheme: Scheme) -> bool:
    """Tell whether the sample can be rated for a picture: its customers have no attributes that schemes ask for."""
    return not scheme.attributes


def page(lang: str = "en") -> str:
    """Return the page in a language as Markdown."""
    schemes = [parse(*scheme_text(name))[0] for name in library_ids()]
    parts = [HEAD[lang] + "\n".join(_row(scheme, lang) for scheme in schemes) + "\n"]
    parts += [_section(scheme, lang) for scheme in schemes]
    return "\n".join(parts)


def _row(scheme: Scheme, lang: str) -> str:
    name = scheme.scheme
    results = ", ".join(f"`{column}`" for column in scheme.results)
    return f"| [`{name}`](#{name}) {scheme.title.en} · {scheme.title.zh} | {results} | {_groups(scheme, lang)} |"


def _groups(scheme: Scheme, lang: str) -> str:
    if scheme.main in scheme.groups:
        return ", ".join(group.name for group in scheme.groups[scheme.main])
    return WORDS[lang]["numbered" if scheme.main in {"cell", "cluster"} else "digits"]


def _section(scheme: Scheme, lang: str) -> str:
    words, name = WORDS[lang], scheme.scheme
    lines = [f"## {name}", "", f"**{scheme.title.en} · {scheme.title.zh}**", ""]
    lines += [text(f"gallery.purpose.{name}", lang), ""]
    shown = f"![{words['picture']}](../images/schemes/{name}-{lang}.svg)"
    lines += [shown if drawn(scheme) else words["none"], ""]
    lines += [words["rate"].format(command=_command(scheme)), ""]
    if scheme.source:
        lines += [words["source"].format(source=scheme.source), ""]
    if scheme.extends:
        lines += [words["extends"].format(base=scheme.extends), ""]
    return "\n".join([*lines, *(f"* {sentence}" for sentence in sentences(scheme, lang)), ""])


def _command(scheme: Scheme) -> str:
    given = "".join(f" --{one} {SAMPLE}/{one}.csv" for one in sorted(set(tables(scheme, scheme.metrics).values())))
    return f"shuke score {SAMPLE}/sales.csv --scheme {scheme.scheme}{given} --as-of 2024-12-31"


if __name__ == "__main__":
    sys.stdout.write(page(*sys.argv[1:2]))
