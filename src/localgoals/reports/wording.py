"""Numbers, units and sentences as a reader of a language writes them."""

from __future__ import annotations

from math import isnan
from typing import get_args

from localgoals.catalogue.language import say
from localgoals.catalogue.load import load
from localgoals.model.text import Language, Message, Text
from localgoals.reports.blocks import Clauses, Figure, Listing, Named, Words

__all__ = ["number", "spoken", "unit_named", "unit_words"]

NOT_KNOWN = "–"
_SEPARATOR: dict[Language, str] = {"en": ", ", "zh": "、"}
_COMMA: dict[Language, str] = {"en": ", ", "zh": "，"}
COLON: dict[Language, str] = {"en": ": ", "zh": "："}


def spoken(words: Words, language: Language) -> str:
    """Say words in a language, and everything that stands in them."""
    if isinstance(words, Message):
        filled = {
            key: spoken(value, language) if isinstance(value, get_args(Words)) else value
            for key, value in words.values.items()
        }
        return say(Message(words.template, filled), language)
    if isinstance(words, Text):
        return words.in_(language)
    if isinstance(words, Figure):
        return _figure(words, language)
    if isinstance(words, Listing):
        return _SEPARATOR[language].join(spoken(item, language) for item in words.items)
    if isinstance(words, Clauses):
        return _COMMA[language].join(spoken(item, language) for item in words.items)
    if isinstance(words, Named):
        return f"{spoken(words.name, language)}{COLON[language]}{spoken(words.words, language)}"
    return words


def _figure(figure: Figure, language: Language) -> str:
    unit = load().units[figure.unit]
    decimals = 0 if figure.short and figure.value % 1 == 0 else unit.decimals
    written = number(figure.value, decimals)
    symbol = unit.symbol.in_(language)
    # A symbol in brackets, such as (ratio), is noise in a sentence.
    if figure.bare or isnan(figure.value) or symbol.startswith(("(", "（")):
        return written
    return f"{written}{'' if _joins(symbol) else ' '}{symbol}"


def _joins(symbol: str) -> bool:
    """Tell whether a symbol follows its number without a space: a per cent sign, a Chinese word."""
    return symbol.startswith("%") or symbol[0] >= "\u2e80"


def unit_words(unit: str) -> Text:
    """Give the symbol of a unit, to stand beside or above its numbers."""
    return load().units[unit].symbol


def unit_named(unit: str) -> Text:
    """
    Give the symbol of a unit, to stand alone: without the brackets that it has behind numbers.

    Examples
    --------
    >>> unit_words("ratio").en, unit_named("ratio").en, unit_named("percent").en
    ('(ratio)', 'ratio', '%')
    """
    symbol = unit_words(unit)
    return Text(_unbracketed(symbol.en), _unbracketed(symbol.zh))


def _unbracketed(symbol: str) -> str:
    return symbol.strip("()（）") if symbol.startswith(("(", "（")) else symbol


def number(value: float, decimals: int) -> str:
    """
    Write a number with thousands in threes and a real minus; a dash when it is not known.

    Examples
    --------
    >>> number(8804190.2, 0), number(-0.04, 1), number(-2.25, 1), number(float("nan"), 1)
    ('8,804,190', '0.0', '−2.2', '–')
    """
    if isnan(value):
        return NOT_KNOWN
    written = f"{value:,.{decimals}f}"
    if float(written.replace(",", "")) == 0:
        written = written.lstrip("-")
    return written.replace("-", "−")
