"""Finance of projects against NumPy Financial's numbers and a worked example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from localgoals.projects.debt import (
    Loans,
    annuity,
    debt_service_cover,
    loan_life_cover,
    repayment,
)
from localgoals.projects.finance import benefit_cost_ratio, irr, mirr, npv, payback

CLOSE = {"rel": 1e-9, "abs": 1e-9}


@pytest.fixture
def published(shared: Path) -> Any:
    return json.loads((shared / "vectors" / "finance" / "expected.json").read_text())


def test_present_values_and_rates_are_those_of_numpy_financial(published: Any) -> None:
    known = published["numpy_financial_refs"]

    for rate, key in ((0.281, "npv_r0_281"), (0.08, "npv_r0_08")):
        flows, expected = known[key]
        assert npv([flows], rate)[0] == pytest.approx(expected, **CLOSE)
    assert len(known["irr"]) == 4
    for flows, expected in known["irr"]:
        assert irr([flows])[0] == pytest.approx(expected, **CLOSE)
    flows, finance, reinvestment, expected = known["mirr"]
    assert mirr([flows], finance, reinvestment)[0] == pytest.approx(expected, **CLOSE)
    rate, periods, amount, payment = known["pmt"]
    assert annuity(amount, rate, periods) == pytest.approx(-payment, **CLOSE)


def test_the_worked_project_gives_its_figures(published: Any) -> None:
    known = published["example"]
    flows = np.array([known["cashflow"]], float)

    assert npv(flows, 0.08)[0] == pytest.approx(known["npv_8"], **CLOSE)
    assert irr(flows)[0] == pytest.approx(known["irr"], **CLOSE)
    assert payback(flows)[0] == pytest.approx(known["payback_years"], **CLOSE)
    ratio = benefit_cost_ratio(np.maximum(flows, 0), np.maximum(-flows, 0), 0.08)
    assert ratio[0] == pytest.approx(known["discounted_bcr_8"], **CLOSE)


def test_the_worked_loan_is_covered_as_it_should_be(published: Any) -> None:
    known = published["example"]
    years = len(known["cfads"]) + 1
    available = np.array([[0.0, *known["cfads"]]])
    repaid = repayment(Loans(known["debt"], known["rate"], known["tenor"], 0), years)

    cover = debt_service_cover(available, repaid.service)[0, 1:]
    life = loan_life_cover(available, repaid, known["rate"])[0, 1:]

    assert repaid.service[0, 1:] == pytest.approx(known["annual_debt_service"], **CLOSE)
    assert cover == pytest.approx(known["dscr"], **CLOSE)
    assert cover.min() == pytest.approx(known["dscr_min"], **CLOSE)
    assert cover.mean() == pytest.approx(known["dscr_avg"], **CLOSE)
    assert life == pytest.approx(known["llcr"], **CLOSE)
