"""The commands `diff` and `compare`: what changed between two documents or builds, and what places set on a topic."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import deliver, rows_text, say
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
from reformkg.errors import UsageError

if TYPE_CHECKING:
    from reformkg.compare import Comparison


class DiffFormat(StrEnum):
    """The forms of a comparison of two sides."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"


class MatrixFormat(StrEnum):
    """The forms of a matrix of places and years."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        short_help="Show what changed between two documents or builds.",
        epilog=examples("reformkg diff 征求意见稿.docx 印发稿.docx", "reformkg diff kg-2020 kg-2021 -o changes.html"),
    )(diff)
    app.command(
        short_help="Show what places set on one topic, year by year.",
        epilog=examples("reformkg compare --topic 家庭医生签约", "reformkg compare --topic 医联体 -o 对照.html"),
    )(compare)


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="The document, or the kg folder, before.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The document, or the kg folder, afterwards.")],
    *,
    form: Annotated[DiffFormat | None, typer.Option("--format", "-f", help="The form; text without one.")] = None,
    output: OutputOption = None,
    language: LanguageOption,
) -> None:
    """Show which tasks were added, dropped or reworded, and whose owner, role, deadline or target changed.

    Exits with 1 where the two sides differ.
    """
    from reformkg.compare import Change
    from reformkg.render.comparison import comparison_html, comparison_rows, comparison_summary
    from reformkg.render.rows import rows_markdown

    chosen = form_of(form, output, DiffFormat.TEXT)
    found = _compared(before, after)
    rows = comparison_rows(found, language.value)
    text = {
        DiffFormat.TEXT: lambda: rows_text(rows, language.value) if rows.rows else "",
        DiffFormat.MARKDOWN: lambda: rows_markdown(rows, language.value),
        DiffFormat.HTML: lambda: comparison_html(found, language.value),
    }[chosen]()
    deliver(text, output)
    for comparison in found:
        say(comparison_summary(comparison, language.value))
    if any(pair.change is not Change.SAME for comparison in found for pair in comparison.pairs):
        raise typer.Exit(1)


def compare(
    *,
    topic: Annotated[str, typer.Option("--topic", metavar="TOPIC", help="The topic, by its name or a part of it.")],
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    form: Annotated[MatrixFormat | None, typer.Option("--format", "-f", help="The form; text without one.")] = None,
    output: OutputOption = None,
    language: LanguageOption,
) -> None:
    """Show what each place set on one topic, year by year: tasks, owners, days and targets."""
    from reformkg.compare import topic_matrix
    from reformkg.query.lookup import topics
    from reformkg.render.comparison import matrix_rows
    from reformkg.render.rows import rows_csv, rows_html, rows_markdown

    with Origin(kg, endpoint, auth).open() as graph:
        meant = [str(node).rsplit("/", 1)[-1] for node in topics(topic, graph)]
        matrix = topic_matrix(graph.documents(), meant[0] if len(meant) == 1 else topic)
    if not matrix.topics:
        raise UsageError(
            "no task in the graph is about it", where=f"--topic {topic}", remedy="List them: reformkg query topics"
        )
    rows = matrix_rows(matrix, language.value)
    chosen = form_of(form, output, MatrixFormat.TEXT)
    text = {
        MatrixFormat.TEXT: lambda: rows_text(rows, language.value),
        MatrixFormat.MARKDOWN: lambda: rows_markdown(rows, language.value),
        MatrixFormat.HTML: lambda: rows_html(rows, language.value, topic),
        MatrixFormat.CSV: lambda: rows_csv(rows, language.value),
    }[chosen]()
    deliver(text, output)


def _compared(before: Path, after: Path) -> tuple[Comparison, ...]:
    """Compare two kg folders, or two documents."""
    from reformkg.compare import compare_builds, compare_documents
    from reformkg.pipeline import read_facts
    from reformkg.store import open_kg

    if before.is_dir() != after.is_dir():
        raise UsageError("one is a folder and the other is not", where="reformkg diff", remedy="Give two of one kind")
    if before.is_dir():
        with open_kg(before) as old, open_kg(after) as new:
            return compare_builds(old.documents(), new.documents())
    return (compare_documents(read_facts(before), read_facts(after)),)
