"""The command `build`: documents into a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import print_rows, progress_bar, say
from reformkg.cli.options import (
    KG,
    JobsOption,
    KgOption,
    LanguageOption,
    NewestOption,
    OcrOption,
    PathsArgument,
    allow_ocr,
    examples,
    sources,
)
from reformkg.errors import UsageError
from reformkg.render import NEWEST

if TYPE_CHECKING:
    from reformkg.model import Rows
    from reformkg.pipeline import BuildResult


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        epilog=examples(
            "reformkg build notices/",
            "reformkg build 通知.txt 方案.txt --kg /srv/reform/kg",
            "reformkg build archive/ --jobs 8 --newest 50",
            "reformkg build archive/ --cluster tcp://10.0.0.5:8786",
        )
    )(build)


def build(
    paths: PathsArgument = None,
    *,
    kg: KgOption = KG,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="PATTERN", help="Only such files of folders and archives: '*通知*'."),
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="PATTERN", help="Leave such files out: '2018/*.pdf'.")
    ] = None,
    ocr: OcrOption = False,
    jobs: JobsOption = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="Read and validate on the workers of this Dask scheduler: tcp://host:8786.",
        ),
    ] = None,
    newest: NewestOption = NEWEST,
    language: LanguageOption,
) -> None:
    """Read documents into the graph, validate it, and write its pages.

    Writes into the kg folder the graph (an embedded store, and kg.trig) and the pages for the browser. The graph is
    put in force as a whole, and only once everything has succeeded: it holds the documents that are named, no others.

    What was read is kept by its content: files that have not changed are not read again, and a build that was
    interrupted (Ctrl-C) goes on from there when it is started again.

    Exits with 1 where some files could not be read, and with 2 where none could.
    """
    from reformkg import pipeline

    allow_ocr(ocr)
    if jobs is not None and cluster is not None:
        raise UsageError(
            "a cluster has as many processes as its workers have threads",
            where="--jobs",
            remedy="Leave it out, or set dask worker --nthreads",
        )
    only = pipeline.Selection(tuple(include or ()), tuple(exclude or ()))
    try:
        with progress_bar() as progress:
            result = pipeline.build(
                sources(paths, "build"), kg, progress, only, pipeline.Options(jobs, cluster, newest)
            )
    except KeyboardInterrupt:
        say("interrupted; the graph is as it was, and the same command goes on from here")
        raise
    for duplicate in result.duplicates:
        say(f"note: {duplicate.path}: the same text as {duplicate.of}, left out")
    for failure in result.failures:
        say(f"error: {failure}")
    if not result.documents:
        raise typer.Exit(2)
    print_rows(_totals(result), language.value)
    for name, purpose in (
        ("index.html", "all pages"),
        ("graph.html", "who owns what"),
        ("report.html", "what is missing"),
        ("kg.trig", "the data"),
    ):
        say(f"{kg / name}  {purpose}")
    if result.shown < result.documents:
        say(f"the pages show the newest {result.shown:,} of {result.documents:,} documents; --newest sets how many")
    if result.failures:
        say(f"{len(result.failures)} of the files could not be read; the others are in the graph")
        raise typer.Exit(1)


def _totals(result: BuildResult) -> Rows:
    from reformkg.model import Bilingual, Column, Rows, Severity

    counts = (
        (Bilingual("文件", "documents"), result.documents),
        (Bilingual("事项", "items"), result.items),
        (Bilingual("责任单位", "owners"), result.owners),
        (Bilingual("责任关系", "responsibilities"), result.responsibilities),
        (Bilingual("时限", "deadlines"), result.deadlines),
        (Bilingual("指标", "indicators"), result.indicators),
        (Bilingual("未能识别", "gaps"), result.gaps),
        (Bilingual("违规", "violations"), result.count(Severity.VIOLATION)),
        (Bilingual("警告", "warnings"), result.count(Severity.WARNING)),
    )
    columns = (Column("what", Bilingual("项目", "in the graph")), Column("count", Bilingual("数量", "count")))
    return Rows(columns, tuple((name, count) for name, count in counts))
