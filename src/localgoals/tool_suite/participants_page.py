"""The page of `participants`: shares beside those of the people, who is missing, weights."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

import numpy as np

from localgoals.model.text import Text
from localgoals.planning.representativeness import Fit
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
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.tool_suite.participants_figures import Attended, Attending
from localgoals.tool_suite.table_words import figure

__all__ = ["participant_parts"]

_FEW, _MANY = 0.8, 1.25
"""Below and above these ratios a category is named as missing or as too many. A choice of ours."""
_LIKELY = 0.05


def participant_parts(found: Attended) -> tuple[Part, ...]:
    """Lay everything out."""
    title = Text("Who took part", "参与者")
    if found.total < found.fewest:
        few = Text(
            f"Fewer than {found.fewest} people took part: nothing is shown of so few.",
            f"参与者少于{found.fewest}人：人数过少，不予显示。",
        )
        return (Part("who", title, (Paragraph(few),)),)
    blocks: list[Block] = [_keys(found), *_picture(found), Bullets(tuple(_missing(found)))]
    parts = [Part("who", title, (*blocks, _note(found)))]
    parts += [_attribute(number, one) for number, one in enumerate(found.attributes, start=1)]
    if found.weighted is not None:
        parts.append(_weights(found))
    return tuple(parts)


def _keys(found: Attended) -> KeyFigures:
    figures = [(Text("Participants", "参与者"), float(found.total), Text("people", "人"))]
    if found.weighted is not None:
        name = Text("Worth a random sample of", "相当于随机抽取的人数")
        figures.append((name, found.weighted.effective, Text("people", "人")))
    return KeyFigures(
        tuple(
            KeyFigure(name, Figure(value, "count", bare=True), unit, rating="none")
            for name, value, unit in figures
        )
    )


def _picture(found: Attended) -> tuple[Block, ...]:
    bars = tuple(
        Bar(category, 100 * float(share), one.name, 100 * float(people))
        for one in found.attributes
        for category, share, people in zip(
            one.categories, one.compared.took_part, one.compared.reference, strict=True
        )
        if not isnan(share)
    )
    title = Text("Shares of participants and of the people", "参与者与居民的占比")
    legend = Text(
        "Filled dot: the participants. Open dot: the people.", "实心点：参与者。空心点：居民。"
    )
    if not bars:
        return ()
    return (Plate(Dots("shares", title, title, "percent_people", bars, legend=(legend,))),)


def _missing(found: Attended) -> Iterator[Text]:
    """Name who is missing, and who is there more than by right."""
    said = False
    for one in found.attributes:
        named = zip(one.categories, *one.compared, strict=True)
        for category, took_part, reference, _, ratio in sorted(named, key=lambda row: row[4]):
            if not (ratio < _FEW or ratio > _MANY):
                continue
            said = True
            shares = f"{100 * took_part:.1f}", f"{100 * reference:.1f}"
            en, zh = ("too few", "偏少") if ratio < _FEW else ("too many", "偏多")
            yield Text(
                f"{one.name}, {category}: {en}. {shares[0]} % of the participants and "
                f"{shares[1]} % of the people, {ratio:.2f} times as many as there would be by "
                "their number.",
                f"{one.name}，{category}：{zh}。占参与者{shares[0]}%、居民{shares[1]}%，"
                f"为按人口应有数的{ratio:.2f}倍。",
            )
        if any(isnan(share) for share in one.compared.took_part):
            said = True
            yield _together(one, found.fewest)
    if not said:
        yield Text(
            f"No category has less than {_FEW} or more than {_MANY} times the share of the people.",
            f"没有任何类别的占比低于居民占比的{_FEW}倍或高于{_MANY}倍。",
        )


def _together(one: Attending, fewest: int) -> Text:
    """Say how many the categories that are withheld have together."""
    hidden = [isnan(share) for share in one.compared.took_part]
    names = [name for name, dark in zip(one.categories, hidden, strict=True) if dark]
    took_part = 100 * (1 - float(np.nansum(one.compared.took_part)))
    people = 100 * float(one.compared.reference[hidden].sum())
    return Text(
        f"{one.name}, {', '.join(names)}: together {took_part:.1f} % of the participants and "
        f"{people:.1f} % of the people. At least one has fewer than {fewest} participants; alone "
        "none is shown, as it could be found by subtraction.",
        f"{one.name}，{'、'.join(names)}：合计占参与者{took_part:.1f}%、居民{people:.1f}%。"
        f"其中至少一个类别的参与者少于{fewest}人；均不单独显示，以免可通过相减推算。",
    )


def _note(found: Attended) -> Paragraph:
    return Paragraph(
        Text(
            f"No figure is of fewer than {found.fewest} participants. Categories are named below "
            f"{_FEW} and above {_MANY} times their share, which is a choice of this tool, and no "
            "test. Who is like the people in these attributes may differ from them in others.",
            f"任何数字均不涉及少于{found.fewest}名参与者。占比低于{_FEW}倍或高于{_MANY}倍的类别会被指出，"
            "这是本工具的取值，并非检验。在这些属性上与居民相似者，在其他属性上仍可能不同。",
        ),
        "note",
    )


def _attribute(number: int, one: Attending) -> Part:
    columns = (
        Column(Text("Category", "类别"), share=3),
        Column(Text("Participants", "参与者"), numeric=True, share=2),
        Column(Text("% of participants", "占参与者的百分比"), numeric=True, share=2),
        Column(Text("% of people", "占居民的百分比"), numeric=True, share=2),
        Column(Text("Difference, points", "差（百分点）"), numeric=True, share=2),
        Column(Text("Ratio", "比值"), numeric=True, share=2),
    )
    rows = tuple(
        (
            Cell(category),
            figure(count, "count"),
            *(figure(100 * value, "percent") for value in shares[:3]),
            figure(shares[3], "ratio"),
        )
        for category, count, *shares in zip(
            one.categories, one.took_part, *one.compared, strict=True
        )
    )
    table = Table(Text(f"Shares: {one.name}", f"占比：{one.name}"), columns, rows, stacked=True)
    return Part(
        f"attribute-{number}", one.name, (table, Paragraph(_tested(one.tested)), *_left(one))
    )


def _tested(tested: Fit) -> Text:
    if isnan(tested.statistic):
        return Text(
            "No chi-square test: fewer than two categories can be compared, or people took part "
            "in a category where nobody lives.",
            "未作卡方检验：可比较的类别不足两个，或有参与者属于无人居住的类别。",
        )
    figures = (
        f"{tested.statistic:.2f}",
        "p < 0.001" if tested.probability < 0.001 else f"p = {tested.probability:.3f}",
    )
    likely = tested.probability >= _LIKELY
    en = "may well be chance" if likely else "are hardly chance"
    zh = "很可能出于偶然" if likely else "不太可能出于偶然"
    held = (
        "" if tested.holds else " The counts are too small for the test to be relied on.",
        "" if tested.holds else "计数过小，检验不可靠。",
    )
    degrees = "degree" if tested.freedom == 1 else "degrees"
    return Text(
        f"Chi-square {figures[0]} with {tested.freedom} {degrees} of freedom, {figures[1]}: had "
        f"the participants been drawn by lot, differences such as these {en}.{held[0]}",
        f"卡方值{figures[0]}，自由度{tested.freedom}，{figures[1]}：若参与者是随机抽取的，"
        f"这样的差异{zh}。{held[1]}",
    )


def _left(one: Attending) -> tuple[Paragraph, ...]:
    if not one.not_told:
        return ()
    count = f"{one.not_told:,.0f}"
    are = "is" if one.not_told == 1 else "are"
    words = Text(f"{count} did not say, and {are} in no share.", f"{count}人未告知，不计入占比。")
    return (Paragraph(words, "small"),)


def _weights(found: Attended) -> Part:
    assert found.weighted is not None
    apart = f"{100 * found.weighted.apart:.1f}"
    limit = f"{found.limit:g}"
    return Part(
        "weights",
        Text("Weights", "权重"),
        (
            Paragraph(
                Text(
                    "The file weights.csv says how much each participant counts so that the shares "
                    f"become those of the people: at most {limit} times the mean, and at "
                    f"least the mean divided by {limit}. The largest difference that is left is "
                    f"{apart} points. Categories that are not shown are weighted together.",
                    f"文件weights.csv列出每名参与者的权重，使占比与居民一致：最高为平均值的{limit}倍，"
                    f"最低为平均值的1/{limit}。剩余的最大差异为{apart}个百分点。不予显示的类别合并加权。",
                )
            ),
            Paragraph(
                Text(
                    "Weights do not bring back who is missing: those who came speak for them, and "
                    "the fewer they are, the less sure it is what they say.",
                    "权重不能让缺席者到场：只是由到场者代为发声，而到场者越少，所说的就越不可靠。",
                ),
                "note",
            ),
        ),
    )
