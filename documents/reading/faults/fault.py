"""One fault and its place."""

from dataclasses import dataclass, replace

from documents.reading.faults.codes import CODES, Severity


@dataclass(frozen=True)
class Fault:
    """One fault of a text. `start` and `end` count characters of the text of `page`; the first page has number 1.

    `sentence` tells a person what is wrong; `suggestion` is what should stand there instead, "" where that can't be told.
    `gravity` is that of the code, unless it was set otherwise.
    """

    code: str
    start: int
    end: int
    sentence: str
    suggestion: str = ""
    page: int = 1
    gravity: Severity | None = None

    @property
    def severity(self) -> Severity:
        return self.gravity or CODES[self.code].severity

    def on(self, page: int) -> "Fault":
        """The same on another page."""
        return replace(self, page=page)

    def softened(self) -> "Fault":
        """The same as a warning where it is an error: for what can't be read for certain."""
        return replace(self, gravity=Severity.WARNING) if self.severity is Severity.ERROR else self
