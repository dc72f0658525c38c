"""What facts are called in few words, for terminals, the workbook and plain text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from facts import FRACTIONS, indicator
from reformkg.model import Comparator
from reformkg.render.words import indicator_words


@pytest.mark.parametrize(("text", "value", "unit", "shown"), FRACTIONS)
def test_a_fraction_is_shown_as_written_and_not_as_it_was_rounded(
    text: str, value: str, unit: str | None, shown: str
) -> None:
    target = replace(indicator(), text=text, subject="占比", value=Decimal(value), unit=unit)
    assert indicator_words(target) == f"占比 ≥ {shown} {unit or ''}".rstrip()


def test_a_range_and_a_number_that_is_missing_are_shown() -> None:
    target = replace(indicator(), subject="占比", comparator=Comparator.RANGE, value=None, minimum=Decimal("0.3333"))
    assert indicator_words(target) == "占比 0.3333 – ? %"
