"""The bodies that a text names: where, and which of them a short name ("the Council", "its") means."""

import bisect
import re
from functools import lru_cache

from documents.reading.words import load
from documents.symbols import SymbolError, parse
from documents.symbols.series import all_series

WORDS = load("citations")
_CLASSES: dict[str, list[str]] = WORDS["classes"]
CLASS_OF: dict[str, str] = {body: name for name, bodies in _CLASSES.items() for body in bodies}
FOREIGN = "-"


def pattern_of(words: str) -> str:
    """A regular expression of `citations.toml` as it is matched: any white space, any apostrophe."""
    return words.replace(" ", r"\s{1,3}").replace("'", "['’ʼ]")


def any_of(words: list[str]) -> str:
    """An alternation of regular expressions of `citations.toml`, the longest first."""
    return "|".join(pattern_of(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_SCRIPTS = {
    "latin": re.compile("[a-zà-ɏ]"),
    "cyrillic": re.compile("[Ѐ-ӿ]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "chinese": re.compile("[\u2e80-\u9fff]"),
}


def _part(name: str) -> tuple[str, str]:
    """One name as a regular expression behind its first letter, and that letter with what must not stand before it."""
    first, rest = name[0], pattern_of(name[1:])
    if _SCRIPTS["arabic"].match(first):
        return first, rest + r"(?!\w)"
    if _SCRIPTS["chinese"].match(first):
        return first + ("(?<![境居生方罪界际]大)" if name == "大会" else ""), rest
    return rf"{first}(?<![^\W\d]{first})", rest + r"(?![^\W\d])"


def _entries() -> list[tuple[str, str]]:
    """Every name and its body, the longest name first."""
    entries = [(name, body) for body, names in WORDS["bodies"].items() for name in names]
    # In Arabic the preposition li- melts into the article: للجمعية for الجمعية.
    entries += [("لل" + name[2:], body) for name, body in entries if name.startswith("ال")]
    return sorted(entries, key=lambda entry: (-len(entry[0]), entry[0]))


def _names(script: re.Pattern) -> tuple[re.Pattern, list[str]]:
    """One pattern for all names of a script, and the bodies in the order of its groups.

    An empty group at the end of each name says which it was. Names that begin alike share their beginning, and each
    begins with a plain letter, so that the search leaps from letter to letter.
    """
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, body in _ENTRIES:
        if script.match(name):
            first, rest = _part(name)
            letters = re.match(r"[^\W\d_]{0,3}(?![?*{])", rest)
            beginning = letters[0] if letters else ""
            groups.setdefault((first, beginning), []).append((rest[len(beginning) :], body))
    by_first: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}
    for (first, beginning), rests in sorted(groups.items(), key=lambda group: -len(group[0][1])):
        by_first.setdefault(first, []).append((beginning, rests))
    parts, bodies = [], []
    for first, beginnings in by_first.items():
        inner = []
        for beginning, rests in beginnings:
            inner.append(beginning + "(?:" + "|".join(rest + "()" for rest, _ in rests) + ")")
            bodies += [body for _, body in rests]
        parts.append(f"{first}(?:{'|'.join(inner)})")
    return re.compile("|".join(parts)), bodies


_ENTRIES = _entries()
_NAMES = {script: _names(letters) for script, letters in _SCRIPTS.items()}
# Where words are parted by spaces a name stands behind a sign that is no letter. The search leaps from one such sign to
# the next, which takes half the time of the search from letter to letter; the plain letters say only where to look.
_NO_LETTER = {"latin": "[^a-z_]", "cyrillic": "[^а-яё_]"}
_BEHIND_A_SIGN = {script: re.compile(f"{sign}(?:{_NAMES[script][0].pattern})") for script, sign in _NO_LETTER.items()}


@lru_cache(maxsize=256)
def names_pattern(body: str) -> re.Pattern:
    """The names of one body, or of one class of short names, in a text of small letters."""
    parts = [_part(name) for name, of in _ENTRIES if of == body]
    return re.compile("|".join(first + rest for first, rest in parts))


_BODY_OF = {series.body.lower(): series.prefix for series in reversed(all_series())}


_FARTHEST = 400  # names that are passed on the way back to the full form of a short name


class Mentions:
    """Every place in a plain text in small letters where a body is named, looked up by place."""

    def __init__(self, text: str) -> None:
        self.places: list[tuple[int, int, str]] = []
        scripts = ["latin"] if text.isascii() else [name for name, letters in _SCRIPTS.items() if letters.search(text)]
        led = f"\n{text}"  # so that a name at the very beginning too stands behind a sign, and ends count from there
        for script in scripts:
            pattern, bodies = _NAMES[script]
            if behind := _BEHIND_A_SIGN.get(script):
                self.places += [
                    (found.start(), found.end() - 1, bodies[found.lastindex - 1]) for found in behind.finditer(led)
                ]
            else:
                self.places += [
                    (found.start(), found.end(), bodies[found.lastindex - 1]) for found in pattern.finditer(text)
                ]
        if len(scripts) > 1:
            self.places.sort()
        self._starts = [start for start, _, _ in self.places]

    def at(self, place: int) -> tuple[str, int] | None:
        """The body whose name begins here, and where the name ends."""
        found = bisect.bisect_left(self._starts, place)
        if found < len(self.places) and self._starts[found] == place:
            return self.places[found][2], self.places[found][1]
        return None

    def within(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The names that lie between two places: start, end, body."""
        first, last = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        return [place for place in self.places[first:last] if place[1] <= end]

    def last_of(self, name: str, before: int) -> str:
        """The body of a class ("COUNCIL") that was named in full last before a place; "" for none."""
        last = bisect.bisect_left(self._starts, before) - 1
        for place in range(last, max(-1, last - _FARTHEST), -1):
            body = self.places[place][2]
            if CLASS_OF.get(body) == name:
                return body
        return ""


@lru_cache(maxsize=256)
def body_named(words: str) -> str:
    """The symbol prefix of a body given by its name in any of the six languages; "" for an unknown one."""
    words = " ".join(words.lower().split())
    for pattern, bodies in _NAMES.values():
        found = pattern.match(words)
        if found and found.end() == len(words) and bodies[found.lastindex - 1] not in _CLASSES:
            return bodies[found.lastindex - 1].replace(FOREIGN, "")
    return _BODY_OF.get(words, "")


# Whose acts the documents of a subsidiary body mean when they name no body: those of the organ.
_ACTS_OF_ITS_OWN = {
    "A", "S", "E", "T", "A/HRC", "CTOC/COP", "CAC/COSP", "UNEP/EA", "HSP/HA", "FCCC/CP", "FCCC/PA/CMA", "FCCC/KP/CMP",
    "CBD/COP", "CBD/CP/MOP", "CBD/NP/MOP", "ICCD/COP", "UNEP/CHW", "UNEP/FAO/RC/COP", "UNEP/POPS/COP", "UNEP/MC/COP", "DP",
    "E/ICEF", "UNW", "TD/B", "TD", "E/ESCAP", "E/ECA", "E/ESCWA", "E/ECE", "LC", "IDB", "GC", "IPBES", "E/CN.18", "UNEP/GC",
    "UNEP/OzL.Pro", "E/CN.4/Sub.2",
}  # fmt: skip
_SAME_BODY = {
    "LC": "ECLAC",
    "ECE": "E/ECE",
    "ESCAP": "E/ESCAP",
    "UNEP/FAO/RC/COP": "UNEP/FAO/RC",
    "UNEP/POPS/COP": "UNEP/POPS",
}
_SAME_BODY |= {
    "UNEP/MC/COP": "UNEP/MC",
    "DP/FPA": "DP",
    "DP/OPS": "DP",
    "E/CEPAL": "ECLAC",
    "ECLAC": "ECLAC",
    "UNEP/CBD/COP": "CBD/COP",
}


@lru_cache(maxsize=512)
def home_of(words: str) -> str:
    """The body whose acts a document means by "its resolution 7/1", from its symbol, its body's prefix or name.

    "CTOC/COP/WG.8/2016/2" and "CTOC/COP" give "CTOC/COP"; "A/C.3/79/L.1" gives "A"; "Security Council" gives "S";
    "" for what tells nothing.
    """
    words = words.strip()
    if words in _SAME_BODY:
        return _SAME_BODY[words]
    if words in WORDS["bodies"] and words not in _CLASSES:
        return words.replace(FOREIGN, "")
    if named := body_named(words):
        return home_of(named) if named != words else named
    try:
        path = parse(words).body_path
    except SymbolError:
        path = words
    components = path.split("/")
    for count in range(len(components), 0, -1):
        prefix = "/".join(components[:count])
        if prefix in _SAME_BODY:
            return _SAME_BODY[prefix]
        if prefix in _ACTS_OF_ITS_OWN or re.fullmatch(r"E/CN\.\d+", prefix):
            return prefix
    return ""
