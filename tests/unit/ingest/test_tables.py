"""Tables as people save them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from localgoals.ingest.tables import codes_in, numbers_in, read_table

FRAME = pd.DataFrame({"code": ["007", "012"], "name": ["Côte", None], "people": [1, None]})


def kinds(problems: list) -> list[str]:  # type: ignore[type-arg]
    return [one.kind for one in problems]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_table_is_the_same_in_every_format(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"people.{ending}"
    if ending == "csv":
        FRAME.to_csv(path, index=False)
    elif ending == "xlsx":
        FRAME.to_excel(path, index=False)
    else:
        FRAME.to_parquet(path)

    table, problems = read_table(path)

    assert problems == []
    assert table["code"].tolist() == ["007", "012"]
    assert table["name"].isna().tolist() == [False, True]
    assert table["people"].tolist()[0] == 1
    assert np.isnan(table["people"].tolist()[1])


@pytest.mark.parametrize(
    ("encoding", "text", "warned"),
    [
        ("utf-8-sig", "name\n北京市东城区\n", []),
        ("gbk", "name\n北京市东城区\n", []),
        ("gb18030", "name,n\n昆明市盘龙区,1\n", []),
        ("latin-1", "name\nCité Général São Município\n", ["encoding-guessed"]),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, text: str, warned: list[str]) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(text.encode(encoding))

    table, problems = read_table(path)

    assert table.iloc[0, 0] == text.splitlines()[1].split(",")[0]
    assert kinds(problems) == warned


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_in_the_header(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"code{separator}people\nA{separator}5\n")

    table, _ = read_table(path)

    assert table.to_dict("list") == {"code": ["A"], "people": [5]}


def test_only_the_wanted_columns_are_read_and_each_absent_one_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "a.csv", tmp_path / "a.parquet"):
        FRAME.to_csv(path, index=False) if path.suffix == ".csv" else FRAME.to_parquet(path)

        table, problems = read_table(path, columns=["people", "men", "women"])

        assert list(table.columns) == ["people"]
        assert kinds(problems) == ["column-missing", "column-missing"]
        assert "code, name, people" in str(problems[0])


def test_the_row_of_what_is_no_number_is_the_one_a_person_sees(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("people\n1\n\n\nmany\n-3\ninf\n")

    table, _ = read_table(path)
    values, problems = numbers_in(table["people"], path.name, negative=False)

    assert [one.where for one in problems] == [
        "people.csv, row 5, column people",
        "people.csv, row 7, column people",
        "people.csv, row 6, column people",
    ]
    assert kinds(problems) == ["not-a-number", "not-a-number", "negative-number"]
    np.testing.assert_array_equal(values, [1, np.nan, -3, np.nan])


def test_a_blank_is_not_known_and_not_zero(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("code,people\nA,\nB,NA\nC,n/a\nD,0\n")

    table, _ = read_table(path)
    values, problems = numbers_in(table["people"], path.name)

    np.testing.assert_array_equal(values, [np.nan, np.nan, np.nan, 0])
    assert [one.where for one in problems] == ["people.csv, row 4, column people"]


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        (pd.Series(["007", " B ", "", None]), ["007", "B", None, None]),
        (pd.Series([1.0, 2.0, np.nan]), ["1", "2", None]),
        (pd.Series([1, 2]), ["1", "2"]),
        (pd.Series([1.5]), ["1.5"]),
    ],
)
def test_codes_are_text_without_a_decimal_point(column: pd.Series, codes: list[str | None]) -> None:
    assert codes_in(column).tolist() == codes


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 not a book"),
        ("a.parquet", b"PAR1 not a table"),
        ("a.csv", b""),
        ("a.csv", b"a,b\n1,2,3\n"),
        ("a.csv", b"a,b\n1,2\n1,2,3\n"),
    ],
)
def test_a_broken_file_is_one_problem(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    table, problems = read_table(tmp_path / name)

    assert table.empty
    assert kinds(problems) == ["unreadable"]


def test_the_named_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"people": [1]}).to_excel(book, sheet_name="2010", index=False)
        pd.DataFrame({"people": [2]}).to_excel(book, sheet_name="2020", index=False)

    table, problems = read_table(path, sheet="2020")

    assert table["people"].tolist() == [2]
    assert problems == []
