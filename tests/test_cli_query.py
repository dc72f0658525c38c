"""The command `query` beyond its tables: lists, the day of asking, triples, streams, and how it ends."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from rdflib import Graph

from commands import Outcome, Run, kg_of_twins, program_within, reformkg
from reformkg.render import rows as forms

OWNERS = "CONSTRUCT WHERE { ?task reform:owner ?body }"
TITLES = "SELECT DISTINCT ?title WHERE { ?task a reform:Task ; dcterms:title ?title } ORDER BY ?title"
NOTHING = "SELECT ?a WHERE { ?a a reform:Unheard }"


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the small notice, and of a second one that has the same tasks."""
    return kg_of_twins(tmp_path_factory.mktemp("answers") / "kg")


@pytest.fixture
def program(kg: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the program within this process, in a folder with one query of triples, with the kg folder of these tests."""
    saved = f"#+ summary: Who owns what\n# CONSTRUCT or SELECT\nPREFIX x: <http://x#>\n{OWNERS}\n"
    (tmp_path / "owners.rq").write_text(saved, encoding="utf-8")
    return program_within(kg, tmp_path, monkeypatch, capsys)


def names(listed: Outcome) -> list[str]:
    assert (listed.code, listed.err) == (0, "")
    return [row["name"] for row in json.loads(listed.out)]


def test_saved_queries_are_listed_by_tag(program: Run):
    everything = names(program("query", "-f", "json"))
    assert names(program("query", "--list", "-f", "json")) == everything
    timed = names(program("query", "--tag", "time", "--list", "-f", "json"))
    assert {"overdue", "due-soon"} <= set(timed) < set(everything)


@pytest.mark.parametrize(
    ("day", "tasks"),
    [
        ("2018-12-31", 0),
        ("2019-01-01", 2),
        ("today-20000", 0),
        ("today+20000", 2),
        ("today", 2),
    ],
)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_question_is_asked_as_of_a_day(day: str, tasks: int, form: str, program: Run):
    asked = program("query", "overdue", "--as-of", day, "--format", form)
    assert (asked.code, asked.out.count("推进医联体建设")) == (0, tasks)
    assert ("Nothing is overdue" in asked.err) == (tasks == 0)


def test_the_day_of_asking_is_what_today_stands_for_in_values(program: Run):
    words = ("query", "due-before", "--date", "today", "-f", "jsonl")
    assert program(*words, "--as-of", "2018-12-30").out == ""
    assert program(*words, "--as-of", "2019-01-01").out.count("\n") == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--sparql", TITLES), 0),
        (("--sparql", TITLES, "-f", "csv"), 0),
        (("--sparql", OWNERS), 0),
        (("--sparql", NOTHING), 3),
        (("--sparql", NOTHING, "-f", "csv"), 3),
        (("--sparql", NOTHING, "-f", "tsv"), 3),
        (("--sparql", NOTHING, "-f", "jsonl"), 3),
        (("--sparql", NOTHING, "-f", "jsonl", "-o", "none.jsonl"), 3),
        (("--sparql", "CONSTRUCT WHERE { ?a a reform:Unheard }"), 3),
        (("overdue", "--as-of", "2000-01-01"), 3),
    ],
)
def test_nothing_found_can_be_told_by_the_exit_code(words: tuple[str, ...], code: int, program: Run):
    assert program("query", *words, "--exit-empty").code == code
    assert program("query", *words).code == 0


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (("--sparql", OWNERS), "turtle"),
        (("--sparql", OWNERS, "--format", "ttl"), "turtle"),
        (("--sparql", OWNERS, "--format", "nt"), "nt"),
        (("--file", "owners.rq"), "turtle"),
        (("owners", "--queries", ".", "-f", "nt"), "nt"),
    ],
)
def test_triples_are_printed(words: tuple[str, ...], form: str, program: Run):
    printed = program("query", *words)
    assert (printed.code, printed.err) == (0, "")
    found = Graph().parse(data=printed.out, format=form)
    assert {str(predicate) for predicate in found.predicates()} == {"https://w3id.org/reformkg/ns#owner"}
    assert len(found) > 2
    assert form != "nt" or printed.out.splitlines() == sorted(printed.out.splitlines())


@pytest.mark.parametrize(("ending", "form"), [("ttl", "turtle"), ("nt", "nt")])
def test_triples_go_to_a_file_in_the_form_that_its_name_tells(ending: str, form: str, program: Run, tmp_path: Path):
    assert program("query", "--sparql", OWNERS, "-o", f"答.{ending}").out == ""
    assert len(Graph().parse(tmp_path / f"答.{ending}", format=form)) > 2


def test_what_is_known_of_a_thing_is_triples_too(program: Run):
    described = program("query", "--sparql", "DESCRIBE ?task WHERE { ?task a reform:Task }")
    assert "推进医联体建设" in described.out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("--tag tim", "--tag tim: no saved query has this tag. Take one of cascade, "),
        ("documents --list", "--list: a list takes no query"),
        ("documents --tag time", "--tag: a list takes no query"),
        ("documents --as-of someday", "--as-of: 'someday' will not do. Give a date as YYYY-MM-DD, today, or today+30"),
        ("documents --as-of 2020-02-30", "--as-of: '2020-02-30' will not do"),
        ("documents -f ttl", "--format ttl: the answer has no triples, which this form is for. Write a CONSTRUCT"),
        ("documents -o a.nt", "--format nt: the answer has no triples"),
        ("--list -f nt", "--format nt: the answer has no triples"),
        ("--sparql 'ASK { ?a ?b ?c }'", "--sparql: The query gives no table. Write a SELECT query"),
        ("--file owners.rq -f csv", "--format csv: the query gives triples, and this is a form of tables. Take ttl or"),
        ("--file owners.rq -o a.xlsx", "--format xlsx: the query gives triples"),
        ("--file owners.rq --limit 3", "triples have no rows and columns. Leave out --columns, --sort"),
        ("documents -f csv --columns number,dates", "dates: there is no such column. Take some of document,number"),
    ],
)
def test_one_line_says_what_is_wrong(words: str, what: str, program: Run, tmp_path: Path):
    outcome = program("query", *shlex.split(words))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: ")
    assert outcome.err.count("\n") == 1
    assert what in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["owners.rq"]


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json", "md", "html"])
def test_rows_are_printed_as_they_come_as_they_are_at_once(form: str, program: Run, tmp_path: Path):
    """What is sorted is held as a whole: both ways print the same."""
    asked = ("query", "--sparql", TITLES, "-f", form)
    streamed = program(*asked)
    assert streamed == program(*asked, "--sort", "title")
    assert streamed.out.count("加强宣传") == 1
    program(*asked, "-o", "answer")
    assert (tmp_path / "answer").read_bytes() == streamed.out.encode("utf-8")


def test_rows_that_come_can_be_cut(program: Run):
    asked = ("query", "missing-owner", "--columns", "task,document", "-f", "tsv")
    cut = program(*asked, "--limit", "1")
    assert [line.split("\t")[0] for line in cut.out.splitlines()] == ["task", "加强宣传"]
    assert cut.err == "cut after row 1; there are more\n"
    assert program(*asked, "--limit", "2").err == ""


def test_rows_are_not_held(program: Run, monkeypatch: pytest.MonkeyPatch):
    """They reach what writes them one by one, and no more are taken than are wanted."""
    made: list[int] = []
    lines_of = forms.csv_lines

    def watched(table: forms.Table, language: forms.Language):
        assert not isinstance(table.rows, tuple)
        for line in lines_of(table, language):
            made.append(len(made))
            yield line

    monkeypatch.setattr(forms, "csv_lines", watched)
    assert program("query", "--sparql", TITLES, "-f", "csv", "--limit", "1").code == 0
    assert made == [0, 1]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ((), "示例市卫生和计划生育委员会,3,6,0.6667,1"),
        (("--sort", "organisation", "--limit", "1"), "各县（区）人民政府,1,2,0,1"),
    ],
)
def test_bodies_are_ranked_by_whom_they_work_with(words: tuple[str, ...], first: str, program: Run):
    ranked = program("centrality", *words, "--format", "csv")
    assert (ranked.code, ranked.out.splitlines()[:2]) == (0, ["organisation,partners,shared,betweenness,group", first])


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tasks-of ", ["--department", "--role"]),
        ("tasks-of --role lead ", ["--department"]),
        ("tasks-of --role ", ["lead", "support", "responsible"]),
        ("tasks-of --role su", ["support"]),
        ("tasks-of --dep", ["--department"]),
        ("tasks-of --department 财政局 --r", ["--role"]),
        ("tasks-of --li", ["--list", "--limit"]),
        ("tasks-of --department 示例市财", ["示例市财政局"]),
        ("tasks-of --role lead --department 市特", ["市特别办"]),
        ("due-before --date to", ["today"]),
        ("nonsense --role ", []),
    ],
)
def test_the_shell_completes_parameters_and_their_values(typed: str, offered: list[str], kg: Path, tmp_path: Path):
    line = f"reformkg query --kg {kg} {typed}"
    shell = {"_REFORMKG_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    assert reformkg(cwd=tmp_path, env=shell).out.split() == offered
