"""`project-finance`: what projects return to the city and to those who lend, and how surely."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from localgoals.errors import InputRefused
from localgoals.ingest.tool_inputs import Inputs
from localgoals.ingest.year_gaps import year_gaps
from localgoals.model.problem import Problem
from localgoals.projects.debt import (
    Loans,
    Repayment,
    debt_service_cover,
    loan_life_cover,
    repayment,
)
from localgoals.projects.finance import (
    Floats,
    benefit_cost_ratio,
    irr,
    mirr,
    npv,
    payback,
    sign_changes,
)
from localgoals.projects.uncertainty import (
    ITEMS,
    Projects,
    Spread,
    Swings,
    outlooks,
    swings,
    values,
)
from localgoals.tool_suite.project_finance_page import finance_parts
from localgoals.tool_suite.project_finance_reasons import finance_reasons
from localgoals.tool_suite.reasons import reason_table
from localgoals.tool_suite.subjects import small_percents, with_question
from localgoals.tool_suite.worked import Worked

__all__ = ["project_finance"]

_DRAWS, _SEED = 1000, 1
_USUAL = Spread(-0.1, 0.1)
_PERCENT = ("discount_rate", "finance_rate", "reinvestment_rate", "debt_rate")


def project_finance(inputs: Inputs) -> Worked:
    """Work out the figures of every project, the swings of its value and what may become of it."""
    _check(inputs)
    projects = inputs.tables["projects"].copy()
    for name in _PERCENT:
        projects[name] /= 100
    flows, first = _flows(projects, inputs.tables["cash_flows"])
    repaid = repayment(_loans(projects), flows.shape[2])
    figures = _figures(projects, flows, repaid)
    known = _known(projects, flows, repaid.service)
    spreads = _spreads(inputs)
    moved = _moved(known, swings(known, spreads))
    expected = dict(zip(known.names, values(known).tolist(), strict=True))
    draws, seed = _settings(inputs)
    found = outlooks(known, spreads, draws, seed)
    drawn = pd.DataFrame({"project": known.names, "draws": draws, **found._asdict()})
    reasons = list(finance_reasons(figures, drawn))
    asked = small_percents(inputs.tables["projects"], "project", _PERCENT)
    parts = with_question(finance_parts(figures, moved, expected, reasons), asked)
    tables = {
        "figures": figures,
        "sensitivity": moved,
        "draws": drawn,
        "debt_service": _by_year(projects, first, flows, repaid),
        "reasons": reason_table(reasons),
    }
    return Worked(parts, tables)


def _check(inputs: Inputs) -> None:
    """Refuse what the declaration of the tables cannot express."""
    projects, flows = inputs.tables["projects"], inputs.tables["cash_flows"]
    problems: list[Problem] = []
    strange = ~flows["project"].isin(projects["project"])
    problems += inputs.faults(
        "tool-other-table", "cash_flows", "project", strange, other="projects"
    )
    without = ~projects["project"].isin(flows["project"])
    problems += inputs.faults("finance-no-flow", "projects", "project", without)
    for column in ("debt_rate", "debt_years"):
        bare = (projects["debt"] > 0) & projects[column].isna()
        problems += inputs.faults("finance-loan", "projects", "debt", bare, lacking=column)
    late = projects["grace_years"] >= projects["debt_years"]
    problems += inputs.faults("finance-grace", "projects", "grace_years", late)
    for project, years in flows.groupby("project", sort=False)["year"]:
        where = f"{inputs.places['cash_flows']}, {project}"
        problems += year_gaps("project-years", where, years)
    # Else the years after its last would count as years without income beside a longer project.
    ends = flows.groupby("project")["year"].agg(lambda years: years.max() - years.min())
    longer = (projects["debt"] > 0) & (projects["debt_years"] > projects["project"].map(ends))
    problems += inputs.faults("finance-loan-longer", "projects", "debt_years", longer)
    if problems:
        raise InputRefused(problems)


def _flows(projects: pd.DataFrame, table: pd.DataFrame) -> tuple[Floats, Floats]:
    """
    Lay the flows out as (projects, items, years), and give the first year of each project.

    A project that ends before the longest one has nothing in the years after it.
    """
    first = table.groupby("project")["year"].min().reindex(projects["project"]).to_numpy()
    row = pd.Index(projects["project"]).get_indexer(pd.Index(table["project"]))
    column = (table["year"].to_numpy() - first[row]).astype(int)
    flows = np.zeros((len(projects), len(ITEMS), column.max() + 1))
    for number, item in enumerate(ITEMS):
        flows[row, number, column] = table[item].to_numpy()
    return flows, first


def _loans(projects: pd.DataFrame) -> Loans:
    return Loans(
        projects["debt"].to_numpy(),
        projects["debt_rate"].to_numpy(),
        projects["debt_years"].to_numpy(),
        # Without a word of it, a loan has no years of grace.
        projects["grace_years"].fillna(0).to_numpy(),
    )


def _figures(projects: pd.DataFrame, flows: Floats, repaid: Repayment) -> pd.DataFrame:
    """Work out a row for each project."""
    investment, operating, revenue, benefit = np.moveaxis(flows, 1, 0)
    cash = revenue - operating - investment
    rate = projects["discount_rate"].to_numpy()
    available = revenue - operating
    least, mean = _least_and_mean(debt_service_cover(available, repaid.service))
    life = loan_life_cover(available, repaid, projects["debt_rate"].fillna(0).to_numpy())
    return pd.DataFrame(
        {
            "project": projects["project"],
            "discount_rate_percent": 100 * rate,
            "npv": npv(cash, rate),
            "npv_with_benefits": npv(cash + benefit, rate),
            "irr_percent": 100 * irr(cash),
            "irr_with_benefits_percent": 100 * irr(cash + benefit),
            "sign_changes": sign_changes(cash),
            "mirr_percent": 100
            * mirr(cash, projects["finance_rate"], projects["reinvestment_rate"]),
            "payback_years": payback(cash),
            "discounted_payback_years": payback(cash, rate),
            "benefit_cost_ratio": benefit_cost_ratio(
                revenue + benefit, investment + operating, rate
            ),
            "debt": projects["debt"],
            "least_cover": least,
            "mean_cover": mean,
            "loan_life_cover": life[:, 1] if life.shape[1] > 1 else np.nan,
            "required_cover": projects["required_cover"],
        }
    )


def _least_and_mean(cover: Floats) -> tuple[Floats, Floats]:
    """Give the least and the mean of the years with debt service; NaN without any."""
    some = ~np.isnan(cover).all(axis=1)
    least, mean = np.full(len(cover), np.nan), np.full(len(cover), np.nan)
    least[some], mean[some] = np.nanmin(cover[some], axis=1), np.nanmean(cover[some], axis=1)
    return least, mean


def _by_year(
    projects: pd.DataFrame, first: Floats, flows: Floats, repaid: Repayment
) -> pd.DataFrame:
    """Give a row for each project and year with debt service."""
    available = flows[:, ITEMS.index("revenue")] - flows[:, ITEMS.index("operating_cost")]
    row, column = np.nonzero(repaid.service > 0)
    service = repaid.service[row, column]
    return pd.DataFrame(
        {
            "project": projects["project"].to_numpy()[row],
            "year": (first[row] + column).astype(int),
            "available": available[row, column],
            "service": service,
            "cover": available[row, column] / service,
            "outstanding": repaid.outstanding[row, column],
        }
    )


def _known(projects: pd.DataFrame, flows: Floats, service: Floats) -> Projects:
    """Give the projects of which all flows are known; the others cannot be drawn."""
    known = ~np.isnan(flows).any(axis=(1, 2))
    rate, required = (projects[one].to_numpy() for one in ("discount_rate", "required_cover"))
    names = projects["project"].to_numpy()[known].tolist()
    return Projects(names, flows[known], rate[known], service[known], required[known])


def _moved(projects: Projects, found: Swings) -> pd.DataFrame:
    """Give a row for each project and driver, the widest swing of each project first."""
    count = found.drivers.shape[1]
    return pd.DataFrame(
        {
            "project": np.repeat(np.array(projects.names, object), count),
            "driver": found.drivers.ravel(),
            "at_low": found.at_low.ravel(),
            "at_high": found.at_high.ravel(),
        }
    )


def _spreads(inputs: Inputs) -> Mapping[str, Spread]:
    table = inputs.tables.get("drivers")
    if table is None:
        return dict.fromkeys(ITEMS, _USUAL)
    ends = zip(table["low_percent"] / 100, table["high_percent"] / 100, strict=True)
    return {
        driver: Spread(low, high) for driver, (low, high) in zip(table["driver"], ends, strict=True)
    }


def _settings(inputs: Inputs) -> tuple[int, int]:
    given = inputs.single_row("settings")
    return int(given.get("draws", _DRAWS)), int(given.get("seed", _SEED))
