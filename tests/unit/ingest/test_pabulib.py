"""Files of votes on budgets: what is read, and what is refused with its line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from localgoals.ingest.pabulib import read_budget_vote
from localgoals.model.budget_vote import BudgetVote
from localgoals.model.problem import Problem

META = "META\nkey;value\nbudget;100\nvote_type;approval\n"
PROJECTS = "PROJECTS\nproject_id;cost;name\na;60;Trees\nb;50;Benches\n"
VOTES = "VOTES\nvoter_id;vote\n1;a\n2;a,b\n"


def read(folder: Path, text: str | bytes) -> tuple[BudgetVote | None, list[Problem]]:
    """Write a file and read it."""
    path = folder / "votes.pb"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_budget_vote(path)


def kinds(folder: Path, text: str | bytes) -> list[tuple[str, str]]:
    """Name the problems of a file and where they are."""
    vote, problems = read(folder, text)
    assert (vote is None) == any(one.severity == "error" for one in problems)
    return [(one.kind, one.where.removeprefix("votes.pb").lstrip(", ")) for one in problems]


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    vote, problems = read(tmp_path, META + PROJECTS + VOTES)

    assert problems == []
    assert vote is not None
    assert (vote.voters, vote.budget, vote.scores) == (2, 100, (2, 1))
    assert [one.name for one in vote.projects] == ["Trees", "Benches"]
    assert vote.backers(0).tolist() == [0, 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("VOTES\n", "\n# counted twice\nVOTES;\n\n"),
        lambda text: text.replace("Trees", '"Trees"').replace("a,b", '" a , b "'),
        lambda text: text.replace("META", "meta").replace("budget;100", "budget; 100,00 "),
        lambda text: text.replace("1;a\n", "1;a;\n"),
    ],
)
def test_marks_spaces_quotes_comments_and_ends_of_lines_change_nothing(
    tmp_path: Path, change: object
) -> None:
    assert callable(change)

    vote, problems = read(tmp_path, change(META + PROJECTS + VOTES))

    assert problems == []
    assert vote is not None
    assert (vote.voters, vote.budget, vote.scores) == (2, 100, (2, 1))


def test_a_name_may_hold_semicolons_quotes_and_lines_if_it_is_quoted(tmp_path: Path) -> None:
    name = '"Trees; ""old"" and\nnew"'

    vote, problems = read(tmp_path, META + PROJECTS.replace("Trees", name) + VOTES)

    assert problems == []
    assert vote is not None
    assert vote.projects[0].name == 'Trees; "old" and\nnew'


def test_a_comma_before_three_digits_is_asked_about(tmp_path: Path) -> None:
    projects = "PROJECTS\nproject_id;cost\na;1,000\nb;50\n"

    found = kinds(tmp_path, META + projects + VOTES)

    assert found == [("pb-amount", "line 7, column cost")]


def test_amounts_may_have_a_decimal_comma_and_spaces(tmp_path: Path) -> None:
    meta = META.replace("100", "1 000,50")

    vote, _ = read(tmp_path, meta + PROJECTS.replace("60", "60.25") + VOTES)

    assert vote is not None
    assert (vote.budget, vote.projects[0].cost) == (Fraction(2001, 2), Fraction(241, 4))
    assert (vote.scale, vote.limit, vote.costs) == (4, 4002, (241, 200))


def test_points_are_those_that_voters_gave(tmp_path: Path) -> None:
    meta = META.replace("approval", "cumulative")

    vote, problems = read(
        tmp_path, meta + PROJECTS + "VOTES\nvoter_id;vote;points\n1;a,b;3,0\n2;b,a;2,1\n3;b;\n"
    )

    assert problems == []
    assert vote is not None
    assert vote.scores == (4, 3)
    assert vote.backers(1).tolist() == [1, 2]


def test_a_rank_is_worth_as_many_points_as_places_are_left(tmp_path: Path) -> None:
    meta = META.replace("approval", "ordinal\nmax_length;3")

    vote, _ = read(tmp_path, meta + PROJECTS + VOTES)

    assert vote is not None
    assert vote.scores == (6, 2)


FAULTS = [
    ("a vote for nothing known", META + PROJECTS + VOTES.replace("a,b", "a,c"),
     [("pb-vote-unknown", "line 12, column vote")]),
    ("a project twice in a ballot", META + PROJECTS + VOTES.replace("a,b", "a,a"),
     [("pb-vote-twice", "line 12, column vote")]),
    ("a voter twice", META + PROJECTS + VOTES.replace("2;", "1;"),
     [("pb-twice", "line 12, column voter_id")]),
    ("a project twice", META + PROJECTS.replace("b;50", "a;50") + "VOTES\nvoter_id;vote\n1;a\n",
     [("pb-twice", "line 8, column project_id")]),
    ("no budget", META.replace("budget;100\n", "") + PROJECTS + VOTES,
     [("pb-key-missing", "META")]),
    ("a budget of nothing", META.replace("100", "0") + PROJECTS + VOTES,
     [("pb-amount", "line 3, column value")]),
    ("an unknown kind", META.replace("approval", "secret") + PROJECTS + VOTES,
     [("pb-kind", "line 4, column value")]),
    ("a key twice", META + "budget;7\n" + PROJECTS + VOTES, [("pb-key-twice", "line 5")]),
    ("costs that are none", META + PROJECTS.replace("60", "-6").replace("50", "1e5") + VOTES,
     [("pb-amount", "line 7, column cost"), ("pb-amount", "line 8, column cost")]),
    ("cells too many", META + PROJECTS.replace("Trees", "Trees;old") + VOTES,
     [("pb-cells", "line 7")]),
    ("no section of votes", META + PROJECTS, [("pb-section-missing", "")]),
    ("a section twice", META + PROJECTS + VOTES + META, [("pb-section-twice", "line 13")]),
    ("an empty section", META + PROJECTS + "VOTES\nvoter_id;vote\n", [("pb-no-row", "line 9")]),
    ("no header", META + PROJECTS + "VOTES\n1;a\n2;b\n", [("pb-column-missing", "line 9")]),
    ("another kind of file", "name;cost\nTrees;60\n",
     [("pb-no-section", "line 1")]),
    ("a quote that is never closed", META + PROJECTS.replace("Trees", '"Trees') + VOTES,
     [("pb-unreadable", "line 7")]),
    ("too many projects in a ballot", META + "max_length;1\n" + PROJECTS + VOTES,
     [("pb-length", "line 13, column vote")]),
    ("nobody supports anything", META + PROJECTS + "VOTES\nvoter_id;vote\n1;\n",
     [("pb-no-support", "VOTES")]),
    ("a choice that is none", META + "PROJECTS\nproject_id;cost;selected\na;5;yes\nb;5;1\n" + VOTES,
     [("pb-selected", "line 7, column selected")]),
    ("bytes of another alphabet", (META + PROJECTS).encode() + b"c;5;\xa3\xf3d\xbc\n",
     [("pb-not-utf8", "line 9")]),
    ("nothing", "", [("pb-section-missing", "")] * 3),
    ("nought bytes", "META\nkey;value\n\0", [("pb-unreadable", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "text", "said"), FAULTS, ids=[one[0] for one in FAULTS])
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, what: str, text: str | bytes, said: list[tuple[str, str]]
) -> None:
    assert sorted(kinds(tmp_path, text)) == sorted(said), what


def test_points_out_of_bounds_are_all_named_at_once(tmp_path: Path) -> None:
    meta = "META\nkey;value\nbudget;100\nvote_type;cumulative\nmax_points;3\nmax_sum_points;5\n"
    votes = "VOTES\nvoter_id;vote;points\n1;a;4\n2;a,b;3,3\n3;a,b;1\n4;a;x\n5;a;-1\n6;a,b;3,2\n"

    found = kinds(tmp_path, meta + PROJECTS + votes)

    assert found == [
        ("pb-points-range", "line 13, column points"),
        ("pb-sum-points", "line 14, column points"),
        ("pb-points-count", "line 15, column points"),
        ("pb-points", "line 16, column points"),
        ("pb-points", "line 17, column points"),
    ]


def test_counts_that_differ_are_warned_of(tmp_path: Path) -> None:
    meta = META + "num_votes;3\nnum_projects;2\n"
    projects = "PROJECTS\nproject_id;cost;votes\na;60;2\nb;50;7\n"

    found = kinds(tmp_path, meta + projects + VOTES)

    assert found == [("pb-count", "META, num_votes"), ("pb-tally", "line 10, column votes")]


def test_a_thousand_faults_are_counted_beyond_the_first_two_hundred(tmp_path: Path) -> None:
    votes = "VOTES\nvoter_id;vote\n" + "".join(f"{one};z\n" for one in range(1000))

    _, problems = read(tmp_path, META + PROJECTS + votes)

    assert len(problems) == 201
    assert problems[-1].kind == "and-more"
