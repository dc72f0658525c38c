"""The commands `extract`, `explain` and `gaps`: what is read from single documents, and why."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import console, print_rows, say, write
from reformkg.cli.options import LanguageOption, OcrOption, PathsArgument, allow_ocr, examples, sources
from reformkg.errors import ReformkgError

if TYPE_CHECKING:
    from rich.text import Text

    from reformkg.model import Cell
    from reformkg.render.explanation import Explanation, Mark
    from reformkg.render.words import Language

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The document.", show_default=False)]

_STYLES = {
    "owner": "green",
    "deadline": "magenta",
    "indicator": "blue",
    "citation": "cyan",
    "metadata": "cyan",
    "gap": "red",
}


class ExtractFormat(StrEnum):
    """The forms in which facts are printed."""

    JSON = "json"
    TABLE = "table"


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(
        short_help="Show what is read from one document.",
        epilog=examples("reformkg extract 通知.txt > 通知.json", "reformkg extract 通知.txt --format table"),
    )(extract)
    app.command(
        short_help="Show which words gave which fact, by which rule.",
        epilog=examples("reformkg explain 通知.txt", "reformkg explain 通知.txt --item 一/1"),
    )(explain)
    app.command(
        short_help="List passages that look like a fact and gave none.",
        epilog=examples("reformkg gaps notices/", "reformkg gaps 通知.txt"),
    )(gaps)


def extract(
    file: FileArgument,
    *,
    form: Annotated[
        ExtractFormat, typer.Option("--format", "-f", help="JSON with each fact's span and rule, or a table.")
    ] = ExtractFormat.JSON,
    ocr: OcrOption = False,
    language: LanguageOption,
) -> None:
    """Show what is read from one document: items, owners, deadlines, indicators.

    The JSON form is the one of the annotation guidelines. Each fact has its span, in code points of the document's
    text, and the rule that found it; passages that gave no fact are listed as gaps.
    """
    from reformkg.pipeline import read_facts
    from reformkg.render.interchange import facts_json
    from reformkg.render.items import item_rows

    allow_ocr(ocr)
    facts = read_facts(file)
    if form is ExtractFormat.JSON:
        write(facts_json(facts))
    else:
        print_rows(item_rows(facts, language.value), language.value)


def explain(
    file: FileArgument,
    *,
    item: Annotated[
        str | None, typer.Option("--item", metavar="REF", help="Only the item with this reference, as 一/1.")
    ] = None,
    ocr: OcrOption = False,
    language: LanguageOption,
) -> None:
    """Show which words of a document gave which fact, and the rule that found it.

    A stretch [1:…] of the passage gave the fact with this number in the list below it.
    """
    from reformkg.pipeline import read_facts
    from reformkg.render import explanation

    allow_ocr(ocr)
    out = console()
    for place, each in enumerate(explanation.explain(read_facts(file), language.value, item)):
        if place:
            out.print()
        out.print(*_explained(each, language.value), sep="\n", soft_wrap=True)


def gaps(paths: PathsArgument = None, *, ocr: OcrOption = False, language: LanguageOption) -> None:
    """List the passages that seem to name an owner, a deadline or a target, and gave none.

    Exits with 1 where some files could not be read, and with 2 where none could.
    """
    from reformkg.codes import GAPS
    from reformkg.model import Bilingual, Column, Rows
    from reformkg.pipeline import find, read_facts
    from reformkg.render.words import placed

    allow_ocr(ocr)
    found = find(sources(paths, "gaps"))
    failures = list(found.failures)
    rows: list[tuple[Cell, ...]] = []
    for path in found.files:
        try:
            facts = read_facts(path)
        except ReformkgError as error:
            failures.append(error)
            continue
        rows += [
            (path.name, GAPS[gap.kind], placed(gap.evidence.quote, gap.evidence.place), gap.reason)
            for gap in facts.gaps
        ]
    for failure in failures:
        say(f"error: {failure}")
    if len(failures) == len(found.files) + len(found.failures):
        raise typer.Exit(2)
    columns = (
        Column("file", Bilingual("文件", "file")),
        Column("kind", Bilingual("类别", "kind")),
        Column("passage", Bilingual("原文", "passage")),
        Column("reason", Bilingual("原因", "reason")),
    )
    print_rows(Rows(columns, tuple(rows)), language.value)
    if failures:
        raise typer.Exit(1)


def _explained(explanation: Explanation, language: Language) -> Iterator[Text]:
    from rich.text import Text

    if explanation.item:
        yield Text(f"{explanation.item.ref}  {explanation.item.title}", "bold")
        yield Text.assemble(*((piece.text, _STYLES.get(piece.kind or "", "")) for piece in explanation.pieces))
    else:
        yield Text("全文" if language == "zh" else "the document", "bold")
    for mark in explanation.marks:
        yield _mark(mark, language)


def _mark(mark: Mark, language: Language) -> Text:
    from rich.text import Text

    from reformkg.render.words import place_words

    away = "" if mark.inside else f"  「{mark.evidence.quote}」"
    return Text.assemble(
        f"  {mark.number:>2} ",
        (f"{mark.kind:<9} ", _STYLES[mark.kind]),
        mark.fact,
        away,
        (f"{place_words(mark.evidence.place, language)}  {mark.evidence.rule}", "dim"),
    )
