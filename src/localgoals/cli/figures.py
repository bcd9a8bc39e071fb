"""The figures that a command scores: of a baseline, or of a long table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.problems import tell_and_stop_at_errors
from localgoals.errors import BadInput
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.ingest.numbers import DecimalMark
    from localgoals.model.observation import Observation


Figures = Annotated[
    Path,
    typer.Argument(
        help="A baseline's folder, or a long table whose series are codes of indicators."
    ),
]
TableOutput = Annotated[
    Path | None, typer.Option("--output", "-o", help="The table to write, a CSV.")
]


@dataclass(frozen=True)
class FiguresRead:
    """Observations, and the city that they are about where it is only one."""

    observations: tuple[Observation, ...]
    city: str | None

    def is_of_city(self, area: str, group: str) -> bool:
        """Tell whether a row is about everybody in the city; of many cities every row counts."""
        return self.city is None or (area == self.city and not group)


def read_figures(path: Path, decimal: DecimalMark | None, language: Language) -> FiguresRead:
    """
    Read a baseline's folder, or a long table of indicators; tell every fault.

    Raises
    ------
    BadInput
        When there is nothing to score.
    """
    if not path.exists():
        raise BadInput(Message("{path}: no such file or folder", {"path": path}))
    if path.is_dir():
        from localgoals.reports.open_data.source import read_baseline

        published = read_baseline(path, "")
        return FiguresRead(published.observations, published.city)
    from localgoals.catalogue.load import load
    from localgoals.ingest.indicator_figures import read_indicator_figures

    observations, problems = read_indicator_figures(path, load().indicators, decimal=decimal)
    tell_and_stop_at_errors(problems, language)
    if not observations:
        raise BadInput(Message("There is no figure to score."))
    return FiguresRead(observations, None)


def tell_file(path: Path, count: int, language: Language) -> None:
    """Tell where the rows are."""
    done = Message("{count} rows are in {path}.", {"count": count, "path": path})
    typer.echo(say(done, language))
