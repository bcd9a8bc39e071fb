"""Words in both languages, and sentences that are translated where they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Text:
    """Content in English and in Simplified Chinese; neither may be empty."""

    en: str
    zh: str

    def in_(self, language: Language) -> str:
        """Give the words in one language."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True)
class Message:
    """
    A sentence for a person: an English template, and the values that fill it.

    The template is the key under which translators find it (gettext), so it is a literal, and
    values never stand in it. `localgoals.catalogue.language.say` gives it in a language; `str`
    gives English.

    Examples
    --------
    >>> str(Message("a number {allowed}", {"allowed": "between 0 and 100"}))
    'a number between 0 and 100'
    """

    template: str
    values: dict[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.template.format(**self.values)
