"""The kg folder: what was loaded comes back, a build is whole or leaves no trace, and nothing foreign is touched."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import portalocker
import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import Dataset, Graph

import facts
from reformkg.errors import QueryError, ReformkgError, StoreError
from reformkg.graph import to_graph
from reformkg.model import DocumentFacts
from reformkg.resources import vocabularies
from reformkg.store import Kg, Solutions, graph_text, new_generation, open_kg
from reformkg.store.folder import FORMAT
from reformkg.vocab import REFORM

FIRST = facts.document("甲-2018-1")
SECOND = replace(facts.document("乙-2019-2"), items=FIRST.items[:1])


def build(folder: Path, documents: Iterable[DocumentFacts], files: dict[str, str] | None = None) -> str:
    """Build a graph of these documents, with these files beside it."""
    with new_generation(folder) as generation:
        generation.load(to_graph(each) for each in documents)
        for name, text in (files or {"report.md": "报告\n"}).items():
            generation.file(name).write_text(text, encoding="utf-8")
        return generation.commit()


def read(folder: Path) -> list[DocumentFacts]:
    with open_kg(folder) as kg:
        return list(kg.documents())


def test_documents_come_back_in_the_order_of_their_keys(tmp_path: Path) -> None:
    build(tmp_path / "kg", [FIRST, SECOND])
    assert read(tmp_path / "kg") == [SECOND, FIRST]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=facts.documents())
def test_any_facts_come_back_from_the_store(tmp_path_factory: pytest.TempPathFactory, drawn: DocumentFacts) -> None:
    folder = tmp_path_factory.mktemp("any") / "kg"
    build(folder, [drawn])
    assert read(folder) == [drawn]
    with open_kg(folder) as kg:
        assert kg.text(drawn.key) == graph_text(to_graph(drawn))


def test_one_document_can_be_asked_for(tmp_path: Path) -> None:
    build(tmp_path / "kg", [FIRST, SECOND])
    with open_kg(tmp_path / "kg") as kg:
        assert kg.keys() == (SECOND.key, FIRST.key)
        assert kg.document(FIRST.key) == FIRST
        assert set(kg.graph(FIRST.key)) == set(to_graph(FIRST))
        with pytest.raises(StoreError, match="no document '丙'"):
            kg.document("丙")


def test_a_document_has_a_digest_of_its_graph_and_nothing_else(tmp_path: Path) -> None:
    digests = set()
    for folder, documents in (("a", [FIRST, SECOND]), ("b", [FIRST])):
        build(tmp_path / folder, documents)
        with open_kg(tmp_path / folder) as kg:
            digests.add(kg.digest(FIRST.key))
            assert kg.digest("丙") is None
            assert kg.digest(SECOND.key) not in digests
            assert sorted(map(str, kg.objects(FIRST.key, REFORM.due))) == ["2018-12-31", "2018-12-31"]
            assert kg.objects("丙", REFORM.due) == ()
    assert len(digests) == 1


def test_a_graph_of_no_documents_is_a_graph(tmp_path: Path) -> None:
    build(tmp_path / "kg", [])
    assert read(tmp_path / "kg") == []


def test_the_folder_is_the_same_bytes_whatever_the_order_and_however_often_it_is_built(tmp_path: Path) -> None:
    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    build(tmp_path / "a", [FIRST, SECOND])
    build(tmp_path / "b", [SECOND, FIRST])
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    build(tmp_path / "b", [FIRST])
    build(tmp_path / "b", [FIRST, SECOND])
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert set(contents(tmp_path / "a")) == {"kg.json", "kg.lock", "kg.trig", "report.md"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_trig_is_sorted_and_reads_back_as_the_same_graph(tmp_path: Path) -> None:
    build(tmp_path / "kg", [FIRST, SECOND])
    text = (tmp_path / "kg" / "kg.trig").read_text(encoding="utf-8")
    graphs = text.split("> {\n")
    subjects = [[line.split()[0] for line in graph.splitlines() if line.startswith("\t<https")] for graph in graphs]
    assert [len(each) > 20 for each in subjects] == [False, True, True]
    assert subjects == [sorted(each) for each in subjects]
    dataset = Dataset()
    dataset.parse(data=text, format="trig")
    assert set(dataset.graph(to_graph(FIRST).identifier)) == set(to_graph(FIRST))


def test_a_file_of_an_earlier_build_that_the_new_one_has_not_goes_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    build(folder, [FIRST], {"report.md": "a", "old.html": "b"})
    (folder / "mine.txt").write_text("keep", encoding="utf-8")
    build(folder, [SECOND], {"report.md": "c"})
    assert not (folder / "old.html").exists()
    assert (folder / "report.md").read_text(encoding="utf-8") == "c"
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_a_file_that_somebody_lost_comes_back_with_the_next_build(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    first = build(folder, [FIRST])
    (folder / "report.md").unlink()
    assert build(folder, [FIRST]) == first
    assert (folder / "report.md").exists()
    assert read(folder) == [FIRST]


def test_a_failed_build_leaves_the_graph_before_it(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    build(folder, [FIRST])
    before = sorted(folder.rglob("*"))

    def failing() -> Iterator[Graph]:
        yield to_graph(SECOND)
        raise RuntimeError

    with pytest.raises(RuntimeError), new_generation(folder) as generation:
        generation.load(failing())
    assert read(folder) == [FIRST]
    assert sorted(folder.rglob("*")) == before


def change(folder: Path, documents: Iterable[DocumentFacts], files: dict[str, str]) -> str:
    """Go on from the graph in force: put these documents in the place of all others."""
    with new_generation(folder) as generation:
        generation.take_over()
        for each in documents:
            generation.replace(each.key, graph_text(to_graph(each)))
        for key in generation.before.documents.keys() - {each.key for each in documents}:
            generation.remove(key)
        for name, text in files.items():
            generation.file(name).write_text(text, encoding="utf-8")
        return generation.commit()


Way = Callable[[Path, Iterable[DocumentFacts], dict[str, str]], str]


def _die_at_rename(folder: Path, count: int, way: Way) -> None:
    """Put the second document in and die, as if killed, just before the given rename; return where there are fewer."""
    renames = iter(range(count))

    def counted(real: Any) -> Any:
        def rename(self: Path, target: Path) -> Path:
            if next(renames, None) is None:
                os._exit(9)
            result: Path = real(self, target)
            return result

        return rename

    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    Path.rename = counted(Path.rename)  # type: ignore[method-assign]
    way(folder, [SECOND], {"report.md": "新", "graph.html": "新"})


@pytest.mark.parametrize("way", [build, change])
def test_a_build_killed_at_any_moment_of_its_commit_leaves_one_whole_graph(tmp_path: Path, way: Way) -> None:
    seen = set()
    for count in range(20):
        folder = tmp_path / str(count)
        build(folder, [FIRST], {"report.md": "旧", "graph.html": "旧"})
        process = multiprocessing.get_context("spawn").Process(target=_die_at_rename, args=(folder, count, way))
        process.start()
        process.join()
        documents = read(folder)
        assert not list(folder.glob("*.new"))
        expected = "旧" if documents == [FIRST] else "新"
        assert documents in ([FIRST], [SECOND])
        assert {(folder / name).read_text(encoding="utf-8") for name in ("report.md", "graph.html")} == {expected}
        trig = (folder / "kg.trig").read_text(encoding="utf-8")
        assert (FIRST.key in trig) == (documents == [FIRST])
        seen.add(expected)
        assert build(folder, [SECOND])
        assert read(folder) == [SECOND]
        assert len(list((folder / "generations").iterdir())) == 1
        if process.exitcode == 0:
            break
    assert process.exitcode == 0
    assert seen == {"旧", "新"}


def test_a_changed_graph_is_the_same_as_one_loaded_anew(tmp_path: Path) -> None:
    files = {"report.md": "报告\n"}
    build(tmp_path / "kg", [FIRST, SECOND])
    with open_kg(tmp_path / "kg") as reader:
        other = replace(SECOND, items=FIRST.items)
        for documents in ([FIRST], [FIRST, other], [FIRST, other], [SECOND]):
            assert change(tmp_path / "kg", documents, files) == build(tmp_path / "anew", documents)
            assert read(tmp_path / "kg") == read(tmp_path / "anew")
        assert list(reader.documents()) == [SECOND, FIRST]


def test_what_a_change_does_to_its_copy_of_the_store_does_not_reach_the_one_in_force(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    build(folder, [FIRST, SECOND])
    with new_generation(folder) as generation:
        generation.take_over()
        generation.remove(FIRST.key)
        assert generation.kg.keys() == (SECOND.key,)
        assert read(folder) == [SECOND, FIRST]
    assert read(folder) == [SECOND, FIRST]


def test_the_digest_that_a_build_wrote_down_is_that_of_the_graph(tmp_path: Path) -> None:
    build(tmp_path / "kg", [FIRST])
    with open_kg(tmp_path / "kg") as kg:
        assert kg.digest(FIRST.key) == hashlib.sha256(kg.text(FIRST.key)).hexdigest()
        assert kg.text(FIRST.key) == graph_text(to_graph(FIRST))


def test_a_first_build_that_was_killed_can_be_begun_again(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    (folder / "generations" / "building" / "store").mkdir(parents=True)
    (folder / "kg.lock").touch()
    (folder / "kg.json.new").touch()
    build(folder, [FIRST])
    assert read(folder) == [FIRST]


def test_a_reader_keeps_its_graph_while_the_next_is_built(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    build(folder, [FIRST])
    with open_kg(folder) as kg:
        build(folder, [SECOND])
        assert list(kg.documents()) == [FIRST]
        assert len(list((folder / "generations").iterdir())) == 2
    assert read(folder) == [SECOND]
    assert len(list((folder / "generations").iterdir())) == 1


def test_a_second_build_at_once_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    with new_generation(folder) as generation:
        with pytest.raises(StoreError, match="another build"), new_generation(folder):
            pass
        generation.load([to_graph(FIRST)])
        generation.commit()
    assert read(folder) == [FIRST]


def test_a_build_reads_its_own_graph_before_it_is_committed(tmp_path: Path) -> None:
    with new_generation(tmp_path / "kg") as generation:
        generation.load([to_graph(FIRST)])
        assert list(generation.kg.documents()) == [FIRST]


def _foreign(folder: Path) -> None:
    folder.mkdir()
    (folder / "budget.xlsx").write_bytes(b"precious")


def _file(folder: Path) -> None:
    folder.write_text("text", encoding="utf-8")


def _later_format(folder: Path) -> None:
    build(folder, [FIRST])
    (folder / "kg.json").write_text(json.dumps({"format": FORMAT + 1, "generation": "a"}), encoding="utf-8")


def _broken_pointer(folder: Path) -> None:
    build(folder, [FIRST])
    (folder / "kg.json").write_text("{", encoding="utf-8")


def _climbing_pointer(folder: Path) -> None:
    build(folder, [FIRST])
    (folder / "kg.json").write_text(json.dumps({"format": FORMAT, "generation": "../.."}), encoding="utf-8")


def _without_store(folder: Path) -> None:
    build(folder, [FIRST])
    for path in sorted((folder / "generations").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize(
    ("prepare", "what"),
    [
        (lambda folder: None, "there is no graph here"),
        (_foreign, "this is not a kg folder"),
        (_file, "there is no graph here"),
        (_later_format, f"format {FORMAT + 1}"),
        (_broken_pointer, "damaged"),
        (_climbing_pointer, "damaged"),
        (_without_store, "damaged"),
    ],
)
def test_what_cannot_be_opened_says_why_and_what_to_do(tmp_path: Path, prepare: Any, what: str) -> None:
    prepare(tmp_path / "kg")
    with pytest.raises(StoreError, match=what) as caught:
        open_kg(tmp_path / "kg")
    assert caught.value.where == str(tmp_path / "kg")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("prepare", "what"), [(_foreign, "other files"), (_file, "a file"), (_later_format, f"format {FORMAT + 1}")]
)
def test_a_build_refuses_a_place_that_is_not_its_own(tmp_path: Path, prepare: Any, what: str) -> None:
    prepare(tmp_path / "kg")

    def content() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    before = content()
    with pytest.raises(StoreError, match=what), new_generation(tmp_path / "kg"):
        pass
    assert content() == before


def test_a_damaged_generation_is_not_taken_for_the_same_content(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    first = build(folder, [FIRST])
    for path in (folder / "generations" / first / "store").iterdir():
        path.unlink()
    assert build(folder, [FIRST]) != first
    assert read(folder) == [FIRST]


def test_queries_reach_the_vocabularies_which_are_no_documents(tmp_path: Path) -> None:
    with new_generation(tmp_path / "kg") as generation:
        generation.load_vocabularies(vocabularies())
        generation.load([to_graph(FIRST)])
        generation.commit()
    with open_kg(tmp_path / "kg") as kg:
        assert kg.query("ASK { ?t skos:inScheme <https://w3id.org/reformkg/id/topics> ; skos:notation 'drug-supply' }")
        assert kg.query("ASK { reform:Task rdfs:label '任务'@zh }")
        assert kg.query("ASK { ?function skos:notation '卫生健康' ; reform:designation ?name }")
        assert not kg.query("ASK { ?shape a sh:NodeShape }")
        assert kg.keys() == (FIRST.key,)
    assert "skos:prefLabel" not in (tmp_path / "kg" / "kg.trig").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kg]:
    folder = tmp_path_factory.mktemp("query") / "kg"
    build(folder, [FIRST, SECOND])
    with open_kg(folder) as opened:
        yield opened


def test_a_select_gives_its_variables_and_rows_over_all_documents(kg: Kg) -> None:
    found = kg.query("SELECT ?d ?title ?none { ?d a reform:Document ; dcterms:title ?title } ORDER BY ?d")
    assert isinstance(found, Solutions)
    assert found.variables == ("d", "title", "none")
    assert [(str(title), none) for _, title, none in found.rows] == [("关于深化医改重点任务的通知", None)] * 2


def test_ask_and_construct_are_answered(kg: Kg) -> None:
    assert kg.query("ASK { ?task reform:due ?day }") is True
    built = kg.query("CONSTRUCT { ?task reform:due ?day } { ?task a reform:Task ; reform:due ?day }")
    assert not isinstance(built, bool | Solutions)
    assert len(set(built)) == 2


@pytest.mark.parametrize(
    "text", ["SELECT", "SELECT ?a { ?a ex:b ?c }", "DROP ALL", "INSERT DATA { <a:b> <a:b> <a:b> }"]
)
def test_what_is_no_query_is_refused_and_changes_nothing(kg: Kg, text: str) -> None:
    with pytest.raises(QueryError, match="cannot be run"):
        kg.query(text)
    assert kg.query("ASK { ?task reform:due ?day }") is True


def test_a_closed_graph_says_so(tmp_path: Path) -> None:
    build(tmp_path / "kg", [FIRST])
    kg = open_kg(tmp_path / "kg")
    kg.close()
    with pytest.raises(ReformkgError, match="closed"):
        kg.keys()


def test_a_folder_that_may_only_be_read_can_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kg"
    first = build(folder, [FIRST])
    (folder / "report.md").rename(folder / "generations" / first / "files" / "report.md")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    assert read(folder) == [FIRST]
    monkeypatch.undo()
    assert read(folder) == [FIRST]
    assert (folder / "report.md").exists()


def test_a_disk_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kg"
    build(folder, [FIRST])

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="No space left") as caught:
        build(folder, [SECOND])
    assert "Make room" in str(caught.value)
    monkeypatch.undo()
    assert read(folder) == [FIRST]


def test_a_file_system_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise portalocker.LockException("no locks available")

    monkeypatch.setattr(portalocker, "lock", refuse)
    with pytest.raises(StoreError, match="cannot be locked: no locks"), new_generation(tmp_path / "kg"):
        pass
