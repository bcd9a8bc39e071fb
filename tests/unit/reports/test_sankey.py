"""Sankey diagrams: what is drawn, what is left out, and that no words overlap."""

from __future__ import annotations

import re
from html import unescape
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localgoals.model.text import LANGUAGES, Language, Text
from localgoals.reports.fonts import width_of
from localgoals.reports.pictures.sankey import Flow, Node, Sankey, has_flows, sankey_svg

NODES = (
    Node(Text("All the waste", "全部废物"), 0, "start"),
    Node(Text("Collected by a service", "由服务收集"), 1),
    Node(Text("Not collected & burnt", "未收集并焚烧"), 1, "worst"),
    Node(Text("Recovered", "回收"), 2, "good"),
    Node(Text("Landfill or dumpsite", "填埋场或堆放场"), 2),
    Node(Text("Drains", "排水渠"), 2, "bad"),
)
LINKS = ((0, 1), (0, 2), (1, 3), (1, 4), (1, 5), (2, 5))
NAN = float("nan")


def chart(*amounts: float) -> Sankey:
    flows = tuple(Flow(*link, amount) for link, amount in zip(LINKS, amounts, strict=False))
    return Sankey("flows", "Flows", Text('The "flows"', "“流向”"), "tonnes_per_day", NODES, flows)


def words(svg: str) -> list[str]:
    """List the lines of text of a drawing."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Give the place of each line of text: left, top, right, bottom."""
    found = re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]*)</text>', svg)
    return [
        (float(x), float(y) - 12, float(x) + width_of(unescape(text), 12), float(y))
        for x, y, text in found
    ]  # fmt: skip


def test_every_node_has_its_name_and_amount_in_both_languages() -> None:
    english, chinese = (
        " ".join(words(sankey_svg(chart(60, 40, 10, 50, 0, 40), language)))
        for language in LANGUAGES
    )

    assert "Collected by a service 60.0 t/day" in english
    assert "Not collected &amp; burnt" in english
    assert "60.0吨/天" in chinese.replace(" ", "")


def test_a_drawing_is_sound_and_says_what_it_shows() -> None:
    svg = sankey_svg(chart(60, 40, 10, 50, 0, 40), "en")

    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-label"] == 'The "flows"'
    assert root.attrib["width"] == "320"


@pytest.mark.parametrize("amount", [0.0, NAN, float("inf"), -3.0, 1e-12])
def test_a_flow_that_is_nothing_or_not_known_vanishes_with_its_node(amount: float) -> None:
    svg = sankey_svg(chart(60, 40, amount, 60, 0, 40), "en")

    assert svg.count("<path") == 4
    assert "Recovered" not in svg


def test_a_tiny_flow_stays_visible() -> None:
    svg = sankey_svg(chart(1e6, 1, 0.1, 1e6, 0, 1), "en")

    heights = re.findall(
        r'<path d="M\S+ ([\d.-]+)C[^V]*V[\d.-]+C\S+ \S+ \S+ \S+ \S+ ([\d.-]+)Z', svg
    )
    assert len(heights) == 5
    assert min(float(low) - float(top) for top, low in heights) >= 1.3


def test_nothing_to_draw_is_known_beforehand() -> None:
    assert not has_flows(chart(0, NAN).flows)
    assert has_flows(chart(0, 1).flows)
    assert "<path" not in sankey_svg(chart(0, NAN), "en")


AMOUNT = st.one_of(st.just(0.0), st.floats(1e-6, 1e9))


@settings(max_examples=60)
@given(st.lists(AMOUNT, min_size=6, max_size=6), st.sampled_from(LANGUAGES))
def test_no_words_overlap_or_leave_the_paper(amounts: list[float], language: Language) -> None:
    svg = sankey_svg(chart(*amounts), language)

    height = float(ElementTree.fromstring(svg).attrib["height"])
    found = boxes(svg)
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)
    assert all(left >= 0 and top >= -1 and low <= height for left, top, _, low in found)
