"""Maps as SVG: outline, districts, streets and stops of a city, prepared once, drawn many times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely

from localgoals.ingest.layers import HIGHWAYS, City, Floats, Geometries, Streets
from localgoals.model.text import Language
from localgoals.reports.blocks import Map, Shading, Squares
from localgoals.reports.cells import ReachCells, cell_size_m
from localgoals.reports.drawing import (
    SHEET_UNITS,
    Sheet,
    area_path,
    dot_path,
    line_path,
    simplified_coverage,
    square_path,
)
from localgoals.reports.wording import spoken

__all__ = ["Atlas", "ScaleBar", "atlas_of", "city_area", "map_svg"]

LAND = "#f1f0ec"
DISTRICT_LINE, COARSE_LINE = "#ffffff", "#3c4650"
STOP = "#1d2733"
HATCH = "#9a9a95"
# Streets that still show the city's shape when a map cannot hold them all.
_MAIN_STREETS = frozenset(("primary", "secondary", "tertiary", "trunk", "pedestrian"))
_MOST_SEGMENTS = 25_000
_MOST_DOTS = 4_000


@dataclass(frozen=True)
class ScaleBar:
    """A bar that is `percent` of the map's width long and stands for `length_m` metres."""

    length_m: float
    percent: float


@dataclass(frozen=True)
class Atlas:
    """What every map of a city shares, in drawing units."""

    sheet: Sheet
    land: str
    """Path of the city's area; empty when nothing tells where the city is."""
    levels: tuple[tuple[str, ...], ...]
    """For each level of districts, the path of each district."""
    coarse: str
    """Path of the coarsest districts' borders; empty when there is one level only."""
    streets: str
    stops: str
    spots: tuple[tuple[tuple[float, float], ...], ...]
    """For each level, a point inside each district, in per cent of the sheet."""

    @property
    def scale_bar(self) -> ScaleBar:
        """A bar of a round length, at most a third of the map wide."""
        third = self.sheet.width_m / 3
        magnitude = 10.0 ** int(np.floor(np.log10(third)))
        length_m = magnitude * max(step for step in (1, 2, 5) if step * magnitude <= third)
        return ScaleBar(length_m, round(100 * length_m / self.sheet.width_m, 2))

    @property
    def cell_size_m(self) -> float:
        """The side of the squares of a reach map."""
        return cell_size_m(self.sheet.width_m)

    def squares(self, cells: ReachCells, kind: int) -> str:
        """Draw the cells of one class as a path."""
        chosen = cells.kind == kind
        left, top = self.sheet.place(cells.left[chosen], cells.bottom[chosen] + cells.size_m)
        return square_path(left, top, cells.size_m * self.sheet.units_per_m)


def atlas_of(city: City) -> Atlas | None:
    """Prepare the geometry of a city's maps; None without a boundary and without districts."""
    area = city_area(city)
    if area is None:
        return None
    sheet = Sheet.around(*shapely.bounds(area))
    levels = [simplified_coverage(sheet.project(one.geometry)) for one in city.districts]
    land = (
        _land(sheet, area)
        if city.boundary is not None or not levels
        else shapely.union_all(levels[0])
    )
    stops = city.stops
    return Atlas(
        sheet=sheet,
        land=area_path(land),
        levels=tuple(tuple(area_path(one) for one in level) for level in levels),
        coarse=area_path(shapely.GeometryCollection(list(levels[0]))) if len(levels) > 1 else "",
        streets=_streets(sheet, city.streets),
        stops="" if stops is None else _dots(sheet, land, stops.x, stops.y),
        spots=tuple(_spots(sheet, level) for level in levels),
    )


def city_area(city: City) -> Any:
    """Give the area of a city: its boundary, else its districts together; None without both."""
    if city.boundary is not None:
        return city.boundary.geometry
    if city.districts:
        return shapely.union_all(city.districts[0].geometry)
    return None


def _land(sheet: Sheet, area: Any) -> Any:
    projected = sheet.project(np.array([area], dtype=object))
    return simplified_coverage(projected)[0]


def _dots(sheet: Sheet, land: Any, x: Floats, y: Floats) -> str:
    """Draw points on the sheet; none when there are too many to be told apart."""
    left, top = sheet.place(x, y)
    shapely.prepare(land)
    # A stop on the quay stands just outside the simplified shore.
    near = shapely.dwithin(land, shapely.points(left, top), SHEET_UNITS / 100)
    return dot_path(left[near], top[near]) if near.sum() <= _MOST_DOTS else ""


def _spots(sheet: Sheet, level: Geometries) -> tuple[tuple[float, float], ...]:
    """Find a point well inside each district: in the middle of its largest part."""
    largest = [max(shapely.get_parts(one), key=shapely.area) for one in level]
    inside = shapely.point_on_surface(np.asarray(largest, dtype=object))
    middle = shapely.centroid(np.asarray(largest, dtype=object))
    spots = np.where(shapely.contains(np.asarray(largest, dtype=object), middle), middle, inside)
    return tuple(
        (round(100 * x / SHEET_UNITS, 1), round(100 * y / sheet.height, 1))
        for x, y in shapely.get_coordinates(spots).tolist()
    )


def _streets(sheet: Sheet, streets: Streets | None) -> str:
    """Draw the streets, or the main ones where all of them would blacken the map."""
    if streets is None:
        return ""
    chosen = np.ones(len(streets.start), dtype=np.bool_)
    if chosen.sum() > _MOST_SEGMENTS:
        main = np.array([name.removesuffix("_link") in _MAIN_STREETS for name in HIGHWAYS])
        chosen = main[streets.highway]
    if not chosen.any() or chosen.sum() > 4 * _MOST_SEGMENTS:
        return ""
    left, top = sheet.place(streets.x, streets.y)
    ends = np.stack([streets.start[chosen], streets.end[chosen]], axis=1)
    points = np.stack([left[ends], top[ends]], axis=2)
    on_sheet = ((points >= 0) & (points <= [SHEET_UNITS, sheet.height])).all(axis=(1, 2))
    lines = shapely.linestrings(points[on_sheet])
    merged = shapely.line_merge(shapely.multilinestrings(lines)) if len(lines) else None
    return "" if merged is None else line_path([shapely.simplify(merged, 2.5)])


def map_svg(atlas: Atlas, chart: Map, language: Language) -> str:
    """
    Draw a map as SVG, without any text in it but the words that a pointer calls up.

    Everything that is read (legend, scale, names) stands outside the drawing, so that it does not
    shrink with it on a small screen.
    """
    sheet = atlas.sheet
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SHEET_UNITS} {sheet.height}" '
        f'role="img" aria-label="{escape(spoken(chart.alt, language))}">'
    ]
    if isinstance(chart.drawn, Shading):
        parts += _shaded(atlas, chart.anchor, chart.drawn, language)
    else:
        parts += _squared(atlas, chart.drawn)
    if chart.with_stops and atlas.stops:
        parts.append(_stroke(atlas.stops, "#fff", 34) + _stroke(atlas.stops, STOP, 22))
    parts.append("</svg>")
    return "".join(parts)


def _shaded(atlas: Atlas, anchor: str, shading: Shading, language: Language) -> Iterator[str]:
    hatch = f"{anchor}-hatch"
    yield hatch_pattern(hatch, 60)
    if shading.level:
        yield f'<path d="{atlas.land}" fill="{LAND}"/>'
    for path, index, name in zip(
        atlas.levels[shading.level], shading.classes, shading.names, strict=True
    ):
        fill = shading.colours[index] if index >= 0 else f"url(#{hatch})"
        yield (
            f'<path d="{path}" fill="{fill}" stroke="{DISTRICT_LINE}" stroke-width="6" '
            f'stroke-linejoin="round"><title>{escape(spoken(name, language))}</title></path>'
        )
    if atlas.streets:
        yield _stroke(atlas.streets, "#000", 5, opacity=0.22)
    if atlas.coarse and shading.level:
        yield _stroke(atlas.coarse, COARSE_LINE, 11)
    yield _outline(atlas)


def _squared(atlas: Atlas, squares: Squares) -> Iterator[str]:
    yield f'<path d="{atlas.land}" fill="{LAND}"/>'
    for path, colour in squares.paths:
        if path:
            yield f'<path d="{path}" fill="{colour}"/>'
    if atlas.streets:
        yield _stroke(atlas.streets, "#000", 5, opacity=0.28)
    if atlas.coarse or atlas.levels:
        yield _stroke(atlas.coarse or "".join(atlas.levels[0]), COARSE_LINE, 7, opacity=0.75)
    yield _outline(atlas)


def _outline(atlas: Atlas) -> str:
    return _stroke(atlas.land, COARSE_LINE, 9)


def _stroke(path: str, colour: str, width: int, *, opacity: float = 1) -> str:
    faded = f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{faded} '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def hatch_pattern(name: str, step: int) -> str:
    """Write the pattern that stands for no figure: grey lines on white."""
    return (
        f'<pattern id="{name}" width="{step}" height="{step}" patternUnits="userSpaceOnUse">'
        f'<rect width="{step}" height="{step}" fill="#fff"/>'
        f'<path d="M0 {step}L{step} 0" stroke="{HATCH}" stroke-width="{step // 6}"/></pattern>'
    )
