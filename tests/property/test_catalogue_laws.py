"""Laws of the search and of the order of codes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localgoals.catalogue.load import load, order_of_code
from localgoals.catalogue.search import search

INDICATORS = list(load().indicators.values())
TARGETS = list(load().targets.values())
entries = st.sampled_from([*INDICATORS, *TARGETS])


@given(entry=entries, data=st.data())
def test_any_piece_of_a_chinese_title_finds_its_entry(entry: object, data: st.DataObject) -> None:
    title = entry.title.zh  # type: ignore[attr-defined]
    starts = [at for at, letter in enumerate(title) if "一" <= letter <= "鿿"]
    start = data.draw(st.sampled_from(starts))
    end = data.draw(st.integers(start + 1, len(title)))
    piece = title[start:end]

    found = {hit.code for hit in search(load(), piece)}

    assert entry.code in found  # type: ignore[attr-defined]


@given(entry=entries, data=st.data())
def test_any_word_of_an_english_title_finds_its_entry_in_any_case(
    entry: object, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(entry.title.en.split()))  # type: ignore[attr-defined]

    found = {hit.code for hit in search(load(), word.upper())}

    assert entry.code in found  # type: ignore[attr-defined]


@given(words=st.lists(st.text(max_size=8), max_size=3))
def test_more_words_never_find_more(words: list[str]) -> None:
    fewer = {hit.code for hit in search(load(), "public")}

    narrowed = {hit.code for hit in search(load(), " ".join(["public", *words]))}

    assert narrowed <= fewer


@given(
    goal=st.integers(1, 17),
    later=st.integers(1, 16),
    rest=st.tuples(st.integers(1, 19), st.integers(1, 9)),
)
def test_codes_of_a_later_goal_come_later(goal: int, later: int, rest: tuple[int, int]) -> None:
    first, second = f"{goal}.{rest[0]}.{rest[1]}", f"{goal + later}.1.1"

    assert order_of_code(first) < order_of_code(second)
