"""Measures extraction against the annotations in tests/gold and writes docs/accuracy.md; run it from the checkout."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from reformkg.evaluate import evaluate_folder, placing, total
from reformkg.extract.rules import rule_counts
from reformkg.model import Bilingual, Column, Rows
from reformkg.render.accuracy import accuracy_page

_ROOT = Path(__file__).resolve().parent.parent
_SETS = (
    ("The five seeds", _ROOT / "tests/gold", (_ROOT / "seeds",)),
    ("Further documents", _ROOT / "tests/gold/more", ()),
    ("Invented notices", _ROOT / "tests/gold/invented", ()),
)


def main() -> None:
    """Write the page."""
    parts = [(title, parts := evaluate_folder(gold, texts), total(parts)) for title, gold, texts in _SETS]
    placed = placing(overall for _, _, overall in parts)
    page = accuracy_page(parts, rule_counts(), placed, _first_sight(), datetime.now(tz=UTC).date())
    (_ROOT / "docs/accuracy.md").write_text(page, encoding="utf-8")


def _first_sight() -> Rows:
    lines = (_ROOT / "tests/gold/first-sight.tsv").read_text(encoding="utf-8").splitlines()
    head, *rows = (tuple(line.split("\t")) for line in lines)
    return Rows(tuple(Column(name, Bilingual(name, name)) for name in head), tuple(rows))


if __name__ == "__main__":
    main()
