"""The whole report as sections, the same in every language, ready to be laid out."""

from __future__ import annotations

from localgoals.catalogue.load import load
from localgoals.model.text import Message
from localgoals.reports.annex import annex_part
from localgoals.reports.attention import attention_part
from localgoals.reports.blocks import Paragraph, Part, Report
from localgoals.reports.by_indicator import indicators_part
from localgoals.reports.by_place import maps_part
from localgoals.reports.context import Context
from localgoals.reports.left_behind import left_behind_part
from localgoals.reports.maps import Atlas
from localgoals.reports.missing import missing_part
from localgoals.reports.result import BaselineResult
from localgoals.reports.standing import standing_part, summary_part

__all__ = ["report_of"]


def report_of(result: BaselineResult, atlas: Atlas | None) -> Report:
    """Write the report of a baseline, without a language and without a layout."""
    context = Context(result, load(), atlas)
    years = sorted({one.period for one in result.observations if not one.notation})
    covered = _span(years[0].first, max(one.last for one in years)) if years else "–"
    return Report(
        title=Message(
            "{city}: baseline of the Sustainable Development Goals", {"city": result.city.name}
        ),
        city=result.city.name,
        subtitle=Message("Baseline of the Sustainable Development Goals"),
        summary=Message(
            "Figures for {years}, from {count} files",
            {"years": covered, "count": len(result.resources)},
        ),
        parts=tuple(_numbered(context)),
        edition=(f"LocalGoals {result.run.version}",),
    )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _numbered(context: Context) -> list[Part]:
    maps = maps_part(context)
    return [
        summary_part(context),
        standing_part(context),
        indicators_part(context),
        maps if maps is not None else _without_maps(),
        attention_part(context),
        left_behind_part(context),
        missing_part(context),
        annex_part(context),
    ]


def _without_maps() -> Part:
    words = Message(
        "No map can be drawn: the pack has neither a boundary nor districts with figures."
    )
    return Part("maps", Message("Maps"), (Paragraph(words, "note"),))
