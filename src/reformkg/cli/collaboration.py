"""The command `centrality`: which bodies stand between the others that own items together."""

from __future__ import annotations

from typing import Annotated

import typer

from reformkg.cli.answers import AnswerFormat, Printing, RowsFormat, Shape, print_answer
from reformkg.cli.graphs import Origin
from reformkg.cli.options import (
    KG,
    AuthOption,
    EndpointOption,
    KgOption,
    LanguageOption,
    OutputOption,
    examples,
    form_of,
)


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        short_help="Show how central each body is among those that share items.",
        epilog=examples("reformkg centrality --limit 10", "reformkg centrality --sort -partners -o 协作网络.xlsx"),
    )(centrality)


def centrality(
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    form: Annotated[RowsFormat | None, typer.Option("--format", "-f", help="The form; a table without one.")] = None,
    output: OutputOption = None,
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="NAMES", help="In the order of these columns: -partners.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="No more than so many rows.")] = None,
    language: LanguageOption,
) -> None:
    """Show how central each body is in the network of bodies that own items together.

    Partners are the bodies with which it shares items; betweenness is the share of shortest paths between two other
    bodies that lead through it; bodies of one group are joined by shared items, directly or through others.
    """
    from reformkg.render.collaboration import centrality_rows

    chosen = AnswerFormat(form_of(form, output, RowsFormat.TABLE))
    with Origin(kg, endpoint, auth).open() as graph:
        rows = centrality_rows(graph.documents())
    shaped = Shape(sort=sort, limit=limit).of(rows)
    print_answer(shaped, Printing(chosen, output, language.value), "centrality")
