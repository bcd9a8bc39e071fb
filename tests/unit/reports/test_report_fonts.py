"""Fonts cut down to what a page needs, and letters that no font has."""

from __future__ import annotations

import io
import json

from fontTools.ttLib import TTFont

from localgoals.reports.fonts import SANS, SERIF, font_face, letters_of, subset_woff2
from localgoals.reports.pdf import printable


def test_a_subset_holds_the_letters_that_were_asked_for_and_no_others() -> None:
    letters = frozenset("人口Aa1。")

    font = TTFont(io.BytesIO(subset_woff2(SANS, letters)))

    assert set(map(chr, font.getBestCmap())) == letters
    assert font.flavor == "woff2"


def test_the_same_letters_give_the_same_bytes() -> None:
    first = subset_woff2(SERIF, frozenset("目标ab"))
    subset_woff2.cache_clear()

    assert subset_woff2(SERIF, frozenset("目标ab")) == first


def test_no_letters_no_font() -> None:
    assert font_face(SANS, set()) == ""


def test_letters_that_the_font_lacks_become_plain_ones_or_a_box() -> None:
    assert printable("ln(P₂ ÷ P₁) 人 ᚠ\x07") == "ln(P2 ÷ P1) 人 □"
    assert "人" in letters_of(SANS)


def test_an_accent_that_is_written_apart_joins_its_letter_or_becomes_a_box() -> None:
    assert printable("Que\u0301bec x\u0300 \u0300") == "Québec x□ □"


def test_what_json_writes_behind_a_backslash_takes_no_accent() -> None:
    written = json.dumps({"line": "a\n\u0303b"}, ensure_ascii=False)

    assert json.loads(printable(written)) == {"line": "a\n□b"}
