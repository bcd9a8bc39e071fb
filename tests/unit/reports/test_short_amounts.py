"""Axes word large amounts as each reader does."""

from __future__ import annotations

import altair as alt
import pytest

from localgoals.model.text import Language
from localgoals.reports.charts import drawn_svg, short_amounts


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", {"0", "200k", "1.5M", "2bn"}), ("zh", {"0", "20万", "150万", "20亿"})],
)
def test_an_axis_has_no_unit_at_nought_and_the_words_of_its_language(
    language: Language, words: set[str]
) -> None:
    values = [0, 200_000, 1_500_000, 2_000_000_000]
    axis = alt.Axis(values=values, labelExpr=short_amounts(language), labelOverlap=False)
    rows = alt.InlineData(values=[{"at": value} for value in values])
    drawing = alt.Chart(rows).mark_point().encode(x=alt.X("at:Q", axis=axis))

    svg = drawn_svg(drawing, "amounts", "Amounts")

    for one in words:
        assert f">{one}</text>" in svg
