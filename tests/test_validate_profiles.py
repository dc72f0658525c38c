"""Profiles and baselines: an office raises, lowers and switches off shapes, and lets known findings rest."""

from __future__ import annotations

from pathlib import Path

import pytest

import facts
from reformkg.errors import ValidationError
from reformkg.model import Report, Severity
from reformkg.validate import default_shapes, validate_document
from reformkg.validate.baseline import Baseline, baseline_text, gone, load_baseline, new_findings
from reformkg.validate.profile import apply_profile, load_profile

IDS = tuple(shape.id for shape in default_shapes().shapes)


@pytest.fixture
def report() -> Report:
    return Report(validate_document(facts.document()), IDS, 1, 3)


def _severities(report: Report) -> dict[str, Severity]:
    return {finding.shape: finding.severity for finding in report.findings}


def test_the_default_profile_changes_nothing(report: Report) -> None:
    assert apply_profile(report, load_profile("default")) == report


def test_the_strict_profile_makes_warnings_violations(report: Report) -> None:
    strict = apply_profile(report, load_profile("strict"))
    assert _severities(strict) == {
        shape: Severity.VIOLATION if severity is Severity.WARNING else severity
        for shape, severity in _severities(report).items()
    }
    assert _severities(strict)["RK002"] is Severity.VIOLATION
    assert _severities(strict)["RK004"] is Severity.INFO


def test_a_file_raises_lowers_and_switches_off(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "办公室.toml"
    path.write_text('[shapes]\nRK003 = "info"\nRK004 = "off"\nRK051 = "violation"\n', encoding="utf-8")
    mine = apply_profile(report, load_profile(str(path)))
    assert _severities(mine)["RK003"] is Severity.INFO
    assert _severities(mine)["RK051"] is Severity.VIOLATION
    assert _severities(mine)["RK002"] is Severity.WARNING
    assert "RK004" not in _severities(mine)
    assert "RK004" not in mine.shapes
    assert len(mine.shapes) == len(IDS) - 1


def test_a_file_may_go_on_from_strict(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('extends = "strict"\n[shapes]\nRK003 = "info"\n', encoding="utf-8")
    mine = _severities(apply_profile(report, load_profile(str(path))))
    assert (mine["RK002"], mine["RK003"]) == (Severity.VIOLATION, Severity.INFO)


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ('[shapes]\nrk003 = "info"', "unknown shape 'rk003'", "Did you mean RK003?"),
        ('[shapes]\nzzz = "info"', "unknown shape 'zzz'", "RK001"),
        ('[shapes]\nRK003 = "fatal"', "RK003 is given 'fatal'", "violation, warning, info or off"),
        ("[shapes]\nRK003 = 1", "RK003 is given 1", "violation"),
        ('extends = "lax"', "extends 'lax'", "default or strict"),
        ("[shape]\n", "unknown key shape", "extends"),
        ("shapes = 1", "unknown key", "extends"),
        ("[", "not TOML", "Correct"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, text: str, what: str, remedy: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError, match=what) as caught:
        load_profile(str(path))
    assert remedy in (caught.value.remedy or "")
    assert caught.value.where == str(path)


@pytest.mark.parametrize("name", ["none", "none.toml", ""])
def test_an_unknown_profile_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        load_profile(name)


def test_a_baseline_lets_known_findings_rest(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    known = Report(report.findings[:3], IDS, 1, 3)
    path.write_text(baseline_text(known), encoding="utf-8")
    baseline = load_baseline(path)
    assert new_findings(report, baseline).findings == report.findings[3:]
    assert gone(report, baseline) == 0
    assert gone(Report((), IDS, 0, 0), baseline) == 3


def test_an_empty_baseline_knows_nothing(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(baseline_text(Report((), IDS, 0, 0)), encoding="utf-8")
    assert load_baseline(path) == Baseline(frozenset())
    assert new_findings(report, load_baseline(path)) == report


def test_a_baseline_is_the_same_text_for_the_same_findings(report: Report) -> None:
    turned = Report(tuple(reversed(report.findings)), IDS, 1, 3)
    assert baseline_text(report) == baseline_text(turned)
    assert len(baseline_text(report).splitlines()) == len(report.findings) + 2


@pytest.mark.parametrize(
    ("text", "what"),
    [("{", "no baseline"), ("[]", "no baseline"), ('{"format": 2}', "format 2"), ("{}", "no baseline")],
)
def test_a_broken_baseline_is_refused(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError, match=what):
        load_baseline(tmp_path / "b.json")
    with pytest.raises(ValidationError, match="cannot be read"):
        load_baseline(tmp_path / "none.json")
