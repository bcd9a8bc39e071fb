"""What the classes of the Degree of Urbanisation are called, and how maps show them."""

from __future__ import annotations

from typing import NamedTuple

from localgoals.model.text import Text
from localgoals.spatial.settlement import (
    CENTRE_TYPE,
    DENSE_CLUSTER,
    LOW_DENSITY,
    RURAL,
    RURAL_CLUSTER,
    SEMI_DENSE_CLUSTER,
    SUBURB,
    UNKNOWN,
    URBAN_CENTRE,
    URBAN_CLUSTER,
    VERY_LOW_DENSITY,
    WATER,
    WATER_TYPE,
)
from localgoals.spatial.units import (
    CITY,
    CITY_TYPE,
    DENSE_TOWN,
    DISPERSED_RURAL,
    MOSTLY_UNINHABITED,
    RURAL_AREA,
    SEMI_DENSE_TOWN,
    SUBURBAN_AREA,
    TOWN,
    VILLAGE,
)

__all__ = ["CLASSES", "UNITS", "Class"]


class Class(NamedTuple):
    """A class of cells."""

    name: Text
    colour: tuple[int, int, int]
    """Red, green and blue. [0 to 255]"""


_NOT_KNOWN = Class(Text("Not known", "未知"), (0, 0, 0))

# Names and colours of the second level are those of GHS-SMOD R2023A, as Google Earth Engine's
# catalogue lists them; the first level borrows from it.
CLASSES: dict[int, dict[int, Class]] = {
    1: {
        URBAN_CENTRE: Class(Text("Urban centre", "城市中心"), (255, 0, 0)),
        URBAN_CLUSTER: Class(Text("Urban cluster", "城市集群"), (255, 255, 0)),
        RURAL: Class(Text("Rural", "农村地区"), (171, 205, 102)),
        WATER: Class(Text("Water", "水域"), (122, 182, 245)),
        UNKNOWN: _NOT_KNOWN,
    },
    2: {
        CENTRE_TYPE: Class(Text("Urban centre", "城市中心"), (255, 0, 0)),
        DENSE_CLUSTER: Class(Text("Dense urban cluster", "高密度城市集群"), (115, 38, 0)),
        SEMI_DENSE_CLUSTER: Class(
            Text("Semi-dense urban cluster", "中密度城市集群"), (168, 112, 0)
        ),
        SUBURB: Class(Text("Suburban or peri-urban", "郊区或城乡结合部"), (255, 255, 0)),
        RURAL_CLUSTER: Class(Text("Rural cluster", "农村集群"), (55, 86, 35)),
        LOW_DENSITY: Class(Text("Low density rural", "低密度农村"), (171, 205, 102)),
        VERY_LOW_DENSITY: Class(Text("Very low density rural", "极低密度农村"), (205, 245, 122)),
        WATER_TYPE: Class(Text("Water", "水域"), (122, 182, 245)),
        UNKNOWN: _NOT_KNOWN,
    },
}

# Of whole units, by the class of cells where their people live.
UNITS: dict[int, dict[int, Text]] = {
    1: {
        CITY: Text("City", "城市"),
        TOWN: Text("Town or semi-dense area", "城镇或半密集地区"),
        RURAL_AREA: Text("Rural area", "农村地区"),
        UNKNOWN: _NOT_KNOWN.name,
    },
    2: {
        CITY_TYPE: Text("City", "城市"),
        DENSE_TOWN: Text("Dense town", "密集城镇"),
        SEMI_DENSE_TOWN: Text("Semi-dense town", "半密集城镇"),
        SUBURBAN_AREA: Text("Suburban or peri-urban area", "郊区或城郊地区"),
        VILLAGE: Text("Village", "村庄"),
        DISPERSED_RURAL: Text("Dispersed rural area", "分散的农村地区"),
        MOSTLY_UNINHABITED: Text("Mostly uninhabited area", "大部分无人居住的地区"),
        UNKNOWN: _NOT_KNOWN.name,
    },
}
