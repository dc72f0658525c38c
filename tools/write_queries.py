# ruff: noqa: E501 - the lines of a page are as long as its tables
"""Writes docs/queries.md from the headers of the saved queries: `python tools/write_queries.py`.

A test holds the file to what this writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reformkg.query import Catalogue, Parameter, Query, load_queries
from reformkg.resources import queries_dir

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"

_FAMILIES = (
    ("ownership", "Who owns what · 责任分工"),
    ("time", "By when · 时限"),
    ("indicators", "To what target · 指标"),
    ("documents", "Documents and citations · 文件与引用"),
    ("organisations", "Organisations and reforms · 机构与改革"),
    ("gaps", "What is missing · 缺漏"),
    ("quality", "How facts were found · 抽取质量"),
    ("collaboration", "Who works with whom · 协作"),
    ("topics", "Topics · 主题"),
    ("cascade", "From province to county · 上下对照"),
)

_HEAD = """\
# The saved queries · 查询目录

`reformkg query` lists them, `reformkg query NAME --help` shows one, `reformkg query NAME --PARAM VALUE` asks it. This page
is written by `tools/write_queries.py` from the queries' own headers.

"""

_GUIDE = """\
## Writing your own

A query is a file `NAME.rq` in a folder that you name with `--queries DIR`; of two queries with one name yours counts. It is
SPARQL 1.1, asked of the union of all documents' graphs and the vocabularies, with a header in YAML in lines that begin with
`#+`, as [grlc](https://grlc.io) reads them:

```sparql
#+ summary: What a department leads in a year
#+ summary-zh: 某部门某年牵头的任务
#+ tags: [ownership, time]
#+ params:
#+   department: {type: department, zh: 部门, en: the department, example: 卫生健康}
#+   year: {type: year, default: today, zh: 年份, en: the year, example: 2020}
#+ columns:
#+   task: {zh: 任务, en: Task}
#+   due: {zh: 时限, en: Due}
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX reform: <https://w3id.org/reformkg/ns#>

SELECT DISTINCT ?task ?due
WHERE {
  #: bind department, year
  ?item reform:lead ?_department_iri ; dcterms:title ?task ; reform:due ?due .
  FILTER(YEAR(?due) = ?_year_integer)
}
ORDER BY ?due ?task
```

| header | says |
|---|---|
| `summary`, `description` | what it answers, in English; `summary-zh`, `description-zh` in Chinese |
| `empty`, `empty-zh` | what it means when there are no rows; told beside the empty answer |
| `tags` | families, for `reformkg query --list --tag TAG` |
| `params` | for each parameter `type`, `zh` and `en`, `example`; `default`, or `optional: true`; `choices: [a, b]` |
| `columns` | for each column, in order, `zh` and `en` headings; `list: true` for lists made with `GROUP_CONCAT(…; separator="\\n")`; \
`words: comparator`, `recurrence` or `gap` for codes that are shown in words |

**Parameters are bound, never pasted.** At each line `#: bind a, b` the program puts a `VALUES` block with the RDF terms that
the values stand for, so that no value can change what the query asks. A parameter's variable is named as grlc names it:
`?_department_iri`, with two underscores where the parameter is optional, and hyphens left out:

| type | a value | its variable is bound to | ends in |
|---|---|---|---|
| `date` | `2020-12-31`, `today`, `today+30`, or another date parameter with or without days, as `as-of+30` | a date | `_xsd_date` |
| `year` | `2020`, `today` | an integer | `_integer` |
| `integer` | `12` | an integer | `_integer` |
| `text` | any text | a string | |
| `role` | lead, support, responsible, 牵头, 配合, 负责 | the role | `_iri` |
| `department` | a full name, a name that a document writes, a function (卫健委, health), a place and a function (大连卫健委) | \
every organisation that it means | `_iri` |
| `function` | a name that the function or one of its bodies has or had (医保, 卫计委, medical insurance) | the function | `_iri` |
| `place` | a full name, or its end without the rank (上街) | the place | `_iri` |
| `topic` | a name or a part of one | topics | `_iri` |
| `document` | a number in any brackets, a title or a part of one, a key | documents | `_iri` |

An optional parameter without a value leaves its variable unbound: write patterns that hold for any value
(`reform:role ?__role_iri`), or test with `BOUND`. What a name was taken for is told beside the answer.

**A query runs on every engine.** Tests ask each on rdflib, on the embedded store and on the servers in
[scale.md](scale.md#on-a-server), and the rows are the same. Four habits make that so where Virtuoso leaves the standard:
`ORDER BY STR(?name)` for names and titles, which it else sorts by when they came; a language on constants that are not
ASCII (`"–"@zh`), which `CONCAT` takes off again; `xsd:boolean(BOUND(?x))` for a truth value that is shown; and `DISTINCT`
where nothing is counted, not `GROUP BY`, and in a subquery that compares with a parameter.

**Fast and the same everywhere.** Patterns that must match come before OPTIONAL; a body's label is read in the graph of the
document at hand (`GRAPH ?source { ?body rdfs:label ?name }`: a document's graph is named with the document's IRI), since
the union of graphs holds it once for each document; ORDER BY goes down to something unique. With GROUP BY, order outside
of a sub-select: rdflib forgets what is grouped by and not selected.
"""


def page(catalogue: Catalogue) -> str:
    """Return the page: every query under the first of its tags that names a family, then how to write one."""
    return _HEAD + "".join(_families(catalogue)) + _GUIDE


def _families(catalogue: Catalogue) -> Iterator[str]:
    for tag, title in _FAMILIES:
        own = [query for query in catalogue.queries if query.tags[0] == tag]
        yield f"## {title}\n\n"
        yield from map(_query, own)


def _query(query: Query) -> str:
    command = f"reformkg query {query.name}" + "".join(
        f" --{each.name} {_quoted(each.example or '')}" for each in query.parameters if each.required
    )
    columns = ", ".join(f"{column.heading.en} {column.heading.zh}" for column in query.columns)
    return (
        f"### {query.name}\n\n**{query.summary.en} · {query.summary.zh}**\n\n{query.description.en}\n"
        f"{query.description.zh}\n\n```console\n$ {command}\n```\n\n"
        + ("".join(map(_parameter, query.parameters)) + "\n" if query.parameters else "")
        + f"Columns: {columns}. Tags: {', '.join(query.tags)}.\n\n"
    )


def _parameter(parameter: Parameter) -> str:
    need = f"default {parameter.default}" if parameter.default else "optional" if parameter.optional else "required"
    return (
        f"- `--{parameter.name}` ({parameter.type}, {need}): {parameter.description.en} · {parameter.description.zh}, "
        f"as `{parameter.example}`\n"
    )


def _quoted(value: str) -> str:
    return f"'{value}'" if any(letter in " 〔〕[]()&;|*?" for letter in value) else value


if __name__ == "__main__":
    PAGE.write_text(page(load_queries([queries_dir()])), encoding="utf-8", newline="\n")
