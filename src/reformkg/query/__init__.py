"""Saved queries: reading their files, binding values, asking them, and the rows that come back."""

from reformkg.query.catalogue import (
    Catalogue,
    Parameter,
    ParameterType,
    Query,
    find_query,
    load_queries,
    parse_query,
    read_query,
)
from reformkg.query.engine import Engine
from reformkg.query.parameters import Match
from reformkg.query.run import Bound, bind, construct, run, stream

__all__ = [
    "Bound",
    "Catalogue",
    "Engine",
    "Match",
    "Parameter",
    "ParameterType",
    "Query",
    "bind",
    "construct",
    "find_query",
    "load_queries",
    "parse_query",
    "read_query",
    "run",
    "stream",
]
