"""Reads the catalogue that comes with the package, once, and holds it to its types."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar, cast

from localgoals.catalogue.declaration import (
    declare,
    declare_reference,
    mapping,
    read_yaml,
    unexpected,
)
from localgoals.catalogue.entries import (
    CellStatus,
    Dimension,
    Domain,
    Framework,
    Goal,
    GoalTarget,
    Ladder,
    ListedItem,
    Objective,
    Parameter,
    ParameterTable,
    Role,
    StatisticSeries,
    SurveyQuestion,
    UrbanCode,
    WorkedExample,
)
from localgoals.catalogue.item_lists import LISTED, read_list
from localgoals.errors import BadInput
from localgoals.model.indicator import Indicator, Unit
from localgoals.model.provenance import Reference
from localgoals.model.text import Message, Text

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Catalogue:
    """Everything that is declared: indicators, and what their declarations name."""

    indicators: Mapping[str, Indicator]
    """By code, in the order of codes: 1.2-P1 before 1.2.1 before 3.6.1 before 11.2.1."""
    examples: Mapping[tuple[str, str], WorkedExample]
    """By indicator and series, for every ratio: figures that were worked out by hand."""
    goals: Mapping[int, Goal]
    targets: Mapping[str, GoalTarget]
    domains: Mapping[int, Domain]
    objectives: Mapping[int, Objective]
    urban_codes: Mapping[str, UrbanCode]
    frameworks: Mapping[str, Framework]
    lists: Mapping[str, Mapping[str, ListedItem]]
    """By framework, then by code: the items of the frameworks that are listed, as far as known."""
    units: Mapping[str, Unit]
    statistics: Mapping[str, StatisticSeries]
    """By the name that a series has in the statistics table."""
    questions: Mapping[str, SurveyQuestion]
    """By the name that the column of a survey has."""
    ladders: Mapping[str, Ladder]
    parameters: Mapping[str, Parameter]
    parameter_tables: Mapping[str, ParameterTable]
    roles: Mapping[str, Role]
    dimensions: Mapping[str, Dimension]
    references: Mapping[str, Reference]

    def group_title(self, group: str) -> Text:
        """
        Give a group such as `sex=female` in words; a member without a name stands as it is.

        Examples
        --------
        >>> load().group_title("age=0-14").en
        'Age: 0-14'
        """
        dimension, _, member = group.partition("=")
        if dimension not in self.dimensions:
            return Text(group, group)
        known = self.dimensions[dimension]
        name = known.members.get(member, Text(member, member))
        return Text(f"{known.title.en}: {name.en}", f"{known.title.zh}：{name.zh}")


@cache
def load() -> Catalogue:
    """Give the catalogue of the package; it is read once."""
    return read_catalogue(files("localgoals") / "catalogue")


def read_catalogue(folder: Traversable) -> Catalogue:
    """
    Read a catalogue from a folder.

    Parameters
    ----------
    folder
        Holds `indicators/`, `frameworks/` and the YAML files beside them.

    Raises
    ------
    BadInput
        When a file has an unknown or a missing key, or a key holds something that it may not; the
        message names the file and the key.
    """
    references = _read_references(folder)
    source = _Source(folder, references)
    indicators, examples = _read_indicators(source)
    goals, targets = _read_goals(folder / "frameworks" / "goals_targets.csv")
    frame = source.sections("frameworks/urban_frame.yaml", ("domains", "objectives"))
    numbers = source.sections("parameters.yaml", ("values", "tables"))
    return Catalogue(
        indicators=indicators,
        examples=examples,
        goals=goals,
        targets=targets,
        domains={entry.number: entry for entry in source.entries(Domain, *frame["domains"])},
        objectives={
            entry.number: entry for entry in source.entries(Objective, *frame["objectives"])
        },
        urban_codes=_read_urban_codes(folder / "frameworks" / "urban_codes.csv"),
        frameworks=source.by_code(Framework, "frameworks.yaml"),
        lists={code: read_list(folder / "frameworks", code, references) for code in LISTED},
        units=source.by_code(Unit, "units.yaml"),
        statistics=source.by_code(StatisticSeries, "statistics.yaml"),
        questions=source.by_code(SurveyQuestion, "survey_questions.yaml"),
        ladders=source.by_code(Ladder, "ladders.yaml"),
        parameters={entry.code: entry for entry in source.entries(Parameter, *numbers["values"])},
        parameter_tables={
            entry.code: entry for entry in source.entries(ParameterTable, *numbers["tables"])
        },
        roles=source.by_code(Role, "roles.yaml"),
        dimensions=source.by_code(Dimension, "dimensions.yaml"),
        references=references,
    )


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


CodedEntry = TypeVar("CodedEntry", bound=_Coded)


@dataclass(frozen=True)
class _Source:
    """The folder of declarations, with the references that they name."""

    folder: Traversable
    references: Mapping[str, Reference]

    def entries(self, kind: type[Entry], value: object, where: str) -> tuple[Entry, ...]:
        """Declare a list of entries of one kind."""
        if not isinstance(value, list):
            raise unexpected(where, value, Message("a list"))
        return tuple(
            declare(kind, item, f"{where}, entry {number}", references=self.references)
            for number, item in enumerate(value, start=1)
        )

    def by_code(self, kind: type[CodedEntry], name: str) -> Mapping[str, CodedEntry]:
        """Declare a file that is a list of entries with codes."""
        made = self.entries(kind, read_yaml(self.folder / name), name)
        found = {entry.code: entry for entry in made}
        if len(found) != len(made):
            raise BadInput(Message("{name}: a code occurs twice.", {"name": name}))
        return found

    def sections(self, name: str, keys: tuple[str, ...]) -> dict[str, tuple[object, str]]:
        """Split a file of several lists; give each with the place to name in messages."""
        value = mapping(read_yaml(self.folder / name), name)
        if set(value) != set(keys):
            raise BadInput(
                Message(
                    "{name}: found the keys {found}, expected {expected}.",
                    {"name": name, "found": ", ".join(value), "expected": ", ".join(keys)},
                )
            )
        return {key: (value[key], f"{name}, {key}") for key in keys}


def _read_references(folder: Traversable) -> dict[str, Reference]:
    value = mapping(read_yaml(folder / "references.yaml"), "references.yaml")
    return {key: declare_reference(item, f"references.yaml, {key}") for key, item in value.items()}


_Examples = dict[tuple[str, str], WorkedExample]


def _read_indicators(source: _Source) -> tuple[dict[str, Indicator], _Examples]:
    indicators: dict[str, Indicator] = {}
    examples: _Examples = {}
    declared = [
        entry for entry in (source.folder / "indicators").iterdir() if entry.name.endswith(".yaml")
    ]
    for file in sorted(declared, key=lambda entry: order_of_code(entry.name.removesuffix(".yaml"))):
        where = f"indicators/{file.name}"
        value = dict(mapping(read_yaml(file), where))
        worked = _worked_by_hand(value, where)
        indicator = declare(Indicator, value, where, references=source.references)
        if file.name != f"{indicator.code}.yaml":
            raise BadInput(
                Message(
                    "{where}: declares {code}, which belongs in {code}.yaml.",
                    {"where": where, "code": indicator.code},
                )
            )
        indicators[indicator.code] = indicator
        examples |= {(indicator.code, series): example for series, example in worked.items()}
    return indicators, examples


def _worked_by_hand(value: dict[str, object], where: str) -> dict[str, WorkedExample]:
    """Take the examples, by series, out of the declaration of an indicator."""
    given = {"value": value.pop("example")} if "example" in value else {}
    given |= mapping(value.pop("more_examples", {}), f"{where}, more_examples")
    return {
        str(series): declare(
            WorkedExample,
            example,
            f"{where}, {'example' if series == 'value' else f'more_examples.{series}'}",
            references={},
        )
        for series, example in given.items()
    }


def order_of_code(code: str) -> tuple[tuple[int, str], ...]:
    """
    Give the key by which codes are sorted: numbers by size, and before letters.

    Examples
    --------
    >>> sorted(["11.2.1", "3.4-P1", "1.2-P1", "1.2.1", "1.a"], key=order_of_code)
    ['1.2-P1', '1.2.1', '1.a', '3.4-P1', '11.2.1']
    """
    return tuple(
        (int(part), "") if part.isdigit() else (10**6, part)
        for part in re.findall(r"\d+|\D+", code)
    )


def _rows(file: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def _read_goals(file: Traversable) -> tuple[dict[int, Goal], dict[str, GoalTarget]]:
    goals: dict[int, Goal] = {}
    targets: dict[str, GoalTarget] = {}
    for row in _rows(file):
        code, title = row["code"], Text(row["title_en"], row["title_zh"])
        if row["kind"] == "goal":
            goals[int(code)] = Goal(int(code), title, Text(row["short_en"], row["short_zh"]))
        else:
            targets[code] = GoalTarget(code, int(code.partition(".")[0]), title)
    return goals, targets


def _read_urban_codes(file: Traversable) -> dict[str, UrbanCode]:
    return {
        row["code"]: UrbanCode(
            row["code"],
            Text(row["title_en"], row["title_zh"]) if row["title_en"] else None,
            row["goal_indicator"],
            cast(CellStatus, row["status"]),
        )
        for row in _rows(file)
    }
