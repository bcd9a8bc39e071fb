"""The first pages: what was found, by goal and in the frame of the Urban Monitoring Framework."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Clauses,
    Column,
    Figure,
    GoalEntry,
    Goals,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Part,
    Rating,
    Table,
    Words,
)
from localgoals.reports.context import STATUS_WORDS, Context, anchor_of, what_and_when
from localgoals.reports.left_behind import newest_gaps
from localgoals.reports.progress import progress_part
from localgoals.reports.wording import unit_words
from localgoals.scoring.gaps import Gap
from localgoals.scoring.status import Standing

__all__ = ["standing_part", "summary_part"]

# The colours that the United Nations gave the goals; decoration beside their numbers and titles.
GOAL_COLOURS = (
    "#e5243b", "#dda63a", "#4c9f38", "#c5192d", "#ff3a21", "#26bde2", "#fcc30b", "#a21942",
    "#fd6925", "#dd1367", "#fd9d24", "#bf8b2e", "#3f7e44", "#0a97d9", "#56c02b", "#00689d",
    "#19486a",
)  # fmt: skip
_MOST_KEY_FIGURES = 6
_ROUGH = 4


def summary_part(context: Context) -> Part:
    """Say what the report found in one page."""
    return Part("summary", Message("Summary"), tuple(_summary(context)))


def _summary(context: Context) -> Iterator[Block]:
    answered, asked = len(context.answered), len(context.result.standings)
    yield Paragraph(
        Message(
            "The files of {city} answer {answered} of the {asked} indicators that this report asks "
            "about. "
            "The others lack data; section 7 says what would fill each gap.",
            {"city": context.result.city.name, "answered": answered, "asked": asked},
        ),
        "lead",
    )
    yield KeyFigures(tuple(_key_figure(context, one) for one in _most_telling(context)))
    points = tuple(_points(context))
    if points:
        yield Bullets(points)
    yield _glance(context)
    if any(context.shown(one)[1].quality >= _ROUGH for one in context.answered):
        yield Paragraph(
            Message(
                "Figures of quality 4 or 5 rest on modelled or simplified inputs. They show the "
                "order of "
                "size and the pattern; do not read differences of a few points as facts."
            ),
            "note",
        )


def _most_telling(context: Context) -> Sequence[Standing]:
    """Choose the figures for the top of the page: rated ones first, in the catalogue's order."""
    rated = sorted(
        context.answered, key=lambda one: (one.status == "none", one.indicator.better == "neither")
    )
    chosen = {one.indicator.code for one in rated[:_MOST_KEY_FIGURES]}
    return [one for one in context.answered if one.indicator.code in chosen]


def _key_figure(context: Context, standing: Standing) -> KeyFigure:
    series, shown = context.shown(standing)
    return KeyFigure(
        name=standing.indicator.title,
        figure=Figure(shown.value, shown.unit, bare=True),
        unit=unit_words(shown.unit),
        note=what_and_when(standing.indicator, series, shown.period),
        rating=_rating(context, standing),
        anchor=anchor_of(standing.indicator.code),
    )


def _rating(context: Context, standing: Standing) -> Rating:
    """Give the rating to show; an indicator without bounds has none at all."""
    headline = context.shown(standing)[0] == standing.indicator.headline
    return standing.status if headline else "none"


def _points(context: Context) -> Iterator[Words]:
    """Name the places and the groups that come first, as the later sections find them."""
    finest = _first_places(context)
    if finest:
        yield Message(
            "Most attention is needed in {places} (section 5).", {"places": Listing(finest)}
        )
    worst = next((gap for gap in newest_gaps(context) if gap.disadvantage > 0), None)
    if worst is not None:
        yield Message(
            "The widest gap: {group}, {indicator}: {value}, against {everybody} for everybody "
            "(section 6).",
            {
                "group": context.group_words(worst.group),
                "indicator": _named(context, worst),
                "value": Figure(worst.value, worst.unit),
                "everybody": Figure(worst.everybody, worst.unit),
            },
        )
    if context.result.problems:
        yield Message(
            "Problems found in the files: {count}, each listed with what to do (section 7).",
            {"count": len(context.result.problems)},
        )


def _named(context: Context, gap: Gap) -> Words:
    """Name the indicator of a gap, and the series where it is one of several."""
    indicator = context.catalogue.indicators[gap.indicator]
    series = next(one for one in indicator.series if one.code == gap.series)
    if indicator.is_named_by(gap.series):
        return indicator.title
    return Clauses((indicator.title, series.title))


def _first_places(context: Context) -> tuple[Words, ...]:
    if not context.result.attention:
        return ()
    first = [one for one in context.result.attention[-1] if one.score > 0][:3]
    return tuple(context.area_names[one.area] for one in first)


def _glance(context: Context) -> Table:
    columns = (
        Column(Message("Indicator"), share=5),
        Column(Message("Figure"), numeric=True, share=4),
        Column(Message("Period"), share=2),
        Column(Message("Status"), share=4),
        Column(Message("Quality"), numeric=True, share=2),
    )
    rows = tuple(_glance_row(context, one) for one in context.answered)
    return Table(Message("All figures at a glance"), columns, rows)


def _glance_row(context: Context, standing: Standing) -> tuple[Cell, ...]:
    indicator = standing.indicator
    series, shown = context.shown(standing)
    title = Text(f"{indicator.code} {indicator.title.en}", f"{indicator.code} {indicator.title.zh}")
    note: Words = "" if len(indicator.series) == 1 else series.title
    rating = _rating(context, standing)
    return (
        Cell(title, anchor=anchor_of(indicator.code), note=note),
        Cell(Figure(shown.value, shown.unit), numeric=True),
        Cell(str(shown.period)),
        Cell(STATUS_WORDS[rating], rating=rating),
        Cell(str(shown.quality), numeric=True),
    )


def standing_part(context: Context) -> Part:
    """Say where the city stands by goal, and in the five by four frame."""
    return Part(
        "standing",
        Message("Where the city stands"),
        (
            Paragraph(
                Message(
                    "The status follows the rule of the SDG Index: four bands between thresholds "
                    "that are the "
                    "same for every city. It says how far there is to go, not who is to blame, and "
                    "it is not "
                    "a ranking. An indicator without agreed thresholds has no rating."
                )
            ),
        ),
        (
            Part("goals", Message("By Sustainable Development Goal"), (_goals(context),)),
            *progress_part(context),
            Part(
                "frame",
                Message("In the Urban Monitoring Framework"),
                (
                    Paragraph(
                        Message(
                            "The framework of the United Nations asks about five domains of city "
                            "life (rows), "
                            "each under four objectives (columns)."
                        )
                    ),
                    _frame(context),
                ),
            ),
        ),
    )


def _goals(context: Context) -> Goals:
    by_goal: dict[int, list[Standing]] = {}
    for one in context.answered:
        by_goal.setdefault(one.indicator.goal, []).append(one)
    entries = tuple(
        GoalEntry(
            number,
            context.catalogue.goals[number].short,
            GOAL_COLOURS[number - 1],
            tuple(_goal_row(context, one) for one in by_goal[number]),
        )
        for number in sorted(by_goal)
    )
    without = tuple(
        Message("{number} {goal}", {"number": number, "goal": goal.short})
        for number, goal in context.catalogue.goals.items()
        if number not in by_goal
    )
    columns = (
        Column(Message("Indicator"), share=5),
        Column(Message("Figure"), numeric=True, share=3),
        Column(Message("Status"), share=3),
    )
    return Goals(columns, entries, without)


def _goal_row(context: Context, standing: Standing) -> tuple[Cell, ...]:
    name, figure, _, status, _ = _glance_row(context, standing)
    return name, figure, status


def _frame(context: Context) -> Table:
    objectives = context.catalogue.objectives
    columns = (
        Column(Message("Domain"), share=5),
        *(Column(objectives[number].title, share=6) for number in sorted(objectives)),
    )
    rows = tuple(
        (
            Cell(domain.title),
            *(_frame_cell(context, (number, objective)) for objective in sorted(objectives)),
        )
        for number, domain in sorted(context.catalogue.domains.items())
    )
    return Table(Message("Indicators with a figure, by domain and objective"), columns, rows)


def _frame_cell(context: Context, place: tuple[int, int]) -> Cell:
    """List what is known in a cell of the frame."""
    here = [one for one in context.answered if one.indicator.umf_cell == place]
    if not here:
        return Cell(Message("no figure yet"), quiet=True)
    return Cell("", lines=tuple(_frame_line(context, one) for one in here))


def _frame_line(context: Context, standing: Standing) -> Cell:
    shown = context.shown(standing)[1]
    return Cell(
        standing.indicator.title,
        rating=_rating(context, standing),
        anchor=anchor_of(standing.indicator.code),
        note=Figure(shown.value, shown.unit),
    )
