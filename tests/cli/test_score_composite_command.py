"""`localgoals score composite`: scores with what they rest on, and the record of every choice."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from localgoals.cli.composite import Aggregate, Impute, Normalise
from localgoals.cli.main import app
from localgoals.scoring.composite.aggregate import AGGREGATIONS
from localgoals.scoring.composite.normalise import NORMALISERS

STRUCTURE = """iCode,iName,Level,Parent,Direction,Weight,Type,Target
air,"=Fine particles",1,health,-1,1,Indicator,5
trips,Trips by bus,1,health,1,1,Indicator,90
income,Income,1,wealth,1,1,Indicator,70
health,Health,2,index,1,1,Aggregate,
wealth,Wealth,2,index,1,3,Aggregate,
index,Index,3,,1,,Aggregate,
region,Region,,,,,Group,
"""
TABLE = """uCode,region,air,trips,income
K,north,10,50,20
L,north,20,,30
M,south,30,70,40
N,south,40,80,900
O,south,,,
P,south,12,60,25
Q,south,14,61,26
R,south,16,62,27
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "structure.csv").write_text(STRUCTURE, encoding="utf-8")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    command = ["score", "composite", "table.csv", "--structure", "structure.csv", "-o", "out"]
    return CliRunner().invoke(app, [*command, *words])


def scores(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "out/scores.csv", keep_default_na=False).set_index(["unit", "item"])


def test_the_choices_are_those_of_the_library() -> None:
    assert [one.value for one in Normalise] == list(NORMALISERS)
    assert [one.value for one in Aggregate] == list(AGGREGATIONS)
    assert [one.value for one in Impute] == ["none", "mean", "median", "group-mean", "group-median"]


def test_every_unit_has_a_score_or_the_reason_why_not(folder: Path) -> None:
    done = run("--no-treat")
    table = scores(folder)

    assert done.exit_code == 0, done.output
    assert "7 of 8 units scored on 3 indicators" in done.stdout
    assert len(table) == 8 * 6
    assert float(table.loc[("K", "health"), "score"]) == 50
    assert table.loc[("O", "index"), ["score", "note"]].tolist() == [
        "", "left out: too few indicators are known",
    ]  # fmt: skip
    assert table.loc[("L", "trips"), ["score", "note"]].tolist() == ["", "not known"]
    assert table.loc[("L", "health"), ["indicators", "known", "imputed"]].tolist() == [2, 1, 0]
    assert "rank" not in " ".join(table.columns)
    assert table.loc[("K", "air"), "name"] == "'=Fine particles"


def test_too_little_known_gives_no_score_and_says_so(folder: Path) -> None:
    run("--min-coverage", "0.9", "--no-treat")

    assert scores(folder).loc[("L", "health"), ["score", "note"]].tolist() == [
        "", "no score: too little is known below",
    ]  # fmt: skip


def test_what_is_imputed_is_marked_everywhere(folder: Path) -> None:
    done = run("--impute", "group-mean", "--group", "region", "--no-treat")
    table = scores(folder)
    cells = pd.read_csv(folder / "out/imputed.csv")

    assert done.exit_code == 0, done.output
    assert cells[cells["unit"] == "L"].to_numpy().tolist() == [["L", "trips", 50.0, "group-mean"]]
    for item in ("trips", "health", "index"):
        assert table.loc[("L", item), ["imputed", "note"]].tolist() == [
            1, "rests on imputed values",
        ]  # fmt: skip
    assert table.loc[("L", "wealth"), ["imputed", "note"]].tolist() == [0, ""]
    assert json.loads((folder / "out/run.json").read_text())["choices"]["group"] == "region"


def test_what_was_drawn_in_is_told_with_the_reason(folder: Path) -> None:
    run()
    table = pd.read_csv(folder / "out/treatment.csv", keep_default_na=False).set_index("indicator")

    assert table.loc["income", ["treatment", "points", "units"]].tolist() == [
        "winsorised", 1, "N",
    ]  # fmt: skip
    assert "set to the next one" in table.loc["income", "why"]
    assert table.loc["air", "treatment"] == "none"
    assert "no outliers" in table.loc["air", "why"]


def test_the_record_holds_every_choice_and_whose_weights(folder: Path) -> None:
    weights = folder / "council.csv"
    weights.write_text("iCode,Weight\nair,2\ntrips,1\nincome,1\nhealth,1\nwealth,1\n")

    done = run("--weights", "council.csv", "--weights-why", "vote of May", "--scale", "1", "100",
               "--aggregate", "geometric", "--aggregate", "arithmetic")  # fmt: skip
    record = json.loads((folder / "out/run.json").read_text())

    assert done.exit_code == 0, done.output
    assert record["weights"]["name"] == "council.csv"
    assert record["weights"]["why"] == "vote of May"
    assert record["weights"]["share_of_index"]["air"] == pytest.approx(1 / 3)
    assert record["choices"]["aggregation"]["methods"] == ["geometric", "arithmetic"]
    assert record["choices"]["scale"]["ends"] == [1, 100]
    assert record["choices"]["treatment"]["most_points"] == 5
    assert record["units"] == {"given": 8, "scored": 7, "left_out": ["O"]}
    assert record["inputs"]["weights"]["file"] == "council.csv"
    digest = hashlib.sha256((folder / "out/scores.csv").read_bytes()).hexdigest()
    assert record["outputs"]["scores.csv"] == digest


def test_a_second_run_gives_the_same_bytes(folder: Path) -> None:
    run()
    first = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}

    run()

    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == first
    assert set(first) == {"scores.csv", "treatment.csv", "imputed.csv", "run.json"}


def test_all_faults_of_all_tables_are_told_and_nothing_is_written(folder: Path) -> None:
    (folder / "table.csv").write_text(TABLE.replace("K,north,10", "L,north,ten"), encoding="utf-8")
    (folder / "w.csv").write_text("iCode,Weight\nair,-2\n")

    done = run("--weights", "w.csv")

    assert done.exit_code == 1
    for part in (
        "table.csv, row 3, column uCode", "table.csv, row 2, column air",
        "w.csv, row 2, column Weight", "w.csv, iCode trips",
    ):  # fmt: skip
        assert part in done.stderr
    assert not (folder / "out").exists()


def test_a_choice_that_does_not_fit_is_explained(folder: Path) -> None:
    done = run("--aggregate", "geometric")

    assert isinstance(done.exception, Exception)
    assert "Choose a scale that begins above 0" in str(done.exception)
    assert not (folder / "out").exists()


def test_a_folder_with_something_else_is_left_alone(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out/mine.txt").write_text("mine")

    done = run()

    assert "is not empty and is not an earlier result" in str(done.exception)
    assert [path.name for path in (folder / "out").iterdir()] == ["mine.txt"]


def test_files_that_are_not_there_are_all_named(folder: Path) -> None:
    (folder / "table.csv").unlink()

    done = run("--weights", "w.csv", "--denominate", "structure")

    assert "table.csv: no such file" in str(done.exception)
    assert "w.csv: no such file" in str(done.exception)
    assert "structure: no such file" in str(done.exception)


def test_the_sentences_are_chinese_when_asked(folder: Path) -> None:
    done = run("--lang", "zh")

    assert "8 个评价单元中有 7 个按 3 个指标评分" in done.stdout
    assert scores(folder).loc[("O", "index"), "note"] == "未参与评分：已知指标过少"


@pytest.mark.parametrize("method", list(NORMALISERS))
def test_every_way_to_normalise_can_be_asked_for(folder: Path, method: str) -> None:
    structure = STRUCTURE.replace(",Target\n", ",Target,goalpost_lower,goalpost_upper\n")
    structure = (
        structure.replace("Indicator,5", "Indicator,5,0,50")
        .replace("Indicator,90", "Indicator,90,0,100")
        .replace("Indicator,70", "Indicator,70,0,100")
    )
    lines = [line if line.count(",") == 9 else line + ",," for line in structure.splitlines()]
    (folder / "structure.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    done = run("--normalise", method, "--reference", "M")

    assert done.exit_code == 0, f"{done.output} {done.exception}"
    assert scores(folder).loc[("M", "index"), "score"] != ""


@pytest.mark.parametrize("method", list(AGGREGATIONS))
def test_every_way_to_aggregate_can_be_asked_for(folder: Path, method: str) -> None:
    words = ["--aggregate", method]
    if method != "arithmetic":
        words += ["--aggregate", "arithmetic"]

    done = run(*words, "--scale", "1", "100")

    assert done.exit_code == 0, f"{done.output} {done.exception}"
    assert scores(folder).loc[("M", "index"), "score"] != ""
