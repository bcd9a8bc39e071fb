"""What the commands say when the disk or a terminal would have its own opinion."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from localgoals.cli.exits import Exit
from localgoals.cli.main import run

NEW = ["--code", "XX-ONE", "--name-zh", "一市", "--country", "XX", "--name-en"]


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def localgoals(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr("sys.argv", ["localgoals", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        run()
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize(
    "words",
    [
        ["pack", "new", "{taken}", *NEW, "One"],
        ["pack", "new", "{taken}/pack", *NEW, "One"],
        ["pack", "check", "{pack}", "--problems", "{taken}/problems.csv"],
        ["baseline", "{pack}", "-o", "{taken}/out"],
    ],
)
def test_a_place_that_cannot_be_written_is_no_fault_of_ours(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    taken, pack = tmp_path / "taken", tmp_path / "pack"
    taken.write_text("a file")
    localgoals(monkeypatch, "pack", "new", pack, *NEW, "One")

    code = localgoals(monkeypatch, *(word.format(taken=taken, pack=pack) for word in words))

    told = capsys.readouterr().err
    assert code == Exit.BAD_INPUT
    assert str(taken) in told
    assert "Traceback" not in told
    assert taken.read_text() == "a file"


def test_a_name_in_brackets_is_not_taken_for_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    localgoals(monkeypatch, "pack", "new", tmp_path / "pack", *NEW, "One [/b] [red]")

    code = localgoals(monkeypatch, "baseline", tmp_path / "pack", "--lang", "en")

    assert code == Exit.DONE
    assert "One [/b] [red]: 0 of" in capsys.readouterr().out


def test_a_terminal_gets_no_commands_from_a_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    localgoals(monkeypatch, "pack", "new", tmp_path / "pack", *NEW, "One")
    file = tmp_path / "pack" / "datapackage.json"
    descriptor = json.loads(file.read_text())
    entry = {"name": "a", "path": "\x1b[2Ja\nb.csv", "localgoals": {"role": "statistics"}}
    file.write_text(json.dumps(descriptor | {"resources": [entry]}))

    code = localgoals(monkeypatch, "pack", "check", tmp_path / "pack")

    told = capsys.readouterr().out
    assert code == Exit.BAD_INPUT
    assert "\x1b[2J" not in told
    assert "a (\\x1b[2Ja\\nb.csv)" in told


def test_scores_load_no_drawing_and_no_statistics_that_they_do_not_use() -> None:
    # Loading them takes longer than the scores themselves.
    heavy = {"altair", "vl_convert", "fontTools", "scipy.stats", "geopandas"}
    script = (
        "import sys, localgoals.cli.indices, localgoals.cli.prosperity, "
        "localgoals.cli.city_figures, localgoals.reports.index_tables, "
        "localgoals.reports.prosperity_tables, localgoals.reports.whole_folder\n"
        f"print(*sorted({heavy!r} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ""
