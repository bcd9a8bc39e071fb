"""The kinds of land of `green-area`, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping

from localgoals.model.text import Text

__all__ = ["KINDS", "MADE", "NATURAL", "TITLES"]

KINDS = (
    "forest",
    "shrub",
    "grass",
    "wetland",
    "water",
    "other_ecosystem",
    "cropland",
    "bare",
    "built",
)
MADE = frozenset({"cropland", "bare", "built"})
"""Land from which an ecosystem may have been restored."""
NATURAL = frozenset(KINDS) - MADE
TITLES: Mapping[str, Text] = {
    "forest": Text("Forest", "森林"),
    "shrub": Text("Shrub", "灌丛"),
    "grass": Text("Grass", "草地"),
    "wetland": Text("Wetland", "湿地"),
    "water": Text("Water", "水体"),
    "other_ecosystem": Text("Other ecosystem", "其他生态系统"),
    "cropland": Text("Cropland", "耕地"),
    "bare": Text("Bare land", "裸地"),
    "built": Text("Built-up land", "建设用地"),
    "green": Text("All green land", "全部绿地"),
}
