"""Everything that people and programs do to a workbook, and what the reader says about it."""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from localgoals.catalogue.language import say
from localgoals.catalogue.load import Catalogue, load
from localgoals.ingest.template_faults import TEMPLATE_FAULTS
from localgoals.ingest.templates.layout import HIDDEN, fingerprint
from localgoals.ingest.templates.plan import Asked, Known, plan_of
from localgoals.ingest.templates.reading import Filled, read_template
from localgoals.ingest.templates.writing import write_template
from localgoals.model.text import LANGUAGES, Text

ASKED = Asked(
    ["people", "unemployed", "waste_generated"], {"X": Text("One", "一")}, ["2019", "2023"]
)
# The rows of the figures: people 4 and 5, unemployed 6 and 7, waste 8 and 9.
VALUE, MARGIN, WHY, SOURCE = "G", "H", "I", "J"
Sheet = Any
Edit = Callable[[Sheet], None]


def sent(folder: Path) -> Path:
    """Write a workbook of six figures, the first of which is known."""
    path = folder / "figures.xlsx"
    plan = plan_of(ASKED, {})
    first = plan.cells[0]
    plan = replace(plan, known={first: Known(1000.0)})
    write_template(path, plan, load(), languages=LANGUAGES)
    return path


def edited(folder: Path, edit: Edit) -> Path:
    """Fill in a workbook as a person does whom no lock stops."""
    path = sent(folder)
    book = openpyxl.load_workbook(path)
    edit(book["Figures 数据"])
    book.save(path)
    return path


def put(**cells: object) -> Edit:
    """Write into cells."""

    def edit(sheet: Sheet) -> None:
        for address, content in cells.items():
            sheet[address] = content

    return edit


def shown(address: str, content: object, form: str) -> Edit:
    """Write into a cell, in a number format."""

    def edit(sheet: Sheet) -> None:
        sheet[address] = content
        sheet[address].number_format = form

    return edit


def copy_row(sheet: Sheet) -> None:
    for column in range(1, 16):
        sheet.cell(row=6, column=column).value = sheet.cell(row=4, column=column).value


def merge(sheet: Sheet) -> None:
    sheet.merge_cells("G5:G6")
    sheet["G5"] = 10


def hide(sheet: Sheet) -> None:
    sheet["G5"] = 1100
    sheet.row_dimensions[5].hidden = True


def note(sheet: Sheet) -> None:
    sheet["G5"].comment = Comment("not sure", "someone")


def second_header(sheet: Sheet) -> None:
    sheet["P3"] = sheet["G3"].value


def another_sheet(sheet: Sheet) -> None:
    sheet.parent.create_sheet("Mine")["A1"] = 5


def hidden_line(number: int, line: object) -> Edit:
    """Write over a line of the sheet that nobody sees."""

    def edit(sheet: Sheet) -> None:
        sheet.parent[HIDDEN][f"A{number}"] = line if isinstance(line, str) else json.dumps(line)

    return edit


def without_hidden(sheet: Sheet) -> None:
    del sheet.parent[HIDDEN]


# kind: what was done, and how many figures can be used all the same
CASES: dict[str, tuple[Edit, int]] = {
    "template-none": (without_hidden, 0),
    "template-newer": (hidden_line(1, ["localgoals-template", 99]), 0),
    "template-damaged": (hidden_line(5, ["header", "title", "Other"]), 0),
    "template-figures-missing": (put(G3="Amount"), 0),
    "template-header": (put(H3=None), 0),
    "template-header-twice": (second_header, 0),
    "template-sheet-extra": (another_sheet, 1),
    "template-key-changed": (put(F4="thousand persons\n千人"), 0),
    "template-row-twice": (copy_row, 0),
    "template-row-missing": (lambda sheet: sheet.delete_rows(8), 1),
    "template-row-unknown": (put(B20="People in the port", G20=5), 1),
    "template-outside": (put(Q5="ask the harbour"), 1),
    "template-note": (note, 1),
    "template-merged": (merge, 1),
    "template-hidden": (hide, 2),
    "template-formula-unsaved": (put(G5="=G4*2"), 1),
    "template-error-value": (put(G5="#REF!"), 1),
    "template-date": (put(G5=datetime.datetime(2019, 5, 1)), 1),
    "template-percent-unit": (shown("G5", 0.12, "0.0%"), 1),
    "template-text-alone": (put(J5="Yearbook, page 3"), 1),
    "template-margin-alone": (put(H5=12), 1),
    "template-empty": (put(G4=None), 0),
    "negative-number": (put(G5=-1), 1),
    "not-a-number": (put(G5="about 5"), 1),
    "number-ambiguous": (put(G5="1,234"), 1),
    "statistics-notation": (put(I5="no data"), 1),
    "statistics-value-and-notation": (put(G5=5, I5="NE"), 1),
    "statistics-jump": (put(G5=100_000), 2),
}


@pytest.mark.parametrize("kind", CASES)
def test_the_fault_is_named_and_costs_only_its_own_row(kind: str, tmp_path: Path) -> None:
    edit, usable = CASES[kind]

    found = read_template(edited(tmp_path, edit), load())

    met = {one.kind for one in found.problems}
    # A row that was pasted over is missing; so is the one whose row is gone from a merge.
    assert met - {"template-row-missing", "template-empty"} <= {kind}
    assert kind in met
    assert len(found.table) == usable
    assert all(say(one.sentence, "zh") != say(one.sentence, "en") for one in found.problems)


BY_OTHER_MEANS = {
    "template-macros", "template-links", "template-formula", "template-percent",
    "template-series-gone", "template-unit-changed",
}  # fmt: skip


def test_every_fault_of_a_workbook_has_a_case() -> None:
    assert set(TEMPLATE_FAULTS) - set(CASES) == BY_OTHER_MEANS


def read_after(folder: Path, edit: Edit, catalogue: Catalogue | None = None) -> Filled:
    return read_template(edited(folder, edit), catalogue or load())


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (1234, 1234), ("1234", 1234), ("１２３４", 1234), ("１，２３４", 1234), ("1 234", 1234),
        ("1.2万", 12_000), ("3亿", 300_000_000), ("1,234,567", 1_234_567), (" 12 ", 12), (0, 0),
        (1.5, 1.5), ("'1'234.5", None), ("1'234.5", 1234.5), (True, None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(
    written: object, value: float | None, tmp_path: Path
) -> None:
    found = read_after(tmp_path, put(G4=None, G8=written))

    assert found.table["value"].tolist() == ([] if value is None else [value])


@pytest.mark.parametrize("key", ["NE", "ＮＥ", "NE: not estimated, 未估算", " NE "])
@pytest.mark.parametrize("column", [VALUE, WHY])
def test_a_reason_is_read_in_either_column_with_or_without_its_words(
    key: str, column: str, tmp_path: Path
) -> None:
    found = read_after(tmp_path, put(**{f"{column}5": key}))

    assert found.table["notation"].tolist() == ["", "NE"]
    assert found.problems == []


@pytest.mark.parametrize("written", ["No data", "ne", "NEVER", "-", "C3", "IEA"])
def test_words_that_begin_like_a_reason_are_none(written: str, tmp_path: Path) -> None:
    found = read_after(tmp_path, put(I5=written))

    assert [one.kind for one in found.problems] == ["statistics-notation"]


def with_unit(series: str, unit: str) -> Catalogue:
    """Give the catalogue, in which one series counts something else."""
    known = load()
    changed = {**known.statistics, series: replace(known.statistics[series], unit=unit)}
    return replace(known, statistics=changed)


@pytest.mark.parametrize(
    ("unit", "content", "value"),
    [("percent", 0.07, 7.0), ("percent_people", "7%", 7.0), ("share", 0.07, 0.07),
     ("share", "7％", 0.07)],
)  # fmt: skip
def test_a_percentage_is_read_as_its_unit_wants_it(
    unit: str, content: object, value: float, tmp_path: Path
) -> None:
    catalogue = with_unit("waste_generated", unit)
    path = tmp_path / "figures.xlsx"
    write_template(path, plan_of(ASKED, {}), catalogue, languages=("en",))
    book = openpyxl.load_workbook(path)
    book["Figures"]["G8"] = content
    book["Figures"]["G8"].number_format = '"about" 0.0%'
    book.save(path)

    found = read_template(path, catalogue)

    assert found.table["value"].tolist() == [value]
    told = ["template-percent"] if isinstance(content, float) else []
    assert [one.kind for one in found.problems] == told


def test_a_format_that_only_quotes_a_percent_sign_shows_none(tmp_path: Path) -> None:
    found = read_after(tmp_path, shown("G5", 1100, '0" % of what?"'))

    assert found.table["value"].tolist() == [1000, 1100]
    assert found.problems == []


def test_a_formula_counts_with_the_result_that_was_saved_and_is_told(tmp_path: Path) -> None:
    path = edited(tmp_path, put(G5="=G4*2"))
    rewritten(
        path,
        "sheet2",
        lambda text: re.sub(r"(<f>G4\*2</f>)(?:<v\s*/>|<v></v>)", r"\1<v>2000</v>", text),
    )

    found = read_template(path, load())

    assert found.table["value"].tolist() == [1000, 2000]
    assert [one.kind for one in found.problems] == ["template-formula"]
    assert "G5" in str(found.problems[0])


def rewritten(path: Path, part: str, change: Callable[[str], str], **more: bytes) -> None:
    """Change one part of a workbook, and add others."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            is_it = part and part in name and name.endswith(".xml")
            archive.writestr(name, change(content.decode()) if is_it else content)
        for name, content in more.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("xl/vbaProject.bin", "template-macros"),
        ("xl/macrosheets/sheet1.xml", "template-macros"),
        ("xl/externalLinks/externalLink1.xml", "template-links"),
        ("xl/embeddings/oleObject1.bin", "template-links"),
        ("xl/connections.xml", "template-links"),
    ],
)
def test_a_workbook_with_more_than_cells_is_not_opened(
    part: str, kind: str, tmp_path: Path
) -> None:
    path = sent(tmp_path)
    rewritten(path, "", str, **{part: b"x"})

    found = read_template(path, load())

    assert [one.kind for one in found.problems] == [kind]
    assert len(found.table) == 0


def test_an_ending_that_stands_for_macros_is_enough(tmp_path: Path) -> None:
    path = sent(tmp_path).rename(tmp_path / "figures.xlsm")

    assert [one.kind for one in read_template(path, load()).problems] == ["template-macros"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = sent(tmp_path)
    rewritten(path, "", str, **{"xl/media/zeros.bin": bytes(100 << 20)})

    assert {one.kind for one in read_template(path, load()).problems} == {"zip-ratio"}


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    path = sent(tmp_path)
    laughs = "".join(f'<!ENTITY l{depth} "{f"&l{depth - 1};" * 10}">' for depth in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'

    def laugh(text: str) -> str:
        begin = text.index("?>") + 2 if text.startswith("<?xml") else 0
        return text[:begin] + head + text[begin:].replace("1000", "&l9;", 1)

    rewritten(path, "sheet2", laugh)

    assert {one.kind for one in read_template(path, load()).problems} == {"unreadable"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"series,area\n", bytes(100)])
def test_a_file_that_is_no_workbook_is_one_problem(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(content)

    assert [one.kind for one in read_template(path, load()).problems] == ["zip-broken"]


def test_a_series_that_the_catalogue_lost_is_read_and_told(tmp_path: Path) -> None:
    known = load()
    fewer = {code: one for code, one in known.statistics.items() if code != "people"}

    found = read_template(sent(tmp_path), replace(known, statistics=fewer))

    assert found.table["value"].tolist() == [1000]
    assert [one.kind for one in found.problems] == ["template-series-gone"]


def test_a_series_whose_unit_changed_is_not_read(tmp_path: Path) -> None:
    found = read_template(edited(tmp_path, put(G8=12)), with_unit("waste_generated", "persons"))

    assert found.table["series"].tolist() == ["people"]
    assert [one.kind for one in found.problems] == ["template-unit-changed"]


def test_rows_may_be_sorted_and_columns_moved(tmp_path: Path) -> None:
    def stir(sheet: Sheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        rows = [rows[0], *reversed(rows[1:])]
        for number, row in enumerate(rows, start=3):
            for column, content in enumerate(reversed(row), start=1):
                sheet.cell(row=number, column=column).value = content

    found = read_after(tmp_path, stir)

    assert found.problems == []
    assert found.table[["series", "period", "value"]].to_numpy().tolist() == [
        ["people", "2019", 1000]
    ]


def test_a_sheet_may_be_renamed_and_lines_put_above(tmp_path: Path) -> None:
    def rename(sheet: Sheet) -> None:
        sheet.title = "Done"
        sheet.insert_rows(1)

    found = read_after(tmp_path, rename)

    assert found.table["value"].tolist() == [1000]
    assert found.problems == []


def test_everything_is_told_at_once(tmp_path: Path) -> None:
    found = read_after(tmp_path, put(G5="x", G6="1,234", I7="maybe", M8="other", Q9="ask"))

    assert sorted(one.kind for one in found.problems) == [
        "not-a-number", "number-ambiguous", "statistics-notation", "template-key-changed",
        "template-outside",
    ]  # fmt: skip
    assert [one.where.partition("!")[2] for one in found.problems if "number" in one.kind] == [
        "G5", "G6",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        [["cell", "people", "X", "2019", ""], ["cell", "people", "X", "2019", ""]],
        [["cell", 1, "X", "2019", ""]],
        [["cell", "people"]],
        [["formula", "x"]],
        [],
    ],
)
def test_a_hidden_list_that_was_forged_is_refused(
    lines: list[list[object]], tmp_path: Path
) -> None:
    def forge(sheet: Sheet) -> None:
        hidden = sheet.parent[HIDDEN]
        written = [json.dumps(line) for line in lines]
        hidden.delete_rows(2, hidden.max_row)
        for number, line in enumerate(
            [json.dumps(["fingerprint", fingerprint(written)]), *written], start=2
        ):
            hidden[f"A{number}"] = line

    found = read_after(tmp_path, forge)

    assert [one.kind for one in found.problems] == ["template-damaged"]


@pytest.mark.parametrize("ref", ["G4", "4:9", "A1:XFE99999999", "$G$4:$G$9", "x"])
def test_a_merge_that_says_no_range_stops_nothing_or_the_whole_file(
    ref: str, tmp_path: Path
) -> None:
    path = sent(tmp_path)
    merged = f'<mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells><conditionalFormatting'
    rewritten(path, "sheet2", lambda text: text.replace("<conditionalFormatting", merged, 1))

    found = read_template(path, load())

    usable = {(): [1000], ("unreadable",): []}
    assert found.table["value"].tolist() == usable[tuple(one.kind for one in found.problems)]


def test_a_sheet_that_would_fill_the_memory_with_blanks_is_refused(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(50, 1400))
    path = sent(tmp_path)
    rewritten(path, "sheet2", lambda text: text.replace("</sheetData>", f"{rows}</sheetData>"))

    assert [one.kind for one in read_template(path, load()).problems] == ["table-too-large"]


def test_a_long_list_is_cut_and_counted(tmp_path: Path) -> None:
    cells = {f"Q{row}": "beside" for row in range(4, 304)}

    found = read_after(tmp_path, put(**cells))

    assert [one.kind for one in found.problems] == ["template-outside"] * 200 + ["and-more"]
