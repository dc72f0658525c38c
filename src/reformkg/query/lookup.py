"""Finds what the graph knows by a name as anyone writes it: departments, functions, places, topics and documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import unquote

from rdflib.term import Identifier, Literal, URIRef

from reformkg.query.catalogue import ParameterType
from reformkg.query.engine import Engine, ask_rows
from reformkg.query.terms import values_block
from reformkg.vocab import DOCUMENTS, FUNCTIONS, ID, TOPICS

Found = Mapping[Identifier, str]
"""What a name was taken for: terms, and the names to show for them, in order of name."""

_BODY_ENDINGS = ("部门", "系统", "机构")


def fold(name: str) -> str:
    """Return a name as it is compared: width and case folded, no spaces, brackets of one kind."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", "", folded.translate(str.maketrans("〔〕[]【】﹝﹞", "()()()()")))


def departments(name: str, engine: Engine) -> Found:
    """Find organisations by full name, label, IRI or a name that a document writes; failing these, by function."""
    spellings = tuple(dict.fromkeys((name, unicodedata.normalize("NFKC", name))))
    found = _named(
        engine,
        spellings,
        """?node a reform:Organisation ; rdfs:label ?label .
           { ?node rdfs:label ?name } UNION { ?node reform:fullName ?name }
           UNION { ?responsibility reform:asWritten ?name ; reform:organisation ?node }""",
    )
    if found or (found := _by_iri(engine, name)):
        return found
    concepts = functions(name, engine)
    if not concepts:
        return {}
    return _labelled(
        engine,
        f"""SELECT DISTINCT ?node ?label WHERE {{ {values_block("function", concepts)}
            ?node reform:function ?function ; a reform:Organisation ; rdfs:label ?label }}""",
    )


def functions(name: str, engine: Engine) -> Found:
    """Find functions of government by notation, by any of their labels, or by either with 部门 behind it."""
    wanted = {fold(name)}
    wanted.update(fold(name).removesuffix(ending) for ending in _BODY_ENDINGS)
    rows = ask_rows(
        engine,
        """SELECT DISTINCT ?node ?label WHERE {
             { ?node skos:notation ?label } UNION { ?node skos:prefLabel ?label } UNION { ?node skos:altLabel ?label }
             UNION { ?node skos:hiddenLabel ?label } }""",
    )
    used = ask_rows(engine, "SELECT DISTINCT ?node WHERE { ?organisation reform:function ?node }")
    labels = [(node, str(label)) for node, label in rows if str(node).startswith(FUNCTIONS)]
    labels += [(node, unquote(str(node).removeprefix(FUNCTIONS))) for (node,) in used]
    hits = {node for node, label in labels if node is not None and fold(label) in wanted - {""}}
    return {node: unquote(str(node).removeprefix(FUNCTIONS)) for node in sorted(hits)}


def places(name: str, engine: Engine) -> Found:
    """Find places by full name, or by the end of one without its rank (上街 for 郑州市上街区)."""
    rows = ask_rows(
        engine, "SELECT DISTINCT ?node ?label WHERE { ?any reform:jurisdiction ?node . ?node rdfs:label ?label }"
    )
    return _best(
        rows, name, lambda label, wanted: re.sub("(省|市|区|县|自治区|自治州|自治县)$", "", label).endswith(wanted)
    )


def topics(name: str, engine: Engine) -> Found:
    """Find topics by notation or label."""
    rows = ask_rows(
        engine,
        """SELECT DISTINCT ?node ?label WHERE { ?item reform:topic ?node .
             { ?node skos:prefLabel ?label } UNION { ?node skos:altLabel ?label }
             UNION { ?node skos:notation ?label } }""",
    )
    used = ask_rows(engine, "SELECT DISTINCT ?node WHERE { ?item reform:topic ?node }")
    rows += [(node, Literal(unquote(str(node).removeprefix(TOPICS)))) for (node,) in used]
    return _best(rows, name, lambda label, wanted: wanted in label)


def documents(name: str, engine: Engine) -> Found:
    """Find documents by number, title, key or IRI; failing these, by a part of the title."""
    rows = ask_rows(
        engine,
        """SELECT DISTINCT ?node ?label ?title WHERE { ?node a reform:Document .
             OPTIONAL { ?node dcterms:title ?title }
             { ?node dcterms:title ?label } UNION { ?node reform:documentNumber ?label }
             UNION { BIND(STR(?node) AS ?label) } } ORDER BY ?node""",
    )
    keyed = [(node, Literal(unquote(str(node).removeprefix(DOCUMENTS)))) for node, _, _ in rows]
    pairs = [(node, label) for node, label, _ in rows] + keyed
    titles = {node: str(title) for node, _, title in rows if title is not None}
    found = _best(pairs, name, lambda label, wanted: wanted in label)
    return {node: titles.get(node, label) for node, label in found.items()}


def _named(engine: Engine, names: tuple[str, ...], pattern: str) -> Found:
    terms = values_block("name", map(Literal, names))
    return _labelled(engine, f"SELECT DISTINCT ?node ?label WHERE {{ {terms} {pattern} }}")


def _by_iri(engine: Engine, name: str) -> Found:
    if not name.startswith(ID) or re.search(r'[\x00-\x20<>"{}|^`\\]', name):
        return {}
    node = values_block("node", [URIRef(name)])
    return _labelled(
        engine, f"SELECT DISTINCT ?node ?label WHERE {{ {node} ?node a reform:Organisation ; rdfs:label ?label }}"
    )


def _labelled(engine: Engine, sparql: str) -> Found:
    rows = [(node, str(label)) for node, label in ask_rows(engine, sparql) if node is not None]
    return dict(sorted(rows, key=lambda row: (row[1], str(row[0]))))


def _best(rows: Iterable[Sequence[Identifier | None]], name: str, near: Callable[[str, str], bool]) -> Found:
    """Return the nodes with exactly that name, or failing these those of which `near` holds; none for no name."""
    wanted = fold(name)
    if not wanted:
        return {}
    labels = sorted({(str(label), node) for node, label in rows if node is not None and label is not None})
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
