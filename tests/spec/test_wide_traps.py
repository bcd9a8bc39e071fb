"""Wide tables with traps: no figure is lost, changed or given to another without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from localgoals.ingest.wide.table import Wide, read_wide
from localgoals.ingest.wide.wishes import Values, Wishes

CITY = Wishes(series="people", area="XX-ONE")


def wide(folder: Path, text: str, wishes: Wishes = CITY) -> Wide:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_wide(path, wishes)


def workbook(folder: Path, merged: str = "", shown_as: str = "General") -> Wide:
    """Read a table of two districts whose figures of 2020 are a formula and a share."""
    book = Workbook()
    sheet = book["Sheet"]
    for row in (["District", 2019, 2020], ["North", 10, "=B2*2"], ["South", 20, 0.125]):
        sheet.append(row)
    sheet["C3"].number_format = shown_as
    if merged:
        sheet.merge_cells(merged)
    book.save(folder / "table.xlsx")
    return read_wide(folder / "table.xlsx", CITY)


def kinds(read: Wide) -> list[str]:
    return [one.kind for one in read.problems]


def values(read: Wide) -> dict[tuple[str, str, str], float]:
    rows = read.table[["series", "area", "period", "value"]].itertuples(index=False, name=None)
    return {(series, area, period): value for series, area, period, value in rows}


@pytest.mark.parametrize("total", ["合 计", "合　计", "Total:", "总计*", "TOTAL", "Grand  total"])
def test_a_total_is_known_however_it_is_spaced_out(total: str, tmp_path: Path) -> None:
    read = wide(tmp_path, f"District,2019,2020\n{total},3,5\nNorth,1,2\nSouth,2,3\n")

    assert set(read.table["area"]) == {"XX-ONE", "North", "South"}


def test_a_place_whose_name_begins_like_a_total_is_a_place(tmp_path: Path) -> None:
    read = wide(tmp_path, "District,2019,2020\nTotal Creek,3,5\nAllerton,1,2\n")

    assert set(read.table["area"]) == {"Total Creek", "Allerton"}


def test_a_total_in_the_heads_is_left_out_without_the_code_of_its_area(tmp_path: Path) -> None:
    text = "year,Total,North,South\n2018,3,1,2\n2019,5,2,3\n"

    read = wide(tmp_path, text, Wishes(series="people", heads=("area",)))

    assert kinds(read) == ["wide-total-unstated"]
    assert set(read.table["area"]) == {"North", "South"}


@pytest.mark.parametrize("word", ["null", "NULL", "NaN", "None", "#N/A"])
def test_what_programs_write_for_no_figure_is_named_and_not_estimated(
    word: str, tmp_path: Path
) -> None:
    read = wide(tmp_path, f"District,2019,2020\nNorth,1,{word}\nSouth,2,3\n")

    assert "statistics-placeholder-word" in kinds(read)
    assert read.table["notation"].tolist() == ["", "", "NE", ""]


@pytest.mark.parametrize(
    "second",
    [
        "District,2019,2020\nNorth,7,8\n",
        "District,2016,2017\nNorth,7,8\n",
        "Births\nDistrict,2019,2020\nEast,7,8\n",
    ],
)
def test_a_second_table_on_the_sheet_is_not_read_as_rows_of_the_first(
    second: str, tmp_path: Path
) -> None:
    read = wide(tmp_path, f"District,2019,2020\nNorth,1,2\nSouth,2,3\n\n{second}")

    assert kinds(read) == ["wide-second-table"]
    assert values(read) == {
        ("people", "North", "2019"): 1, ("people", "North", "2020"): 2,
        ("people", "South", "2019"): 2, ("people", "South", "2020"): 3,
    }  # fmt: skip


def test_a_decimal_comma_between_commas_does_not_lose_half_of_the_figures(tmp_path: Path) -> None:
    read = wide(tmp_path, "District,2019,2020\nNorth,1,5,2,3\nSouth,1,6,2,4\n")

    assert [one.where for one in read.problems if one.severity == "error"] == [
        "table.csv, column D", "table.csv, column E"
    ]  # fmt: skip


def test_a_figure_is_not_multiplied_by_its_own_unit_and_by_that_of_the_table(
    tmp_path: Path,
) -> None:
    text = "单位：万人\n指标,2018\n人口,1.2万\n出生,2\n增长率,5.2%\n"

    read = wide(tmp_path, text, Wishes(area="XX-ONE"))

    twice = [one.where for one in read.problems if one.kind == "wide-unit-twice"]
    assert twice == ["table.csv, row 3", "table.csv, row 5"]
    assert values(read) == {("出生", "XX-ONE", "2018"): 20_000}


def test_of_several_units_in_a_title_none_is_taken(tmp_path: Path) -> None:
    text = "单位：万人、亿元\n指标,2018\n人口,1.2\n产值（亿元）,2\n"

    read = wide(tmp_path, text, Wishes(area="XX-ONE"))

    assert "wide-units-several" in kinds(read)
    assert values(read) == {("产值 [元]", "XX-ONE", "2018"): 2e8}


def test_brackets_that_may_be_no_unit_are_told(tmp_path: Path) -> None:
    text = "单位：万人\n指标,2018\n人口（常住）,1.2\n出生率（‰）,2\n出生,3\n增长（%）,2\n"

    read = wide(tmp_path, text, Wishes(area="XX-ONE"))

    told = [one.kind for one in read.problems]
    assert told.count("wide-unit-unclear") == 2
    assert values(read)[("出生", "XX-ONE", "2018")] == 30_000
    assert values(read)[("增长（%）", "XX-ONE", "2018")] == 2


def test_a_formula_without_its_result_is_no_blank(tmp_path: Path) -> None:
    read = workbook(tmp_path)

    told = [(one.kind, one.where) for one in read.problems if one.severity == "error"]
    assert told == [("wide-formula", "table.xlsx, row 2, column C")]
    assert ("people", "North", "2020") not in values(read)


def test_a_figure_over_merged_cells_is_not_given_to_the_first_of_them(tmp_path: Path) -> None:
    read = workbook(tmp_path, merged="B2:B3")

    merged = [one.where for one in read.problems if one.kind == "wide-figure-merged"]
    assert merged == ["table.xlsx, row 2, column B", "table.xlsx, row 3, column B"]
    assert values(read) == {("people", "South", "2020"): 0.125}


@pytest.mark.parametrize(
    ("shown_as", "value"),
    [("0.0%", 12.5), ("0%", 12.5), ("General", 0.125), ('0.000"%"', 0.125), ("0.000\\%", 0.125)],
)
def test_a_cell_that_shows_percent_is_percent(shown_as: str, value: float, tmp_path: Path) -> None:
    read = workbook(tmp_path, shown_as=shown_as)

    assert values(read)[("people", "South", "2020")] == value


def test_a_column_of_totals_among_those_of_a_dimension_is_of_everybody(tmp_path: Path) -> None:
    columns = (Values("pop_*", "people", "sex=*"),)
    wishes = Wishes(period="2018", columns={"area": "Town"}, values=columns)

    read = wide(tmp_path, "Town,pop_m,pop_f,pop_total\nNorth,1,2,3\n", wishes)

    assert dict(zip(read.table["group"], read.table["value"], strict=True)) == {
        "sex=m": 1, "sex=f": 2, "": 3
    }  # fmt: skip
