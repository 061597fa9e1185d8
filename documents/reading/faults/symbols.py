"""Symbols in a draft: what they name, and how they should have been written.

`documents.symbols.find_all` finds what can be read as a symbol, well written or not. Here the text is searched once more for
what was meant as one and could not be read, or only in part: "ctoc/cop/2016/1", "CTOC/COP2016/1", "CTOC/COP/WG,8/2016/2",
"A/RES 68/186", "CTOC/COP/2016/1/Rev1". Each way to mend is tried in turn; what then reads as a symbol of a known series, and
nothing else, is the suggestion. A symbol that is broken over two lines is no fault, nor is the order of its suffixes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.reading.faults.fault import Fault
from documents.reading.faults.plain import Plain
from documents.symbols import Found, Symbol, SymbolError, all_series, find_all, parse
from documents.symbols.parsing import LONGEST_SYMBOL
from documents.symbols.series import NATURES, series_named

CONFERENCE = "CTOC/COP"
FIRST_YEAR = 2003  # that a symbol of the Conference can name: the Convention came into force then
_YEARS_AHEAD = 2  # documents of a session that is being prepared
_MOST_MENDED = 2_000  # of one page


@dataclass(frozen=True)
class Cited:
    """A symbol that a text cites, at its place; what its faults are, `faults` says."""

    start: int
    end: int
    as_written: str
    symbol: Symbol
    faults: tuple[Fault, ...] = ()


def cited_symbols(text: str, *, this_year: int) -> list[Cited]:
    """Every symbol that a text cites, in order, those that had to be mended among them. Never raises."""
    founds = [found for found in find_all(text) if found.as_written]
    mended = _mended(text, founds)
    covered = [(each.start, each.end) for each in mended]
    cited = [*mended]
    for found in _outside(founds, covered):
        faults = tuple(_faults_of(found, _beside(text, found), this_year))
        cited.append(Cited(found.start, found.end, found.as_written, found.symbol, faults))
    return sorted(cited, key=lambda each: each.start)


def symbol_faults(text: str, *, this_year: int, cited: Sequence[Cited] | None = None) -> list[Fault]:
    """What is wrong with the symbols of a text, in order. cited: its symbols, where they were found already."""
    if cited is None:
        cited = cited_symbols(text, this_year=this_year)
    found = [fault for each in cited for fault in each.faults]
    found += _long_dashes(text, cited)
    found += _left_open(text)
    return sorted(found, key=lambda fault: fault.start)


_LATIN = re.compile("[A-Za-z]")


def _beside(text: str, found: Found) -> str:
    """What stands right beside a symbol and should not: "/" behind it, or a word or another symbol "glued" to it."""
    if "/" not in found.as_written:
        return ""
    behind = text[found.end : found.end + 2]
    if behind[:1] == "/" and not behind[1:2].strip(" \t,.;:)") and "\n" not in text[found.end : found.end + 4]:
        return "/"
    before = text[found.start - 1 : found.start]
    if before and _LATIN.match(before):
        return "glued"
    return "glued" if found.as_written[-1:].isdigit() and _LATIN.match(behind) else ""


def _outside(founds: list[Found], covered: list[tuple[int, int]]) -> Iterator[Found]:
    """The founds that no mended symbol covers. Both lists stand in order."""
    at = 0
    for found in founds:
        while at < len(covered) and covered[at][1] <= found.start:
            at += 1
        if at == len(covered) or found.end <= covered[at][0]:
            yield found


# ---------------------------------------------------------------- what was read


def _faults_of(found: Found, behind: str, this_year: int) -> Iterator[Fault]:
    symbol, place = found.symbol, (found.start, found.end)
    if "a suffix without a number" in symbol.malformed:
        yield Fault("S01", *place, "Malformed symbol: a suffix stands without its number.").softened()
        return
    if symbol.malformed:
        fault = symbol.malformed.partition(": read as ")[0]
        yield Fault("S01", *place, f"Malformed symbol, {fault}: write {symbol.canonical}.", symbol.canonical)
        return
    if wrong := _not_of_the_conference(symbol):
        yield Fault("S01", *place, f"Malformed symbol: {wrong}.")
        return
    if wrong := _lost_figure(symbol):
        yield Fault("S01", *place, f"Malformed symbol: {wrong}.").softened()
        return
    year = _year_of_the_conference(symbol)
    if year and not FIRST_YEAR <= year <= this_year + _YEARS_AHEAD:
        yield Fault("S11", *place, f"No document of the Conference can have a symbol of {year}.")
        return
    if behind == "/":
        yield Fault(
            "S01",
            found.start,
            found.end + 1,
            f"Malformed symbol, a slash at the end: write {symbol.canonical}.",
            symbol.canonical,
        )
        return
    if how := _written_otherwise(found):
        written = _as_it_should_be(found)
        yield Fault("S02", *place, f"Written with {how}: the series prints {written}.", written)
    elif behind == "glued":
        yield Fault("S02", *place, f"No space parts {symbol.canonical} from the word beside it.", symbol.canonical)


_OF_THE_CONFERENCE = re.compile(r"CTOC/COP(?:/WG\.[0-9]{1,2})?/(?P<year>[0-9lIO]{1,6})(?:/(?P<rest>.+))?")


def _not_of_the_conference(symbol: Symbol) -> str:
    """What is wrong with a symbol that begins like those of the Conference; "" for all that may be right.

    Its bodies may have series that are not known here: only figures in the wrong places are judged.
    """
    if re.match(r"CTOC/COP/WG\.[^0-9]", symbol.canonical):
        return "the working groups of the Conference are numbered in figures"
    form = _OF_THE_CONFERENCE.fullmatch(symbol.root)
    if not form:
        return ""
    year, rest = form["year"], form["rest"] or ""
    if not re.fullmatch(r"[0-9]{4}", year):
        return f"“{year}” stands where the year should"
    nature, slash, number = rest.partition("/")
    if slash and nature in ("CRP", "L"):
        return f"a point stands behind {nature} in this series, {nature}.{number}"
    if re.fullmatch(r"[0-9OlI]{1,6}", rest) and not re.fullmatch(r"[1-9][0-9]{0,3}", rest):
        return f"“{rest}” stands where the number should"
    return ""


_STRICT = re.compile(r"CTOC/COP(?:/WG\.[0-9]{1,2})?/(?:19|20)[0-9]{2}/(?:[A-Z]{1,5}[./])?[1-9][0-9]{0,3}")


def _year_of_the_conference(symbol: Symbol) -> int:
    """The year in a symbol of the Conference; 0 where there is none, and for all others."""
    form = _OF_THE_CONFERENCE.fullmatch(symbol.root)
    return int(form["year"]) if form and form["year"].isdecimal() else 0


def _lost_figure(symbol: Symbol) -> str:
    """A number that has lost its first figure, in words: "E/004/79"."""
    lost = (
        re.search(r"/(0[0-9]{1,4})(?=/|\Z)", symbol.root)
        if symbol.root.startswith(("A/", "E/", "S/", "CAC/COSP/"))
        else None
    )
    return f"no number of a symbol begins with 0, as {lost[1]} does" if lost else ""


def _one_line(written: str) -> str:
    """What is written, without the line break over which it goes."""
    return re.sub(r"[ \t]*\n\s*", "", written.replace("\u00ad", "")).rstrip("*∗⁎＊ ")


def _as_it_should_be(found: Found) -> str:
    """The canonical form, or of a short form ("corr.1") its last part."""
    if "/" in found.as_written:
        return found.symbol.canonical
    return found.symbol.canonical.rpartition("/")[2]


def _written_otherwise(found: Found) -> str:
    """In which way a symbol is written otherwise than it is printed, in words; "" where it is not."""
    written = _one_line(found.as_written)
    right = _as_it_should_be(found)
    if "/Inf" in written or "/Res." in written:
        return ""  # some series print these so
    if written == right or ("/" in written and written == found.symbol.path):
        return ""
    bare, plain = re.sub(r"\s", "", written), right.replace(" ", "")
    if bare == plain:
        spaced = re.search(r"[ \t\u00a0][/.]|[/.][ \t\u00a0]", written)
        return "a space inside it" if spaced else ""
    if any(dash in bare for dash in "–—−"):
        return "a dash for a hyphen"
    if re.search("[∕⁄／\uff01-\uff5e]", bare):
        return "wide signs"
    if re.search("[АВЕКМНОРСТХ]", bare):
        return "letters of another script"
    if not found.symbol.suffixes and not bare.isascii():
        return ""
    return "other capital or small letters" if bare.casefold() == plain.casefold() else ""


# ---------------------------------------------------------------- what could not be read

_ADDRESS = re.compile(r"://|www\.|@|\.(?:org|int|net|com|ch|at|html?|pdf)\b", re.IGNORECASE)
_CODES = "WG|CRP|CN|AC|CONF|INF|EG|SR|PV|NGO|WP|SC|C|L"
_SUFFIX = r"(?i:Add|Corr|Rev|Amend)"
# A run of signs that may be meant as a symbol: figures and letters, parted by slashes or what stands for them.
_RUN = re.compile(
    rf"(?<![\w/\\.-])(?:(?:CTOC|CAC|UNODC)\s(?=(?:COP|COSP|CCPCJ)/))?[A-Za-z0-9]{{1,12}}"
    rf"(?:[/\\.,-]{{1,2}}[A-Za-z0-9]{{1,12}}|(?<=/A/RES)\s(?=[0-9])|(?<=[AES]/RES)\s(?=[0-9]{{1,4}}/)[0-9]{{1,4}}"
    rf"|(?<=/WG)\s[0-9]{{1,2}}(?=/)|(?<=/CRP)\s[0-9]{{1,3}}|(?<=/(?:Rev|Add))\s[0-9]{{1,2}}|(?<=/(?:Corr))\s[0-9]{{1,2}}"
    rf"|(?<=[0-9])\s{_SUFFIX}\.?\s?[0-9]{{1,2}}){{1,14}}(?![\w/\\])"
)
_ROOTS_IN_CAPITALS = frozenset(series.prefix.split("/")[0].upper() for series in all_series())
_SEPARATORS = re.compile(r"[/\\]")
_SEVERAL = re.compile(r"/(?:Add|Corr|Rev)s\b")  # "Adds.1-3" names several, and is how they are named
_MAY_BE_MEANT = re.compile(r"[0-9]")
# Roots for which a letter out of place is mended: long enough that nothing else can be meant.
_LONG_ROOTS = ("CTOC/COP", "CAC/COSP", "UNODC/CCPCJ", "A/RES", "A/CONF", "S/RES", "E/RES", "A/HRC", "E/CN")


def _mended(text: str, founds: list[Found]) -> list[Cited]:
    """What was meant as a symbol and was not read as one, or not to its end."""
    if "/" not in text and "\\" not in text and "∕" not in text and "／" not in text:
        return []
    plain = Plain(text)
    read = {(found.start, found.end): found for found in founds}
    starts = {found.start: found for found in founds}
    mended: list[Cited] = []
    for run in _RUN.finditer(plain.text):
        written = run[0].rstrip(".,-")
        if not _worth_a_try(written) or len(written) > LONGEST_SYMBOL or len(mended) >= _MOST_MENDED:
            continue
        if _is_address(plain.text, *run.span()):
            continue
        place = plain.span(run.start(), run.start() + len(written))
        if _is_well_read(read.get(place), starts.get(place[0]), written):
            continue
        found = _mend(written)
        if found is None:
            continue
        symbol, fault = found
        words = f"Malformed symbol, {fault}: write {symbol.canonical}."
        mended.append(
            Cited(*place, text[place[0] : place[1]], symbol, (Fault("S01", *place, words, symbol.canonical),))
        )
    return mended


def _worth_a_try(written: str) -> bool:
    if len(written) <= 6 or _SEVERAL.search(written):
        return False
    return bool(_SEPARATORS.search(written)) and bool(_MAY_BE_MEANT.search(written))


def _is_address(text: str, start: int, end: int) -> bool:
    """Whether a run stands in the address of a page, a mailbox or a file."""
    before = re.search(r"\S{0,200}\Z", text[max(0, start - 200) : start])[0]
    return bool(_ADDRESS.search(before + text[start : end + 12]))


def _is_well_read(whole: Found | None, begun: Found | None, written: str) -> bool:
    """Whether the reading of the text is to be kept: it read the whole run, or a beginning behind which no symbol goes on."""
    if whole is not None:
        known = whole.symbol.series and "a suffix without a number" not in whole.symbol.malformed
        return bool(known and not _not_of_the_conference(whole.symbol) and not re.match("[AES]/RES[0-9]", written))
    if begun is None:
        return False
    left = written[begun.end - begun.start :]
    return bool(left) and left[0] in "-,." and not re.match(r"[,.-](?:Rev|Add|Corr|Amend)?\.?\w{0,3}$", left)


# ---------------------------------------------------------------- ways to mend


def _small_letters(written: str) -> str:
    return re.sub(
        r"[A-Za-z]+", lambda word: word[0] if word[0] in ("Add", "Corr", "Rev", "Amend") else word[0].upper(), written
    )


def _backslashes(written: str) -> str:
    return written.replace("\\", "/")


def _letters_and_figures(written: str) -> str:
    """l and I for 1, O for 0 where figures stand; 0 for O where letters stand."""
    parts = re.split(r"([/.,-])", written)
    for place, part in enumerate(parts):
        if re.fullmatch(r"[0-9lIO]*[0-9][0-9lIO]*|[lI]", part) and place:
            parts[place] = re.sub("[lI]", "1", part).replace("O", "0")
        elif re.fullmatch(r"[A-Z0]{2,6}", part) and "0" in part and not part.isdigit():
            parts[place] = part.replace("0", "O")
    return "".join(parts)


def _points(written: str) -> str:
    """A comma, two points, a hyphen, a space or nothing for the point behind a code."""
    fixed = re.sub(rf"/({_CODES})(?:,|\.\.|-|\s)(?=[0-9])", r"/\1.", written, flags=re.IGNORECASE)
    fixed = re.sub(rf"/({_CODES})(?=[0-9]{{1,3}}(?:/|$))", r"/\1.", fixed)
    return re.sub(r"(?<=/)(CRP|L)/(?=[0-9]{1,3}(?:/|$))", r"\1.", fixed)


def _suffixes(written: str) -> str:
    """ "/Rev1", "/Rev 1", " Rev.1", "2Rev.1", "-Rev.1", "/Corr.l" """
    fixed = re.sub(rf"(?<=[0-9])[\s.,-]?(?={_SUFFIX}(?:\.|\s|[0-9l]))", "/", written)
    return re.sub(rf"/({_SUFFIX})[.,\s-]{{0,2}}([0-9]{{1,3}}|l)(?=/|$)", _suffix, fixed)


def _suffix(found: re.Match) -> str:
    return f"/{found[1].capitalize()}.{found[2].replace('l', '1')}"


def _hyphens(written: str) -> str:
    """A hyphen for the last slash: "2016-1"."""
    return re.sub(r"(?<=/[0-9]{4})-(?=[0-9]{1,3}(?:/|$))|(?<=/RES/[0-9]{2})-(?=[0-9]{1,3}$)", "/", written)


def _slashes(written: str) -> str:
    """A slash that is missing behind a root, or for which a point or space stands."""
    fixed = re.sub(r"\A(CTOC|CAC|UNODC)[\s./,-]?(COP|COSP|CCPCJ)(?=[\W0-9])", r"\1/\2", written)
    fixed = re.sub(r"(?<=/COP|COSP)[\s.,-]?(?=(?:19|20)[0-9]{2}/|WG\.)", "/", fixed)
    fixed = re.sub(r"(?<=/WG\.[0-9])[\s.,-]?(?=(?:19|20)[0-9]{2}/)", "/", fixed)
    fixed = re.sub(r"\A([AES])[\s.,/-]?(RES)[\s.,/-]?(?=[0-9]{1,4}/)", r"\1/\2/", fixed)
    return re.sub(r"(?<=/(?:19|20)[0-9]{2})[\s.,-]?(?=(?:CRP|INF|L)\.)", "/", fixed)


def _doubled(written: str) -> str:
    return re.sub(r"/{2,}|/\.(?=[0-9])", lambda found: "." if found[0].endswith(".") else "/", written)


def _root_out_of_order(written: str) -> str:
    """One letter too many, too few, wrong or out of its place in a long root: "CTCO/COP", "CTOC/CPO", "COP/CTOC"."""
    head = re.match(r"[A-Z]{2,6}/[A-Z]{2,6}(?=/|\.)", written)
    if not head:
        return written
    if head[0] == "COP/CTOC":
        return CONFERENCE + written[head.end() :]
    for root in _LONG_ROOTS[:3]:
        if head[0] != root and _differs_by_one(head[0], root):
            return root + written[head.end() :]
    return written


def _differs_by_one(one: str, other: str) -> bool:
    if len(one) == len(other):
        places = [place for place, (mine, its) in enumerate(zip(one, other, strict=True)) if mine != its]
        if len(places) != 2:
            return len(places) == 1
        first, second = places
        return second == first + 1 and (one[first], one[second]) == (other[second], other[first])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


_WAYS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("backslashes for slashes", _backslashes),
    ("a suffix not written as /Rev.1", _suffixes),
    ("a letter for a figure, or the reverse", _letters_and_figures),
    ("small letters for capitals", _small_letters),
    ("a doubled or misplaced slash", _doubled),
    ("a slash missing behind the body", _slashes),
    ("no point behind a code", _points),
    ("a hyphen for a slash", _hyphens),
    ("letters of the body out of order", _root_out_of_order),
)


def _mend(written: str) -> tuple[Symbol, str] | None:
    """The symbol that is meant, and what is wrong with it as it is written; None where none can be meant."""
    mended, faults = written, []
    for words, way in _WAYS:
        after = way(mended)
        if after != mended:
            faults.append(words)
            mended = after
    if not faults:
        return None
    try:
        symbol = parse(mended)
    except SymbolError:
        return None
    return (symbol, " and ".join(faults[:2])) if _is_convincing(symbol, written) else None


def _is_convincing(symbol: Symbol, written: str) -> bool:
    """Whether nothing else than this symbol can be meant by what is written."""
    if symbol.malformed or not symbol.series or not symbol.number or symbol.canonical == written:
        return False
    if symbol.canonical.startswith(f"{CONFERENCE}/") and not _STRICT.fullmatch(symbol.root):
        return False
    series = series_named(symbol.series)
    components = symbol.root.split("/")
    if series is None or len(components) < 3:
        return False
    if symbol.canonical.startswith(_LONG_ROOTS):
        return len(components) > 3 or components[1] in ("RES", "HRC") or "." in components[1] or len(components[0]) > 2
    # Of other series only what breaks no more than the form of a suffix or the case of the letters.
    return bool(symbol.suffixes or symbol.nature in NATURES) and len(components[0]) > 1 and written[0].isupper()


# ---------------------------------------------------------------- between symbols


def _long_dashes(text: str, cited: Sequence[Cited]) -> Iterator[Fault]:
    """A dash for the hyphen of a joint symbol: "A/70/95–S/2015/446". Between two of one series it is a range."""
    for one, other in pairwise(cited):
        if text[one.end : other.start].strip() in ("–", "—", "−") and "/" in other.as_written:
            if other.start - one.end > 1 or one.symbol.body_path == other.symbol.body_path:
                continue
            right = f"{one.symbol.canonical}-{other.symbol.canonical}"
            yield Fault(
                "S02", one.start, other.end, f"Written with a dash for a hyphen: a joint symbol is {right}.", right
            )


_OPEN = re.compile(
    r"(?<![\w/])(?:CTOC/COP|CAC/COSP|E/CN\.[0-9]{1,2}|A/C\.[0-9])(?:/[A-Za-z0-9.]{1,12}){0,4}/"
    r"(?:[A-Z]{1,4}\.)?(?:\[[\s.…_xX*-]{0,10}\]|…|\.{2,10}|_{2,10}|[xX]{2,4}(?![\w]))"
)


_NO_NUMBER = re.compile(r"(?<![\w/])CTOC/COP(?:/WG\.[0-9]{1,2})?/(?:19|20)[0-9]{2}(?![\w/\\,.–-]?\w|\s{0,3}/|/)")


def _left_open(text: str) -> Iterator[Fault]:
    for found in _OPEN.finditer(text):
        yield Fault("S10", found.start(), found.end(), "The number of the symbol is still left open.")
    for found in _NO_NUMBER.finditer(text):
        yield Fault("S10", found.start(), found.end(), "No number stands behind the year of the symbol.")
