"""Who is addressed: where the phrase behind an operative verb ends, whom it names, one by one, and of what kind."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from documents.reading.operative.model import Addressee, Quote

_TOML = tomllib.loads((Path(__file__).parent / "addressees.toml").read_text(encoding="utf-8"))
PREDICATES: list[str] = _TOML.pop("predicates")["zh"].split()
_KINDS = {
    language: [(kind, re.compile(pattern)) for kind, pattern in entries.items()] for language, entries in _TOML.items()
}
_ANY = {language: re.compile("|".join(f"(?:{p})" for p in entries.values())) for language, entries in _TOML.items()}
CHINESE_HEADS = "|".join(re.sub(r"\(\?<![^)]*\)", "", pattern) for pattern in _TOML["zh"].values())
# Letters in which an addressee is looked for: more than the longest list of addressees that organs print.
LONGEST_PHRASE = 700

# Where the head of a phrase ends: what follows only tells more about it.
_HEAD_ENDS = {
    "en": re.compile(
        r",| (?:of|for|on|to|in|that|which|who|whose|concerned|established|referred|under|"
        r"with|at|from|and|as|through|including|by)\b"
    ),
    "fr": re.compile(
        r",| (?:de|du|des|d'|pour|sur|à|au|aux|en|qui|que|dont|contre|et|chargé\w*|créé\w*|"
        r"par|ayant)\b| d'"
    ),
    "es": re.compile(r",| (?:de|del|para|sobre|a|al|en|que|contra|y|encargad\w+|establecid\w+|por|con)\b"),
    "ru": re.compile(r",| (?:по|о|об|в|на|для|с|и|к|при|от|под)\b"),
    "ar": re.compile(r"،| (?:التي|الذي|من|في|على|إلى|المعني|المعنية|المنشأة|و)\b"),
    "zh": re.compile(r"，"),
}
# A head that names a thing: "Encourages the use of", "Urges the full implementation of".
_THING = re.compile(
    r"^(?:the |a |an |its |their |any |full |further |early |continued )*(?:use|work|"
    r"efforts?|progress|steps?|measures?|need|role|view|dialogue|"
    r"respect|support|action|access|\w+(?:tion|sion|ment|ance|ence|ity|ness|ship|ism|ing|al|age|ure))$",
    re.IGNORECASE,
)
_PRONOUNS = {
    "en": {"him", "her", "it", "them", "they", "the latter", "the former"},
    "fr": {
        "lui",
        "leur",
        "le",
        "la",
        "les",
        "l'",
        "celui-ci",
        "celle-ci",
        "ceux-ci",
        "celles-ci",
        "ce dernier",
        "cette dernière",
        "ces derniers",
    },
    "es": {
        "le",
        "les",
        "lo",
        "los",
        "la",
        "las",
        "ésta",
        "éste",
        "este último",
        "esta última",
        "estos últimos",
        "dicha oficina",
    },
    "ru": {"его", "её", "ее", "их", "ему", "ей", "им", "нему", "ней", "ним"},
    "ar": {"إليه", "إليها", "إليهم", "إليهما", "منه", "منها", "منهم", "ه", "ها", "هم", "هما", "هن", "له", "لها", "لهم"},
    "zh": {"其", "它", "他", "她", "他们", "它们"},
}


@lru_cache(maxsize=4096)
def kind_of(words: str, language: str) -> str:
    """The kind of an addressee by the nouns of its head, then of the whole phrase; "" for none known."""
    head = words
    if match := _HEAD_ENDS[language].search(words, 3):
        head = words[: match.start()]
    # Names of several words are told before their head: "the United Nations Office on Drugs and Crime".
    if (match := dict(_KINDS[language])["UNODC"].search(words)) and match.start() < 12:
        return "UNODC"
    if language == "zh":
        return _last_kind(words)
    # What begins in the head counts, though it may go on behind it: "le groupe de travail".
    for reach in (len(head), len(words)):
        for kind, pattern in _KINDS[language]:
            if (match := pattern.search(words)) and match.start() < reach:
                return kind
    return ""


def _last_kind(words: str) -> str:
    """The kind of a Chinese addressee: its head stands last ("有关国家各政党" are parties, not States)."""
    last, told = 0, ""
    for kind, pattern in _KINDS["zh"]:
        end = max((match.end() for match in pattern.finditer(words)), default=0)
        if end > last:
            last, told = end, kind
    return told


@lru_cache(maxsize=4096)
def head_is_known(words: str, language: str) -> bool:
    """Whether the head of a phrase names somebody: "the Panel of Experts", "States that have not done so"."""
    ends = _HEAD_ENDS[language].search(words, 3)
    while ends and ends[0].strip() in _AND and not _ANY[language].search(words, 0, ends.start()):
        # "regional and subregional organizations": the noun stands behind "and".
        ends = _HEAD_ENDS[language].search(words, ends.end())
    named = _ANY[language].search(words)
    return named is not None and (ends is None or named.start() < ends.start())


_AND = {"and", "et", "y", "и", "و", ","}


@lru_cache(maxsize=1024)
def names_a_thing(words: str, language: str) -> bool:
    """Whether a phrase is about a thing rather than somebody: "the full implementation of"."""
    match = _HEAD_ENDS[language].search(words, 3)
    return bool(_THING.match(words[: match.start()] if match else words))


def is_pronoun(words: str, language: str) -> bool:
    """Whether a phrase is a pronoun alone."""
    return words.lower() in _PRONOUNS[language]


_PERSONS = ("Secretary-General", "executive head", "expert", "Chair")
_ORGANS = ("UNODC", "working group", "Secretariat", "mission", "body")
_SEVERAL = ("States", "donors", "organizations", "stakeholders", "working group", "body")
_OF_SEVERAL = frozenset(
    "them they leur les ceux-ci celles-ci los las estos últimos их им ним هم هن هما 他们 它们".split()
)
_OF_A_PERSON = frozenset("him her he she".split())
_OF_A_THING = frozenset(("it",))
_ARTICLE = re.compile(
    r"(?:^|\s)((?:[Tt]he|[Ll][ae]s?|el|los|all|its|the two)\s|l')"
    r"(?:(?!the\s|of\s|de\s|del\s|du\s|by\s|par\s|por\s)\S+\s){0,6}$"
)
_REST = re.compile(r"[\w-]*(?:\s(?:[Pp]art(?:y|ies|es?)|[Mm]embers|[Mm]embres|[Mm]iembros)\b)?")


def meant_by(pronoun: str, language: str, words: str) -> tuple[int, int, str] | None:
    """Whom a pronoun may stand for: the first in earlier words that fits it. Where it stands there, and its kind."""
    plain = pronoun.lower()
    kinds = (*_PERSONS, *_ORGANS)
    for pronouns, fitting in ((_OF_SEVERAL, _SEVERAL), (_OF_A_PERSON, _PERSONS), (_OF_A_THING, _ORGANS)):
        kinds = fitting if plain in pronouns else kinds
    found = []
    for kind, pattern in _KINDS[language]:
        match = pattern.search(words) if kind in kinds else None
        if match and (language in ("zh", "ar") or not words[max(0, match.start() - 1) : match.start()].isalpha()):
            found.append((match.start(), -match.end(), kind))
    if not found:
        return None
    start, end, kind = min(found)
    end = -end if language in ("zh", "ar") else _REST.match(words, -end).end()
    article = _ARTICLE.search(words[max(0, start - 60) : start])
    return (max(0, start - 60) + article.start(1) if article else start), end, kind


# ---------------------------------------------------------------- one by one

_LIST = {
    "en": re.compile(r",? (?:and|as well as|or|and also)(?: to| on| upon)? |, "),
    "fr": re.compile(r",? (?:et|ainsi que|ou|de même que)(?: à| aux?)? |,? (?:ainsi|de même) qu'(?:à |aux? )?|, "),
    "es": re.compile(r",? (?:y|e|así como|o|u)(?: a| al)? |, "),
    "ru": re.compile(r",? (?:и|а также|или) |, "),
    "ar": re.compile(
        r"، (?:إضافة|بالإضافة) إلى |"
        r"،? و(?=ال|سائر|غير|جميع|كل|من|إلى|مكتب|منظم|مؤسس|هيئ|وكال|أمان|لجن|صندوق|برنامج|أصحاب|شرك)|، | أو "
    ),
    "zh": re.compile(r"、|(?<!共)和(?![国平谐解])|以及|及(?!其)|或"),
}


def one_by_one(quote: Quote, language: str) -> tuple[Addressee, ...]:
    """The addressees that a phrase joins: parted at "and" and commas where both sides name somebody."""
    words, begin = quote.words, 0
    bounds: list[tuple[int, int]] = []
    for match in _LIST[language].finditer(words):
        left, right = words[begin : match.start()], words[match.end() :]
        upto = _LIST[language].search(right)
        for _ in range(3):
            # "as well as international, regional and subregional organizations": the noun stands behind the adjectives.
            if not upto or head_is_known(right[: upto.start()], language):
                break
            upto = _LIST[language].search(right, upto.end())
        right = right[: upto.start()] if upto else right
        if not (head_is_known(left, language) and head_is_known(right, language)):
            continue
        if not _continues(left, right, language):
            bounds.append((begin, match.start()))
            begin = match.end()
    parts = []
    for first, last in [*bounds, (begin, len(words))]:
        part = words[first:last]
        parts.append(Addressee(part, quote.start + first, quote.start + last, kind_of(part, language)))
    return tuple(parts)


_ARTICLES = ("the ", "its ", "their ", "les ", "ses ", "leurs ", "los ", "las ", "sus ")


def _continues(left: str, right: str, language: str) -> bool:
    """ "international and regional organizations" is one; so are "the Committee on X and Y"."""
    if language in ("en", "fr", "es"):
        # "the funds and programmes": one article for both.
        if " " not in right.strip() and right[:1].islower() and left.lower().startswith(_ARTICLES):
            return True
        last = left.rsplit(" ", 1)[-1]
        return bool(
            re.fullmatch(
                r"(?:inter|sub)?(?:nation|region|local|glob)\w*|\w*gouvernement\w+|\w*gubernament\w+",
                last,
                re.IGNORECASE,
            )
        )
    return False
