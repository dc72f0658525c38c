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
        """?node a reform:Organisation ; rdfs:label ?label .
           { ?node rdfs:label ?name } UNION { ?node reform:fullName ?name }
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
    used = ask_rows(engine, "SELECT DISTINCT ?node WHERE { ?organisation reform:function ?node }")
    hits = {node for (node,) in rows if node is not None and node.startswith(FUNCTIONS)}
    hits.update(node for (node,) in used if node is not None and fold(_last_part(node, FUNCTIONS)) in wanted)
    return {node: _last_part(node, FUNCTIONS) for node in sorted(hits)}


def places(name: str, engine: Engine) -> Found:
    """Find places by full name, or by the end of one without its rank (上街 for 郑州市上街区)."""
    return _best(_place_names(engine), name, lambda label, wanted: _without_rank(label).endswith(wanted))


def topics(name: str, engine: Engine) -> Found:
    """Find topics by notation or label."""
    rows = ask_rows(
        engine,
        """SELECT DISTINCT ?node ?label WHERE { ?item reform:topic ?node .
             { ?node skos:prefLabel ?label } UNION { ?node skos:altLabel ?label }
             UNION { ?node skos:notation ?label } }""",
    )
    used = ask_rows(engine, "SELECT DISTINCT ?node WHERE { ?item reform:topic ?node }")
    rows += [(node, Literal(_last_part(node, TOPICS))) for (node,) in used]
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
    keyed = [(node, Literal(_last_part(node, DOCUMENTS))) for node, _, _ in rows]
    pairs = [(node, label) for node, label, _ in rows] + keyed
    titles = {node: str(title) for node, _, title in rows if title is not None}
    found = _best(pairs, name, lambda label, wanted: wanted in label)
    return {node: titles.get(node, label) for node, label in found.items()}


def _place_names(engine: Engine) -> list[tuple[Identifier, str]]:
    """Return the places that documents and bodies belong to, and their names folded, the longest first."""
    rows = ask_rows(
        engine, "SELECT DISTINCT ?node ?label WHERE { ?any reform:jurisdiction ?node . ?node rdfs:label ?label }"
    )
    names = [(node, str(label)) for node, label in rows if node is not None]
    return sorted(names, key=lambda row: (-len(row[1]), row))


def _without_rank(place: str) -> str:
    return re.sub("(特别行政区|自治区|自治州|自治县|省|市|区|县)$", "", place)


def _last_part(node: Identifier | None, namespace: str) -> str:
    return unquote(str(node).removeprefix(namespace))


def _exercising(engine: Engine, pattern: str) -> Found:
    """Find the organisations that exercise ?function, as far as the pattern allows."""
    return _labelled(
        engine,
        f"""SELECT DISTINCT ?node ?label WHERE {{ {pattern}
            ?node reform:function ?function ; a reform:Organisation ; rdfs:label ?label }}""",
    )


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
