"""``shuke predict``: what it prints, what it writes, how it ends; from sources and from a workspace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from prediction.shop import lines, written

pytestmark = pytest.mark.row("B6", "D17")
FIGURES = ("predictions.parquet", "forecast.csv", "model.json")


def shuke(*arguments: object, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shuke", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_a_workspace_predicts_what_its_files_predict_and_both_say_it(tmp_path: Path) -> None:
    source = written(tmp_path / "sales.csv", lines(260))
    done = shuke("predict", source, "--out", "files", "--customer", "K0001", "--lang", "zh", cwd=tmp_path)
    assert "未来 182 天的预测" in done.stdout
    assert "未来 8 周内下单的概率" in done.stdout
    shuke("score", source, "--scheme", "lifecycle-stages", "--out", "rated", "--format", "parquet", cwd=tmp_path)
    done = shuke("explain", "rated", "K0001", "--predictions", "files", "--lang", "en", cwd=tmp_path)
    assert "K0001" in done.stdout
    assert "chance of an order in the next 8 weeks" in done.stdout
    shuke("explain", "rated", "K0001", "--predictions", "rated", cwd=tmp_path, code=2)
    table = (tmp_path / "files" / "predictions.parquet").read_bytes()
    (tmp_path / "files" / "predictions.parquet").write_bytes(table[:-1] + b"?")
    shuke("explain", "rated", "K0001", "--predictions", "files", cwd=tmp_path, code=3)
    (tmp_path / "files" / "predictions.parquet").write_bytes(table)
    shuke("init", "space", cwd=tmp_path)
    shuke("load", source, "--workspace", "space", cwd=tmp_path)
    done = shuke("predict", "--workspace", "space", "--out", "kept", "--lang", "en", cwd=tmp_path)
    assert "the best of 5 on the customers' own past" in done.stdout or "Model: " in done.stdout
    assert [(tmp_path / "files" / name).read_bytes() for name in FIGURES] == [
        (tmp_path / "kept" / name).read_bytes() for name in FIGURES
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "give either sources or --workspace"),
        (("few.csv",), 3, "E-PRD-FEW"),
        (("few.csv", "--model", "arima"), 2, "there is no model"),
        (("few.csv", "--months", "0"), 2, "--months is 0"),
        (("few.csv", "--format", "pdf"), 2, "pdf"),
    ],
)
def test_wrong_calls_end_with_their_code_and_write_nothing(
    arguments: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    written(tmp_path / "few.csv", lines(3))
    done = shuke("predict", *arguments, "--out", "out", "--lang", "en", cwd=tmp_path, code=code)
    assert said in done.stderr
    assert not any((tmp_path / "out").glob("*"))
