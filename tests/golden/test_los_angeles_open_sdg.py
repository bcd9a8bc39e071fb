"""The Open SDG folder of Los Angeles: 134 real files in, 110 placeholders reported as such."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from localgoals.ingest.open_sdg import OpenSdg, read_open_sdg


@pytest.fixture(scope="module")
def found(shared: Path) -> OpenSdg:
    return read_open_sdg(shared / "data/los_angeles_us_tables/data", area="US-LAX")


def test_each_of_the_249_files_has_its_outcome(found: OpenSdg) -> None:
    # shared/data/los_angeles_us_tables/SOURCE.txt: 249 CSVs, 110 placeholders, 134 of its own.
    others = {name for name, one in found.outcomes.items() if one not in ("read", "placeholder")}

    assert len(found.outcomes) == 249
    assert found.count("read") == 134
    assert found.count("placeholder") == 110
    assert found.count("demonstration") == 4
    assert found.count("not-statistical") == 1
    assert others == {
        "demo_indicator.csv", "indicator_10-c-1.csv", "indicator_11-1-2.csv",
        "indicator_3-d-2.csv", "indicator_5-a-2.csv",
    }  # fmt: skip


def test_the_figures_have_no_key_twice_and_nothing_of_a_placeholder(found: OpenSdg) -> None:
    table = found.table
    read = {name for name, outcome in found.outcomes.items() if outcome == "read"}
    codes = {name.rsplit("indicator_", 1)[1][:-4].replace("-", ".") for name in read}

    assert not table.duplicated(["series", "area", "period", "group"]).any()
    assert set(table["series"].str.split(" ").str[0]) == codes
    assert table["period"].str[:4].min() == "1984"
    poverty = table.query("series == '1.1.1 [Percent by Age]' and period == '2012'")
    assert poverty.set_index("group")["value"].to_dict() == {
        "": 10, "age=Under 18 years": 13.8, "age=18 to 64 years": 13.4,
        "age=65 years and over": 3.6,
    }  # fmt: skip


def test_every_fault_is_in_the_list(found: OpenSdg) -> None:
    counts = Counter(one.kind for one in found.problems)
    errors = [one.where for one in found.problems if one.severity == "error"]

    assert counts == {
        "opensdg-placeholder": 110, "opensdg-demo": 4, "opensdg-not-statistical": 1,
        "opensdg-blank": 11, "opensdg-same-file": 9, "opensdg-same-twice": 2,
        "opensdg-two-values": 1, "statistics-copied-down": 9, "statistics-jump": 10,
        "statistics-above-100": 7, "statistics-parts-short": 7,
    }  # fmt: skip
    assert errors == ["indicator_4-1-2.csv, row 49, column Value"]


def test_every_series_has_the_title_and_nearly_each_the_source_of_its_metadata(
    found: OpenSdg,
) -> None:
    by_series = {one.series: one for one in found.origins}

    assert len(found.origins) == 224
    assert set(by_series) == set(found.table["series"])
    assert sum(bool(one.title) for one in found.origins) == 224
    assert sum(bool(one.source) for one in found.origins) == 222
    air = next(one for one in found.origins if one.series.startswith("11.6.2"))
    assert air.title.startswith("Annual mean levels of fine particulate matter")
    assert air.source.startswith("South Coast Air Quality Management District (AQMD), https://")
