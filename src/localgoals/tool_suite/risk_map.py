"""`risk-map`: three grids become one of risk, counted by bands and drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from localgoals.catalogue.climate.risk import risk_bands
from localgoals.climate.risk import bands_of
from localgoals.errors import InputRefused
from localgoals.ingest.faults import problem
from localgoals.ingest.feed_faults import feed_problem
from localgoals.ingest.risk_layers import mapped_risk
from localgoals.ingest.tool_inputs import Inputs
from localgoals.model.problem import Problem
from localgoals.model.text import Text
from localgoals.reports.blocks import (
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Part,
    Plate,
    Table,
)
from localgoals.reports.pictures.risk_map import RiskMap
from localgoals.reports.wording import unit_words
from localgoals.spatial.risk_grid import Found, Layer, Scale
from localgoals.tool_suite.risk_words import METHOD_NOTE, band_words
from localgoals.tool_suite.table_words import figure
from localgoals.tool_suite.worked import Worked

__all__ = ["RISK_FILE", "risk_map"]

RISK_FILE = "risk.tif"
_LAYERS: Mapping[str, Text] = {
    "hazard": Text("Hazard", "危险"),
    "exposure": Text("Exposure", "暴露"),
    "vulnerability": Text("Vulnerability", "脆弱性"),
}
_HIGH = 4
"""The band from which on risk is high."""


def risk_map(inputs: Inputs) -> Worked:
    """Write the grid of risk into the folder of the result, and tell what is in it."""
    assert inputs.room is not None, "a run gives the folder of the result"
    if problems := _faults(inputs):
        raise InputRefused(problems)
    posts = _goalposts(inputs)
    layers = [Layer(inputs.paths[name], *posts.get(name, (0.0, 1.0))) for name in _LAYERS]
    limits = tuple(band.begin for band in risk_bands()[1:])
    mean = inputs.single_row("settings").get("mean", "geometric")
    scale = Scale(mean == "geometric", limits)
    found = mapped_risk(layers, inputs.room / RISK_FILE, scale, threads=inputs.threads)
    if problems := _cell_faults(inputs, found, posts):
        raise InputRefused(problems)
    bands, given = _band_table(found), _layer_table(found, posts)
    return Worked((_summary(found, bands), _grids(given)), {"bands": bands, "layers": given})


def _faults(inputs: Inputs) -> list[Problem]:
    """Name goalposts that are one."""
    if "goalposts" not in inputs.tables:
        return []
    posts = inputs.tables["goalposts"]
    return inputs.faults("risk-goalposts", "goalposts", "low", posts["low"] == posts["high"])


def _goalposts(inputs: Inputs) -> dict[str, tuple[float, float]]:
    if "goalposts" not in inputs.tables:
        return {}
    rows = inputs.tables["goalposts"].to_dict("records")
    return {row["layer"]: (float(row["low"]), float(row["high"])) for row in rows}


def _cell_faults(
    inputs: Inputs, found: Found, posts: Mapping[str, tuple[float, float]]
) -> list[Problem]:
    """Name grids whose cells are not what they should be, once all have been read."""
    problems = []
    cells = found.shape[0] * found.shape[1]
    for name, (unknown, below, above) in zip(_LAYERS, found.seen, strict=True):
        place = inputs.places[name]
        if unknown == cells:
            problems.append(problem("raster-empty", place))
        if name not in posts and below + above:
            problems.append(feed_problem("risk-beyond", place, count=f"{below + above:,.0f}"))
    if not problems and found.cells[0] == cells:
        problems.append(problem("raster-empty", ", ".join(_LAYERS)))
    return problems


def _band_table(found: Found) -> pd.DataFrame:
    known = found.cells[1:].sum()
    return pd.DataFrame(
        {
            "band": ["unknown", *(band.code for band in risk_bands())],
            "from": [np.nan, *(band.begin for band in risk_bands())],
            "cells": found.cells,
            "percent_of_known": [np.nan, *(100 * found.cells[1:] / known)],
            "exposed": [np.nan, *found.exposed[1:]],
        }
    )


def _layer_table(found: Found, posts: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    low, high = np.array([posts.get(name, (0.0, 1.0)) for name in _LAYERS]).T
    cells = found.shape[0] * found.shape[1]
    unknown, below, above = found.seen.T
    return pd.DataFrame(
        {
            "layer": list(_LAYERS), "low": low, "high": high, "cells": cells,
            "cells_unknown": unknown, "percent_unknown": 100 * unknown / cells,
            "cells_below_0": below, "cells_above_1": above,
        }
    )  # fmt: skip


def _summary(found: Found, bands: pd.DataFrame) -> Part:
    words = Text(
        f"The whole grid of risk is in {RISK_FILE}, from 0 to 1. A square of the picture is the "
        "mean of its cells. A cell has no risk where one of the three grids has no value.",
        f"完整的风险栅格见{RISK_FILE}，取值0至1。图中方格为其单元的平均值。三个栅格中任一无值时，该单元无风险值。",
    )
    blocks = (
        _keys(found, bands.iloc[_HIGH:]),
        Plate(_picture(found), _bands(bands)),
        Paragraph(words, "small"),
        Paragraph(METHOD_NOTE, "note"),
    )
    return Part("summary", Text("Where the risk is", "风险在哪里"), blocks)


def _keys(found: Found, high: pd.DataFrame) -> KeyFigures:
    """Say how much lies in the bands of high risk, and how much is not known."""
    keys = (
        KeyFigure(
            Text("High or very high, of cells with a risk", "高或很高，占有风险值的单元"),
            Figure(float(high["percent_of_known"].sum()), "percent", bare=True),
            unit_words("percent"), rating="none",
        ),
        KeyFigure(
            Text("Exposed there", "其中的暴露量"),
            Figure(float(high["exposed"].sum()), "number", bare=True),
            Text("in the unit of the exposure grid", "单位同暴露栅格"), rating="none",
        ),
        KeyFigure(
            Text("Cells without a risk", "无风险值的单元"),
            Figure(100 * float(found.cells[0] / found.cells.sum()), "percent", bare=True),
            Text("% of all cells", "%（全部单元）"), rating="none",
        ),
    )  # fmt: skip
    return KeyFigures(keys)


def _picture(found: Found) -> RiskMap:
    alt = Text(
        "Squares from pale, very low, to dark brown, very high; grey where not known. How many "
        "cells are in each band stands in the table",
        "方格由浅色（很低）到深褐色（很高），灰色为未知；各等级单元数见表",
    )
    drawn = tuple(map(tuple, _drawn(found).tolist()))
    return RiskMap("risk-map", Text("Risk, north above", "风险，上北"), alt, drawn, band_words())


def _drawn(found: Found) -> np.ndarray:
    return bands_of(found.picture, [band.begin for band in risk_bands()[1:]])


def _bands(bands: pd.DataFrame) -> Table:
    columns = (
        Column(Text("Band", "等级"), share=3),
        Column(Text("Cells", "单元数"), numeric=True, share=2),
        Column(Text("Of those known, %", "占已知，%"), numeric=True),
        Column(Text("Exposed", "暴露量"), numeric=True, share=2),
    )
    names = [Text("not known", "未知"), *band_words()]
    rows = tuple(
        (
            Cell(name),
            figure(one["cells"], "number"),
            figure(one["percent_of_known"], "percent"),
            figure(one["exposed"], "number"),
        )
        for name, one in zip(names, bands.to_dict("records"), strict=True)
    )
    return Table(Text("Cells by band of risk", "各风险等级的单元"), columns, rows[1:] + rows[:1])


def _grids(given: pd.DataFrame) -> Part:
    columns = (
        Column(Text("Grid", "栅格"), share=2),
        Column(Text("Counts 0", "计为0"), numeric=True),
        Column(Text("Counts 1", "计为1"), numeric=True),
        Column(Text("Without a value, %", "无值，%"), numeric=True),
        Column(Text("Cells cut off", "截断的单元"), numeric=True),
    )
    title = Text("The three grids", "三个栅格")
    table = Table(title, columns, tuple(_grid_rows(given)), stacked=True)
    words = Text(
        "Cells beyond a goalpost count as if they were on it. Many of them can mean a nodata value "
        "that the file does not declare.",
        "超出上下限的单元按上下限计。若数量很多，可能是文件未声明无值。",
    )
    return Part("grids", Text("What went in", "输入的栅格"), (table, Paragraph(words, "small")))


def _grid_rows(given: pd.DataFrame) -> Iterator[tuple[Cell, ...]]:
    for one in given.to_dict("records"):
        yield (
            Cell(_LAYERS[one["layer"]]),
            Cell(f"{one['low']:g}", numeric=True),
            Cell(f"{one['high']:g}", numeric=True),
            figure(one["percent_unknown"], "percent"),
            figure(one["cells_below_0"] + one["cells_above_1"], "number"),
        )
