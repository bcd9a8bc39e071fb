"""Sentences in the reader's language, from gettext catalogues (`locale/<language>/*.po`)."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

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
            found |= read_po(part.read_text(encoding="utf-8"))
    return found


_ENTRY = re.compile(r'^msgid ((?:"[^\n]*"\n)+)msgstr ((?:"[^\n]*"(?:\n|\Z))+)', re.MULTILINE)


def read_po(text: str) -> dict[str, str]:
    r"""
    Read what a catalogue translates; entries without a translation are left out.

    Only what our catalogues hold: no plurals, no contexts, nothing marked as fuzzy. A reader of all
    of gettext takes longer to load than a command takes to say its help.

    Examples
    --------
    >>> read_po('msgid "Show "\n"me."\nmsgstr "请看。"\n\nmsgid "Not yet"\nmsgstr ""\n')
    {'Show me.': '请看。'}
    """
    entries = ((_joined(one[1]), _joined(one[2])) for one in _ENTRY.finditer(text))
    return {template: told for template, told in entries if template and told}


def _joined(lines: str) -> str:
    """Join the quoted lines of one string; escapes are those of JSON, as far as we use them."""
    return "".join(json.loads(line) for line in lines.splitlines())


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
