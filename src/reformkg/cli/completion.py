"""What the shell completes behind the name of a saved query: its parameters, and their values from the graph in use."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from reformkg.cli.options import KG
from reformkg.errors import ReformkgError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformkg.query import Parameter, Query

_PATTERNS = MappingProxyType(
    {
        "department": "?node a reform:Organisation ; rdfs:label ?name",
        "place": "?any reform:jurisdiction ?node . ?node rdfs:label ?name",
        "topic": "?item reform:topic ?node . ?node skos:prefLabel ?name . FILTER(LANG(?name) != 'en')",
        "document": "?node reform:documentNumber ?name",
    }
)
"""Where the graph has the names that a parameter of a type may be given."""


def words_after(query: Query, before: Sequence[str], kg: Path | None) -> list[tuple[str, str]]:
    """Return what may follow the words behind a query's name, with a few words of help for each.

    After `--PARAM` these are its values, else the parameters that are not given yet. A graph that cannot be opened has
    no names to give.
    """
    known = {f"--{parameter.name}": parameter for parameter in query.parameters}
    if before and before[-1] in known:
        return [(value, "") for value in _values(known[before[-1]], kg or KG)]
    given = {word.partition("=")[0] for word in before}
    return [(option, parameter.description.en) for option, parameter in known.items() if option not in given]


def _values(parameter: Parameter, kg: Path) -> Sequence[str]:
    from reformkg.model import Role

    if parameter.choices:
        return parameter.choices
    if parameter.type == "role":
        return [role.value for role in Role]
    if parameter.type == "date":
        return [each for each in ("today", parameter.example) if each]
    pattern = _PATTERNS.get(parameter.type)
    return _names(pattern, kg) if pattern else [each for each in (parameter.example,) if each]


def _names(pattern: str, kg: Path) -> list[str]:
    from reformkg.query import parse_query, run
    from reformkg.store import open_kg

    try:
        with open_kg(kg) as graph:
            rows = run(graph, parse_query(f"SELECT DISTINCT ?name WHERE {{ {pattern} }} ORDER BY ?name", "names"), {})
    except ReformkgError:
        return []
    return [str(name) for (name,) in rows.rows]
