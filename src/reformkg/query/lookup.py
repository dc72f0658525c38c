"""Finds what the graph knows by a name as anyone writes it: departments, functions, places, topics and documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import unquote

from rdflib.term import Identifier, Literal, URIRef

from reformkg.graph import document_iri, place_iri
from reformkg.identity import number_key
from reformkg.query.catalogue import ParameterType
from reformkg.query.engine import Engine, ask_rows
from reformkg.query.terms import FORBIDDEN_IN_IRI, values_block
from reformkg.vocab import DOCUMENTS, FUNCTIONS, ID, PLACES, TOPICS

Found = Mapping[Identifier, str]
"""What a name was taken for: terms, and the names to show for them, in order of name."""


def fold(name: str) -> str:
    """Return a name as it is compared: width and case folded, no spaces, brackets of one kind."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", "", folded.translate(str.maketrans("〔〕[]【】﹝﹞", "()()()()")))


def departments(name: str, engine: Engine) -> Found:
    """Find organisations as anyone writes them.

    The readings in order; the first that finds something counts: the full name, the label or a name that a document
    writes; an IRI; a function of government, by any of its names, at every place; a place and a function (大连卫健委).
    """
    spellings = tuple(dict.fromkeys((name, unicodedata.normalize("NFKC", name))))
    found = _named(
        engine,
        spellings,
        """{ ?node rdfs:label ?name } UNION { ?node reform:fullName ?name }
           UNION { ?responsibility reform:asWritten ?name ; reform:organisation ?node }""",
    )
    if found or (found := _by_iri(engine, name)):
        return found
    if concepts := functions(name, engine):
        return _exercising(engine, values_block("function", concepts))
    folded = fold(name)
    for place, label in _place_names(engine):
        for begin in (label, _without_rank(label)):
            if folded.startswith(begin) and (concepts := functions(folded.removeprefix(begin), engine)):
                both = f"{values_block('function', concepts)} {values_block('place', [place])}"
                return _exercising(engine, f"{both} ?node reform:jurisdiction ?place .")
    return {}


def functions(name: str, engine: Engine) -> Found:
    """Find functions of government by notation, by a label, or by a name that their bodies have or had at any level."""
    folded = fold(name)
    wanted = {folded, re.sub("(部门|系统|机构)$", "", folded), re.sub("^(国家|省|市|区|县|州)", "", folded)} - {""}
    words = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    spellings = [Literal(text, lang=tag) for text in sorted(wanted | {words}) for tag in (None, "zh", "en")]
    rows = ask_rows(
        engine,
        f"""SELECT DISTINCT ?node WHERE {{ {values_block("label", spellings)}
             {{ ?node skos:notation ?label }} UNION {{ ?node skos:prefLabel ?label }}
             UNION {{ ?node skos:altLabel ?label }}
             UNION {{ ?name skos:prefLabel ?label . ?node reform:designation ?name }}
             UNION {{ ?name skos:altLabel ?label . ?node reform:designation ?name }} }}""",
    )
    used = _nodes(engine, "?organisation reform:function ?node")
    hits = {node for (node,) in rows if node is not None and node.startswith(FUNCTIONS)}
    hits.update(node for node in used if fold(_last_part(node, FUNCTIONS)) in wanted)
    return _named_by_iri(sorted(hits), FUNCTIONS)


def places(name: str, engine: Engine) -> Found:
    """Find places by full name, or by the end of one without its rank (上街 for 郑州市上街区)."""
    exact = values_block("node", [place_iri(unicodedata.normalize("NFKC", name))])
    if ask_rows(engine, f"SELECT ?node WHERE {{ {exact} ?any reform:jurisdiction ?node }} LIMIT 1"):
        return _named_by_iri([place_iri(unicodedata.normalize("NFKC", name))], PLACES)
    return _best(_place_names(engine), name, lambda label, wanted: _without_rank(label).endswith(wanted))


def topics(name: str, engine: Engine) -> Found:
    """Find topics by notation or label."""
    used = _named_by_iri(_nodes(engine, "?item reform:topic ?node"), TOPICS)
    rows = ask_rows(
        engine,
        f"""SELECT DISTINCT ?node ?label WHERE {{ {values_block("node", used)}
             {{ ?node skos:prefLabel ?label }} UNION {{ ?node skos:altLabel ?label }}
             UNION {{ ?node skos:notation ?label }} }}""",
    )
    return _best([*rows, *used.items()], name, lambda label, wanted: wanted in label)


def documents(name: str, engine: Engine) -> Found:
    """Find documents by number, title, key or IRI as written; failing these by any spelling of one; then by a part."""
    return _documents_as_written(name, engine) or _documents_as_anyone_writes(name, engine)


def _documents_as_written(name: str, engine: Engine) -> Found:
    """Find documents without looking at each: their IRIs are made of their numbers."""
    keys = {document_iri(key) for key in (number_key(name), name) if key}
    if name.startswith(DOCUMENTS) and not FORBIDDEN_IN_IRI.search(name):
        keys.add(URIRef(name))
    by_iri = values_block("node", sorted(keys))
    by_title = f"{values_block('name', [Literal(name)])} ?node dcterms:title ?name ."
    rows = ask_rows(
        engine,
        f"""SELECT DISTINCT ?node ?title WHERE {{
             {{ SELECT ?node WHERE {{ {{ {by_iri} ?node a reform:Document }}
                UNION {{ {by_title} ?node a reform:Document }} }} }}
             OPTIONAL {{ ?node dcterms:title ?title }} }}""",
    )
    return _titled((node, title) for node, title in rows)


def _documents_as_anyone_writes(name: str, engine: Engine) -> Found:
    rows = ask_rows(
        engine,
        """SELECT DISTINCT ?node ?title ?number WHERE { ?node a reform:Document .
             OPTIONAL { ?node dcterms:title ?title } OPTIONAL { ?node reform:documentNumber ?number } }""",
    )
    titles = _titled((node, title) for node, title, _ in rows)
    names = [(node, label) for node, *labels in rows for label in (*labels, Literal(_last_part(node, DOCUMENTS)))]
    found = _best(names, name, lambda label, wanted: wanted in label)
    return {node: titles[node] for node in found}


def _titled(rows: Iterable[tuple[Identifier | None, Identifier | None]]) -> dict[Identifier, str]:
    """Return documents with their titles, or with their keys where they have none, in order of their IRIs."""
    titles = {node: _last_part(node, DOCUMENTS) if title is None else str(title) for node, title in rows if node}
    return dict(sorted(titles.items()))


def _place_names(engine: Engine) -> list[tuple[Identifier, str]]:
    """Return the places that documents and bodies belong to, and their names, the longest first."""
    names = _named_by_iri(_nodes(engine, "?any reform:jurisdiction ?node"), PLACES)
    return sorted(names.items(), key=lambda row: (-len(row[1]), row))


def _nodes(engine: Engine, pattern: str) -> list[Identifier]:
    """Return the different nodes that a pattern has as ?node."""
    rows = ask_rows(engine, f"SELECT DISTINCT ?node WHERE {{ {pattern} }}")
    return sorted(node for (node,) in rows if node is not None)


def _named_by_iri(nodes: Iterable[Identifier], namespace: str) -> dict[Identifier, str]:
    """Return nodes with the names that their IRIs are made of."""
    return {node: _last_part(node, namespace) for node in nodes}


def _without_rank(place: str) -> str:
    return re.sub("(特别行政区|自治区|自治州|自治县|省|市|区|县)$", "", place)


def _last_part(node: Identifier | None, namespace: str) -> str:
    return unquote(str(node).removeprefix(namespace))


def _exercising(engine: Engine, pattern: str) -> Found:
    """Find the organisations that exercise ?function, as far as the pattern allows."""
    return _labelled(engine, f"{pattern} ?node reform:function ?function")


def _named(engine: Engine, names: tuple[str, ...], pattern: str) -> Found:
    return _labelled(engine, f"{values_block('name', map(Literal, names))} {pattern}")


def _by_iri(engine: Engine, name: str) -> Found:
    if not name.startswith(ID) or FORBIDDEN_IN_IRI.search(name):
        return {}
    return _labelled(engine, values_block("node", [URIRef(name)]))


def _labelled(engine: Engine, pattern: str) -> Found:
    """Find the organisations that the pattern has as ?node, with their labels.

    A body stands in the graph of every document that names it: inside one graph at a time the pairs of its triples do
    not multiply.
    """
    nodes = values_block("node", _nodes(engine, pattern))
    rows = ask_rows(
        engine,
        f"""SELECT DISTINCT ?node ?label WHERE {{ {nodes}
            GRAPH ?document {{ ?node a reform:Organisation . ?node rdfs:label ?label }} }}""",
    )
    return dict(sorted(((node, str(label)) for node, label in rows if node), key=lambda row: (row[1], str(row[0]))))


def _best(rows: Iterable[Sequence[Identifier | str | None]], name: str, near: Callable[[str, str], bool]) -> Found:
    """Return the nodes with exactly that name, or failing these those of which `near` holds; none for no name."""
    wanted = fold(name)
    if not wanted:
        return {}
    labels = sorted({(str(label), node) for node, label in rows if isinstance(node, Identifier) and label is not None})
    exact = {node: label for label, node in labels if fold(label) == wanted}
    return exact or {node: label for label, node in labels if near(fold(label), wanted)}


FINDERS: MappingProxyType[ParameterType, Callable[[str, Engine], Found]] = MappingProxyType(
    {
        ParameterType.DEPARTMENT: departments,
        ParameterType.FUNCTION: functions,
        ParameterType.PLACE: places,
        ParameterType.TOPIC: topics,
        ParameterType.DOCUMENT: documents,
    }
)
"""How a value of each type that names something is looked up."""
