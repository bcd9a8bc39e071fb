"""Sentences in the reader's language, from gettext catalogues (`locale/<language>/*.po`)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

from localgoals.model.text import Language, Message, Text

# The catalogue folders follow gettext's locale names, which are longer than our two-letter keys.
LOCALES: dict[Language, str] = {"en": "en", "zh": "zh_Hans"}


@cache
def translations(language: Language) -> dict[str, str]:
    """Read every translated template of a language; English needs none."""
    if language == "en":
        return {}
    folder = files("localgoals") / "locale" / LOCALES[language]
    found: dict[str, str] = {}
    for part in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if part.name.endswith(".po"):
            with part.open("rb") as file:
                catalogue = read_po(file)
            found |= {
                str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string
            }
    return found


def say(message: Message, language: Language) -> str:
    """
    Give a sentence in a language; values that are sentences themselves are translated too.

    A template without a translation comes out in English: a test holds that there is none.
    """
    template = translations(language).get(message.template, message.template)
    values = {key: _in(value, language) for key, value in message.values.items()}
    return template.format(**values)


def _in(value: object, language: Language) -> object:
    if isinstance(value, Message):
        return say(value, language)
    return value.in_(language) if isinstance(value, Text) else value
