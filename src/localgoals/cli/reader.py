"""Who reads: the language of the person at the command line, from the environment and `--lang`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from localgoals.model.text import LANGUAGES, Language

# In the order of POSIX.1-2017, XBD 8.2: the first that is set and not empty decides.
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


@dataclass
class Reader:
    """The person at the command line; a command's `--lang` changes the language."""

    language: Language = "en"
    was_told: bool = False
    """Whether a command that was stopped has said itself what it leaves behind."""


def language_of(environment: Mapping[str, str]) -> Language:
    """
    Give the language that the environment asks for; English when it asks for neither.

    Examples
    --------
    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
    ('zh', 'en')
    """
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def reader_of(context: typer.Context) -> Reader:
    """Give the person whom a command answers."""
    return context.find_object(Reader) or Reader()


def _answer_in(context: typer.Context, language: Language) -> Language:
    """Tell what goes wrong later in the language of `--lang` too."""
    reader_of(context).language = language
    return language


Lang = Annotated[Language, typer.Option(callback=_answer_in, help="Language of the answer.")]

LangOfFiles = Annotated[
    Language,
    typer.Option(
        callback=_answer_in, help="Language of the words in the files, and of the answer."
    ),
]


class Languages(StrEnum):
    """The languages that reports and pages are written in."""

    EN = "en"
    ZH = "zh"
    BOTH = "both"

    def chosen(self) -> tuple[Language, ...]:
        """Give the languages one by one."""
        return tuple(one for one in LANGUAGES if self in (one, Languages.BOTH))
