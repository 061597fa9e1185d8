"""The masthead of a document, read whole."""

from documents.reading.language import job_number_in, stated_language
from documents.reading.masthead.acts import act_without_masthead, meeting_of_adoption, symbol_of_adoption
from documents.reading.masthead.below import formula_of, head_of, read_below, session_of_a_numbered_body
from documents.reading.masthead.blocks import by_length, shows_gaps
from documents.reading.masthead.kinds import expected_distribution, type_of, type_of_itself
from documents.reading.masthead.lines import agenda_document, lines_of, without_notes
from documents.reading.masthead.organisation import from_the_top, with_whole_names
from documents.reading.masthead.patterns import BARE_JOB_NUMBER
from documents.reading.masthead.symbols import own_symbols, symbols_of
from documents.reading.masthead.title import read_heading, title_of_line
from documents.reading.masthead.top import Top
from documents.reading.masthead.values import (
    BODY_OF_THE_SERIES,
    JOB_NUMBER_BARE,
    JOB_NUMBER_WITH_LETTER,
    LANGUAGE_STATED,
    LANGUAGE_TOLD,
    ON_A_WEB_PAGE,
    SESSION_IN_THE_TITLE,
    Masthead,
    Value,
)
from documents.reading.masthead.wording import RECORDS, type_by_title
from documents.reading.pages import PageText, Reading
from documents.reading.sessions import session_in
from documents.reading.words import plain

_REPORTS = ("report", "report of session", "draft report", "report of meeting")


def read_masthead(reading: Reading) -> Masthead:
    """Read the masthead of a document from its first page with text. Never raises."""
    page = next((page for page in reading.pages if page.text.strip()), None)
    if page is None:
        return Masthead()
    lines, notes = without_notes(lines_of(page.text))
    lines, is_there = from_the_top(with_whole_names(lines))
    top = Top(lines, page.number, is_there=is_there)
    stated = tuple(symbol for line in top.symbol_lines for symbol in symbols_of(line))
    expected = expected_distribution(stated)
    head = top.carried + head_of(lines, top.end, top.taken)
    paragraphs = "word" in reading.media_type
    has_gaps = shows_gaps(head, lines, paragraphs=paragraphs)
    below = read_below(head if has_gaps else by_length(head), page.number)
    heading = read_heading(
        below.blocks,
        page.number,
        has_gaps=has_gaps,
        items_alone=below.items_alone,
        item_title=below.item_title,
        paragraphs=paragraphs,
    )
    _title_of_a_record(heading, below, stated)
    symbols = own_symbols(
        top.symbol_lines,
        reading,
        page.number,
        is_labelled=top.is_labelled,
        elsewhere=top.symbols_elsewhere,
        misread=top.symbols_misread,
    )
    if symbols is None and heading.number:
        symbols = symbol_of_adoption(heading.announcement or formula_of(lines, top.end), heading.number, page.number)
    act = None
    if symbols is None and not top.is_labelled:
        act = act_without_masthead(lines, formula_of(lines, 0), page.number)
        if act:
            symbols = act.symbol
            heading.title = act.title or heading.title
    kind = type_of(symbols, heading) or type_of_itself(page.text, page.number)
    kind_name = kind.value if kind else ""
    date = top.date(expected)
    if date is None:
        date = act.date if act else below.meeting_date if kind_name in RECORDS else None
    meeting = below.meeting
    if kind_name in ("resolution", "decision"):
        meeting = meeting_of_adoption(reading)
    masthead = Masthead(
        symbols=symbols,
        distribution=top.distribution(expected),
        date=date,
        original_language=top.original_language,
        language=_language(reading),
        body=_body(top, below, act, symbols),
        session=below.session or _session(top, below, heading, kind_name),
        meeting=meeting,
        place_and_dates=below.place_and_dates,
        agenda_items=below.agenda_items,
        title=heading.title,
        author_line=heading.author_line,
        type=kind,
        job_number=_job_number(reading, page),
        notes=notes,
        agenda_document=agenda_document(notes),
    )
    return masthead.limited(lambda value: ON_A_WEB_PAGE) if reading.is_web_page else masthead


def _title_of_a_record(heading, below, symbols) -> None:
    """ "64th plenary meeting" is the title of a verbatim record; other papers only name the meeting they are for."""
    line = below.meeting_line
    if line is None:
        return
    # "Summary record of the 5th meeting", "Provisional agenda for the 10245th meeting" say more than a number.
    says_more = type_by_title(line.plain) not in ("", "verbatim record")
    if says_more or heading.title is None or any(symbol.nature in ("PV", "SR") for symbol in symbols):
        heading.title = title_of_line(line, below.page)
        heading.author_line, heading.author_type = None, ""


def _body(top, below, act, symbols) -> Value | None:
    """The body: named above the session, else beside "Distr.", else by the series of the symbol."""
    if act and act.body:
        return act.body
    joint = symbols is not None and len(symbols.value) > 1 and symbols.value[0].body != symbols.value[1].body
    if below.body and below.second_body and joint:
        both = f"{below.body.value}; {below.second_body.value}"
        return Value(both, f"{below.body.quote} … {below.second_body.quote}", below.page, below.body.confidence)
    if joint and top.body and "; " in str(top.body.value):
        return top.body
    stated = below.second_body or below.body or top.body
    if stated:
        return stated
    if symbols:
        names = list(dict.fromkeys(symbol.body for symbol in symbols.value if symbol.body[:1].isupper()))
        if names:
            return Value("; ".join(names), symbols.quote, symbols.page, BODY_OF_THE_SERIES)
    return None


def _session(top, below, heading, kind: str) -> Value | None:
    """The session where no line of its own states it: in the body's name, or in the title of its report."""
    if below.body is None and top.body and (numbered := session_of_a_numbered_body(top.body)):
        return numbered
    if heading.title and kind in _REPORTS:
        session = session_in(plain(str(heading.title.value)))
        if session and isinstance(session.value, int) and session.value < 1900:
            return Value(session.value, heading.title.quote, heading.title.page, SESSION_IN_THE_TITLE)
    return None


def _language(reading: Reading) -> Value | None:
    stated = stated_language(reading.pages)
    if stated and (not reading.language or stated.language == reading.language):
        return Value(stated.language, stated.quote, stated.page, LANGUAGE_STATED)
    if reading.language:
        return Value(reading.language, "", 1, LANGUAGE_TOLD)  # told by its script and words: there is nothing to quote
    return None


def _job_number(reading: Reading, page: PageText) -> Value | None:
    for each in (page, reading.pages[-1]):
        if job := job_number_in(each.text):
            return Value(job[1].replace(" ", ""), job[0], each.number, JOB_NUMBER_WITH_LETTER)
    for line in page.text.split("\n"):
        if "-" not in line and "K" not in line:
            continue
        job = BARE_JOB_NUMBER.match(line.strip())
        if job and len(line.strip()) < len(job[0]) + 8:
            return Value(job[1].replace(" ", ""), job[0], page.number, JOB_NUMBER_BARE)
    return None
