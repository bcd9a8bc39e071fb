"""Sensors over a reference monitor as one SVG: points, fitted line, the line of equals, targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, isnan

import altair as alt
import numpy as np

from localgoals.catalogue.language import say
from localgoals.catalogue.load import load
from localgoals.model.text import Language, Message
from localgoals.reports.charts import INK, LINE_COLOURS, QUIET, Rows, drawn_svg
from localgoals.reports.fonts import SANS, font_face, letters_of

__all__ = ["SensorPoints", "sensor_svg"]

_Panel = alt.LayerChart | alt.FacetChart
_SIDE = 250
_BAND = "#cfe8de"
_MOST = 1500
"""Points of a sensor that are drawn; more would hide each other and make a heavy file."""


@dataclass(frozen=True)
class SensorPoints:
    """What a sensor and a monitor measured at the same times, and the line through it."""

    name: str
    reference: Sequence[float]
    """[µg/m³]"""
    sensor: Sequence[float]
    """At the same times. [µg/m³]"""
    slope: float
    """NaN where no line can be fitted."""
    intercept: float


def sensor_svg(sensors: Sequence[SensorPoints], language: Language) -> str:
    """
    Draw every sensor over the reference, two in a row, with the letters that it needs inside.

    Parameters
    ----------
    sensors
        At least one, each with at least one point.
    language
        Of the words.

    Returns
    -------
    svg
        A file of its own. All panels have the same axes from 0 (or below), alike on both sides. A
        line that meets the targets of slope and intercept lies in the band; not every line in it
        does.

    References
    ----------
    Duvall et al. (2021), US EPA/600/R-20/280, on scatter plots of sensor over reference.
    """
    low, high = _ends(sensors)
    panels = [_panel(one, (low, high), language) for one in sensors]
    drawing = alt.concat(*panels, columns=2, spacing=24)
    title = say(Message("Sensors over the reference monitor, PM2.5 in µg/m³"), language)
    told = " ".join([say(_HOW, language), *(_line_of(one, language) for one in sensors)])
    return _alone(drawn_svg(drawing, "sensors", title), title, told)


_HOW = Message(
    "Each dot is a time at which both measured. On the dashed line the sensor would show what the "
    "monitor does; in the band lies every line that meets the targets of slope and intercept."
)


def _line_of(one: SensorPoints, language: Language) -> str:
    values: dict[str, object] = {"name": one.name, "pairs": len(one.sensor)}
    if isnan(one.slope):
        return say(Message("{name}: {pairs} pairs, no fitted line.", values), language)
    values |= {"slope": f"{one.slope:.3f}", "intercept": f"{one.intercept:.3f}"}
    return say(
        Message("{name}: {pairs} pairs, slope {slope}, intercept {intercept} µg/m³.", values),
        language,
    )


def _ends(sensors: Sequence[SensorPoints]) -> tuple[float, float]:
    """Give the ends of both axes: from 0 or below to the next five above everything."""
    seen = [value for one in sensors for value in (*one.reference, *one.sensor)]
    return min(0.0, 5.0 * (min(seen) // 5)), max(5.0, 5.0 * ceil(max(seen) / 5))


def _panel(one: SensorPoints, ends: tuple[float, float], language: Language) -> _Panel:
    scale = alt.Scale(domain=list(ends), nice=False, zero=False)
    names = [say(part, language) for part in (_BAND_NAME, _EQUAL_NAME, _FITTED_NAME)]
    colours = alt.Scale(domain=names, range=[_BAND, QUIET, LINE_COLOURS[1]])
    x = alt.X("x:Q", scale=scale, title=say(Message("monitor, µg/m³"), language))
    y = alt.Y("y:Q", scale=scale, title=say(Message("sensor, µg/m³"), language))
    legend = alt.Color("part:N", scale=colours, legend=alt.Legend(symbolType="square"))
    band = _chart(_band_rows(ends, names[0])).mark_area(clip=True, opacity=1)
    lines = _chart([*_line_rows(ends, (1.0, 0.0), names[1])]).mark_line(
        clip=True, strokeDash=[5, 4], strokeWidth=1.5
    )
    points = _chart(_point_rows(one)).mark_point(
        filled=True, size=26, color=LINE_COLOURS[0], opacity=0.55
    )
    layers: list[alt.Chart] = [
        band.encode(x=x, y=y, y2="y2:Q", color=legend),
        lines.encode(x=x, y=y, color=legend),
        points.encode(x=x, y=y),
    ]
    if not isnan(one.slope):
        fitted = _line_rows(_span(one), (one.slope, one.intercept), names[2])
        drawn = _chart(fitted).mark_line(clip=True, strokeWidth=2.5)
        layers.append(drawn.encode(x=x, y=y, color=legend))
    heading = alt.TitleParams(one.name, fontSize=13, fontWeight="bold", color=INK, limit=_SIDE)
    return alt.layer(*layers).properties(width=_SIDE, height=_SIDE, title=heading)


_BAND_NAME = Message("lines that meet the targets")
_EQUAL_NAME = Message("sensor and monitor alike")
_FITTED_NAME = Message("fitted line")


def _chart(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _band_rows(ends: tuple[float, float], name: str) -> Rows:
    limit: Mapping[str, float] = load().parameter_tables["air_sensor_targets_pm25"].values
    away = limit["intercept_ug_m3"]
    return [
        {
            "x": x,
            "y": min(limit["slope_low"] * x, limit["slope_high"] * x) - away,
            "y2": max(limit["slope_low"] * x, limit["slope_high"] * x) + away,
            "part": name,
        }
        for x in sorted({ends[0], 0.0, ends[1]})
    ]


def _line_rows(across: tuple[float, float], line: tuple[float, float], name: str) -> Rows:
    return [{"x": x, "y": line[0] * x + line[1], "part": name} for x in across]


def _span(one: SensorPoints) -> tuple[float, float]:
    """Give the ends of what the monitor measured: beyond them the line is not known."""
    return min(one.reference), max(one.reference)


def _point_rows(one: SensorPoints) -> Rows:
    count = len(one.sensor)
    chosen = np.unique(np.linspace(0, count - 1, min(count, _MOST)).round().astype(int))
    return [{"x": one.reference[place], "y": one.sensor[place]} for place in chosen]


def _alone(svg: str, title: str, told: str) -> str:
    """Make a file of a drawing: white ground, its own letters, title and description."""
    letters = set(svg) & letters_of(SANS)
    head, _, body = svg.partition(">")
    style = f"<style>{font_face(SANS, letters)}</style>"
    words = f"<title>{escape(title)}</title><desc>{escape(told)}</desc>"
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f"{head}>{words}{style}{ground}{body}\n"
