"""`localgoals questionnaire`: forms to gather answers with, and what comes back from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from localgoals.catalogue.language import say
from localgoals.cli.exits import Exit
from localgoals.cli.reader import Lang, reader_of
from localgoals.errors import BadInput
from localgoals.model.text import Message

app = typer.Typer(
    help="Questionnaires as forms for devices and on paper, and the answers that come back.",
    no_args_is_help=True,
)

Code = Annotated[
    str, typer.Argument(help="The code; localgoals questionnaire list has all of them.")
]


@app.command("list")
def list_questionnaires(lang: Lang = "en") -> None:
    """List the questionnaires."""
    from localgoals.catalogue.load import load
    from localgoals.catalogue.questionnaires.declared import questionnaires
    from localgoals.cli.tables import Words, console, table_of

    heads = [Message("Questionnaire"), Message("Sections"), Message("Questions"), Message("Title")]
    table = table_of(Words(load(), lang), heads)
    for form in questionnaires().values():
        counts = (len(form.sections), len(list(form.questions)))
        table.add_row(form.code, *map(str, counts), form.title.in_(lang))
    console().print(table)


@app.command("form")
def write_form(
    code: Code,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="An XLSForm, .xlsx, or a form to print, .pdf."),
    ],
    lang: Lang = "en",
) -> None:
    """Write a form: for ODK Collect and KoboToolbox, or to be filled in by hand."""
    from localgoals.catalogue.questionnaires.declared import questionnaire_of

    form = questionnaire_of(code)
    if out.suffix.lower() == ".xlsx":
        from localgoals.reports.questionnaires.xlsform import write_xlsform

        write_xlsform(form, out, lang)
    elif out.suffix.lower() == ".pdf":
        from localgoals.ingest.whole_file import whole_file
        from localgoals.reports.questionnaires.printed import printed_form

        with whole_file(out) as partial:
            partial.write_bytes(printed_form(form, lang))
    else:
        values: dict[str, object] = {"path": out.name}
        raise BadInput(
            Message("{path} is neither an XLSForm (.xlsx) nor a form to print (.pdf).", values)
        )
    typer.echo(say(Message("Wrote {path}", {"path": out}), lang))


@app.command("read")
def read(
    context: typer.Context,
    code: Code,
    submissions: Annotated[
        Path, typer.Argument(help="What ODK Central or KoboToolbox exports: CSV, XLSX or JSON.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The table of answers to write, .csv.")],
    sheet: Annotated[
        str | None, typer.Option(help="The sheet with the submissions, if there are several.")
    ] = None,
) -> None:
    """Read submissions, and write the table of answers that localgoals tools run asks for."""
    from localgoals.catalogue.questionnaires.answer_table import answer_table
    from localgoals.catalogue.questionnaires.declared import questionnaire_of
    from localgoals.cli.problems import tell
    from localgoals.ingest.form_submissions import read_submissions, written_answers
    from localgoals.ingest.whole_file import whole_file
    from localgoals.reports.tables import write_csv

    form = questionnaire_of(code)
    language = reader_of(context).language
    if not submissions.is_file():
        raise BadInput(Message("There is no file {file}.", {"file": submissions}))
    answers, problems = read_submissions(submissions, form, sheet=sheet)
    if problems:
        tell(problems, language)
    if answers is None:
        raise typer.Exit(Exit.BAD_INPUT)
    names = [column.name for column in answer_table(form).columns]
    with whole_file(out, read=[submissions]) as partial:
        write_csv(partial, names, written_answers(form, answers), encoding="utf-8-sig")
    typer.echo(say(Message("Wrote {path}", {"path": out}), language))
