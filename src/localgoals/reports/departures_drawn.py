"""The drawings of a timetable: its hours, the days of a year, and its stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Final

import numpy as np
from numpy.typing import NDArray

from localgoals.ingest.departures import HOURS, Counts
from localgoals.ingest.layers import Floats
from localgoals.ingest.service_days import as_date, day_number, weekday
from localgoals.model.text import Text
from localgoals.reports.departures_seen import Seen, Which
from localgoals.reports.drawing import SHEET_UNITS, Sheet, dot_path

__all__ = ["CLASSES", "SHADES", "hours_svg", "stops_svg", "year_svg"]

CLASSES: Final = np.array([0.0, 1.0, 4.0, 10.0])
"""Departures an hour from which the next shade is used."""
# From pale to dark by lightness alone, so that few colours are enough to see it.
SHADES: Final = ("#ffffff", "#b9d7ea", "#6aaed6", "#2677b0", "#0b3c68")
_INK, _QUIET, _GRID = "#1d2733", "#56616b", "#d5d8da"
_WIDE, _HIGH, _LEFT, _FOOT = 720, 240, 56, 34
_CELL = 13
_DOTS = (26, 30, 38, 48, 60)
_M_PER_DEGREE = 111_320.0

# Okabe and Ito (2008), made for people who see few colours; lines differ by their dashes too.
_DAYS: dict[Which, tuple[Text, str, str]] = {
    "weekday": (Text("weekday", "工作日"), "#0072b2", ""),
    "saturday": (Text("Saturday", "星期六"), "#d55e00", ' stroke-dasharray="7 4"'),
    "sunday": (Text("Sunday", "星期日"), "#009e73", ' stroke-dasharray="2 4"'),
}


def hours_svg(seen: Seen) -> str:
    """Draw the departures of each hour: the weekday as columns, the days of rest as lines."""
    hours = {name: seen.by_stop[name].sum(axis=0) for name, day in seen.chosen.items() if day}
    top = _round_above(max(int(one.max()) for one in hours.values()))
    step = (_WIDE - _LEFT - 20) / HOURS
    told = "; ".join(f"{_DAYS[name][0].en} {one.sum():,}" for name, one in hours.items())
    parts = [*_axes(top, step)]
    for name, counts in hours.items():
        said, colour, dashes = _DAYS[name]
        tops = [_height(int(count), top) for count in counts]
        if name == "weekday":
            parts += _columns(counts, tops, step)
        else:
            line = " ".join(
                f"{_LEFT + (hour + 0.5) * step:.1f},{y:.1f}" for hour, y in enumerate(tops)
            )
            parts.append(
                f'<polyline points="{line}" fill="none" stroke="{colour}" '
                f'stroke-width="2.5"{dashes}/>'
            )
    parts += _key(list(hours))
    return (
        f'<svg viewBox="0 0 {_WIDE} {_HIGH + 26}" role="img" font-size="12" fill="{_QUIET}" '
        f'aria-label="{escape(told)}">{"".join(parts)}</svg>'
    )


def _columns(counts: Counts, tops: list[float], step: float) -> Iterator[str]:
    said, colour, _ = _DAYS["weekday"]
    for hour, (count, y) in enumerate(zip(counts.tolist(), tops, strict=True)):
        yield (
            f'<rect x="{_LEFT + hour * step + 2:.1f}" y="{y:.1f}" width="{step - 4:.1f}" '
            f'height="{_HIGH - _FOOT - y:.1f}" fill="{colour}" opacity=".45">'
            f"<title>{hour}:00 · {said.en} {said.zh} · {count:,}</title></rect>"
        )


def _round_above(count: int) -> int:
    """Give the end of an axis: the next number with one digit and zeros."""
    unit = int("1" + "0" * (len(str(count)) - 1))
    return -(-count // unit) * unit


def _height(count: int, top: int) -> float:
    return 10 + (_HIGH - _FOOT - 10) * (1 - count / top)


def _axes(top: int, step: float) -> Iterator[str]:
    for count in sorted({0, top // 2, top}):
        y = _height(count, top)
        yield f'<line x1="{_LEFT}" x2="{_WIDE}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{count:,}</text>'
    for hour in range(0, HOURS + 1, 3):
        x = _LEFT + hour * step
        yield f'<text x="{x:.1f}" y="{_HIGH - _FOOT + 18}" text-anchor="middle">{hour}:00</text>'


def _key(names: list[Which]) -> Iterator[str]:
    for place, name in enumerate(names):
        said, colour, dashes = _DAYS[name]
        x, y = _LEFT + place * 170, _HIGH + 14
        width = 8 if name == "weekday" else 2.5
        yield (
            f'<line x1="{x}" x2="{x + 30}" y1="{y}" y2="{y}" stroke="{colour}" '
            f'stroke-width="{width}"{dashes}/>'
            f'<text x="{x + 38}" y="{y + 4}" fill="{_INK}">{said.en} {said.zh}</text>'
        )


def year_svg(seen: Seen, year: int) -> str:
    """Draw a year as weeks and weekdays; days that the timetable does not cover stay away."""
    begin, end = day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
    inside = (seen.days >= begin) & (seen.days <= end)
    days, total = seen.days[inside], seen.total[inside]
    monday = begin - int(weekday(begin))
    column, row = np.divmod(days - monday, 7)
    most = int(total.max(initial=1))
    shade = np.where(total > 0, np.ceil(4 * total / most), 0).astype(int)
    months = "".join(
        f'<text x="{(day_number(date(year, month, 1)) - monday) // 7 * _CELL + 1}" y="10">'
        f"{month}</text>"
        for month in range(1, 13)
    )
    cells = "".join(
        _day(
            int(across) * _CELL, int(down) * _CELL + 16, SHADES[tone], f"{as_date(day)} · {count:,}"
        )
        for across, down, tone, day, count in zip(
            column, row, shade.tolist(), days.tolist(), total.tolist(), strict=True
        )
    )
    told = f"{year}: {int(total.min(initial=most)):,}–{most:,}"
    return (
        f'<svg viewBox="0 0 {54 * _CELL} {7 * _CELL + 18}" role="img" font-size="10" '
        f'fill="{_QUIET}" aria-label="{told}">{months}{cells}</svg>'
    )


def _day(x: int, y: int, colour: str, told: str) -> str:
    side = _CELL - 2
    cross = (
        f'<path d="M{x} {y}l{side} {side}m0-{side}l-{side} {side}" stroke="{_QUIET}"/>'
        if colour == SHADES[0]
        else ""
    )
    return (
        f'<rect x="{x}" y="{y}" width="{side}" height="{side}" fill="{colour}" '
        f'stroke="{_GRID}"><title>{told}</title></rect>{cross}'
    )


def stops_svg(seen: Seen, name: Text) -> str:
    """Draw the stops with service, larger and darker the more departs; the fullest on top."""
    served = seen.served
    x, y = _flat(seen.places.lon[served], seen.places.lat[served])
    inside = _near(x) & _near(y)
    x, y, an_hour = x[inside], y[inside], seen.an_hour[served][inside]
    sheet = Sheet.around(float(x.min()), float(y.min()), float(x.max()), float(y.max()))
    left, top = sheet.place(x, y)
    shade = np.where(an_hour > 0, np.searchsorted(CLASSES, an_hour, side="right"), 0)
    dots = []
    for tone, (colour, size) in enumerate(zip(SHADES, _DOTS, strict=True)):
        path = dot_path(left[shade == tone], top[shade == tone])
        # White within grey is a ring: a stop that waits in vain.
        rings = [("#767676", size + 10), (colour, size)] if tone == 0 else [(colour, size)]
        dots += [
            f'<path d="{path}" stroke="{paint}" stroke-width="{width}" stroke-linecap="round"/>'
            for paint, width in rings
            if path
        ]
    return (
        f'<svg viewBox="0 0 {SHEET_UNITS} {sheet.height}" role="img" '
        f'aria-label="{escape(name.en)} · {escape(name.zh)}">'
        f'<rect width="100%" height="100%" fill="#f5f4f0"/>{"".join(dots)}</svg>'
    )


def _flat(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Lay a city flat; good enough to look at, and nothing is measured on it."""
    shrunk = np.cos(np.radians(np.median(lat)))
    return lon * _M_PER_DEGREE * shrunk, lat * _M_PER_DEGREE


def _near(place: Floats) -> NDArray[np.bool_]:
    """Leave out the hundredth at each end where it lies far away: an airport bus, a wrong digit."""
    low, middle, high = np.quantile(place, [0.01, 0.5, 0.99])
    reach = 1.5 * max(high - middle, middle - low) + 1.0
    return np.asarray(np.abs(place - middle) <= reach)
