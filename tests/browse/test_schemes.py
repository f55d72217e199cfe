"""The gallery of schemes, a workspace's own ones, and what an editor is told of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuke.browse.linted import linted
from shuke.browse.schemes import gallery, scheme
from shuke.errors import SchemeError, SchemeErrors, UsageError
from shuke.locale import LANGUAGES, text
from shuke.scheme.parse import library_ids, scheme_text
from shuke.scheme.start import copy
from shuke.workspace import Workspace
from shuke.workspace.backup import backup, restore
from shuke.workspace.schemes import CHOSEN, choose, delete, own_ids, save, text_of
from workspace.books import made

BASE = scheme_text("rfm-quintile-weighted")[0]
OWN = copy(BASE, "our-rating")


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return made(tmp_path / "space")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_built_in_scheme_says_what_it_is_for(lang: str) -> None:
    told = [text(f"gallery.purpose.{name}", lang) for name in library_ids()]
    assert all(told)
    assert len(set(told)) == len(told)


def test_the_gallery_marks_the_scheme_that_the_workspace_is_rated_by(space: Workspace) -> None:
    assert [one["id"] for one in gallery(space, "en") if one["chosen"]] == ["rfm-quintile-weighted"]
    choose(space, "octants-mean")
    assert [one["id"] for one in gallery(space, "en") if one["chosen"]] == ["octants-mean"]
    (space.home / "scheme.yaml").write_text(OWN, encoding="utf-8")
    first = gallery(space, "zh")[0]
    assert (first["id"], first["chosen"], first["changed"]) == (CHOSEN, True, True)
    assert scheme(space, CHOSEN, "zh")["text"] == OWN


def test_an_own_scheme_is_kept_under_its_id_and_read_back(space: Workspace) -> None:
    save(space, "our-rating", OWN)
    assert own_ids(space) == ["our-rating"]
    assert text_of(space, "our-rating") == (OWN, "our-rating.yaml")
    first = gallery(space, "en")[0]
    assert (first["id"], first["own"], first["readable"]) == ("our-rating", True, True)
    delete(space, "our-rating")
    assert own_ids(space) == []
    with pytest.raises(SchemeError):
        delete(space, "our-rating")


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "Ünï", "a" * 61, "CON\n", "rfm-luxury"])
def test_a_name_that_is_no_safe_file_name_is_refused(name: str, space: Workspace) -> None:
    with pytest.raises(UsageError):
        save(space, name, OWN)
    assert not (space.home / "schemes").exists()


def test_a_wrong_scheme_leaves_the_one_that_was_kept(space: Workspace) -> None:
    save(space, "our-rating", OWN)
    with pytest.raises(SchemeErrors):
        save(space, "our-rating", OWN.replace("m_score: 0.4", "m_score: 0.9"))
    with pytest.raises(UsageError):
        save(space, "our-rating", BASE)
    assert text_of(space, "our-rating")[0] == OWN
    assert [path.name for path in (space.home / "schemes").iterdir()] == ["our-rating.yaml"]


def test_a_document_that_cannot_be_read_is_listed_all_the_same(space: Workspace) -> None:
    save(space, "our-rating", OWN)
    (space.home / "schemes/our-rating.yaml").write_text("scheme: [", encoding="utf-8")
    assert [one["id"] for one in gallery(space, "en") if not one["readable"]] == ["our-rating"]
    assert scheme(space, "our-rating", "en")["findings"][0]["severity"] == "error"


def test_own_schemes_are_in_a_backup(space: Workspace, tmp_path: Path) -> None:
    save(space, "our-rating", OWN)
    backup(space, tmp_path / "kept.tar")
    restore(tmp_path / "kept.tar", tmp_path / "again")
    assert text_of(Workspace(tmp_path / "again"), "our-rating")[0] == OWN


def test_findings_have_their_place_and_weights_that_of_their_number() -> None:
    told = linted(BASE.replace("m_score: 0.4", "m_score: '0.45'"), "a.yaml", "en")
    assert ("error", 14) in [(one["severity"], one["line"]) for one in told["findings"]]
    assert not told["sound"]
    line = BASE.replace("m_score: 0.4", "m_score: '0.45'").split("\n")[13]
    found = {one["name"]: line[one["column"] - 1 :][: one["length"]] for one in told["weights"]}
    assert found == {"r_score": "0.3", "f_score": "0.3", "m_score": "0.45"}
    assert told["sentences"]


def test_weights_that_stand_in_another_document_have_no_place() -> None:
    told = linted("scheme: mine\nextends: rfm-luxury\ntitle: {en: Mine, zh: 我的}\n", "a.yaml", "zh")
    assert [(one["value"], one["line"]) for one in told["weights"]] == [("0.2", None), ("0.2", None), ("0.6", None)]


def test_what_cannot_be_read_is_a_finding_with_its_line() -> None:
    (told,) = linted("scheme: mine\ntitle： {en: Mine}\n", "a.yaml", "zh")["findings"]
    assert (told["severity"], told["line"], told["column"]) == ("error", 2, 6)
    assert told["hint"]
