"""The facts as the JSON that every page carries; touches the model and the names of the ontology.

A page's scripts count in UTF-16 code units, so all offsets are converted here, once. Keys that would hold nothing
(None, False, an empty list) are left out, which halves the pages of a large graph.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from reformkg.model import (
    Bilingual,
    Citation,
    Deadline,
    DocumentFacts,
    Evidence,
    Finding,
    Gap,
    Indicator,
    Item,
    Organisation,
    Report,
    Responsibility,
    Section,
    Span,
    Stated,
)
from reformkg.render.names import names
from reformkg.render.naming import name_spans

Json = dict[str, Any]
"""An object of the payload: JSON has no other shape for it."""

_FIRST_ASTRAL = "\U00010000"


@dataclass(frozen=True, slots=True)
class Payload:
    """What a page embeds.

    Attributes:
        facts: everything but the documents' texts.
        texts: the text of each document, in the order of `facts["documents"]`; a page parses one when it is asked for.
        note: what a page says of itself at its top, if anything.
    """

    facts: Json
    texts: tuple[str, ...]
    note: Bilingual | None = None


def payload(documents: Sequence[DocumentFacts], report: Report) -> Payload:
    """Return the page data of `documents` and the findings about them, in the order given."""
    tables = _Tables({}, {}, [], {})
    item_ids: dict[tuple[str, str], int] = {}
    items: list[Json] = []
    heads: list[Json] = []
    ways = [_units(facts.text) for facts in documents]
    for position, (facts, units) in enumerate(zip(documents, ways, strict=True)):
        heads.append(_document(facts, tables, units))
        for item in facts.items:
            item_ids[facts.key, item.ref] = len(items)
            items.append({"d": position, **_item(facts, item, tables, units)})
    places = {facts.key: position for position, facts in enumerate(documents)}
    findings = [_finding(finding, places.get(finding.document), item_ids, tables, ways) for finding in report.findings]
    return Payload(
        {
            "documents": heads,
            "organisations": tables.bodies,
            "items": items,
            "findings": findings,
            "shapes": list(report.shapes),
            "rules": list(tables.rules),
            **_lean(places=[_both(place) for place in tables.places]),
            "names": _names(documents, report),
        },
        tuple(facts.text for facts in documents),
    )


def embed(value: object) -> Markup:
    """Return `value` as JSON that can stand in a script element of any page: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - the five letters that HTML or a script could act on are gone


@dataclass(slots=True)
class _Tables:
    """Values that many facts share, each listed once."""

    organisations: dict[str, int]
    rules: dict[str, int]
    bodies: list[Json]
    places: dict[Bilingual, int]

    def organisation(self, body: Organisation) -> int:
        if body.key not in self.organisations:
            self.organisations[body.key] = len(self.bodies)
            self.bodies.append(
                _lean(
                    key=body.key,
                    label=body.label,
                    fullName=body.full_name,
                    function=body.function,
                    place=body.jurisdiction,
                    collective=body.collective,
                    unitOf=body.unit_of,
                )
            )
        return self.organisations[body.key]

    def rule(self, name: str) -> int:
        return self.rules.setdefault(name, len(self.rules))

    def place(self, place: Bilingual) -> int:
        return self.places.setdefault(place, len(self.places))


_Units = Callable[[int], int]


def _units(text: str) -> _Units:
    """Return the conversion of code-point offsets in `text` to UTF-16 code units."""
    astral = [place for place, letter in enumerate(text) if letter >= _FIRST_ASTRAL]
    if not astral:
        return lambda offset: offset
    return lambda offset: offset + bisect_left(astral, offset)


def _lean(**fields: object) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, False, [], "")}


def _at(evidence: Evidence, tables: _Tables, units: _Units) -> list[int]:
    stands = [tables.place(evidence.place)] if evidence.place else []
    return [units(evidence.start), units(evidence.end), tables.rule(evidence.rule), *stands]


def _span(span: Span, units: _Units) -> list[int]:
    return [units(span.start), units(span.end)]


def _document(facts: DocumentFacts, tables: _Tables, units: _Units) -> Json:
    said = facts.metadata
    stated: Iterable[tuple[str, Stated | None]] = (
        ("title", said.title),
        ("number", said.number),
        ("issuer", said.issuer),
        ("issued", said.issued),
    )
    return _lean(
        key=facts.key,
        place=said.jurisdiction,
        source=_lean(
            name=facts.source.name,
            format=facts.source.format,
            sha256=facts.source.sha256,
            encoding=facts.source.encoding,
        ),
        stated=[[field, *_at(value.evidence, tables, units)] for field, value in stated if value],
        **{field: value.value for field, value in stated if value},
        sections=list(_sections(facts.sections, 1, units)),
        citations=[_citation(citation, tables, units) for citation in facts.citations],
        gaps=[_gap(gap, tables, units) for gap in facts.gaps],
    )


def _sections(sections: Sequence[Section], depth: int, units: _Units) -> Iterable[Json]:
    for section in sections:
        yield {
            "ref": section.ref,
            "number": section.number,
            "title": section.title,
            "depth": depth,
            "span": _span(section.span, units),
            "heading": _span(section.title_span, units),
        }
        yield from _sections(section.children, depth + 1, units)


def _citation(citation: Citation, tables: _Tables, units: _Units) -> Json:
    return _lean(title=citation.title, number=citation.number, at=_at(citation.evidence, tables, units))


def _gap(gap: Gap, tables: _Tables, units: _Units) -> Json:
    return _lean(kind=gap.kind.value, reason=gap.reason, at=_at(gap.evidence, tables, units))


def _item(facts: DocumentFacts, item: Item, tables: _Tables, units: _Units) -> Json:
    passage = facts.text[item.span.start : item.span.end]
    return _lean(
        ref=item.ref,
        number=item.number,
        kind=item.kind.value,
        title=item.title,
        section=item.section,
        open=item.open_list,
        truncated=item.truncated,
        topics=list(item.topics),
        span=_span(item.span, units),
        text=None if item.text == passage else item.text,
        owners=[
            _owner(owner, own, tables, units)
            for owner, own in zip(item.responsibilities, name_spans(item.responsibilities), strict=True)
        ],
        deadlines=[_deadline(deadline, tables, units) for deadline in item.deadlines],
        indicators=[_indicator(indicator, tables, units) for indicator in item.indicators],
    ) | ({"place": tables.place(item.place)} if item.place else {})


def _owner(owner: Responsibility, own: Span | None, tables: _Tables, units: _Units) -> Json:
    return _lean(
        role=owner.role.value,
        name=owner.name,
        inherited=owner.inherited,
        inText=owner.in_text,
        at=_at(owner.evidence, tables, units),
        own=_span(own, units) if own else None,
        roleBy=_at(owner.role_evidence, tables, units) if owner.role_evidence else None,
    ) | {"o": tables.organisation(owner.organisation)}


def _deadline(deadline: Deadline, tables: _Tables, units: _Units) -> Json:
    return _lean(
        text=deadline.text,
        date=deadline.date.isoformat() if deadline.date else None,
        start=deadline.start.isoformat() if deadline.start else None,
        recurrence=deadline.recurrence.value if deadline.recurrence else None,
        relative=deadline.relative,
        at=_at(deadline.evidence, tables, units),
    )


def _indicator(indicator: Indicator, tables: _Tables, units: _Units) -> Json:
    return _lean(
        text=indicator.text,
        subject=indicator.subject,
        comparator=indicator.comparator.value,
        value=_number(indicator.value),
        min=_number(indicator.minimum),
        max=_number(indicator.maximum),
        unit=indicator.unit,
        due=indicator.due.isoformat() if indicator.due else None,
        optional=indicator.optional,
        at=_at(indicator.evidence, tables, units),
    )


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _finding(
    finding: Finding,
    place: int | None,
    items: dict[tuple[str, str], int],
    tables: _Tables,
    ways: Sequence[_Units],
) -> Json:
    return _lean(
        shape=finding.shape,
        severity=finding.severity.value,
        key=finding.document if place is None else None,
        ref=finding.item,
        focus=finding.focus,
        message=_both(finding.message),
        remedy=_both(finding.remedy),
        quote=finding.evidence.quote if finding.evidence and place is None else None,
        at=_at(finding.evidence, tables, ways[place]) if finding.evidence and place is not None else None,
    ) | {
        name: found
        for name, found in (("d", place), ("i", items.get((finding.document, finding.item or ""))))
        if found is not None
    }


def _names(documents: Sequence[DocumentFacts], report: Report) -> Json:
    """Return the names of the topics, functions and shapes that occur."""
    known = names()
    items = [item for facts in documents for item in facts.items]
    used: Iterable[tuple[str, Mapping[str, Bilingual], set[str | None]]] = (
        ("topic", known.topics, {topic for item in items for topic in item.topics}),
        ("function", known.functions, {each.organisation.function for item in items for each in item.responsibilities}),
        ("shape", known.shapes, {*report.shapes, *(finding.shape for finding in report.findings)}),
    )
    return {
        kind: {notation: _both(name) for notation, name in table.items() if notation in wanted}
        for kind, table, wanted in used
    }


def _both(text: Bilingual) -> Json:
    return {"zh": text.zh, "en": text.en}
