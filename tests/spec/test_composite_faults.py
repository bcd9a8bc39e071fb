"""What is wrong with the tables of a composite indicator, each fault with its row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.ingest.composite_faults import COMPOSITE_FAULTS
from localgoals.model.problem import Problem
from localgoals.scoring.composite.read_structure import read_structure, read_weights
from localgoals.scoring.composite.read_table import Sources, read_data

HEADER = "iCode,Level,Parent,Direction,Weight,Type,Denominator,goalpost_lower,goalpost_upper"
SOUND = (
    "air,1,health,-1,1,Indicator,,,",
    "trips,1,health,1,2,Indicator,people,,",
    "health,2,index,1,1,Aggregate,,,",
    "index,3,,1,,Aggregate,,,",
    "region,,,,,Group,,,",
    "people,,,,,Denominator,,,",
)
DATA = ("uCode,air,trips,region,people", "K,1,5,x,10", "L,2,6,y,20")


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(one.kind, one.where) for one in problems]


def structure_faults(folder: Path, *changes: tuple[int, str]) -> list[tuple[str, str]]:
    rows = list(SOUND)
    for number, row in changes:
        rows[number : number + 1] = [row] if row else []
    return told(read_structure(write(folder / "s.csv", HEADER, *rows)).problems)


def data_faults(folder: Path, *lines: str, **sources: object) -> list[tuple[str, str]]:
    found = read_structure(write(folder / "s.csv", HEADER, *SOUND))
    data = write(folder / "d.csv", *lines)
    chosen = {"denominators": data} | sources
    return told(read_data(Sources(data, **chosen), found.items, found.others)[1])  # type: ignore[arg-type]


def test_a_sound_structure_and_table_have_no_fault(tmp_path: Path) -> None:
    assert structure_faults(tmp_path) == []
    assert data_faults(tmp_path, *DATA) == []


@pytest.mark.parametrize(
    ("row", "text", "expected"),
    [
        (0, "air,1,healt,-1,1,Indicator,,,", [
            ("composite-parent-unknown", "s.csv, row 2, column Parent")]),
        (0, "air,1,index,-1,1,Indicator,,,", [
            ("composite-parent-level", "s.csv, row 2, column Parent")]),
        (0, "air,1,health,0,1,Indicator,,,", [
            ("composite-cell", "s.csv, row 2, column Direction")]),
        (0, "air,1,health,up,1,Indicator,,,", [
            ("not-a-number", "s.csv, row 2, column Direction")]),
        (0, "air,1,health,,1,Indicator,,,", [
            ("composite-cell", "s.csv, row 2, column Direction")]),
        (0, "air,1,health,-1,,Indicator,,,", [
            ("composite-weight-missing", "s.csv, row 2, column Weight")]),
        (0, "air,1,health,-1,-3,Indicator,,,", [("composite-cell", "s.csv, row 2, column Weight")]),
        (0, "air,1,health,-1,much,Indicator,,,", [("not-a-number", "s.csv, row 2, column Weight")]),
        (0, "air,1.5,health,-1,1,Indicator,,,", [("composite-cell", "s.csv, row 2, column Level")]),
        (0, "air,21,health,-1,1,Aggregate,,,", [("composite-cell", "s.csv, row 2, column Level")]),
        (0, "air,,health,-1,1,Indicator,,,", [("composite-cell", "s.csv, row 2, column Level")]),
        (0, "air,2,index,-1,1,Indicator,,,", [
            ("composite-type-level", "s.csv, row 2, column Type")]),
        (0, "air,1,health,-1,1,Indikator,,,", [("composite-cell", "s.csv, row 2, column Type")]),
        (0, ",1,health,-1,1,Indicator,,,", [("composite-cell", "s.csv, row 2, column iCode")]),
        (0, "air,1,health,-1,1,Indicator,,5,5", [
            ("composite-cell", "s.csv, row 2, column goalpost_upper")]),
        (1, "air,1,health,1,2,Indicator,,,", [
            ("composite-item-twice", "s.csv, row 3, column iCode")]),
        (2, "health,2,,1,1,Aggregate,,,", [
            ("composite-item-empty", "s.csv, row 5, column iCode"), ("composite-tops", "s.csv")]),
    ],
)  # fmt: skip
def test_a_fault_of_the_structure(
    tmp_path: Path, row: int, text: str, expected: list[tuple[str, str]]
) -> None:
    assert structure_faults(tmp_path, (row, text)) == expected


def test_parents_that_go_round_in_a_ring(tmp_path: Path) -> None:
    found = structure_faults(tmp_path, (3, "index,3,health,1,1,Aggregate,,,"))

    assert found == [
        ("composite-cycle", "s.csv, row 4, column Parent"),
        ("composite-cycle", "s.csv, row 5, column Parent"),
        ("composite-tops", "s.csv"),
    ]


def test_nothing_but_zero_weights_below_an_aggregate(tmp_path: Path) -> None:
    found = structure_faults(
        tmp_path,
        (0, "air,1,health,-1,0,Indicator,,,"),
        (1, "trips,1,health,1,0,Indicator,people,,"),
    )

    assert found == [("composite-weights-zero", "s.csv")]


def test_a_row_that_cannot_be_read_is_not_blamed_on_its_children(tmp_path: Path) -> None:
    assert structure_faults(tmp_path, (2, "health,two,index,1,1,Aggregate,,,")) == [
        ("not-a-number", "s.csv, row 4, column Level")
    ]


def test_several_faults_stand_in_one_list(tmp_path: Path) -> None:
    found = structure_faults(
        tmp_path, (0, "air,1,healt,-1,1,Indicator,,,"), (2, "health,2,index,1,-1,Aggregate,,,")
    )

    assert [place for _, place in found] == [
        "s.csv, row 4, column Weight", "s.csv, row 2, column Parent",
    ]  # fmt: skip


def test_a_missing_column_of_the_structure_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", "iCode,Level,Parent,Type", "a,1,,Indicator")

    problems = read_structure(path).problems

    assert told(problems) == [("column-missing", "s.csv"), ("column-missing", "s.csv")]
    assert "Direction" in str(problems[0])


def test_a_fault_of_the_structure_hides_no_fault_of_the_data(tmp_path: Path) -> None:
    rows = ("air,1,health,-1,heavy,Indicator,,,", *SOUND[1:])
    found = read_structure(write(tmp_path / "s.csv", HEADER, *rows))

    data = write(tmp_path / "d.csv", *DATA, "L,1,six,y,20")
    _, problems = read_data(Sources(data, data), found.items, found.others)

    assert told(found.problems) == [("not-a-number", "s.csv, row 2, column Weight")]
    assert told(problems) == [
        ("composite-unit-twice", "d.csv, row 4, column uCode"),
        ("not-a-number", "d.csv, row 4, column trips"),
    ]


def test_an_empty_structure_is_told(tmp_path: Path) -> None:
    assert [
        kind for kind, _ in told(read_structure(write(tmp_path / "s.csv", HEADER)).problems)
    ] == ["table-empty"]
    only_groups = write(tmp_path / "t.csv", HEADER, "region,,,,,Group,,,")
    assert told(read_structure(only_groups).problems) == [("composite-no-indicator", "t.csv")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("uCode,air,people", "K,1,10"), [("composite-no-column", "d.csv")]),
        ((*DATA, "M,x,6,y,20"), [("not-a-number", "d.csv, row 4, column air")]),
        ((*DATA, 'M,"1,234",6,y,20'), [("number-ambiguous", "d.csv, row 4, column air")]),
        ((*DATA, "K,1,6,y,20"), [("composite-unit-twice", "d.csv, row 4, column uCode")]),
        ((*DATA, ",1,6,y,20"), [("composite-unit-blank", "d.csv, row 4, column uCode")]),
        ((*DATA, "M,1,6,y,0"), [("composite-denominator", "d.csv, row 4, column people")]),
        ((*DATA, "M,inf,6,y,5"), [("not-a-number", "d.csv, row 4, column air")]),
        (("uCode,air,trips,people,aire", "K,1,5,10,3"), [("composite-column-unused", "d.csv")]),
        (("uCode,air,trips,people", "K,,5,10"), [("composite-column-empty", "d.csv")]),
        (("uCode,air,trips", "K,1,5"), [("composite-no-denominator", "d.csv")]),
        (("code,air,trips,people", "K,1,5,10"), [("column-missing", "d.csv")]),
        (("uCode,air,air,trips,people", "K,1,1,5,10"), [("column-twice", "d.csv")]),
        (("uCode,air,trips,people",), [("table-empty", "d.csv")]),
    ],
)
def test_a_fault_of_the_data(
    tmp_path: Path, lines: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert data_faults(tmp_path, *lines) == expected


def test_denominators_in_a_file_of_their_own(tmp_path: Path) -> None:
    other = write(tmp_path / "size.csv", "uCode,people", "K,10", "X,5")

    found = data_faults(tmp_path, *DATA, denominators=other)

    assert found == [("composite-denominator-unit", "size.csv")]


def test_denominators_that_are_named_and_not_given_are_told(tmp_path: Path) -> None:
    assert data_faults(tmp_path, *DATA, denominators=None) == [("composite-not-divided", "d.csv")]


def test_a_unit_without_a_group_is_counted(tmp_path: Path) -> None:
    assert data_faults(tmp_path, *DATA, "M,1,6,,20", group="region") == [
        ("composite-group-blank", "d.csv, column region")
    ]
    assert data_faults(tmp_path, *DATA, group="county") == [("column-missing", "d.csv")]


def test_a_long_list_of_faults_is_counted_at_its_end(tmp_path: Path) -> None:
    found = data_faults(tmp_path, DATA[0], *["K,1,5,x,10"] * 50)

    assert len(found) == 21
    assert found[-1] == ("and-more", "d.csv, column uCode")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("air,1", "trips,2", "health,1"), []),
        (("air,1", "trips,2"), [("composite-weight-missing", "w.csv, iCode health")]),
        (("air,1", "trips,2", "health,1", "x,1"), [
            ("composite-weight-unknown", "w.csv, row 5, column iCode")]),
        (("air,1", "air,2", "trips,2", "health,1"), [
            ("composite-item-twice", "w.csv, row 3, column iCode")]),
        (("air,-1", "trips,2", "health,1"), [("composite-cell", "w.csv, row 2, column Weight")]),
        (("air,", "trips,2", "health,1"), [
            ("composite-weight-missing", "w.csv, row 2, column Weight")]),
        (("air,0", "trips,0", "health,1"), [("composite-weights-zero", "w.csv")]),
    ],
)  # fmt: skip
def test_a_fault_of_the_weights(
    tmp_path: Path, rows: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    found = read_structure(write(tmp_path / "s.csv", HEADER, *SOUND), weighted=False)
    path = write(tmp_path / "w.csv", "iCode,Weight", *rows)
    weights, problems = read_weights(path, found.items, why="test")

    assert told(problems) == expected
    assert (weights is None) == bool(expected)


def test_every_kind_of_fault_says_what_to_do() -> None:
    assert [kind for kind, one in COMPOSITE_FAULTS.items() if not one.remedy.endswith(".")] == []
