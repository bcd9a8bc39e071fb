"""A newer list is held to its rules, then compared: new, gone, reworded."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.catalogue.load import load
from localgoals.catalogue.newer_list import Change, compare, read_newer_list
from localgoals.errors import BadInput

ITEMS = [item for item in load().lists["sendai"].values() if item.status == "active"]


def written(folder: Path, *rows: str, header: str = "code,title_en") -> Path:
    path = folder / "newer.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return path


def as_rows() -> list[str]:
    return [f'{item.code},"{item.title.en}"' for item in ITEMS]


def changes(path: Path, framework: str = "sendai") -> list[Change]:
    newer = read_newer_list(path, framework)
    assert newer.problems == ()
    return compare(load(), newer, framework)


def test_the_same_list_changes_nothing(tmp_path: Path) -> None:
    assert changes(written(tmp_path, *as_rows())) == []


def test_it_says_what_is_new_gone_and_reworded(tmp_path: Path) -> None:
    rows = [row for row in as_rows() if not row.startswith("A-2,")]
    rows[0] = "A-1,Deaths"

    found = changes(written(tmp_path, *rows, "G-7,Sirens"))

    assert [(one.kind, one.code) for one in found] == [
        ("reworded", "A-1"),
        ("gone", "A-2"),
        ("new", "G-7"),
    ]
    assert (found[0].there, found[1].there, found[2].here) == ("Deaths", "", "")


def test_typography_is_not_wording(tmp_path: Path) -> None:
    rows = [
        row.replace("multi-hazard", "multi\u2010hazard").replace("per 100", "per  100")
        for row in as_rows()
    ]
    assert rows != as_rows()

    assert changes(written(tmp_path, *rows)) == []


def test_chinese_is_compared_where_it_is_there(tmp_path: Path) -> None:
    rows = [f'{item.code},"{item.title.en}","{item.title.zh}"' for item in ITEMS]
    rows[3] = f'B-1,"{ITEMS[3].title.en}",受灾人数'

    (found,) = changes(written(tmp_path, *rows, header="code,title_en,title_zh"))

    assert (found.kind, found.code, found.there) == ("reworded", "B-1", "受灾人数")


def test_a_retired_item_is_gone_and_rows_of_another_kind_do_not_count(tmp_path: Path) -> None:
    rows = [f"{row},active,indicator" for row in as_rows()]
    rows[5] = rows[5].replace(",active,", ",retired,")

    found = changes(
        written(tmp_path, *rows, "A,Deaths,active,target", header="code,title_en,status,kind")
    )

    assert [(one.kind, one.code) for one in found] == [("gone", ITEMS[5].code)]


def test_an_item_that_was_retired_here_can_come_back(tmp_path: Path) -> None:
    found = changes(written(tmp_path, "1.a.3,Grants"), "sdg")

    assert Change("new", "1.a.3", "", "Grants") in found


def test_all_faults_are_found_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "A-1,Deaths,死亡,active",
        "A-1,Again,死亡,active",
        "11.2.1,Transport,交通,active",
        "A-2,,人,active",
        "A-3,Missing,missing,asleep",
        "B-1,a,乙,active,more",
        header="code,title_en,title_zh,status",
    )

    problems = read_newer_list(path, "sendai").problems

    assert [(one.kind, one.where) for one in problems] == [
        ("list-code", "newer.csv, row 3, column code"),
        ("list-code", "newer.csv, row 4, column code"),
        ("list-title", "newer.csv, row 5, column title_en"),
        ("list-title", "newer.csv, row 6, column title_zh"),
        ("list-status", "newer.csv, row 6, column status"),
        ("list-cells", "newer.csv, row 7"),
    ]
    assert "A-1, as in row 2" in str(problems[0])


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", "list-columns", "the columns code, title_en, and rows"),
        (b"code,title_en\n", "list-columns", "and rows"),
        (b"Indicator,Name\n1.1.1,Poverty\n", "list-columns", "found Indicator, Name"),
        ("code,title_en\n1.1.1,贫困\n".encode("gbk"), "list-encoding", "UTF-8 at position 22"),
        (b'code,title_en\n1.1.1,"Poverty\n', "list-table", "a CSV table"),
    ],
)
def test_a_file_of_another_kind_is_one_problem(
    tmp_path: Path, content: bytes, kind: str, words: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)

    (problem,) = read_newer_list(path, "sdg").problems

    assert problem.kind == kind
    assert words in str(problem)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none.csv cannot be opened: No such file"):
        read_newer_list(tmp_path / "none.csv", "sdg")
