"""Facts of the five annotated documents, made from the annotations: pages are tested without the reading rooms."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reformkg.model import (
    Bilingual,
    Citation,
    Comparator,
    Deadline,
    DocumentFacts,
    Evidence,
    Finding,
    Gap,
    GapKind,
    Indicator,
    Item,
    Kind,
    Metadata,
    Organisation,
    Recurrence,
    Report,
    Responsibility,
    Role,
    Section,
    Severity,
    Source,
    Span,
    Stated,
)

ROOT = Path(__file__).resolve().parents[2]
RULE = "gold"
HEADING = re.compile(r"\n\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．])")


def _find(text: str, wanted: str, start: int, end: int) -> Span | None:
    """Return where `wanted` stands, white space in the text apart, or None."""
    pattern = r"\s*".join(re.escape(letter) for letter in wanted if not letter.isspace())
    found = re.compile(pattern).search(text, start, end) if pattern else None
    return Span(found.start(), found.end()) if found else None


def _evidence(text: str, wanted: str, within: Span) -> Evidence:
    """Return the passage of `wanted`, in its item if it is there, else anywhere, else the item's first line."""
    found = _find(text, wanted, within.start, within.end) or _find(text, wanted, 0, len(text))
    if found is None:
        line = text.find("\n", within.start)
        found = Span(within.start, within.end if line < 0 else min(line, within.end))
    return Evidence(found.start, found.end, text[found.start : found.end], RULE)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _organisation(name: str, known: dict[str, Any], place: str | None, *, collective: bool) -> Organisation:
    entry = known.get(name) or {}
    full = entry.get("full")
    key = f"{place}/{entry.get('function') or '-'}/{full or name}"
    return Organisation(key, full or name, full, entry.get("function"), place, collective, None)


def _item(text: str, raw: dict[str, Any], span: Span, orgs: dict[str, Any], place: str | None) -> Item:
    owners = tuple(
        Responsibility(
            _organisation(owner["name"], orgs, place, collective=bool(owner.get("collective"))),
            owner["name"],
            Role(owner["role"]),
            bool(owner.get("inherited")),
            owner.get("source") == "text",
            _evidence(text, owner["name"], span),
        )
        for owner in raw["owners"]
    )
    deadlines = tuple(
        Deadline(
            entry["text"],
            _day(entry.get("date")),
            _day(entry.get("start")),
            Recurrence(entry["recurring"]) if entry.get("recurring") else None,
            bool(entry.get("relative")),
            _evidence(text, entry["text"], span),
        )
        for entry in raw["deadlines"]
    )
    indicators = tuple(
        Indicator(
            entry["text"],
            entry["subject"],
            Comparator(entry["comparator"]),
            _number(entry.get("value")),
            _number(entry.get("min")),
            _number(entry.get("max")),
            entry.get("unit"),
            _day(entry.get("due")),
            bool(entry.get("optional")),
            _evidence(text, entry["text"], span),
        )
        for entry in raw["indicators"]
    )
    ref = raw["ref"]
    section = ref.rpartition("/")[0] or None
    return Item(
        ref,
        ref.rpartition("/")[2],
        section,
        Kind(raw["kind"]),
        raw["title"],
        text[span.start : span.end],
        span,
        bool(raw.get("open_list")),
        owners,
        deadlines,
        indicators,
        (),
    )


def _spans(text: str, items: list[dict[str, Any]]) -> list[Span]:
    """Return each item's stretch: from its title to the next title, or to the next heading after its last sentence."""
    starts = []
    cursor = 0
    for raw in items:
        found = _find(text, raw["title"], cursor, len(text))
        start = found.start if found else cursor
        starts.append(start)
        cursor = start + 1
    ends = [*starts[1:], len(text)]
    spans = []
    for start, end in zip(starts, ends, strict=True):
        heading = re.compile(r"\n\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．])").search(
            text, start, end
        )
        spans.append(Span(start, heading.start() if heading else end))
    return spans


def _metadata(text: str, raw: dict[str, Any]) -> Metadata:
    everything = Span(0, len(text))

    def stated(field: str) -> Stated | None:
        value = raw.get(field)
        return Stated(value, _evidence(text, value, everything)) if value else None

    return Metadata(stated("title"), stated("number"), stated("issuer"), stated("issued"), raw.get("jurisdiction"))


def _sections(text: str, items: tuple[Item, ...]) -> tuple[Section, ...]:
    """Return the top sections that the items' paths name, with their headings."""
    tops: dict[str, list[Item]] = {}
    for item in items:
        tops.setdefault(item.ref.split("/")[0], []).append(item)
    sections = []
    for number, held in tops.items():
        heading = re.search(rf"(?m)^\s*{number}、(.*)$", text)
        start = heading.start(1) if heading else held[0].span.start
        title = heading[1].strip() if heading else number
        end = max(item.span.end for item in held)
        sections.append(
            Section(number, number, title, Span(start, start + len(title)), Span(start, end), Span(start, start), ())
        )
    return tuple(sections)


def _gaps(text: str) -> tuple[Gap, ...]:
    found = re.search(r"有关(?:部门|单位)负责", text)
    if found is None:
        return ()
    return (Gap(GapKind.OWNER, "a class of bodies", Evidence(found.start(), found.end(), found[0], RULE)),)


@cache
def gold_documents() -> tuple[DocumentFacts, ...]:
    """Return the five annotated documents as facts."""
    documents = []
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        body = (ROOT / "seeds" / raw["source"]).read_bytes()
        text = body.decode("utf-8")
        metadata = _metadata(text, raw["document"])
        items = tuple(
            _item(text, entry, span, raw["orgs"], metadata.jurisdiction)
            for entry, span in zip(raw["items"], _spans(text, raw["items"]), strict=True)
        )
        citations = tuple(
            Citation(
                cite["title"], cite["number"], _evidence(text, cite["title"] or cite["number"], Span(0, len(text)))
            )
            for cite in raw["document"]["cites"]
        )
        source = Source(raw["source"], "text", hashlib.sha256(body).hexdigest(), "utf-8")
        key = (metadata.number.value if metadata.number else path.stem).replace("〔", "-").replace("〕", "-")
        documents.append(
            DocumentFacts(key, source, metadata, text, _sections(text, items), items, citations, _gaps(text))
        )
    return tuple(documents)


SHAPES = {
    "RK001": (Severity.VIOLATION, Bilingual("没有责任单位", "has no owner")),
    "RK002": (Severity.WARNING, Bilingual("没有明确牵头单位", "names no lead")),
    "RK003": (Severity.INFO, Bilingual("没有完成时限", "has no deadline")),
}


def findings(documents: tuple[DocumentFacts, ...]) -> Report:
    """Return what three shapes would say: no owner, no lead, no deadline."""
    found = []
    for facts in documents:
        for item in facts.items:
            roles = {owner.role for owner in item.responsibilities}
            fails = {
                "RK001": not roles,
                "RK002": len({owner.organisation for owner in item.responsibilities}) > 1 and Role.LEAD not in roles,
                "RK003": not item.deadlines,
            }
            if item.kind is Kind.TASK:
                found += [_finding(shape, facts, item) for shape, fail in fails.items() if fail]
    return Report(tuple(found), tuple(SHAPES), len(documents), sum(len(facts.items) for facts in documents))


def _finding(shape: str, facts: DocumentFacts, item: Item) -> Finding:
    severity, said = SHAPES[shape]
    end = item.span.start + len(item.title)
    title = Evidence(item.span.start, end, facts.text[item.span.start : end], RULE)
    return Finding(
        shape,
        severity,
        facts.key,
        item.ref,
        f"https://w3id.org/reformkg/id/doc/{facts.key}/item/{item.ref}",
        Bilingual(f"任务“{item.title}”{said.zh}", f"Task “{item.title}” {said.en}"),
        Bilingual("请在责任分工中写明", "State it in the responsibility clause"),
        item.responsibilities[0].evidence if shape == "RK002" else title,
    )
