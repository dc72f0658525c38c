"""Rules that a document states once for the clauses behind: who leads, and who is added to each; pure.

Touches the rest of this package's basis (`names`). Works on folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reformkg.extract.names import STARS, Name, read_list

_FIRST_LEADS = re.compile(
    r"(?:(?:排|列|居)(?:名|序)?(?:在|于)?(?:最前|首位|第一位|第一|首|前)(?:位)?|第一(?:个|家|位)|首(?:个|家|位))"
    r"(?:的|者)?(?:责任)?(?:单位|部门)?(?:均?为|均?是|系)(?:总?牵头|主办|主责|第一责任)"
)
_NOT_LISTED = (
    r"[，,；]?(?:以下|下同|后|恕|就)?(?:不再|不)(?:一一|单独|逐一|重复|另行|逐项|分别)?"
    r"(?:列出|标注|列明|注明|列示|列入|单列|赘述)"
)
_ADDED = re.compile(
    rf"(?:均|都)(?:包括|包含|涉及|含|须?由|需由?)(?P<names>[^。；]{{2,60}}?)(?:落实|负责|参与|配合)?{_NOT_LISTED}"
)
_ADDED_AS = re.compile(
    rf"(?<=[。；，（\n])(?P<names>[^。；，\n]{{2,60}}?)(?:均|都)(?:作?为|是|列为)[^。；，\n]{{0,12}}责任(?:单位|部门|主体){_NOT_LISTED}"
)
_STARRED_LEAD = re.compile(
    rf"[带标加注](?:有|注)?“?[{STARS}]”?号?(?:标[记识])?(?:的|者)?(?:责任)?(?:单位|部门)?(?:均?为|均?是|系)(?:总?牵头|主办|主责)(?:责任)?(?:单位|部门)?"
)
_CLAUSE_STARTS = "。；，（\n：:"
_ENDS = re.compile("[。；）\n]")


FIRST_LEADS = "responsibility.first-leads"
STARRED_LEADS = "responsibility.starred-leads"
"""The names of the rules that give roles."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One statement of a rule, from the clause that states it to the end of its sentence.

    Attributes:
        first_leads: the first of each list leads (排在首位的为牵头部门，下同), in this list and those behind.
        starred_lead: those with a star behind their name lead (带★的为牵头单位), wherever it is stated.
        added: owners of every clause behind it (以下责任单位均包括…，不再列出).
    """

    start: int
    end: int
    first_leads: bool
    added: tuple[Name, ...]
    starred_lead: bool = False

    @property
    def rule(self) -> str:
        """The name of the rule by which it gives roles."""
        return STARRED_LEADS if self.starred_lead else FIRST_LEADS


def find_rulings(text: str) -> tuple[Ruling, ...]:
    """Return the rules that folded `text` states, in order."""
    found = [_ruling(text, match, leads=True) for match in _FIRST_LEADS.finditer(text)]
    if "不" in text:
        found += [_ruling(text, match, leads=False) for match in _ADDED.finditer(text)]
        found += [_ruling(text, match, leads=False) for match in _ADDED_AS.finditer(text)]
    found += [Ruling(*match.span(), False, (), True) for match in _STARRED_LEAD.finditer(text)]
    return tuple(sorted(found, key=lambda ruling: ruling.start))


def _ruling(text: str, match: re.Match[str], *, leads: bool) -> Ruling:
    start = match.start()
    while start and text[start - 1] not in _CLAUSE_STARTS:
        start -= 1
    stop = _ENDS.search(text, match.end())
    end = stop.start() if stop else len(text)
    return Ruling(start, end, leads, () if leads else read_list(text, *match.span("names")).names)
