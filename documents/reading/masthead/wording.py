"""What a line says by its wording: that it is an author line, a title of a known type, the number of an act, an aside."""

import re
from functools import lru_cache

from documents.reading.masthead.patterns import PLACE_AND_DATES_LINE, WORDS, alternatives, starting, whole
from documents.reading.sessions import session_in

_LONGEST_PLACE = 130

_PAPERS = [(entry["type"], entry.get("secretariat", ""), starting(f"(?:{entry['words']})")) for entry in WORDS["paper"]]
_ANY_PAPER = starting(rf"(?:{'|'.join(entry['words'] for entry in WORDS['paper'])})\b")
_JOINED = starting(WORDS["author"]["joined"])
_OF_A_SUBJECT = starting(WORDS["author"]["of_a_subject"])
_OF_AN_OFFICE = starting(rf"[\s*]{{0,3}}(?:{WORDS['author']['of_an_office']})")
_SECRETARIAT = starting(WORDS["author"]["secretariat"])
_SUBMITTED = starting(WORDS["author"]["submitted"])
_CHINESE = re.compile(WORDS["author"]["chinese"])
# A report submitted "under article 18" or "as requested in resolution 69/1": what stands there is no author.
_CHINESE_GROUND = re.compile(
    r"(?!.{2,20}?(?:根据|依照|按照|依据|应)).*(?:条|款|段|规定|决议|要求|》)的?(?:编写|起草|编制|提交|提出|提供|转交|转递)?的?$"
)
_CHINESE_SECRETARIAT = WORDS["author"]["chinese_secretariat"]
SPONSORED = [
    (entry["type"], re.compile(rf"[:：]\*{{0,3}}\s?(?:{entry['words']})[\s*†‡]*$", re.IGNORECASE))
    for entry in WORDS["sponsored"]
]
_ANNOUNCED = [(entry["type"], starting(entry["words"])) for entry in WORDS["announced"]]
_TITLES = [(entry["type"], starting(entry["words"])) for entry in WORDS["title"]]
_ALTERNATIVES = [way for entry in WORDS["title"] for way in alternatives(entry["words"])]
_ANY_TITLE = starting("|".join(way for way in _ALTERNATIVES if not way.startswith(".")))
_ANY_TITLE_BEHIND = starting("|".join(way for way in _ALTERNATIVES if way.startswith(".")))
_MAY_END_A_TITLE = re.compile(r"[\u4e00-\u9fff]|report|questionnaire|cuestionario|вопросник", re.IGNORECASE)
LETTER = starting("|".join(entry["words"] for entry in WORDS["title"] if entry["type"] in ("letter", "note verbale")))
ASIDE = whole(WORDS["aside"]["words"])
CORRIGENDUM = whole(WORDS["corrigendum"]["pattern"])
ACT_NUMBER = re.compile(
    r"(?:decision|resolution|décision|résolution|decisión|resolución|решение|резолюция) "
    r"(?:\d{1,4}|E?S-\d{1,3})/\d{1,4}\s?[A-Z]?\.?(?:\s|$)"
    r"|(?:\d{1,4}|E?S-\d{1,3})/\d{1,4}\s?[A-Z]?(?:\.(?:\s|$)|\s?[-–—]\s|\s(?=[^\W\d_]{2}))"
    r"|\d{1,5} ?[A-Z]? ?\((?:[IVXLC]{1,8}|E?S-[IVX]{1,6})\)(?: [A-Z])?\.(?:\s|$)",
    re.IGNORECASE,
)
RESOLUTION = re.compile(
    f"(?:{WORDS['act']['heading']})|{re.sub('[?]P<[a-z]+>', '', WORDS['act']['heading_in_chinese'])}", re.IGNORECASE
)
_ITEM_LINE = re.compile(rf"(?:{WORDS['item']['words']})\s?\d.{{0,80}}[^\s,]$", re.IGNORECASE)
_MOST = 0.8  # of a line that is a session line and nothing else

RECORDS = ("verbatim record", "summary record")
OF_NO_TYPE = "of no type"  # an author line that names an author and no paper: "Submitted by the expert from Japan"


@lru_cache(maxsize=256)
def type_by_author(text: str) -> str:
    """The type that an author line tells ("Note by the Secretariat"); "" for a text that is no author line."""
    for kind, pattern in SPONSORED:
        if pattern.search(text):
            return kind
    if _ANY_PAPER.match(text):
        for kind, by_secretariat, pattern in _PAPERS:
            paper = pattern.match(text)
            if not paper:
                continue
            behind = text[paper.end() :]
            joined = _JOINED.match(behind)
            if joined and kind == "background document" and _OF_A_SUBJECT.match(behind):
                continue
            if joined or _OF_AN_OFFICE.match(behind):
                author = behind[joined.end() if joined else 0 :][:60]
                return by_secretariat if by_secretariat and _SECRETARIAT.search(author) else kind
            if kind in ("draft resolution", "draft decision") and not behind.strip(" *"):
                return kind
    if _SUBMITTED.match(text):
        return OF_NO_TYPE
    if text[-1:] in "案稿件会录明言文见告" and (chinese := _CHINESE.fullmatch(text.rstrip("*"))):
        if _CHINESE_GROUND.match(chinese["author"]):
            return ""
        kind = next(kind for words, kind in WORDS["chinese_papers"].items() if chinese["paper"].endswith(words))
        if _CHINESE_SECRETARIAT in chinese["author"][-8:]:
            return next((by for name, by, _ in _PAPERS if name == kind and by), kind)
        return kind
    return ""


def is_author_line(text: str) -> bool:
    """Whether a plain line says who wrote or sponsors the document."""
    return bool(text) and bool(type_by_author(text))


@lru_cache(maxsize=256)
def type_by_title(text: str) -> str:
    """The type that a title tells, "" when it tells none."""
    if not _ANY_TITLE.match(text) and not (_MAY_END_A_TITLE.search(text) and _ANY_TITLE_BEHIND.match(text)):
        return ""
    return next((kind for kind, pattern in _TITLES if pattern.match(text)), "")


def type_announced(text: str) -> str:
    """The type that a line above the title tells: "Resolution adopted by the General Assembly on ..."."""
    return next((kind for kind, pattern in _ANNOUNCED if pattern.match(text)), "")


@lru_cache(maxsize=256)
def is_typed(text: str) -> bool:
    """Whether a plain line says what kind of document this is, as a title or an author line does."""
    return bool(type_by_title(text)) or is_author_line(text) or bool(type_announced(text))


def begins_a_block(text: str) -> bool:
    """Whether a plain line begins a new block whatever the length of the line above it."""
    return bool(
        text[:1] in "[［"
        or ACT_NUMBER.match(text)
        or LETTER.match(text)
        or RESOLUTION.match(text)
        or ASIDE.fullmatch(text)
        or CORRIGENDUM.fullmatch(text)
        or type_announced(text)
        or is_typed(text)
        or ((session := session_in(text)) is not None and len(session.quote) > _MOST * len(text))
    )


def ends_a_block(text: str) -> bool:
    """Whether nothing that follows a plain line belongs to it."""
    return bool(
        text[-1:] in "]］"
        or names_sponsors(text)
        or _ITEM_LINE.match(text)
        or (len(text) < _LONGEST_PLACE and PLACE_AND_DATES_LINE.fullmatch(text))
    )


def names_sponsors(text: str) -> bool:
    """Whether a plain text ends as a line of sponsors does: "Albania and Zambia: draft resolution"."""
    return any(pattern.search(text) for _, pattern in SPONSORED)
