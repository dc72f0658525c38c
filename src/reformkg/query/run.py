"""Binds values to a saved query and asks it; touches the engine that it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from rdflib import Graph
from rdflib.term import Identifier

from reformkg.errors import QueryError
from reformkg.model import Bilingual, Cell, Column, Rows, Stream
from reformkg.query.catalogue import ParameterType, Query, bind_marks
from reformkg.query.engine import Engine, select, triples
from reformkg.query.parameters import Match, match
from reformkg.query.terms import cell, values_block
from reformkg.vocab import PREFIXES

_SHOWN_NAMES = 8
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Bound:
    """A query with its values in place: the SPARQL text that an engine is asked, and what each value was taken for."""

    query: Query
    sparql: str
    matches: tuple[Match, ...]


def bind(query: Query, arguments: Mapping[str, str], engine: Engine, *, today: date | None = None) -> Bound:
    """Bind values to a query's parameters.

    A value becomes RDF terms, and the terms a VALUES block at the query's `#: bind` lines. No text of the user's goes
    into the query. A parameter without value and default is left unbound where it is optional.

    Args:
        query: the saved query.
        arguments: values as typed, by the parameter's name.
        engine: asked for what names of departments, places, topics, functions and documents stand for.
        today: the day that `today` stands for; the present one by default.

    Raises:
        QueryError: a parameter is unknown or missing, or its value is malformed.
    """
    for name in arguments:
        query.parameter(name)
    matches: list[Match] = []
    days = {"today": today or date.today()}
    for parameter in query.parameters:
        value = arguments.get(parameter.name, parameter.default)
        if value is not None:
            matches.append(match(parameter, value, engine, days))
            if parameter.type is ParameterType.DATE:
                days[parameter.name] = date.fromisoformat(matches[-1].terms[0])
        elif parameter.required:
            example = f" {parameter.example}" if parameter.example else " VALUE"
            raise QueryError(
                f"The query needs --{parameter.name} ({parameter.description.en})",
                where=query.name,
                remedy=f"Give --{parameter.name}{example}",
            )
    by_name = {found.parameter.name: found for found in matches}
    lines = query.text.split("\n")
    for number, names in bind_marks(query.text):
        bound = (by_name[name] for name in names if name in by_name)
        lines[number] = " ".join(values_block(each.parameter.variable, each.terms) for each in bound)
    return Bound(query, "\n".join(lines), tuple(matches))


def run(engine: Engine, query: Query, arguments: Mapping[str, str], *, today: date | None = None) -> Rows:
    """Ask a query and return its rows in its own order.

    `Rows.notes` tells what a name was taken for where that is not plain, and what it means when there are no rows.

    Raises:
        QueryError: see `bind`; or the query's SPARQL is broken, with its file and line; or it lacks a column.
    """
    answer = stream(engine, query, arguments, today=today)
    rows = tuple(answer.rows)
    meaning = (query.empty,) if query.empty and not rows else ()
    return Rows(answer.columns, rows, (*answer.notes, *meaning))


def stream(engine: Engine, query: Query, arguments: Mapping[str, str], *, today: date | None = None) -> Stream:
    """Ask a query and return its rows as the engine gives them, for answers that need not be held as a whole.

    Raises:
        QueryError: as `run`.
    """
    bound = bind(query, arguments, engine, today=today)
    solutions = _asked(select, engine, bound)
    columns = query.columns or tuple(Column(name, Bilingual(name, name)) for name in solutions.variables)
    readers = _readers(query, columns, solutions.variables)
    rows = (tuple(read(row[place]) for place, read in readers) for row in solutions.rows)
    return Stream(columns, rows, tuple(note for found in bound.matches if (note := _note(found))))


def construct(engine: Engine, query: Query, arguments: Mapping[str, str], *, today: date | None = None) -> Graph:
    """Ask a CONSTRUCT or DESCRIBE query and return its triples, for rdflib to write as Turtle or N-Triples.

    Raises:
        QueryError: see `bind`; or the query is broken, or gives no triples.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    for triple in _asked(triples, engine, bind(query, arguments, engine, today=today)):
        graph.add(triple)
    return graph


def _asked(ask: Callable[[Engine, str], _Answer], engine: Engine, bound: Bound) -> _Answer:
    try:
        return ask(engine, bound.sparql)
    except QueryError as error:
        raise _located(error, bound.query) from error


def _readers(
    query: Query, columns: tuple[Column, ...], variables: tuple[str, ...]
) -> list[tuple[int, Callable[[Identifier | None], Cell]]]:
    """Return for each column the place of its variable in a solution, and how its terms become cells."""
    readers: list[tuple[int, Callable[[Identifier | None], Cell]]] = []
    for column in columns:
        if column.name not in variables:
            raise QueryError(
                f"The query does not SELECT ?{column.name}, which its header shows as a column",
                where=str(query.path or query.name),
                remedy="Add it to SELECT, or take it out of the header",
            )
        read = _sorted_list if column.name in query.lists else partial(cell, vocabulary=query.words.get(column.name))
        readers.append((variables.index(column.name), read))
    return readers


def _sorted_list(term: Identifier | None) -> Cell:
    return "、".join(sorted(filter(None, str(term or "").split("\n")))) or None


def _located(error: QueryError, query: Query) -> QueryError:
    """Return the engine's complaint with the query's file, and the line where the engine names one."""
    line = re.search(r"(?:line |at )([0-9]+)", error.what)
    where = str(query.path) if isinstance(query.path, Path) else query.name
    return QueryError(
        error.what, where=f"{where}:{line[1]}" if line else where, remedy=error.remedy or "Mend the query's SPARQL"
    )


def _note(found: Match) -> Bilingual | None:
    """Say what a name was taken for, where that is not plainly the one thing that bears it."""
    option, value = f"--{found.parameter.name}", found.value[:40]
    if not found.terms:
        return Bilingual(f"{option} {value}：图中没有此名称", f"{option} {value}: nothing in the graph bears this name")
    if not found.names or found.names == (found.value,):
        return None
    shown = found.names[:_SHOWN_NAMES]
    rest = len(found.names) - len(shown)
    zh = "、".join(shown) + (f" 等{len(found.names)}个" if rest else "")
    en = ", ".join(shown) + (f" and {rest} more" if rest else "")
    return Bilingual(f"{option} {value}：按 {zh} 查询", f"{option} {value}: taken for {en}")
