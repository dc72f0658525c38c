"""The command `evaluate`: how well documents are read, against annotations of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reformkg.cli.console import print_rows, say, write
from reformkg.cli.options import LanguageOption, examples


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        epilog=examples("reformkg evaluate tests/gold seeds", "reformkg evaluate annotations/ --errors 5 --min 0.95")
    )(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of annotations, one JSON file a document.")],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Folders of their documents; without any GOLD_DIR.", show_default=False),
    ] = None,
    *,
    errors: Annotated[
        int, typer.Option("--errors", metavar="N", min=0, help="Show the first N differences of each field.")
    ] = 0,
    least: Annotated[
        float, typer.Option("--min", metavar="F1", min=0, max=1, help="Exit with 1 where a field's F1 is below this.")
    ] = 0.0,
    language: LanguageOption,
) -> None:
    """Score what is read from documents against annotations of them.

    The annotations have the form that `reformkg extract` prints. Shown are precision, recall and F1 of each field over
    all documents, what is right of the facts found, how many owners were placed, the F1 of each document, and with
    --errors what was missed.
    """
    from reformkg.evaluate import evaluate_folder, placing, total
    from reformkg.render.accuracy import difference_rows, document_rows, placing_rows, rate_rows, score_rows

    evaluations = evaluate_folder(gold, tuple(paths or ()))
    overall = total(evaluations)
    tables = [score_rows(overall), rate_rows(overall), placing_rows(placing([overall])), document_rows(evaluations)]
    if errors:
        tables.append(difference_rows(overall, errors))
    for index, table in enumerate(tables):
        if index:
            write("\n")
        print_rows(table, language.value)
    low = [f"{score.field} {score.f1:.3f}" for score in overall.scores if score.f1 < least]
    if low:
        say(f"below {least}: {', '.join(low)}")
        raise typer.Exit(1)
