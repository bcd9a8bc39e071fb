"""How people travel in each city: the split of trips by mode, as a part of a page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from localgoals.model.text import Text
from localgoals.reports.blocks import Cell, Column, Figure, Paragraph, Part, Plate, Table
from localgoals.reports.pictures.stacked_bars import Stack, StackedBars

__all__ = ["MODES", "split_part"]

_MOST = 20
_UNIT = "percent"
MODES: Mapping[str, Text] = {
    "walking": Text("on foot", "步行"),
    "cycling": Text("by cycle", "骑行"),
    "public_transport": Text("public transport", "公共交通"),
    "car": Text("car and taxi", "小汽车和出租车"),
    "motorcycle": Text("motorcycle", "摩托车"),
    "other": Text("other", "其他"),
}


def split_part(split: pd.DataFrame) -> Part:
    """
    Draw the split of each city, and list it.

    Parameters
    ----------
    split
        A row for each `city`, with a column for each of `MODES` and `sustainable`. [percent]
    """
    title = Text("Trips by mode", "出行方式结构")
    shown = split.head(_MOST)
    drawn = shown[shown["sustainable"].notna()]
    columns = (
        Column(Text("City", "城市"), share=2),
        *(Column(name, numeric=True) for name in MODES.values()),
        Column(Text("On foot, by cycle, public transport", "步行、骑行、公共交通"), numeric=True),
    )
    rows = tuple(
        (
            Cell(str(one["city"])),
            *(Cell(Figure(one[name], _UNIT), numeric=True) for name in [*MODES, "sustainable"]),
        )
        for one in shown.to_dict("records")
    )
    table = Table(title, columns, rows, stacked=True)
    words = Text(
        "A city with a mode that is blank has no split: unknown is not zero.",
        "有方式空缺的城市没有结构：未知不等于零。",
    )
    if drawn.empty:
        return Part("split", title, (table, Paragraph(words, "note")))
    stacks = tuple(
        Stack(str(one["city"]), tuple(float(one[name]) for name in MODES))
        for one in drawn.to_dict("records")
    )
    alt = Text(f"{title.en}, as in the table below", f"{title.zh}，数值见下表")
    picture = StackedBars("modal-split", title, alt, _UNIT, tuple(MODES.values()), stacks)
    return Part("split", title, (Plate(picture, table), Paragraph(words, "note")))
