"""Where in an act each paragraph stands: its kind, its address, its depth.

Form of such texts: the body that speaks, preambular paragraphs that begin with a participle and end with a comma,
operative ones that begin with a verb and are numbered, lettered or neither; sections may number anew, annexes do.
Decisions of the first sessions are lettered and in the past tense ("Noted", "Requested").
"""

import re

from documents.reading.acts.forms import ACT_TITLE, ANNEX, CLOSING, ENDED, SECTION
from documents.reading.acts.pieces import Piece, is_operative
from documents.reading.acts.texts import ParagraphText
from documents.reading.verbs import begins_preamble, leading_verb, leading_verb_phrase
from documents.reading.verbs_english import english_finite_verb
from documents.reading.words import plain

# Grounds on which a paragraph is what it is said to be.
NUMBER_AND_VERB = 0.99
LETTER_AND_VERB = 0.97
VERB_ALONE = 0.95
NUMBER_AND_GUESSED_VERB = 0.95
NUMBER_ALONE = 0.9
NEITHER = 0.6
PARTICIPLE = 0.98
BEFORE_THE_VERBS = 0.8
BELOW_A_PARAGRAPH = 0.95
IN_AN_ANNEX = 0.95
HEADING = 0.9

_LONGEST_HEADING = 300
_SECTION_MARK = re.compile(r"([IVX]{1,5}|[A-Z])(?:\.|\b)")
_DECIDING = re.compile(
    r".{0,400}\b(?:decide[sd]?|request(?:s|ed)|endorse[sd]|adopt(?:s|ed)|took note|takes note)\b[^.]{0,200}[.:]$",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\d{1,3}/?\s+(?:see\b|ibid|official records|united nations, treaty|[A-Z]{1,6}/)", re.IGNORECASE)


class State:
    """Where in the act the next paragraph stands."""

    def __init__(self, *, opened: bool, language: str = "") -> None:
        self.language = language
        self.opened = opened
        self.operative = False
        self.closed = False  # the line of the meeting was read
        self.annex = ""
        self.section = ""  # "II" after a heading, until paragraphs go on numbering
        self.numbers_anew = ""  # the section whose paragraphs number from 1 again
        self.one_sentence = False  # of a decision whose list, such as an agenda, follows it
        self.number = 0
        self.parent = ""  # label of the paragraph that sub-paragraphs belong to
        self.letters: list[tuple[str, str, int]] = []  # open lists: the last letter of each, its label, its depth
        self.kind = "preambular"
        self.preambles = 0
        self.unnumbered = 0
        self.listed_under = ""  # label of a paragraph that opens a numbered list
        self.listed_after = 0  # the number of that paragraph
        self.before = ""  # the text of the paragraph before


def place(pieces: list[Piece], language: str = "") -> list[ParagraphText]:
    """The paragraphs of one act; [] for a text of headings alone."""
    state = State(opened=not any(piece.opens for piece in pieces), language=language)
    paragraphs = [paragraph_of(piece, state) for piece in pieces if piece.number or not _FOOTNOTE.match(piece.text)]
    if not any(paragraph.kind in ("preambular", "operative", "annex") for paragraph in paragraphs):
        return []
    return paragraphs


def paragraph_of(piece: Piece, state: State) -> ParagraphText:
    """One paragraph in its place; the state is carried on."""
    if not piece.number:
        made = _unnumbered(piece, state)
    elif piece.number.startswith("("):
        made = _lettered(piece, state)
    else:
        made = _numbered(piece, state)
    state.before = piece.text
    return made


def short_plain(text: str) -> str:
    """A text for matching the forms of headings; what is too long to be one stays as it is."""
    return text if len(text) > _LONGEST_HEADING or text.isascii() else plain(text)


def _made(kind: str, piece: Piece, label: str, depth: int, verb: str, confidence: float) -> ParagraphText:
    return ParagraphText(kind, piece.number, label, piece.text, depth, verb, piece.page, piece.start, confidence)


def _heading(piece: Piece) -> ParagraphText:
    return _made("heading", piece._replace(number=""), "", 0, "", HEADING)


# ---------------------------------------------------------------- without a number


def _unnumbered(piece: Piece, state: State) -> ParagraphText:
    text = piece.text
    if piece.opens:
        # A second text may follow the first, or stand within it ("recommends ... the following draft resolution").
        state.opened, state.operative, state.closed, state.annex = True, False, False, ""
        state.kind, state.parent, state.letters, state.number, state.listed_under = "preambular", "", [], 0, ""
        return _heading(piece)
    folded = short_plain(text)
    if ANNEX.fullmatch(folded):
        state.annex = re.sub(r"\W+$", "", folded).casefold()
        state.annex = re.sub(r"(?<= )[ivx]+$", lambda numeral: numeral[0].upper(), state.annex)
        state.parent, state.letters, state.operative, state.listed_under = "", [], True, ""
        state.number, state.section, state.numbers_anew = 0, "", ""
        return _heading(piece)
    if state.annex:
        state.letters = []
        return _heading(piece) if looks_like_heading(text) else _made("annex", piece, "", 0, "", IN_AN_ANNEX)
    if not state.opened or state.closed:
        return _heading(piece)
    if CLOSING.fullmatch(folded):
        state.closed = state.operative
        return _heading(piece)
    if looks_like_heading(text) and not is_operative(text, state.language):
        if mark := _SECTION_MARK.match(text):
            state.section = mark[1]
        return _heading(piece)
    state.letters, state.listed_under = [], ""
    preambular = begins_preamble(text, state.language) or (
        not state.operative and not leading_verb(text, state.language)
    )
    ending = text.rstrip()
    # Older texts and those of other organizations end preambular paragraphs with a semicolon too.
    mark = not ending.endswith(";") or (not state.operative and begins_preamble(text, state.language))
    if preambular and mark and (not state.operative or ending.endswith((",", "，", "،"))):
        if ending.endswith((".", ":")) and _DECIDING.match(folded):
            return _operative_without_number(piece, state)
        state.preambles += 1
        state.kind = "preambular"
        state.parent = f"preamble {state.preambles}"
        participle = _participle(text, state.language)
        return _made("preambular", piece, state.parent, 0, participle, PARTICIPLE if participle else BEFORE_THE_VERBS)
    return _operative_without_number(piece, state)


def _operative_without_number(piece: Piece, state: State) -> ParagraphText:
    state.operative, state.kind = True, "operative"
    state.unnumbered += 1
    label, found = f"unnumbered {state.unnumbered}", leading_verb_phrase(piece.text, state.language)
    if not found.known and state.parent and not state.parent.startswith(("preamble", "unnumbered")):
        # What follows the sub-paragraphs of a numbered one.
        return _made("operative", piece, label, 1, "", NEITHER)
    state.parent = label if piece.text.endswith((":", "：")) else ""
    return _made("operative", piece, label, 0, found.phrase, VERB_ALONE if found.known else NEITHER)


def _participle(text: str, language: str) -> str:
    match = re.match(
        r"(?:Also |Further |Deeply |Fully |Gravely |Once again |Again )?[^\W\d_]+(?: (?:also|further|with \w+))?", text
    )
    return match[0] if match and begins_preamble(text, language) else ""


def looks_like_heading(text: str) -> bool:
    """Whether a paragraph without a number is short and no sentence, or named like a section."""
    if len(text) > 300 or ENDED.search(text):
        return bool(len(text) < 60 and SECTION.fullmatch(text) and not text.endswith((";", ",")))
    return bool(SECTION.fullmatch(text) or ACT_TITLE.fullmatch(text) or len(text) < 160)


# ---------------------------------------------------------------- numbered


def _numbered(piece: Piece, state: State) -> ParagraphText:
    value = int(found[0]) if (found := re.match(r"\d+", piece.number)) else 0
    verb = leading_verb_phrase(piece.text, state.language)
    if state.closed and not state.annex:
        return _heading(piece)
    if state.listed_under and not (value == state.listed_after + 1 and verb.known):
        kind = "annex" if state.annex else state.kind
        return _made(kind, piece, f"{state.listed_under} {piece.number}", 1, "", BELOW_A_PARAGRAPH)
    if not state.annex and state.operative and value == 1:
        # Numbers begin again: a list below the paragraph that ends with a colon, or the next section.
        if not verb.known and (re.search(r"[:：]\W{0,2}$", state.before[-4:]) or state.one_sentence):
            state.listed_under, state.listed_after = state.parent or _label_before(state), state.number or -1
            return _made(state.kind, piece, f"{state.listed_under} {piece.number}", 1, "", BELOW_A_PARAGRAPH)
        state.numbers_anew = state.section if state.number else ""
    state.letters, state.listed_under = [], ""
    if not state.opened:
        # The tail of another text, above the opening of this one.
        return _heading(piece)
    state.operative = state.opened = True
    state.number = value
    if state.annex:
        state.kind, state.parent = "annex", f"{state.annex}, {piece.number}"
        return _made("annex", piece, state.parent, 0, "", IN_AN_ANNEX)
    state.kind = "operative"
    state.parent = f"section {state.numbers_anew}, {piece.number}" if state.numbers_anew else piece.number
    confidence = NUMBER_AND_VERB if verb.known else NUMBER_AND_GUESSED_VERB if verb.phrase else NUMBER_ALONE
    return _made("operative", piece, state.parent, 0, verb.phrase, confidence)


def _label_before(state: State) -> str:
    return str(state.number) if state.number else f"unnumbered {state.unnumbered}"


# ---------------------------------------------------------------- lettered


def _lettered(piece: Piece, state: State) -> ParagraphText:
    number, text = piece.number, piece.text
    letter = number.strip("()")
    verb = leading_verb_phrase(text, state.language)
    if (state.closed or not state.opened) and not state.annex:
        return _heading(piece)
    if level := _level_of(letter, state):
        _, upper, depth = state.letters[level - 1]
        label, depth = f"{upper} {number}", depth + 1
        state.letters[level:] = [(letter, label, depth)]
        kind = "annex" if state.annex else state.kind
        return _made(kind, piece, label, depth, _verb_below(piece, kind), BELOW_A_PARAGRAPH)
    # "(a) Decides ..." with no numbered paragraph above it is an operative paragraph itself.
    alone = not state.annex and (state.parent == "" or state.parent.startswith("preamble"))
    if alone and (verb.known or state.kind == "operative"):
        state.operative, state.kind, state.parent = True, "operative", ""
    depth = 0 if state.parent == "" else 1
    base = state.parent or (state.annex and f"{state.annex},")
    label = f"{base} {number}".strip()
    state.letters = [(letter, label, depth)]
    # "(b) Approves the agenda as set out below:" + "1. Election of officers."
    state.listed_under = label if depth == 0 and not state.annex and text.endswith((":", "：")) else ""
    state.listed_after = -1
    kind = "annex" if state.annex else state.kind
    confidence = BELOW_A_PARAGRAPH if depth else LETTER_AND_VERB if verb.known else NEITHER
    phrase = _verb_below(piece, kind) if depth else verb.phrase if kind == "operative" else ""
    return _made(kind, piece, label, depth, phrase, confidence)


def _verb_below(piece: Piece, kind: str) -> str:
    """The verb of a sub-paragraph, which mostly goes on with an infinitive ("to: (a) Create ...") that is none."""
    return english_finite_verb(piece.text) if kind == "operative" and piece.text[:1].isascii() else ""


def _level_of(letter: str, state: State) -> int:
    """At which level below the first a letter stands among the open lists; 0 for the first level, or where none is.

    "(i)" after "(h)" goes on with the letters, unless that paragraph announces a list with a colon; after "(ii)" it
    goes back to them.
    """
    if not state.letters:
        return 0
    begins = letter in _FIRST_MARKS
    deepest = min(len(state.letters), _MOST_LEVELS - 1)
    if begins and re.search(r"[:：]\W{0,2}$", state.before[-4:]):
        return deepest
    for level in range(len(state.letters) - 1, -1, -1):
        if _follows(letter, state.letters[level][0]):
            return level
    return deepest if begins and letter != state.letters[0][0] else 0


_MOST_LEVELS = 5
_FIRST_MARKS = ("i", "a", "1", "一", "أ", "а")
NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv".split()


def _follows(letter: str, above: str) -> bool:
    """Whether a mark is the next after another: "b" after "a", "iii" after "ii", "2" after "1"."""
    if above in NUMERALS[:-1] and letter == NUMERALS[NUMERALS.index(above) + 1]:
        return True
    if letter.isdecimal() and above.isdecimal():
        return int(letter) == int(above) + 1
    return len(letter) == len(above) == 1 and ord(letter) == ord(above) + 1
