"""Every questionnaire as a tool: scores, a radar, gaps, changes and agreement of its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from localgoals.catalogue.questionnaires.answer_table import ANSWERS, answer_choices
from localgoals.catalogue.questionnaires.declared import Questionnaire
from localgoals.catalogue.questionnaires.labels import numbered_titles
from localgoals.errors import InputRefused
from localgoals.ingest.questionnaire_answers import answer_faults, rounds_of
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.text import Message, Text
from localgoals.reports.blocks import (
    Bar,
    Block,
    Bullets,
    Cell,
    Column,
    Dots,
    Figure,
    KeyFigure,
    KeyFigures,
    Named,
    Paragraph,
    Part,
    Plate,
    Table,
    Words,
)
from localgoals.reports.pictures.radar import Outline, Radar
from localgoals.tool_suite.questionnaire_answers import judged
from localgoals.tool_suite.questionnaire_ladders import ladder_levels, ladder_tables
from localgoals.tool_suite.questionnaire_tables import (
    WHOLE,
    by_choice,
    by_criterion,
    by_form,
    by_question,
    by_section,
    whole_ends,
)
from localgoals.tool_suite.questionnaire_texts import by_text, text_tables
from localgoals.tool_suite.table_words import figure
from localgoals.tool_suite.worked import Worked

__all__ = ["questionnaire_answers"]

_AREAS_SHOWN = 4
_ROUNDS_SHOWN = 3
_QUESTIONS_SHOWN = 12
_SPOKES_NEEDED = 3
_SECTION, _QUESTION = Text("Section", "部分"), Text("Question", "问题")
_MEAN, _CHANGE = Text("Mean", "均值"), Text("Change", "变化")
_LEAST, _MOST = Text("Lowest", "最低"), Text("Highest", "最高")
_DEVIATION = Text("Standard deviation", "标准差")
_CONSENSUS = Text("Consensus, 0 to 1", "共识度（0至1）")
_DISTANCE = Text("Still to go, %", "差距，%")
_WHOLE = Text("Total score", "总分")
_GAP_LEGEND = (
    Text(
        "Filled dot: the mean of the last round. Open dot: the highest level, 100 %.",
        "实心点：最近一轮的均值。空心点：最高级别，100%。",
    ),
)
_NOBODY = Text("nobody answered in the last round", "最近一轮无人回答")

Rows = pd.DataFrame


def questionnaire_answers(form: Questionnaire, inputs: Inputs) -> Worked:
    """
    Score forms, and compare sections, rounds and respondents.

    Parameters
    ----------
    form
        The declaration.
    inputs
        The table of its answers.

    Raises
    ------
    InputRefused
        When a round is no date, or a word was chosen that is not offered.
    """
    table = inputs.tables[ANSWERS]
    problems = list(answer_faults(form, table, inputs.places[ANSWERS]))
    if problems:
        raise InputRefused(problems)
    table = table.assign(round=rounds_of(table["round"]))
    found = judged(form, table)
    tables = {
        "forms": by_form(found, table).join(ladder_levels(found)),
        "sections": by_section(found),
        "criteria": by_criterion(found),
        "questions": by_question(found),
        "choices": by_choice(found),
        "texts": by_text(form, table),
    }
    tables = {name: one for name, one in tables.items() if len(one.columns)}
    return Worked(tuple(_parts(form, tables)), tables)


def _parts(form: Questionnaire, tables: dict[str, Rows]) -> Iterator[Part]:
    areas = list(dict.fromkeys(tables["forms"]["area"]))
    for number, area in enumerate(areas[:_AREAS_SHOWN], start=1):
        of_area = {name: one[one["area"] == area] for name, one in tables.items()}
        blocks = list(_area(form, of_area, f"area-{number}"))
        if number == 1:
            blocks = [*_notes(form, len(areas)), *blocks]
        yield Part(f"area-{number}", area, tuple(blocks))


def _notes(form: Questionnaire, areas: int) -> Iterator[Block]:
    if not form.confirmed:
        words = Text(
            "The questions, levels or weights of this form are not those of the publication, word"
            " for word and number for number: they have not been confirmed in it.",
            "本表的问题、级别或权重与出版物并非逐字逐项一致，尚未在出版物中得到确认。",
        )
        yield Paragraph(words, "note")
    if areas > _AREAS_SHOWN:
        values: dict[str, object] = {"shown": _AREAS_SHOWN, "all": areas}
        yield Paragraph(
            Message(
                "The page shows the first {shown} of {all}; the tables hold all of them.",
                values,
            ),
            "note",
        )


def _area(form: Questionnaire, tables: dict[str, Rows], anchor: str) -> Iterator[Block]:
    rounds = list(dict.fromkeys(tables["forms"]["round"]))
    last = {name: one[one["round"] == rounds[-1]] for name, one in tables.items()}
    yield KeyFigures(tuple(_key_figures(form, last, rounds[-1])))
    yield from ladder_tables(form, last["forms"])
    if "class" in last["forms"]:
        yield from _class(form, float(_row_of(last["sections"], WHOLE)["mean"]))
    if "sections" in tables:
        yield from _of_sections(form, tables["sections"], rounds, anchor)
        if "criteria" in tables:
            yield _by_criterion(form, tables["criteria"], rounds[-_ROUNDS_SHOWN:])
        yield from _to_go(form, last["questions"], rounds[-1])
        if (last["forms"].shape[0]) > 1:
            yield from _agreed(form, last)
    if "choices" in tables:
        yield from _chosen(form, last["choices"], anchor)
    if "texts" in tables:
        yield from text_tables(form, last["texts"])


def _key_figures(form: Questionnaire, last: dict[str, Rows], date: str) -> Iterator[KeyFigure]:
    forms = last["forms"]
    if WHOLE in forms:
        row = _row_of(last["sections"], WHOLE)
        note = _changed(row["change"], form)
        yield replace(_key(_WHOLE, row["mean"], _unit(form), note), unit=_ends(form))
    yield _key(Text("Forms filled in", "已填表格"), len(forms), "number", date)
    answered = [one for one in forms if str(one).endswith("_answered_percent")]
    if answered:
        share = forms[answered].mean().mean()
        yield _key(Text("Questions answered", "已回答的问题"), share, "percent")
    if "evidence_missing" in forms:
        name = Text("Answers without the evidence asked for", "未附所需证据的答案")
        yield _key(name, forms["evidence_missing"].sum(), "number")


def _ends(form: Questionnaire) -> Words:
    """Say between which ends a whole in points can lie; a per cent needs no such words."""
    if _unit(form) == "percent":
        return ""
    low, high = (f"{one:g}" for one in whole_ends(form))
    return Text(f"from {low} to {high}", f"（{low}至{high}）")


def _class(form: Questionnaire, whole: float) -> Iterator[Block]:
    """Name the class of the mean of the forms, if there is a mean."""
    band = form.scoring.band(whole)
    if band is not None:
        words = Text(
            f"Class, by the mean of the forms: {band.title.en}.",
            f"按各表均值所属的类别：{band.title.zh}。",
        )
        yield Paragraph(words, "lead")


def _key(name: Words, value: float, unit: str, note: Words = "") -> KeyFigure:
    return KeyFigure(name, Figure(float(value), unit), "", note, rating="none")


def _changed(change: float, form: Questionnaire) -> Words:
    if change != change:
        return ""
    figure = Figure(abs(float(change)), form.scoring.unit, bare=form.scoring.unit != "points")
    sign = "+" if change > 0 else "−" if change < 0 else ""
    values: dict[str, object] = {"sign": sign, "change": figure}
    return Message("Change since the round before: {sign}{change}", values)


def _unit(form: Questionnaire) -> str:
    return "percent" if form.scoring.section == "mean" else form.scoring.unit


def _row_of(rows: Rows, section: str) -> Any:
    return rows[rows["section"] == section].iloc[0]


def _of_sections(
    form: Questionnaire, rows: Rows, rounds: Sequence[str], anchor: str
) -> Iterator[Block]:
    """Draw how far the sections are, round by round, and how far they have to go."""
    shown = rounds[-_ROUNDS_SHOWN:]
    titles = {one.code: one.title for one in form.sections}
    codes = [one for one in dict.fromkeys(rows["section"]) if one != WHOLE]
    last = rows[rows["round"] == rounds[-1]].set_index("section")
    table = _sections_table(form, rows, shown)
    title = Text("How far the sections are", "各部分的进展")
    if len(codes) >= _SPOKES_NEEDED:
        outlines = tuple(
            Outline(date, tuple(_row_of(rows[rows["round"] == date], one)["percent"]
                                for one in codes))
            for date in shown
        )  # fmt: skip
        words = Text(
            "Radar of the sections, in per cent of the way to the most points; see the table",
            "各部分得分的雷达图，以占最高分的百分比表示；数值见表",
        )
        yield Plate(Radar(f"{anchor}-radar", title, words, len(codes), outlines), table)
    else:
        yield table
    known = [one for one in codes if last.loc[one, "percent"] == last.loc[one, "percent"]]
    if any(last.loc[one, "percent"] < 100 for one in known):
        gaps = Text("From each section to its highest level", "各部分距最高级别的差距")
        bars = tuple(
            Bar(titles[one], float(last.loc[one, "percent"]), from_value=100.0)
            for one in sorted(known, key=lambda one: last.loc[one, "percent"])
        )
        yield Plate(Dots(f"{anchor}-gaps", gaps, gaps, "percent", bars, legend=_GAP_LEGEND))
    lowest = [one for one in codes if last.loc[one, "lowest"] == 1]
    if lowest:
        yield Paragraph(Text("The lowest sections of the last round:", "最近一轮得分最低的部分："))
        yield Bullets(tuple(titles[one] for one in lowest))


def _sections_table(form: Questionnaire, rows: Rows, rounds: Sequence[str]) -> Table:
    """Lay out the mean of each section, round by round; the numbers are those of the radar."""
    codes = [one for one in dict.fromkeys(rows["section"]) if one != WHOLE]
    titles = {one.code: one.title for one in form.sections}
    numbered = [
        (code, _with_number(number, titles[code])) for number, code in enumerate(codes, start=1)
    ]
    if WHOLE in set(rows["section"]):
        numbered.append((WHOLE, _WHOLE))
    return _by_round(rows.set_index("section"), _SECTION, numbered, rounds, _unit(form))


def _with_number(number: int, title: Text) -> Text:
    """Put the number of the spoke before a title, unless it brings the same one along."""
    if title.en.startswith(f"{number} "):
        return title
    return Text(f"{number} {title.en}", f"{number} {title.zh}")


def _by_criterion(form: Questionnaire, rows: Rows, rounds: Sequence[str]) -> Table:
    """Lay out the mean of each criterion, over all sections."""
    titled = [(one.code, one.title) for one in form.criteria]
    head = Text("Criterion, over all sections", "准则，跨所有部分")
    return _by_round(rows.set_index("criterion"), head, titled, rounds, _unit(form))


def _by_round(
    rows: Rows, head: Text, titled: Sequence[tuple[str, Text]], rounds: Sequence[str], unit: str
) -> Table:
    """Lay out the means of what has a title, a column for each round, then the last change."""
    # A date in the head of a narrow column ends its line behind the year, not before the day.
    dates = ["\u2011".join(one.rsplit("-", 1)) for one in rounds]
    columns = [Column(head, share=4), *(Column(one, numeric=True, share=3) for one in dates)]
    if len(rounds) > 1:
        columns.append(Column(_CHANGE, numeric=True, share=2))
    made = []
    for code, title in titled:
        of_code = rows.loc[[code]].set_index("round")
        figures: list[Any] = [of_code.loc[one, "mean"] for one in rounds]
        if len(rounds) > 1:
            figures.append(of_code.loc[rounds[-1], "change"])
        made.append((Cell(title), *(figure(one, unit) for one in figures)))
    percent = Text(f"{head.en}: mean of the forms, in per cent", f"{head.zh}：各表均值（%）")
    points = Text(f"{head.en}: mean of the forms, in points", f"{head.zh}：各表均值（分）")
    return Table(percent if unit == "percent" else points, tuple(columns), tuple(made))


def _to_go(form: Questionnaire, rows: Rows, date: str) -> Iterator[Table]:
    """List the questions that are furthest from their highest level."""
    titles = numbered_titles(form)
    far = rows.sort_values("distance_percent", ascending=False, kind="stable")
    far = far[far["distance_percent"] > 0].head(_QUESTIONS_SHOWN)
    made = tuple(
        (
            Cell(titles[one["question"]]),
            figure(one["mean"], "points"),
            figure(one["distance_percent"], "percent"),
        )
        for one in far.to_dict("records")
    )
    caption = Message("Questions furthest from their highest level, {round}", {"round": date})
    columns = (
        Column(_QUESTION, share=4), Column(_MEAN, numeric=True), Column(_DISTANCE, numeric=True)
    )  # fmt: skip
    if made:
        yield Table(caption, columns, made)


def _agreed(form: Questionnaire, last: dict[str, Rows]) -> Iterator[Table]:
    """Show how far the respondents of the last round agree, by section and by question."""
    titles = {one.code: one.title for one in form.sections} | {WHOLE: _WHOLE}
    heads = (_MEAN, _LEAST, _MOST, _DEVIATION, _CONSENSUS)
    numeric = tuple(Column(one, numeric=True) for one in heads)
    units = (*(_unit(form),) * 4, "share")
    names = ("mean", "least", "most", "deviation", "consensus")
    yield Table(
        Text("What respondents of the last round say, by section", "最近一轮填表者的答案，按部分"),
        (Column(_SECTION, share=2), *numeric),
        tuple(
            (Cell(titles[one["section"]]),
             *(figure(one[name], unit) for name, unit in zip(names, units, strict=True)))
            for one in last["sections"].to_dict("records")
        ),
        stacked=True,
    )  # fmt: skip
    questions = numbered_titles(form)
    units = (*("points",) * 4, "share")
    apart = last["questions"].sort_values("consensus", kind="stable")
    apart = apart[apart["consensus"] < 1].head(_QUESTIONS_SHOWN)
    if apart.empty:
        return
    yield Table(
        Text("Questions on which they agree the least", "分歧最大的问题"),
        (Column(_QUESTION, share=3), *numeric),
        tuple(
            (Cell(questions[one["question"]]),
             *(figure(one[name], unit) for name, unit in zip(names, units, strict=True)))
            for one in apart.to_dict("records")
        ),
        stacked=True,
    )  # fmt: skip


def _chosen(form: Questionnaire, rows: Rows, anchor: str) -> Iterator[Block]:
    """Count what was chosen where nothing is scored."""
    for question in form.questions:
        of_question = rows[rows["question"] == question.code]
        if not len(of_question):
            continue
        titles = {one.code: one.title for one in answer_choices(form, question)}
        counts = list(zip(of_question["choice"], of_question["chosen_by"], strict=True))
        bars = tuple(Bar(titles[code], float(count), from_value=0.0) for code, count in counts)
        words = question.title
        if not any(count for _, count in counts):
            yield Paragraph(Named(words, _NOBODY))
            continue
        columns = (Column(Text("Answer", "答案"), share=3),
                   Column(Text("Forms", "表格数"), numeric=True))  # fmt: skip
        made = tuple((Cell(titles[code]), figure(count, "number")) for code, count in counts)
        table = Table(words, columns, made)
        # Dots at 0 and 1 for each of thirty boxes show nothing that the table does not.
        if max(counts, key=lambda one: one[1])[1] > 1:
            picture = Dots(f"{anchor}-{question.code}", words, words, "count", bars)
            yield Plate(picture, table)
        else:
            yield table
