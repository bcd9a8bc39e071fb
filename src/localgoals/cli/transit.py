"""`localgoals transit`: what a timetable offers, stop by stop and hour by hour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.problems import tell, tell_and_stop_at_errors
from localgoals.cli.reader import Lang
from localgoals.errors import BadInput
from localgoals.model.period import Period
from localgoals.model.text import Language, Message

if TYPE_CHECKING:
    from localgoals.reports.departures_seen import Seen

app = typer.Typer(
    help="Tell what timetables offer: departures from every stop in every hour of every day.",
    no_args_is_help=True,
)

CHOSEN = {
    "weekday": Message("a weekday, {date}"),
    "saturday": Message("a Saturday, {date}"),
    "sunday": Message("a Sunday, {date}"),
}


@app.callback()
def _main() -> None:
    """Tell what timetables offer: departures from every stop in every hour of every day."""


@app.command()
def departures(
    feed: Annotated[Path, typer.Argument(help="The timetable: a zip in GTFS.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Folder for the results.", show_default="<feed>-departures"
        ),
    ] = None,
    period: Annotated[
        str, typer.Option(help="The years to count, 2019 or 2019-2021; else all of the timetable.")
    ] = "",
    lang: Lang = "en",
) -> None:
    """Count the departures from each stop in each hour, for every day of a timetable."""
    from localgoals.ingest.departures import read_departures
    from localgoals.reports.departures import write_departures
    from localgoals.reports.whole_folder import replaced_folder

    if not feed.is_file():
        raise BadInput(Message("{path}: no such file or folder", {"path": feed}))
    years = Period.parse(period) if period else None
    found, problems = read_departures(feed, period=years)
    if found is None:
        tell_and_stop_at_errors(problems, lang)
    assert found is not None
    tell(problems, lang)
    folder = out or Path(f"{feed.stem}-departures")
    with replaced_folder(folder) as partial:
        choices = {"command": "transit departures", "period": period}
        seen = write_departures(found, partial, feed, choices)
    _tell_seen(seen, lang)
    typer.echo(say(Message("The tables and a page are in {folder}.", {"folder": folder}), lang))


def _tell_seen(seen: Seen, language: Language) -> None:
    from localgoals.ingest.service_days import as_date
    from localgoals.reports.departures_seen import NIGHT_ENDS

    def told(message: Message) -> None:
        typer.echo(say(message, language))

    values: dict[str, object] = {
        "first": as_date(int(seen.days[0])),
        "last": as_date(int(seen.days[-1])),
        "stops": f"{int(seen.served.sum()):,}",
        "idle": f"{int((seen.total == 0).sum()):,}",
    }
    told(
        Message(
            "{first} to {last}: {stops} stops with service; nothing runs on {idle} days.", values
        )
    )
    day, most = as_date(int(seen.days[seen.fullest])), f"{int(seen.total.max()):,}"
    told(Message("Most departures: {count}, on {date}.", {"count": most, "date": day}))
    for which, number in seen.chosen.items():
        if number is None:
            continue
        about = Message(CHOSEN[which].template, {"date": as_date(number)})
        count = f"{int(seen.by_stop[which].sum()):,}"
        lacking: dict[str, object] = {
            "day": about,
            "count": count,
            "without": f"{seen.without(which):,}",
            "dark": f"{seen.dark(which):,}",
            "until": f"{NIGHT_ENDS:02}:00",
        }
        told(
            Message(
                "On {day}: {count} departures; none at {without} stops, and none at {dark} stops "
                "from 00:00 to {until}.",
                lacking,
            )
        )
