"""The page of docs/reference that describes the catalogue."""

from __future__ import annotations

from math import inf

from layout import Row, codes, listed, table
from wording import head, say_here

from localgoals.catalogue.citation import cite
from localgoals.catalogue.entries import Parameter, ParameterTable, SurveyQuestion
from localgoals.catalogue.load import Catalogue, load
from localgoals.model.indicator import Bounds, Crosswalk, Indicator
from localgoals.model.provenance import Reference
from localgoals.model.ranges import Between
from localgoals.model.text import Language

# Whether a range has a lower and an upper end, and how it is worded.
RANGES = {
    (True, True): "between",
    (True, False): "or-more",
    (False, True): "or-less",
    (False, False): "any",
}


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
