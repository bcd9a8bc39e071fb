"""Finds indicators, goals, targets and listed items by words in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from localgoals.catalogue.load import Catalogue
from localgoals.model.indicator import Indicator
from localgoals.model.text import Text

Kind = Literal["indicator", "goal", "target", "listed", "retired"]

# What a word is worth where it is found: a title says more about an entry than its notes do.
_CODE, _TITLE, _BODY = 8, 4, 1


@dataclass(frozen=True)
class Hit:
    """An entry of the catalogue that a search found, and how well it fits."""

    kind: Kind
    code: str
    title: Text
    score: int


def search(catalogue: Catalogue, words: str) -> list[Hit]:
    """
    Find what has all the words somewhere: in its code, its title or its text.

    English words are found by their beginning, so that `street` finds `streets`; Chinese has no
    spaces between words and is found anywhere. Upper and lower case are alike.

    Parameters
    ----------
    catalogue
        The catalogue to search.
    words
        Words in either language, separated by spaces.

    Returns
    -------
    hits
        The best first; indicators before goals, targets and items
        without a method that fit as well. Empty without words.

    Examples
    --------
    >>> from localgoals.catalogue.load import load
    >>> [hit.code for hit in search(load(), "贫民窟")]
    ['11.1.1', '11.1', 'slum-households', '1.1-P14']
    """
    wanted = words.casefold().split()
    hits = []
    for kind, code, title, body in _entries(catalogue):
        worths = [_worth(word, code.casefold(), title, body) for word in wanted]
        if worths and all(worths):
            hits.append(Hit(kind, code, title, sum(worths)))
    # Sorting is stable: entries of equal worth stay in the order of the catalogue.
    return sorted(hits, key=lambda hit: -hit.score)


def _entries(catalogue: Catalogue) -> Iterator[tuple[Kind, str, Text, str]]:
    for indicator in catalogue.indicators.values():
        yield "indicator", indicator.code, indicator.title, _body(catalogue, indicator)
    for goal in catalogue.goals.values():
        yield "goal", str(goal.number), goal.title, f"{goal.short.en} {goal.short.zh}"
    for target in catalogue.targets.values():
        yield "target", target.code, target.title, ""
    for items in catalogue.lists.values():
        for item in items.values():
            if item.code not in catalogue.indicators:
                kind: Kind = "listed" if item.status == "active" else "retired"
                yield kind, item.code, item.title, ""


def _body(catalogue: Catalogue, indicator: Indicator) -> str:
    texts = [series.title for series in indicator.series]
    texts += [indicator.method.formula, indicator.method.notes]
    texts += [threshold.name for threshold in indicator.thresholds]
    texts += [catalogue.statistics[name].title for name in indicator.statistics]
    return " ".join(f"{text.en} {text.zh}" for text in texts)


def _worth(word: str, code: str, title: Text, body: str) -> int:
    if word == code:
        return 2 * _CODE
    if code.startswith(word) and code[len(word) : len(word) + 1] in (".", "-"):
        return _CODE
    if _stands_in(word, f"{title.en} {title.zh}"):
        return _TITLE
    return _BODY if _stands_in(word, body) else 0


def _stands_in(word: str, text: str) -> bool:
    # A word of Latin letters must begin a word; Chinese characters may stand anywhere.
    start = r"\b" if word[0].isascii() and word[0].isalnum() else ""
    return re.search(start + re.escape(word), text.casefold(), re.ASCII) is not None
