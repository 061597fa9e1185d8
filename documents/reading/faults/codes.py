"""The codes of messages: one for each kind of fault, how grave it is, and what it means."""

from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Severity(StrEnum):
    """An error is wrong for certain; a warning differs from the record, or is doubtful; a note is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(NamedTuple):
    severity: Severity
    meaning: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES = MappingProxyType(
    {
        "S01": Code(_E, "malformed symbol"),
        "S02": Code(_W, "symbol not written as its series prints it"),
        "S03": Code(_E, "unknown symbol, in a series and year declared complete"),
        "S04": Code(_N, "document not held here"),
        "S05": Code(_W, "superseded"),
        "S06": Code(_N, "corrected since"),
        "S07": Code(_W, "withdrawn"),
        "S08": Code(_N, "re-issued"),
        "S09": Code(_E, "running head differs from the masthead"),
        "S10": Code(_N, "number left open"),
        "S11": Code(_E, "year that no symbol of the series can have"),
        "T01": Code(_W, "title not as registered"),
        "T02": Code(_W, "cited under two titles"),
        "D01": Code(_E, "no such day"),
        "D02": Code(_E, "weekday does not fit the date"),
        "D03": Code(_E, "range ends before it begins"),
        "D04": Code(_W, "doubtful range of dates"),
        "D05": Code(_E, "day and month names changed places"),
        "D06": Code(_E, "two names of a month that disagree"),
        "D07": Code(_W, "dates of a meeting not as registered"),
        "D08": Code(_W, "date of an act or document not as registered"),
        "D09": Code(_W, "cited under two dates"),
        "A01": Code(_E, "act that does not exist"),
        "A02": Code(_W, "doubtful number or kind of act"),
        "A03": Code(_N, "act not held here"),
        "A04": Code(_W, "the body named does not number its acts so"),
        "N01": Code(_E, "footnote mark without footnote"),
        "N02": Code(_E, "footnote without mark"),
        "N03": Code(_W, "numbers of footnotes skip"),
        "N04": Code(_W, "empty footnote"),
    }
)
