"""What reports say of the documents and items that their findings are about; pure, touches the model only.

Documents are looked at one at a time, and little is kept of each, so that a report can be about any number of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from reformkg.model import DocumentFacts, Finding, Item, Report, Role
from reformkg.render.completeness import Completeness, completeness
from reformkg.render.lines import Lines
from reformkg.render.words import title_of


@dataclass(frozen=True, slots=True)
class ItemSubject:
    """An item that a finding is about.

    Attributes:
        acting: the names of its leads, or of its owners where nobody leads.
    """

    title: str
    acting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A document of a report.

    Attributes:
        source: the name of its file.
        lines: where its lines begin, for the places of passages.
        items: those that findings are about, by ref.
    """

    key: str
    title: str
    number: str | None
    issuer: str | None
    source: str
    completeness: Completeness
    lines: Lines
    items: Mapping[str, ItemSubject]


class Subjects:
    """The documents of a report by key, in the order in which they were given."""

    def __init__(self, subjects: Iterable[Subject] = ()) -> None:
        self._by_key = {subject.key: subject for subject in subjects}

    def __iter__(self) -> Iterator[Subject]:
        return iter(self._by_key.values())

    def get(self, key: str) -> Subject | None:
        """Return a document; None where the report says nothing of it but findings."""
        return self._by_key.get(key)

    def title(self, key: str) -> str:
        """Return what a document is called; its key where no more is known."""
        known = self._by_key.get(key)
        return known.title if known else key

    def item(self, finding: Finding) -> ItemSubject | None:
        """Return the item that a finding is about, if it is about one."""
        known = self._by_key.get(finding.document)
        return known.items.get(finding.item) if known and finding.item is not None else None

    def acting(self, finding: Finding) -> tuple[str, ...]:
        """Return the names of those who should act: the item's leads, else its owners, else the document's issuer."""
        item, known = self.item(finding), self._by_key.get(finding.document)
        if item and item.acting:
            return item.acting
        return (known.issuer,) if known and known.issuer else ()


def subjects_of(documents: Iterable[DocumentFacts], report: Report) -> Subjects:
    """Return what is to be said of documents.

    Args:
        documents: read once, one at a time.
        report: the findings; of items without any, nothing is kept.
    """
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for finding in report.findings:
        if finding.item is not None:
            wanted[finding.document].add(finding.item)
    return Subjects(_subject(facts, wanted[facts.key]) for facts in documents)


def _subject(facts: DocumentFacts, refs: Set[str]) -> Subject:
    said = facts.metadata
    return Subject(
        key=facts.key,
        title=title_of(facts),
        number=said.number.value if said.number else None,
        issuer=said.issuer.value if said.issuer else None,
        source=facts.source.name,
        completeness=completeness(facts),
        lines=Lines(facts.text),
        items=MappingProxyType({item.ref: _item(item) for item in facts.items if item.ref in refs}),
    )


def _item(item: Item) -> ItemSubject:
    leads = [owner for owner in item.responsibilities if owner.role is Role.LEAD]
    return ItemSubject(
        item.title, tuple(dict.fromkeys(owner.organisation.label for owner in leads or item.responsibilities))
    )
