"""Keeps findings by what they depend on, so that an unchanged document is not validated again; touches one JSON file.

Profiles are applied to finished reports, so that they make no difference here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from reformkg.model import Bilingual, Evidence, Finding, Severity
from reformkg.resources import ontology_dir
from reformkg.store import KnowledgeGraph
from reformkg.validate.shapes import Shapes

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Known:
    """Findings by the digest of what they were found in."""

    findings: Mapping[str, tuple[Finding, ...]]


NOTHING: Final = Known({})


def digest(kg: KnowledgeGraph, key: str, cited: Iterable[str], shapes: Shapes) -> str:
    """Return a digest of all that a document's findings depend on.

    Its own graph, the graphs of the documents that it cites or their absence, the history of names, and the shapes.
    """
    graphs = (f"{name} {kg.digest(name)}" for name in (key, *sorted(cited)))
    return hashlib.sha256("\n".join((shapes.digest, _names_digest(), *graphs)).encode()).hexdigest()


@cache
def _names_digest() -> str:
    return hashlib.sha256((ontology_dir() / "functions.tsv").read_bytes()).hexdigest()


def load_known(path: Path) -> Known:
    """Read findings that `save_known` wrote; none where there is no such file or it is of another format."""
    if not path.exists():
        return NOTHING
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["format"] != FORMAT:
            return NOTHING
        return Known({each["digest"]: tuple(map(_finding, each["findings"])) for each in stored["documents"]})
    except (OSError, ValueError, KeyError, TypeError):
        # A damaged cache costs time and nothing else: everything is validated again.
        return NOTHING


def save_known(known: Known, path: Path) -> None:
    """Write findings for the next build, sorted, the same bytes for the same findings."""
    documents = [
        {"digest": key, "findings": [asdict(finding) for finding in found]}
        for key, found in sorted(known.findings.items())
    ]
    text = json.dumps({"format": FORMAT, "documents": documents}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _finding(stored: dict[str, Any]) -> Finding:
    evidence = stored["evidence"]
    return Finding(
        shape=stored["shape"],
        severity=Severity(stored["severity"]),
        document=stored["document"],
        item=stored["item"],
        focus=stored["focus"],
        message=Bilingual(**stored["message"]),
        remedy=Bilingual(**stored["remedy"]),
        evidence=_evidence(**evidence) if evidence is not None else None,
    )


def _evidence(*, place: dict[str, str] | None = None, **passage: Any) -> Evidence:
    return Evidence(**passage, place=Bilingual(**place) if place is not None else None)
