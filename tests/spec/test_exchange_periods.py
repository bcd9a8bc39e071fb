"""Which texts are whole years, which are parts of one, and which are neither."""

from __future__ import annotations

import pytest

from localgoals.ingest.exchange.periods import is_part_of_year, period_of

WHOLE = {
    "2019": "2019",
    "2019-A1": "2019",
    "２０１９": "2019",
    "2019-2021": "2019-2021",
    "2019/P1Y": "2019",
    "2019/P3Y": "2019-2021",
    "2019-01-01/P3Y": "2019-2021",
    "2019-01-01T00:00:00/P3Y": "2019-2021",
    "2019-01-01/P36M": "2019-2021",
    "2019-01-01/2021-12-31": "2019-2021",
}
PARTS = ["2019-Q1", "2019Q4", "2019-S1", "2019-H2", "2019-T3", "2019-M01", "2019M12", "2019-W53",
         "2019-D365", "2019-01", "2019-06-30", "2019-06-30T12:00:00", "2019-01-01/P3M",
         "2019-04-01/P1Y", "2019-04-01/2020-03-31"]  # fmt: skip
NEITHER = ["", "soon", "19", "20190", "2021-2019", "2019/P0Y", "9999/P2Y", "2019-A2"]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_years_are_read(text: str) -> None:
    assert str(period_of(text)) == WHOLE[text]


@pytest.mark.parametrize("text", PARTS)
def test_a_part_of_a_year_is_known_as_one(text: str) -> None:
    assert period_of(text) is None
    assert is_part_of_year(text)


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_neither_is_no_period(text: str) -> None:
    assert period_of(text) is None
    assert not is_part_of_year(text) or text in ("2019/P0Y", "9999/P2Y")
