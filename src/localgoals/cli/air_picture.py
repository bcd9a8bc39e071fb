"""The picture beside the figures of sensors, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from localgoals.indicators.sensors import Performance
from localgoals.ingest.whole_file import write_whole
from localgoals.model.text import Language
from localgoals.reports.sensor_chart import SensorPoints, sensor_svg

_LANGUAGES: tuple[Language, ...] = ("en", "zh")


def beside_each_other(sensor: pd.Series, reference: pd.Series, found: Performance) -> SensorPoints:
    """Give what is drawn of a sensor: the times that both have, as `performance` compares them."""
    both = pd.concat([sensor, reference], axis=1, join="inner").dropna().to_numpy(np.float64)
    measured, true = both.T
    fit = found.fit
    return SensorPoints(
        str(sensor.name), true.tolist(), measured.tolist(), fit.slope, fit.intercept
    )


def write_pictures(sensors: Sequence[SensorPoints], beside: Path) -> list[Path]:
    """
    Write `<name>-en.svg` and `<name>-zh.svg` into the folder of the figures.

    Parameters
    ----------
    sensors
        Those without a time in common with the monitor are left out; of none there is no picture.
    beside
        The file of figures; its name without the ending begins those of the pictures.

    Returns
    -------
    written
        The pictures.
    """
    drawn = [one for one in sensors if len(one.sensor)]
    if not drawn:
        return []
    paths = [beside.with_name(f"{beside.stem}-{language}.svg") for language in _LANGUAGES]
    for path, language in zip(paths, _LANGUAGES, strict=True):
        write_whole(path, sensor_svg(drawn, language))
    return paths
