"""`localgoals score`: what figures come to, with every choice open."""

from __future__ import annotations

import typer

from localgoals.cli import composite, distance, indices, peers, progress, prosperity, uncertainty

app = typer.Typer(
    help="Score figures, with every choice open: progress, indices, uncertainty and peers.",
    no_args_is_help=True,
)


@app.callback()
def _main() -> None:
    """Score figures, with every choice open: progress, indices, uncertainty and peers."""


app.command("progress")(progress.progress)
app.command("distance")(distance.distance)
app.command("index")(indices.index)
app.command("prosperity")(prosperity.prosperity)
app.command("uncertainty")(uncertainty.uncertainty)
app.command("peers")(peers.peers)
app.command("composite")(composite.composite)
