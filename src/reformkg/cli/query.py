"""The command `query`: saved questions, their parameters and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from reformkg.cli.answers import (
    AnswerFormat,
    Printing,
    Shape,
    expect_triples,
    print_answer,
    print_stream,
    print_triples,
)
from reformkg.cli.console import say
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
from reformkg.errors import ReformkgError, UsageError
from reformkg.resources import queries_dir

if TYPE_CHECKING:
    from datetime import date

    from reformkg.query import Catalogue, Engine, Parameter, Query
    from reformkg.render.words import Language

NOTHING_FOUND = 3
"""The exit code of a question that nothing answers, where --exit-empty asks for it."""

_HELP = ("--help", "-h")
_AS_OF = "as-of"
_RDFLIB_NAMES = MappingProxyType({AnswerFormat.TURTLE: "turtle", AnswerFormat.N_TRIPLES: "nt"})


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(
        cls=_QueryCommand,
        # The parameters of a saved query are options that only its header names, and so is what its --help says.
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
        epilog=examples(
            "reformkg query",
            "reformkg query tasks-of --help",
            "reformkg query tasks-of --department 财政局 --role lead",
            "reformkg query due-before --date 2020-12-31 --sort -due --columns due,task,leads --limit 10",
            "reformkg query --tag time",
            "reformkg query overdue --as-of 2020-06-30 --exit-empty",
            "reformkg query workload -o workload.xlsx",
            "reformkg query --sparql 'SELECT ?title WHERE { ?task a reform:Task ; dcterms:title ?title }'",
            "reformkg query --sparql 'CONSTRUCT WHERE { ?task reform:owner ?body }' -o owners.ttl",
        ),
    )(query)


class _QueryCommand(TyperCommand):
    """The command, whose options are also those that the header of the saved query names."""

    # Typer has no public names for the classes of context and of completion that pass through here.
    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Complete the beginning of an option, be it a parameter of the query or the command's own."""
        rest = next(parameter for parameter in self.params if parameter.name == "rest")
        return [*rest.shell_complete(ctx, incomplete), *super().shell_complete(ctx, incomplete)]


def _names() -> list[tuple[str, str]]:
    """Return the saved queries for the shell to complete."""
    return [(query.name, query.summary.en) for query in _catalogue(None).queries]


def _rest(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the parameters of the query that is named, or the values of the last one, for the shell to complete."""
    from reformkg.cli.completion import words_after

    before = [word for word in (context.params.get("name"), *(context.params.get("rest") or ())) if word]
    name = next((word for word in before if not word.startswith("-")), "")
    try:
        words = words_after(_catalogue(context.params.get("queries")).get(name), before, context.params.get("kg"))
    except ReformkgError:
        return []
    return [(word, meaning) for word, meaning in words if word.startswith(incomplete)]


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
    rest: Annotated[
        list[str] | None,
        typer.Argument(metavar="--PARAM VALUE", hidden=True, autocompletion=_rest, show_default=False),
    ] = None,
    *,
    kg: KgOption = KG,
    endpoint: EndpointOption = None,
    auth: AuthOption = None,
    form: Annotated[
        AnswerFormat | None,
        typer.Option("--format", "-f", help="The form of the answer; without one a table, or Turtle for triples."),
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
    listed: Annotated[bool, typer.Option("--list", help="List the saved queries, as without NAME.")] = False,
    tag: Annotated[
        str | None, typer.Option("--tag", metavar="TAG", help="List only the saved queries with this tag: time, gaps.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The day that `today` stands for: 2020-06-30, today+30."),
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
    exit_empty: Annotated[bool, typer.Option("--exit-empty", help="Exit with 3 where nothing is found.")] = False,
    language: LanguageOption,
) -> None:
    """Ask the graph a saved question, or one in SPARQL.

    Values are dates (2020-12-31, today), years, roles (lead, support, responsible), or names of departments, places,
    topics and documents, as anyone writes them.
    """
    words = _read_words([word for word in (name, *(rest or ()), *context.args) if word is not None])
    shape = Shape(columns, sort, limit)
    given = (words.name, file, sparql)
    if listed or tag is not None or given == (None, None, None):
        if words.help:
            typer.echo(context.get_help())
            return
        if given != (None, None, None):
            raise UsageError("a list takes no query", where="--tag" if tag else "--list", remedy="Give one of the two")
        catalogue = _catalogue(queries)
        printing = Printing(form_of(form, output, AnswerFormat.TABLE), output, language.value, excel)
        _list(catalogue, tag, shape, printing)
        return
    asked = _asked(words.name, file, sparql, queries)
    if words.help:
        typer.echo("\n".join(_help(asked, language.value)))
        return
    usual = AnswerFormat.TURTLE if asked.gives_triples else AnswerFormat.TABLE
    printing = Printing(form_of(form, output, usual), output, language.value, excel)
    found = _answer(_Question(asked, words.values, as_of), Origin(kg, endpoint, auth), shape, printing)
    if exit_empty and not found:
        raise typer.Exit(NOTHING_FOUND)


@dataclass(frozen=True, slots=True)
class _Question:
    """A query, the values of its parameters, and the day of asking as the user wrote it."""

    query: Query
    values: Mapping[str, str]
    as_of: str | None


def _answer(question: _Question, origin: Origin, shape: Shape, printing: Printing) -> int:
    """Ask the graph, print the answer, and return how many rows or triples there were."""
    from reformkg.query import construct, run, stream

    query = question.query
    triples = query.gives_triples
    if triples:
        expect_triples(printing.form, shape, printing.excel)
    streamed = not triples and printing.streamed and not shape.sort
    with origin.open() as graph:
        today = _day(question.as_of, graph) if question.as_of is not None else None
        values = _with_day(question, today)
        if triples:
            found = construct(graph, query, values, today=today)
            print_triples(found.serialize(format=_RDFLIB_NAMES[printing.form]), printing)
            return len(found)
        if streamed:
            return print_stream(stream(graph, query, values, today=today), shape, printing, query)
        rows = run(graph, query, values, today=today)
    print_answer(shape.of(rows), printing, query.name)
    return len(rows.rows)


def _day(text: str, engine: Engine) -> date:
    """Return the day that a user means, in the words that the dates of queries have."""
    from datetime import date

    from reformkg.model import Bilingual
    from reformkg.query import Parameter, ParameterType
    from reformkg.query.parameters import match

    meaning = Bilingual("以哪一天为准", "the day to judge by")
    parameter = Parameter(_AS_OF, ParameterType.DATE, meaning, None, True, (), None)
    return date.fromisoformat(str(match(parameter, text, engine, {"today": date.today()}).terms[0]))


def _with_day(question: _Question, today: date | None) -> Mapping[str, str]:
    """Return the parameters' values, with the day of asking where the query has a parameter for it."""
    takes_day = any(parameter.name == _AS_OF for parameter in question.query.parameters)
    return {**question.values, _AS_OF: today.isoformat()} if today and takes_day else question.values


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
    from reformkg.query import find_query, parse_query, read_query

    if sum(each is not None for each in (name, file, sparql)) > 1:
        raise UsageError(
            "NAME, --file and --sparql each name a query", where="reformkg query", remedy="Give one of them"
        )
    if file is not None:
        return read_query(file)
    if sparql is not None:
        return parse_query(sparql, "--sparql")
    return find_query(_folders(folder), name or "")


def _catalogue(folder: Path | None) -> Catalogue:
    from reformkg.query import load_queries

    return load_queries(_folders(folder))


def _folders(folder: Path | None) -> list[Path]:
    return [folder, queries_dir()] if folder else [queries_dir()]


def _list(catalogue: Catalogue, tag: str | None, shape: Shape, printing: Printing) -> None:
    from reformkg.model import Bilingual, Column, Rows

    columns = (
        Column("name", Bilingual("查询", "query")),
        Column("summary", Bilingual("回答的问题", "answers")),
        Column("parameters", Bilingual("参数", "parameters")),
    )
    queries = catalogue.queries if tag is None else _tagged(catalogue, tag)
    rows = tuple(
        (query.name, query.summary, "  ".join(_signature(parameter) for parameter in query.parameters))
        for query in queries
    )
    print_answer(shape.of(Rows(columns, rows)), printing, "queries")
    for error in catalogue.broken:
        say(f"error: {error}")


def _tagged(catalogue: Catalogue, tag: str) -> tuple[Query, ...]:
    found = catalogue.tagged(tag)
    if not found:
        tags = sorted({each for query in catalogue.queries for each in query.tags})
        raise UsageError("no saved query has this tag", where=f"--tag {tag}", remedy=f"Take one of {', '.join(tags)}")
    return found


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
