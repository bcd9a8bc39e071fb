"""`localgoals air`: low-cost sensors of fine particles, and the air quality index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.problems import tell
from localgoals.cli.reader import Lang
from localgoals.errors import BadInput
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    import pandas as pd

    from localgoals.indicators.sensors import Ensemble, Performance, Target
    from localgoals.ingest.sensors import Columns

app = typer.Typer(
    help="How well low-cost air sensors do, their correction, and the air quality index.",
    no_args_is_help=True,
)


class Every(StrEnum):
    """What means are compared."""

    HOUR = "hour"
    DAY = "day"


class Equation(StrEnum):
    """How sensors are corrected."""

    US_WIDE = "us-wide"
    LOCAL = "local"
    NONE = "none"


SensorColumns = Annotated[
    list[str],
    typer.Option(
        "--sensor-column",
        help="Which column has what: time=NAME, pm25=NAME, pm25_b=NAME for a second channel, "
        "humidity=NAME. Repeat for each; two columns of a time: time=DATE+TIME.",
    ),
]
ReferenceColumns = Annotated[
    list[str],
    typer.Option(
        "--reference-column",
        help="The same for the reference; only:COLUMN=VALUE reads just those rows.",
    ),
]
SensorTimes = Annotated[
    str, typer.Option(help="How the sensors' times are written, unless ISO 8601: %m/%d/%Y %H:%M.")
]
ReferenceTimes = Annotated[
    str, typer.Option(help="How the reference's times are written, unless ISO 8601.")
]

TARGETS: dict[str, Message] = {
    "slope": Message("slope"),
    "intercept": Message("intercept"),
    "r2": Message("fit (R²)"),
    "error": Message("error of measurement"),
    "precision": Message("precision"),
}
OUTCOMES: dict[Target, Message] = {
    "met": Message("meets the target"),
    "not-met": Message("misses the target"),
    "unknown": Message("not known"),
}


@app.callback()
def _main() -> None:
    """How well low-cost air sensors do, their correction, and the air quality index."""


@app.command()
def evaluate(  # noqa: PLR0913  one parameter for each option
    sensors: Annotated[list[Path], typer.Argument(help="A CSV of each sensor.")],
    reference: Annotated[Path, typer.Option(help="The CSV of the reference monitor.")],
    sensor_column: SensorColumns,
    reference_column: ReferenceColumns,
    sensor_times: SensorTimes = "",
    reference_times: ReferenceTimes = "",
    every: Annotated[Every, typer.Option(help="What means are compared.")] = Every.DAY,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write the figures, a CSV.")
    ] = Path("sensors.csv"),
    lang: Lang = "en",
) -> None:
    """Hold low-cost sensors that stood beside a reference monitor against it."""
    import pandas as pd

    from localgoals.cli.air_picture import beside_each_other, write_pictures
    from localgoals.indicators.sensors import ensemble, performance, targets

    hourly, _ = _hourly_sensors(sensors, _columns(sensor_column, sensor_times), lang)
    true = _hourly_reference(reference, _columns(reference_column, reference_times), lang)
    table, beside = _averaged(hourly, every), _averaged(true.to_frame("pm25"), every)["pm25"]
    together = ensemble(table, beside) if len(table.columns) > 1 else None
    rows, pictured = [], []
    for name in table.columns:
        one = performance(table[name], beside)
        pictured.append(beside_each_other(table[name], beside, one))
        outcome = targets(one, together)
        rows.append(
            _row(str(name), every, one, together) | {f"{k}_target": outcome[k] for k in outcome}
        )
        _tell(str(name), one, outcome, lang)
    _write_table(pd.DataFrame(rows), output, [*sensors, reference])
    typer.echo(say(Message("The figures are in {path}.", {"path": output}), lang))
    for picture in write_pictures(pictured, output):
        typer.echo(say(Message("A picture is in {path}.", {"path": picture}), lang))


def _row(name: str, every: Every, one: Performance, together: Ensemble | None) -> dict[str, object]:
    row: dict[str, object] = {"sensor": name, "every": every.value, "pairs": one.pairs}
    row |= asdict(one.fit) | {"rmse": one.rmse}
    row |= {"mean_sensor": one.mean_sensor, "mean_reference": one.mean_reference}
    if together is not None:
        row |= {"sd": together.sd, "cv": together.cv, "nrmse_together": together.nrmse}
    return row


def _tell(name: str, one: Performance, outcome: dict[str, Target], language: Language) -> None:
    figures = Message(
        "{name}: {pairs} pairs, slope {slope}, intercept {intercept} µg/m³, R² {r2}, RMSE {rmse} "
        "µg/m³",
        {
            "name": name,
            "pairs": one.pairs,
            "slope": f"{one.fit.slope:.3f}",
            "intercept": f"{one.fit.intercept:.3f}",
            "r2": f"{one.fit.r2:.3f}",
            "rmse": f"{one.rmse:.3f}",
        },
    )
    typer.echo(say(figures, language))
    for key, target in outcome.items():
        typer.echo(f"  {say(TARGETS[key], language)}: {say(OUTCOMES[target], language)}")


@app.command()
def correct(  # noqa: PLR0913  one parameter for each option
    sensors: Annotated[list[Path], typer.Argument(help="A CSV of each sensor.")],
    sensor_column: SensorColumns,
    equation: Annotated[
        Equation,
        typer.Option(
            help="us-wide: the equation for PurpleAir; local: fitted to a reference monitor that "
            "stood beside; none: only means."
        ),
    ],
    reference: Annotated[
        Path | None, typer.Option(help="For local: the CSV of the reference monitor.")
    ] = None,
    reference_column: ReferenceColumns = [],  # noqa: B006  typer copies it
    sensor_times: SensorTimes = "",
    reference_times: ReferenceTimes = "",
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The hourly table to write, a CSV.")
    ] = Path("air.csv"),
    lang: Lang = "en",
) -> None:
    """Make hourly means of sensors, corrected, in the form that a city pack takes as air."""
    import pandas as pd

    from localgoals.indicators.sensors import corrected, local_correction

    hourly, humidity = _hourly_sensors(sensors, _columns(sensor_column, sensor_times), lang)
    if equation is not Equation.NONE and humidity.empty:
        raise BadInput(Message("Corrections need the humidity: --sensor-column humidity=NAME."))
    if equation is Equation.US_WIDE:
        values = corrected(hourly.to_numpy(float), humidity.to_numpy(float))
        hourly = pd.DataFrame(values, hourly.index, hourly.columns)
    elif equation is Equation.LOCAL:
        if reference is None:
            raise BadInput(
                Message("A local correction needs a monitor that stood beside: --reference.")
            )
        true = _hourly_reference(reference, _columns(reference_column, reference_times), lang)
        found = local_correction(hourly.mean(axis=1), humidity.mean(axis=1), true)
        if pd.isna(found.by_sensor):
            raise BadInput(
                Message(
                    "Only {count} hours of sensors, humidity and reference go together; a "
                    "correction needs more, and they must change.",
                    {"count": found.pairs},
                )
            )
        values = found(hourly.to_numpy(float), humidity.to_numpy(float))
        hourly = pd.DataFrame(values, hourly.index, hourly.columns)
        _tell_correction(found.by_sensor, found.by_humidity, found.constant, found.r2, lang)
    hours = hourly.rename_axis(index="time").reset_index()
    long = hours.melt("time", var_name="station", value_name="pm25").dropna()
    long = long[["station", "time", "pm25"]].sort_values(["station", "time"])
    below = int((long["pm25"] < 0).sum())
    long["time"] = long["time"].dt.strftime("%Y-%m-%dT%H:%M")
    _write_table(long, output, [*sensors, *([] if reference is None else [reference])])
    done = Message(
        "{count} hours are in {path}, {below} of them below 0. Add them to a pack: localgoals pack "
        "add --role air.",
        {"count": len(long), "path": output, "below": below},
    )
    typer.echo(say(done, lang))


def _tell_correction(
    by_sensor: float, by_humidity: float, constant: float, r2: float, language: Language
) -> None:
    fitted = Message(
        "Fitted: reference = {sensor} * sensor + {humidity} * humidity + {constant}; R² {r2}",
        {
            "sensor": f"{by_sensor:.4f}",
            "humidity": f"{by_humidity:.4f}",
            "constant": f"{constant:.4f}",
            "r2": f"{r2:.3f}",
        },
    )
    typer.echo(say(fitted, language))


@app.command()
def index(
    path: Annotated[Path, typer.Argument(help="A CSV of hourly PM2.5 of one station.")],
    column: Annotated[
        list[str], typer.Option(help="Which column has what: time=NAME and pm25=NAME.")
    ],
    times: Annotated[str, typer.Option(help="How times are written, unless ISO 8601.")] = "",
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Where to write hour, NowCast and index, a CSV.")
    ] = Path("index.csv"),
    lang: Lang = "en",
) -> None:
    """Give NowCast and the air quality index of the United States for every hour."""
    import pandas as pd

    from localgoals.indicators.air_index import air_quality_index, breakpoints, nowcast

    series = _hourly_reference(path, _columns(column, times), lang)
    now = nowcast(series)
    found = air_quality_index(now.to_numpy(float), breakpoints("pm25"))
    table = pd.DataFrame({"pm25": series.reindex(now.index), "nowcast": now, "index": found})
    table["index"] = table["index"].astype("Int64")
    written = pd.DatetimeIndex(now.index).strftime("%Y-%m-%dT%H:%M")
    table.index = pd.Index(written, name="time")
    known = table["index"].dropna()
    if known.empty:
        raise BadInput(Message("No hour has enough hours before it; NowCast needs two of three."))
    _write_table(table.reset_index(), output, [path])
    done = Message(
        "{count} hours are in {path}; the highest index is {highest}, at {time}.",
        {
            "count": len(known),
            "path": output,
            "highest": int(known.max()),
            "time": known.idxmax(),
        },
    )
    typer.echo(say(done, lang))


def _columns(pairs: Sequence[str], time_format: str) -> Columns:
    """Read `time=NAME`, `pm25=NAME`, … into where a file has what."""
    from localgoals.ingest.sensors import Columns

    named: dict[str, str] = {}
    only: dict[str, str] = {}
    for pair in pairs:
        key, is_pair, name = pair.partition("=")
        if is_pair and key.startswith("only:") and name:
            only[key.removeprefix("only:")] = name
        elif is_pair and key in ("time", "pm25", "pm25_b", "humidity") and name:
            named[key] = name
        else:
            raise BadInput(
                Message(
                    "{pair}: expected time=NAME, pm25=NAME, pm25_b=NAME, humidity=NAME or "
                    "only:COLUMN=VALUE",
                    {"pair": pair},
                )
            )
    if missing := [key for key in ("time", "pm25") if key not in named]:
        raise BadInput(Message("No column is named for {fields}.", {"fields": ", ".join(missing)}))
    channels = (named["pm25"], named["pm25_b"]) if "pm25_b" in named else (named["pm25"],)
    time = tuple(part.strip() for part in named["time"].split("+"))
    return Columns(time, channels, named.get("humidity", ""), time_format, only)


def _read(path: Path, columns: Columns, language: Language) -> pd.DataFrame:
    from localgoals.ingest.sensors import read_sensor

    if not path.is_file():
        raise BadInput(Message("{path}: no such file or folder", {"path": path}))
    table, problems = read_sensor(path, columns)
    tell(problems, language)
    if table.empty:
        raise BadInput(Message("{path} cannot be used; the problems say why.", {"path": path}))
    return table


def _hourly_sensors(
    paths: Sequence[Path], columns: Columns, language: Language
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read sensors into hourly means, a column each: particles, and humidity where it is there."""
    import pandas as pd

    from localgoals.indicators.sensors import agreed, means
    from localgoals.ingest.sensors import interval

    names = [path.stem for path in paths]
    if len(set(names)) < len(names):
        raise BadInput(Message("Two files have the same name; sensors are named by their files."))
    particles, humidity = {}, {}
    for name, path in zip(names, paths, strict=True):
        table = _read(path, columns, language)
        if "pm25_b" in table:
            table["pm25"] = agreed(table["pm25_a"].to_numpy(), table["pm25_b"].to_numpy())
        averaged = means(table, "hour", each=interval(table))
        particles[name] = averaged["pm25"]
        if "humidity" in averaged:
            humidity[name] = averaged["humidity"]
    table = pd.concat(particles, axis=1, sort=True)
    damp = pd.concat(humidity, axis=1, sort=True) if humidity else pd.DataFrame()
    return table, damp


def _hourly_reference(path: Path, columns: Columns, language: Language) -> pd.Series:
    from localgoals.indicators.sensors import means
    from localgoals.ingest.sensors import interval

    table = _read(path, columns, language)
    series: pd.Series = means(table, "hour", each=interval(table)).iloc[:, 0]
    return series


def _averaged(hourly: pd.DataFrame, every: Every) -> pd.DataFrame:
    import pandas as pd

    from localgoals.indicators.sensors import means

    return hourly if every is Every.HOUR else means(hourly, "day", each=pd.Timedelta("1h"))


def _write_table(table: pd.DataFrame, path: Path, read: Sequence[Path]) -> None:
    from localgoals.ingest.whole_file import whole_file

    with whole_file(path, read=read) as partial:
        table.to_csv(partial, index=False, encoding="utf-8", lineterminator="\n")
