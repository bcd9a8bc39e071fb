"""
Writes docs/reference from the code.

`python docs/generate.py` writes the pages; with `--check` it compares and writes nothing.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import is_dataclass
from io import StringIO
from math import inf
from pathlib import Path

import typer
from wording import EXITS_IN_CHINESE, MEANINGS, NOTATIONS, PLAIN_HELP, head, say_here

import localgoals
from localgoals import errors
from localgoals.catalogue.citation import cite
from localgoals.catalogue.entries import Parameter, ParameterTable, SurveyQuestion
from localgoals.catalogue.language import say, translations
from localgoals.catalogue.load import Catalogue, load
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
from localgoals.model.indicator import Bounds, Crosswalk, Indicator
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.reason import REASONS, what_would_fill, why
from localgoals.model.text import Language
from localgoals.reports.tables import COLUMNS

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/generate.py; change the code and run `make reference`. -->\n"

Row = Sequence[object]


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
    pages = {"errors.md": error_tree(), "api.md": api()}
    for stem, page in BILINGUAL.items():
        pages[f"{stem}.md"] = page("en")
        pages[f"{stem}.zh.md"] = page("zh")
    return {name: NOTE + text.rstrip() + "\n" for name, text in pages.items()}


def table(head: Row, rows: Iterable[Row]) -> str:
    """Make a Markdown table; cells may hold anything but a line break."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(one) for one in line) + " |" for line in lines) + "\n\n"


def cell(value: object) -> str:
    """Write a value so that it stays in its cell, and so that `<` is not the start of a tag."""
    text = re.sub(r"\s+", " ", str(value)).replace("|", "\\|")
    return re.sub(r"<(?!br>)", "&lt;", text)


def codes(values: Iterable[object], between: str = ", ") -> str:
    """Write several codes in one cell."""
    return between.join(f"`{value}`" for value in values)


# --- commands


def cli(language: Language) -> str:
    """Show the help of every command, as a terminal shows it, but without boxes."""
    app.rich_markup_mode = None
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)
    if language != "en":
        translate(root, language)
    sections = [
        f"## `localgoals {' '.join(words)}`\n\n```text\n{help_of(root, words, language)}\n```\n\n"
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


def help_of(root: typer.core.TyperGroup, words: Sequence[str], language: Language) -> str:
    """Give the help of a command in plain text."""
    with redirect_stdout(StringIO()) as printed:
        root.main(
            [*words, "--help"],
            prog_name="localgoals",
            standalone_mode=False,
            terminal_width=CHARACTERS[language],
        )
    text = "\n".join(line.rstrip() for line in printed.getvalue().strip().splitlines())
    for words_of_typer in PLAIN_HELP:
        text = text.replace(words_of_typer.en, words_of_typer.in_(language))
    return text


def exits(language: Language) -> list[Row]:
    """List the exit codes with their meaning."""
    meaning = field_docs(Exit) if language == "en" else EXITS_IN_CHINESE
    return [(int(code), f"`{code.name}`", meaning[code.name]) for code in Exit]


# --- catalogue


def catalogue(language: Language) -> str:
    """Describe every indicator as it is declared."""
    known = load()
    parts = [
        f"# {say_here('catalogue', language)}\n\n{say_here('catalogue-intro', language)}\n\n",
        f"{say_here('frame-intro', language)}\n\n{overview(known, language)}",
    ]
    for number, goal in known.goals.items():
        below = [one for one in known.indicators.values() if one.goal == number]
        if below:
            title = goal.short.in_(language)
            line = say_here("goal", language).format(number=number, title=title)
            parts.append(f"## {line}\n\n")
            parts.extend(indicator_entry(one, known, language) for one in below)
    rest = (units, questions, ladders, parameters)
    return "".join([*parts, *(part(known, language) for part in rest)])


def overview(known: Catalogue, language: Language) -> str:
    """Show how many indicators stand in each cell of the urban frame."""
    cells = [one.umf_cell for one in known.indicators.values()]
    return table(
        [" ", *(one.title.in_(language) for one in known.objectives.values())],
        [
            [row.title.in_(language), *(cells.count((row.number, n)) for n in known.objectives)]
            for row in known.domains.values()
        ],
    )


def indicator_entry(one: Indicator, known: Catalogue, language: Language) -> str:
    """Describe one indicator."""
    series = [
        (
            f"`{part.code}`",
            part.title.in_(language),
            known.units[part.unit].symbol.in_(language),
            possible(part.possible, language),
        )
        for part in one.series
    ]
    facts = {
        "better": say_here(one.better, language),
        "cell": cell_of_frame(one, known, language),
        "needs": ", ".join(codes(need.split("|"), " / ") for need in one.needs),
        "helps": codes(one.helps),
        "groups": groups_of(one, known, language),
        "formula": one.method.formula.in_(language),
        "note": one.method.notes.in_(language),
        "asked": ", ".join(codes(need.split("|"), " / ") for need in one.questions),
        "method": "; ".join(linked(source, language) for source in one.method.references),
        "target": target_of(one, language),
        "bounds": bounds_of(one.bounds, language),
        "thresholds": thresholds_of(one, language),
        "made-of": codes(one.statistics),
        "frameworks": "<br>".join(item_of(link, language) for link in one.frameworks),
    }
    return (
        f"### {one.code} {one.title.in_(language)}\n\n"
        + table(head("series name unit possible", language), series)
        + listed(facts, language)
    )


def listed(facts: dict[str, str], language: Language) -> str:
    """Make a table of facts, one a row; what is empty is left out."""
    rows = [(say_here(key, language), fact) for key, fact in facts.items() if fact]
    return table([" ", " "], rows)


def item_of(link: Crosswalk, language: Language) -> str:
    """Name an item of a framework, with how it follows from the figure where it is derived."""
    named = f"`{link.framework} {link.code}`"
    return named if link.formula is None else f"{named}: {link.formula.in_(language)}"


def possible(values: Between, language: Language) -> str:
    """Say which values can exist."""
    form = (values.low > -inf, values.high < inf)
    return say_here(RANGES[form], language).format(low=values.low, high=values.high)


def cell_of_frame(one: Indicator, known: Catalogue, language: Language) -> str:
    """Name the cell of the urban frame that an indicator stands in."""
    domain, objective = one.umf_cell
    names = known.domains[domain].title, known.objectives[objective].title
    return " × ".join(name.in_(language) for name in names)


def groups_of(one: Indicator, known: Catalogue, language: Language) -> str:
    """Name the dimensions by which an indicator is split when the pack can."""
    titles = (known.dimensions[code].title.in_(language) for code in one.disaggregations)
    return say_here("comma", language).join(titles)


def linked(source: Reference, language: Language) -> str:
    """Name a publication, as a link where it has an address."""
    named = cite(source, language)
    return f"[{named}]({source.url})" if source.url else named


def target_of(one: Indicator, language: Language) -> str:
    """Say what is to be reached, and by when."""
    if one.target is None:
        return ""
    target = one.target
    source = linked(target.source, language)
    return f"{target.value:g} ({target.year}): {target.name.in_(language)}; {source}"


def bounds_of(bounds: Bounds | None, language: Language) -> str:
    """Write the four points that turn a value into a status."""
    if bounds is None:
        return ""
    return (
        say_here("points", language).format_map(vars(bounds))
        + f"; {linked(bounds.source, language)}"
    )


def thresholds_of(one: Indicator, language: Language) -> str:
    """List the values that readers compare an indicator with."""
    return "<br>".join(
        f"{limit.value:g}: {limit.name.in_(language)}; {linked(limit.source, language)}"
        for limit in one.thresholds
    )


def units(known: Catalogue, language: Language) -> str:
    """List the units of measurement, and the series that indicators are made of."""
    rows = [
        (f"`{unit.code}`", unit.name.in_(language), unit.symbol.in_(language))
        for unit in known.units.values()
    ]
    series = [
        (
            f"`{one.code}`",
            one.title.in_(language),
            f"`{one.unit}`",
            say_here("sums" if one.summable else "does-not-sum", language),
            codes(one.made_of),
        )
        for one in known.statistics.values()
    ]
    return (
        f"## {say_here('units', language)}\n\n{table(head('code name symbol', language), rows)}"
        f"## {say_here('statistics', language)}\n\n"
        f"{table(head('code name unit adds-up computed-from', language), series)}"
    )


def questions(known: Catalogue, language: Language) -> str:
    """List the questions that a survey may have asked, and the answers that each takes."""
    rows = [
        (f"`{one.code}`", one.title.in_(language), answers_of(one, language))
        for one in known.questions.values()
    ]
    keys = head("code name answers", language)
    return f"## {say_here('questions', language)}\n\n{table(keys, rows)}"


def answers_of(one: SurveyQuestion, language: Language) -> str:
    """Say what may be answered to a question."""
    form = say_here(one.answers, language)
    return form.format(steps=one.steps, unit=one.unit)


def ladders(known: Catalogue, language: Language) -> str:
    """Show which boxes speak for which level of control of a waste facility."""
    parts = [f"## {say_here('ladders', language)}\n\n{say_here('ladders-intro', language)}\n\n"]
    for one in known.ladders.values():
        levels = [say_here(f"level-{level.code}", language) for level in one.levels]
        rows = [
            (f"`{box}`", words.in_(language), *("✓" * (box in level.boxes) for level in one.levels))
            for box, words in one.boxes.items()
        ]
        parts.append(f"### {one.title.in_(language)} (`{one.code}`)\n\n")
        parts.append(table([*head("code name", language), *levels], rows))
    return "".join(parts)


def parameters(known: Catalogue, language: Language) -> str:
    """List the numbers that methods use, with where they come from."""
    single = [parameter_row(one, f"{one.value:g}", language) for one in known.parameters.values()]
    several = [
        parameter_row(one, ", ".join(f"{key} {n:g}" for key, n in one.values.items()), language)
        for one in known.parameter_tables.values()
    ]
    keys = head("code name value unit source note", language)
    return f"## {say_here('parameters', language)}\n\n{table(keys, [*single, *several])}"


def parameter_row(one: Parameter | ParameterTable, value: str, language: Language) -> Row:
    """Describe a parameter, whose value may be several."""
    title, note = one.title.in_(language), one.note.in_(language)
    return f"`{one.code}`", title, value, one.unit, linked(one.source, language), note


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


# --- errors and names


def error_tree() -> str:
    """Show the tree of errors with what each one means."""
    drawing = (errors.__doc__ or "").split("::", 1)[1]
    kinds = [
        kind
        for kind in vars(errors).values()
        if inspect.isclass(kind) and issubclass(kind, errors.LocalGoalsError)
    ]
    rows = [(f"`{kind.__name__}`", inspect.getdoc(kind)) for kind in kinds]
    return (
        "# Errors\n\nEvery error that LocalGoals raises on purpose is in `localgoals.errors`. What "
        "is wrong with a file is not an error but a [problem](problems.md).\n\n"
        f"```text\n{inspect.cleandoc(drawing)}\n```\n\n" + table(["error", "meaning"], rows)
    )


def api() -> str:
    """Describe the public names."""
    parts = [
        "# Python\n\n",
        "The public names of `localgoals`; others may change without notice.\n\n",
    ]
    for name in localgoals.__all__:
        thing = getattr(localgoals, name)
        parts.append(f"## `{name}`\n\n{signature_of(name, thing)}{docstring_of(thing)}\n\n")
    return "".join(parts)


def signature_of(name: str, thing: object) -> str:
    """Write how something is called, one parameter a line; what is not called gets none."""
    if not inspect.isroutine(thing) and not (inspect.isclass(thing) and is_dataclass(thing)):
        return ""
    assert callable(thing)
    signature = inspect.signature(thing)
    lines = []
    for one in signature.parameters.values():
        if one.kind is one.KEYWORD_ONLY and "    *,\n" not in lines:
            lines.append("    *,\n")
        default = "" if one.default is one.empty else f" = {default_of(one.default)}"
        lines.append(f"    {one.name}: {one.annotation}{default},\n")
    returns = "" if inspect.isclass(thing) else f" -> {signature.return_annotation}"
    inside = "\n" + "".join(lines) if lines else ""
    return f"```python\n{name}({inside}){returns}\n```\n\n"


def default_of(value: object) -> str:
    """Write a default in a word; a function, or what a factory makes, has no short form."""
    if value is None or isinstance(value, str | int | float | tuple):
        return repr(value)
    return "…"


def docstring_of(thing: object) -> str:
    """Give a docstring as Markdown: section titles in bold, examples as code."""
    own = vars(thing).get("__doc__") if inspect.isclass(thing) else getattr(thing, "__doc__", "")
    text = inspect.cleandoc(own or "") if isinstance(own, str) else ""
    text = re.sub(r"^(\w[\w ]*)\n-{3,}$", r"**\1**\n", text, flags=re.MULTILINE)
    text = re.sub(r"^(\w[\w, ]*)\n {4}(?=\S)", r"`\1`\n:   ", text, flags=re.MULTILINE)
    return re.sub(
        r"((?:^(?:>>>|\.\.\.).*\n?(?:^(?!>>>|\.\.\.).+\n?)*)+)",
        lambda found: f"\n```python\n{found[1].rstrip()}\n```\n",
        text,
        flags=re.MULTILINE,
    )


def field_docs(kind: type) -> dict[str, str]:
    """Read the strings that stand below the fields of a class."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        target = field.target if isinstance(field, ast.AnnAssign) else None
        if isinstance(field, ast.Assign):
            target = field.targets[0] if isinstance(field.targets[0], ast.Name) else None
        if isinstance(target, ast.Name) and isinstance(below, ast.Expr):
            found[target.id] = str(ast.literal_eval(below.value))
    return found


# Whether a range has a lower and an upper end, and how it is worded.
RANGES = {
    (True, True): "between",
    (True, False): "or-more",
    (False, True): "or-less",
    (False, False): "any",
}
# How long a line of plain help is; a character of Chinese is twice as wide.
CHARACTERS: dict[Language, int] = {"en": 80, "zh": 60}
BILINGUAL: dict[str, Callable[[Language], str]] = {
    "cli": cli,
    "catalogue": catalogue,
    "roles": roles,
    "problems": problems,
    "observations": observations,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
