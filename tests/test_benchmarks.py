"""The generated corpus says what its facts say, and extraction finds exactly these; the suite runs at a tiny size."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import commands, exactness, graphs, queries
from benchmarks.corpus import PROGRAMME, document
from benchmarks.exactness import known
from benchmarks.extraction import facts
from benchmarks.figures import Results, growth, machine, read, write
from reformkg.query import load_queries
from reformkg.resources import queries_dir

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


def test_the_suite_runs_at_a_tiny_size(tmp_path: Path) -> None:
    """Each part that needs neither a browser nor other tools: every query and stage has its figure."""
    (shard,) = graphs.write_shards(tmp_path / "shards", 1, 1)
    assert (shard.documents, shard.quads > 1000) == (1, True)
    graphs.load([shard.file], tmp_path / "store")
    names = [query.name for query in load_queries([queries_dir()]).queries]
    asked = list(queries.measure_embedded(tmp_path / "store", shard.quads, 60))
    assert [each.subject for each in asked if each.measure == "median" and each.value is not None] == names
    loaded = list(graphs.measure_loading(tmp_path, 1))
    assert [each.measure for each in loaded] == ["seconds", "seconds", "seconds", "ratio"]
    shares = {each.subject: each.value for each in exactness.measure(1)}
    assert shares["whole documents"] == 1
    run = commands.started(("-c", "pass"), tmp_path)
    assert 0 < run.peak < 100

    results = Results(machine(), tuple(asked))
    write(results, tmp_path / "results.json")
    assert read(tmp_path / "results.json") == results


@pytest.mark.parametrize(("power", "r2"), [(1, 1), (2, 1)])
def test_growth_is_the_slope_on_logarithmic_scales(power: int, r2: float) -> None:
    fit = growth((size, 3 * size**power) for size in (10, 100, 1000))
    assert fit is not None
    assert fit.slope == pytest.approx(power)
    assert fit.r2 == pytest.approx(r2)
    assert growth([(1, 1), (2, 2)]) is None
