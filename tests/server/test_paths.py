"""Names of files that try to be paths: nothing is written anywhere but in the folder that is meant."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from shuke.errors import ShukeError
from shuke.scheme.parse import scheme_text
from shuke.workspace import Settings, Workspace, load
from shuke.workspace.backup import backup, restore
from workspace.books import UNION

from .workbench import API, Workbench

NAMES = (
    "../evil", "../../evil", "../../../../../../tmp/evil", "..\\evil", "..\\..\\evil", "/evil", "/tmp/evil", "//evil",
    "\\\\server\\share\\evil", "C:\\evil", "C:evil", "./evil", "a/../../evil", "a/b/c", "....//evil", "..;/evil",
    "%2e%2e%2fevil", "..%2fevil", "..%c0%afevil", "..%252fevil", "a\x00.csv", "evil\x00/../x", ".", "..", "...", " ",
    "CON", "NUL.csv", "con.csv", "aux", "evil.", "evil ", ".htaccess", "~root", "-rf", "x" * 300, "数" * 200,
    "\u202egnp.csv", "a\nb", "a\rb", "state.sqlite", "key", "\uff0e\uff0e\uff0fevil", "\u2025/evil", "file:///evil",
)  # fmt: skip
MEMBERS = (
    "../evil",
    "../../evil",
    "/tmp/evil-of-a-zip",
    "xl/../../evil",
    "..\\evil",
    "C:\\evil",
    "xl/\x00evil",
    "~/evil",
)


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.promise("E10")
def test_no_name_of_a_file_writes_outside_its_folder(
    bench: Workbench, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    client, around = bench.client("admin"), bench.home.parent
    uploads = bench.context.folder / "uploads"
    uploads.mkdir(exist_ok=True)
    before, taken = tree(around), []
    for name in NAMES:
        answer = client.post(f"{API}/uploads", params={"name": name}, content=b"a,b\n1,2\n")
        assert answer.status_code in {201, 400, 422}, (name, answer.text)
        if answer.status_code == 201:
            taken.append(answer.json()["data"])
    new = {one for one in tree(around) - before if "sqlite" not in one}
    meant = {str((uploads / one["id"]).relative_to(around)) for one in taken}
    meant |= {str((uploads / one["id"] / one["name"]).relative_to(around)) for one in taken}
    assert new == {one for one in meant if "sqlite" not in one}
    assert not [one for one in ("/tmp/evil", "/evil", str(Path.home() / "evil")) if Path(one).exists()]
    for one in taken:
        assert client.delete(f"{API}/uploads/{one['id']}").status_code == 200
    assert list(uploads.iterdir()) == []
    figure(f"{len(NAMES)} names of files: {len(taken)} kept under a harmless name, 0 written outside")


@pytest.mark.promise("E10")
def test_no_member_of_an_archive_is_written_outside(tmp_path: Path, figure: Callable[[str], None]) -> None:
    space = Workspace.init(tmp_path / "in" / "shop", scheme_text("rfm-quintile-weighted")[0], Settings())
    kept = tmp_path / "in" / "b.tar"
    backup(space, kept)
    files = tmp_path / "in" / "files"
    files.mkdir()
    for number, member in enumerate(MEMBERS):
        with zipfile.ZipFile(files / f"zip{number}.xlsx", "w") as archive:
            archive.writestr(member, "evil")
            archive.writestr("xl/workbook.xml", "<workbook/>")
        _tarred(kept, files / f"tar{number}.tar", tarfile.TarInfo(member.replace("\x00", "")), b"evil")
    link = tarfile.TarInfo("runs/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/tmp"
    _tarred(kept, files / "link.tar", link, b"")
    before, refused = tree(tmp_path), 0
    for path in sorted(files.iterdir()):
        with pytest.raises(ShukeError):
            restore(path, tmp_path / "again") if path.suffix == ".tar" else load(space, [path], UNION)
        refused += 1
    assert {one for one in tree(tmp_path) - before if "evil" in one or "again" in one} == set()
    assert not Path("/tmp/evil-of-a-zip").exists()
    figure(f"{refused} archives with members that lead outside: {refused} refused, 0 written outside")


def _tarred(kept: Path, path: Path, member: tarfile.TarInfo, data: bytes) -> None:
    """Write a backup anew with another member in it."""
    member.size = len(data)
    with tarfile.open(kept, "r:") as source, tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for one in source:
            archive.addfile(one, source.extractfile(one))
        archive.addfile(member, io.BytesIO(data))
