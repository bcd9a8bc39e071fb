"""Which method each declared tool runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import cast

from localgoals.catalogue.questionnaires.declared import questionnaires
from localgoals.tool_suite.worked import Method

__all__ = ["METHODS", "method_of"]

METHODS: Mapping[str, str] = {
    "biodiversity-targets": "biodiversity_targets:biodiversity_targets",
    "climate-ledger": "climate_ledger:climate_ledger",
    "climate-projections": "climate_projections:climate_projections",
    "climate-targets": "climate_targets:climate_targets",
    "funder-matching": "funder_matching:funder_matching",
    "ghg-inventory": "ghg_inventory:ghg_inventory",
    "green-area": "green_area:green_area",
    "indicator-links": "indicator_links:indicator_links",
    "interlinkages": "interlinkages:interlinkages",
    "logical-framework": "logical_framework:logical_framework",
    "material-flows": "material_flows:material_flows",
    "mobility-indicators": "mobility:mobility_indicators",
    "mobility-suti": "mobility:mobility_suti",
    "national-reviews": "national_reviews:national_reviews",
    "opinion-groups": "opinion_groups:opinion_groups_tool",
    "participants": "participants:participants_tool",
    "participatory-budget": "participatory_budget:participatory_budget",
    "portfolio": "portfolio:portfolio",
    "priorities": "priorities:priorities",
    "project-finance": "project_finance:project_finance",
    "project-readiness": "project_readiness:project_readiness",
    "revenue-countries": "revenue_frontiers:revenue_countries",
    "revenue-peers": "revenue_frontiers:revenue_peers",
    "revenue-streams": "revenue_streams:revenue_streams",
    "risk-events": "risk_events:risk_events",
    "risk-index": "risk_index:risk_index",
    "risk-map": "risk_map:risk_map",
    "singapore-index": "singapore_index:singapore_index",
    "waste-flow": "waste_flow:waste_flow",
    "waste-wise-cities": "waste_wise_cities:waste_wise_cities",
    "water-utility": "water_utility:water_utility",
}
"""Module and function by the code of the tool; every questionnaire is answered by one function."""


def method_of(code: str) -> Method:
    """
    Give the method of a declared tool.

    Only its own module is imported: all of them together take seconds, and a run needs one.
    """
    if code in METHODS:
        module, function = METHODS[code].split(":")
        return cast(Method, getattr(import_module(f"localgoals.tool_suite.{module}"), function))
    from localgoals.tool_suite.questionnaire_page import questionnaire_answers

    return partial(questionnaire_answers, questionnaires()[code])
