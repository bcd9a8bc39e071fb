"""How numbers are written in tables, and what is read: never a guess that can be wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localgoals.ingest.numbers import DecimalMark, amounts_in, read_number
from localgoals.ingest.pack import Resource
from localgoals.ingest.statistics import read_statistics
from localgoals.model.problem import Problem

READ: list[tuple[str, DecimalMark | None, float]] = [
    ("12", None, 12), ("-0.5", None, -0.5), ("+7", None, 7), (" 12 ", None, 12), (".5", None, 0.5),
    ("1e5", None, 100_000), ("１２．５", None, 12.5), ("－５", None, -5), ("−7", None, -7),
    ("１，２３４", None, 1234), ("1，234，567", None, 1_234_567), ("1,234,567", None, 1_234_567),
    ("1,234.5", None, 1234.5), ("1 234", None, 1234), ("1\u00a0234\u00a0567", None, 1_234_567),
    ("1\u202f234.5", None, 1234.5), ("1'234", None, 1234), ("1\u2019234", None, 1234),
    ("1.2万", None, 12_000), ("3 亿", None, 300_000_000), ("１．５億", None, 150_000_000),
    ("12.5%", None, 12.5), ("12,5 %", "comma", 12.5), ("５０％", None, 50),
    ("1,234", "point", 1234), ("1,234", "comma", 1.234), ("1.234", None, 1.234),
    ("1.234", "comma", 1234), ("1.234,5", "comma", 1234.5), ("1.234.567", "comma", 1_234_567),
]  # fmt: skip
REFUSED: list[tuple[str, DecimalMark | None, str]] = [
    ("1,234", None, "number-ambiguous"), ("-1,234", None, "number-ambiguous"),
    ("1,234万", None, "number-ambiguous"), ("1,5", None, "number-other-mark"),
    ("1.234,5", None, "number-other-mark"), ("1.234.567", None, "number-other-mark"),
    ("1,234.5", "comma", "number-other-mark"), ("0,123", None, "number-other-mark"),
    ("1,23,456", None, "number-grouping"), ("12 34", None, "number-grouping"),
    ("1,234 567", None, "number-grouping"), ("5,", None, "number-grouping"),
    ("about 5", None, "not-a-number"), ("10²", None, "not-a-number"), ("½", None, "not-a-number"),
    ("(5)", None, "not-a-number"), ("inf", None, "not-a-number"), ("1万2", None, "not-a-number"),
    ("1e999", None, "not-a-number"), ("1_000", None, "not-a-number"), ("", None, "not-a-number"),
    ("٣", None, "not-a-number"), ("=1+1", None, "not-a-number"), ("9" * 90, None, "not-a-number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "decimal", "value"), READ)
def test_a_number_is_read_as_it_was_meant(
    text: str, decimal: DecimalMark | None, value: float
) -> None:
    assert read_number(text, "a.csv, row 2", decimal=decimal) == value


@pytest.mark.parametrize(("text", "decimal", "kind"), REFUSED)
def test_what_could_be_wrong_is_a_problem(
    text: str, decimal: DecimalMark | None, kind: str
) -> None:
    read = read_number(text, "a.csv, row 2", decimal=decimal)

    assert isinstance(read, Problem)
    assert (read.kind, read.where) == (kind, "a.csv, row 2")


FULL_WIDTH = {code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)}
NUMBERS = st.decimals(-(10**12), 10**12, places=3, allow_nan=False)


@given(NUMBERS, st.sampled_from([" ", "'", "\u00a0"]), st.booleans())
def test_a_written_number_is_read_back(number: object, mark: str, is_wide: bool) -> None:
    point = f"{number:,.3f}"
    comma = point.translate({ord(","): ".", ord("."): ","})
    marked = point.replace(",", mark)
    wide = marked.translate(FULL_WIDTH) if is_wide and mark == " " else marked
    value = float(str(number))

    assert read_number(point, "", decimal="point") == value
    assert read_number(comma, "", decimal="comma") == value
    assert read_number(wide, "") == value
    assert read_number(f"{point}%", "", decimal="point") == value


@given(NUMBERS, st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_a_number_in_wan_and_yi_is_read_back(number: object, multiple: tuple[str, int]) -> None:
    unit, times = multiple

    assert read_number(f"{number}{unit}", "") == pytest.approx(
        float(str(number)) * times, rel=1e-15
    )


@given(st.text(max_size=70), st.sampled_from([None, "point", "comma"]))
def test_any_text_is_a_finite_number_or_a_problem(text: str, decimal: DecimalMark | None) -> None:
    read = read_number(text, "", decimal=decimal)

    assert isinstance(read, Problem) or np.isfinite(read)


def test_a_column_names_its_rows_counts_the_rest_and_warns_of_some_percent_signs() -> None:
    column = pd.Series(["1", "2%", None, "NA", *["x"] * 25], name="value", dtype=object)

    numbers, problems = amounts_in(column, "a.csv")

    np.testing.assert_array_equal(numbers[:4], [1, 2, np.nan, np.nan])
    assert problems[0].where == "a.csv, row 6, column value"
    assert [one.kind for one in problems[-2:]] == ["and-more", "number-percent-mixed"]
    assert problems[-2].found.values["count"] == 5


def test_a_table_of_statistics_is_read_as_people_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(
        "series,area,period,value,margin\nbirths,X,2019,12万,\nbirths,X,2020,１，２３４,\n"
        'births,X,2021,"1.234,5","2,5"\n',
        encoding="gb18030",
    )
    plain = Resource("facts", "statistics", (path,), "csv", "0" * 64)
    stated = Resource("facts", "statistics", (path,), "csv", "0" * 64, None, {"decimal": "comma"})

    refused, problems = read_statistics([plain])
    again, _ = read_statistics([stated])

    assert refused is None
    assert [one.kind for one in problems] == ["number-other-mark", "number-other-mark"]
    assert again is not None
    assert again.table["value"].tolist() == [120_000, 1.234, 1234.5]
    assert again.table["margin"].tolist()[2] == 2.5
