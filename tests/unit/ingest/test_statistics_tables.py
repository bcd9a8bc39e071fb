"""Long tables of statistics, written for each test, and read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from localgoals.ingest.pack import Resource
from localgoals.ingest.statistics import read_statistics
from localgoals.model.period import Period
from localgoals.model.problem import Problem
from localgoals.model.provenance import Origin

HEADER = "series,area,period,group,value\n"


def table(
    folder: Path,
    text: str,
    *,
    name: str = "facts",
    period: Period | None = None,
    options: Mapping[str, Any] | None = None,
) -> Resource:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    digest = name * 8
    return Resource(name, "statistics", (path,), "csv", digest, period, options or {})


def read(
    *resources: Resource, areas: Collection[str] | None = None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    statistics, problems = read_statistics(resources, areas=areas)
    return None if statistics is None else statistics.table, problems


def kinds(problems: list[Problem]) -> list[str]:
    return [one.kind for one in problems]


def test_a_sound_table_is_read_row_by_row(tmp_path: Path) -> None:
    text = HEADER + "births,X,2019,,1200\nbirths,X,2019-2021,sex=female,3500.5\n"

    rows, problems = read(table(tmp_path, text))

    assert problems == []
    assert rows is not None
    assert rows["period"].tolist() == [Period(2019, 2019), Period(2019, 2021)]
    assert rows["group"].tolist() == ["", "sex=female"]
    assert rows["value"].tolist() == [1200.0, 3500.5]
    assert rows["notation"].tolist() == ["", ""]


def test_a_margin_of_error_is_read_beside_its_value(tmp_path: Path) -> None:
    text = "series,area,period,value,margin\nbirths,X,2019,1200,35\ndeaths,X,2019,900,\n"

    rows, problems = read(table(tmp_path, text))

    assert problems == []
    assert rows is not None
    assert rows["margin"].tolist() == pytest.approx([35.0, np.nan], nan_ok=True)


def test_a_margin_below_nought_names_its_row(tmp_path: Path) -> None:
    text = "series,area,period,value,margin\nbirths,X,2019,1200,-555555555\n"

    rows, problems = read(table(tmp_path, text))

    assert rows is None
    assert kinds(problems) == ["negative-number"]
    assert "row 2" in problems[0].where


def test_each_row_knows_its_resource_and_each_resource_how_it_was_made(tmp_path: Path) -> None:
    header = "series,area,period,value\n"
    counted = table(tmp_path, header + "births,X,2019,1\n", name="counted")
    sampled = replace(
        table(tmp_path, header + "births,Y,2019,2\n", name="sampled"),
        origin=Origin("A survey", survey=True),
    )

    statistics, _ = read_statistics([counted, sampled])

    assert statistics is not None
    assert statistics.table["resource"].tolist() == ["counted", "sampled"]
    surveys = {name: one.survey for name, one in statistics.lineages.items()}
    assert surveys == {"counted": False, "sampled": True}
    assert statistics.lineage.survey


def test_codes_keep_their_zeros(tmp_path: Path) -> None:
    rows, _ = read(table(tmp_path, HEADER + "births,007,2019,,1\n"))

    assert rows is not None
    assert rows["area"].tolist() == ["007"]


def test_codes_that_are_numbers_are_text(tmp_path: Path) -> None:
    rows, _ = read(table(tmp_path, HEADER + "births,36,2019,,1\nbirths,47,2019,,1\n"))

    assert rows is not None
    assert rows["area"].tolist() == ["36", "47"]


def test_a_spreadsheet_with_years_as_numbers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    frame = pd.DataFrame(
        {"series": ["births"], "area": ["X"], "period": [2019], "group": [None], "value": [12]}
    )
    frame.to_excel(path, index=False)

    rows, problems = read(Resource("facts", "statistics", (path,), "xlsx", "f" * 64))

    assert problems == []
    assert rows is not None
    known = rows.drop(columns="margin").iloc[0].tolist()
    assert known == ["births", "X", Period(2019, 2019), "", 12.0, "", "facts"]
    assert rows["margin"].isna().all()


def test_the_period_of_the_resource_serves_a_table_without_one(tmp_path: Path) -> None:
    rows, problems = read(
        table(tmp_path, "series,area,value\nbirths,X,7\n", period=Period(2020, 2020))
    )

    assert problems == []
    assert rows is not None
    assert rows["period"].tolist() == [Period(2020, 2020)]


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    fields = {"series": "指标", "area": "区域", "period": "年份", "value": "数值"}
    text = "指标,区域,年份,数值\nbirths,X,2019,7\n"

    rows, problems = read(table(tmp_path, text, options={"fields": fields}))

    assert problems == []
    assert rows is not None
    assert rows["value"].tolist() == [7.0]


@pytest.mark.parametrize("column", ["series", "area", "period", "value"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    text = HEADER.replace(column, "other") + "births,X,2019,,1\n"

    rows, problems = read(table(tmp_path, text))

    assert rows is None
    assert [one.found.values["column"] for one in problems] == [column]


def test_a_named_column_must_be_there_even_if_it_may_be_missing(tmp_path: Path) -> None:
    fields = {"group": "who"}

    rows, problems = read(table(tmp_path, HEADER + "a,X,2019,,1\n", options={"fields": fields}))

    assert rows is None
    assert kinds(problems) == ["column-missing"]


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        ("births,X,2019,,many", "not-a-number", "value"),
        ("births,X,2019,,inf", "not-a-number", "value"),
        ("births,X,19,,1", "statistics-period", "period"),
        ("births,X,2021-2019,,1", "statistics-period", "period"),
        ("births,X,,,1", "statistics-period", "period"),
        ("births,X,2019,women,1", "statistics-group", "group"),
        (",X,2019,,1", "statistics-blank", "series"),
        ("births,,2019,,1", "statistics-blank", "area"),
    ],
)
def test_a_fault_is_named_with_its_row_and_column(
    tmp_path: Path, row: str, kind: str, column: str
) -> None:
    rows, problems = read(table(tmp_path, HEADER + "births,Y,2019,,5\n" + row + "\n"))

    assert rows is None
    assert kinds(problems) == [kind]
    assert problems[0].severity == "error"
    assert problems[0].where.endswith(f"row 3, column {column}")


def test_every_fault_of_a_table_is_listed_at_once(tmp_path: Path) -> None:
    text = HEADER + "births,X,year,,many\n,X,2019,all,1\n"

    _, problems = read(table(tmp_path, text))

    assert sorted(kinds(problems)) == [
        "not-a-number",
        "statistics-blank",
        "statistics-group",
        "statistics-period",
    ]


def test_a_list_of_faults_ends_with_the_number_of_the_others(tmp_path: Path) -> None:
    text = HEADER + "".join(f"births,X{number},year,,1\n" for number in range(250))

    _, problems = read(table(tmp_path, text))

    assert len(problems) == 201
    assert problems[-1].kind == "and-more"
    assert problems[-1].found.values == {"count": 50}


def test_a_key_may_stand_for_a_value(tmp_path: Path) -> None:
    text = (
        "series,area,period,group,value,notation\n"
        "a,X,2019,,NE,\na,X,2020,,,C\na,X,2021,,3,\na,X,2022,,0,\n"
    )

    rows, problems = read(table(tmp_path, text))

    assert problems == []
    assert rows is not None
    assert rows["notation"].tolist() == ["NE", "C", "", ""]
    assert rows["value"].tolist() == pytest.approx([np.nan, np.nan, 3, 0], nan_ok=True)


def test_a_blank_value_without_a_key_is_a_warning(tmp_path: Path) -> None:
    rows, problems = read(table(tmp_path, HEADER + "a,X,2019,,\na,X,2020,,3\n"))

    assert kinds(problems) == ["statistics-no-value"]
    assert problems[0].severity == "warning"
    assert rows is not None
    assert np.isnan(rows["value"].iloc[0])


@pytest.mark.parametrize(
    ("cells", "kind"),
    [("3,C", "statistics-value-and-notation"), (",perhaps", "statistics-notation")],
)
def test_a_key_must_be_known_and_alone(tmp_path: Path, cells: str, kind: str) -> None:
    text = "series,area,period,group,value,notation\na,X,2019,," + cells + "\na,X,2020,,3,\n"

    rows, problems = read(table(tmp_path, text))

    assert rows is None
    assert kinds(problems) == [kind]


def test_the_same_figure_twice_is_used_once(tmp_path: Path) -> None:
    rows, problems = read(table(tmp_path, HEADER + "a,X,2019,,3\na,X,2019,,3.0\n"))

    assert kinds(problems) == ["statistics-same-twice"]
    assert rows is not None
    assert len(rows) == 1


def test_two_values_for_one_figure_are_refused(tmp_path: Path) -> None:
    rows, problems = read(table(tmp_path, HEADER + "a,X,2019,,3\nb,X,2019,,3\na,X,2019,,4\n"))

    assert rows is None
    assert kinds(problems) == ["statistics-two-values"]
    assert problems[0].where.endswith("row 4")
    assert "with 4.0 instead of 3.0" in str(problems[0])


def test_a_table_that_contradicts_an_earlier_one_is_left_out(tmp_path: Path) -> None:
    first = table(tmp_path, HEADER + "a,X,2019,,3\nb,X,2019,,5\n", name="first")
    second = table(tmp_path, HEADER + "a,X,2019,,4\nc,X,2019,,6\n", name="second")

    statistics, problems = read_statistics([first, second])

    assert kinds(problems) == ["statistics-two-values"]
    assert problems[0].where.startswith("second")
    assert statistics is not None
    assert statistics.table["series"].tolist() == ["a", "b"]
    assert statistics.lineage.sources == ("first",)


def test_tables_that_agree_are_joined(tmp_path: Path) -> None:
    first = table(tmp_path, HEADER + "a,X,2019,,3\n", name="first")
    second = table(tmp_path, HEADER + "a,X,2019,,3\nc,X,2019,,6\n", name="second")

    statistics, problems = read_statistics([first, second])

    assert problems == []
    assert statistics is not None
    assert statistics.table["value"].tolist() == [3.0, 6.0]
    assert statistics.lineage.sources == ("first", "second")


def test_rows_of_unknown_areas_are_left_out_with_a_warning(tmp_path: Path) -> None:
    text = HEADER + "a,X,2019,,3\na,nation,2019,,9\na,nation,2020,,9\n"

    rows, problems = read(table(tmp_path, text), areas={"X", "Y"})

    assert kinds(problems) == ["statistics-area"]
    assert problems[0].found.values == {"area": "nation", "count": 2}
    assert rows is not None
    assert rows["area"].tolist() == ["X"]


def test_a_table_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    bad = table(tmp_path, HEADER, name="empty")
    good = table(tmp_path, HEADER + "a,X,2019,,3\n", name="good")

    rows, problems = read(bad, good)

    assert kinds(problems) == ["table-empty"]
    assert rows is not None
    assert len(rows) == 1
