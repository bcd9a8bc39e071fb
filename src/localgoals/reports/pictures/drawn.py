"""Every kind of picture, maps aside, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localgoals.model.text import Language
from localgoals.reports.blocks import Dots, Trend
from localgoals.reports.pictures.dots import dots_svg
from localgoals.reports.pictures.exceedance import Exceedance, exceedance_svg
from localgoals.reports.pictures.fan import Fan, fan_svg
from localgoals.reports.pictures.front import Front, front_svg
from localgoals.reports.pictures.funded_bars import FundedBars, funded_bars_svg
from localgoals.reports.pictures.matrix import Matrix, matrix_svg
from localgoals.reports.pictures.network import Network, network_svg
from localgoals.reports.pictures.opinion_map import OpinionMap, opinion_map_svg
from localgoals.reports.pictures.progress_bars import ProgressBars, progress_bars_svg
from localgoals.reports.pictures.radar import Radar, radar_svg
from localgoals.reports.pictures.range_bars import RangeBars, range_bars_svg
from localgoals.reports.pictures.risk_map import RiskMap, risk_map_svg
from localgoals.reports.pictures.sankey import Sankey, sankey_svg
from localgoals.reports.pictures.stacked_bars import StackedBars, stacked_bars_svg
from localgoals.reports.pictures.tornado import Tornado, tornado_svg
from localgoals.reports.pictures.trend import trend_svg
from localgoals.reports.pictures.waterfall import Waterfall, waterfall_svg

__all__ = ["DRAWN"]

DRAWN: Mapping[type, Callable[[Any, Language], str]] = {
    Dots: dots_svg,
    Trend: trend_svg,
    ProgressBars: progress_bars_svg,
    Exceedance: exceedance_svg,
    Fan: fan_svg,
    FundedBars: funded_bars_svg,
    RangeBars: range_bars_svg,
    StackedBars: stacked_bars_svg,
    Matrix: matrix_svg,
    Front: front_svg,
    Network: network_svg,
    OpinionMap: opinion_map_svg,
    Radar: radar_svg,
    Tornado: tornado_svg,
    Sankey: sankey_svg,
    RiskMap: risk_map_svg,
    Waterfall: waterfall_svg,
}
"""A block with `anchor`, `title` and `alt` becomes one SVG in a language."""
