"""The steps together: what is filled is marked, and who is left out is told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from localgoals.errors import BadInput
from localgoals.scoring.composite.build import Choices, Table, build
from localgoals.scoring.composite.denominate import denominate
from localgoals.scoring.composite.impute import impute
from localgoals.scoring.composite.structure import Item, Structure

NAN = float("nan")
TREE = Structure(
    (
        Item("a", 1, "p", denominator="people", factor=1000.0),
        Item("b", 1, "p"),
        Item("c", 1, "q", direction=-1),
        Item("p", 2, "index"),
        Item("q", 2, "index"),
        Item("index", 3, ""),
    )
)
WEIGHTS = TREE.own_weights(name="own", why="test")
VALUES = pd.DataFrame(
    {
        "a": [1.0, 2.0, 3.0, NAN],
        "b": [NAN, 4.0, 6.0, NAN],
        "c": [1.0, 5.0, 9.0, 1.0],
    },
    index=["K", "L", "M", "N"],
)
GROUPS = pd.Series(["x", "x", "y", None], index=VALUES.index)


def test_without_a_denominator_the_quotient_is_unknown() -> None:
    people = pd.DataFrame({"people": [10.0, 0.0, NAN]}, index=["K", "L", "M"])

    found = denominate(VALUES, people, TREE)

    assert found["a"].tolist()[0] == 100
    assert found["a"].isna().tolist() == [False, True, True, True]
    assert found["b"].equals(VALUES["b"])


def test_nothing_is_filled_unless_asked() -> None:
    found = impute(VALUES, "none")

    assert found.values.equals(VALUES)
    assert not found.filled.to_numpy().any()


def test_a_group_fills_only_its_own_and_a_unit_without_one_stays_unknown() -> None:
    found = impute(VALUES, "group-median", groups=GROUPS)

    assert found.values.loc["K", "b"] == 4
    assert np.isnan(found.values.loc["N", "b"])
    assert found.filled.to_numpy().sum() == 1
    assert found.filled.loc["K", "b"]


@pytest.mark.parametrize(("method", "value"), [("mean", 2.0), ("median", 2.0)])
def test_without_groups_all_units_count(method: str, value: float) -> None:
    found = impute(VALUES, method)  # type: ignore[arg-type]

    assert found.values.loc["N", "a"] == value
    assert found.filled.to_numpy().sum() == 3


def test_to_fill_by_group_groups_are_needed() -> None:
    with pytest.raises(BadInput, match="--group"):
        impute(VALUES, "group-mean")


def test_a_made_up_value_is_no_knowledge() -> None:
    result = build(Table(VALUES), TREE, WEIGHTS, Choices(imputation="mean", min_known=0.5))

    assert result.kept.to_dict() == {"K": True, "L": True, "M": True, "N": False}
    assert "N" not in result.scores.index
    assert result.known.loc["K", ["p", "index"]].tolist() == [1, 2]
    assert result.filled.loc["K", ["b", "p", "q", "index"]].tolist() == [1, 1, 0, 1]


def test_an_indicator_that_is_equal_everywhere_is_told_and_left_out() -> None:
    values = VALUES.assign(b=7.0)

    result = build(Table(values), TREE, WEIGHTS, Choices(min_known=0.0))

    assert [(one.kind, one.where, one.severity) for one in result.problems] == [
        ("composite-column-constant", "b", "warning")
    ]
    assert result.scores["p"].equals(result.scores["a"].rename("p"))


def test_less_is_better_is_turned_round() -> None:
    result = build(Table(VALUES), TREE, WEIGHTS, Choices(min_known=0.0, treatment=None))

    assert result.scores["c"].tolist() == [100, 50, 0, 100]


@pytest.mark.parametrize(
    ("items", "part"),
    [
        ((Item("a", 1, "x"), Item("i", 2, "")), "the parent x, which has no row"),
        ((Item("a", 1, "i"), Item("a", 1, "i"), Item("i", 2, "")), "the iCode a a second time"),
        ((Item("a", 1, "i"), Item("i", 3, "")), "the parent i on level 3"),
        ((Item("a", 1, ""), Item("b", 1, "")), r"2 items without a parent \(a, b\)"),
        ((Item("i", 2, ""),), "no indicator"),
        ((Item("a", 1, "i"), Item("i", 2, "j"), Item("j", 3, "i")), "i > j > i"),
    ],
)
def test_what_is_no_tree_is_refused(items: tuple[Item, ...], part: str) -> None:
    with pytest.raises(BadInput, match=part):
        Structure(items)
