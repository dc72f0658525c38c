"""Every saved query answers rightly, on two engines alike, and no value of a parameter can harm one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import XSD
from rdflib.term import Literal, URIRef

from queries.cases import Case, cases, shown
from queries.engines import RdflibEngine, embedded
from reformkg.errors import QueryError
from reformkg.model import Bilingual
from reformkg.query import Catalogue, Query, bind, construct, load_queries, parse_query, run, stream
from reformkg.query.engine import Engine
from reformkg.query.terms import sparql_text
from reformkg.store import Kg

QUERIES = Path(__file__).parent.parent / "queries"
CATALOGUE = load_queries([QUERIES])
TODAY = date(2020, 6, 1)
CASES = cases()


@pytest.fixture(scope="module")
def kg() -> Kg:
    return embedded()


@pytest.fixture(scope="module")
def rdflib_engine() -> RdflibEngine:
    return RdflibEngine()


def plain_arguments(query: Query) -> dict[str, str]:
    return {each.name: each.example or "" for each in query.parameters if each.required}


class TestCatalogue:
    def test_every_query_of_the_program_can_be_read(self) -> None:
        assert CATALOGUE.broken == ()
        assert {path.stem for path in QUERIES.glob("*.rq")} == {query.name for query in CATALOGUE.queries}

    def test_every_query_has_a_case(self) -> None:
        assert {case.query for case in CASES} == {query.name for query in CATALOGUE.queries}

    @pytest.mark.parametrize("query", CATALOGUE.queries, ids=lambda query: query.name)
    def test_a_query_is_told_in_both_languages(self, query: Query) -> None:
        texts = [
            query.summary,
            query.description,
            *([query.empty] if query.empty else []),
            *(column.heading for column in query.columns),
        ]
        texts += [parameter.description for parameter in query.parameters]
        for text in texts:
            assert text.zh != text.en
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh), text
            assert text.en.isascii(), text
        assert query.tags
        assert query.columns
        assert all(parameter.example for parameter in query.parameters)

    @pytest.mark.parametrize("query", CATALOGUE.queries, ids=lambda query: query.name)
    def test_some_case_of_every_query_has_rows(self, query: Query) -> None:
        assert any(case.rows for case in CASES if case.query == query.name)

    @pytest.mark.parametrize(
        ("wrong", "near"),
        [("task-of", "tasks-of"), ("due", "due-before"), ("Workload", "workload"), ("xy", "lists")],
    )
    def test_an_unknown_name_is_answered_with_near_ones(self, wrong: str, near: str) -> None:
        with pytest.raises(QueryError, match=near):
            CATALOGUE.get(wrong)

    def test_the_first_folder_counts(self, tmp_path: Path) -> None:
        (tmp_path / "documents.rq").write_text("#+ summary: mine\nSELECT ?s WHERE { ?s ?p ?o }", encoding="utf-8")
        catalogue = load_queries([tmp_path, QUERIES])
        assert catalogue.get("documents").summary.en == "mine"
        assert catalogue.get("workload") == CATALOGUE.get("workload")

    def test_tags(self) -> None:
        assert {"due-before", "due-in-year", "timeline"} <= {query.name for query in CATALOGUE.tagged("time")}


HEAD = "#+ summary: A\n#+ params:\n#+   x:\n#+     type: text\n"
BROKEN = [
    ("#+ summary: [a\nSELECT ?s {}", 1, "not YAML"),
    ("# a comment\n#+ - a\n#+ - b\nSELECT ?s {}", 1, "name: value"),
    ("#+ summary: A\n#+ params: 3\nSELECT ?s {}", 2, "params"),
    ("#+ summary: A\n#+ params:\n#+   X y:\n#+     type: text\nSELECT ?s {}", 2, "name"),
    ("#+ summary: A\n#+ params:\n#+   x:\n#+     type: texts\nSELECT ?s {}", 4, "texts"),
    (HEAD + "SELECT ?_x { ?_x ?p ?o }", 3, "#: bind x"),
    (HEAD + "SELECT ?s {\n#: bind x\n?s ?p ?o }", 3, r"\?_x"),
    (HEAD + "SELECT ?_x {\n#: bind x, y\n?_x ?p ?o }", 6, "bind y"),
    ("#+ summary: A\n#+ tags: time\nSELECT ?s {}", 2, "tags"),
    ("#+ summary: A\n#+ columns:\n#+   s: {zh: 甲}\n#+   o: {zh: 乙}\nSELECT ?s { ?s ?p 1 }", 4, r"\?o"),
    ("#+ summary: A\n#+ columns:\n#+   s: {zh: 甲, words: roles}\nSELECT ?s { ?s ?p 1 }", 3, "roles"),
]


class TestBrokenFiles:
    @pytest.mark.parametrize(("text", "line", "what"), BROKEN)
    def test_the_file_and_line_are_named_and_the_others_work(
        self, tmp_path: Path, text: str, line: int, what: str
    ) -> None:
        (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
        (tmp_path / "good.rq").write_text("#+ summary: Good\nSELECT ?s { ?s ?p ?o }", encoding="utf-8")
        catalogue = load_queries([tmp_path])
        assert [query.name for query in catalogue.queries] == ["good"]
        (error,) = catalogue.broken
        assert error.where == f"{tmp_path / 'broken.rq'}:{line}"
        with pytest.raises(QueryError, match=what):
            catalogue.get("broken")

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe\x00SELECT")
        assert "UTF-8" in str(load_queries([tmp_path]).broken[0])

    def test_broken_sparql_is_told_with_its_line(self, kg: Kg) -> None:
        query = parse_query("#+ summary: A\nSELECT ?s WHERE {\n ?s ?p }", "mine", Path("mine.rq"))
        with pytest.raises(QueryError) as caught:
            run(kg, query, {})
        assert caught.value.where == "mine.rq:3"

    def test_a_column_that_is_not_selected(self, kg: Kg) -> None:
        query = parse_query("#+ summary: A\n#+ columns:\n#+   o: {zh: 甲}\nSELECT ?s { ?s ?p ?o }", "mine")
        with pytest.raises(QueryError, match=r"\?o"):
            run(kg, query, {})

    @pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
    def test_a_query_without_a_table(self, kg: Kg, text: str) -> None:
        with pytest.raises(QueryError, match="no table"):
            run(kg, parse_query(text, "mine"), {})

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(QueryError, match="no such folder"):
            load_queries([tmp_path / "nowhere"])


class TestAnswers:
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
    def test_embedded_store(self, kg: Kg, case: Case) -> None:
        assert shown(run(kg, CATALOGUE.get(case.query), case.arguments, today=TODAY)) == case.rows

    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
    def test_rdflib(self, rdflib_engine: RdflibEngine, case: Case) -> None:
        assert shown(run(rdflib_engine, CATALOGUE.get(case.query), case.arguments, today=TODAY)) == case.rows

    def test_a_query_without_a_header_has_its_variables_as_columns(self, kg: Kg) -> None:
        text = "SELECT ?number (COUNT(*) AS ?n) { ?d reform:documentNumber ?number } GROUP BY ?number ORDER BY ?number"
        rows = run(kg, parse_query(text, "mine"), {})
        assert [column.heading for column in rows.columns] == [Bilingual("number", "number"), Bilingual("n", "n")]
        assert rows.rows == (("东卫发〔2020〕3号", 1), ("江政办〔2019〕10号", 1))


class TestEmptyAnswers:
    def test_an_empty_answer_says_what_it_means(self, kg: Kg) -> None:
        rows = run(kg, CATALOGUE.get("overdue"), {"as-of": "2000-01-01"})
        assert rows.rows == ()
        assert rows.notes == (Bilingual("到这一天没有逾期的任务。", "Nothing is overdue on this day."),)

    def test_an_answer_with_rows_does_not(self, kg: Kg) -> None:
        assert run(kg, CATALOGUE.get("overdue"), {"as-of": "2030-01-01"}).notes == ()


class TestStreamsAndTriples:
    def test_rows_come_as_they_are_taken(self, kg: Kg) -> None:
        query = CATALOGUE.get("tasks-of")
        answer = stream(kg, query, {"department": "卫健委"})
        first = next(answer.rows)
        whole = run(kg, query, {"department": "卫健委"})
        assert (first, *answer.rows) == whole.rows
        assert (answer.columns, answer.notes) == (whole.columns, whole.notes)

    def test_triples_are_bound_like_rows_and_written_by_rdflib(self, kg: Kg) -> None:
        text = (
            "#+ params:\n#+   place: {type: place}\nPREFIX reform: <https://w3id.org/reformkg/ns#>\n"
            "CONSTRUCT { ?d reform:documentNumber ?n } WHERE {\n#: bind place\n"
            "?d reform:jurisdiction ?_place_iri ; reform:documentNumber ?n }"
        )
        graph = construct(kg, parse_query(text, "mine"), {"place": "江海"})
        assert graph.serialize(format="nt") == (
            "<https://w3id.org/reformkg/id/doc/江政办-2019-10> <https://w3id.org/reformkg/ns#documentNumber> "
            '"江政办〔2019〕10号" .\n'
        )
        assert "@prefix reform:" in graph.serialize(format="turtle")

    @pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "SELECT * { ?s ?p ?o }"])
    def test_a_query_without_triples(self, kg: Kg, text: str) -> None:
        with pytest.raises(QueryError, match="no triples"):
            construct(kg, parse_query(text, "mine"), {})


HEALTH = (
    "东湾市卫生健康委员会",
    "东湾市西坪县卫生和计划生育委员会",
    "东湾市西坪县卫生和计划生育委员会医政科",
    "江海省卫生健康委员会",
)
NAMES = [
    ("department", "卫生健康", HEALTH),
    ("department", "卫生健康部门", HEALTH),
    ("department", "Health", HEALTH),
    ("department", "卫健委", HEALTH),
    ("department", "市卫计委", HEALTH),
    ("department", "东湾卫健委", ("东湾市卫生健康委员会",)),
    ("department", "江海省卫健委", ("江海省卫生健康委员会",)),
    ("department", "东湾市西坪县医保局", ("东湾市西坪县医疗保障局",)),
    ("department", "东湾市", ()),
    ("department", "省卫生健康委", ("江海省卫生健康委员会",)),
    ("department", " 江海省卫生健康委员会 ", ("江海省卫生健康委员会",)),
    ("department", "各县（区）人民政府", ("东湾市各县（区）人民政府",)),
    ("department", "专班", ("专班",)),
    ("department", "https://w3id.org/reformkg/id/org/?/专班", ()),
    ("department", "", ()),
    ("place", "江海省", ("江海省",)),
    ("place", "西坪", ("东湾市西坪县",)),
    ("place", "平", ()),
    ("document", "江政办〔2019〕10号", ("江海省人民政府办公厅关于推进分级诊疗的通知",)),
    ("document", "江政办[2019] 10号", ("江海省人民政府办公厅关于推进分级诊疗的通知",)),
    ("document", "东卫发-2020-3", ("东湾市卫生健康委员会关于印发分级诊疗工作方案的通知",)),
    (
        "document",
        "分级诊疗",
        ("东湾市卫生健康委员会关于印发分级诊疗工作方案的通知", "江海省人民政府办公厅关于推进分级诊疗的通知"),
    ),
    ("topic", "医保支付", ("医保支付",)),
    ("function", "财政", ("财政",)),
    ("function", "卫计委", ("卫生健康",)),
    ("function", "medical insurance", ("医保",)),
]
VALUES = [
    ("date", "2020-02-29", Literal("2020-02-29", datatype=XSD.date)),
    ("date", "today", Literal("2020-06-01", datatype=XSD.date)),
    ("date", "today+30", Literal("2020-07-01", datatype=XSD.date)),
    ("date", "today-1", Literal("2020-05-31", datatype=XSD.date)),
    ("year", "2020", Literal(2020)),
    ("year", "today", Literal(2020)),
    ("integer", "-30", Literal(-30)),
    ("text", "签约 ", Literal("签约")),
    ("role", "牵头", URIRef("https://w3id.org/reformkg/role/lead")),
    ("role", "Support", URIRef("https://w3id.org/reformkg/role/support")),
]
MALFORMED = [
    ("date", "2020-02-30"),
    ("date", "20200229"),
    ("date", "明年"),
    ("date", "tomorrow"),
    ("date", "today+99999999"),
    ("date", "today+99999" * 20),
    ("year", "today+1"),
    ("date", ""),
    ("year", "20"),
    ("year", "二〇二〇"),
    ("integer", "1.5"),
    ("integer", "9" * 30),
    ("role", "boss"),
    ("text", "\udc80"),
]


def asking(kind: str) -> Query:
    suffix = {"date": "_xsd_date", "year": "_integer", "integer": "_integer", "text": ""}.get(kind, "_iri")
    return parse_query(
        f"#+ summary: A\n#+ params:\n#+   x: {{type: {kind}}}\nSELECT ?_x{suffix} {{\n#: bind x\n}}", "mine"
    )


class TestParameters:
    @pytest.mark.parametrize(("kind", "value", "names"), NAMES)
    def test_a_name_as_anyone_writes_it(self, kg: Kg, kind: str, value: str, names: tuple[str, ...]) -> None:
        (match,) = bind(asking(kind), {"x": value}, kg, today=TODAY).matches
        assert match.names == names
        assert len(match.terms) == len(names)

    @pytest.mark.parametrize(("kind", "value", "term"), VALUES)
    def test_values_become_terms(self, kg: Kg, kind: str, value: str, term: Literal | URIRef) -> None:
        (match,) = bind(asking(kind), {"x": value}, kg, today=TODAY).matches
        assert match.terms == (term,)

    @pytest.mark.parametrize(("kind", "value"), MALFORMED)
    def test_a_malformed_value_is_refused(self, kg: Kg, kind: str, value: str) -> None:
        with pytest.raises(QueryError) as caught:
            run(kg, asking(kind), {"x": value})
        assert caught.value.where == "--x"

    def test_a_value_outside_the_choices_is_refused(self, kg: Kg) -> None:
        text = "#+ params:\n#+   x: {choices: [a, b]}\nSELECT ?_x {\n#: bind x\n}"
        assert run(kg, parse_query(text, "mine"), {"x": "a"}).rows == (("a",),)
        with pytest.raises(QueryError, match="one of a, b"):
            run(kg, parse_query(text, "mine"), {"x": "c"})

    def test_a_default_is_used(self, kg: Kg) -> None:
        text = "#+ params:\n#+   x: {type: date, default: today}\nSELECT ?_x_xsd_date {\n#: bind x\n}"
        assert run(kg, parse_query(text, "mine"), {}, today=TODAY).rows == ((TODAY,),)

    def test_a_date_may_be_counted_from_another_parameter(self, kg: Kg) -> None:
        text = (
            "#+ params:\n#+   from-day: {type: date}\n#+   until: {type: date, default: from-day+10}\n"
            "SELECT ?_fromday_xsd_date ?_until_xsd_date {\n#: bind from-day, until\n}"
        )
        rows = run(kg, parse_query(text, "mine"), {"from-day": "2020-02-20"}).rows
        assert rows == ((date(2020, 2, 20), date(2020, 3, 1)),)

    def test_an_unknown_parameter_is_answered_with_near_ones(self, kg: Kg) -> None:
        with pytest.raises(QueryError, match=r"--departement.*Did you mean department\?"):
            run(kg, CATALOGUE.get("tasks-of"), {"departement": "财政"})

    def test_a_missing_parameter_is_named(self, kg: Kg) -> None:
        with pytest.raises(QueryError, match="needs --date") as caught:
            run(kg, CATALOGUE.get("due-before"), {})
        assert caught.value.remedy == "Give --date 2020-12-31"

    def test_the_reader_is_told_what_a_name_was_taken_for(self, kg: Kg) -> None:
        taken = run(kg, CATALOGUE.get("tasks-of"), {"department": "市医保局"})
        assert taken.notes == (
            Bilingual(
                "--department 市医保局：按 东湾市医疗保障局 查询", "--department 市医保局: taken for 东湾市医疗保障局"
            ),
        )
        assert run(kg, CATALOGUE.get("tasks-of"), {"department": "东湾市医疗保障局"}).notes == ()
        (nothing,) = run(kg, CATALOGUE.get("tasks-of"), {"department": "无此部门"}).notes
        assert "nothing in the graph" in nothing.en


HOSTILE = {
    "quote": '" } ?s ?p ?o . { "',
    "single quote": "' } UNION { ?s ?p ?o } #",
    "triple quote": '"""\n""" } ?x ?y ?z #',
    "quote behind a line feed": '\n\\"',
    "escape": "\\u0022 } ?s ?p ?o #",
    "escaped escape": "\\\\u0022\\u000a\\U00000022",
    "iri": "https://w3id.org/reformkg/id/> } ?s ?p ?o . { <",
    "braces": "}}}} {{{{",
    "comment": "# 财政",
    "mark": "#: bind department\n#+ summary: b",
    "update": "财政 ; DROP ALL",
    "values": ") ( UNDEF ) } VALUES ?x { UNDEF",
    "controls": "\x01\x02\t\r\n\x7f\u2028",
    "1 MB": "财\"}'" * 262_144,
}


class TestHostileValues:
    @pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
    @pytest.mark.parametrize("query", CATALOGUE.queries, ids=lambda query: query.name)
    def test_they_find_nothing(self, kg: Kg, query: Query, value: str) -> None:
        self._check(kg, query, value)

    @pytest.mark.parametrize("query", CATALOGUE.queries, ids=lambda query: query.name)
    def test_nor_in_rdflib(self, rdflib_engine: RdflibEngine, query: Query) -> None:
        self._check(rdflib_engine, query, " ".join(value for name, value in HOSTILE.items() if name != "1 MB"))

    def test_they_break_nothing(self, kg: Kg) -> None:
        before = sorted(map(str, kg.query("SELECT * { GRAPH ?g { ?s ?p ?o } }").rows))
        for value in HOSTILE.values():
            self._check(kg, CATALOGUE.get("tasks-of"), value)
        assert sorted(map(str, kg.query("SELECT * { GRAPH ?g { ?s ?p ?o } }").rows)) == before

    def _check(self, engine: Engine, query: Query, value: str) -> None:
        for parameter in query.parameters:
            arguments = plain_arguments(query) | {parameter.name: value}
            if parameter.choices or parameter.type in {"date", "year", "integer", "role"}:
                with pytest.raises(QueryError):
                    run(engine, query, arguments, today=TODAY)
            else:
                assert run(engine, query, arguments, today=TODAY).rows == ()


class TestTerms:
    @settings(deadline=None)
    @given(text=st.text())
    def test_every_string_comes_back_as_it_was(self, kg: Kg, text: str) -> None:
        found = kg.query(f"SELECT ?x {{ VALUES ?x {{ {sparql_text(Literal(text))} }} }}")
        assert next(found.rows) == (Literal(text),)

    @settings(deadline=None)
    @given(text=st.text(alphabet="\\uU0025\"'\n\r\t} a"))
    def test_strings_full_of_escapes_come_back_in_both_engines(
        self, kg: Kg, rdflib_engine: RdflibEngine, text: str
    ) -> None:
        sparql = f"SELECT ?x {{ VALUES ?x {{ {sparql_text(Literal(text))} }} }}"
        for engine in (kg, rdflib_engine):
            assert next(engine.query(sparql).rows) == (Literal(text),)

    @pytest.mark.parametrize("iri", ["a b", "a>b", "a<b", 'a"b', "a{b", "a\\b", "a\nb"])
    def test_a_text_that_is_no_iri_is_refused(self, iri: str) -> None:
        with pytest.raises(ValueError, match="not an IRI"):
            sparql_text(URIRef(iri))


def test_the_catalogue_is_frozen() -> None:
    assert isinstance(CATALOGUE, Catalogue)
    with pytest.raises(AttributeError):
        CATALOGUE.queries = ()  # type: ignore[misc]
