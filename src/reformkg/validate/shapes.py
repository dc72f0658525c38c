"""The shapes that documents are held against, read from `ontology/shapes.ttl` as typed values; touches rdflib only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS, SH
from rdflib.term import Node

from reformkg.errors import ValidationError
from reformkg.model import Bilingual, Severity
from reformkg.resources import ontology_dir
from reformkg.vocab import REFORM

SEVERITIES: Final[dict[Node | None, Severity]] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


_RECKONED: Final = {REFORM.nameCeased, REFORM.counterpart}
"""Properties that are reckoned for validation and stand in no stored graph."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One expectation.

    Attributes:
        id: stable, as `RK001`.
        iri: its node in the shapes graph.
        name: what it finds, as a heading.
        message: what is wrong, to follow the name of what it is about.
        remedy: what to do.
        group: the heading that it is listed under.
    """

    id: str
    iri: str
    severity: Severity
    name: Bilingual
    message: Bilingual
    remedy: Bilingual
    group: Bilingual


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes in the order of their ids, the graph that states them, and the SHA-256 of the file that they stand in."""

    shapes: tuple[Shape, ...]
    graph: Graph
    digest: str

    @property
    def target_properties(self) -> frozenset[URIRef]:
        """The properties whose subjects shapes look at."""
        return frozenset(URIRef(str(prop)) for prop in self.graph.objects(None, SH.targetSubjectsOf))

    def targets(self, looked_at: Mapping[Node, int]) -> Mapping[str, int]:
        """Return how many things each shape looks at, by id, without shapes that look at no stored thing.

        Args:
            looked_at: how often each class, and each of `target_properties`, is stated.
        """
        found = {
            shape.id: sum(
                looked_at.get(target, 0)
                for prop in (SH.targetClass, SH.targetSubjectsOf)
                for target in self.graph.objects(URIRef(shape.iri), prop)
            )
            for shape in self.shapes
            if not set(self.graph.objects(URIRef(shape.iri), SH.targetSubjectsOf)) & _RECKONED
        }
        return MappingProxyType(found)

    def stating(self, node: Node | None) -> Shape:
        """Return the shape that a node of the graph belongs to: its own, or the one whose `sh:property` it is."""
        iri = str(next(self.graph.subjects(SH.property, node), node))
        return next(shape for shape in self.shapes if shape.iri == iri)


@cache
def default_shapes() -> Shapes:
    """Return the shapes that the program is shipped with.

    Raises:
        ValidationError: the file cannot be read.
    """
    return load_shapes(ontology_dir() / "shapes.ttl")


def load_shapes(path: Path) -> Shapes:
    """Read a file of shapes in Turtle.

    Raises:
        ValidationError: the file cannot be read or parsed, or a shape lacks its id, severity, name, message or remedy.
    """
    try:
        content = path.read_bytes()
        graph = Graph(bind_namespaces="none").parse(data=content, format="turtle")
    except Exception as error:  # rdflib's parser lets errors of many kinds through
        raise ValidationError(
            f"the shapes cannot be parsed: {error}", where=str(path), remedy="Correct the file"
        ) from error
    found = sorted(graph.subject_objects(DCTERMS.identifier), key=lambda pair: str(pair[1]))
    shapes = tuple(_shape(graph, URIRef(str(node)), str(name), path) for node, name in found)
    return Shapes(shapes, graph, hashlib.sha256(content).hexdigest())


def _shape(graph: Graph, node: URIRef, name: str, path: Path) -> Shape:
    def bilingual(subject: URIRef | None, prop: URIRef) -> Bilingual:
        values = {each.language: str(each) for each in graph.objects(subject, prop) if isinstance(each, Literal)}
        if subject is None or set(values) != {"zh", "en"}:
            raise ValidationError(
                f"the shape {name} lacks a Chinese or an English {prop.fragment}", where=str(path), remedy="Add it"
            )
        return Bilingual(values["zh"], values["en"])

    severity, group = graph.value(node, SH.severity), graph.value(node, SH.group)
    if severity not in SEVERITIES:
        raise ValidationError(f"the shape {name} lacks a severity", where=str(path), remedy="Add sh:severity")
    return Shape(
        id=name,
        iri=str(node),
        severity=SEVERITIES[severity],
        name=bilingual(node, SH.name),
        message=bilingual(node, SH.message),
        remedy=bilingual(node, REFORM.remedy),
        group=bilingual(URIRef(str(group)) if group is not None else None, RDFS.label),
    )
