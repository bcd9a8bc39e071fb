"""Every sentence of the library has its Chinese, with the same blanks, and nothing is left over."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from typer import Context
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.main import get_command

from localgoals.catalogue.language import LOCALES, say
from localgoals.cli.main import app
from localgoals.ingest.faults import FAULTS, Fault
from localgoals.ingest.feed_faults import FEED_FAULTS
from localgoals.model.reason import REASONS, what_would_fill, why
from localgoals.model.text import Message

LIBRARY = Path(__file__).parents[1] / "src" / "localgoals"
CATALOGUES = sorted((LIBRARY / "locale" / LOCALES["zh"]).glob("*.po"))

HAN = re.compile(r"[\u4e00-\u9fff]")


def worded(faults: dict[str, Fault]) -> set[str]:
    """Every sentence of a table of faults."""
    return {part for one in faults.values() for part in (one.found, one.expected, one.remedy)}


# Modules that word sentences in a table of their own, and make a `Message` of a row when needed.
TABLES: dict[str, set[str]] = {
    "ingest/faults.py": worded(FAULTS),
    "ingest/feed_faults.py": worded(FEED_FAULTS),
    "model/reason.py": {
        sentence(key, "").template for key in REASONS for sentence in (why, what_would_fill)
    },
}


def message_calls() -> Iterator[tuple[str, ast.expr]]:
    """Give the module and the first argument of every `Message(...)` in the library."""
    for path in sorted(LIBRARY.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Message" and node.args:
                yield path.relative_to(LIBRARY).as_posix(), node.args[0]


def literals(template: ast.expr) -> list[str] | None:
    """Give the templates that an expression can be, or None when they are not written in it."""
    if isinstance(template, ast.IfExp):
        one, other = literals(template.body), literals(template.orelse)
        return None if one is None or other is None else one + other
    if isinstance(template, ast.Constant) and isinstance(template.value, str):
        return [template.value]
    # The template of another message, which is a literal where that message is made.
    if isinstance(template, ast.Attribute) and template.attr == "template":
        return []
    return None


def helps(group: TyperGroup) -> Iterator[str]:
    """Give what the commands say with `--help`."""
    context = Context(group)
    for command in [group, *group.commands.values()]:
        yield command.help or ""
        for parameter in command.get_params(context):
            assert isinstance(parameter, TyperArgument | TyperOption)
            yield parameter.help or ""
            yield parameter.show_default if isinstance(parameter.show_default, str) else ""
        if isinstance(command, TyperGroup) and command is not group:
            yield from helps(command)


def is_words(template: str) -> bool:
    """Tell whether a template has words of its own; `{value}: {value}` has none."""
    return bool(re.search(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", template)))


def blanks(text: str) -> set[str]:
    """Name the blanks of a template."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def sentences() -> set[str]:
    """Every template of the library that has words."""
    found = {one for _, template in message_calls() for one in literals(template) or []}
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    return {one for one in found.union(*TABLES.values(), helps(root)) if is_words(one)}


def entries(path: Path) -> list[Entry]:
    """Read the entries of a catalogue, without its header."""
    with path.open("rb") as file:
        return [entry for entry in read_po(file) if entry.id]


def test_every_template_is_a_literal_or_a_row_of_a_known_table() -> None:
    hidden = {module for module, template in message_calls() if literals(template) is None}

    assert hidden <= set(TABLES)


def test_every_sentence_has_its_chinese() -> None:
    chinese = {str(entry.id) for path in CATALOGUES for entry in entries(path) if entry.string}

    assert sentences() - chinese == set()


def test_no_translation_is_left_over() -> None:
    written = {str(entry.id) for path in CATALOGUES for entry in entries(path)}

    assert written - sentences() == set()


def test_no_sentence_is_translated_twice() -> None:
    # Counted in the text: the reader of catalogues keeps only the last of two alike in a file.
    counts = Counter(
        str(ast.literal_eval("(" + found + ")"))
        for path in CATALOGUES
        for found in re.findall(r'^msgid ((?:".*"\s*)+)', path.read_text("utf-8"), re.MULTILINE)
    )
    del counts[""]

    assert [sentence for sentence, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_catalogue_is_finished(path: Path) -> None:
    text = path.read_text("utf-8")

    unfinished = [entry.id for entry in entries(path) if entry.fuzzy or not entry.string]

    assert unfinished == []
    assert "\n#~" not in text, "obsolete entries"
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in text
    assert '"Language: zh_Hans\\n"' in text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_translation_has_the_blanks_of_its_sentence(path: Path) -> None:
    differing = [one.id for one in entries(path) if blanks(str(one.id)) != blanks(str(one.string))]

    assert differing == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_translation_is_chinese(path: Path) -> None:
    foreign = [one.id for one in entries(path) if not HAN.search(str(one.string))]

    assert foreign == []


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    reason = why("no-resource", "streets")

    both = say(Message("{reason}", {"reason": reason}), "zh")

    assert both == say(reason, "zh")
    assert both != str(reason)
