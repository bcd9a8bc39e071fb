"""Words for what funds ask of projects: attributes, their values, what can be done about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from localgoals.catalogue.declaration import declare, read_yaml
from localgoals.catalogue.tool_suite.declared import Choice
from localgoals.model.text import Text


@dataclass(frozen=True)
class Attribute:
    """Something that rules of funds ask for."""

    code: str
    title: Text
    how: Text | None = None
    """What a project can do to have it, or more of it; goes on after a colon."""
    how_less: Text | None = None
    """What it can do to have less of it."""
    fixed: bool = False
    """True where nothing can be done about it, such as the country."""
    ordered: bool = False
    """True where its values go from the first to the last, such as stages."""
    values: tuple[Choice, ...] = ()

    def code_of(self, word: str) -> str:
        """Give the code of a value, written as code or title; others stay, in small letters."""
        plain = word.strip().casefold()
        for value in self.values:
            if plain in {value.code.casefold(), value.title.en.casefold(), value.title.zh}:
                return value.code
        return plain


@cache
def attributes() -> Mapping[str, Attribute]:
    """Give the attributes that have words of their own, by code; read once."""
    where = "tool_suite/funder-matching/words.yaml"
    rows = read_yaml(files("localgoals") / "catalogue" / where)
    assert isinstance(rows, list), where
    found = [declare(Attribute, row, where, references={}) for row in rows]
    return {one.code: one for one in found}


def attribute_code(word: str) -> str:
    """Give the code of an attribute, written as code or title; other words stay."""
    plain = word.strip().casefold()
    for one in attributes().values():
        if plain in {one.code, one.title.en.casefold(), one.title.zh}:
            return one.code
    return word.strip()


def attribute_of(code: str) -> Attribute:
    """Give an attribute by its code; one without words of its own stands as it is written."""
    return attributes().get(code) or Attribute(code, Text(code, code))
