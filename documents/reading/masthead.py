"""The masthead: what the first page says of the document itself, each value with the words it was read from.

Only the masthead speaks for a document. A symbol, date or session that the body merely cites is never taken, and what
the first page does not state stays None until a person enters it.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from documents.reading.language import JOB_NUMBER, stated_language
from documents.reading.pages import PageText, Reading
from documents.reading.words import dates_in, has_month, load, plain, session_in
from documents.symbols import Symbol, SymbolError, find_all, parse_joint

TYPES = (
    "report of session",
    "report of meeting",
    "report of the Secretariat",
    "note by the Secretariat",
    "provisional agenda",
    "background paper by the Secretariat",
    "conference room paper",
    "information for participants",
    "draft resolution",
    "draft decision",
    "draft report",
    "draft terms of reference",
    "rules of procedure",
    "questionnaire",
    "list of participants",
    "resolution",
    "decision",
    "report",
    "note",
    "letter",
    "statement",
    "working paper",
    "corrigendum",
)


@dataclass(frozen=True)
class Value:
    """One thing that the masthead states: the value, the words it was read from, their page, how sure (0 to 1)."""

    value: object
    quote: str
    page: int
    confidence: float


@dataclass(frozen=True)
class Note:
    """A footnote of the first page, by what its text says; the number of asterisks means nothing.

    `kind` is "agenda document", "reissued", "late", "unedited", "as received" or "other".
    """

    kind: str
    mark: str
    text: str


@dataclass(frozen=True)
class Masthead:
    """What the first page states; None for what it does not.

    Values: symbols tuple[Symbol, ...], distribution str, date datetime.date, original_language and language as codes,
    body as printed, session int, place_and_dates str, agenda_items tuple[str, ...], title str, author_line str, type
    (one of TYPES), job_number str.
    """

    symbols: Value | None = None
    distribution: Value | None = None
    date: Value | None = None
    original_language: Value | None = None
    language: Value | None = None
    body: Value | None = None
    session: Value | None = None
    place_and_dates: Value | None = None
    agenda_items: Value | None = None
    title: Value | None = None
    author_line: Value | None = None
    type: Value | None = None
    job_number: Value | None = None
    notes: tuple[Note, ...] = field(default=())
    agenda_document: Symbol | None = None


# ---------------------------------------------------------------- patterns

_WORDS = load("masthead")


def _starting(pattern: str) -> re.Pattern:
    return re.compile(rf"(?:{pattern})", re.IGNORECASE)


_UNITED_NATIONS = re.compile(
    rf"(?:{'|'.join(_WORDS['united_nations'])})(?:\s+Nations Unies)?(?=[\s/A-Z0-9]|$)", re.IGNORECASE
)
_DISTRIBUTION_LABEL = re.compile(rf"(?<!\w)(?:{_WORDS['distribution_label']})\s?\.?\s?:?\s?", re.IGNORECASE)
_DISTRIBUTIONS = {
    value: re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE) for value, words in _WORDS["distribution"].items()
}
_ORIGINAL_LABEL = re.compile(rf"(?<!\w)(?:{_WORDS['original_label']})\s?:\s?", re.IGNORECASE)
_ORIGINALS = {code: re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE) for code, words in _WORDS["original"].items()}
_ONE_LANGUAGE_ONLY = re.compile(rf"(?:{_WORDS['english_only']})\W*", re.IGNORECASE)
_VERSION = re.compile(r"(?:english|fran[çc]ais|espa[ñn]ol|russian|chinese|arabic|русский|中文|عربي)\W*", re.IGNORECASE)
_BAR_CODE = re.compile(r"\*?\s?\d{7,9}\s?\*?")
_BARE_JOB_NUMBER = re.compile(r"(?<![\w/.-])((?:[A-Z]{1,3}\.\s?)?\d{2}-\d{5,6})(?![\w-])")
_RULE = re.compile(r"[_\u2014\u2500-]{6,}")
_NOTE = re.compile(r"\s*(\*{1,4}|[†‡]{1,3})\s*([^\s*].*)")
_ITEM = re.compile(rf"\(?(?:{_WORDS['item']['words']})\s?(?=\d)(.*)", re.IGNORECASE)
_ITEM_NUMBERS = re.compile(r"(\d{1,3})|(?<!\w)\(?\s?([a-zа-яا-ي])\s?\)", re.IGNORECASE)
_AUTHORS = [(entry["type"], _starting(entry["pattern"])) for entry in _WORDS["author"]]
_TITLES = [(entry["type"], _starting(entry["pattern"])) for entry in _WORDS["title"]]
_CORRIGENDUM = _starting(_WORDS["corrigendum"]["pattern"])
_BODY = _starting(_WORDS["body"]["words"])
_NOTE_KINDS = {kind: _starting(words) for kind, words in _WORDS["notes"].items()}
# Where the document proper begins: a numbered paragraph or heading, a summary or a table of contents.
_OPENING = re.compile(
    r"(?:1|I|A|一)\s?[.、)]\s?\S|1\s?-\s?\S|(?:summary|résumé|resumen|резюме|摘要|الموجز|ملخص|contents|table des matières|"
    r"índice|содержание|目录|目次|المحتويات)\W*$",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"(?:the|l[ae]s?|l'|el) ?(?:conference|general assembly|security council|economic and social council|human rights "
    r"council|conférence|assemblée|conseil|conferencia|asamblea|consejo)\b[^,:]{0,160}[,:]"
    r"|(?:конференция|генеральная ассамблея|совет безопасности)\b[^,:]{0,160},|大会，$|إن .{4,80}،$",
    re.IGNORECASE,
)
_YEARLY_SESSION = re.compile(
    r"(?:\w+ )?(?:session|session de|período de sesiones de) \d{4}\W*|\d{4} (?:\w+ )?session\W*|(?:\w+-)?\w+ year\W*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\[.*\]$|addendum|additif|adición|добавление|增编|إضافة|rapporteur\b.*|president\b:.*|for decision", re.IGNORECASE
)
_ACT_NUMBER = re.compile(r"\d{1,4}/\d{1,4}\.?\s+(?=\S)|decision \d+/\d+\s+|resolution \d+/\d+\s+", re.IGNORECASE)
_PLACE_AND_DATES = re.compile(
    r"(?:[^\d,،]{2,60}[,،]\s?)*\(?\d{1,2}\D.{0,60}\d{4}\W*(?:\w+\W*)?"  # "Vienna, 2 and 3 May 2018"
    r"|(?:[^\d,،]{2,60}[,،]\s?)+[^\d,،]{3,40} \d{4}\W*(?:года)?"  # "Vienna, November 2015"
    r"|\d{4}年.{3,40}",
    re.IGNORECASE,
)
_MARKS_BEHIND = re.compile(r"[\s*†‡¹²³⁰⁴⁵⁶⁷⁸⁹]+$")

_HEAD_LINES = 70
_TOP_LINES = 25
_LONGEST_TITLE = 900


# ---------------------------------------------------------------- lines


class _Line(NamedTuple):
    """A line of the first page: as it stands, in plain form, and the block (lines without a gap) that it is in."""

    text: str
    plain: str
    block: int


def read_masthead(reading: Reading) -> Masthead:
    """Read the masthead of a document from its first page with text. Never raises."""
    page = next((page for page in reading.pages if page.text.strip()), None)
    if page is None:
        return Masthead()
    lines, notes = _without_notes(_lines(page.text))
    lines, start = _from_the_top(lines)
    top = _Top(lines, start, page.number)
    head = _head(lines, top.end)
    below = _Below(head, page.number, has_gaps=any(line.block for line in lines))
    symbols = top.symbols(reading)
    masthead = Masthead(
        symbols=symbols,
        distribution=top.distribution,
        date=top.date if top.is_there else None,
        original_language=top.original_language,
        language=_language(reading),
        body=below.body or top.body,
        session=below.session,
        place_and_dates=below.place_and_dates,
        agenda_items=below.agenda_items,
        title=below.title,
        author_line=below.author_line,
        job_number=_job_number(reading, page),
        notes=notes,
        agenda_document=_agenda_document(notes),
    )
    return replace(masthead, type=_type(masthead, below))


def _lines(text: str) -> list[_Line]:
    lines, block, gap = [], 0, False
    for raw in text.split("\n")[:2000]:
        raw = raw[:2000]
        if not raw.strip():
            gap = True
            continue
        if gap and lines:
            block += 1
        gap = False
        # The note's mark and its text are one line, however they are set; other cells are lines of their own.
        cells = [raw] if _NOTE.fullmatch(raw) else re.split(r"\t+|\s*\|\s*", raw)
        for cell in cells:
            if cell.strip():
                lines.append(_Line(re.sub(r"\s+", " ", cell).strip(), plain(cell), block))
    return lines


def _without_notes(lines: list[_Line]) -> tuple[list[_Line], tuple[Note, ...]]:
    """Part the footnotes that an asterisk or dagger marks from the lines of the text."""
    kept: list[_Line] = []
    notes: list[Note] = []
    collecting: tuple[str, list[str], int] | None = None

    def finish():
        nonlocal collecting
        if collecting:
            text = " ".join(collecting[1])
            notes.append(Note(_kind_of_note(text), collecting[0], text))
        collecting = None

    for line in lines:
        started = _NOTE.fullmatch(line.text)
        if started and not _BAR_CODE.fullmatch(line.text):
            finish()
            collecting = (started[1], [started[2].strip()], line.block)
        elif collecting and line.block == collecting[2] and not _note_is_over(collecting[1], line):
            collecting[1].append(line.text)
        else:
            finish()
            if not _RULE.fullmatch(line.text.replace(" ", "")):
                kept.append(line)
    finish()
    return kept, tuple(notes)


def _note_is_over(so_far: list[str], line: _Line) -> bool:
    if len(so_far) >= 8 or _RULE.match(line.text) or _BAR_CODE.fullmatch(line.text) or JOB_NUMBER.match(line.text):
        return True
    if re.match(r"\d{1,2}\s", line.text):  # the next footnote has a number
        return True
    # A sentence that is over, and a line that does not begin one: the text of the page goes on.
    return bool(re.search(r"[.。]$", so_far[-1])) and (
        len(so_far) > 1 or line.text[:1].islower() or _only_symbols(so_far[0])
    )


def _only_symbols(text: str) -> bool:
    found = find_all(text)
    if not found:
        return False
    rest = text
    for place in reversed(found):
        rest = rest[: place.start] + rest[place.end :]
    return not re.search(r"\w{4,}", rest)


def _kind_of_note(text: str) -> str:
    folded = plain(text)
    for kind, pattern in _NOTE_KINDS.items():
        if pattern.search(folded):
            return kind
    return "agenda document" if _only_symbols(text) else "other"


def _agenda_document(notes: tuple[Note, ...]) -> Symbol | None:
    for note in notes:
        if note.kind == "agenda document":
            return find_all(note.text)[0].symbol
    return None


def _from_the_top(lines: list[_Line]) -> tuple[list[_Line], int | None]:
    """Lines in order from the masthead on; what a file holds before it goes behind. Gives where the masthead begins.

    The place is None when no line begins with the words "United Nations" or is a symbol beside "Distr.".
    """
    for place, line in enumerate(lines[:200]):
        rest = _beside_the_organisation(line.plain)
        if rest != line.plain:
            near = lines[max(0, place - 3) : place + 16]
            following = lines[place + 1].plain if place + 1 < len(lines) else ""
            if (not rest or following.startswith("/") or _symbols_of(rest) or "/" in rest) and (
                place < 3 or _states_distribution(near)
            ):
                return lines[place:] + lines[:place], 0
    for place, line in enumerate(lines[:_TOP_LINES]):
        if _symbols_of(line.text) and _states_distribution(lines[max(0, place - 3) : place + 16]):
            return lines[place:] + lines[:place], 0
    return lines, None


def _beside_the_organisation(text: str) -> str:
    """What stands beside the name "United Nations" in a plain line; in Arabic files the symbol may come first."""
    named = _UNITED_NATIONS.match(text)
    if named:
        return text[named.end() :].strip()
    named = _UNITED_NATIONS.search(text)
    if named and named.end() == len(text):
        return text[: named.start()].strip()
    return text


def _states_distribution(lines: list[_Line]) -> bool:
    return any(
        _DISTRIBUTION_LABEL.search(line.plain)
        or _ONE_LANGUAGE_ONLY.fullmatch(line.plain)
        or _ORIGINAL_LABEL.search(line.plain)
        for line in lines
    )


def _symbols_of(text: str) -> tuple[Symbol, ...]:
    """The symbols of a line that holds nothing else; () for any other line."""
    text = _MARKS_BEHIND.sub("", text) + ("*" if text.rstrip().endswith("*") else "")
    if "/" not in text or len(text) > 120 or not re.search(r"\d", text):
        return ()
    try:
        return tuple(symbol for symbol in parse_joint(text) if symbol.series or len(symbol.canonical.split("/")) > 2)
    except SymbolError:
        return ()


# ---------------------------------------------------------------- the top: organisation, symbol, distribution, date


class _Top:
    """The lines between "United Nations" and the session: symbol, organ, distribution, date, languages, job number."""

    def __init__(self, lines: list[_Line], start: int | None, page: int) -> None:
        self.page = page
        self.lines = lines
        self.is_there = start is not None or _states_distribution(lines[:_TOP_LINES])
        self.end = 0
        self.distribution: Value | None = None
        self.original_language: Value | None = None
        self.date: Value | None = None
        self.body: Value | None = None
        if self.is_there:
            self._read(lines[:_TOP_LINES])

    def _read(self, lines: list[_Line]) -> None:
        organ: list[str] = []
        pending: list[tuple[int, str]] = []
        for place, line in enumerate(lines):
            left, found = self._strip(line, lines[place + 1].plain if place + 1 < len(lines) else "")
            if place == 0 and _beside_the_organisation(line.plain) != line.plain:
                found = True
                left = ""
            elif _symbols_of(line.text) and place < 6:
                found, left = True, ""
            if place > 3 and (session_in(line.plain) or _ITEM.match(line.plain)) and not found:
                break
            if found:
                organ += [text for _, text in pending]
                pending = []
                self.end = place + 1
            if left:
                pending.append((place, left))
            if len(pending) > 6 or _OPENING.match(line.plain):
                break
        named = " ".join(organ).strip()
        if named:
            self.body = Value(named, named, self.page, 0.8)

    def _strip(self, line: _Line, following: str) -> tuple[str, bool]:
        """Take what the right column states out of a line; gives what is left of it and whether anything was found."""
        text, found = line.plain, False
        if label := _DISTRIBUTION_LABEL.search(text):
            stated = text[label.end() :] or following
            for value, pattern in _DISTRIBUTIONS.items():
                if (match := pattern.match(stated)) and self.distribution is None:
                    self.distribution = Value(value, (label[0] + match[0]).strip(), self.page, 0.97)
            end = label.end()
            if match := re.match(r"\w+", text[end:]):
                end += match.end()
            text, found = text[: label.start()] + text[end:], True
        elif text.casefold() in ("general", "generale", "limited", "restricted") and self.distribution:
            text, found = "", True
        if label := _ORIGINAL_LABEL.search(text):
            found = True
            stated = text[label.end() :] or following
            for code, pattern in _ORIGINALS.items():
                if (match := pattern.match(stated)) and self.original_language is None:
                    self.original_language = Value(code, (label[0] + match[0]).strip(), self.page, 0.97)
            text = text[: label.start()]
        for start, end, date in dates_in(text)[:1]:
            rest = (text[:start] + text[end:]).removesuffix("года").removesuffix("г.").strip(" .,")
            # A date beside a place or a range is that of the meeting.
            if self.date is None and (found or not re.search(r"[\d,]|[-–—]\s*$", rest)) and not session_in(text):
                alone = not rest
                self.date = Value(date, text[start:end], self.page, 0.95 if alone or found else 0.85)
                text, found = rest, True
        if _ONE_LANGUAGE_ONLY.fullmatch(text):
            if self.original_language is None:
                for code, pattern in _ORIGINALS.items():
                    if pattern.match(text):
                        self.original_language = Value(code, text, self.page, 0.7)
            return "", True
        if _VERSION.fullmatch(text) or _BAR_CODE.fullmatch(text) or JOB_NUMBER.match(text):
            return "", True
        if (job := _BARE_JOB_NUMBER.match(text)) and len(text) < len(job[0]) + 12:
            return "", True
        return text.strip(), found

    def symbols(self, reading: Reading) -> Value | None:
        """The document's own symbols: those of the masthead, checked against the running heads of later pages."""
        heads = _running_heads(reading)
        stated = self._stated() if self.is_there else None
        if stated is None:
            if not heads or heads.total() < 2 or 2 * heads.most_common(1)[0][1] <= heads.total():
                return None
            canonical, _ = heads.most_common(1)[0]
            return Value(parse_joint(canonical), canonical, 2, 0.6)
        symbols, quote = stated
        confidence = 0.97 if self.distribution or self.original_language or self.date else 0.85
        own = {symbol.canonical for symbol in symbols}
        if heads and heads.most_common(1)[0][0] not in own and heads.most_common(1)[0][1] > 1:
            confidence = 0.6  # they disagree, as where a draft's running head was left in: a person decides
        if any(symbol.malformed for symbol in symbols):
            confidence = min(confidence, 0.8)
        return Value(symbols, quote, self.page, confidence)

    def _stated(self) -> tuple[tuple[Symbol, ...], str] | None:
        found: list[Symbol] = []
        quotes: list[str] = []
        lines = self.lines[: max(self.end, 6)]
        for place, line in enumerate(lines[:12]):
            text = line.text
            if _UNITED_NATIONS.search(line.plain):
                text = _beside_the_organisation(line.plain)
            # Broken over a line: "CTOC" + "/COP/2010/CRP.5", "A/79/437/" + "Add.6".
            following = lines[place + 1].text if place + 1 < len(lines) else ""
            if (
                text
                and (text.endswith("/") or re.match(r"/\w", following))
                and (whole := _symbols_of(text + following))
            ):
                found, quotes = [*found, *whole], [*quotes, f"{text} {following}"]
                break
            text = _DISTRIBUTION_LABEL.split(text)[0].strip()
            symbols = _symbols_of(text)
            if symbols:
                found += symbols
                quotes.append(text)
            elif found:
                break
        unique = tuple({symbol.canonical: symbol for symbol in found}.values())
        return (unique, " ".join(quotes)) if unique else None


def _running_heads(reading: Reading) -> Counter:
    """The symbols at the head or foot of the later pages, and on how many pages each of them stands."""
    heads: Counter = Counter()
    for page in reading.pages[1:40]:
        lines = [line for line in page.text[:200_000].split("\n") if line.strip()]
        seen = set()
        for line in lines[:3] + lines[-3:]:
            bare = re.sub(r"^\s*\d{1,4}(?:/\d{1,4})?\s+|\s+\d{1,4}(?:/\d{1,4})?\s*$", "", line)
            bare = _BARE_JOB_NUMBER.sub("", JOB_NUMBER.sub("", bare)).strip()
            seen |= {symbol.canonical for symbol in _symbols_of(bare)}
        heads.update(seen)
    return heads


def _language(reading: Reading) -> Value | None:
    stated = stated_language(reading.pages)
    if stated and (not reading.language or stated.language == reading.language):
        return Value(stated.language, stated.quote, stated.page, 0.97)
    if reading.language:
        return Value(reading.language, "", 1, 0.8)  # told by its script and words: there is nothing to quote
    return None


def _job_number(reading: Reading, page: PageText) -> Value | None:
    for each in (page, reading.pages[-1]):
        if job := JOB_NUMBER.search(each.text):
            return Value(job[1].replace(" ", ""), job[0], each.number, 0.97)
    for line in page.text.split("\n"):
        job = _BARE_JOB_NUMBER.match(line.strip())
        if job and len(line.strip()) < len(job[0]) + 8:
            return Value(job[1].replace(" ", ""), job[0], page.number, 0.7)
    return None


# ---------------------------------------------------------------- below the top: session, items, title, author


def _head(lines: list[_Line], begin: int) -> list[_Line]:
    """The lines from the end of the top to where the text of the document begins."""
    head = []
    for line in lines[begin : begin + _HEAD_LINES]:
        if _OPENING.match(line.plain) or _FORMULA.match(line.plain):
            break
        if _BAR_CODE.fullmatch(line.plain) or JOB_NUMBER.match(line.plain):
            continue
        head.append(line)
    return head


class _Below:
    """The lines under the top: subsidiary body, session, place and dates, agenda items, title, author line."""

    def __init__(self, head: list[_Line], page: int, *, has_gaps: bool) -> None:
        self.page = page
        self.has_gaps = has_gaps
        self.body: Value | None = None
        self.session: Value | None = None
        self.place_and_dates: Value | None = None
        self.agenda_items: Value | None = None
        self.title: Value | None = None
        self.author_line: Value | None = None
        self.is_corrigendum = any(_CORRIGENDUM.fullmatch(line.plain) for line in head)
        self.announced: Value | None = None
        self._author_type = ""
        rest = self._meeting_and_items(head)
        self._title_and_author(rest)

    def _value(self, value, quote, confidence):
        return Value(value, quote, self.page, confidence)

    def _meeting_and_items(self, head: list[_Line]) -> list[list[_Line]]:
        """Read session, place, dates and items; gives the remaining lines by block, item titles left out."""
        rest: list[list[_Line]] = []
        item_block = None
        meeting_began = False
        last_block = None
        for place, line in enumerate(head):
            first_of_block = line.block != last_block
            last_block = line.block
            text = line.plain
            if line.block == item_block and self.has_gaps:
                if not any(pattern.match(text) for _, pattern in _AUTHORS):
                    continue  # the title of the item
                item_block = None
            session = session_in(text) if len(text) < 100 and self.session is None else None
            if (
                session
                and (text.startswith(session[1]) or len(session[1]) > 0.4 * len(text))
                and self.title_has_not_begun(rest, line)
            ):
                self.session = self._value(session[0], line.text, 0.95)
                self._body_from(rest)
                rest, meeting_began = [], True
                self._rest_of_session_line(text.removeprefix(session[1]), line)
                continue
            if _YEARLY_SESSION.fullmatch(text):
                self._body_from(rest)
                rest, meeting_began = [], True
                continue
            if (
                self.place_and_dates is None
                and (meeting_began or first_of_block or (rest and _is_body(rest[-1][0].plain)))
                and len(text) < 100
                and has_month(text)
                and _PLACE_AND_DATES.fullmatch(text)
                and not _is_a_date(text)
            ):
                self.place_and_dates = self._value(line.text, line.text, 0.9)
                self._body_from(rest)
                rest, meeting_began = [], True
                continue
            item = _ITEM.match(text)
            if item and self.agenda_items is None:
                numbers = item[1]
                following = head[place + 1].plain if place + 1 < len(head) else ""
                if re.search(r"(?:,|and|et|y|и)$", numbers) and re.match(r"\(?[\da-z]", following):
                    numbers += " " + following
                items = _item_numbers(numbers)
                if items:
                    self.agenda_items = self._value(items, line.text, 0.92)
                    if not text.startswith("("):
                        self._body_from(rest)
                        rest, item_block, meeting_began = [], line.block, True
                    continue
            if rest and rest[-1][-1].block == line.block and not self._begins_author_line(rest[-1], line):
                rest[-1].append(line)
            else:
                rest.append([line])
        return rest

    def title_has_not_begun(self, rest, line) -> bool:
        """A session named within the lines of a title ("its ninth session") is not that of a session line."""
        if not rest or rest[-1][-1].block != line.block:
            return True
        if line.plain[:1].islower() or (self.has_gaps and len(rest[-1]) > 3):
            return False
        return not _has_a_type(rest[-1][0].plain)

    def _rest_of_session_line(self, text: str, line: _Line) -> None:
        text = text.strip(" ,;")
        if self.place_and_dates is None and has_month(text) and _PLACE_AND_DATES.fullmatch(text):
            self.place_and_dates = self._value(text, line.text, 0.85)

    def _body_from(self, rest: list[list[_Line]]) -> None:
        """What stands between the top and the session is the name of the body that meets."""
        lines = [line for block in rest for line in block if not _VERSION.fullmatch(line.plain)]
        named = " ".join(line.text for line in lines).strip()
        if (
            named
            and self.body is None
            and len(named) < 400
            and _BODY.search(plain(named))
            and not _has_a_type(plain(named))
        ):
            self.body = self._value(named, named, 0.85)

    def _begins_author_line(self, block: list[_Line], line: _Line) -> bool:
        """Whether a line is an author line although no gap parts it from the title, or ends one."""

        def is_author(text):
            return len(text) < 120 and any(pattern.match(text) for _, pattern in _AUTHORS)

        if is_author(line.plain):
            # "... at the request of" + "Report of the Chair": a title may break before such words; a gap would tell.
            return not re.search(r"(?:\b(?:the|of|and|to|on|a)|,)$", block[-1].plain)
        if _is_body(block[0].plain) and _has_a_type(line.plain) and line.text[:1].isupper():
            return True  # the name of the body, and the title under it
        return not self.has_gaps and len(block) == 1 and is_author(block[0].plain) and line.text[:1].isupper()

    def _title_and_author(self, blocks: list[list[_Line]]) -> None:
        candidates: list[list[_Line]] = []
        for block in blocks:
            text = " ".join(line.plain for line in block)
            if _ASIDE.fullmatch(text) or _CORRIGENDUM.fullmatch(text):
                if candidates and not _ASIDE.match(text):
                    break
                continue
            kind = next((kind for kind, pattern in _AUTHORS if pattern.match(text)), "") if len(text) < 300 else ""
            if kind and self.author_line is None and (candidates or kind.startswith("draft") or len(blocks) > 1):
                self.author_line = self._value(_joined(block), _quoted(block), 0.93)
                self._author_type = kind
                if candidates:
                    break
                continue
            if _is_running_text(text):
                break
            if not candidates and self.body is None and len(blocks) > 1 and _is_body(text) and block is blocks[0]:
                self._body_from([block])
                continue
            candidates.append(block)
            if self.author_line or len(candidates) > 4:
                break
        if candidates:
            block = self._best(candidates)
            announced = next((kind for kind, pattern in _TITLES if pattern.match(candidates[0][0].plain)), "")
            if announced in (
                "resolution",
                "decision",
            ):  # "Resolution adopted by ... on 26 October 2018", above the title
                self.announced = self._value(announced, _quoted(candidates[0]), 0.93)
            title = _ACT_NUMBER.sub("", _joined(block), count=1)
            if title and len(title) <= _LONGEST_TITLE:
                self.title = self._value(title, _quoted(block), 0.85 if self.has_gaps else 0.6)

    def _best(self, candidates: list[list[_Line]]) -> list[_Line]:
        for block in candidates:
            if _ACT_NUMBER.match(block[0].plain):
                return block  # "73/6. Title of the resolution" under "Resolution adopted by ..."
        return candidates[0]


def _has_a_type(text: str) -> bool:
    """Whether a line says what kind of document this is, as a title or an author line does."""
    return any(pattern.match(text) for _, pattern in _AUTHORS + _TITLES)


def _is_a_date(text: str) -> bool:
    found = dates_in(text)
    return bool(found) and found[0][0] == 0 and len(text) - found[0][1] < 3


def _is_body(text: str) -> bool:
    return bool(_BODY.match(text)) and not any(pattern.match(text) for kind, pattern in _TITLES if kind != "report")


def _is_running_text(text: str) -> bool:
    return len(text) > 150 and bool(re.search(r"[.;。；]$", text))


def _joined(block: list[_Line]) -> str:
    return _MARKS_BEHIND.sub("", " ".join(_MARKS_BEHIND.sub("", line.text) for line in block))


def _quoted(block: list[_Line]) -> str:
    return " ".join(line.text for line in block)


def _item_numbers(text: str) -> tuple[str, ...]:
    """The items that a line names: "2 (a), (c) and 4" gives "2 (a)", "2 (c)", "4"; a) and (a) are the same."""
    text = re.sub(r"(\d), ([a-z]) ?,", r"\1 (\2)", text)  # "Point 19, c, de l'ordre du jour"
    # What follows the numbers is the name of the agenda: "of the provisional agenda", "de l'ordre du jour".
    numbers = re.match(
        r"[\s\d(),;&.*و和及、与-]*(?:(?:\(?[a-zа-я]\)|and|et|y|и)[\s\d(),;&و和及、与-]*)*", text, re.IGNORECASE
    )
    items: list[str] = []
    main = ""
    bare = True
    for match in _ITEM_NUMBERS.finditer(numbers[0] if numbers else ""):
        if match[1]:
            if main and bare:
                items.append(main)
            main, bare = match[1], True
        elif main:
            items.append(f"{main} ({match[2].lower()})")
            bare = False
    if main and bare:
        items.append(main)
    return tuple(dict.fromkeys(items))


def _type(masthead: Masthead, below: _Below) -> Value | None:
    """What kind of document it is: by suffix, by author line, by title, and last by the nature in the symbol."""
    symbols = masthead.symbols.value if masthead.symbols else ()
    last = symbols[0].suffixes[-1].kind if symbols and symbols[0].suffixes else ""
    if last == "Corr" or (below.is_corrigendum and not symbols):
        return Value("corrigendum", masthead.symbols.quote if symbols else "Corrigendum", 1, 0.9)
    if below.announced:
        return below.announced
    author, title = masthead.author_line, masthead.title
    by_title = _type_of_title(title)
    by_author = below._author_type
    if by_author in ("report", "note") and by_title and by_title != "report":
        by_author = ""
    # A provisional agenda or a session's report is that, whoever wrote the line under it.
    if by_author and by_title not in ("provisional agenda", "information for participants", "list of participants"):
        return Value(by_author, author.quote, author.page, 0.92)
    if symbols and symbols[0].nature == "CRP" and by_title in ("", "report", "note"):
        return Value("conference room paper", masthead.symbols.quote, masthead.symbols.page, 0.9)
    if by_title:
        return Value(by_title, title.quote, title.page, 0.6 if by_title in ("report", "note") else 0.85)
    return None


def _type_of_title(title: Value | None) -> str:
    if title is None:
        return ""
    for text in (plain(title.quote), plain(str(title.value))):
        for kind, pattern in _TITLES:
            if pattern.match(text):
                return kind
    return ""
