"""People find an indicator by the words they know, in either language."""

from __future__ import annotations

import pytest

from localgoals.catalogue.load import load
from localgoals.catalogue.search import search


def found(words: str) -> list[str]:
    return [hit.code for hit in search(load(), words)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("public transport", "11.2.1"),
        ("公共交通", "11.2.1"),
        ("PM2.5", "11.6.2"),
        ("细颗粒物", "11.6.2"),
        ("空气", "11.6.2"),
        ("slum", "11.1.1"),
        ("贫民窟", "11.1.1"),
        ("UNEMPLOY", "8.5.2"),
        ("绿地", "3.3-P1"),
        ("残疾", "1.2-P7"),
    ],
)
def test_words_of_either_language_find_an_indicator(words: str, code: str) -> None:
    assert code in found(words)


def test_a_code_finds_its_own_entry_first_and_what_lies_below() -> None:
    assert found("11.2") == ["11.2", "11.2.1"]


def test_all_words_must_fit() -> None:
    assert "11.2.1" in found("transport people")
    assert "11.2.1" not in found("transport volcano")


def test_words_of_both_languages_may_be_mixed() -> None:
    assert "11.2.1" in found("transport 公共")


def test_a_title_counts_more_than_a_note() -> None:
    hits = search(load(), "步行")

    scores = {hit.code: hit.score for hit in hits}

    assert scores["3.4-P4"] > scores["11.7.1"]
    assert [hit.score for hit in hits] == sorted(scores.values(), reverse=True)


def test_a_word_in_a_note_is_found() -> None:
    assert "11.6.2" in found("satellites")


def test_the_name_of_a_statistic_finds_the_ratio_made_of_it() -> None:
    assert "1.2.1" in found("poverty status")


def test_an_english_word_is_found_by_its_beginning_only() -> None:
    assert "3.4-P3" in found("stree")
    assert "3.4-P3" not in found("treet")


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "((", "量子"])
def test_words_that_fit_nothing_find_nothing(words: str) -> None:
    assert found(words) == []
