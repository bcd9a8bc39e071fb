"""Laws of texts that spreadsheets leave alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localgoals.model.spreadsheet_text import RUN, guarded, unguarded

TEXTS = st.text(st.sampled_from(["'", "a", " ", "1", *RUN]), max_size=5) | st.text()


@given(TEXTS)
def test_no_guarded_text_is_run(text: str) -> None:
    assert not guarded(text).startswith(RUN)


@given(TEXTS)
def test_whoever_takes_the_guard_away_has_the_text_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
