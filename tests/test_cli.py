"""The command line at work: what each command prints for people and for programs, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SH

from commands import SEEDS, Run, contents, kg_of, kg_of_twins, notice, program_within, reformkg
from facts import document, item
from reformkg import __version__

ESCAPE = "\x1b"
COMMANDS = ("build", "query", "show", "validate", "graph", "site", "ledger", "extract", "explain", "gaps", "evaluate")


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the small notice, and of a second one that has the same tasks."""
    return kg_of_twins(tmp_path_factory.mktemp("answers") / "kg")


@pytest.fixture
def program(kg: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the program within this process, in an empty folder, with the kg folder of these tests."""
    return program_within(kg, tmp_path, monkeypatch, capsys)


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_help_is_what_a_bare_call_prints_and_every_command_shows_an_example(program: Run):
    help_text = program("--help").out
    assert program().out == help_text
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", help_text, re.MULTILINE)
        own = program(command, "--help")
        assert own.code == 0
        assert f"\n    reformkg {command}" in own.out.split("Examples:")[1]


def test_the_version_is_the_packages(tmp_path: Path):
    outcome = reformkg("--version", cwd=tmp_path)
    assert (outcome.code, outcome.out, outcome.err) == (0, f"reformkg {__version__}\n", "")


def test_help_does_not_load_the_engines(tmp_path: Path):
    """Help comes at once: what takes long to load is loaded by the commands that need it."""
    shown = reformkg("--help", cwd=tmp_path, env={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rsplit("|", maxsplit=1)[-1].strip() for line in shown.err.splitlines()}
    assert "reformkg.cli.app" in loaded
    heavy = {"rdflib", "pyoxigraph", "pyshacl", "networkx", "pyvis", "jinja2", "yaml", "rich", "reformkg.model"}
    assert not loaded & heavy


def test_a_build_ends_with_a_table_of_what_is_in_the_graph(tmp_path: Path):
    source = notice(tmp_path, "通知.txt")
    outcome = reformkg("build", source, cwd=tmp_path)
    assert outcome.code == 0
    counts = {name: int(count) for name, count in re.findall(r"^(\w+) +(\d+)$", outcome.out, re.MULTILINE)}
    assert counts == {
        "documents": 1,
        "items": 2,
        "owners": 2,
        "responsibilities": 2,
        "deadlines": 1,
        "indicators": 1,
        "gaps": 0,
        "violations": 1,
        "warnings": 2,
    }
    kg = tmp_path / "kg"
    pages = {"index.html", "graph.html", "ledger.html", "timeline.html", "report.html", "reader.html"}
    assert pages | {"report.md", "kg.trig"} <= set(contents(kg))
    told = ("index.html", "graph.html", "report.html", "kg.trig")
    assert all(str(Path("kg") / name) in outcome.err for name in told)


def test_a_text_that_comes_twice_is_one_document(tmp_path: Path):
    first, again = notice(tmp_path, "甲.txt"), notice(tmp_path, "乙.txt")
    outcome = reformkg("build", first, again, cwd=tmp_path)
    assert outcome.code == 0
    assert f"note: {first}: the same text as {again}, left out" in outcome.err
    assert re.search(r"^documents +1$", outcome.out, re.MULTILINE)


def test_queries_are_listed_with_what_they_answer(program: Run):
    listed = program("query", "--format", "json")
    rows = json.loads(listed.out)
    assert {"tasks-of", "missing-owner", "workload"} <= {
        row["query"] if "query" in row else row["name"] for row in rows
    }
    assert all(row["summary"] for row in rows)
    assert "--department DEPARTMENT" in program("query").out


def test_a_query_explains_its_parameters(program: Run):
    shown = program("query", "tasks-of", "--help").out
    assert shown.startswith("Usage: reformkg query tasks-of --department DEPARTMENT [--role ROLE]\n")
    assert "reformkg query tasks-of --department" in shown.split("Examples:")[1]


def test_a_saved_question_is_answered_in_every_form(program: Run):
    asked = ("query", "missing-owner")
    assert "加强宣传" in program(*asked).out
    rows = read_csv(program(*asked, "--format", "csv").out)
    assert [row["task"] for row in rows] == ["加强宣传", "加强宣传"]
    assert [row["task"] for row in json.loads(program(*asked, "--format", "json").out)] == ["加强宣传", "加强宣传"]
    assert program(*asked, "--format", "md").out.count("加强宣传") >= 2


@pytest.mark.parametrize(
    "words",
    [
        ("due-before", "--date", "2018-12-31"),
        ("due-before", "--date=2018-12-31"),
        ("--date", "2018-12-31", "due-before"),
        ("--format", "csv", "due-before", "--date", "2018-12-31"),
    ],
)
def test_parameters_may_be_written_in_any_order(words: tuple[str, ...], program: Run):
    asked = program("query", *words, "--format", "csv")
    assert (asked.code, [row["task"] for row in read_csv(asked.out)]) == (0, ["推进医联体建设"] * 2)


def test_an_answer_can_be_sorted_and_cut(program: Run):
    rows = read_csv(program("query", "workload", "--sort", "-all,organisation", "--limit", "1", "--format", "csv").out)
    assert [row["all"] for row in rows] == ["4"]
    assert "the first 1 of 4 rows" in program("query", "workload", "--limit", "1").err


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "md", "html", "xlsx"])
def test_an_answer_goes_to_a_file_in_the_form_that_its_name_tells(ending: str, program: Run, tmp_path: Path):
    written = program("query", "missing-owner", "-o", f"答.{ending}")
    assert (written.code, written.out) == (0, "")
    content = (tmp_path / f"答.{ending}").read_bytes()
    assert content.startswith(b"PK") if ending == "xlsx" else "加强宣传" in content.decode("utf-8")


def test_a_wide_table_is_printed_as_records_where_the_terminal_is_narrow(program: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "60")
    narrow = program("query", "due-before", "--date", "2018-12-31").out
    assert re.search(r"^Task +推进医联体建设$", narrow, re.MULTILINE)
    monkeypatch.setenv("COLUMNS", "250")
    wide = program("query", "due-before", "--date", "2018-12-31").out.splitlines()
    assert wide[0].split()[:2] == ["Due", "Document"]
    assert len(wide) == 4


def test_headings_are_in_the_language_asked_for(program: Run, monkeypatch: pytest.MonkeyPatch):
    assert "Department" in program("query", "workload").out
    assert "部门" in program("query", "workload", "--lang", "zh").out
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "部门" in program("query", "workload").out
    monkeypatch.setenv("REFORMKG_LANG", "en")
    assert "Department" in program("query", "workload").out


def test_columns_can_be_chosen(program: Run):
    chosen = program("query", "missing-owner", "--columns", "task,document", "--format", "csv").out
    assert chosen.splitlines()[0] == "task,document"


def test_a_query_may_come_from_a_file_or_the_command_line(program: Run, tmp_path: Path):
    text = "SELECT DISTINCT ?title WHERE { ?task a reform:Task ; dcterms:title ?title } ORDER BY ?title"
    (tmp_path / "titles.rq").write_text(text, encoding="utf-8")
    expected = ["加强宣传", "完善药品供应", "推进医联体建设"]
    for words in (("--sparql", text), ("--file", "titles.rq"), ("titles", "--queries", ".")):
        rows = read_csv(program("query", *words, "--format", "csv").out)
        assert [row["title"] for row in rows] == expected


def test_one_broken_query_file_does_not_break_the_others(program: Run, tmp_path: Path):
    (tmp_path / "broken.rq").write_text("#+ params: [\n", encoding="utf-8")
    listed = program("query", "--queries", ".", "--format", "csv")
    assert listed.code == 0
    assert "tasks-of" in listed.out
    assert listed.err.startswith("error: broken.rq:1: ")


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 1), ("warning", 1), ("never", 0)])
def test_validation_is_a_gate(fail_on: str, code: int, program: Run):
    assert program("validate", "--fail-on", fail_on).code == code


def test_a_graph_that_conforms_passes_the_gate(program: Run, tmp_path: Path):
    """The first item of the small notice has an owner and a date: only its warnings can fail it."""
    kg = kg_of(tmp_path / "good", document(with_items=[item(responsibilities=document().items[0].responsibilities)]))
    assert program("validate", "--kg", kg).code == 0
    assert program("validate", "--kg", kg, "--fail-on", "warning").code == 1


def test_findings_are_put_together_as_asked(program: Run):
    by_body = program("validate", "--by", "organisation").out
    assert "示例市深化医药卫生体制改革领导小组办公室  (violation 2" in by_body
    assert "RK001  Task without an owner" not in by_body


def test_the_summary_counts_by_what_is_asked(program: Run):
    for by, heading in (("shape", "checked"), ("document", "completeness %"), ("organisation", "who should act")):
        assert heading in program("validate", "--format", "summary", "--by", by).out


def test_only_some_shapes_and_documents_are_reported(program: Run):
    found = json.loads(program("validate", "--format", "json", "--shape", "rk001", "--shape", "RK003").out)
    assert found["shapes"] == ["RK001", "RK003"]
    assert {finding["shape"] for finding in found["findings"]} == {"RK001", "RK003"}
    one = json.loads(program("validate", "--format", "json", "--document", "示医改办-2018-6").out)
    assert one["documents"] == 1
    assert {finding["document"] for finding in one["findings"]} == {"示医改办-2018-6"}
    by_number = json.loads(program("validate", "--format", "json", "--document", "示医改办〔2018〕5号").out)
    assert {finding["document"] for finding in by_number["findings"]} == {"示医改办-2018-5"}
    assert program("validate", "--document", "示医改办-2018-6", "--shape", "RK060").code == 0


def test_the_gravest_findings_are_listed_and_all_are_counted(program: Run):
    whole, part = program("validate", "--format", "json"), program("validate", "--format", "json", "--limit", "2")
    assert [finding["shape"] for finding in json.loads(part.out)["findings"]] == ["RK001", "RK001"]
    assert json.loads(part.out)["severities"] == json.loads(whole.out)["severities"]
    assert "the 2 gravest of" in part.err
    none = program("validate", "--limit", "0")
    assert (none.code, len(none.out.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--shape", "RK101", "Did you mean RK0"), ("--document", "没有的文件", "reformkg query documents")],
)
def test_shapes_and_documents_that_are_not_there_are_named(option: str, value: str, said: str, program: Run):
    asked = program("validate", option, value)
    assert (asked.code, asked.out) == (2, "")
    assert value in asked.err
    assert said in asked.err


def test_a_profile_raises_and_switches_off_shapes(program: Run, tmp_path: Path):
    assert " warning 0" in program("validate", "--profile", "strict").out.splitlines()[0]
    (tmp_path / "office.toml").write_text('[shapes]\nRK001 = "off"\n', encoding="utf-8")
    lenient = program("validate", "--profile", "office.toml")
    assert (lenient.code, "RK001" in lenient.out) == (0, False)


@pytest.mark.parametrize(("form", "mark"), [("csv", "shape,severity"), ("junit", "<testsuite"), ("sarif", '"2.1.0"')])
def test_the_report_is_written_for_other_programs(form: str, mark: str, program: Run):
    assert mark in program("validate", "--format", form).out


def test_the_report_comes_in_every_form(program: Run, tmp_path: Path):
    text = program("validate").out
    assert "RK001  Task without an owner  (violation 2)" in text
    assert "3 items" not in text.splitlines()[0]
    assert re.search(
        r"^RK001 +Task without an owner +violation +\d+ +2$",
        program("validate", "--format", "summary").out,
        re.MULTILINE,
    )
    found = json.loads(program("validate", "--format", "json").out)
    owners = [finding for finding in found["findings"] if finding["shape"] == "RK001"]
    assert [(finding["document"], finding["item"]) for finding in owners] == [
        ("示医改办-2018-5", "一/3"),
        ("示医改办-2018-6", "一/3"),
    ]
    assert program("validate", "--format", "md").out.startswith("# ")
    assert program("validate", "--format", "html").out.startswith("<!")
    graph = Graph().parse(data=program("validate", "--format", "ttl").out, format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == len(found["findings"])
    written = program("validate", "--format", "json", "-o", "report.json")
    assert (written.code, written.out) == (1, "")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == found


def test_the_site_is_pages_that_need_nothing_else(program: Run, tmp_path: Path):
    written = program("site", "-o", "网页")
    assert written.code == 0
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "网页").iterdir()}
    assert {"index.html", "graph.html", "ledger.html", "timeline.html", "report.html"} <= set(pages)
    assert all("推进医联体建设" in page for page in pages.values())


@pytest.mark.parametrize(("name", "mark"), [("台账.xlsx", b"PK"), ("台账.csv", b"\xef\xbb\xbf"), ("台账.md", b"# ")])
def test_the_ledger_is_written_in_the_form_that_its_name_tells(name: str, mark: bytes, program: Run, tmp_path: Path):
    assert program("ledger", "-o", name, "--as-of", "2018-12-20").code == 0
    assert (tmp_path / name).read_bytes().startswith(mark)


def test_the_graph_is_one_page(program: Run, tmp_path: Path):
    written = program("graph", "-o", "关系图.html")
    assert (written.code, written.out) == (0, "")
    page = (tmp_path / "关系图.html").read_text(encoding="utf-8")
    assert "推进医联体建设" in page
    assert program("graph", "-o", "-").out == page
    assert [path.name for path in tmp_path.iterdir()] == ["关系图.html"]


@pytest.mark.parametrize("name", ["示医改办-2018-5/一/1", "https://w3id.org/reformkg/id/doc/示医改办-2018-5/item/一/1"])
def test_a_task_is_shown_with_all_that_is_known_of_it(name: str, program: Run):
    shown = program("show", name)
    assert shown.code == 0
    for part in (
        "一/1  推进医联体建设",
        "示医改办〔2018〕5号",
        "（牵头单位：市卫生计生委；配合单位：市财政局、市特别办）",
        "市卫生计生委 (lead) → 示例市卫生和计划生育委员会",
        "2018-12-31  「2018年底前」",
        "县域内就诊率 ≥ 90 % (2018-12-31)",
    ):
        assert part in shown.out


def test_validation_has_its_say_on_a_task(program: Run):
    assert "violation RK001: " in program("show", "示医改办-2018-5/一/3").out


def test_a_name_of_several_tasks_is_answered_with_them(program: Run):
    asked = program("show", "一/1")
    assert asked.code == 2
    assert "2 items are called so. Give one of: 示医改办-2018-5/一/1 推进医联体建设; 示医改办-2018-6/一/1" in asked.err


def test_words_of_a_title_are_a_name(program: Run, tmp_path: Path):
    kg = kg_of(tmp_path / "one", document())
    assert program("show", "药品", "--kg", kg).out.startswith("一/2  完善药品供应\n")


def test_facts_are_extracted_for_programs_and_people(program: Run, tmp_path: Path):
    source = notice(tmp_path, "通知.txt")
    found = json.loads(program("extract", source).out)
    assert found["document"]["number"] == "辽卫发〔2019〕1号"
    assert [(owner["name"], owner["role"]) for owner in found["items"][0]["owners"]] == [
        ("省卫生健康委", "responsible"),
        ("省财政局", "responsible"),
    ]
    table = program("extract", source, "--format", "table").out
    assert "2020-06-30" in table
    assert "签约率 ≥ 60 %" in table


def test_a_passage_is_explained_with_the_rule_of_every_fact(program: Run, tmp_path: Path):
    source = notice(tmp_path, "通知.txt")
    whole = program("explain", source).out
    assert "辽卫发〔2019〕1号" in whole
    part = program("explain", source, "--item", "一/一").out
    assert part.startswith("一/一  完善制度\n")
    assert ":2020年6月底前]" in part
    rules = {fact["rule"] for fact in json.loads(program("extract", source).out)["items"][0]["deadlines"]}
    assert all(rule in part for rule in rules)
    assert program("explain", source, "--item", "九").code == 2


def test_output_is_utf8_whatever_the_locale(tmp_path: Path):
    source = notice(tmp_path, "通知.txt")
    plain = reformkg("extract", source, cwd=tmp_path)
    other = reformkg("extract", source, cwd=tmp_path, env={"LC_ALL": "POSIX", "LANG": "POSIX", "PYTHONUTF8": "0"})
    assert "完善制度" in other.out
    assert other.out == plain.out


def test_a_file_may_have_a_name_that_is_not_unicode(tmp_path: Path):
    """Archives made on Chinese Windows leave names in GBK."""
    source = notice(tmp_path, "公文.txt").rename(tmp_path / os.fsdecode("公文.txt".encode("gbk")))
    assert reformkg("build", source, cwd=tmp_path).code == 0
    assert "公文.txt" in reformkg("query", "documents", "--format", "csv", cwd=tmp_path).out


def test_a_pipe_gets_no_colours_and_no_progress(kg: Path, tmp_path: Path):
    source = notice(tmp_path, "通知.txt")
    for words in (("build", source), ("explain", source), ("show", "示医改办-2018-5/一/1", "--kg", kg)):
        outcome = reformkg(*words, cwd=tmp_path)
        assert ESCAPE not in outcome.out + outcome.err


def test_no_color_is_respected(kg: Path, tmp_path: Path):
    words = ("explain", notice(tmp_path, "通知.txt"))
    coloured = reformkg(*words, cwd=tmp_path, env={"FORCE_COLOR": "1"})
    assert f"{ESCAPE}[3" in coloured.out
    plain = reformkg(*words, cwd=tmp_path, env={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert not re.search(rf"{ESCAPE}\[[0-9;]*3[0-7]", plain.out)


def test_two_builds_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path):
    for seed in ("0", "4711"):
        built = reformkg("build", SEEDS, "--kg", seed, cwd=tmp_path, env={"PYTHONHASHSEED": seed})
        assert built.code == 0
    first, second = contents(tmp_path / "0"), contents(tmp_path / "4711")
    assert {"kg.trig", "graph.html", "report.html", "report.md"} <= set(first)
    assert first == second


def test_the_shell_completes_the_names_of_queries(tmp_path: Path):
    shell = {"_REFORMKG_COMPLETE": "complete_bash", "COMP_WORDS": "reformkg query missing", "COMP_CWORD": "2"}
    assert reformkg(cwd=tmp_path, env=shell).out.split() == ["missing-lead", "missing-owner"]
