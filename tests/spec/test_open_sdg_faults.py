"""Every fault of numbers and of Open SDG folders, met in real files and said in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from localgoals.catalogue.language import say
from localgoals.ingest.open_sdg import read_open_sdg
from localgoals.ingest.statistics_faults import STATISTICS_FAULTS

PLACEHOLDER = "Year,Group,Value\n2015,A,1\n2015,B,3\n2015,,2\n2016,A,1\n2016,B,3\n2016,,2\n"
SOUND = "Year,Sex,Value\n2019,,5\n2019,Female,6\n"
YEARS = [*range(2010, 2014)]
# Files by name; the demonstration data has too many rows to stand here, its test is golden.
CASES: dict[str, dict[str, str]] = {
    "number-ambiguous": {"indicator_1-1-1.csv": 'Year,Value\n2019,"1,234"\n2020,5\n'},
    "number-other-mark": {"indicator_1-1-1.csv": 'Year,Value\n2019,"1.234,5"\n2020,5\n'},
    "number-grouping": {"indicator_1-1-1.csv": "Year,Value\n2019,12 34\n2020,5\n"},
    "number-percent-mixed": {"indicator_1-1-1.csv": "Year,Value\n2019,12%\n2020,13\n"},
    "opensdg-none": {},
    "opensdg-placeholder": {"indicator_1-1-1.csv": PLACEHOLDER.replace("\n", "\r\n")},
    "opensdg-not-statistical": {"indicator_5-a-2.csv": "Year,Value\nNot statistical,\n"},
    "opensdg-file-name": {"figures.csv": SOUND},
    "opensdg-header": {"indicator_1-1-1.csv": "Value,Year\n5,2019\n"},
    "opensdg-dimension": {"indicator_1-1-1.csv": "Year,性别,Value\n2019,女,5\n"},
    "opensdg-year": {"indicator_1-1-1.csv": "Year,Value\n20190,5\n2020,5\n2021-2019,6\n"},
    "opensdg-blank": {"indicator_1-1-1.csv": "Year,Value\n2019,\n2020,5\n"},
    "opensdg-two-values": {"indicator_1-1-1.csv": "Year,Value\n2019,5\n2019,6\n2020,5\n"},
    "opensdg-same-twice": {"indicator_1-1-1.csv": "Year,Value\n2019,5\n2019,5\n"},
    "opensdg-same-file": {"indicator_1-1-1.csv": SOUND, "indicator_1-2-1.csv": SOUND},
    "statistics-copied-down": {
        "indicator_1-1-1.csv": "Year,Value\n" + "".join(f"{year},7.3\n" for year in YEARS)
    },
    "statistics-jump": {"indicator_1-1-1.csv": "Year,Value\n2019,5.1\n2020,510\n"},
    "statistics-percent-as-share": {
        "indicator_1-1-1.csv": "Year,Units,Value\n2019,Percent,.5\n2020,Percent,.6\n"
        "2021,Percent,.7\n"
    },
}


def folder_of(root: Path, files: dict[str, str]) -> Path:
    folder = root / "data"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.mark.parametrize("kind", CASES)
def test_the_fault_is_named_alone_and_can_be_said(kind: str, tmp_path: Path) -> None:
    found = read_open_sdg(folder_of(tmp_path, CASES[kind]), area="XX-ONE")

    assert {one.kind for one in found.problems} == {kind}
    assert all(say(one.sentence, "zh") != say(one.sentence, "en") for one in found.problems)


def test_every_kind_has_a_case() -> None:
    of_folders = {kind for kind in STATISTICS_FAULTS if kind.startswith("opensdg-")}

    assert of_folders <= {*CASES, "opensdg-demo"}


def test_rows_without_fault_are_read_with_their_series_area_and_group(tmp_path: Path) -> None:
    text = (
        "Year,Series,Race/ Ethnicity,Age,Units,GeoCode,Value\n"
        "2019,Means,,,µg/m³,,12\n2019–2021,,Asian,Under 5,,XX-TWO,1.2万\n"
    )

    table = read_open_sdg(folder_of(tmp_path, {"Indicator_11-6-2.csv": text}), area="XX-ONE").table

    assert table.to_numpy().tolist() == [
        ["11.6.2 Means [µg/m³]", "XX-ONE", "2019", "", 12, ""],
        ["11.6.2", "XX-TWO", "2019-2021", "age=Under 5;race_ethnicity=Asian", 12_000, ""],
    ]


def test_a_blank_is_not_estimated_and_two_contradicting_values_are_both_left_out(
    tmp_path: Path,
) -> None:
    text = "Year,Value\n2018,\n2019,5\n2019,6\n2020,7\n2020,\n"

    table = read_open_sdg(folder_of(tmp_path, {"1-1-1.csv": text}), area="XX-ONE").table

    assert table["period"].tolist() == ["2018", "2020"]
    assert table["notation"].tolist() == ["NE", ""]
    assert table["value"].isna().tolist() == [True, False]


def test_a_file_that_is_no_table_stops_only_itself(tmp_path: Path) -> None:
    files = {"indicator_1-1-1.csv": "Year,Value\n", "indicator_1-2-1.csv": SOUND}

    found = read_open_sdg(folder_of(tmp_path, files), area="XX-ONE")

    assert [one.kind for one in found.problems] == ["table-empty"]
    assert found.outcomes == {"indicator_1-1-1.csv": "faulty", "indicator_1-2-1.csv": "read"}
