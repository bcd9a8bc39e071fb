"""Reads the declarations of the tools: one folder each, with `tool.yaml` and its worked example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import inf
from pathlib import Path
from typing import Literal

from localgoals.catalogue.declaration import declare, mapping, read_yaml
from localgoals.catalogue.load import load
from localgoals.errors import BadInput
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Message, Text

ColumnKind = Literal["label", "text", "choice", "yes_no", "year", "number"]
Field = Literal[
    "planning",
    "institutions",
    "revenue",
    "mobility",
    "water",
    "waste",
    "resources",
    "climate",
    "nature",
    "projects",
]

FIELDS: Mapping[Field, Text] = {
    "planning": Text("Planning with people", "与民众共同规划"),
    "institutions": Text("Governance and planning", "治理与规划"),
    "revenue": Text("Own-source revenue", "自有来源收入"),
    "mobility": Text("Mobility", "出行"),
    "water": Text("Water supply", "供水"),
    "waste": Text("Waste", "废物"),
    "resources": Text("Resource efficiency", "资源效率"),
    "climate": Text("Climate", "气候"),
    "nature": Text("Nature", "自然"),
    "projects": Text("Projects and investment", "项目与投资"),
}
"""What the tools are about, in the order in which they are listed."""


@dataclass(frozen=True)
class Choice:
    """One of the words that a cell may hold."""

    code: str
    title: Text


@dataclass(frozen=True)
class InputColumn:
    """A column of a table that a tool asks for."""

    name: str
    title: Text
    kind: ColumnKind
    unit: str = ""
    """Of a number: a code of `units.yaml`."""
    between: Between = Between(-inf, inf)
    """What a number or a year may be, ends included."""
    choices: tuple[Choice, ...] = ()
    """Of a text: several of their codes may stand in a cell, with blanks between."""
    needed: bool = True
    """False where a cell may be blank: not known, which is not zero."""
    key: bool = False
    """True where no two rows have the same; of several such columns, the same in all of them."""


@dataclass(frozen=True)
class InputTable:
    """A table that a tool asks for."""

    name: str
    title: Text
    rows: Text
    """What a row is."""
    columns: tuple[InputColumn, ...]
    needed: bool = True
    single: bool = False
    """True where it has one row, such as the settings of a tool."""
    of_people: bool = False
    """True where its rows tell of single people: a page says how many there are, and shows none."""


@dataclass(frozen=True)
class InputFile:
    """A file that a tool asks for and that is no table, such as a map."""

    name: str
    """What the file is called, without its ending."""
    title: Text
    holds: Text
    """What it holds, and in which form."""
    endings: tuple[str, ...]
    """With their dots, in small letters: `.tif`."""
    needed: bool = True
    several: bool = False
    """True where there may be more than one, such as a map for each year: `<name>_<more>.tif`."""

    @property
    def listed(self) -> str:
        """The names that it may have."""
        stem = f"{self.name}_*" if self.several else self.name
        return ", ".join(f"{stem}{ending}" for ending in self.endings)

    def is_called(self, stem: str) -> bool:
        """Tell whether a file with this name, without its ending, is one."""
        return stem == self.name or (self.several and stem.startswith(f"{self.name}_"))


@dataclass(frozen=True)
class WorkedCase:
    """The example that is shipped with a tool: whose figures they are."""

    title: Text
    source: Reference


@dataclass(frozen=True)
class Tool:
    """A method that anybody can run on tables, and sometimes maps, of their own."""

    code: str
    field: Field
    title: Text
    purpose: Text
    tables: tuple[InputTable, ...]
    example: WorkedCase
    references: tuple[Reference, ...]
    files: tuple[InputFile, ...] = ()


@cache
def tools() -> Mapping[str, Tool]:
    """Give the tools of the package by code, field by field; read once."""
    found = [_declared(folder) for folder in _folders()]
    # They are made of the types above, so that their room can only be opened here.
    from localgoals.catalogue.questionnaires.answer_table import questionnaire_tools

    return by_code([*found, *questionnaire_tools()])


def by_code(found: Sequence[Tool]) -> Mapping[str, Tool]:
    """
    Put tools in order, field by field.

    Raises
    ------
    BadInput
        When two have one code: one of them would never run.
    """
    order = list(FIELDS)
    sorted_tools = sorted(found, key=lambda one: (order.index(one.field), one.code))
    counts = Counter(one.code for one in found)
    twice = [code for code, count in counts.items() if count > 1]
    if twice:
        raise BadInput(
            Message(
                "{codes}: declared twice, as tools or questionnaires. Give one another code.",
                {"codes": ", ".join(twice)},
            )
        )
    return {one.code: one for one in sorted_tools}


def tool_of(code: str) -> Tool:
    """
    Give a tool by its code.

    Raises
    ------
    BadInput
        When there is none; names those that there are.
    """
    # To read one declaration takes milliseconds, to read them all most of a second.
    for folder in _folders():
        if folder.name == code:
            return _declared(folder)
    known = tools()
    if code not in known:
        values: dict[str, object] = {"code": code, "codes": ", ".join(known)}
        raise BadInput(Message("There is no tool {code}. There are: {codes}.", values))
    return known[code]


def example_table(tool: Tool, table: InputTable) -> Traversable:
    """
    Give the file of a table of the worked example; an optional table may have none.

    Questionnaires have none: `example_text` makes their answers up.
    """
    return files("localgoals") / "catalogue" / "tool_suite" / tool.code / f"{table.name}.csv"


def example_files(tool: Tool, file: InputFile) -> Sequence[Path]:
    """Give the files of the worked example of one kind; an optional kind may have none."""
    # Packages lie unpacked on the disk; the programs that read maps need such a path.
    folder = Path(str(files("localgoals") / "catalogue" / "tool_suite" / tool.code))
    if not folder.is_dir():
        return ()
    found = (one for one in folder.iterdir() if one.suffix.lower() in file.endings)
    return sorted(one for one in found if file.is_called(one.stem))


def example_text(tool: Tool, table: InputTable) -> str:
    """Give a table of the worked example as CSV; empty where an optional one has none."""
    from localgoals.catalogue.questionnaires.declared import questionnaires
    from localgoals.catalogue.questionnaires.made_up import made_up_answers

    file = example_table(tool, table)
    if file.is_file():
        return file.read_text(encoding="utf-8")
    form = questionnaires().get(tool.code)
    return made_up_answers(form) if form else ""


def _folders() -> Iterator[Traversable]:
    for folder in (files("localgoals") / "catalogue" / "tool_suite").iterdir():
        if (folder / "tool.yaml").is_file():
            yield folder


def _declared(folder: Traversable) -> Tool:
    where = f"tool_suite/{folder.name}/tool.yaml"
    value = mapping(read_yaml(folder / "tool.yaml"), where)
    tool = declare(Tool, value, where, references=load().references)
    if tool.code != folder.name:
        values: dict[str, object] = {"where": where, "code": tool.code}
        raise BadInput(
            Message("{where}: declares {code}, which needs a folder of its name.", values)
        )
    return tool
