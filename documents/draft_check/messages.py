"""What the check tells a person: one message for each fault, with its place and the words about it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from documents.reading.faults import CODES, Fault, Severity

_ABOUT = 60  # characters shown before and behind the words in question
LONGEST_QUOTE = 300
HEADINGS = ["File", "Page", "Line", "Code", "Severity", "Message", "Suggestion", "Words"]


@dataclass(frozen=True)
class Message:
    """One message. `page` counts from 1, `line` in the text of that page; `quote` are the words in question.

    `suggestion` is what should stand there, "" where that can't be told; `code` is one of `documents.reading.faults.CODES`.
    """

    code: str
    severity: str
    sentence: str
    suggestion: str
    page: int
    line: int
    start: int
    quote: str
    before: str
    after: str

    @property
    def meaning(self) -> str:
        """What the code means."""
        return CODES[self.code].meaning

    def as_line(self, name: str) -> str:
        """ "note.pdf:3: S01 error: Malformed symbol ..." """
        return f"{name}:{self.page}: {self.code} {self.severity}: {self.sentence}"

    def as_dict(self, name: str = "") -> dict:
        """The message in plain values, for JSON."""
        return {"file": name, **asdict(self)}

    def as_row(self, name: str = "") -> list:
        """The cells of a table, under `HEADINGS`."""
        return [name, self.page, self.line, self.code, self.severity, self.sentence, self.suggestion, self.quote]


def messages_of(faults: Iterable[Fault], texts: dict[int, str]) -> list[Message]:
    """The faults as messages in reading order, each once. texts: the text of each page by its number."""
    ordered = sorted(set(faults), key=lambda fault: (fault.page, fault.start, fault.end, fault.code, fault.sentence))
    return [_message(fault, texts.get(fault.page, "")) for fault in ordered]


def _message(fault: Fault, text: str) -> Message:
    end = min(fault.end, fault.start + LONGEST_QUOTE)
    before, after = _about(text, fault.start, end)
    return Message(
        code=fault.code,
        severity=fault.severity.value,
        sentence=fault.sentence[:1].upper() + fault.sentence[1:],
        suggestion=fault.suggestion,
        page=fault.page,
        line=text.count("\n", 0, fault.start) + 1,
        start=fault.start,
        quote=_flat(text[fault.start : end]).strip(),
        before=before,
        after=after,
    )


def _about(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and behind a place, whole ones, with a sign of what is left out."""
    first, last = max(0, start - _ABOUT), min(len(text), end + _ABOUT)
    before, after = text[first:start], text[end:last]
    if first and not text[first - 1].isspace():
        before = before.partition(" ")[2] if " " in before.rstrip() else before
    if last < len(text) and not text[last].isspace():
        after = after.rpartition(" ")[0] if " " in after.lstrip() else after
    before, after = _flat(before).lstrip(), _flat(after).rstrip()
    return f"… {before}" if first else before, f"{after} …" if last < len(text) else after


def _flat(text: str) -> str:
    """On one line; a blank at either end stays, for the words beside it."""
    flat = " ".join(text.split())
    if not flat:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{flat}{' ' if text[-1].isspace() else ''}"


def counts(messages: Sequence[Message]) -> dict[str, int]:
    """How many errors, warnings and notes there are, in this order."""
    counted = Counter(message.severity for message in messages)
    return {severity.value: counted[severity.value] for severity in Severity}
