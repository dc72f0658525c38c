"""Saved queries: the files, their `#+` headers and the catalogue of them; reads query files and nothing else."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import yaml

from reformkg.errors import QueryError
from reformkg.model import Bilingual, Column
from reformkg.query.terms import VOCABULARIES
from reformkg.store import query_form

# The loader in C is ten times as fast; PyYAML has it where it was built with libyaml, as its wheels are.
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARK = re.compile(r"^\s*#:\s*bind\s+(?P<names>[a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)\s*$")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VARIABLE = re.compile(r"[?$]([A-Za-z_][A-Za-z0-9_]*)")


class ParameterType(StrEnum):
    """What the value of a parameter stands for."""

    DATE = "date"
    YEAR = "year"
    DEPARTMENT = "department"
    ROLE = "role"
    FUNCTION = "function"
    PLACE = "place"
    TOPIC = "topic"
    DOCUMENT = "document"
    INTEGER = "integer"
    TEXT = "text"


_SUFFIX = {
    ParameterType.DATE: "_xsd_date",
    ParameterType.YEAR: "_integer",
    ParameterType.INTEGER: "_integer",
    ParameterType.TEXT: "",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query.

    Attributes:
        default: used where no value is given; `today` stands for the day of asking.
        optional: without a value and a default the query is asked without this restriction.
        choices: the only values allowed, or empty.
        example: a value that shows how one is written.
    """

    name: str
    type: ParameterType
    description: Bilingual
    default: str | None
    optional: bool
    choices: tuple[str, ...]
    example: str | None

    @property
    def required(self) -> bool:
        """Whether the query cannot be asked without a value."""
        return self.default is None and not self.optional

    @property
    def variable(self) -> str:
        """The SPARQL variable, named as grlc wants it: `_before_xsd_date`, `__role_iri` for an optional one."""
        mark = "__" if self.optional else "_"
        return f"{mark}{self.name.replace('-', '')}{_SUFFIX.get(self.type, '_iri')}"


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query.

    Attributes:
        name: the file's name without its suffix.
        columns: in the order in which they are shown; a column's name is a variable that the query projects.
        words: for a column whose values are codes, the vocabulary in `terms.VOCABULARIES` that puts them into words.
        lists: columns whose values are lists made with GROUP_CONCAT and line feeds; their parts are put in order,
            since SPARQL leaves it open.
        empty: what it means when there are no rows, or None.
        text: the whole file, so that a line number in an error is the file's.
        path: the file, or None for a query given by hand.
    """

    name: str
    summary: Bilingual
    description: Bilingual
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    words: Mapping[str, str]
    lists: frozenset[str]
    empty: Bilingual | None
    tags: tuple[str, ...]
    text: str
    path: Path | None

    @property
    def gives_triples(self) -> bool:
        """Whether the query is a CONSTRUCT or DESCRIBE."""
        return query_form(self.text) in {"CONSTRUCT", "DESCRIBE"}

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of that name.

        Raises:
            QueryError: the query has none of that name; the message names near ones.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = [parameter.name for parameter in self.parameters]
        remedy = _near(name, known) or (
            f"It has: {', '.join('--' + each for each in known)}" if known else "It has no parameters"
        )
        raise QueryError(f"The query has no parameter --{name}", where=self.name, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The saved queries that could be read, by name, and what was wrong with the others."""

    queries: tuple[Query, ...]
    broken: tuple[QueryError, ...]

    def get(self, name: str) -> Query:
        """Return the query of that name.

        Raises:
            QueryError: there is none, or its file is broken; the message names near ones.
        """
        for query in self.queries:
            if query.name == name:
                return query
        for error in self.broken:
            if error.where and Path(error.where.rsplit(":", 1)[0]).stem == name:
                raise error
        names = [query.name for query in self.queries]
        remedy = _near(name, names) or "`reformkg query` lists the saved queries"
        raise QueryError(f"There is no saved query named {name!r}", remedy=remedy)

    def tagged(self, tag: str) -> tuple[Query, ...]:
        """Return the queries that bear the tag, by name."""
        return tuple(query for query in self.queries if tag in query.tags)


def load_queries(folders: Iterable[Path]) -> Catalogue:
    """Read every `*.rq` of the folders; of two files with one name the one in the earlier folder counts.

    A broken file is reported in `Catalogue.broken` with its file and line, and the others work.

    Raises:
        QueryError: a folder does not exist.
    """
    queries: dict[str, Query] = {}
    broken: dict[str, QueryError] = {}
    for folder in folders:
        if not folder.is_dir():
            raise QueryError(
                "There is no such folder of queries", where=str(folder), remedy="Give a folder of .rq files"
            )
        for path in sorted(folder.glob("*.rq")):
            if path.stem in queries or path.stem in broken:
                continue
            try:
                queries[path.stem] = read_query(path)
            except QueryError as error:
                broken[path.stem] = error
    return Catalogue(tuple(queries[name] for name in sorted(queries)), tuple(broken[name] for name in sorted(broken)))


def find_query(folders: Sequence[Path], name: str) -> Query:
    """Return the query of that name as `load_queries(folders).get(name)` does, without reading the others.

    Raises:
        QueryError: there is none, or its file is broken, or a folder does not exist.
    """
    for folder in folders:
        for path in folder.glob("*.rq"):
            if path.stem == name:
                return read_query(path)
        if not folder.is_dir():
            break
    return load_queries(folders).get(name)


def read_query(path: Path) -> Query:
    """Read one query file.

    A file without a header is a query too: it has no parameters and its columns are its variables.

    Raises:
        QueryError: the file cannot be read or its header is broken; `where` is the file and line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError("The query is not UTF-8 text", where=str(path), remedy="Save it as UTF-8") from error
    except OSError as error:
        raise QueryError(
            f"The query cannot be read: {error.strerror}", where=str(path), remedy="Check the file's name and rights"
        ) from error
    return parse_query(text, path.stem, path)


def parse_query(text: str, name: str, path: Path | None = None) -> Query:
    """Make a query of its text; `name` and `path` say where it came from.

    Raises:
        QueryError: the header is broken; `where` is the file (or the name) and line.
    """
    header = _Header.of(text, str(path) if path else name)
    parameters = tuple(
        header.parameter(each, header.mapping_at("params", each)) for each in header.mapping_at("params")
    )
    entries = {str(each): header.mapping_at("columns", each) for each in header.mapping_at("columns")}
    summary = header.pair("summary", name)
    query = Query(
        name=name,
        summary=summary,
        description=header.pair("description", "") if "description" in header.values else summary,
        parameters=parameters,
        columns=tuple(Column(each, header.bilingual(entry, each)) for each, entry in entries.items()),
        words={each: header.vocabulary(each, entry) for each, entry in entries.items() if "words" in entry},
        lists=frozenset(each for each, entry in entries.items() if entry.get("list") is True),
        empty=header.pair("empty", "") if "empty" in header.values else None,
        tags=header.strings("tags", header.values.get("tags", [])),
        text=text,
        path=path,
    )
    _check_marks(query, header)
    return query


def bind_marks(text: str) -> Iterable[tuple[int, tuple[str, ...]]]:
    """Yield the lines (counted from 0) where parameters are bound, `#: bind a, b`, with the parameters' names."""
    for number, line in enumerate(text.split("\n")):
        if found := _MARK.match(line):
            yield number, tuple(name.strip() for name in found["names"].split(","))


@dataclass(frozen=True, slots=True)
class _Header:
    """The YAML of a query file's `#+` lines, and the way from an entry back to its line."""

    where: str
    values: Mapping[str, object]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str, where: str) -> _Header:
        lines = tuple(text.split("\n"))
        numbers = [number for number, line in enumerate(lines) if line.startswith("#+")]
        source = "\n".join(lines[number][2:].removeprefix(" ").rstrip("\r") for number in numbers)
        try:
            values = yaml.load(source, _Loader) or {}  # noqa: S506 - both loaders are safe ones
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = numbers[min(mark.line, len(numbers) - 1)] + 1 if mark else 1
            raise QueryError(
                f"The header is not YAML: {error.problem}", where=f"{where}:{line}", remedy="Mend the lines behind #+"
            ) from error
        except yaml.YAMLError as error:
            raise QueryError(
                "The header is not YAML: it holds a character that YAML forbids",
                where=f"{where}:{numbers[0] + 1}",
                remedy="Mend the lines behind #+",
            ) from error
        header = cls(where, values if isinstance(values, dict) else {}, lines)
        if not isinstance(values, dict):
            raise header.error("The header is not a list of `name: value`", "summary")
        return header

    def error(self, what: str, *keys: object) -> QueryError:
        """Return an error that points at the entry that `keys` leads to, as nearly as the lines tell."""
        number = 0
        for key in keys:
            wanted = re.compile(rf"#\+\s*{re.escape(str(key))}\s*:")
            number = next((at for at in range(number, len(self.lines)) if wanted.match(self.lines[at])), number)
        return QueryError(
            what, where=f"{self.where}:{number + 1}", remedy="docs/queries.md says how a header is written"
        )

    def mapping_at(self, *keys: object) -> Mapping[str, object]:
        found: object = self.values
        for key in keys:
            found = found.get(key) if isinstance(found, Mapping) else None
            if found is None:
                return {}
        if not isinstance(found, Mapping):
            raise self.error(f"`{keys[-1]}` is not a list of `name: value`", *keys)
        return found

    def strings(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.error(f"`{key}` is not a list", key)
        return tuple(str(each) for each in value)

    def pair(self, key: str, fallback: str) -> Bilingual:
        """Return the entry in English, as grlc shows it, and `KEY-zh` beside it."""
        english = str(self.values.get(key, fallback)).strip()
        return Bilingual(zh=str(self.values.get(f"{key}-zh", english)).strip(), en=english)

    def bilingual(self, value: Mapping[str, object], fallback: str) -> Bilingual:
        english = str(value.get("en", fallback))
        return Bilingual(zh=str(value.get("zh", english)), en=english)

    def vocabulary(self, column: str, entry: Mapping[str, object]) -> str:
        name = str(entry["words"])
        if name not in VOCABULARIES:
            raise self.error(f"`{name}` is no vocabulary; there are {', '.join(VOCABULARIES)}", "columns", column)
        return name

    def parameter(self, name: str, value: Mapping[str, object]) -> Parameter:
        if not _NAME.fullmatch(str(name)):
            raise self.error(f"`{name}` is not a parameter's name (small letters, digits, hyphens)", "params")
        try:
            kind = ParameterType(str(value.get("type", "text")))
        except ValueError as error:
            known = ", ".join(ParameterType)
            raise self.error(f"`{value['type']}` is no type; types are {known}", "params", name, "type") from error
        default, example = value.get("default"), value.get("example")
        return Parameter(
            name=name,
            type=kind,
            description=self.bilingual(value, name),
            default=None if default is None else str(default),
            optional=value.get("optional") is True,
            choices=self.strings("choices", value.get("choices", [])),
            example=None if example is None else str(example),
        )


def _check_marks(query: Query, header: _Header) -> None:
    known = {parameter.name: parameter for parameter in query.parameters}
    bound: set[str] = set()
    for number, names in bind_marks(query.text):
        for name in names:
            if name not in known:
                raise QueryError(
                    f"`#: bind {name}` names no parameter of the header",
                    where=f"{header.where}:{number + 1}",
                    remedy="Name it under `params:`",
                )
        bound.update(names)
    used = set(_VARIABLE.findall(query.text))
    for name, parameter in known.items():
        if name not in bound:
            raise header.error(f"No line `#: bind {name}` says where the parameter goes", "params", name)
        if parameter.variable not in used:
            raise header.error(
                f"The query does not use ?{parameter.variable}, the parameter's variable", "params", name
            )
    for column in query.columns:
        if column.name not in used:
            raise header.error(f"The query has no variable ?{column.name} for the column", "columns", column.name)


def _near(name: str, known: Iterable[str]) -> str:
    """Return `Did you mean a, b?`, or nothing where no known name is near."""
    names = sorted(known)
    near = dict.fromkeys(difflib.get_close_matches(name, names, n=3, cutoff=0.5))
    near.update(dict.fromkeys(each for each in names if len(name) > 2 and (name in each or each in name)))
    return f"Did you mean {', '.join(list(near)[:5])}?" if near else ""
