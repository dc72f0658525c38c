"""The command `validate`: what is missing or cannot be."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import rows_text, say, write
from reformkg.cli.options import KG, KgOption, LanguageOption, examples

if TYPE_CHECKING:
    from reformkg.model import Report
    from reformkg.render.words import Language
    from reformkg.store import Kg


class ReportFormat(StrEnum):
    """The forms of the report."""

    TEXT = "text"
    SUMMARY = "summary"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    TURTLE = "ttl"


class FailOn(StrEnum):
    """The least grave finding that makes the command exit with 1."""

    VIOLATION = "violation"
    WARNING = "warning"
    NEVER = "never"


_FAILING = {
    FailOn.VIOLATION: ("violation",),
    FailOn.WARNING: ("violation", "warning"),
    FailOn.NEVER: (),
}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        epilog=examples(
            "reformkg validate",
            "reformkg validate --format summary --fail-on warning",
            "reformkg validate --format html -o report.html",
        )
    )(validate)


def validate(
    *,
    kg: KgOption = KG,
    form: Annotated[ReportFormat, typer.Option("--format", "-f", help="The form of the report.")] = ReportFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the report to this file.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="The least grave finding that makes the exit code 1.")
    ] = FailOn.VIOLATION,
    language: LanguageOption,
) -> None:
    """Find what is missing or cannot be.

    Finds tasks without an owner, a lead or a date, impossible days, and more: `--format summary` lists what is looked
    for.

    Exits with 0 where the graph conforms, with 1 where it does not, and with 2 where validation could not run.
    """
    from reformkg.render.files import write_whole
    from reformkg.render.findings import summary
    from reformkg.store import open_kg
    from reformkg.validate import validate as run

    with open_kg(kg) as graph:
        report = run(graph)
        text = _report(form, graph, report, language.value)
    if output is None:
        write(text)
    else:
        write_whole(output, text)
        say(f"{output}  {summary(report, language.value)}")
    if any(finding.severity.value in _FAILING[fail_on] for finding in report.findings):
        raise typer.Exit(1)


def _report(form: ReportFormat, graph: Kg, report: Report, language: Language) -> str:
    from reformkg.render import findings
    from reformkg.render.report import report_html, report_markdown
    from reformkg.render.words import in_words
    from reformkg.validate import default_shapes
    from reformkg.validate.turtle import report_turtle

    names = {shape.id: shape.name for shape in default_shapes().shapes}
    match form:
        case ReportFormat.TEXT:
            return findings.report_text(report, names, language)
        case ReportFormat.SUMMARY:
            counts = findings.report_counts(report, names)
            notes = "".join(f"{in_words(note, language)}\n" for note in counts.notes)
            return f"{findings.summary(report, language)}\n\n{rows_text(counts, language)}\n{notes}"
        case ReportFormat.JSON:
            return findings.report_json(report)
        case ReportFormat.MARKDOWN:
            return report_markdown(tuple(graph.documents()), report)
        case ReportFormat.HTML:
            return report_html(tuple(graph.documents()), report)
        case ReportFormat.TURTLE:
            return report_turtle(report)
