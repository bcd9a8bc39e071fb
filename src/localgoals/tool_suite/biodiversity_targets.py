"""`biodiversity-targets`: targets of cities against measurements and the global framework."""

from __future__ import annotations

from localgoals.ingest.tool_inputs import Inputs
from localgoals.tool_suite.biodiversity_page import area_part, coverage_part, summary
from localgoals.tool_suite.biodiversity_rows import area_shares, check, coverage, standing
from localgoals.tool_suite.worked import Worked

__all__ = ["biodiversity_targets"]


def biodiversity_targets(inputs: Inputs) -> Worked:
    """Say how each target stands, and which targets of the framework are served."""
    check(inputs)
    found = standing(inputs)
    actions = inputs.tables.get("actions")
    covered = coverage(found, actions)
    parts = [summary(found, covered), coverage_part(found, covered, actions)]
    tables = {"targets": found, "coverage": covered}
    if "areas" in inputs.tables:
        shares = area_shares(inputs.tables["areas"])
        parts.append(area_part(shares))
        tables["areas"] = shares
    return Worked(tuple(parts), tables, years=("latest_year",))
