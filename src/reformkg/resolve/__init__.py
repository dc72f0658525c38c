"""From mentions to facts: names to organisations, parsed times to days; abstains rather than guesses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from reformkg.extract.extraction import Extraction, GapMention, IndicatorMention, ItemMentions, OwnerMention
from reformkg.extract.rule import Mention
from reformkg.identity import document_key
from reformkg.model import (
    Bilingual,
    Citation,
    Deadline,
    Document,
    DocumentFacts,
    Evidence,
    Gap,
    GapKind,
    Indicator,
    Item,
    Metadata,
    Outline,
    Responsibility,
    Span,
    Stated,
    When,
)
from reformkg.read import place_of
from reformkg.resolve.dates import ResolvedWhen, resolve_in_order
from reformkg.resolve.organisations import Context, Resolver, jurisdiction_of
from reformkg.resolve.topics import topics_of

__all__ = ["resolve"]


def resolve(document: Document, outline: Outline, extraction: Extraction) -> DocumentFacts:
    """Return the facts of `document`.

    Names that cannot be placed stay as written; times that cannot be counted become gaps.
    """
    stated = extraction.metadata
    issued = date.fromisoformat(stated.issued.value) if stated.issued else None
    title, number, issuer = (part.value if part else None for part in (stated.title, stated.number, stated.issuer))
    context = Context(issuer, number, title, issued, document.text)
    resolver = Resolver(context)
    whens = {item.ref: _days(item, issued) for item in extraction.items}
    return DocumentFacts(
        key=document_key(number, title, issuer, stated.issued.value if stated.issued else None, document.text),
        source=document.source,
        metadata=Metadata(
            title=_placed(document, stated.title),
            number=_placed(document, stated.number),
            issuer=_placed(document, stated.issuer),
            issued=_placed(document, stated.issued),
            jurisdiction=jurisdiction_of(context),
        ),
        text=document.text,
        sections=outline.sections,
        items=tuple(_item(document, item, whens[item.ref], resolver) for item in extraction.items),
        citations=tuple(
            Citation(cited.title, cited.number, _evidence(document, cited.start, cited.end, cited.rule))
            for cited in extraction.citations
        ),
        gaps=_gaps(document, extraction, whens),
    )


_PAST: Final = "lies before the day of issue, or is no day"
_Days = dict[Mention[When], ResolvedWhen | None]


def _days(item: ItemMentions, issued: date | None) -> _Days:
    """Return the days of an item's time limits, and of those that only a target in a table has."""
    days: _Days = {}
    elsewhere = [found.due for found in item.indicators if found.due and found.due not in item.deadlines]
    for mentions in (item.deadlines, elsewhere):
        days.update(zip(mentions, resolve_in_order((mention.value for mention in mentions), issued), strict=True))
    return days


def _item(document: Document, item: ItemMentions, whens: _Days, resolver: Resolver) -> Item:
    text = document.text[item.start : item.end]
    return Item(
        ref=item.ref,
        number=item.number,
        section=item.section,
        kind=item.kind,
        title=item.title,
        text=text,
        span=Span(item.start, item.end),
        open_list=item.open_list,
        responsibilities=tuple(_responsibility(document, owner, resolver) for owner in item.owners),
        deadlines=_deadlines(document, item, whens),
        indicators=tuple(_indicator(document, found, whens) for found in item.indicators if not _is_past(found, whens)),
        topics=topics_of(item.title, text),
        place=_place(document, item.start),
        truncated=item.truncated,
    )


def _responsibility(document: Document, owner: OwnerMention, resolver: Resolver) -> Responsibility:
    return Responsibility(
        organisation=resolver.resolve(owner.name),
        name=owner.name,
        role=owner.role,
        inherited=owner.inherited,
        in_text=owner.in_text,
        evidence=_evidence(document, owner.start, owner.end, owner.rule),
        role_evidence=_evidence(document, by.start, by.end, by.rule) if (by := owner.role_by) else None,
    )


def _deadlines(document: Document, item: ItemMentions, whens: _Days) -> tuple[Deadline, ...]:
    """The same date stated twice in one item is listed once, with its first text."""
    found: dict[tuple[object, ...], Deadline] = {}
    for mention in item.deadlines:
        when = whens[mention]
        if when is None:
            continue
        evidence = _evidence(document, mention.start, mention.end, mention.rule)
        deadline = Deadline(evidence.quote, when.date, when.start, when.recurrence, when.relative, evidence)
        found.setdefault((when.date or evidence.quote, when.start, when.recurrence), deadline)
    return tuple(found.values())


def _is_past(found: IndicatorMention, whens: _Days) -> bool:
    """Tell whether a number tells what was reached in a year before the issue: 2022年得分为81.6分."""
    return found.due is not None and found.due.value.bare and found.due in whens and whens[found.due] is None


def _indicator(document: Document, found: IndicatorMention, whens: _Days) -> Indicator:
    mention, value = found.mention, found.mention.value
    due = whens.get(found.due) if found.due else None
    evidence = _evidence(document, mention.start, mention.end, mention.rule)
    return Indicator(
        text=evidence.quote,
        subject=value.subject,
        comparator=value.comparator,
        value=value.value,
        minimum=value.minimum,
        maximum=value.maximum,
        unit=value.unit,
        due=due.date if due else None,
        optional=value.optional,
        evidence=evidence,
    )


def _gaps(document: Document, extraction: Extraction, whens: dict[str, _Days]) -> tuple[Gap, ...]:
    dropped = [
        GapMention(GapKind.DEADLINE, _PAST, mention.start, mention.end, mention.rule)
        for item in extraction.items
        for mention in item.deadlines
        if whens[item.ref][mention] is None
    ]
    dropped += [
        GapMention(GapKind.INDICATOR, _PAST, found.mention.start, found.mention.end, found.mention.rule)
        for item in extraction.items
        for found in item.indicators
        if _is_past(found, whens[item.ref])
    ]
    every: Iterable[GapMention] = sorted((*extraction.gaps, *dropped), key=lambda gap: (gap.start, gap.end, gap.kind))
    return tuple(Gap(gap.kind, gap.reason, _evidence(document, gap.start, gap.end, gap.rule)) for gap in every)


def _evidence(document: Document, start: int, end: int, rule: str) -> Evidence:
    return Evidence(start, end, document.text[start:end], rule, _place(document, start))


def _placed(document: Document, stated: Stated | None) -> Stated | None:
    if stated is None:
        return None
    return replace(stated, evidence=replace(stated.evidence, place=_place(document, stated.evidence.start)))


_PLAIN: Final = "text"
"""The format whose places are the lines that its text has in any case."""


def _place(document: Document, offset: int) -> Bilingual | None:
    return None if document.source.format == _PLAIN else place_of(document, offset)
