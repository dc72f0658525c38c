"""Centrality says who stands between the others; the same documents give the same figures in any order."""

from __future__ import annotations

from decimal import Decimal

from queries.fixture import documents
from reformkg.render.collaboration import centrality_rows


def test_each_body_has_its_place() -> None:
    # Of the 66 pairs among the other 12 bodies two are joined through the health commission alone: 2 / 66.
    rows = centrality_rows(documents()).rows
    assert [row for row in rows if row[4] == 1] == [
        ("江海省卫生健康委员会", 3, 3, Decimal("0.0303"), 1),
        ("江海省医疗保障局", 2, 2, Decimal(0), 1),
        ("江海省财政厅", 2, 2, Decimal(0), 1),
        ("江海省工业和信息化厅", 1, 1, Decimal(0), 1),
    ]


def test_a_body_that_works_alone_is_in_the_table_too() -> None:
    (alone,) = (row for row in centrality_rows(documents()).rows if row[0] == "江海省各设区市人民政府")
    assert alone[1:4] == (0, 0, Decimal(0))


def test_the_order_of_documents_does_not_matter() -> None:
    assert centrality_rows(reversed(documents())) == centrality_rows(documents())


def test_no_documents_no_rows() -> None:
    assert centrality_rows(()).rows == ()
