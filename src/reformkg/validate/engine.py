"""Runs the SHACL engine on one document's graph: pyshacl, or the accelerator that the environment names; touches both.

Of pyshacl the shapes are taken apart once, and results are read without a report's graph. It asks its graphs most often
where a node's property leads, and writes a description of every result, also of those inside `sh:or` that come to
nothing. Graphs that answer the first from an index, and names that are not shortened for the second, halve its time;
what it finds is the same, as a test holds.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Generator
from functools import lru_cache
from typing import Any, Final, Self

from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib import Graph
from rdflib.namespace import SH, NamespaceManager
from rdflib.term import Node

from reformkg.errors import ValidationError
from reformkg.validate.shapes import Shapes

# pyshacl reports through its own logger; what it has to say is in the results, so nothing may reach the terminal.
_SILENT: Final = logging.getLogger("reformkg.validate.engine")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


ENGINE: Final = "REFORMKG_SHACL"
"""The environment variable that names the engine."""

_Result = tuple[Node, Node]


def results(graph: Graph, shapes: Shapes, key: str) -> list[_Result]:
    """Return the focus node and the source shape of each result, in no order.

    Args:
        graph: the document's graph, with its context.
        shapes: what it is held against.
        key: the document, for errors.

    Raises:
        ValidationError: the engine cannot run, or there is none of the name that the environment gives.
    """
    engine = _engine()
    try:
        found = engine(graph, shapes)
    except ValidationError:
        raise
    except Exception as error:  # the engine lets errors of many kinds through
        raise ValidationError(
            f"the graph cannot be validated: {error}", where=key, remedy="Build the graph again, or correct the shapes"
        ) from error
    return found


def _engine() -> Callable[[Graph, Shapes], list[_Result]]:
    """Return the engine that the environment names: pyshacl, where it names none."""
    known = {"": _pyshacl, "pyshacl": _pyshacl, "pyshacl-turbo": _turbo}
    name = os.environ.get(ENGINE, "")
    if name not in known:
        raise ValidationError("there is no such engine", where=f"{ENGINE}={name}", remedy="Unset it, or name pyshacl")
    return known[name]


def _pyshacl(graph: Graph, shapes: Shapes) -> list[_Result]:
    validator = _validator(shapes)
    executor, data = validator.make_executor(), _Indexed(graph)
    found: list[_Result] = []
    for shape in validator.shacl_graph.shapes:
        for _, node, triples in shape.validate(executor, data)[1]:
            said = {prop: value for subject, prop, value in triples if subject == node}
            # Where a value is a node of one of the graphs, the engine gives the graph with it.
            (_, focus), (_, source) = said[SH.focusNode], said[SH.sourceShape]
            found.append((focus, source))
    return found


def _turbo(graph: Graph, shapes: Shapes) -> list[_Result]:
    _, report, _ = _compiled(shapes).validate(graph)
    return [
        (report.value(result, SH.focusNode), report.value(result, SH.sourceShape))
        for result in report.objects(None, SH.result)
    ]


@lru_cache(maxsize=2)
def _compiled(shapes: Shapes) -> Any:
    """Return the accelerator with these shapes compiled.

    Raises:
        ValidationError: it is not installed.
    """
    try:
        from pyshacl_turbo import CompiledShapes  # noqa: PLC0415 - an extra that may be missing
    except ImportError as error:
        raise ValidationError(
            "pyshacl-turbo is not installed", where=ENGINE, remedy="Install reformkg[turbo], or unset the variable"
        ) from error
    return CompiledShapes(shapes.graph)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=2)
def _validator(shapes: Shapes) -> Validator:
    """Return the engine with these shapes taken apart."""
    nothing = DataGraph.from_rdflib(Graph(bind_namespaces="none"))
    return Validator(nothing, shacl_graph=_Indexed(shapes.graph), options={"inplace": True, "logger": _SILENT})


class _WholeNames(NamespaceManager):
    """Names in full, for descriptions that nobody reads."""

    def __init__(self) -> None:
        """Know no prefix."""

    def bind(self, *_: object, **__: object) -> None:
        """Take no prefix."""

    def normalizeUri(self, rdfTerm: str) -> str:  # noqa: N802, N803 - the name is the library's
        """Return the name in full."""
        return f"<{rdfTerm}>"


class _Indexed(Graph):
    """Another graph, with an index of what each node's properties lead to; the other does not change meanwhile."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(store=graph.store, identifier=graph.identifier, bind_namespaces="none")
        self.namespace_manager = _WholeNames()
        self._index: dict[Node, dict[Node, list[Node]]] = {}
        for triple in graph:
            self._enter(*triple)

    def __bool__(self) -> bool:
        """Say that there is a graph, without counting it."""
        return True

    def add(self, triple: Any) -> Self:
        """Add a triple: the engine states two of its own among the shapes."""
        if triple not in self:
            self._enter(*triple)
        return super().add(triple)

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any, None, None]:
        """Yield what a property of a node leads to, from the index."""
        if subject is None or predicate is None or isinstance(subject, list | tuple):
            return super().objects(subject, predicate, unique)
        return (each for each in self._index.get(subject, {}).get(predicate, ()))

    def predicate_objects(self, subject: Any = None, unique: bool = False) -> Generator[Any, None, None]:
        """Yield all that is said of a node, from the index."""
        if subject is None:
            return super().predicate_objects(subject, unique)
        return ((prop, each) for prop, found in self._index.get(subject, {}).items() for each in found)

    def _enter(self, subject: Node, predicate: Node, value: Node) -> None:
        self._index.setdefault(subject, {}).setdefault(predicate, []).append(value)
