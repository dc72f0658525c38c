"""The command `query`: saved questions, their parameters and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reformkg.cli.console import deliver, rows_text, say
from reformkg.cli.options import KG, KgOption, LanguageOption, OutputOption, examples, form_of
from reformkg.errors import UsageError
from reformkg.resources import queries_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from reformkg.model import Rows
    from reformkg.query import Catalogue, Parameter, Query
    from reformkg.render.words import Language

_HELP = ("--help", "-h")


class RowsFormat(StrEnum):
    """The forms in which an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSON_LINES = "jsonl"
    MARKDOWN = "md"
    HTML = "html"
    WORKBOOK = "xlsx"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        # The parameters of a saved query are options that only its header names, and so is what its --help says.
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
        options_metavar="[OPTIONS] [--PARAM VALUE]...",
        epilog=examples(
            "reformkg query",
            "reformkg query tasks-of --help",
            "reformkg query tasks-of --department 财政局 --role lead",
            "reformkg query due-before --date 2020-12-31 --sort -due --columns due,task,leads --limit 10",
            "reformkg query workload -o workload.xlsx",
            "reformkg query --sparql 'SELECT ?title WHERE { ?task a reform:Task ; dcterms:title ?title }'",
        ),
    )(query)


def _names() -> list[tuple[str, str]]:
    """Return the saved queries for the shell to complete."""
    return [(query.name, query.summary.en) for query in _catalogue(None).queries]


def query(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="A saved query; without one they are listed. NAME --help shows its parameters.",
            autocompletion=_names,
            show_default=False,
        ),
    ] = None,
    *,
    kg: KgOption = KG,
    form: Annotated[
        RowsFormat | None, typer.Option("--format", "-f", help="The form of the answer; a table without one.")
    ] = None,
    output: OutputOption = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="Q.rq", help="Ask the query in this file.", show_default=False)
    ] = None,
    sparql: Annotated[str | None, typer.Option("--sparql", metavar="TEXT", help="Ask this SPARQL query.")] = None,
    queries: Annotated[
        Path | None,
        typer.Option("--queries", metavar="DIR", help="A folder of your own queries; they come first."),
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="NAMES", help="Only these columns, in this order: due,task.")
    ] = None,
    sort: Annotated[
        str | None, typer.Option("--sort", metavar="NAMES", help="In the order of these columns: -due,task.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="No more than so many rows.")] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV as spreadsheets want it: byte order mark, headings, no formulas.")
    ] = False,
    language: LanguageOption,
) -> None:
    """Ask the graph a saved question, or one in SPARQL.

    Values are dates (2020-12-31, today), years, roles (lead, support, responsible), or names of departments, places,
    topics and documents, as anyone writes them.
    """
    words = _read_words([word for word in (name, *context.args) if word is not None])
    shape = _Shape(columns, sort, limit)
    printing = _Printing(form_of(form, output, RowsFormat.TABLE), output, language.value, excel)
    if words.name is None and file is None and sparql is None:
        if words.help:
            typer.echo(context.get_help())
        else:
            _list(_catalogue(queries), shape, printing)
        return
    asked = _asked(words.name, file, sparql, queries)
    if words.help:
        typer.echo("\n".join(_help(asked, language.value)))
        return
    from reformkg.query import run
    from reformkg.store import open_kg

    with open_kg(kg) as graph:
        rows = run(graph, asked, words.values)
    _print(shape.of(rows), printing, asked.name)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which part of an answer is shown, and in which order."""

    columns: str | None
    sort: str | None
    limit: int | None

    def of(self, rows: Rows) -> Rows:
        from reformkg.render.rows import chosen, limited, sorted_by

        rows = sorted_by(rows, self.sort.split(",")) if self.sort else rows
        rows = chosen(rows, self.columns.split(",")) if self.columns else rows
        return limited(rows, self.limit) if self.limit else rows


@dataclass(frozen=True, slots=True)
class _Printing:
    """The form of an answer, and where it goes."""

    form: RowsFormat
    output: Path | None
    language: Language
    excel: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that only the saved query's header can explain."""

    name: str | None
    values: Mapping[str, str]
    help: bool


def _read_words(words: list[str]) -> _Words:
    """Sort the query's name from its parameters: `--name value` and `--name=value`, in any order."""
    names: list[str] = []
    values: dict[str, str] = {}
    waiting = iter(words)
    for word in waiting:
        if word in _HELP:
            continue
        if not word.startswith("--"):
            names.append(word)
            continue
        option, equals, value = word[2:].partition("=")
        if not equals:
            value = next(waiting, "--")
            if value.startswith("--"):
                raise UsageError("a value is missing", where=f"--{option}", remedy=f"Write --{option} VALUE")
        if option in values:
            raise UsageError("the parameter is given twice", where=f"--{option}", remedy="Give it once")
        values[option] = value
    if len(names) > 1:
        raise UsageError(
            f"{names[1]!r} is one word too many", where=f"query {names[0]}", remedy="Values follow their --PARAM"
        )
    return _Words(names[0] if names else None, values, any(word in _HELP for word in words))


def _asked(name: str | None, file: Path | None, sparql: str | None, folder: Path | None) -> Query:
    from reformkg.query import parse_query, read_query

    if sum(each is not None for each in (name, file, sparql)) > 1:
        raise UsageError(
            "NAME, --file and --sparql each name a query", where="reformkg query", remedy="Give one of them"
        )
    if file is not None:
        return read_query(file)
    if sparql is not None:
        return parse_query(sparql, "--sparql")
    return _catalogue(folder).get(name or "")


def _catalogue(folder: Path | None) -> Catalogue:
    from reformkg.query import load_queries

    return load_queries([folder, queries_dir()] if folder else [queries_dir()])


def _list(catalogue: Catalogue, shape: _Shape, printing: _Printing) -> None:
    from reformkg.model import Bilingual, Column, Rows

    columns = (
        Column("name", Bilingual("查询", "query")),
        Column("summary", Bilingual("回答的问题", "answers")),
        Column("parameters", Bilingual("参数", "parameters")),
    )
    rows = tuple(
        (query.name, query.summary, "  ".join(_signature(parameter) for parameter in query.parameters))
        for query in catalogue.queries
    )
    _print(shape.of(Rows(columns, rows)), printing, "queries")
    for error in catalogue.broken:
        say(f"error: {error}")


def _signature(parameter: Parameter) -> str:
    word = f"--{parameter.name} {parameter.type.upper()}"
    return word if parameter.required else f"[{word}]"


def _help(query: Query, language: Language) -> Iterator[str]:
    from reformkg.render.words import in_words

    yield f"Usage: reformkg query {query.name} " + " ".join(map(_signature, query.parameters))
    yield ""
    yield f"  {in_words(query.description, language)}"
    if query.parameters:
        yield ""
        yield "Parameters:"
        width = max(len(parameter.name) for parameter in query.parameters)
        yield from (f"  --{each.name:<{width}}  {_parameter(each, language)}" for each in query.parameters)
    yield ""
    yield "Examples:"
    values = "".join(f" --{each.name} {each.example}" for each in query.parameters if each.required and each.example)
    yield f"  reformkg query {query.name}{values}"


def _parameter(parameter: Parameter, language: Language) -> str:
    from reformkg.render.words import in_words

    notes = [f"one of {', '.join(parameter.choices)}"] if parameter.choices else [parameter.type.value]
    if parameter.default is not None:
        notes.append(f"default {parameter.default}")
    if parameter.example is not None:
        notes.append(f"as {parameter.example}")
    return f"{in_words(parameter.description, language)} ({'; '.join(notes)})"


def _print(rows: Rows, printing: _Printing, title: str) -> None:
    from reformkg.render.words import in_words

    deliver(_written(rows, printing, title), printing.output)
    for note in rows.notes:
        say(in_words(note, printing.language))


def _written(rows: Rows, printing: _Printing, title: str) -> str | bytes:
    from reformkg.render import rows as forms
    from reformkg.render.workbook import rows_xlsx

    plain: dict[RowsFormat, Callable[[Rows, Language], str]] = {
        RowsFormat.TABLE: rows_text,
        RowsFormat.CSV: forms.rows_spreadsheet_csv if printing.excel else forms.rows_csv,
        RowsFormat.TSV: forms.rows_tsv,
        RowsFormat.JSON: forms.rows_json,
        RowsFormat.JSON_LINES: forms.rows_jsonl,
        RowsFormat.MARKDOWN: forms.rows_markdown,
    }
    titled: dict[RowsFormat, Callable[[Rows, Language, str], str | bytes]] = {
        RowsFormat.HTML: forms.rows_html,
        RowsFormat.WORKBOOK: rows_xlsx,
    }
    if printing.form in plain:
        return plain[printing.form](rows, printing.language)
    return titled[printing.form](rows, printing.language, title)
