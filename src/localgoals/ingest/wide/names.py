"""Two columns that should name the same thing, such as a city and the one it was matched with."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final
from unicodedata import combining, normalize

from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.sheets import Sheet
from localgoals.ingest.wide.header import Frame
from localgoals.ingest.wide.layout import names_of
from localgoals.ingest.wide.wishes import Wishes
from localgoals.model.problem import Problem

ALIKE: Final = 0.6
"""Words whose letters agree less than this are two words (Ratcliff and Obershelp's ratio)."""
_SHORTEST = 3


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
    """
    Tell whether two names can be spellings of one, without accents, marks and articles.

    One is within the other, or each word of the one with fewer words has its like in the other.
    """
    one, other = _words_of(first), _words_of(second)
    joined, joined_other = "".join(one), "".join(other)
    if joined in joined_other or joined_other in joined:
        return True
    few, many = sorted((_long(one), _long(other)), key=len)
    return all(any(_agree(word, like) for like in many) for word in few)


def _words_of(text: str) -> list[str]:
    plain = "".join(one for one in normalize("NFKD", text).lower() if not combining(one))
    return re.findall(r"[^\W_]+", re.sub("['’‘`]", "", plain))


def _long(words: list[str]) -> list[str]:
    """Leave out articles: al, de, of."""
    return [one for one in words if len(one) >= _SHORTEST] or words


def _agree(word: str, like: str) -> bool:
    return SequenceMatcher(None, word, like).ratio() >= ALIKE
