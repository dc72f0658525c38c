"""Keeps findings by what they depend on, so that an unchanged document is not validated again; touches one JSON file.

Profiles are applied to finished reports, so that they make no difference here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from reformkg.fingerprint import program
from reformkg.model import Bilingual, Evidence, Finding, Severity

FINDINGS: Final = "findings.json"
"""The file in a kg folder that holds the findings of its build, a document a line."""

_FORMAT: Final = 2


@dataclass(frozen=True, slots=True)
class Known:
    """The findings of one document, and what they depend on."""

    basis: str
    findings: tuple[Finding, ...]


def basis(graph: str, cited: Mapping[str, str | None]) -> str:
    """Return a digest of the graphs that a document's findings depend on; the program's own part is `program()`.

    Args:
        graph: the digest of the document's graph.
        cited: the digests of the graphs of the documents that it cites, by key; None for those that are not there.
    """
    graphs = (f"{key} {cited[key]}" for key in sorted(cited))
    return hashlib.sha256("\n".join((graph, *graphs)).encode()).hexdigest()


def findings_text(findings: Iterable[Finding]) -> str:
    """Return findings as one line of JSON, the same for the same findings."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, separators=(",", ":"))


def findings_from(text: str) -> tuple[Finding, ...]:
    """Return the findings of `findings_text`.

    Raises:
        ValueError, KeyError, TypeError: the text is something else.
    """
    return tuple(map(_finding, json.loads(text)))


def save_known(documents: Iterable[tuple[str, str, str]], path: Path) -> None:
    """Write a file of findings for later runs; takes the documents one by one and keeps none.

    Args:
        documents: the key of each document, sorted, the basis of its findings, and their text.
        path: the file.
    """
    with path.open("w", encoding="utf-8", newline="\n") as output:
        output.write(f'{{"format": {_FORMAT}, "made_by": "{program()}", "documents": [')
        behind = "\n"
        for key, name, findings in documents:
            named = json.dumps(key, ensure_ascii=False)
            output.write(f'{behind}{{"document": {named}, "basis": "{name}", "findings": {findings}}}')
            behind = ",\n"
        output.write("\n]}\n")


def load_known(path: Path) -> Mapping[str, Known]:
    """Read findings that `save_known` wrote, by the key of the document.

    None where there is no such file, or it is of another format, or another version of the program wrote it.
    """
    if not path.exists():
        return MappingProxyType({})
    try:
        with path.open(encoding="utf-8") as lines:
            head = json.loads(next(lines) + "]}")
            if (head["format"], head["made_by"]) != (_FORMAT, program()):
                return MappingProxyType({})
            stored = (json.loads(line.rstrip(",\n")) for line in lines if line.startswith('{"'))
            return {each["document"]: Known(each["basis"], tuple(map(_finding, each["findings"]))) for each in stored}
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        # A damaged file costs time and nothing else: everything is validated again.
        return MappingProxyType({})


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
