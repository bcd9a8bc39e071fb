"""Numbers and units as readers of both languages write them."""

from __future__ import annotations

from math import nan

import pytest

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import Clauses, Figure, Listing, Named, Words
from localgoals.reports.wording import spoken


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (Figure(77.65, "percent_people"), "77.7% of people", "77.7%（人口）"),
        (Figure(8_804_190.0, "persons"), "8,804,190 persons", "8,804,190人"),
        (Figure(85.58, "ug_per_m3"), "85.6 µg/m³", "85.6微克/立方米"),
        (Figure(0.0715, "ratio"), "0.07", "0.07"),
        (Figure(100.0, "percent", short=True), "100%", "100%"),
        (Figure(12.5, "percent", short=True), "12.5%", "12.5%"),
        (Figure(nan, "percent", short=True), "–", "–"),
        (Figure(3.0, "km2", bare=True), "3.0", "3.0"),
        (Figure(float("nan"), "persons"), "–", "–"),
        (Listing((Text("a", "甲"), "b")), "a, b", "甲、b"),
        (Clauses((Text("a", "甲"), "2020")), "a, 2020", "甲，2020"),
        (Named(Text("a", "甲"), Figure(1.0, "persons")), "a: 1 persons", "甲：1人"),
        (
            Message("within {limit}", {"limit": Figure(400.0, "metres")}),
            "within 400 m",
            "400米以内",
        ),
    ],
)
def test_words_are_said_in_both_languages(words: Words, english: str, chinese: str) -> None:
    assert (spoken(words, "en"), spoken(words, "zh")) == (english, chinese)
