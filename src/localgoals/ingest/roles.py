"""The roles that a resource of a pack may play: one table, read by checks, commands and docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Several = Literal["one", "per-period", "many"]

_VECTOR = ("gpkg", "geojson", "parquet", "shp")
_TABLE = ("csv", "xlsx", "parquet")
_RASTER = ("tif",)
_STREET_MAP = ("osm.pbf",)

# Options that say how a file is to be read, whatever its role.
READING_OPTIONS = ("fields", "crs", "layer", "sheet", "band")


@dataclass(frozen=True)
class Role:
    """What a resource with this role is made of, and what it becomes."""

    code: str
    formats: tuple[str, ...]
    becomes: str
    """The attribute of `City` that it fills."""
    several: Several = "one"
    """How many resources may have the role: one, one per period (and level), or any number."""
    needs: tuple[str, ...] = ()
    """Keys that the resource's `localgoals` object must have."""
    options: tuple[str, ...] = ()
    """Keys that it may have besides, apart from `READING_OPTIONS`."""
    fields: tuple[str, ...] = ()
    """Names that its field mapping may have."""
    has_groups: bool = False
    asks: bool = False
    """Whether its fields are questions and dimensions of the catalogue, besides `fields`."""
    takes_files: bool = False
    """Whether a resource may be several files, read as one."""

    @property
    def known_options(self) -> tuple[str, ...]:
        """Every key that the resource's `localgoals` object may have."""
        always = ("role", "period", "modelled", "survey", "note")
        return (*always, *READING_OPTIONS, *self.needs, *self.options)


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("boundary", _VECTOR, "boundary"),
        Role(
            "districts", _VECTOR, "districts", "many",
            needs=("level",), options=("order",), fields=("code", "name", "name_zh"),
        ),
        Role(
            "population", (*_RASTER, *_VECTOR, *_TABLE), "people", "per-period",
            needs=("period",), fields=("total", "x", "y"), has_groups=True,
        ),
        Role(
            "groups", _TABLE, "people", "per-period",
            needs=("period", "level"), fields=("code", "total"), has_groups=True,
        ),
        Role("land", _RASTER, "land", needs=("unit",)),
        Role("built-up", _RASTER, "built_up", "per-period", needs=("period", "unit")),
        Role("streets", _STREET_MAP, "streets"),
        Role(
            "transit", ("zip", *_TABLE, *_VECTOR, *_STREET_MAP), "stops", "many",
            options=("mode", "date"), fields=("mode", "name", "x", "y"),
        ),
        Role("open-space", (*_VECTOR, *_STREET_MAP), "open_space", fields=("name",)),
        Role("green", (*_VECTOR, *_STREET_MAP), "green", fields=("name",)),
        Role(
            "amenities", (*_VECTOR, *_TABLE, *_STREET_MAP), "amenities", "many",
            options=("kind",), fields=("kind", "x", "y"),
        ),
        Role(
            "air", ("csv", "parquet"), "air", options=("timezone",),
            fields=("station", "time", "year", "month", "day", "hour", "pm25"), takes_files=True,
        ),
        Role("air-stations", (*_TABLE, *_VECTOR), "air", fields=("code", "x", "y")),
        Role(
            "statistics", _TABLE, "statistics", "many", options=("decimal",),
            fields=("series", "area", "period", "group", "value", "margin", "notation"),
        ),
        Role(
            "survey", _TABLE, "surveys", "many", needs=("period",), asks=True,
            fields=("weight", "cluster", "stratum", "stratum_size", "people", "area"),
        ),
        Role(
            "water-quality", _TABLE, "water_samples", options=("decimal",),
            fields=(
                "body", "kind", "parameter", "value", "low", "high", "complies", "area", "period",
            ),
        ),
    )
}  # fmt: skip

UNITS: dict[str, tuple[str, ...]] = {"land": ("share", "m2"), "built-up": ("share", "m2", "binary")}
"""What the cells of a raster may count, by role."""

DECIMAL_MARKS = ("point", "comma")
"""What may stand before the decimals of a table of statistics, where it is not plain."""

HIGH_CAPACITY: dict[str, bool] = {
    "bus": False, "trolleybus": False, "tram": False, "light_rail": False, "cable_car": False,
    "rail": True, "train": True, "metro": True, "subway": True, "ferry": True, "monorail": True,
}  # fmt: skip
"""The modes of a table of stops, and whether SDG 11.2.1 gives them the longer reach of 1,000 m."""

WATER_CORE: dict[str, tuple[str, ...]] = {
    "river": ("oxygen", "salinity", "nitrogen", "phosphorus", "ph"),
    "lake": ("oxygen", "salinity", "nitrogen", "phosphorus", "ph"),
    "groundwater": ("salinity", "nitrogen", "ph"),
}
"""The kinds of water bodies, and the groups of parameters that SDG 6.3.2 asks for in each."""

AMENITY_KINDS = ("school", "health", "food", "play")
