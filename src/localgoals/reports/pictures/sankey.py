"""A Sankey diagram: what becomes of an amount, in bands that are as wide as their share of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import isinf
from typing import Literal

from localgoals.model.text import Language
from localgoals.reports.blocks import Figure, Words
from localgoals.reports.charts import INK, LINE_COLOURS, QUIET
from localgoals.reports.fonts import SANS, lines_of
from localgoals.reports.wording import spoken

__all__ = ["Flow", "Node", "Sankey", "has_flows", "sankey_svg"]

_WIDTH = 320
_TALLEST = 250
"""So high are all nodes of the fullest column together."""
_BAR = 7
_SIZE = 12
_LINE = 16
_GAP = 8
_LEAST = 1.5
"""A flow that is there is at least so wide, or nobody would see it."""
_CRUMB = 1e-9
Look = Literal["start", "way", "good", "fair", "bad", "worst"]
_COLOURS: dict[Look, str] = {
    "start": QUIET,
    "way": LINE_COLOURS[0],
    "good": LINE_COLOURS[2],
    "fair": LINE_COLOURS[4],
    "bad": LINE_COLOURS[1],
    "worst": LINE_COLOURS[3],
}
_AIR = 4
"""Above and below, for words of the outermost nodes that reach over their bars."""


@dataclass(frozen=True)
class Node:
    """Where flows come from or go to; columns are counted from 0 at the left."""

    name: Words
    column: int
    look: Look = "way"


@dataclass(frozen=True)
class Flow:
    """An amount that goes from a node to one further right, both by their place in the list."""

    source: int
    target: int
    value: float


@dataclass(frozen=True)
class Sankey:
    """Nodes, column by column and from above to below, and the flows between them in one unit."""

    anchor: str
    title: Words
    alt: Words
    unit: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


@dataclass
class _Bar:
    """A node on its way to paper: where it stands, and how far its two sides are taken."""

    height: float
    lines: list[str]
    top: float = 0.0
    into: float = 0.0
    out: float = 0.0

    @property
    def slot(self) -> float:
        """Give the room that it and its words need, so that neighbours never overlap."""
        return max(self.height, _LINE * len(self.lines)) + _GAP

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def has_flows(flows: Iterable[Flow]) -> bool:
    """Tell whether there is anything to draw: a flow that is known and not nought."""
    return bool(_there(flows))


def _there(flows: Iterable[Flow]) -> list[Flow]:
    """Leave out flows that are not known, nought, or a crumb that arithmetic left of nought."""
    known = [one for one in flows if one.value > 0 and not isinf(one.value)]
    most = max((one.value for one in known), default=0.0)
    return [one for one in known if one.value > _CRUMB * most]


def sankey_svg(chart: Sankey, language: Language) -> str:
    """
    Draw the flows from left to right, each node with its name and amount.

    A flow of nought, or one that is not known, is not drawn, nor is a node without flows.
    """
    flows = _there(chart.flows)
    amounts = _amounts(flows)
    columns = _columns(chart, amounts)
    most = max((sum(amounts[one] for one in column) for column in columns), default=1.0)
    scale = _TALLEST / most
    pitch = _WIDTH / max(len(columns), 1)
    bars = {
        one: _Bar(
            max(amounts[one] * scale, _LEAST),
            _words(chart, one, amounts[one], language, pitch - _BAR - 7),
        )
        for column in columns
        for one in column
    }
    height = max((sum(bars[one].slot for one in column) for column in columns), default=_GAP)
    for column in columns:
        _stand(column, bars, flows, height)
    at = {one: number * pitch for number, column in enumerate(columns) for one in column}
    looks = {one: _COLOURS[chart.nodes[one].look] for one in bars}
    body = [*_bands(flows, bars, at, looks, scale), *_bars(bars, at, looks), *_labels(bars, at)]
    return (
        f'<svg role="img" aria-label="{escape(spoken(chart.alt, language))}" '
        f'xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height + 2 * _AIR:.0f}" '
        f'viewBox="0 -{_AIR} {_WIDTH} {height + 2 * _AIR:.0f}">{"".join(body)}</svg>'
    )


def _amounts(flows: Sequence[Flow]) -> dict[int, float]:
    """Give the amount of each node: what comes in or what goes out, whichever is more."""
    into: dict[int, float] = {}
    out: dict[int, float] = {}
    for one in flows:
        out[one.source] = out.get(one.source, 0.0) + one.value
        into[one.target] = into.get(one.target, 0.0) + one.value
    return {one: max(into.get(one, 0.0), out.get(one, 0.0)) for one in {*into, *out}}


def _columns(chart: Sankey, amounts: dict[int, float]) -> list[list[int]]:
    """Give the nodes of each column that has any, in their order."""
    numbers = sorted({chart.nodes[one].column for one in amounts})
    return [
        [one for one, node in enumerate(chart.nodes) if node.column == number and one in amounts]
        for number in numbers
    ]


def _words(chart: Sankey, one: int, amount: float, language: Language, room: float) -> list[str]:
    name = spoken(chart.nodes[one].name, language)
    figure = spoken(Figure(amount, chart.unit), language)
    return [*lines_of(name, _SIZE, room), *lines_of(figure, _SIZE, room)]


def _stand(
    column: Sequence[int], bars: dict[int, _Bar], flows: Sequence[Flow], height: float
) -> None:
    """Put the nodes of a column as near to where their flows come from as their words allow."""
    tops: list[float] = []
    below = 0.0
    if not any(flow.target in column for flow in flows):
        below = (height - sum(bars[one].slot for one in column)) / 2
    for one in column:
        wished = _wished(one, bars, flows)
        tops.append(max(wished - bars[one].slot / 2, below))
        below = tops[-1] + bars[one].slot
    limit = height
    for place in reversed(range(len(column))):
        bar = bars[column[place]]
        limit = min(tops[place], limit - bar.slot)
        bar.top = limit + (bar.slot - _GAP - bar.height) / 2


def _wished(one: int, bars: dict[int, _Bar], flows: Sequence[Flow]) -> float:
    """Give the middle of where its flows come from; the top for a node that has none."""
    into = [flow for flow in flows if flow.target == one]
    total = sum(flow.value for flow in into)
    return sum(flow.value * bars[flow.source].middle for flow in into) / total if into else 0.0


def _bands(
    flows: Sequence[Flow],
    bars: dict[int, _Bar],
    at: dict[int, float],
    looks: dict[int, str],
    scale: float,
) -> Iterator[str]:
    """Draw the flows, so laid out at both ends that those beside each other do not cross."""
    leaving: dict[int, float] = {}
    order = range(len(flows))
    for one in sorted(order, key=lambda one: bars[flows[one].target].middle):
        bar = bars[flows[one].source]
        leaving[one] = bar.top + bar.out
        bar.out += flows[one].value * scale
    for one in sorted(order, key=lambda one: bars[flows[one].source].middle):
        flow = flows[one]
        bar = bars[flow.target]
        wide = flow.value * scale
        ends = (leaving[one] + wide / 2, bar.top + bar.into + wide / 2)
        bar.into += wide
        yield _band((at[flow.source] + _BAR, at[flow.target]), ends, wide, looks[flow.target])


def _band(across: tuple[float, float], ends: tuple[float, float], wide: float, colour: str) -> str:
    """Draw one flow between the middles of its two ends."""
    half = max(wide, _LEAST) / 2
    (left, right), (start, end) = across, ends
    turn = (left + right) / 2
    path = (
        f"M{left:.1f} {start - half:.1f}"
        f"C{turn:.1f} {start - half:.1f} {turn:.1f} {end - half:.1f} {right:.1f} {end - half:.1f}"
        f"V{end + half:.1f}"
        f"C{turn:.1f} {end + half:.1f} {turn:.1f} {start + half:.1f} {left:.1f} {start + half:.1f}Z"
    )
    return f'<path d="{path}" fill="{colour}" fill-opacity="0.3"/>'


def _bars(bars: dict[int, _Bar], at: dict[int, float], looks: dict[int, str]) -> Iterator[str]:
    for one, bar in bars.items():
        yield (
            f'<rect x="{at[one]:.1f}" y="{bar.top:.1f}" width="{_BAR}" '
            f'height="{bar.height:.1f}" fill="{looks[one]}"/>'
        )


def _labels(bars: dict[int, _Bar], at: dict[int, float]) -> Iterator[str]:
    """Write the words of each node beside it, the last line being its amount."""
    for one, bar in bars.items():
        first = bar.middle - _LINE * len(bar.lines) / 2 + _SIZE
        for number, line in enumerate(bar.lines):
            yield (
                f'<text x="{at[one] + _BAR + 4:.1f}" y="{first + number * _LINE:.1f}" '
                f'font-family="{SANS}" font-size="{_SIZE}px" fill="{INK}">{escape(line)}</text>'
            )
