"""Says in the words of the office what a finding is about, and finds its item and passage; pure, reads one graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF
from rdflib.term import Node

from reformkg.graph import key_of_document
from reformkg.model import Bilingual, Evidence
from reformkg.vocab import OA, REFORM

_LONGEST: Final = 30
"""Characters of a title or a wording that a message quotes; the passage itself is beside it."""

_OUTLINE: Final = "outline"
"""The rule that is named for the passage of an item as a whole."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about.

    Attributes:
        name: in words, to be followed by the shape's message.
        item: the ref of the item concerned, or None.
        order: the item's place in its document, 0 where there is none.
        evidence: the passage concerned, or None.
    """

    name: Bilingual
    item: str | None
    order: int
    evidence: Evidence | None


def subject(graph: Graph, focus: Node) -> Subject:
    """Return what a focus node of a document's graph is, to people."""
    kinds = set(graph.objects(focus, RDF.type))
    if REFORM.Evidence in kinds:
        of = next(graph.subjects(REFORM.evidence, focus), None)
        return subject(graph, of) if of is not None else _unknown(focus, None)
    if REFORM.Document in kinds:
        return Subject(_document(graph, focus), None, 0, None)
    evidence = _evidence(graph, focus)
    if REFORM.Item in kinds:
        return Subject(_titled(graph, focus), _text(graph, focus, REFORM.ref), _order(graph, focus), evidence)
    if REFORM.Section in kinds:
        return Subject(_titled(graph, focus), None, 0, evidence)
    for part, word in _PARTS.items():
        if part in kinds:
            return _of_part(graph, focus, word, evidence)
    return _unknown(focus, evidence)


_PARTS: Final = {
    REFORM.Responsibility: Bilingual("责任单位", "owner"),
    REFORM.Deadline: Bilingual("时限", "deadline"),
    REFORM.Indicator: Bilingual("指标", "indicator"),
    REFORM.Citation: Bilingual("引用", "citation"),
    REFORM.Gap: Bilingual("表述", "wording"),
}
_WORDINGS: Final = (REFORM.asWritten, REFORM.citedTitle, REFORM.citedNumber)
_HOLDERS: Final = (REFORM.responsibility, REFORM.deadline, REFORM.indicator)


def _unknown(node: Node, evidence: Evidence | None) -> Subject:
    return Subject(Bilingual(str(node), str(node)), None, 0, evidence)


def _of_part(graph: Graph, node: Node, word: Bilingual, evidence: Evidence | None) -> Subject:
    written = next((text for prop in _WORDINGS if (text := _text(graph, node, prop))), None)
    quoted = _shortened(written or (evidence.quote if evidence else ""))
    holders = (next(graph.subjects(prop, node), None) for prop in _HOLDERS)
    item = graph.value(node, REFORM.withinItem) or next((each for each in holders if each is not None), None)
    if item is None:
        return Subject(Bilingual(f"{word.zh}「{quoted}」", f"the {word.en} “{quoted}”"), None, 0, evidence)
    of = _titled(graph, item)
    name = Bilingual(f"{of.zh}的{word.zh}「{quoted}」", f"the {word.en} “{quoted}” of {of.en}")
    return Subject(name, _text(graph, item, REFORM.ref), _order(graph, item), evidence)


def _document(graph: Graph, document: Node) -> Bilingual:
    """A document by its title or, where its text gives none, by its file's name, as everywhere else."""
    written = _text(graph, document, DCTERMS.title) or _text(graph, document, REFORM.sourceName)
    title = _shortened(written or key_of_document(str(document)))
    return Bilingual(f"《{title}》", f"“{title}”")


def _titled(graph: Graph, node: Node) -> Bilingual:
    ref, title = _text(graph, node, REFORM.ref) or "", _shortened(_text(graph, node, DCTERMS.title) or "")
    return Bilingual(f"{ref}「{title}」", f"{ref} “{title}”")


def _evidence(graph: Graph, node: Node) -> Evidence | None:
    passage = graph.value(node, REFORM.evidence)
    start, end = graph.value(passage, OA.start), graph.value(passage, OA.end)
    if passage is None or start is None or end is None:
        return None
    rule = _text(graph, passage, REFORM.rule) or _OUTLINE
    quoted = _text(graph, passage, OA.exact) or ""
    return Evidence(int(str(start)), int(str(end)), quoted, rule, _place(graph, passage))


def _place(graph: Graph, passage: Node) -> Bilingual | None:
    found = graph.objects(passage, REFORM.sourcePlace)
    said = {each.language: str(each) for each in found if isinstance(each, Literal)}
    return Bilingual(said["zh"], said["en"]) if {"zh", "en"} <= said.keys() else None


def _order(graph: Graph, item: Node) -> int:
    return int(_text(graph, item, REFORM.order) or 0)


def _text(graph: Graph, node: Node, prop: URIRef) -> str | None:
    return min((str(value) for value in graph.objects(node, prop)), default=None)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
