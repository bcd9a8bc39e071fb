"""`interlinkages`: how progress on goals helps and hinders others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Message, Text
from localgoals.planning.interlinkages import Floats, influence, total_influence
from localgoals.reports.blocks import (
    Bullets,
    Cell,
    Column,
    Listing,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.network import Link, Network, Node
from localgoals.tool_suite.reasons import Reason, reason_table
from localgoals.tool_suite.table_words import figure
from localgoals.tool_suite.worked import Worked

__all__ = ["interlinkages"]

_LINKS = 40
"""So many links at most are drawn, the strongest; the table has all."""
_SHOWN = 40
_COLUMNS = (
    ("given", Text("Does to others", "对其他目标的影响")),
    ("received", Text("Is done to it", "受到的影响")),
    ("second", Text("Does, to the second order", "二阶影响")),
)


def interlinkages(inputs: Inputs) -> Worked:
    """Sum the judgements up, goal by goal, and draw their network."""
    _check(inputs)
    table = inputs.tables["interactions"]
    goals = _goals(inputs)
    matrix = _matrix(table, goals)
    direct, total = influence(matrix), total_influence(matrix)
    figures = goals.assign(
        **direct._asdict(), total_given=total.given, total_received=total.received
    ).sort_values("second", ascending=False, kind="stable", ignore_index=True)
    reasons = list(_reasons(figures, matrix, list(goals["goal"])))
    part = _summary(figures, matrix, goals, reasons)
    return Worked((part,), {"influence": figures, "reasons": reason_table(reasons)})


def _check(inputs: Inputs) -> None:
    """Refuse judgements of a goal upon itself, and goals that are not in their table."""
    table = inputs.tables["interactions"]
    itself = table["from"] == table["to"]
    problems = inputs.faults("planning-itself", "interactions", "to", itself)
    if "goals" in inputs.tables:
        known = inputs.tables["goals"]["goal"]
        for column in ("from", "to"):
            strange = ~table[column].isin(known)
            problems += inputs.faults(
                "tool-other-table", "interactions", column, strange, other="goals"
            )
    if problems:
        raise InputRefused(problems)


def _goals(inputs: Inputs) -> pd.DataFrame:
    if "goals" in inputs.tables:
        return inputs.tables["goals"][["goal", "title"]]
    table = inputs.tables["interactions"]
    found = pd.unique(pd.concat([table["from"], table["to"]]))
    return pd.DataFrame({"goal": found, "title": ""})


def _matrix(table: pd.DataFrame, goals: pd.DataFrame) -> Floats:
    places = pd.Index(goals["goal"])
    matrix = np.full((len(places), len(places)), np.nan)
    rows, columns = (places.get_indexer(pd.Index(table[one])) for one in ("from", "to"))
    matrix[rows, columns] = table["score"].to_numpy()
    np.fill_diagonal(matrix, 0.0)
    return matrix


def _reasons(figures: pd.DataFrame, matrix: Floats, codes: list[str]) -> Iterator[Reason]:
    for _, one in figures.iterrows():
        row = matrix[codes.index(str(one["goal"]))]
        helped, hindered = (
            Listing(tuple(f"{codes[at]} ({_signed(row[at])})" for at in np.flatnonzero(which)))
            for which in (row > 0, row < 0)
        )
        values: dict[str, object] = {
            "goal": one["goal"], "helped": helped, "hindered": hindered,
            "given": _signed(one["given"]), "second": _signed(one["second"]),
        }  # fmt: skip
        yield Reason(str(one["goal"]), "influence", _sentence(values), source="weitz-2018")
        if one["unjudged"]:
            said: dict[str, object] = {"goal": one["goal"], "count": int(one["unjudged"])}
            words = Message("Nobody has judged {count} of the pairs with {goal}.", said)
            yield Reason(str(one["goal"]), "unjudged", words)


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "\N{MINUS SIGN}")


def _sentence(values: dict[str, object]) -> Message:
    helped, hindered = values["helped"], values["hindered"]
    assert isinstance(helped, Listing)
    assert isinstance(hindered, Listing)
    if helped.items and hindered.items:
        return Message(
            "Progress on {goal} helps {helped} and hinders {hindered}: {given} in all, {second} "
            "with half of what these do in turn.",
            values,
        )
    if helped.items:
        return Message(
            "Progress on {goal} helps {helped}: {given} in all, {second} with half of what these "
            "do in turn.",
            values,
        )
    if hindered.items:
        return Message(
            "Progress on {goal} hinders {hindered}: {given} in all, {second} with half of what "
            "these do in turn.",
            values,
        )
    return Message("Progress on {goal} neither helps nor hinders another goal.", values)


def _summary(
    figures: pd.DataFrame, matrix: Floats, goals: pd.DataFrame, reasons: list[Reason]
) -> Part:
    title = Text("Where progress carries other goals with it", "哪些进展带动其他目标")
    heads = (
        Column(Text("Goal", "目标"), share=3),
        *(Column(words, numeric=True) for _, words in _COLUMNS),
    )
    rows = tuple(
        (
            Cell(f"{one['goal']} {one['title']}".strip()),
            *(figure(one[name], "points") for name, _ in _COLUMNS),
        )
        for _, one in figures.head(_SHOWN).iterrows()
    )
    note = Paragraph(
        Text(
            "The larger a goal is drawn, the more its progress does to the others, to the second "
            "order; the thicker a line, the stronger the judgement. "
            "Figures are sums of judgements from −3 to 3. To the second order, half of what the "
            "goals do upon which it acts is added; that share was not read in the publication. "
            "A judgement is not a forecast: argue about the pairs before you use the order.",
            "目标画得越大，其进展对其他目标的二阶影响越大；线越粗，判断越强。数值为−3至3分判断之和。二阶影响再加上受其影响的目标所产生影响的一半；该比例未在出版物中核实。"
            "判断不是预测：使用排序之前，请先讨论各对关系。",
        ),
        "note",
    )
    sentences = Bullets(tuple(one.words for one in reasons[: 2 * _SHOWN]))
    plate = Plate(_picture(figures, matrix, goals), Table(title, heads, rows))
    return Part("summary", title, (plate, note, *_blanks(matrix), sentences))


def _blanks(matrix: Floats) -> tuple[Paragraph, ...]:
    """Say what becomes of the pairs that nobody has judged, if there are any."""
    missing, pairs = int(np.isnan(matrix).sum()), matrix.size - len(matrix)
    if not missing:
        return ()
    words = Text(
        f"Nobody has judged {missing} of {pairs} pairs. The sums above leave them out; the sums "
        "over chains of any length (DEMATEL: total_given and total_received in influence.csv) "
        "take them for no influence.",
        f"{pairs}对关系中有{missing}对无人判断。以上合计不包括这些关系；任意长度链条的合计"
        "（DEMATEL：influence.csv中的total_given和total_received）将其视为没有影响。",
    )
    return (Paragraph(words, "note"),)


def _picture(figures: pd.DataFrame, matrix: Floats, goals: pd.DataFrame) -> Network:
    title = Text("Network of goals", "目标关系网络")
    words = Text(
        "Links between goals; the larger a goal is drawn, the more its progress does to others",
        "目标之间的联系；目标画得越大，其进展对其他目标的作用越大",
    )
    weights = figures.set_index("goal")["second"]
    sizes = np.abs(np.nan_to_num(matrix))
    strongest = np.argsort(-sizes, axis=None, kind="stable")[:_LINKS]
    pairs = (divmod(int(one), len(matrix)) for one in strongest)
    links = tuple(
        Link(start, end, float(matrix[start, end])) for start, end in pairs if sizes[start, end] > 0
    )
    nodes = tuple(Node(str(goal), float(weights[goal])) for goal in goals["goal"])
    legend = (Text("helps", "促进"), Text("hinders", "妨碍"))
    return Network("network", title, words, nodes, links, legend)
