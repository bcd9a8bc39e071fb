"""`localgoals tools run participatory-budget`: files of votes, good and bad."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from front_door import localgoals

CODE = "participatory-budget"
VOTES = (
    "META\nkey;value\nbudget;2500\nvote_type;approval\nPROJECTS\n"
    "project_id;cost;name;selected;district\n"
    "1;600;Library;0;North\n4;1400;Stage;1;South\n5;1000;Trees;1;North\n9;100;Statue;0;\n"
    "VOTES\nvoter_id;vote\n1;1,4\n2;4\n3;4,5\n4;5\n5;1\n"
)


def folder_with(tmp_path: Path, **texts: str) -> Path:
    """Lay files into a folder: votes and tables."""
    folder = tmp_path / "given"
    folder.mkdir()
    for name, text in texts.items():
        ending = "pb" if name == "votes" else "csv"
        (folder / f"{name}.{ending}").write_text(text, encoding="utf-8")
    return folder


def test_rules_stand_side_by_side_with_reasons_and_the_decision(tmp_path: Path) -> None:
    decision = "project,funded,reason\n4,yes,\n1,no,The library moves\n"
    folder = folder_with(tmp_path, votes=VOTES, settings="rule\ngreedy\n", decision=decision)

    result = localgoals(tmp_path, "tools", "run", CODE, folder, "-o", "out")

    assert result.returncode == 0, result.stderr
    projects = pd.read_csv(tmp_path / "out" / "projects.csv", dtype=str).set_index("project")
    assert projects["greedy"].to_dict() == {"1": "yes", "4": "yes", "5": "no", "9": "no"}
    assert projects["selected_in_file"].to_dict() == {"1": "no", "4": "yes", "5": "yes", "9": "no"}
    assert projects.loc["1", "reason_of_decision"] == "The library moves"
    reasons = pd.read_csv(tmp_path / "out" / "reasons.csv", dtype=str)
    mine = reasons[reasons["rule"] == "greedy"].set_index("about")["reason_en"]
    first, *others = mine["5"]
    assert first.startswith("When its turn came, 500 of the budget was left, 500 less")
    assert others[0] == "At a cost of 500 or less it would be funded."
    assert mine["9"] == "Nobody supports it."
    page = (tmp_path / "out" / "zh" / "report.html").read_text("utf-8")
    assert "无人支持。" in page
    assert "建议与决定" in page


def test_a_file_of_votes_may_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "wieliczka.pb").write_text(VOTES, encoding="utf-8")

    result = localgoals(tmp_path, "tools", "run", CODE, "wieliczka.pb", "-o", "out", "--lang", "en")

    assert result.returncode == 0, result.stderr
    rules = pd.read_csv(tmp_path / "out" / "rules.csv").set_index("rule")
    assert rules.loc["greedy", "excluded"] == pytest.approx(0.2)
    assert rules.loc["shares-cost", "money_of_each_voter"] == 500


def test_all_faults_of_a_hostile_file_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    hostile = (
        VOTES.replace("1;600", "1;-600").replace("3;4,5", "2;4,77").replace("5;1\n", "5;1,1\n")
    )
    folder = folder_with(tmp_path, votes=hostile)

    result = localgoals(tmp_path, "tools", "run", CODE, folder, "-o", "out")

    assert result.returncode != 0
    for line in ("line 7, column cost", "line 15, column voter_id", "line 15, column vote"):
        assert line in result.stderr
    assert "1 twice in one ballot" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("decision", "project,funded\n77,yes\n", "77"),
        ("settings", "rule\ngreedy\nphragmen\n", "found: 2 rows"),
        ("settings", "rule\nlottery\n", "lottery"),
    ],
)
def test_tables_beside_the_votes_are_checked(
    tmp_path: Path, table: str, text: str, said: str
) -> None:
    folder = folder_with(tmp_path, votes=VOTES, **{table: text})

    result = localgoals(tmp_path, "tools", "run", CODE, folder, "-o", "out")

    assert result.returncode != 0
    assert said in result.stderr


def test_a_budget_with_too_many_digits_is_refused_in_words(tmp_path: Path) -> None:
    # 18 digits and 6 decimals for five voters do not fit into what is counted exactly.
    many = VOTES.replace("budget;2500", "budget;250000000000000000.000001")
    folder = folder_with(tmp_path, votes=many)

    result = localgoals(tmp_path, "tools", "run", CODE, folder, "-o", "out")

    assert result.returncode != 0
    assert "too many digits" in result.stderr


def test_points_that_nobody_could_give_are_named(tmp_path: Path) -> None:
    text = VOTES.replace("approval", "cumulative\nmax_sum_points;3")
    text = text.replace("voter_id;vote", "voter_id;vote;points").replace("1;1,4\n", "1;1,4;3,1\n")
    folder = folder_with(tmp_path, votes=text)

    result = localgoals(tmp_path, "tools", "run", CODE, folder, "-o", "out")

    assert result.returncode != 0
    assert "line 14, column points" in result.stderr
    assert "found: 4 points in all\n   expected: ≤ 3 in all, as META says" in result.stderr
