"""Which method each declared tool runs."""

from __future__ import annotations

from collections.abc import Mapping

from localgoals.tool_suite.biodiversity_targets import biodiversity_targets
from localgoals.tool_suite.climate_ledger import climate_ledger
from localgoals.tool_suite.climate_projections import climate_projections
from localgoals.tool_suite.climate_targets import climate_targets
from localgoals.tool_suite.funder_matching import funder_matching
from localgoals.tool_suite.ghg_inventory import ghg_inventory
from localgoals.tool_suite.green_area import green_area
from localgoals.tool_suite.interlinkages import interlinkages
from localgoals.tool_suite.logical_framework import logical_framework
from localgoals.tool_suite.material_flows import material_flows
from localgoals.tool_suite.mobility import mobility_indicators, mobility_suti
from localgoals.tool_suite.opinion_groups import opinion_groups_tool
from localgoals.tool_suite.participants import participants_tool
from localgoals.tool_suite.participatory_budget import participatory_budget
from localgoals.tool_suite.portfolio import portfolio
from localgoals.tool_suite.priorities import priorities
from localgoals.tool_suite.project_finance import project_finance
from localgoals.tool_suite.project_readiness import project_readiness
from localgoals.tool_suite.questionnaire_page import QUESTIONNAIRE_METHODS
from localgoals.tool_suite.revenue_frontiers import revenue_countries, revenue_peers
from localgoals.tool_suite.revenue_streams import revenue_streams
from localgoals.tool_suite.risk_events import risk_events
from localgoals.tool_suite.risk_index import risk_index
from localgoals.tool_suite.risk_map import risk_map
from localgoals.tool_suite.singapore_index import singapore_index
from localgoals.tool_suite.waste_flow import waste_flow
from localgoals.tool_suite.waste_wise_cities import waste_wise_cities
from localgoals.tool_suite.water_utility import water_utility
from localgoals.tool_suite.worked import Method

__all__ = ["METHODS"]

METHODS: Mapping[str, Method] = {
    "material-flows": material_flows,
    "mobility-indicators": mobility_indicators,
    "mobility-suti": mobility_suti,
    "participatory-budget": participatory_budget,
    "opinion-groups": opinion_groups_tool,
    "participants": participants_tool,
    "revenue-countries": revenue_countries,
    "revenue-peers": revenue_peers,
    "water-utility": water_utility,
    "biodiversity-targets": biodiversity_targets,
    "singapore-index": singapore_index,
    "climate-ledger": climate_ledger,
    "climate-projections": climate_projections,
    "climate-targets": climate_targets,
    "ghg-inventory": ghg_inventory,
    "interlinkages": interlinkages,
    "logical-framework": logical_framework,
    "portfolio": portfolio,
    "priorities": priorities,
    "funder-matching": funder_matching,
    "project-finance": project_finance,
    "risk-events": risk_events,
    "risk-index": risk_index,
    "risk-map": risk_map,
    "green-area": green_area,
    "project-readiness": project_readiness,
    **QUESTIONNAIRE_METHODS,
    "revenue-streams": revenue_streams,
    "waste-flow": waste_flow,
    "waste-wise-cities": waste_wise_cities,
}
"""By the code of the tool, as its declaration has it."""
