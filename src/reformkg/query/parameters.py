"""Values that a user types for a query's parameters, made into RDF terms; asks the graph for what names stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from rdflib.term import Identifier, Literal

from reformkg.codes import ROLES
from reformkg.errors import QueryError
from reformkg.model import Role
from reformkg.query.catalogue import Parameter, ParameterType
from reformkg.query.engine import Engine
from reformkg.query.lookup import FINDERS
from reformkg.vocab import ROLE

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RELATIVE = re.compile(r"(?P<day>[a-z][a-z-]*?)(?P<shift>[+-][0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Match:
    """What a value of a parameter was taken for.

    Attributes:
        terms: what the parameter's variable is bound to; none where nothing in the graph bears the name.
        names: the bodies, places or documents in words, where the value was looked up; else empty.
    """

    parameter: Parameter
    value: str
    terms: tuple[Identifier, ...]
    names: tuple[str, ...] = ()


def match(parameter: Parameter, value: str, engine: Engine, days: Mapping[str, date]) -> Match:
    """Return the terms that a value stands for.

    Dates are ISO 8601, or a name in `days` with or without a number of days (`today`, `today+30`, `as-of-7`). A year
    has four digits. Roles are lead, support and responsible, or 牵头, 配合 and 负责.
    A department is looked up by its full name, by a name that a document writes, by its IRI, then by its function.
    Places, topics, functions and documents are looked up by name, documents also by number.

    Raises:
        QueryError: the value is not of the parameter's type or not one of its choices.
    """
    text = _clean(parameter, value)
    if parameter.choices and text not in parameter.choices:
        raise _malformed(parameter, value, f"one of {', '.join(parameter.choices)}")
    if reader := _READERS.get(parameter.type):
        return Match(parameter, text, (reader(parameter, text, days),))
    found = dict(FINDERS[parameter.type](text, engine))
    return Match(parameter, text, tuple(found), tuple(dict.fromkeys(found.values())))


def _clean(parameter: Parameter, value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _malformed(parameter, "", "text in UTF-8") from error
    return value.replace("\0", "").strip()


def _malformed(parameter: Parameter, value: str, wanted: str) -> QueryError:
    shown = f"{value[:40]}…" if len(value) > 40 else value
    example = f", as {parameter.example}" if parameter.example else ""
    return QueryError(f"{shown!r} will not do", where=f"--{parameter.name}", remedy=f"Give {wanted}{example}")


def _date(parameter: Parameter, text: str, days: Mapping[str, date]) -> Identifier:
    try:
        if (relative := _RELATIVE.fullmatch(text)) and relative["day"] in days:
            return Literal(days[relative["day"]] + timedelta(days=int(relative["shift"] or 0)))
        if not _ISO_DATE.fullmatch(text):
            raise ValueError(text)
        return Literal(date.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise _malformed(parameter, text, "a date as YYYY-MM-DD, today, or today+30") from error


def _year(parameter: Parameter, text: str, days: Mapping[str, date]) -> Identifier:
    if text in days:
        return Literal(days[text].year)
    if not re.fullmatch(r"[0-9]{4}", text):
        raise _malformed(parameter, text, "a year with four digits")
    return Literal(int(text))


def _integer(parameter: Parameter, text: str, _days: Mapping[str, date]) -> Identifier:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise _malformed(parameter, text, "a whole number")
    return Literal(int(text))


def _text(_parameter: Parameter, text: str, _days: Mapping[str, date]) -> Identifier:
    return Literal(text)


def _role(parameter: Parameter, text: str, _days: Mapping[str, date]) -> Identifier:
    for role, words in ROLES.items():
        if text.casefold() in {role.value, words.zh, words.en}:
            return ROLE[role.value]
    raise _malformed(parameter, text, f"one of {', '.join(Role)}")


_READERS: MappingProxyType[ParameterType, Callable[[Parameter, str, Mapping[str, date]], Identifier]] = (
    MappingProxyType(
        {
            ParameterType.DATE: _date,
            ParameterType.YEAR: _year,
            ParameterType.INTEGER: _integer,
            ParameterType.TEXT: _text,
            ParameterType.ROLE: _role,
        }
    )
)
