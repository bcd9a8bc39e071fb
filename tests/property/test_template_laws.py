"""What is written into a workbook is read back the same, and only what was changed differs."""

from __future__ import annotations

import tempfile
from math import isnan, nan
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from localgoals.catalogue.load import load
from localgoals.ingest.templates.differences import differences, read_side
from localgoals.ingest.templates.layout import Key
from localgoals.ingest.templates.plan import Asked, Known, plan_of
from localgoals.ingest.templates.reading import Filled, read_template
from localgoals.ingest.templates.writing import write_template
from localgoals.model.text import LANGUAGES, Language, Text

SERIES = ["people", "waste_generated", "local_revenue", "11.6.2 Mean [µg/m³]", "=sum", "-x", "007"]
AREAS = {"XX": Text("One", "一"), "=E": Text("=East", "=东"), "007": Text("West\x07", "西")}
PERIODS = ["2019", "2019-2021", "1999"]
GROUPS = ["", "sex=female", "guild=@millers", "age=0-14"]
# What spreadsheets run, what XML and CSV quote, and what is not Latin; blanks at the ends go.
WORDS = st.text("=+-@'\",;&<> a1年%\n_x", max_size=30).map(lambda text: " ".join(text.split()))
COUNTS = st.floats(min_value=0, allow_nan=False, allow_infinity=False)
# Of these the catalogue does not know the unit, or it may be below 0.
AMOUNTS = st.floats(allow_nan=False, allow_infinity=False)
KEYS = st.builds(
    Key, st.sampled_from(SERIES), st.sampled_from(sorted(AREAS)), st.sampled_from(PERIODS),
    st.sampled_from(GROUPS),
)  # fmt: skip


@st.composite
def known(draw: st.DrawFn) -> dict[Key, Known]:
    figures = {}
    for key in draw(st.lists(KEYS, unique=True, min_size=1, max_size=12)):
        notation = draw(st.sampled_from(["", "NO", "NE", "IE", "C"]))
        value = draw(COUNTS if key.series == "people" else AMOUNTS)
        figures[key] = Known(
            value=nan if notation else value,
            margin=draw(st.one_of(st.just(nan), COUNTS)),
            notation=notation,
            source=draw(WORDS),
            remark=draw(WORDS),
        )
    return figures


def there_and_back(figures: dict[Key, Known], languages: tuple[Language, ...]) -> Filled:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.xlsx"
        plan = plan_of(Asked(["people"], AREAS, ["2019", "2023"]), figures)
        plan = type(plan)((*plan.cells, *(set(figures) - set(plan.cells))), AREAS, figures)
        write_template(path, plan, load(), languages=languages)
        return read_template(path, load())


def same(one: Known, answers: dict[str, object]) -> bool:
    pairs = [(getattr(one, name), answers.get(name)) for name in ("value", "margin")]
    texts = [
        (getattr(one, name), answers.get(name, "")) for name in ("notation", "source", "remark")
    ]
    numbers = all(isnan(was) if now is None else was == now for was, now in pairs)
    return numbers and all(was == now for was, now in texts)


@settings(max_examples=40)
@given(known(), st.sampled_from([("en",), ("zh",), LANGUAGES]))
def test_every_figure_is_read_back_to_its_last_digit(
    figures: dict[Key, Known], languages: tuple[Language, ...]
) -> None:
    found = there_and_back(figures, languages)

    assert {one.kind for one in found.problems if one.severity == "error"} == set()
    assert set(found.answers) == set(figures)
    assert all(same(one, dict(found.answers[key])) for key, one in figures.items())
    assert len(found.table) == len(figures)


@settings(max_examples=25)
@given(known(), known())
def test_the_differences_lead_from_one_workbook_to_the_other(
    old: dict[Key, Known], new: dict[Key, Known]
) -> None:
    plan = plan_of(Asked([], {}, []), old | new)
    with tempfile.TemporaryDirectory() as folder:
        sides = []
        for name, figures in (("old.xlsx", old), ("new.xlsx", new)):
            path = Path(folder) / name
            write_template(path, type(plan)(plan.cells, AREAS, figures), load(), languages=("en",))
            sides.append(read_side(path, load()))

    changed: dict[tuple[Key, str], str] = {}
    for key, answers in sides[0].answers.items():
        changed |= {(key, column): shown(answer) for column, answer in answers.items()}
    for one in differences(*sides):
        before = changed.pop((one.key, one.column), "")
        assert before == one.old
        if one.new:
            changed[one.key, one.column] = one.new

    expected = {
        (key, column): shown(answer)
        for key, answers in sides[1].answers.items()
        for column, answer in answers.items()
    }
    assert changed == expected


def shown(answer: float | str) -> str:
    return answer if isinstance(answer, str) else repr(answer).removesuffix(".0")
