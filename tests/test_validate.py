"""Validation: what is found in a document, in the words of the office, with the passage concerned."""

from __future__ import annotations

from pathlib import Path

import pytest

import facts
from reformkg.graph import to_graph
from reformkg.model import Finding, Report, Severity
from reformkg.store import new_generation, open_kg
from reformkg.validate import default_shapes, validate, validate_document


def _of(findings: tuple[Finding, ...], shape: str) -> Finding:
    return next(finding for finding in findings if finding.shape == shape)


def test_the_findings_of_the_small_notice_by_item_and_shape() -> None:
    found = validate_document(facts.document())
    assert [(finding.item, finding.shape) for finding in found] == [
        ("一/1", "RK040"),
        ("一/2", "RK002"),
        ("一/2", "RK051"),
        ("一/3", "RK001"),
        ("一/3", "RK003"),
        ("一/3", "RK004"),
        ("一/3", "RK050"),
    ]


def test_a_finding_names_the_item_the_remedy_and_the_passage() -> None:
    missing = _of(validate_document(facts.document()), "RK001")
    assert missing.severity is Severity.VIOLATION
    assert missing.message.zh == "一/3「加强宣传」没有责任单位"
    assert missing.message.en == "一/3 “加强宣传” has no owner"
    assert missing.remedy.zh.startswith("请发文机关明确责任单位")
    assert missing.evidence is not None
    assert missing.evidence.quote == "3.加强宣传。由有关方面负责。"
    assert facts.TEXT[missing.evidence.start : missing.evidence.end] == missing.evidence.quote


def test_a_finding_about_a_part_of_an_item_shows_the_part() -> None:
    unplaced = _of(validate_document(facts.document()), "RK040")
    assert unplaced.message.zh == "一/1「推进医联体建设」的责任单位「市特别办」未能对应到职能部门"
    assert unplaced.evidence == facts.passage("市特别办")


def test_a_document_of_which_nothing_could_be_read_lacks_everything() -> None:
    found = validate_document(facts.bare())
    assert [finding.shape for finding in found] == ["RK007", "RK008", "RK009", "RK010", "RK011", "RK041"]
    assert found[0].message.zh == "《无题》没有标题"
    assert found[0].item is None


def test_the_report_counts_what_it_looked_at_and_which_shapes_ran(tmp_path: Path) -> None:
    with new_generation(tmp_path / "kg") as generation:
        generation.load(to_graph(each) for each in (facts.document(), facts.bare()))
        generation.commit()
    with open_kg(tmp_path / "kg") as kg:
        report = validate(kg)
    assert report == Report(
        findings=validate_document(facts.bare()) + validate_document(facts.document()),
        shapes=tuple(shape.id for shape in default_shapes().shapes),
        documents=2,
        items=3,
    )


def test_validation_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    validate_document(facts.document())
    assert capfd.readouterr() == ("", "")
