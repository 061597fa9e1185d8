"""What a read symbol is: an identity, its suffixes, and every other form that follows from them."""

import re
from dataclasses import dataclass

from documents.symbols.characters import LETTERS_OR_DIGITS, key_of
from documents.symbols.numerals import roman_value, sortable_number
from documents.symbols.series import DIVISIONS, NATURES, SUFFIX_KINDS, series_named

_SLASH = re.compile(r"/(?![^()]{0,200}\))")
_RELATIONS = {"Add": "supplements", "Supp": "supplements", "Corr": "corrects", "Rev": "replaces", "Amend": "amends"}


def split_components(symbol: str) -> list[str]:
    """The components of a written symbol: what stands between its slashes, those in parentheses left alone."""
    return _SLASH.split(symbol) if "(" in symbol else symbol.split("/")


@dataclass(frozen=True)
class Suffix:
    """One step in the life of a document: kind "Add" and number "1", kind "Part" and number "II"."""

    kind: str
    number: str

    def __str__(self) -> str:
        """The suffix as the United Nations prints it, without what divides it from the rest."""
        if self.kind in SUFFIX_KINDS:
            return f"{self.kind}.{self.number}" if self.number else self.kind
        printed = f"{self.kind}." if f"{self.kind}." in DIVISIONS.values() else self.kind
        return f"({printed} {self.number})" if self.number else f"({self.kind})"

    @property
    def joined(self) -> str:
        """The suffix with its divider: "/Add.1", " (Part II)"."""
        return ("/" if self.kind in SUFFIX_KINDS else " ") + str(self)


@dataclass(frozen=True)
class Symbol:
    """A document symbol. Its identity is `canonical`; every other form follows from it.

    `printed` is what was given, verbatim. `malformed` says in words what was wrong with it and how it was read,
    `how` which harmless steps led to the canonical form.
    """

    printed: str
    canonical: str
    suffixes: tuple[Suffix, ...] = ()
    reissued: bool = False
    malformed: str = ""
    how: tuple[str, ...] = ()
    series: str = ""

    def __str__(self) -> str:
        return self.canonical

    @property
    def search_key(self) -> str:
        """Capitals and numbers divided by single spaces: "CTOC COP WG 8 2016 2". See `key_of`."""
        return key_of(self.canonical)

    @property
    def sort_key(self) -> str:
        """Text that sorts byte by byte in natural order: L.2 before L.10, a base before its suffixes."""
        canonical = self.canonical.upper()
        parts = []
        for match in LETTERS_OR_DIGITS.finditer(canonical):
            part = match[0]
            if part.isdigit():
                parts.append(sortable_number(part))
            elif _counts_as_number(canonical, match.start(), match.end()):
                parts.append(sortable_number(str(roman_value(part))))
            else:
                parts.append(part)
        return " ".join(parts)

    @property
    def root(self) -> str:
        """The canonical form without any suffix."""
        return self._without(len(self.suffixes))

    @property
    def base(self) -> str:
        """The canonical form without its last suffix: what the document adds to, corrects or replaces."""
        return self._without(1) if self.suffixes else ""

    def _without(self, count: int) -> str:
        dropped = self.suffixes[len(self.suffixes) - count :]
        return self.canonical[: len(self.canonical) - sum(len(suffix.joined) for suffix in dropped)]

    @property
    def relation(self) -> str:
        """What the last suffix does to the base: "supplements", "corrects", "replaces", "amends" or ""."""
        return _RELATIONS.get(self.suffixes[-1].kind, "") if self.suffixes else ""

    @property
    def path(self) -> str:
        """The symbol as part of an address, as the United Nations' own short links write it: no spaces."""
        return self.canonical.replace(" ", "")

    @property
    def suggestion(self) -> str:
        """How a malformed symbol should be written; "" for one that is well written."""
        return self.canonical if self.malformed else ""

    @property
    def body_path(self) -> str:
        """The part of the symbol that names the body: "CTOC/COP/WG.8", "A/C.3", "UNEP/EA"; "" for an unknown series."""
        series = series_named(self.series)
        if not series or "/" not in self.root:
            return ""
        if series.session_after_point:
            return series.prefix.rstrip(".")
        components = self.root.split("/")[: series.prefix.count("/") + 1]
        return re.sub(r" ?\(.*", "", "/".join(components))

    @property
    def body(self) -> str:
        """Whose documents the series holds, in words; "" when the series is not known."""
        series = series_named(self.series)
        return series.body if series else ""

    @property
    def nature(self) -> str:
        """The code of the kind of document: "CRP", "L", "RES"; "" for an ordinary one."""
        components = split_components(self.root.upper())[1:]
        for place, component in enumerate(reversed(components)):
            code, point, _ = component.partition(".")
            # A code with a number ends the symbol: the WP.29 of ".../WP.29/2022/5" is a working party.
            if code in NATURES and (place == 0 or not point):
                return code
        return ""

    @property
    def number(self) -> str:
        """The number within series, session and nature; "" when there is none."""
        return self._session_and_number()[1]

    @property
    def session(self) -> str:
        """The session or year that the symbol names ("79", "ES-10", "2016"); "" when it names none.

        The year of the meeting for which the number was opened: not always that of the masthead or the session.
        """
        return self._session_and_number()[0]

    def _session_and_number(self) -> tuple[str, str]:
        components = split_components(self.root)
        series = series_named(self.series)
        session = ""
        first = 1
        if series:
            prefix = series.prefix.split("/")
            first = len(prefix)
            if series.session_after_point:
                session = components[first - 1][len(prefix[-1]) :]
        in_parentheses = re.search(r"\(([A-Z0-9-]+)\)", self.root)
        if in_parentheses:
            session = session or in_parentheses[1]
        rest = [re.sub(r" ?\(.*?\)", "", component) for component in components[first:]]
        last = max((place for place, component in enumerate(rest) if re.search(r"\d", component)), default=-1)
        number = rest[last].rpartition(".")[2] if last >= 0 else ""
        if last > 1 and rest[last - 2] == "D":  # a communication has a number and a year: "D/1914/2009"
            number = f"{rest[last - 1]}/{number}"
        if last == 0 and series and series.by_year and len(number) == 4:
            return number, ""
        if last < 0:
            return session, ""
        for place, component in enumerate(rest[:last]):
            if session:
                break
            if re.fullmatch(r"\d+|E?S-\d+", component) or (place == last - 1 and roman_value(component)):
                session = component
        if not session and rest[-1] != rest[last] and len(number) == 4:  # ".../2010/WG.1/Report" has no number
            session = number
        return session, number


def _counts_as_number(canonical: str, start: int, end: int) -> bool:
    """Whether the letters at this place are a Roman numeral: "(III)", "/VIII/", "CONF.V", but not "L.239" or "/C/"."""
    letters = canonical[start:end]
    if not roman_value(letters):
        return False
    if canonical.rfind("(", 0, start) > canonical.rfind(")", 0, start):
        return True
    before, after = canonical[start - 1 : start], canonical[end : end + 1]
    return set(letters) <= set("IVX") and before in ("/", ".") and after in ("", "/", " ")
