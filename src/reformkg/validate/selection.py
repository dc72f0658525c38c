"""Parts of a report: the findings of some shapes or about some documents, or the gravest; pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace

from reformkg.errors import ValidationError
from reformkg.model import Report, Severity

_ORDER = tuple(Severity)


def of_shapes(report: Report, ids: Iterable[str]) -> Report:
    """Return what the report says of some shapes, as if the others had not run; small letters will do.

    Raises:
        ValidationError: no shape that ran has one of the ids.
    """
    wanted = {name.upper() for name in ids}
    for name in sorted(wanted - set(report.shapes)):
        near = difflib.get_close_matches(name, report.shapes, n=1)
        raise ValidationError(
            f"no shape {name} has run",
            where="--shape",
            remedy=f"Did you mean {near[0]}?" if near else "Give the id of a shape that the profile has, as RK001",
        )
    return replace(
        report,
        findings=tuple(finding for finding in report.findings if finding.shape in wanted),
        shapes=tuple(shape for shape in report.shapes if shape in wanted),
    )


def of_documents(report: Report, keys: Iterable[str]) -> Report:
    """Return the report with the findings about some documents alone; what was looked at stays that of all."""
    wanted = frozenset(keys)
    return replace(report, findings=tuple(finding for finding in report.findings if finding.document in wanted))


def gravest(report: Report, most: int) -> Report:
    """Return the report with its `most` gravest findings alone, in the report's order."""
    order = sorted(range(len(report.findings)), key=lambda place: _ORDER.index(report.findings[place].severity))
    return replace(report, findings=tuple(report.findings[place] for place in sorted(order[:most])))
