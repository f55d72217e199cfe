"""A data product holds the chosen customers, nobody's identity, and no figure that its own texts get wrong."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyarrow import parquet

from cli.terminal import shuke as run
from privacy.searched import leaks
from publish.conftest import lines, make, people
from shuke.locale import LANGUAGES, catalogue
from shuke.privacy.keys import rotate
from shuke.publish.files import FILES

pytestmark = pytest.mark.row("Z8")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def told(product: Path, name: str = "deidentification.json") -> dict[str, object]:
    found: dict[str, object] = json.loads((product / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One product, looked at by many tests: made of a result of 300 customers, of those of one city."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUKE_KEY_FILE", str(folder / "pseudonym.key"))
        result = make(folder, 300)
        said = run(
            "publish",
            result,
            "--region",
            "郑州",
            "--out",
            folder / "product",
            "--lang",
            "zh",
            "--provider",
            "杭州甲公司",
        )
    assert said.code == 0, said.err
    return folder / "product"


def test_every_file_is_there_and_hashes_to_what_is_listed(built: Path) -> None:
    assert {path.name for path in built.iterdir()} == FILES
    sums = dict(reversed(line.split("  ")) for line in (built / "SHA256SUMS").read_text().splitlines())
    assert sums.keys() == FILES - {"SHA256SUMS"}
    assert all(hashlib.sha256((built / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())
    assert told(built, "product.json")["files"] == {
        name: digest for name, digest in sums.items() if name != "product.json"
    }


def test_only_the_chosen_customers_are_published(built: Path) -> None:
    published = rows(built / "data.csv")
    chosen = sum(row["region"] == "郑州" for row in rows(built.parent / "result" / "customers.csv"))
    report = told(built)
    assert {row["region"] for row in published} == {"郑州"}
    assert report["customers"] == {
        "chosen": chosen,
        "opted_out": 0,
        "suppressed": chosen - len(published),
        "published": len(published),
    }


def test_the_published_rows_have_the_k_and_l_that_are_told(built: Path) -> None:
    report = told(built)
    classes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows(built / "data.csv"):
        classes[tuple(row[name] for name in report["quasi_identifiers"])].append(row["tier"])  # type: ignore[union-attr]
    assert report["quasi_identifiers"] == ["region", "channel", "行业"]
    assert report["k"]["after"] == min(map(len, classes.values())) >= 5  # type: ignore[index]
    assert report["l"]["after"] == min(len(set(one)) for one in classes.values()) >= 2  # type: ignore[index]


def test_no_identifier_of_anybody_is_in_any_file(built: Path) -> None:
    secrets = [row[0] for row in people(300)] + [row[2] for row in people(300)] + [row[1] for row in lines(300)]
    codes = [row["customer_id"] for row in rows(built.parent / "result" / "customers.csv")]
    assert leaks(built, [*secrets, *codes]) == []


def test_figures_are_bands_and_the_result_stays(built: Path) -> None:
    published = rows(built / "data.csv")
    assert all(re.fullmatch(r"\d+–\d+|≥\d+", row["recency_days"]) for row in published)
    assert all(re.fullmatch(r"[\d.k]+–[\d.k]+|[<≥][\d.k]+", row["monetary"]) for row in published)
    assert {row["tier"] for row in published} <= set("ABCD")


def test_csv_parquet_and_sample_say_the_same(built: Path) -> None:
    table = parquet.read_table(built / "data.parquet")
    published = rows(built / "data.csv")
    assert table.column_names == list(published[0])
    assert table["customer_id"].to_pylist() == [row["customer_id"] for row in published]
    sample = rows(built / "sample.csv")
    assert sample == published[: len(sample)]
    assert len(sample) == len(published) // 10


def test_the_order_of_the_rows_tells_nothing(built: Path) -> None:
    codes = [row["customer_id"] for row in rows(built / "data.csv")]
    assert codes == sorted(codes)
    assert all(re.fullmatch("p[0-9a-f]{2}_[a-z2-7]{26}", code) for code in codes)
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_in_the_description_is_that_of_the_data(built: Path, lang: str) -> None:
    text = (built / f"description.{lang}.md").read_text(encoding="utf-8")
    published, report, manifest = rows(built / "data.csv"), told(built), told(built, "product.json")
    heads = {name: catalogue("publish", lang)[f"head.{name}"] for name in ("records", "fields", "period", "protection")}
    parts = {name: text.split(f"## {head}\n", 1)[1].split("\n## ", 1)[0].strip() for name, head in heads.items()}
    assert parts["records"] == f"{len(published):,}"
    assert parts["fields"].splitlines()[0] == str(len(published[0]))
    assert sorted(re.findall(r"^\| `([^`]+)`", parts["fields"], re.MULTILINE)) == sorted(published[0])
    assert re.findall(r"\d{4}-\d{2}-\d{2}", parts["period"]) == ["2024-01-01", "2024-12-31", "2024-12-31"]
    numbers = {
        *(report["k"].values()),  # type: ignore[attr-defined]
        *(report["l"].values()),  # type: ignore[attr-defined]
        *(report["customers"].values()),  # type: ignore[attr-defined]
    }
    share = 100 * report["customers"]["suppressed"] / report["customers"]["chosen"]  # type: ignore[index]
    found = [
        float(one.replace(",", ""))
        for one in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![0-9a-z])", parts["protection"])
    ]
    # The name of the key, two characters of hexadecimal, may be a number too.
    key = published[0]["customer_id"][1:3]
    named = {float(key)} if key.isdecimal() else set()
    assert set(found) <= {*map(float, numbers), round(share, 1), 10.0, 256.0, *named}
    steps = re.findall(r"\d+", text.split(catalogue("publish", lang)["head.steps"])[1].split("## ")[0])
    assert {int(one) for one in steps} - set(range(1, 7)) <= set(report["customers"].values())  # type: ignore[attr-defined]
    assert (manifest["records"], manifest["fields"]) == (len(published), len(published[0]))
    assert "杭州甲公司" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rules_are_the_sentences_of_the_scheme_after_its_check(built: Path, lang: str) -> None:
    from shuke.scheme.parse import parse, scheme_text
    from shuke.scheme.sentences import sentences

    text = (built / f"rules.{lang}.md").read_text(encoding="utf-8")
    scheme = parse(*scheme_text("rfm-quintile-weighted"))[0]
    assert all(sentence in text for sentence in sentences(scheme, lang))
    assert catalogue("publish", lang)["sound"] in text


def test_the_dictionary_has_every_field_in_both_languages(built: Path) -> None:
    published = rows(built / "data.csv")
    fields = {row["field"]: row for row in rows(built / "dictionary.csv")}
    assert list(fields) == list(published[0])
    for name, row in fields.items():
        assert all(row[f"{part}_{lang}"] for part in ("title", "class", "treatment") for lang in LANGUAGES)
        assert int(row["empty"]) == sum(not one[name] for one in published)
    values = {one["tier"] for one in published}
    assert set(fields["tier"]["values"].split("; ")) == values
    assert fields["monetary"]["unit"] == ""


def test_the_dictionary_is_a_workbook_too(built: Path) -> None:
    import openpyxl

    sheet = openpyxl.load_workbook(built / "dictionary.xlsx").active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [
        row["field"] for row in rows(built / "dictionary.csv")
    ]


def test_the_same_result_gives_the_same_bytes_also_after_the_key_was_changed(made: Path, tmp_path: Path) -> None:
    words = ["--where", "region=郑州", "--leave-out", "channel"]
    assert run("publish", made, *words, "--out", tmp_path / "one").code == 0
    rotate()
    assert run("publish", made, *words, "--out", tmp_path / "two").code == 0
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_codes_of_two_products_cannot_be_joined_unless_that_is_meant(made: Path, tmp_path: Path) -> None:
    found = {}
    for name, words in {
        "all": [],
        "other": ["--leave-out", "channel"],
        "city": ["--region", "郑州"],
        "joined": ["--region", "郑州", "--purpose", "x"],
        "joined too": ["--purpose", "x"],
    }.items():
        said = run("publish", made, *words, "--out", tmp_path / name, "--most-suppressed", "50%")
        assert said.code == 0, said.err
        found[name] = {row["customer_id"] for row in rows(tmp_path / name / "data.csv")}
    own = {row["customer_id"] for row in rows(made / "customers.csv")}
    assert not found["all"] & own
    assert not found["all"] & found["city"]
    assert found["all"] & found["other"]
    assert found["joined"] & found["joined too"]


def test_figures_alone_are_what_others_know_where_there_is_no_attribute(tmp_path: Path) -> None:
    result = make(tmp_path, 400, "region")
    said = run("publish", result, "--leave-out", "region", "--out", tmp_path / "p", "--lang", "zh")
    assert said.code == 0, said.err
    report = told(tmp_path / "p")
    assert report["quasi_identifiers"] == ["recency_days", "frequency", "monetary"]
    assert report["l_over"] == []
    counted = Counter(
        tuple(row[name] for name in report["quasi_identifiers"]) for row in rows(tmp_path / "p" / "data.csv")
    )  # type: ignore[union-attr]
    assert min(counted.values()) == report["k"]["after"] >= 5  # type: ignore[index]
    assert "算出" in (tmp_path / "p" / "description.zh.md").read_text(encoding="utf-8")


REFUSED = [
    (["--region", "北京"], 3, "publish_too_few"),
    (["--where", "city=郑州"], 2, "publish_column_unknown"),
    (["--where", "郑州"], 2, "publish_where_malformed"),
    (["--quasi", "customer_id"], 2, "publish_quasi"),
    (["--leave-out", "customer_id"], 2, "publish_quasi"),
    (["--sensitive", "region"], 2, "publish_sensitive"),
    (["--k", "1"], 2, "publish_bounds"),
    (["--l", "0"], 2, "publish_bounds"),
    (["--most-suppressed", "1"], 2, "publish_most"),
    (["--most-suppressed", "much"], 2, "publish_most"),
    (["--update-cycle", "daily"], 2, "publish_cycle"),
    (["--l", "5"], 3, "publish_gate"),
    (["--k", "121"], 3, "publish_too_few"),
]


@pytest.fixture(scope="module")
def refused_from(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("refused")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHUKE_KEY_FILE", str(folder / "pseudonym.key"))
        return make(folder, 120)


@pytest.mark.parametrize(("words", "code", "key"), REFUSED, ids=[" ".join(words) for words, _, _ in REFUSED])
def test_what_cannot_be_is_refused_and_nothing_written(
    words: list[str], code: int, key: str, refused_from: Path, tmp_path: Path
) -> None:
    from shuke.cli.main import app
    from shuke.errors import ShukeError

    with pytest.raises(ShukeError) as caught:
        app(["publish", str(refused_from), "--out", str(tmp_path / "p"), *words], standalone_mode=False)
    assert (caught.value.key, caught.value.exit_code) == (key, code)
    assert all(caught.value.render(lang) for lang in LANGUAGES)
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(("carried", "kind"), [("联系人", "people's names"), ("手机号", "mobile numbers")])
def test_a_personal_column_is_refused_by_name_and_can_be_left_out(carried: str, kind: str, tmp_path: Path) -> None:
    result = make(tmp_path, 60, "region", carried)
    said = run("publish", result, "--out", tmp_path / "p", "--lang", "en")
    assert said.code == 3
    assert f"--leave-out {carried}" in said.err
    assert kind in said.err
    assert not (tmp_path / "p").exists()
    said = run("publish", result, "--out", tmp_path / "p", "--leave-out", carried)
    assert said.code == 0, said.err
    assert carried not in rows(tmp_path / "p" / "data.csv")[0]


def test_nothing_is_published_from_a_raw_result(tmp_path: Path) -> None:
    said = run("publish", make(tmp_path, 30, "region", raw=True), "--out", tmp_path / "p", "--lang", "en")
    assert (said.code, "--raw" in said.err) == (3, True)


def test_a_product_is_not_written_into_a_result(made: Path) -> None:
    before = (made / "run.json").read_bytes()
    said = run("publish", made, "--out", made)
    assert said.code == 2
    assert (made / "run.json").read_bytes() == before


def test_a_changed_table_is_not_published(made: Path, tmp_path: Path) -> None:
    (made / "customers.parquet").write_bytes((made / "customers.parquet").read_bytes() + b" ")
    assert run("publish", made, "--out", tmp_path / "p").code == 3


def test_dates_are_given_to_the_month(tmp_path: Path) -> None:
    result = make(tmp_path, 200, "region", "开户日期")
    said = run("publish", result, "--out", tmp_path / "p", "--most-suppressed", "0.9", "--lang", "en")
    assert said.code == 0, said.err
    assert all(re.fullmatch(r"20\d\d(-\d\d)?|\*", row["开户日期"]) for row in rows(tmp_path / "p" / "data.csv"))


def test_a_scheme_with_remarks_is_published_with_them(tmp_path: Path) -> None:
    import shuke

    scheme = shuke.Scheme.load("activity-contribution-rank")
    remarks = [one for one in scheme.lint() if one.severity == "warning"]
    assert remarks
    result = shuke.score(
        tmp_path / "sales.csv" if make(tmp_path, 150) else "",
        scheme=scheme,
        missing={"consultations": 0},
        carry=["region"],
    )
    result.save(tmp_path / "other", ["parquet"])
    result.close()
    said = run("publish", tmp_path / "other", "--out", tmp_path / "p")
    assert said.code == 0, said.err
    for lang in LANGUAGES:
        text = (tmp_path / "p" / f"rules.{lang}.md").read_text(encoding="utf-8")
        assert all(remark.message(lang) in text for remark in remarks)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_calls_masked_or_coded_data_anonymous(lang: str) -> None:
    topics = ("publish", "notes", "terminal", "errors", "report", "words")
    found = [
        f"{topic}.{key}" for topic in topics for key, text in catalogue(topic, lang).items()
        if re.search("anonym|匿名", text, re.IGNORECASE)
    ]  # fmt: skip
    assert found == []
