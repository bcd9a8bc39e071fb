"""Wide tables as people keep them: what is read, what is said, what is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import Workbook

from localgoals.catalogue.language import say
from localgoals.ingest.tables import decoded
from localgoals.ingest.wide.faults import WIDE_FAULTS
from localgoals.ingest.wide.table import Wide, read_wide
from localgoals.ingest.wide.wishes import Values, Wishes

YEARS = "District,2019,2020\nNorth,10,12\nSouth,20,22\n"
Figure = tuple[str, str, str, str, float]


def wide(folder: Path, text: str, wishes: Wishes, *, encoding: str = "utf-8") -> Wide:
    path = folder / "table.csv"
    path.write_text(text, encoding=encoding)
    return read_wide(path, wishes)


def figures(read: Wide) -> set[Figure]:
    known = read.table[read.table["notation"] == ""]
    return set(known.drop(columns="notation").itertuples(index=False, name=None))


def workbook(folder: Path, fill: Callable[[Workbook], None]) -> Path:
    book = Workbook()
    fill(book)
    book.save(folder / "table.xlsx")
    return folder / "table.xlsx"


FOUR = {
    ("people", "North", "2019", "", 10.0), ("people", "North", "2020", "", 12.0),
    ("people", "South", "2019", "", 20.0), ("people", "South", "2020", "", 22.0),
}  # fmt: skip
BY_SEX = {
    ("people", "North", "2019", "sex=f", 4.0), ("people", "North", "2019", "sex=m", 6.0),
    ("people", "North", "2020", "sex=f", 5.0), ("people", "North", "2020", "sex=m", 7.0),
}  # fmt: skip
# What was typed, what was said about it, and what is read.
READ: dict[str, tuple[str, Wishes, set[Figure]]] = {
    "years as columns": (YEARS, Wishes(series="people"), FOUR),
    "a title, a blank row, a footnote": (
        f"People of the town\n\n{YEARS}\nSource: the registry\n", Wishes(series="people"), FOUR,
    ),
    "years in full-width digits with 年": (
        YEARS.replace("2019", "２０１９年").replace("2020", "2020年*"),
        Wishes(series="people"), FOUR,
    ),
    "years as rows": (
        "年份,North,South\n2019,10,20\n2020,12,22\n", Wishes(series="people"), FOUR,
    ),
    "years as rows without a name": (
        ",North,South\n2019,10,20\n2020,12,22\n", Wishes(series="people"), FOUR,
    ),
    "figures that could be years": (
        "Year,people,births\n2019,2010,1998\n2020,2011,1999\n", Wishes(area="X"),
        {("people", "X", "2019", "", 2010.0), ("people", "X", "2020", "", 2011.0),
         ("births", "X", "2019", "", 1998.0), ("births", "X", "2020", "", 1999.0)},
    ),
    "series as rows with units": (
        "指标,单位,2019\nwaste,吨,5\nusage,%,50\n", Wishes(area="X"),
        {("waste [吨]", "X", "2019", "", 5.0), ("usage [%]", "X", "2019", "", 50.0)},
    ),
    "two rows of heads, blanks continue the cell to the left": (
        "Area,2019,,2020,\n,f,m,f,m\nNorth,4,6,5,7\n",
        Wishes(series="people", heads=("period", "sex")), BY_SEX,
    ),
    "an area that is unnamed, as it was said": (
        ",2019,2020\nNorth,10,12\nSouth,20,22\n", Wishes(series="people", columns={}), FOUR,
    ),
    "totals are of the city": (
        "District,2019\nNorth,10\nSouth,20\n合计,30\n", Wishes(series="people", area="X"),
        {("people", "North", "2019", "", 10.0), ("people", "South", "2019", "", 20.0),
         ("people", "X", "2019", "", 30.0)},
    ),
    "a total of a dimension is everybody": (
        "Area,Total,f,m\nNorth,10,4,6\n",
        Wishes(series="people", period="2019", heads=("sex",)),
        {("people", "North", "2019", "", 10.0), ("people", "North", "2019", "sex=f", 4.0),
         ("people", "North", "2019", "sex=m", 6.0)},
    ),
    "columns by their names": (
        "cc,city,year,pop_f,pop_m,other\nNA,Windhoek,2019,4,6,9\n",
        Wishes(columns={"area": "cc+city", "period": "year"},
               values=(Values("pop_*", "people", "sex=*"),)),
        {("people", "NA Windhoek", "2019", "sex=f", 4.0),
         ("people", "NA Windhoek", "2019", "sex=m", 6.0)},
    ),
    "days that stand for years": (
        "Area,43466,2020-12-31\nNorth,10,12\n", Wishes(series="people", dates_as_years=True),
        {one for one in FOUR if one[1] == "North"},
    ),
    "a header that was said": (
        "1,2,3\nArea,2019,2020\nNorth,10,12\nSouth,20,22\n",
        Wishes(series="people", header=(2, 2)), FOUR,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", READ)
def test_a_layout_that_says_itself_is_read(what: str, tmp_path: Path) -> None:
    text, wishes, expected = READ[what]

    read = wide(tmp_path, text, wishes)

    assert figures(read) == expected
    assert [str(one) for one in read.problems] == []
    assert read.said != []


# What makes each fault, and nothing else.
ASKED: dict[str, tuple[str, Wishes]] = {
    "wide-header-none": ("North,South\nEast,West\n", Wishes(series="people")),
    "wide-column-missing": (YEARS, Wishes(series="people", columns={"area": "Town"})),
    "wide-keys-unclear": (YEARS.replace("District", "Name"), Wishes()),
    "wide-heads-unclear": (
        "Year,men,women\n2019,10,20\n", Wishes(series="people", area="X"),
    ),
    "wide-heads-count": (YEARS, Wishes(series="people", heads=("period", "sex"))),
    "wide-heads-days": ("Area,43831\nNorth,10\n", Wishes(series="people")),
    "wide-head-no-year": ("Area,2019,2020,growth\nN,10,12,2\n", Wishes(series="people")),
    "wide-head-blank": ("Area,2019\nNorth,5,7\nSouth,6,8\n", Wishes(series="people")),
    "wide-second-table": (
        "Area,2019\nNorth,5\n\nArea,2018\nNorth,4\n", Wishes(series="people"),
    ),
    "wide-role-missing": ("Area,people\nNorth,10\n", Wishes(heads=("series",))),
    "wide-total-unstated": (YEARS + "Total,30,34\n", Wishes(series="people")),
    "wide-row-blank": ("Area,2019\nUrban,\nNorth,5\n", Wishes(series="people")),
    "wide-row-unnamed": ("Area,Sex,2019\nNorth,f,5\n,m,6\n", Wishes(series="people")),
    "wide-blank": ("Area,2019,2020\nNorth,5,\n", Wishes(series="people")),
    "wide-marked": ("Area,2019,2020\nNorth,5*,6 (a)\n", Wishes(series="people")),
    "wide-scaled": ("Area,people（万人）\nNorth,1.1\n", Wishes(period="2019")),
    "wide-formula": ("Area,2019,2020\nNorth,=B3,7\nSouth,5,6\n", Wishes(series="people")),
    "wide-unit-twice": ("Unit: million\nArea,2019\nNorth,5%\n", Wishes(series="people")),
    "wide-units-several": ("单位：万人、亿元\n指标,2019\n人口,5\n", Wishes(area="X")),
    "wide-unit-unclear": (
        "单位：万人\n指标,2019\n人口（常住）,5\n", Wishes(area="X"),
    ),
    "wide-two-values": ("Area,2019\nNorth,5\nNorth,6\nSouth,7\n", Wishes(series="people")),
    "wide-same-twice": ("Area,2019\nNorth,5\nNorth,5\n", Wishes(series="people")),
    "wide-names-differ": (
        "Area,Match,2019\nPorto Alegre,Luzilândia,5\nCórdoba,Cordoba City,6\n",
        Wishes(series="p", columns={"area": "Area", "-": "Match"}, same=(("Area", "Match"),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ASKED)
def test_what_is_unclear_is_asked_for_or_said(kind: str, tmp_path: Path) -> None:
    read = wide(tmp_path, *ASKED[kind])

    assert {one.kind for one in read.problems} == {kind}
    assert all(say(one.sentence, "zh") != say(one.sentence, "en") for one in read.problems)


def test_every_kind_has_a_case() -> None:
    # Merged cells need a workbook: test_wide_traps.py.
    assert set(ASKED) | {"wide-figure-merged"} == set(WIDE_FAULTS)


def test_merged_heads_and_names_of_a_workbook_are_read(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for row in (
            ["人口（单位：万人）"], ["地区", "性别", 2019, None],
            [None, None, "年末", "年初"], ["North", "f", 1.5, "１．４"], [None, "m", 2, "待填"],
        ):  # fmt: skip
            sheet.append(row)
        for block in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5"):
            sheet.merge_cells(block)

    path = workbook(tmp_path, fill)

    read = read_wide(path, Wishes(series="people", heads=("period", "point")))

    assert figures(read) == {
        ("people", "North", "2019", "point=年末;sex=f", 15_000.0),
        ("people", "North", "2019", "point=年初;sex=f", 14_000.0),
        ("people", "North", "2019", "point=年末;sex=m", 20_000.0),
    }
    assert {one.kind for one in read.problems} == {
        "wide-scaled", "statistics-placeholder-word", "wide-blank",
    }  # fmt: skip


def test_dates_of_a_workbook_are_named_where_numbers_are_wanted(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["Area", 2019, 2020])
        sheet.append(["North", pd.Timestamp("2020-02-01").to_pydatetime(), 7])

    read = read_wide(workbook(tmp_path, fill), Wishes(series="people"))

    assert [(one.kind, one.where) for one in read.problems] == [
        ("number-is-date", "table.xlsx, row 2, column B")
    ]
    assert figures(read) == {("people", "North", "2020", "", 7.0)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gbk", "gb18030"])
def test_the_encoding_does_not_matter(encoding: str, tmp_path: Path) -> None:
    text = "地区,2019\n城关区,１．２万\n"

    read = wide(tmp_path, text, Wishes(series="people"), encoding=encoding)

    assert figures(read) == {("people", "城关区", "2019", "", 12_000.0)}
    assert read.problems == []


def test_what_was_taken_for_what_is_said_in_both_languages(tmp_path: Path) -> None:
    text = f"People\n{YEARS}Note: estimates\n"

    said = wide(tmp_path, text, Wishes(series="people")).said

    assert [say(one, "en") for one in said] == [
        "Above the header: rows 1 (People).",
        "Header: rows 2. Figures: rows 3-4.",
        "Below the figures: rows 5 (Note: estimates).",
        "area: column A District.",
        "Columns of figures: 2, from B to C.",
        "Heads that are period: 2019, 2020.",
    ]
    assert all(say(one, "zh") != say(one, "en") for one in said)


def test_districts_that_do_not_make_the_total_are_named(tmp_path: Path) -> None:
    text = "District,2019\nNorth,10\nSouth,20\nTotal,27\n"

    read = wide(tmp_path, text, Wishes(series="people", area="X"))

    assert [one.kind for one in read.problems] == ["statistics-total-below-parts"]
    assert len(figures(read)) == 3


def test_a_block_of_merged_cells_as_large_as_a_sheet_is_read_in_no_time(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for row in (["Area", 2019], ["North", 5]):
            sheet.append(row)
        sheet.merge_cells("C3:D4")

    path = workbook(tmp_path, fill)
    hostile = tmp_path / "hostile.xlsx"
    with ZipFile(path) as old, ZipFile(hostile, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"C3:D4", b"C3:XFD1048576"))

    read = read_wide(hostile, Wishes(series="people"))

    assert figures(read) == {("people", "North", "2019", "", 5.0)}


@pytest.mark.parametrize("cell", ["１２", "1.2万", "（５）", "①"])
def test_gbk_is_known_by_a_single_chinese_cell(cell: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(f"area,value\nX,{cell}\n", encoding="gbk")

    assert decoded(path) == (f"area,value\nX,{cell}\n", [])


def test_latin_1_is_still_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("area,value\nMontréal,5\nBù,6\n", encoding="latin-1")

    text, problems = decoded(path)

    assert text == "area,value\nMontréal,5\nBù,6\n"
    assert [one.kind for one in problems] == ["encoding-guessed"]
