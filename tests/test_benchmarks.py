"""The generated corpus says what its facts say, and extraction finds exactly these; the suite runs at a tiny size."""

from __future__ import annotations

import pytest
from benchmarks.corpus import PROGRAMME, document
from benchmarks.exactness import known
from benchmarks.extraction import facts

SAMPLE = [*range(PROGRAMME), 400, 1001, 5003]


@pytest.mark.parametrize("index", SAMPLE)
def test_extraction_finds_what_was_written_and_nothing_else(index: int) -> None:
    written = document(index)
    found = facts(written.text)
    assert known(found) == written.known
    assert found.gaps == ()


def test_a_document_is_the_same_wherever_it_is_made() -> None:
    assert document(7) == document(7)
    assert document(7, seed=2) != document(7)


def test_documents_cite_those_that_they_hand_down() -> None:
    numbers = {index: document(index).known.number for index in range(PROGRAMME)}
    cited = {index: document(index).known.cites for index in range(PROGRAMME)}
    assert {cited[city] for city in (1, 5, 9)} == {numbers[0]}
    assert {cited[county] for county in (2, 3, 4)} == {numbers[1]}
    assert len(set(numbers.values())) == PROGRAMME
