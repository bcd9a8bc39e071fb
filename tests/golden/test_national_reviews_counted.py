"""Reviews of 2016 to 2020 as UCLG and the Global Taskforce printed them in 2020, and their sums."""

from __future__ import annotations

from pathlib import Path

import pytest
from front_door import localgoals

from localgoals.catalogue.tool_suite.declared import tool_of
from localgoals.ingest.tool_inputs import read_example
from localgoals.tool_suite.national_reviews import national_reviews

# Printed: reviews of five years in each class, their sum, and its share in whole per cent.
PRINTED = {
    "mid_high": ([10, 17, 21, 18, 26], 92, 45),
    "weak": ([6, 10, 7, 11, 5], 39, 19),
    "none": ([6, 14, 13, 10, 5], 48, 23),
    "no_elected": ([0, 2, 4, 5, 8], 19, 9),
    "no_information": ([0, 0, 1, 3, 3], 7, 3),
}


def test_the_sums_and_shares_that_were_printed_come_out() -> None:
    found = national_reviews(read_example(tool_of("national-reviews"))).tables
    years, (total,) = found["years"], found["together"].to_dict("records")

    assert years["reviews"].tolist() == [22, 43, 46, 47, 47]
    assert total["reviews"] == 205
    for code, (by_year, together, percent) in PRINTED.items():
        assert years[code].tolist() == by_year
        assert total[code] == together
        assert round(total[f"{code}_percent"]) == percent


def test_the_index_leaves_out_who_could_not_be_asked() -> None:
    found = national_reviews(read_example(tool_of("national-reviews"))).tables

    assert found["years"]["mean_points"].iloc[0] == pytest.approx((3 * 10 + 1.5 * 6) / 22)
    assert found["together"]["mean_points"].iloc[0] == pytest.approx(
        (3 * 92 + 1.5 * 39) / (92 + 39 + 48)
    )


def test_a_list_of_reviews_gives_what_their_counts_give(tmp_path: Path) -> None:
    for name, lines in {
        "list/reviews": "country,year,participation\nA,2023,weak\nB,2023,mid_high\nC,2024,none\n",
        "sums/counts": "year,participation,reviews\n2023,weak,1\n2023,mid_high,1\n2024,none,1\n",
    }.items():
        path = tmp_path / f"{name}.csv"
        path.parent.mkdir()
        path.write_text(lines)

    for given in ("list", "sums"):
        localgoals(tmp_path, "tools", "run", "national-reviews", given, "-o", f"{given}-out")

    one, other = (tmp_path / f"{given}-out" / "years.csv" for given in ("list", "sums"))
    assert one.read_bytes() == other.read_bytes()
    assert "2023,2.0," in one.read_text("utf-8-sig")


def test_a_blank_count_leaves_its_year_and_the_sum_unknown_and_both_tables_are_refused(
    tmp_path: Path,
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "counts.csv").write_text("year,participation,reviews\n2023,weak,\n2024,weak,2\n")

    done = localgoals(tmp_path, "tools", "run", "national-reviews", "mine", "-o", "out")
    (mine / "reviews.csv").write_text("country,year,participation\nA,2023,weak\n")
    refused = localgoals(tmp_path, "tools", "run", "national-reviews", "mine", "-o", "again")

    assert done.returncode == 0, done.stderr
    assert (
        (tmp_path / "out" / "together.csv")
        .read_text("utf-8-sig")
        .splitlines()[1]
        .startswith("all,,")
    )
    assert "2024,2.0," in (tmp_path / "out" / "years.csv").read_text("utf-8-sig")
    assert refused.returncode == 1
    assert "reviews or counts" in refused.stderr
    assert not (tmp_path / "again").exists()
