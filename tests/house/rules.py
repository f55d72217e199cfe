"""Rules of safe code that a program can check: each has a name, why it is there, what breaks it and what does not.

A rule looks at the syntax tree of a file of the product (or, for the pages, at its text) and returns the lines that
break it. ``offender`` and ``innocent`` are the proof that it bites, and that it bites nothing else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# Packages that compute: what they tell may not hang on the clock.
COMPUTING = (
    "backtesting", "campaign/", "campaign_kept", "compile", "days.py", "engines", "explain", "fitting.py", "grace.py",
    "ingest", "inspection", "learn", "movement", "overlap", "placed.py", "prediction", "publish", "pushdown.py",
    "rating", "report", "result.py", "saved.py", "scheme", "stages", "validation", "watch/", "whatif",
)  # fmt: skip
# Packages on the way of money and scores; files that read or write another program's binary numbers stand apart.
EXACT = ("stages", "compile", "rating", "ingest", "store", "fitting.py", "grace.py", "placed.py", "saved.py", "engines")
BINARY = (
    "ingest/containers/biff.py",  # numbers of an old Excel file are binary there
    "ingest/containers/sheet.py",  # how long a number is, not the number
    "engines/memory.py",  # megabytes
    "engines/mysql/whole.py",  # the shortest text of a FLOAT column there
    "compile/dialects/clickhouse.py",  # the level of a quantile
)
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|COPY|ATTACH|WHERE|WHEN|CAST|BETWEEN)\b")
Finder = Callable[[Sequence[ast.AST]], Iterator[ast.AST]]


@dataclass(frozen=True)
class Rule:
    """What may not stand in the files under ``where``, but in ``apart``."""

    name: str
    why: str
    finder: Finder
    offender: str
    innocent: str
    where: tuple[str, ...] = ("",)
    apart: tuple[str, ...] = ()

    def holds_for(self, path: str) -> bool:
        """Tell whether a file of the product is one of those that it is about."""
        return path.startswith(self.where) and path not in self.apart

    def broken(self, source: str) -> list[int]:
        """Return the lines of a source that break it."""
        return self.broken_in(list(ast.walk(ast.parse(source))))

    def broken_in(self, nodes: Sequence[ast.AST]) -> list[int]:
        """Return the lines of a file's nodes that break it."""
        return sorted(getattr(node, "lineno", 0) for node in self.finder(nodes))


def name_of(node: ast.AST) -> str:
    """Return a name with its dots; nothing for what is none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = name_of(node.value)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


def calls(*names: str, having: Callable[[ast.Call], bool] = lambda call: True) -> Finder:
    """Return what finds calls of names; one that begins with a dot is the end of a name."""

    def find(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
        for node in nodes:
            if isinstance(node, ast.Call):
                name = name_of(node.func)
                if any(name == one or (one.startswith(".") and name.endswith(one)) for one in names) and having(node):
                    yield node

    return find


def imports(*names: str) -> Finder:
    """Return what finds imports of modules."""

    def find(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
        for node in nodes:
            found = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            found += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(one == name or one.startswith(f"{name}.") for one in found for name in names):
                yield node

    return find


def either(*finders: Finder) -> Finder:
    """Return what finds whatever one of them finds."""
    return lambda nodes: (node for one in finders for node in one(nodes))


def given(call: ast.Call, name: str) -> ast.expr | None:
    """Return what a call is given under a name."""
    return next((one.value for one in call.keywords if one.arg == name), None)


def is_constant(node: ast.expr | None, value: object) -> bool:
    """Tell whether an expression is a constant of a value."""
    return isinstance(node, ast.Constant) and node.value is value


def quoted_by_hand(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Find SQL in which a quote stands on either side of something filled in."""
    for node in nodes:
        if not isinstance(node, ast.JoinedStr):
            continue
        parts = [one.value if isinstance(one, ast.Constant) else None for one in node.values]
        if not SQL.search(" ".join(str(one) for one in parts if one is not None)):
            continue
        for place, part in enumerate(parts):
            before = parts[place - 1] if place else ""
            after = parts[place + 1] if place + 1 < len(parts) else ""
            if part is not None or not before or not after or before[-1] not in "'\"" or after[0] != before[-1]:
                continue
            # Constants of the program, and numbers as decimals, cannot end a text.
            if not _constant(node.values[place]) and not after.startswith("' AS DECIMAL("):
                yield node


def _constant(node: ast.AST) -> bool:
    """Tell whether what is filled in is a constant of the program, or one of them."""
    filled = node.value if isinstance(node, ast.FormattedValue) else node
    filled = filled.value if isinstance(filled, ast.Subscript) else filled
    return isinstance(filled, ast.Name) and filled.id.isupper()


def computed_text(call: ast.Call) -> bool:
    """Tell whether the first thing that a call is given is put together from texts and anything but constants."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.BinOp):
        return True
    if isinstance(first, ast.Call) and name_of(first.func).endswith(".format"):
        return True
    parts = first.values if isinstance(first, ast.JoinedStr) else []
    return any(isinstance(one, ast.FormattedValue) and not _constant(one) for one in parts)


def truths_given(*wanted: tuple[str, object]) -> Finder:
    """Return what finds calls that are given one of these constants under its name, and assignments to such names."""

    def find(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
        for node in nodes:
            if isinstance(node, ast.Call) and any(is_constant(given(node, name), value) for name, value in wanted):
                yield node
            if isinstance(node, ast.Assign) and any(
                isinstance(one, ast.Attribute) and one.attr == name and is_constant(node.value, value)
                for one in node.targets
                for name, value in wanted
            ):
                yield node

    return find


def attributes(*names: str) -> Finder:
    """Return what finds attributes of these names, called or not."""
    return lambda nodes: (node for node in nodes if isinstance(node, ast.Attribute) and node.attr in names)


def without(*names: str) -> Callable[[ast.Call], bool]:
    """Return what tells whether a call lacks all of these names."""
    return lambda call: all(given(call, one) is None for one in names)


RULES = (
    Rule(
        "quoted-by-hand",
        "A value or name goes into SQL through literal() or identifier(), which double what would end it.",
        quoted_by_hand,
        "query = f\"SELECT * FROM t WHERE name = '{name}'\"",
        "query = f\"SELECT * FROM t WHERE name = {literal(name)} AND kind = 'a'\"",
    ),
    Rule(
        "state-sql",
        "The state is asked with parameters alone.",
        calls("text", ".execute", ".scalars", ".scalar", "exec_driver_sql", having=computed_text),
        'session.execute(f"DELETE FROM users WHERE key = {key}")',
        'session.execute(text(f"SELECT n FROM {TABLE} WHERE key = :key"), {"key": key})',
        where=("server/state", "server/access", "server/routes", "server/uploads.py"),
        apart=("server/state/engine.py",),
    ),
    Rule(
        "pickle",
        "What is read back may have been changed by somebody; reading it must run nothing.",
        imports("pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"),
        "import pickle",
        "import json",
    ),
    Rule(
        "yaml-load",
        "A YAML document may name no Python object.",
        either(
            calls("yaml.load", "yaml.unsafe_load", "yaml.full_load", having=without("Loader")),
            calls("YAML", having=lambda call: is_constant(given(call, "typ"), "unsafe")),
        ),
        "found = yaml.load(stream)",
        'found = YAML(typ="safe", pure=True).load(stream)',
    ),
    Rule(
        "unverified-tls",
        "A certificate that is not checked protects from nobody.",
        either(
            truths_given(("verify", False), ("check_hostname", False), ("cert_reqs", None), ("verify_mode", None)),
            attributes("CERT_NONE", "_create_unverified_context"),
        ),
        "context.check_hostname = False",
        "context = ssl.create_default_context()",
    ),
    Rule(
        "float-in-money",
        "Money and scores are decimals from the cell to the page.",
        calls("float"),
        "total = float(amount)",
        "total = Decimal(amount)",
        where=EXACT,
        apart=BINARY,
    ),
    Rule(
        "clock-in-scoring",
        "The same input gives the same result on any day: what is computed is told its day.",
        calls(".now", ".today", ".utcnow", "time.time", "time.localtime", "time.gmtime"),
        "as_of = date.today()",
        "as_of = options.as_of",
        where=COMPUTING,
    ),
    Rule(
        "untyped-cell",
        "xlsxwriter's write() turns a text that begins with = into a formula: write_string() does not.",
        calls(".write", having=lambda call: len(call.args) >= 3 and name_of(call.func) != "ledger.write"),
        "sheet.write(row, column, value)",
        "sheet.write_string(row, column, value)",
    ),
    Rule(
        "shell",
        "No command goes through a shell.",
        either(truths_given(("shell", True)), calls("os.system", "os.popen", "subprocess.getoutput")),
        "subprocess.run(command, shell=True)",
        "subprocess.run([program, name])",
    ),
    Rule("eval", "No text becomes a program.", calls("eval", "exec", "compile"), "eval(text)", "re.compile(text)"),
    Rule(
        "mktemp",
        "A temporary name that is not opened at once can be taken by somebody else.",
        calls("tempfile.mktemp", ".mktemp", "mktemp", "os.tempnam"),
        "path = tempfile.mktemp()",
        "with tempfile.TemporaryDirectory() as folder: pass",
    ),
    Rule(
        "no-timeout",
        "Whoever does not answer must not hold a process for ever.",
        either(
            calls(
                "urlopen",
                ".urlopen",
                "requests.get",
                "requests.post",
                "httpx.get",
                "httpx.post",
                ".HTTPConnection",
                ".HTTPSConnection",
                "smtplib.SMTP",
                "smtplib.SMTP_SSL",
                having=without("timeout"),
            ),
            calls(".create_connection", having=lambda call: len(call.args) < 2 and given(call, "timeout") is None),
        ),
        "smtplib.SMTP(host, port)",
        "socket.create_connection((host, port), 10)",
    ),
    Rule(
        "guessable",
        "What nobody may guess is drawn by the secrets module.",
        imports("random"),
        "import random",
        "import secrets",
        where=("server", "privacy", "overlap", "notify", "publish", "workspace"),
    ),
    Rule(
        "weak-hash",
        "MD5 and SHA-1 sign and hide nothing.",
        calls("hashlib.md5", "hashlib.sha1", "md5", "sha1"),
        "hashlib.md5(data)",
        "hashlib.sha256(data)",
    ),
    Rule(
        "unpacked",
        "A member of an archive says itself where it goes: none is unpacked by its own name.",
        calls(".extractall", ".extract", having=lambda call: given(call, "filter") is None),
        "archive.extractall(folder)",
        "archive.extractfile(member)",
    ),
    Rule(
        "xml",
        "Only the one reader that refuses declarations and limits depth reads XML.",
        imports("xml", "lxml"),
        "from xml.etree import ElementTree",
        "from shuke.ingest.containers.markup import read",
        apart=("ingest/containers/markup.py",),
    ),
    Rule(
        "listens",
        "The product listens in one place, which asks whether that is safe.",
        calls(".create_server", "create_server", ".bind"),
        'socket.create_server(("0.0.0.0", 80))',
        'name = "bind"',
        apart=("server/listening.py",),
    ),
)

# In the pages: texts of data become text, never markup or programs.
PAGES = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|createContextualFragment|srcdoc)\b"
    r"|document\.write|\beval\(|new Function\(|javascript:|\blocalStorage\.setItem\([^)]*(token|password|secret)"
)
PAGE_OFFENDERS = (
    "node.innerHTML = name",
    "<div dangerouslySetInnerHTML={{ __html: name }} />",
    "document.write(name)",
    "eval(text)",
    "new Function(text)",
    'href="javascript:go()"',
)
PAGE_INNOCENT = "node.textContent = name; const evaluated = evaluate(text);"


def findings(package: Path) -> tuple[list[str], int]:
    """Return what breaks a rule in the files of a package, and how many files were read."""
    files = sorted(package.rglob("*.py"))
    found = []
    for path in files:
        place, nodes = path.relative_to(package).as_posix(), list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for rule in RULES:
            if rule.holds_for(place):
                found += [f"{rule.name}: {place}:{line}" for line in rule.broken_in(nodes)]
    return found, len(files)


def page_findings(folder: Path) -> tuple[list[str], int]:
    """Return what breaks the rule of the pages in their sources, and how many files were read."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".ts", ".tsx", ".html"})
    found = [
        f"pages: {path.relative_to(folder)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PAGES.search(line)
    ]
    return found, len(files)
