"""The matrix of signs, in both languages, with names that try to break it."""

from __future__ import annotations

from localgoals.model.text import Text
from localgoals.reports.pictures.matrix import Matrix, matrix_svg

LEGEND = (Text("eligible", "符合"), Text("not known", "未知"), Text("not eligible", "不符合"))


def drawn(columns: tuple[str, ...], rows: tuple[str, ...] = ("a", "b")) -> str:
    signs = tuple(("yes", "unknown", "no")[: len(columns)] for _ in rows)
    chart = Matrix("m", Text("Funds", "基金"), Text("Signs", "符号"), rows, columns, signs, LEGEND)
    return matrix_svg(chart, "zh")


def test_short_names_stand_above_and_long_ones_become_numbers() -> None:
    assert ">Gap<" in drawn(("Gap", "CIF"))
    long = drawn(("Cities Investment Facility", "Gap Fund of many cities"))

    assert "Cities" not in long
    assert ">1<" in long
    assert ">2<" in long


def test_the_legend_and_the_description_are_in_the_language() -> None:
    svg = drawn(("A", "B", "C"))

    assert all(words.zh in svg for words in LEGEND)
    assert 'aria-label="符号"' in svg


def test_names_with_quotes_and_marks_stand_as_they_are_written() -> None:
    svg = drawn(("A",), ("o'hara \\ 'x'", "<b>", "o'hara \\ 'x'"))

    assert svg.count("o'hara \\ 'x'") == 2
    assert "&lt;b&gt;" in svg
    assert "<b>" not in svg
