"""Writes a document's facts in the JSON form of the annotation guidelines; pure, touches the model only.

The form is fixed by `tests/gold/GUIDELINES.md`; beyond it each fact carries `span`, its code points in the document's
text, half open, the `rule` that found it and, where the source has pages, paragraphs or cells, its `place` (第3页); and
the passages that gave no fact are listed as `gaps`. As there, a mark that is false (`collective`, `inherited`,
`optional`, `relative`) or a day that is not given (`start`) is left out, and a missing value is null.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import NotRequired, TypedDict

from reformkg.model import (
    Citation,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Gap,
    Indicator,
    Item,
    Organisation,
    Responsibility,
    Stated,
)

Number = int | float


class Traced(TypedDict):
    """Where a fact stands, and the rule that found it; `place` where the source has pages, paragraphs or cells."""

    span: list[int]
    rule: str
    place: NotRequired[str]


class CitationForm(Traced):
    """One document that the text names."""

    title: str | None
    number: str | None


class DocumentForm(TypedDict):
    """What the document says of itself."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: str | None
    jurisdiction: str | None
    cites: list[CitationForm]
    evidence: dict[str, Traced]


class OwnerForm(Traced, total=False):
    """One owner of one item."""

    name: str
    role: str
    collective: bool
    inherited: bool
    source: str


class DeadlineForm(Traced, total=False):
    """One last day, period or recurrence."""

    text: str
    date: str | None
    start: str
    relative: bool
    recurring: str


class IndicatorForm(Traced, total=False):
    """One target: `value`, or `min` and `max` of a range."""

    text: str
    subject: str
    comparator: str
    value: Number | None
    min: Number | None
    max: Number | None
    unit: str | None
    due: str | None
    optional: bool


class ItemForm(Traced):
    """One task, objective or measure."""

    ref: str
    kind: str
    title: str
    owners: list[OwnerForm]
    open_list: bool
    deadlines: list[DeadlineForm]
    indicators: list[IndicatorForm]
    topics: list[str]


class OrganisationForm(TypedDict):
    """What an owner's name was resolved to."""

    full: str | None
    function: str | None


class GapForm(Traced):
    """One passage that gave no fact."""

    kind: str
    text: str
    reason: str


class FactsForm(TypedDict):
    """All that was read from one document."""

    source: str
    key: str
    document: DocumentForm
    items: list[ItemForm]
    orgs: dict[str, OrganisationForm]
    gaps: list[GapForm]


def facts_json(facts: DocumentFacts) -> str:
    """Return the facts as indented JSON with a final line end; the same facts give the same bytes."""
    return json.dumps(facts_form(facts), ensure_ascii=False, indent=1) + "\n"


def facts_form(facts: DocumentFacts) -> FactsForm:
    """Return the facts as the values that the JSON form is written from."""
    return {
        "source": facts.source.name,
        "key": facts.key,
        "document": _document(facts),
        "items": [_item(item) for item in facts.items],
        "orgs": {
            responsibility.name: _organisation(responsibility.organisation)
            for item in facts.items
            for responsibility in item.responsibilities
        },
        "gaps": [_gap(gap) for gap in facts.gaps],
    }


def _document(facts: DocumentFacts) -> DocumentForm:
    metadata = facts.metadata
    stated = {
        "title": metadata.title,
        "number": metadata.number,
        "issuer": metadata.issuer,
        "issued": metadata.issued,
    }
    return {
        "title": _value(metadata.title),
        "number": _value(metadata.number),
        "issuer": _value(metadata.issuer),
        "issued": _value(metadata.issued),
        "jurisdiction": metadata.jurisdiction,
        "cites": [_citation(citation) for citation in facts.citations],
        "evidence": {name: _traced(statement.evidence) for name, statement in stated.items() if statement},
    }


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


def _span(evidence: Evidence) -> list[int]:
    return [evidence.start, evidence.end]


def _traced(evidence: Evidence) -> Traced:
    form: Traced = {"span": _span(evidence), "rule": evidence.rule}
    _add_place(form, evidence)
    return form


def _add_place(form: Traced, evidence: Evidence) -> None:
    if evidence.place:
        form["place"] = evidence.place.zh


def _citation(citation: Citation) -> CitationForm:
    return {
        "title": citation.title,
        "number": citation.number,
        **_traced(citation.evidence),
    }


def _item(item: Item) -> ItemForm:
    form: ItemForm = {
        "ref": item.ref,
        "kind": item.kind.value,
        "title": item.title,
        "owners": [_owner(responsibility) for responsibility in item.responsibilities],
        "open_list": item.open_list,
        "deadlines": [_deadline(deadline) for deadline in item.deadlines],
        "indicators": [_indicator(indicator) for indicator in item.indicators],
        "topics": list(item.topics),
        "span": [item.span.start, item.span.end],
        "rule": _item_rule(item.ref),
    }
    if item.place:
        form["place"] = item.place.zh
    return form


def _item_rule(ref: str) -> str:
    """Return how the outline came to the item, which its reference says: `p1` a passage, `表1/3` a row, else a unit."""
    if ref.startswith("表"):
        return "item.table-row"
    last = ref.rsplit("/", maxsplit=1)[-1]
    return "item.passage" if last[:1] == "p" and last[1:].isdecimal() else "item.numbered-unit"


def _owner(responsibility: Responsibility) -> OwnerForm:
    form: OwnerForm = {
        "name": responsibility.name,
        "role": responsibility.role.value,
        "span": _span(responsibility.evidence),
        "rule": responsibility.evidence.rule,
    }
    _add_place(form, responsibility.evidence)
    if responsibility.organisation.collective:
        form["collective"] = True
    if responsibility.inherited:
        form["inherited"] = True
    if responsibility.in_text:
        form["source"] = "text"
    return form


def _deadline(deadline: Deadline) -> DeadlineForm:
    form: DeadlineForm = {
        "text": deadline.text,
        "date": deadline.date.isoformat() if deadline.date else None,
        "span": _span(deadline.evidence),
        "rule": deadline.evidence.rule,
    }
    _add_place(form, deadline.evidence)
    if deadline.start:
        form["start"] = deadline.start.isoformat()
    if deadline.relative:
        form["relative"] = True
    if deadline.recurrence:
        form["recurring"] = deadline.recurrence.value
    return form


def _indicator(indicator: Indicator) -> IndicatorForm:
    form: IndicatorForm = {
        "text": indicator.text,
        "subject": indicator.subject,
        "comparator": indicator.comparator.value,
        "unit": indicator.unit,
        "due": indicator.due.isoformat() if indicator.due else None,
        "span": _span(indicator.evidence),
        "rule": indicator.evidence.rule,
    }
    _add_place(form, indicator.evidence)
    if indicator.comparator is Comparator.RANGE:
        form["min"] = _number(indicator.minimum)
        form["max"] = _number(indicator.maximum)
    else:
        form["value"] = _number(indicator.value)
    if indicator.optional:
        form["optional"] = True
    return form


def _number(value: Decimal | None) -> Number | None:
    """Return a number as JSON writes it: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _organisation(organisation: Organisation) -> OrganisationForm:
    return {"full": organisation.full_name, "function": organisation.function}


def _gap(gap: Gap) -> GapForm:
    return {
        "kind": gap.kind.value,
        "text": gap.evidence.quote,
        "reason": gap.reason,
        **_traced(gap.evidence),
    }
