"""Which method each declared tool runs."""

from __future__ import annotations

from collections.abc import Mapping

from localgoals.tool_suite.revenue_frontiers import revenue_countries, revenue_peers
from localgoals.tool_suite.revenue_streams import revenue_streams
from localgoals.tool_suite.worked import Method

__all__ = ["METHODS"]

METHODS: Mapping[str, Method] = {
    "revenue-countries": revenue_countries,
    "revenue-peers": revenue_peers,
    "revenue-streams": revenue_streams,
}
"""By the code of the tool, as its declaration has it."""
