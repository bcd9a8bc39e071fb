"""
A budget of a large city: equal shares in whole numbers, in plain Python, and in pabutools.

pabutools 1.2.3 asks for gurobipy, a proprietary solver, which the rules measured here do not use:
it is installed without it. It keeps an object for each ballot and takes a smaller vote. Plain
Python with floats does what it and others do without their classes: dictionaries and lists, old
prices as bounds of new ones. Answers are compared before times.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

from localgoals.model.budget_vote import BudgetProject, BudgetVote
from localgoals.planning.equal_shares import equal_shares, fits
from localgoals.planning.phragmen import sequential_phragmen

sys.path.insert(0, str(Path(__file__).parent / "ways"))

from measured import HEADER, alone, compared, fastest_s, measured
from page import markdown_table, publish

PACKAGES = ("localgoals", "numpy", "numba", "pabutools")
PLAIN = "plain Python, floats"
VOTERS, PROJECTS = 100_000, 200
FEW = 5_000
FEWEST, FEWEST_PROJECTS = 2_000, 20
MOST_NAMED = 15


def made_up_vote(voters: int, projects: int) -> BudgetVote:
    """Draw ballots of 1 to 15 projects, a few of them liked by many, for a fifth of all cost."""
    draw = np.random.default_rng(1)
    liked = np.log(draw.pareto(1.2, projects) + 0.2)
    entries = []
    for begin in range(0, voters, 5_000):
        count = min(5_000, voters - begin)
        order = np.argsort(-(liked + draw.gumbel(size=(count, projects))), axis=1)[:, :MOST_NAMED]
        named = np.arange(MOST_NAMED) < draw.integers(1, MOST_NAMED + 1, count)[:, None]
        who = np.broadcast_to(np.arange(begin, begin + count)[:, None], named.shape)
        entries.append(np.stack([order[named], who[named]]))
    project, voter = np.concatenate(entries, axis=1)
    order = np.lexsort((voter, project))
    costs = (draw.lognormal(11, 1, projects) // 100 * 100 + 1000).astype(int)
    return BudgetVote(
        "approval",
        Fraction(int(costs.sum()) // 5),
        tuple(BudgetProject(str(at), str(at), Fraction(int(one))) for at, one in enumerate(costs)),
        voters,
        np.searchsorted(project[order], np.arange(projects + 1)).astype(np.int64),
        voter[order].astype(np.int64),
        np.ones(voter.size, dtype=np.int64),
    )


def supporters_of(vote: BudgetVote) -> list[list[int]]:
    """Give the supporters of each project as lists."""
    return [vote.backers(one).tolist() for one in range(len(vote.projects))]


def price_of(money: list[float], supporters: list[int], cost: float) -> float:
    """Give what each pays who can: the poorest first pay what they have."""
    left, many = cost, len(supporters)
    for amount in sorted(money[one] for one in supporters):
        if left / many <= amount:
            return left / many
        left, many = left - amount, many - 1
    return float("inf")


def plain_shares(vote: BudgetVote, supporters: list[list[int]], each: float) -> list[int]:
    """Buy project after project; a price never falls, so that an old one is a bound."""
    money = [each] * vote.voters
    bounds = dict.fromkeys((at for at, one in enumerate(supporters) if one), 0.0)
    bought: list[int] = []
    while True:
        best, least = -1, float("inf")
        for project, bound in sorted(bounds.items(), key=lambda one: one[1]):
            if bound >= least:
                break
            cost = float(vote.costs[project])
            if sum(money[one] for one in supporters[project]) < cost:
                del bounds[project]
                continue
            bounds[project] = price_of(money, supporters[project], cost) / cost
            if bounds[project] < least:
                best, least = project, bounds[project]
        if best < 0:
            return bought
        price = least * vote.costs[best]
        for one in supporters[best]:
            money[one] -= min(money[one], price)
        del bounds[best]
        bought.append(best)


def plain_raised(vote: BudgetVote) -> list[int]:
    """Raise the money of each voter by 1 until nothing more fits, or too much is spent."""
    supporters = supporters_of(vote)
    each = vote.limit / vote.voters
    bought = plain_shares(vote, supporters, each)
    while fits(vote, bought):
        each += 1
        more = plain_shares(vote, supporters, each)
        if sum(vote.costs[one] for one in more) > vote.limit:
            break
        bought = more
    return bought


def by_pabutools(vote: BudgetVote, *, step: int = 0) -> np.ndarray:
    """Let pabutools fund; with a step, it raises the budget so long as nothing is overspent."""
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
    from pabutools.rules import method_of_equal_shares

    projects = [Project(one.code, int(one.cost)) for one in vote.projects]
    instance = Instance(projects, budget_limit=int(vote.budget))
    ballots: list[list[Project]] = [[] for _ in range(vote.voters)]
    for at, project in enumerate(projects):
        for voter in vote.backers(at):
            ballots[voter].append(project)
    profile = ApprovalProfile([ApprovalBallot(one) for one in ballots], instance=instance)
    raised_by = {"voter_budget_increment": step} if step else {}
    funded = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, **raised_by)
    return np.array(sorted(int(one.name) for one in funded))


def raised(vote: BudgetVote) -> np.ndarray:
    """Give what equal shares fund with raised money."""
    return np.array(equal_shares(vote, "cost", completion="add1").funded)


def main() -> None:
    """Measure, print, and write the table into the documentation."""
    vote, few = made_up_vote(VOTERS, PROJECTS), made_up_vote(FEW, PROJECTS)
    read, read_few = (fastest_s(lambda one=one: np.bincount(one.supporters)) for one in (vote, few))
    supporters = supporters_of(vote)
    rows = []

    ours = measured(lambda: np.array(equal_shares(vote, "cost").funded))
    each = vote.limit / vote.voters
    theirs = measured(lambda: np.array(plain_shares(vote, supporters, each)), rounds=1)
    np.testing.assert_array_equal(ours.answer, theirs.answer)
    name = f"equal shares, {VOTERS:,} voters x {PROJECTS} projects"
    rows.append(compared(name, ours, PLAIN, theirs, read))

    ours = measured(lambda: raised(few))
    theirs = measured(lambda: np.array(plain_raised(few)), rounds=1)
    np.testing.assert_array_equal(ours.answer, theirs.answer)
    name = f"equal shares with raised money, {FEW:,} voters x {PROJECTS} projects"
    rows.append(compared(name, ours, PLAIN, theirs, read_few))

    fewest = made_up_vote(FEWEST, FEWEST_PROJECTS)
    read_fewest = fastest_s(lambda: np.bincount(fewest.supporters))
    for step, words in ((0, "equal shares"), (1, "equal shares with raised money")):
        rule = "add1" if step else "none"
        ours = measured(
            lambda rule=rule: np.sort(equal_shares(fewest, "cost", completion=rule).funded)
        )
        theirs = measured(lambda step=step: by_pabutools(fewest, step=step), rounds=1)
        np.testing.assert_array_equal(ours.answer, theirs.answer)
        name = f"{words}, {FEWEST:,} voters x {FEWEST_PROJECTS} projects"
        rows.append(compared(name, ours, "pabutools", theirs, read_fewest))

    name = f"equal shares with raised money, {VOTERS:,} voters x {PROJECTS} projects"
    rows.append(alone(name, measured(lambda: raised(vote)), read))
    name = f"Phragmén's rule, {VOTERS:,} voters x {PROJECTS} projects"
    ours = measured(lambda: np.array(sequential_phragmen(vote).funded))
    rows.append(alone(name, ours, read))
    publish("participatory-budget", [markdown_table(HEADER, rows)], PACKAGES)


if __name__ == "__main__":
    main()
