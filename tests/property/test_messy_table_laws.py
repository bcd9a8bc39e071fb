"""Laws of messy tables: a number reads back however it was written, and long is wide again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from localgoals.ingest.chinese_numbers import chinese_number, written
from localgoals.ingest.numbers import read_number
from localgoals.ingest.plain_csv import read_plain_csv
from localgoals.ingest.tables import UNKNOWN, read_any_csv, read_table
from localgoals.ingest.wide.table import read_wide
from localgoals.ingest.wide.wishes import Wishes

FULL_WIDTH = {code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)}
WHOLE = st.integers(0, 10**12 - 1)


@given(WHOLE)
def test_a_chinese_numeral_written_in_full_is_read_back(number: int) -> None:
    assert chinese_number(written(number)) == number
    assert read_number(written(number), "") == number


@given(st.integers(1, 9999), st.integers(1, 9999), st.booleans())
def test_a_number_in_yi_and_wan_is_read_back(larger: int, smaller: int, is_wide: bool) -> None:
    text = f"{larger}亿{smaller}万"

    read = read_number(text.translate(FULL_WIDTH) if is_wide else text, "")

    assert read == larger * 10**8 + smaller * 10**4


CELLS = st.one_of(
    st.sampled_from([*UNKNOWN, "007", "1e3", "-0", "inf", "1_0", " 5", "5 ", "北京", "é", "+7"]),
    st.integers(-99, 10**6).map(str),
    st.decimals(-999, 999, places=2).map(str),
    st.text(st.sampled_from('ab,;"\t\n\r 1.é'), max_size=4),
)
NAMES = st.lists(st.sampled_from(["a", "b", "c d", "值", "", "a "]), min_size=1, max_size=4)


@given(NAMES, st.lists(st.lists(CELLS, max_size=4), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_the_fast_reader_gives_what_the_other_gives_or_nothing(
    names: list[str], rows: list[list[str]], end: str
) -> None:
    raw = (end.join(",".join(cells) for cells in [names, *rows]) + end).encode()
    plain = read_plain_csv(raw, UNKNOWN)
    if plain is None:
        return

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(raw)
        slow, problems = read_any_csv(path)
        fast, _ = read_table(path)

    assert problems == []
    assert slow is not None
    pd.testing.assert_frame_equal(plain.dropna(how="all").astype("str"), slow.astype("str"))
    assert list(fast.columns) == list(slow.columns)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6))
def test_columns_become_the_same_numbers_either_way(rows: list[list[str]]) -> None:
    text = "\n".join(["a,b", *(",".join(cells) for cells in rows)]) + "\n"

    with tempfile.TemporaryDirectory() as folder:
        path, quoted = Path(folder) / "plain.csv", Path(folder) / "quoted.csv"
        path.write_text(text, encoding="utf-8", newline="")
        # A quoted header keeps the fast reader away.
        quoted.write_text(text.replace("a,b", '"a",b', 1), encoding="utf-8", newline="")
        fast, faults = read_table(path)
        slow, others = read_table(quoted)

    assert [one.kind for one in faults] == [one.kind for one in others]
    pd.testing.assert_frame_equal(fast, slow, check_index_type=False)


@st.composite
def tables(draw: st.DrawFn) -> dict[tuple[str, str], float]:
    areas = draw(
        st.lists(st.sampled_from(["North", "South", "东城区", "Bù"]), min_size=1, unique=True)
    )
    years = draw(st.lists(st.integers(1900, 2100), min_size=1, max_size=4, unique=True))
    value = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)
    return {(area, str(year)): float(draw(value)) for area in areas for year in years}


@given(tables(), st.booleans(), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_a_long_table_is_the_same_through_a_wide_one(
    figures: dict[tuple[str, str], float], years_are_rows: bool, encoding: str
) -> None:
    wide = pd.Series(figures).unstack()
    wide.index.name, wide.columns.name = "地区", None
    if years_are_rows:
        wide = wide.T
        wide.index.name = "年份"

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.csv"
        wide.to_csv(path, encoding=encoding)
        read = read_wide(path, Wishes(series="people"))

    table = read.table.set_index(["area", "period"])["value"]
    assert table.to_dict() == figures
