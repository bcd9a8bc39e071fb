"""Two columns that should name the same thing, such as a city and the one it was matched with."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final
from unicodedata import combining, normalize

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.sheets import Sheet
from localgoals.ingest.wide_header import Frame
from localgoals.ingest.wide_layout import names_of
from localgoals.ingest.wide_wishes import Wishes
from localgoals.model.problem import Problem

ALIKE: Final = 0.5
"""Names whose letters agree less than this are of two things (Ratcliff and Obershelp's ratio)."""


def unlike_names(sheet: Sheet, frame: Frame, wishes: Wishes) -> list[Problem]:
    """Find rows in which two columns that should name the same thing do not."""
    names = names_of(sheet, frame)
    problems: list[Problem] = []
    for pair in wishes.same:
        missing = [one for one in pair if one not in names]
        there = ", ".join(filter(None, names))[:300]
        problems += [
            feed_problem("wide-column-missing", sheet.where, column=one, columns=there)
            for one in missing
        ]
        if missing:
            continue
        first, second = (names.index(one) for one in pair)
        for row in frame.body:
            texts = sheet.text(row, first), sheet.text(row, second)
            if all(texts) and not _are_alike(*texts):
                said = {"first": repr(texts[0][:80]), "second": repr(texts[1][:80])}
                problems.append(
                    feed_problem("wide-names-differ", f"{sheet.where}, row {row + 1}", **said)
                )
    return problems


def _are_alike(first: str, second: str) -> bool:
    """Tell whether two names can be spellings of one, without accents, spaces and marks."""
    one, other = _letters_of(first), _letters_of(second)
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _letters_of(text: str) -> str:
    plain = "".join(one for one in normalize("NFKD", text) if not combining(one))
    return "".join(one for one in plain.lower() if one.isalnum())
