"""An evaluation as tables for people and as the page docs/accuracy.md; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reformkg.evaluation import Evaluation, Placing
from reformkg.model import Bilingual, Column, Rows

_SCORES = (
    Column("field", Bilingual("字段", "field")),
    Column("precision", Bilingual("准确率", "precision")),
    Column("recall", Bilingual("召回率", "recall")),
    Column("f1", Bilingual("F1", "F1")),
    Column("annotated", Bilingual("标注", "annotated")),
    Column("found", Bilingual("抽取", "found")),
)
_RATES = (
    Column("rate", Bilingual("所抽取者之中", "of those found")),
    Column("right", Bilingual("正确率", "right")),
    Column("count", Bilingual("个数", "count")),
)
_DIFFERENCES = (
    Column("field", Bilingual("字段", "field")),
    Column("document", Bilingual("文件", "document")),
    Column("item", Bilingual("序号", "item")),
    Column("difference", Bilingual("差异", "difference")),
    Column("fact", Bilingual("内容", "fact")),
)
_PLACED = (
    Column("owners", Bilingual("责任单位条款中的单位（次）", "owners in clauses")),
    Column("placed", Bilingual("判明职能或类别", "with a function or a class")),
    Column("share", Bilingual("比例", "share")),
    Column("organisations", Bilingual("机构数", "organisations")),
    Column("joined", Bilingual("混淆两地的机构", "that join two places")),
)
_UNPLACED = (
    Column("document", Bilingual("文件", "document")),
    Column("name", Bilingual("单位名称", "name")),
    Column("items", Bilingual("序号", "items")),
)
_MISSED = Bilingual("漏抽", "missed")
_EXTRA = Bilingual("多抽", "not annotated")


def score_rows(evaluation: Evaluation) -> Rows:
    """Return one row a field, with precision, recall and F1 to three places."""
    return Rows(
        _SCORES,
        tuple(
            (s.field, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", s.hits + s.missed, s.hits + s.extra)
            for s in evaluation.scores
        ),
    )


def document_rows(evaluations: Sequence[Evaluation]) -> Rows:
    """Return one row a document, with the F1 of each field."""
    fields = [score.field for score in evaluations[0].scores] if evaluations else []
    columns = (Column("document", Bilingual("文件", "document")), *(Column(f, Bilingual(f, f)) for f in fields))
    rows = tuple((", ".join(e.documents), *(f"{score.f1:.3f}" for score in e.scores)) for e in evaluations)
    return Rows(columns, rows)


def rate_rows(evaluation: Evaluation) -> Rows:
    """Return one row for each respect in which the facts found can be right."""
    return Rows(_RATES, tuple((rate.name, f"{rate.share:.3f}", rate.total) for rate in evaluation.rates))


def placing_rows(placing: Placing) -> Rows:
    """Return one row: the owners in clauses, how many were placed, the organisations, and those that join places."""
    placed = placing.owners - len(placing.unplaced)
    figures = (placing.owners, placed, f"{placing.share:.3f}", placing.organisations, len(placing.joined))
    return Rows(_PLACED, (figures,))


def unplaced_rows(placing: Placing) -> Rows:
    """Return one row for each name in a document that could not be placed, with the items whose clauses have it."""
    items: dict[tuple[str, str], list[str]] = {}
    for owner in placing.unplaced:
        items.setdefault((owner.document, owner.name), []).append(owner.item)
    return Rows(_UNPLACED, tuple((*name, ", ".join(dict.fromkeys(refs))) for name, refs in items.items()))


def difference_rows(evaluation: Evaluation, most: int) -> Rows:
    """Return the first `most` differences of each field."""
    shown = [
        difference
        for score in evaluation.scores
        for difference in [each for each in evaluation.differences if each.field == score.field][:most]
    ]
    return Rows(
        _DIFFERENCES,
        tuple((d.field, d.document, d.item or "", _EXTRA if d.found else _MISSED, d.fact) for d in shown),
    )


def accuracy_page(
    parts: Sequence[tuple[str, Sequence[Evaluation], Evaluation]],
    rules: Sequence[tuple[str, int]],
    placing: Placing,
    first_sight: Rows,
    day: date,
) -> str:
    """Return docs/accuracy.md.

    Args:
        parts: for each set of annotations its title, the evaluations of its documents, and their total.
        rules: the number of rules of each family.
        placing: how the owners of all sets were placed.
        first_sight: the F1 of each field on sets of documents before anybody had seen their annotations.
        day: the day on which it was measured.
    """
    lines = [
        "# Accuracy",
        "",
        f"Measured on {day.isoformat()} by `make accuracy` with {sum(n for _, n in rules)} rules "
        f"({', '.join(f'{family} {count}' for family, count in rules)}).",
        "Items are paired by outline path; precision, recall and F1 are micro-averaged over all documents of a set.",
        "What counts as a fact is fixed by `tests/gold/GUIDELINES.md`.",
        "",
        "## What to expect of documents not seen before",
        "",
        "The rules were written with the documents below at hand, so the figures further down say what the rules hold,",
        "not what a new document will give. These are the F1 values of sets of documents at the moment when their",
        "annotations, made by reading alone, were first compared, in the order in which that was done; rules have been",
        "mended after each. The second set has a plan whose boxes (专栏) carry dates and targets, which were not read",
        "then, and tax reliefs. The last are notices that were invented, in the manner of offices from the State",
        "Council to a county, by somebody who had not seen the rules (d01 to d14 below).",
        "",
        *_table(first_sight),
        *_placing(placing),
    ]
    for title, evaluations, overall in parts:
        lines += ["", f"## {title}", "", f"{len(overall.documents)} documents.", "", *_table(score_rows(overall))]
        lines += ["", *_table(rate_rows(overall)), "", "F1 by document:", "", *_table(document_rows(evaluations))]
        missed = difference_rows(overall, most=1000)
        lines += ["", "Where reading and annotation differ:", "", *_table(missed)] if missed.rows else []
    return "\n".join(lines) + "\n"


def _placing(placing: Placing) -> list[str]:
    joined = [f"These join two places: {', '.join(placing.joined)}.", ""] if placing.joined else []
    unplaced = unplaced_rows(placing)
    return [
        "",
        "## Who is who",
        "",
        "Owners that the clauses of all documents below name, each as often as it stands there: how many were resolved",
        "to a function of government or a class of bodies. A body that is only known to be something else (其他) does",
        "not count. An organisation joins two places where its key stands for bodies of two jurisdictions.",
        "",
        *_table(placing_rows(placing)),
        "",
        *joined,
        *(["Not placed:", "", *_table(unplaced)] if unplaced.rows else ["All were placed."]),
    ]


def _table(rows: Rows) -> list[str]:
    head = [column.heading.en for column in rows.columns]
    cells = [[_cell(cell) for cell in row] for row in rows.rows]
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *cells)]


def _cell(cell: object) -> str:
    text = cell.en if isinstance(cell, Bilingual) else str(cell)
    return text.replace("|", "\\|")
