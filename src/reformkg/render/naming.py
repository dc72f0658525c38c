"""Where each owner's own name stands inside the clause that names several; pure, touches the model only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reformkg.model import Evidence, Responsibility, Span

_SHARED = re.compile(r"(?:主管|行政)?部门$|单位$|机构$")
_SHORTEST = 2
"""Letters of a name that must be found together: one alone (市, 局) says nothing."""


def name_spans(owners: Sequence[Responsibility]) -> tuple[Span | None, ...]:
    """Return where the name of each owner stands, in code points of the document, in the order given.

    None where the evidence is the name and nothing else, or where the clause does not spell the name. A clause says
    once what its names have in common (区卫计委、发改委; 审计、财政等部门), so a name that is not there whole is found
    by the longest stretch of it that is. Names that one clause repeats take its places one after the other.
    """
    taken: dict[tuple[int, int], list[Span]] = {}
    found: dict[int, Span] = {}
    # Longer names first: 财政局 must not take the place of 市财政局.
    for place in sorted(range(len(owners)), key=lambda place: -len(owners[place].name)):
        owner = owners[place]
        used = taken.setdefault((owner.evidence.start, owner.evidence.end), [])
        span = _stands(owner.name, owner.evidence, used)
        if span:
            used.append(span)
            found[place] = span
    return tuple(found.get(place) for place in range(len(owners)))


def _stands(name: str, evidence: Evidence, used: Sequence[Span]) -> Span | None:
    places = [place for place, letter in enumerate(evidence.quote) if not letter.isspace()]
    clause = "".join(evidence.quote[place] for place in places)
    wanted = "".join(name.split())
    if not wanted or wanted == clause:
        return None
    for spelt in _spellings(wanted):
        stretches = [
            Span(evidence.start + places[at], evidence.start + places[at + len(spelt) - 1] + 1)
            for at in _occurrences(clause, spelt)
        ]
        free = [span for span in stretches if not any(span.start < one.end and span.end > one.start for one in used)]
        if stretches:
            return (free or stretches)[0]
    return None


def _spellings(name: str) -> Iterator[str]:
    """Yield the name, then the stretches of what is its own in it, the longest first, of two as long the later."""
    yield name
    own = _SHARED.sub("", name)
    for length in range(len(own), _SHORTEST - 1, -1):
        yield from (own[start : start + length] for start in range(len(own) - length, -1, -1))


def _occurrences(text: str, wanted: str) -> list[int]:
    return [at for at in range(len(text) - len(wanted) + 1) if text.startswith(wanted, at)]
