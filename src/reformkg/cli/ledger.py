"""The commands `ledger` and `calendar`: tasks and dates in the forms in which an office keeps them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reformkg.cli.console import deliver, deliver_parts
from reformkg.cli.graphs import Origin
from reformkg.cli.options import (
    KG,
    AuthOption,
    DocumentsOption,
    EndpointOption,
    KgOption,
    LanguageOption,
    examples,
    form_of,
)


class LedgerFormat(StrEnum):
    """The forms of the ledger."""

    WORKBOOK = "xlsx"
    CSV = "csv"
    MARKDOWN = "md"


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        short_help="Write the task ledger (任务台账) as a workbook.",
        epilog=examples(
            "reformkg ledger", "reformkg ledger -o 台账.xlsx --as-of 2020-06-30", "reformkg ledger -o a.csv"
        ),
    )(ledger)
    app.command(
        short_help="Write all deadlines as a calendar (.ics).",
        epilog=examples(
            "reformkg calendar", "reformkg calendar -o 市财政局.ics --department 市财政局 --since 2020-01-01"
        ),
    )(calendar)


def ledger(
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write: .xlsx, .csv or .md.")
    ] = Path("ledger.xlsx"),
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="The day to judge by; without it today."),
    ] = None,
    document: DocumentsOption = None,
    within: Annotated[int, typer.Option("--within", metavar="DAYS", min=0, help="How many days ahead are soon.")] = 30,
    language: LanguageOption,
) -> None:
    """Write the ledger (任务台账): every task with owners, dates and status, in a workbook that prints."""
    from reformkg.query.selection import by_day, chosen
    from reformkg.render import ledger as forms
    from reformkg.render.status import AsOf
    from reformkg.validate import validate

    form = form_of(None, output, LedgerFormat.WORKBOOK)
    with Origin(kg, endpoint, auth).open() as graph:
        keys = by_day(chosen(document or (), graph), graph)
        day = (as_of or datetime.now()).date()
        made = forms.Ledger(graph.documents(keys), validate(graph, keys=keys), AsOf(day, within))
        if form is LedgerFormat.CSV:
            deliver_parts(forms.ledger_csv(made, language.value), output)
        elif form is LedgerFormat.MARKDOWN:
            deliver(forms.ledger_markdown(made, language.value), output)
        else:
            deliver(forms.ledger_xlsx(made, language.value), output)


def calendar(
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "due.ics"
    ),
    since: Annotated[
        datetime | None,
        typer.Option("--since", metavar="DATE", formats=["%Y-%m-%d"], help="Leave out what is due before this day."),
    ] = None,
    department: Annotated[
        str | None, typer.Option("--department", metavar="NAME", help="Only what this department owns.")
    ] = None,
    language: LanguageOption,
) -> None:
    """Write all deadlines as a calendar (iCalendar): one entry a deadline, with its owners and the passage."""
    from reformkg.query.lookup import departments
    from reformkg.render.calendar import due_calendar

    with Origin(kg, endpoint, auth).open() as graph:
        owners = set(departments(department, graph).values()) if department else None
        made = due_calendar(graph.documents(), language.value, since=since.date() if since else None, owners=owners)
    deliver(made, output)
