"""What a questionnaire is: sections, questions, levels of their answers, and how it is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import inf
from typing import Literal

from localgoals.catalogue.declaration import declare, mapping, read_yaml
from localgoals.catalogue.load import load
from localgoals.catalogue.tool_suite.declared import Choice, Field
from localgoals.errors import BadInput
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Message, Text

Subject = Literal["area", "project"]
QuestionKind = Literal["level", "yes_no", "choice", "many", "number", "text"]


@dataclass(frozen=True)
class Level:
    """A step of an ordered answer."""

    score: float
    title: Text
    descriptor: Text | None = None
    """What is found where the level is reached."""


@dataclass(frozen=True)
class Scale:
    """Levels that several questions share, from the lowest to the highest."""

    code: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Condition:
    """The answers to another question that make a question be asked."""

    question: str
    among: tuple[str, ...]
    """Codes of choices, `yes` or `no`, or scores of levels."""


@dataclass(frozen=True)
class Question:
    """One question; its code is a name that forms can use, such as `p1_2`."""

    code: str
    title: Text
    kind: QuestionKind
    scale: str = ""
    """Of a level: the scale whose levels it has, instead of levels of its own."""
    levels: tuple[Level, ...] = ()
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    between: Between = Between(-inf, inf)
    hint: Text | None = None
    evidence: Text | None = None
    """What to show for the answer; None where nothing is asked for."""
    asked_if: Condition | None = None
    weight: float = 1.0
    scored: bool = True
    """Levels, and yes (1) and no (0), count; other kinds never do."""
    ladder: str = ""
    """Of several choices: the ladder of `ladders.yaml` whose boxes they are, instead of choices."""
    criterion: str = ""
    """What it asks as questions of other sections do: a code of the form's criteria."""


@dataclass(frozen=True)
class Section:
    """Questions that make one score."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    weight: float = 1.0
    hint: Text | None = None


@dataclass(frozen=True)
class Criterion:
    """What questions of several sections ask alike; they make one score, across the sections."""

    code: str
    title: Text


@dataclass(frozen=True)
class Band:
    """A class of scores of the whole."""

    code: str
    least: float
    """It begins with this score, and ends where the next one begins."""
    title: Text


@dataclass(frozen=True)
class Scoring:
    """How answers become the scores of sections, and those the score of the whole."""

    section: Literal["mean", "average", "sum"]
    """`mean`: weighted mean of the shares of the way from the lowest to the highest level, in per
    cent. `average`: weighted mean of the scores. `sum`: sum of the scores."""
    whole: Literal["mean", "sum", "none"]
    needed_percent: float = 100
    """Of the scored questions that are asked: so many must be answered, else there is no score."""
    lowest_flagged: int = 0
    """How many of the lowest sections are pointed out."""
    reference: Reference | None = None
    """Where the rule comes from; None where it is this project's."""
    bands: tuple[Band, ...] = ()
    """Classes of the whole, from the lowest, if it has any."""
    unit: str = "points"
    """Of scores that are not in per cent: a code of `units.yaml`."""

    def band(self, whole: float) -> Band | None:
        """Give the class of a score of the whole; none where there is no score or no class."""
        reached = [one for one in self.bands if whole >= one.least]
        return reached[-1] if reached else None


@dataclass(frozen=True)
class Questionnaire:
    """A form with a score; every sentence in both languages."""

    code: str
    field: Field
    title: Text
    purpose: Text
    respondents: Text
    """Who fills it in."""
    sections: tuple[Section, ...]
    scoring: Scoring
    references: tuple[Reference, ...]
    confirmed: bool
    """False when questions or levels are not those of the publication, word or number by number."""
    scales: tuple[Scale, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    subject: Subject = "area"
    """What it is filled in about; the column of answers is called `area` all the same."""

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        for section in self.sections:
            yield from section.questions

    def levels_of(self, question: Question) -> tuple[Level, ...]:
        """Give the levels of a question: its own, those of its scale, or no and yes."""
        if question.kind == "yes_no":
            return _NO_YES
        if question.scale:
            return next(one.levels for one in self.scales if one.code == question.scale)
        return question.levels

    def counts(self, question: Question) -> bool:
        """Tell whether the answer to a question goes into the score."""
        return question.scored and question.kind in ("level", "yes_no")


_NO_YES = (Level(0, Text("no", "否")), Level(1, Text("yes", "是")))


@cache
def questionnaires() -> Mapping[str, Questionnaire]:
    """Give the questionnaires of the package by code; read once."""
    folder = files("localgoals") / "catalogue" / "questionnaires"
    found = [_declared(file) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return {one.code: one for one in sorted(found, key=lambda one: one.code)}


def questionnaire_of(code: str) -> Questionnaire:
    """
    Give a questionnaire by its code.

    Raises
    ------
    BadInput
        When there is none; names those that there are.
    """
    known = questionnaires()
    if code not in known:
        values: dict[str, object] = {"code": code, "codes": ", ".join(known)}
        raise BadInput(Message("There is no questionnaire {code}. There are: {codes}.", values))
    return known[code]


def _declared(file: Traversable) -> Questionnaire:
    where = f"questionnaires/{file.name}"
    value = mapping(read_yaml(file), where)
    made = _with_ladders(declare(Questionnaire, value, where, references=load().references))
    if file.name != f"{made.code}.yaml":
        values: dict[str, object] = {"where": where, "code": made.code}
        raise BadInput(Message("{where}: declares {code}, which belongs in {code}.yaml.", values))
    return made


def _with_ladders(form: Questionnaire) -> Questionnaire:
    """Give questions about a ladder its boxes for choices, in the words of `ladders.yaml`."""
    sections = tuple(
        replace(one, questions=tuple(_with_boxes(question) for question in one.questions))
        for one in form.sections
    )
    return replace(form, sections=sections)


def _with_boxes(question: Question) -> Question:
    ladder = load().ladders.get(question.ladder)
    if ladder is None:
        return question
    boxes = tuple(Choice(code, title) for code, title in ladder.boxes.items())
    return replace(question, choices=boxes)
