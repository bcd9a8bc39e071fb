"""Write a composite indicator: scores, what was changed and why, and the record of every choice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from localgoals.catalogue.language import say
from localgoals.ingest.pack_files import sha256_of
from localgoals.model.spreadsheet_text import guarded
from localgoals.model.text import Language, Message
from localgoals.reports.whole_folder import RUN_FILE
from localgoals.scoring.composite.analyse import effective_weights
from localgoals.scoring.composite.build import Composite
from localgoals.scoring.composite.normalise import DEFAULT_ENDS
from localgoals.scoring.composite.structure import INDICATOR_LEVEL

SCORES_FILE: Final = "scores.csv"
_HELD, _LEFT_OUT, _UNKNOWN, _NO_SCORE, _TOO_LITTLE, _FILLED = range(6)


def write_composite(
    result: Composite, folder: Path, language: Language, inputs: Mapping[str, Path]
) -> None:
    """
    Write the tables of a composite indicator and the record of its run.

    Parameters
    ----------
    result
        As `localgoals.scoring.composite.build.build` gives it.
    folder
        An empty folder. `scores.csv` holds every score with what it rests on, `treatment.csv` every
        change for outliers, `imputed.csv` every cell that a rule filled, `run.json` every choice.
    language
        Of the sentences in the tables.
    inputs
        The files that were read, by what they are; their hashes go into the record.
    """
    tables = {
        SCORES_FILE: scores_table(result, language),
        "treatment.csv": treatment_table(result, language),
        "imputed.csv": imputed_table(result),
    }
    for name, table in tables.items():
        table.to_csv(folder / name, index=False, encoding="utf-8", lineterminator="\n")
    record = _record(result, language)
    record["inputs"] = {
        role: {"file": path.name, "sha256": sha256_of(path)} for role, path in inputs.items()
    }
    record["outputs"] = {name: sha256_of(folder / name) for name in sorted(tables)}
    (folder / RUN_FILE).write_text(
        json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8"
    )


def scores_table(result: Composite, language: Language) -> pd.DataFrame:
    """
    Give every unit's score on every item, the index first, each with what it rests on.

    No ranks: a rank of one run looks more certain than it is.
    """
    structure = result.structure
    items = sorted(structure.items, key=lambda item: -item.level)
    codes = [item.code for item in items]
    scores = result.scores.reindex(index=result.kept.index, columns=codes)
    known = result.known[codes].to_numpy()
    filled = result.filled[codes].to_numpy()
    whole = np.array([len(structure.indicators_below(code)) for code in codes])
    notes = _notes(result, scores, known + filled, filled)
    units, columns = len(scores), len(codes)
    return pd.DataFrame(
        {
            "unit": np.repeat(_harmless(scores.index), columns),
            "level": np.tile([item.level for item in items], units),
            "item": np.tile(_harmless(codes), units),
            "name": np.tile(_harmless([item.name for item in items]), units),
            "score": scores.to_numpy(dtype=np.float64).ravel(),
            "indicators": np.tile(whole, units),
            "known": known.ravel(),
            "imputed": filled.ravel(),
            "note": _sentences(language)[notes.ravel()],
        }
    )


def _notes(
    result: Composite,
    scores: pd.DataFrame,
    there: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    filled: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Say for each score why it is missing, or that it rests on imputed cells."""
    missing = scores.isna().to_numpy()
    indicator = np.array(
        [result.structure[code].level == INDICATOR_LEVEL for code in scores.columns]
    )
    left_out = ~result.kept.to_numpy()[:, np.newaxis]
    conditions = [
        np.broadcast_to(left_out, missing.shape),
        missing & indicator & (there == 0),
        missing & indicator,
        missing,
        filled > 0,
    ]
    return np.select(conditions, [_LEFT_OUT, _UNKNOWN, _NO_SCORE, _TOO_LITTLE, _FILLED], _HELD)


def _sentences(language: Language) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    messages = {
        _LEFT_OUT: Message("left out: too few indicators are known"),
        _UNKNOWN: Message("not known"),
        _NO_SCORE: Message("no score: this way to normalise can say nothing about the value"),
        _TOO_LITTLE: Message("no score: too little is known below"),
        _FILLED: Message("rests on imputed values"),
    }
    said = {number: say(message, language) for number, message in messages.items()}
    return np.array([said.get(number, "") for number in range(_FILLED + 1)], dtype=object)


def treatment_table(result: Composite, language: Language) -> pd.DataFrame:
    """Give for each indicator what was done about outliers, at which units, and why."""
    table = result.treated.table
    drawn = result.treated.points
    units = drawn["unit"].astype(str).groupby(drawn["indicator"]).agg("; ".join)
    names = [result.structure[str(code)].name for code in table.index]
    steps = [
        f"{measure}_{when}"
        for when in ("before", "winsorised", "log")
        for measure in ("skewness", "kurtosis")
    ]
    numbers = table[
        [f"{measure}_{step}" for step in range(3) for measure in ("skewness", "kurtosis")]
    ].set_axis(steps, axis="columns")
    return pd.DataFrame(
        {
            "indicator": _harmless(table.index),
            "name": _harmless(names),
            "treatment": table["treatment"].to_numpy(),
            "points": table["points"].to_numpy(),
            "units": _harmless(units.reindex(table.index).fillna("")),
            **{name: numbers[name].to_numpy() for name in steps},
            "why": [say(_why(result, row), language) for _, row in table.iterrows()],
        }
    )


def _why(result: Composite, row: pd.Series) -> Message:
    how = result.choices.treatment
    if how is None:
        return Message("outliers were not looked for")
    limits = {"skewness": f"{how.skewness:g}", "kurtosis": f"{how.kurtosis:g}"}
    if np.isnan(row["kurtosis_0"]):
        return Message("fewer than 4 known values, or all are equal: nothing to see in their shape")
    if row["treatment"] == "none":
        return Message(
            "no outliers: |skewness| below {skewness} or kurtosis below {kurtosis}", {**limits}
        )
    if row["treatment"] == "winsorised":
        return Message(
            "outliers (|skewness| {skewness} or more and kurtosis {kurtosis} or more): the most "
            "extreme values were set to the next one until none was left",
            {**limits},
        )
    if row["passes"]:
        return Message(
            "outliers left after {count} values: logarithms of the original values instead",
            {"count": how.most_points},
        )
    return Message(
        "outliers left after {count} values, and after logarithms of the original values, which "
        "were kept",
        {"count": how.most_points},
    )


def imputed_table(result: Composite) -> pd.DataFrame:
    """Give every cell that a rule filled, before outliers were treated."""
    rows, columns = np.nonzero(result.imputed.filled.to_numpy())
    values = result.imputed.values
    return pd.DataFrame(
        {
            "unit": _harmless(values.index[rows]),
            "indicator": _harmless(values.columns[columns]),
            "value": values.to_numpy(dtype=np.float64)[rows, columns],
            "rule": result.choices.imputation,
        }
    )


def _record(result: Composite, language: Language) -> dict[str, object]:
    """Say what the result depends on; no clock, so that a rerun is equal."""
    shares = effective_weights(result.structure, result.weights)
    left_out = [str(unit) for unit in result.kept.index[~result.kept]]
    choices = asdict(result.choices)
    if choices["scale"]["ends"] is None:
        choices["scale"]["ends"] = DEFAULT_ENDS.get(result.choices.normalisation)
    return {
        "version": version("localgoals"),
        "language": language,
        "choices": choices,
        "weights": {
            "name": result.weights.name,
            "why": result.weights.why,
            "by_item": dict(result.weights.by_item),
            "share_of_index": {str(code): float(share) for code, share in shares.items()},
        },
        "units": {
            "given": len(result.kept),
            "scored": int(result.kept.sum()),
            "left_out": left_out,
        },
        "imputed_cells": int(result.imputed.filled.to_numpy().sum()),
        "warnings": [say(one.sentence, language) for one in result.problems],
    }


def _harmless(
    texts: Sequence[object] | pd.Index | pd.Series,
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Keep spreadsheets from running a code or a name as a formula."""
    return np.array([guarded(str(text)) for text in texts], dtype=object)
