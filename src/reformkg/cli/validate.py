"""The command `validate`: what is missing or cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import deliver, rows_text, say
from reformkg.cli.graphs import Origin
from reformkg.cli.options import (
    KG,
    AuthOption,
    DocumentsOption,
    EndpointOption,
    KgOption,
    LanguageOption,
    OutputOption,
    examples,
    form_of,
)
from reformkg.render import NEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reformkg.model import Bilingual, Report
    from reformkg.render.subjects import Subjects
    from reformkg.render.words import Language
    from reformkg.store import KnowledgeGraph


class ReportFormat(StrEnum):
    """The forms of the report."""

    TEXT = "text"
    SUMMARY = "summary"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    WORKBOOK = "xlsx"
    TURTLE = "ttl"
    JUNIT = "junit"
    SARIF = "sarif"


class GroupBy(StrEnum):
    """What the findings of the text form are put together by."""

    SHAPE = "shape"
    DOCUMENT = "document"
    ORGANISATION = "organisation"


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
            "reformkg validate --by organisation",
            "reformkg validate --format summary --fail-on warning",
            "reformkg validate --profile strict -o report.xlsx",
            "reformkg validate --document 大医改办-2018-5 --shape RK001 --limit 5",
            "reformkg validate --baseline known.json",
        )
    )(validate)


def validate(
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    form: Annotated[
        ReportFormat | None, typer.Option("--format", "-f", help="The form of the report; text without one.")
    ] = None,
    output: OutputOption = None,
    by: Annotated[
        GroupBy,
        typer.Option("--by", help="What the findings of the text form are put together by, and the summary counts."),
    ] = GroupBy.SHAPE,
    shape: Annotated[
        list[str] | None,
        typer.Option("--shape", metavar="ID", help="Report findings of this shape only; may be given again."),
    ] = None,
    document: DocumentsOption = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=0, help="List the N gravest findings only; all are counted."),
    ] = None,
    profile: Annotated[
        str,
        typer.Option(
            "--profile",
            metavar="NAME",
            help="default, strict, or a .toml file that raises, lowers or switches off shapes.",
        ),
    ] = "default",
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Report only what this file of known findings does not have."),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option("--write-baseline", metavar="FILE", help="Write all findings to this file as known, and stop."),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="The least grave finding that makes the exit code 1.")
    ] = FailOn.VIOLATION,
    language: LanguageOption,
) -> None:
    """Find what is missing or cannot be.

    Finds tasks without an owner, a lead or a date, impossible days, and more: `--format summary` lists what was found.

    Exits with 0 where the graph conforms, with 1 where it does not, and with 2 where validation could not run.
    """
    from reformkg.query.selection import chosen
    from reformkg.render.findings import summary
    from reformkg.validate import baseline as baselines
    from reformkg.validate import validate as run
    from reformkg.validate.profile import apply_profile, load_profile
    from reformkg.validate.selection import gravest, of_shapes

    written, wanted = form_of(form, output, ReportFormat.TEXT), load_profile(profile)
    with Origin(kg, endpoint, auth).open() as graph:
        keys = chosen(document or (), graph)
        report = apply_profile(run(graph, keys=keys), wanted)
        if shape:
            report = of_shapes(report, shape)
        if write_baseline is not None:
            deliver(baselines.baseline_text(report), write_baseline)
            return
        if baseline is not None:
            known = baselines.load_baseline(baseline)
            if gone := baselines.gone(report, known):
                say(f"note: {gone} of the known findings are found no more; write the baseline again")
            report = baselines.new_findings(report, known)
        listed = report if limit is None else gravest(report, limit)
        if left_out := len(report.findings) - len(listed.findings):
            say(f"note: the {len(listed.findings)} gravest of {len(report.findings)} findings; {left_out} are left out")
        asked = _Asked(graph, keys, listed, report, by)
        deliver(_written(written, asked, language.value, fail_on), output)
    if output is not None:
        say(summary(report, language.value))
    if any(finding.severity.value in _FAILING[fail_on] for finding in report.findings):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be written: the findings to list, of all that there are, about the documents of a graph."""

    graph: KnowledgeGraph
    keys: tuple[str, ...]
    listed: Report
    whole: Report
    by: GroupBy


def _written(form: ReportFormat, asked: _Asked, language: Language, fail_on: FailOn) -> str | bytes:
    from reformkg.model import Severity
    from reformkg.render import ci, findings, report_files
    from reformkg.render.report import report_markdown
    from reformkg.render.rows import rows_csv
    from reformkg.render.subjects import Subjects, subjects_of
    from reformkg.validate import default_shapes
    from reformkg.validate.turtle import report_turtle

    names = {shape.id: shape.name for shape in default_shapes().shapes}
    failing = {Severity(each) for each in _FAILING[fail_on]}
    report, whole = asked.listed, asked.whole
    documents = asked.graph.documents(asked.keys)
    if form is ReportFormat.TURTLE:
        return report_turtle(report)
    if form is ReportFormat.HTML:
        return _page(asked)
    if form is ReportFormat.MARKDOWN:
        return report_markdown(documents, report)
    if form is ReportFormat.SUMMARY and asked.by is GroupBy.SHAPE:
        return _summary(whole, names, language, asked.by, Subjects())
    subjects = subjects_of(documents, whole)
    forms: dict[ReportFormat, Callable[[], str | bytes]] = {
        ReportFormat.TEXT: lambda: (
            f"{findings.summary(whole, language)}\n"
            + findings.report_text(report, names, language, findings.Grouping(asked.by.value), subjects)
        ),
        ReportFormat.SUMMARY: lambda: _summary(whole, names, language, asked.by, subjects),
        ReportFormat.JSON: lambda: report_files.report_json(report, names, subjects, whole),
        ReportFormat.CSV: lambda: rows_csv(findings.report_rows(report, names, subjects), language),
        ReportFormat.WORKBOOK: lambda: report_files.report_workbook(report, names, subjects, language),
        ReportFormat.JUNIT: lambda: ci.report_junit(report, names, subjects, language, failing),
        ReportFormat.SARIF: lambda: ci.report_sarif(report, names, subjects, language),
    }
    return forms[form]()


def _page(asked: _Asked) -> str:
    """Return the report as a page, which shows no more documents than a browser takes."""
    from reformkg.query.selection import newest
    from reformkg.render.report import report_html
    from reformkg.render.site import note_on
    from reformkg.validate.selection import of_documents

    keys = newest(asked.keys, asked.graph, NEWEST)
    if len(keys) < len(asked.keys):
        say(f"note: the page shows the newest {len(keys):,} of {len(asked.keys):,} documents; the other forms show all")
    documents = tuple(asked.graph.documents(keys))
    note = note_on(len(keys), len(asked.keys), len(asked.graph.keys()))
    return report_html(documents, of_documents(asked.listed, keys), note=note)


def _summary(
    report: Report, names: Mapping[str, Bilingual], language: Language, by: GroupBy, subjects: Subjects
) -> str:
    from reformkg.render.counts import counts
    from reformkg.render.findings import Grouping, summary
    from reformkg.render.words import in_words

    table = counts(report, names, Grouping(by.value), subjects)
    notes = "".join(f"{in_words(note, language)}\n" for note in table.notes)
    return f"{summary(report, language)}\n\n{rows_text(table, language)}\n{notes}"
