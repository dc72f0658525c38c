"""A baseline: findings that an office knows of, so that only new ones count; touches one JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from reformkg.errors import ValidationError
from reformkg.model import Finding, Report

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that are known, each by its shape and the node that it is about."""

    known: frozenset[tuple[str, str]]


def baseline_text(report: Report) -> str:
    """Return the findings of a report as a baseline file: JSON, one finding a line, so that changes read well."""
    lines = sorted(
        json.dumps({"shape": finding.shape, "focus": finding.focus}, ensure_ascii=False) for finding in report.findings
    )
    listed = ",\n  ".join(lines)
    return f'{{"format": {_FORMAT}, "findings": [\n  {listed}\n]}}\n'


def load_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        ValidationError: it cannot be read, or is no baseline.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT:
            raise ValidationError(
                f"the baseline has format {content['format']}", where=str(path), remedy="Write it again"
            )
        return Baseline(frozenset((str(each["shape"]), str(each["focus"])) for each in content["findings"]))
    except OSError as error:
        raise ValidationError(
            f"the baseline cannot be read: {error.strerror}", where=str(path), remedy="Write one first"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError("this is no baseline", where=str(path), remedy="Write it again") from error


def new_findings(report: Report, baseline: Baseline) -> Report:
    """Return the report with the findings that the baseline does not know."""
    return replace(report, findings=tuple(each for each in report.findings if _name(each) not in baseline.known))


def gone(report: Report, baseline: Baseline) -> int:
    """Return how many findings of the baseline are not found any more: time to write it again."""
    return len(baseline.known - {_name(finding) for finding in report.findings})


def _name(finding: Finding) -> tuple[str, str]:
    return finding.shape, finding.focus
