"""
Writes docs/reference from the code.

`python docs/generate.py` writes the pages; with `--check` it compares and writes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import typer
from catalogue_page import catalogue
from layout import Row, codes, listed, table
from method_pages import methods
from python_pages import api, error_tree, field_docs
from wording import EXITS_IN_CHINESE, MEANINGS, NOTATIONS, head, say_here

from localgoals.catalogue.language import say, translations
from localgoals.catalogue.load import load
from localgoals.cli.exits import Exit
from localgoals.cli.main import app
from localgoals.cli.translation import translate
from localgoals.indicators.quality import DOUBTS
from localgoals.ingest.faults import FAULTS, Fault
from localgoals.ingest.feed_faults import FEED_FAULTS
from localgoals.ingest.roles import (
    AMENITY_KINDS,
    HIGH_CAPACITY,
    READING_OPTIONS,
    ROLES,
    UNITS,
    Role,
)
from localgoals.model.indicator import Indicator
from localgoals.model.reason import REASONS, what_would_fill, why
from localgoals.model.text import Language
from localgoals.reports.tables import COLUMNS

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/generate.py; change the code and run `make reference`. -->\n"


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or tell which differ from the code."""
    pages = made()
    if "--check" in arguments:
        stale = [name for name, text in pages.items() if on_disk(name) != text]
        stale += [path.name for path in REFERENCE.glob("*.md") if path.name not in pages]
        for name in stale:
            sys.stderr.write(f"docs/reference/{name} is not what the code says: make reference\n")
        return int(bool(stale))
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages.items():
        (REFERENCE / name).write_text(text, "utf-8")
    return 0


def on_disk(name: str) -> str:
    """Give the text of a page, empty when there is none."""
    path = REFERENCE / name
    return path.read_text("utf-8") if path.is_file() else ""


def made() -> dict[str, str]:
    """Make every page, by file name."""
    pages = {"errors.md": error_tree(), "api.md": api(), "methods.md": methods()}
    for stem, page in BILINGUAL.items():
        pages[f"{stem}.md"] = page("en")
        pages[f"{stem}.zh.md"] = page("zh")
    return {name: NOTE + text.rstrip() + "\n" for name, text in pages.items()}


# --- commands


def cli(language: Language) -> str:
    """Show the help of every command, as a terminal shows it."""
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)
    translate(root, language)
    sections = [
        f"## `localgoals {' '.join(words)}`\n\n```text\n{help_of(root, words)}\n```\n\n"
        for words in commands(root)
    ]
    return (
        f"# {say_here('commands', language)}\n\n{say_here('commands-intro', language)}\n\n"
        + "".join(sections)
        + f"## {say_here('exit-codes', language)}\n\n"
        + table(head("code name meaning", language), exits(language))
    )


def commands(group: typer.core.TyperGroup, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """List the commands of a group, each as the words that call it."""
    found = []
    for name, command in sorted(group.commands.items()):
        found.append((*words, name))
        if isinstance(command, typer.core.TyperGroup):
            found += commands(command, (*words, name))
    return found


def help_of(root: typer.core.TyperGroup, words: Sequence[str]) -> str:
    """Give the help of a command in plain text."""
    with redirect_stdout(StringIO()) as printed:
        root.main(
            [*words, "--help"],
            prog_name="localgoals",
            standalone_mode=False,
            terminal_width=80,
        )
    return printed.getvalue().strip()


def exits(language: Language) -> list[Row]:
    """List the exit codes with their meaning."""
    meaning = field_docs(Exit) if language == "en" else EXITS_IN_CHINESE
    return [(int(code), f"`{code.name}`", meaning[code.name]) for code in Exit]


# --- roles, problems, observations


def roles(language: Language) -> str:
    """Describe every role that a file of a city pack may have."""
    intro = say_here("roles-intro", language).format(options=codes(READING_OPTIONS))
    modes = [(f"`{mode}`", "1,000 m" if high else "500 m") for mode, high in HIGH_CAPACITY.items()]
    return "".join(
        [
            f"# {say_here('roles', language)}\n\n{intro}\n\n",
            *(role_entry(role, language) for role in ROLES.values()),
            f"## {say_here('modes', language)}\n\n{table(head('mode reach', language), modes)}",
            f"## {say_here('kinds', language)}\n\n{codes(AMENITY_KINDS)}\n",
        ]
    )


def role_entry(role: Role, language: Language) -> str:
    """Describe one role."""
    known = load()
    words = known.roles[role.code]
    facts = {
        "formats": codes(dict.fromkeys(role.formats)),
        "several": say_here(role.several, language),
        "must": codes(role.needs),
        "may": codes(role.options),
        "fields": codes([*role.fields, *(["groups"] if role.has_groups else [])]),
        "cells": codes(UNITS.get(role.code, ())),
        "how": words.how_to_fill.in_(language),
        "feeds": ", ".join(one.code for one in known.indicators.values() if uses(one, role.code)),
    }
    title, meaning = words.title.in_(language), words.meaning.in_(language)
    return f"## `{role.code}` {title}\n\n{meaning}\n\n{listed(facts, language)}"


def uses(one: Indicator, role: str) -> bool:
    """Tell whether an indicator needs a role, alone or as one of two."""
    return any(role in need.split("|") for need in one.needs)


def problems(language: Language) -> str:
    """List every problem that a check can name, in its own words."""
    parts = [f"# {say_here('problems', language)}\n\n{say_here('problems-intro', language)}\n\n"]
    for key, faults in (("pack-problems", FAULTS), ("feed-problems", FEED_FAULTS)):
        rows = [
            (f"`{kind}`", say_here(fault.severity, language), *worded(fault, language))
            for kind, fault in faults.items()
        ]
        keys = head("kind severity found expected remedy", language)
        parts.append(f"## {say_here(key, language)}\n\n{table(keys, rows)}")
    return "".join(parts)


def worded(fault: Fault, language: Language) -> list[str]:
    """Give the templates of a problem, with their blanks."""
    known = translations(language)
    return [known.get(one, one) for one in (fault.found, fault.expected, fault.remedy)]


def observations(language: Language) -> str:
    """Describe the columns of the results, the reasons of gaps, and the grades of quality."""
    reasons = [
        (f"`{key}`", say(why(key, "…"), language), say(what_would_fill(key, "…"), language))
        for key in sorted(REASONS)
    ]
    doubts = [(f"`{key}`", f"+{by}", say(words, language)) for key, (by, words) in DOUBTS.items()]
    notations = [(f"`{key}`", name.in_(language)) for key, name in NOTATIONS.items()]
    columns = [(f"`{name}`", MEANINGS[name].in_(language)) for name in COLUMNS]
    sections = (
        ("columns", "column meaning", columns),
        ("notations", "key meaning", notations),
        ("reasons", "reason why fills", reasons),
        ("quality", "doubt steps meaning", doubts),
    )
    parts = [
        f"# {say_here('observations', language)}\n\n{say_here('observations-intro', language)}\n\n"
    ]
    for key, keys, rows in sections:
        intro = f"{say_here('quality-intro', language)}\n\n" if key == "quality" else ""
        parts.append(f"## {say_here(key, language)}\n\n{intro}{table(head(keys, language), rows)}")
    return "".join(parts)


BILINGUAL: dict[str, Callable[[Language], str]] = {
    "cli": cli,
    "catalogue": catalogue,
    "roles": roles,
    "problems": problems,
    "observations": observations,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
