"""What can go wrong, in one hierarchy; touches nothing. Each error says what, where and what to do."""

from __future__ import annotations


class ReformkgError(Exception):
    """Base of every error that the program raises on purpose.

    Args:
        what: one sentence that says what is wrong, without a final full stop.
        where: the file, line, parameter or graph that it concerns, as the user would name it.
        remedy: what to do about it, as an instruction.
    """

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the one line that the command line prints."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process with all three parts."""
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(cls: type[ReformkgError], what: str, where: str | None, remedy: str | None) -> ReformkgError:
    return cls(what, where=where, remedy=remedy)


class ReadError(ReformkgError):
    """A source cannot be read: missing, empty, binary, undecodable or too large."""


class ScanError(ReadError):
    """The pages of a PDF hold pictures and no readable text, which would have to be recognised."""


class IdentityError(ReformkgError):
    """Two different sources claim to be the same document."""


class StoreError(ReformkgError):
    """The kg folder is missing, of another version, in use, or not a kg folder."""


class ServerError(ReformkgError):
    """A SPARQL server cannot be reached, refuses, or answers with something else than it should."""


class QueryError(ReformkgError):
    """A query is unknown or broken, or a parameter is unknown, missing or malformed."""


class ValidationError(ReformkgError):
    """Validation could not run: the shapes or the data cannot be parsed."""


class RenderError(ReformkgError):
    """A page or a report cannot be made or written."""


class ClusterError(ReformkgError):
    """A cluster cannot be reached, is lost, has no workers, or runs another program."""


class UsageError(ReformkgError):
    """The words of a command do not fit together."""
