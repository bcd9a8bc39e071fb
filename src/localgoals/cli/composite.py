"""`localgoals score composite`: units by indicators in, scores of every level out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.decimals import Decimal
from localgoals.cli.exits import Exit
from localgoals.cli.problems import tell
from localgoals.cli.reader import LangOfFiles
from localgoals.errors import BadInput
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.ingest.numbers import DecimalMark
    from localgoals.scoring.composite.build import Composite, Table
    from localgoals.scoring.composite.read_table import Sources
    from localgoals.scoring.composite.structure import Structure
    from localgoals.scoring.weights import Weights


class Impute(StrEnum):
    """The rules by which unknown cells are filled."""

    NONE = "none"
    MEAN = "mean"
    MEDIAN = "median"
    GROUP_MEAN = "group-mean"
    GROUP_MEDIAN = "group-median"


class Normalise(StrEnum):
    """The same as `localgoals.scoring.composite.normalise.NORMALISERS`."""

    MIN_MAX = "min-max"
    Z_SCORE = "z-score"
    RANK = "rank"
    BORDA = "borda"
    PERCENTILE_RANK = "percentile-rank"
    FRACTION_OF_MAX = "fraction-of-max"
    DISTANCE_TO_TARGET = "distance-to-target"
    DISTANCE_TO_REFERENCE = "distance-to-reference"
    GOALPOSTS = "goalposts"


class Aggregate(StrEnum):
    """The same as `localgoals.scoring.composite.aggregate.AGGREGATIONS`."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    POWER = "power"
    COPELAND = "copeland"


def composite(  # noqa: PLR0913  one parameter for each option
    table: Annotated[
        Path, typer.Argument(help="Units by indicators: a column uCode, and one for each iCode.")
    ],
    structure: Annotated[
        Path, typer.Option(help="What belongs to what, in the columns of COINr's iMeta.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the files.")] = Path(
        "composite"
    ),
    denominate: Annotated[
        Path | None,
        typer.Option(help="A table with the denominators; may be the table of the data itself."),
    ] = None,
    impute: Annotated[
        Impute, typer.Option(help="Fill unknown cells, and mark them in every file.")
    ] = Impute.NONE,
    group: Annotated[
        str, typer.Option(help="The column with the groups, to impute by group.")
    ] = "",
    screen: Annotated[
        float,
        typer.Option(min=0, max=1, help="Leave out units of which less than this share is known."),
    ] = 0.66,
    treat: Annotated[
        bool, typer.Option("--treat/--no-treat", help="Draw in outliers, or take logarithms.")
    ] = True,
    winsorise: Annotated[
        int, typer.Option(min=0, help="How many values may be drawn in before logarithms.")
    ] = 5,
    normalise: Annotated[
        Normalise, typer.Option(help="Bring indicators onto one scale.")
    ] = Normalise.MIN_MAX,
    scale: Annotated[
        tuple[float, float] | None,
        typer.Option(
            help="Ends of min-max, else mean and deviation of z-score.",
            show_default="0 100 for min-max, 0 1 for z-score",
        ),
    ] = None,
    reference: Annotated[
        str, typer.Option(help="The unit that distance-to-reference is measured to.")
    ] = "",
    cap: Annotated[
        bool, typer.Option("--cap", help="More than the target or reference counts as just that.")
    ] = False,
    aggregate: Annotated[
        list[Aggregate] | None,
        typer.Option(
            help="Put scores together; once for all levels, or once for each from the lowest.",
            show_default="arithmetic at all levels",
        ),
    ] = None,
    exponent: Annotated[float, typer.Option(help="The exponent of the generalised mean.")] = 0.5,
    min_coverage: Annotated[
        float,
        typer.Option(min=0, max=1, help="No score where less than this share below is known."),
    ] = 0.5,
    weights: Annotated[
        Path | None,
        typer.Option(
            help="A table iCode, Weight.", show_default="the column Weight of the structure"
        ),
    ] = None,
    weights_why: Annotated[
        str, typer.Option(help="Who chose the weights, and why; goes into the record.")
    ] = "",
    decimal: Decimal = None,
    lang: LangOfFiles = "en",
) -> None:
    """Make a composite indicator by the steps of the OECD/JRC handbook, every choice recorded."""
    from localgoals.scoring.composite.aggregate import Aggregation
    from localgoals.scoring.composite.build import Choices, build
    from localgoals.scoring.composite.normalise import Scale
    from localgoals.scoring.composite.read_table import Sources
    from localgoals.scoring.composite.treat import Treatment

    choices = Choices(
        imputation=impute.value,
        group=group if impute.startswith("group-") else "",
        min_known=screen,
        treatment=Treatment(most_points=winsorise) if treat else None,
        normalisation=normalise.value,
        scale=Scale(scale, reference, cap),
        aggregation=Aggregation(
            tuple(one.value for one in aggregate or [Aggregate.ARITHMETIC]), min_coverage, exponent
        ),
    )
    inputs = {"table": table, "structure": structure}
    inputs |= {"denominators": denominate} if denominate else {}
    inputs |= {"weights": weights} if weights else {}
    _check_files(list(inputs.values()))
    mark: DecimalMark | None = None if decimal is None else decimal.value
    sources = Sources(table, denominate, choices.group, mark)
    why = weights_why or say(Message("not said"), lang)
    read, tree, whose = _read(sources, structure, weights, why, lang)
    result = build(read, tree, whose, choices)
    _write(result, output, lang, inputs)


def _check_files(paths: list[Path]) -> None:
    """Refuse what is no table before anything is read."""
    from localgoals.ingest.formats import format_of

    allowed = ("csv", "xlsx", "parquet")
    faults = [
        Message("{path}: no such file or folder", {"path": path})
        if not path.exists()
        else Message(
            "{path}: not one file of the kinds {allowed}",
            {"path": path, "allowed": ", ".join(allowed)},
        )
        for path in dict.fromkeys(paths)
        if not path.is_file() or format_of(path) not in allowed
    ]
    if faults:
        raise BadInput(*faults)


def _read(
    sources: Sources, structure: Path, weights: Path | None, why: str, language: Language
) -> tuple[Table, Structure, Weights]:
    """Read all tables; tell every fault of all of them before stopping."""
    from localgoals.scoring.composite.read_structure import read_structure, read_weights
    from localgoals.scoring.composite.read_table import read_data

    found = read_structure(structure, weighted=weights is None, decimal=sources.decimal)
    tree = found.structure
    table, faults = read_data(sources, found.items, found.others)
    problems = [*found.problems, *faults]
    whose = None
    if weights is not None:
        whose, faults = read_weights(
            weights, found.items, why=why, others=found.others, decimal=sources.decimal
        )
        problems += faults
    elif tree is not None:
        whose = tree.own_weights(name=structure.name, why=why)
    tell(problems, language)
    if tree is None or table is None or whose is None:
        raise typer.Exit(Exit.BAD_INPUT)
    return table, tree, whose


def _write(result: Composite, output: Path, language: Language, inputs: dict[str, Path]) -> None:
    from localgoals.reports.composite import SCORES_FILE, write_composite
    from localgoals.reports.whole_folder import replaced_folder

    tell(result.problems, language)
    with replaced_folder(output, SCORES_FILE) as partial:
        write_composite(result, partial, language, inputs)
    changed = result.treated.table["treatment"].value_counts()
    lines = (
        Message(
            "{scored} of {given} units scored on {indicators} indicators; for {left_out} too "
            "little is known.",
            {
                "scored": int(result.kept.sum()),
                "given": len(result.kept),
                "indicators": len(result.structure.indicators),
                "left_out": int((~result.kept).sum()),
            },
        ),
        Message(
            "Outliers: {winsorised} indicators drawn in, {log} by logarithms. Imputed cells: "
            "{imputed}.",
            {
                "winsorised": int(changed.get("winsorised", 0)),
                "log": int(changed.get("log", 0)),
                "imputed": int(result.imputed.filled.to_numpy().sum()),
            },
        ),
        Message(
            "Normalised: {normalisation}. Aggregated: {aggregation}. Weights: {weights}.",
            {
                "normalisation": result.choices.normalisation,
                "aggregation": ", ".join(result.choices.aggregation.methods),
                "weights": result.weights.name,
            },
        ),
        Message("Scores, changes and every choice are in {folder}.", {"folder": output}),
    )
    for line in lines:
        typer.echo(say(line, language))
