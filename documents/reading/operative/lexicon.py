"""The operative verbs in six languages, found in a paragraph. The words stand in lexicon.toml.

Verbs stand at the head of a clause: first in the paragraph, after a comma or semicolon, after "and". Adverbs may stand
before, within and behind them ("Prend également note", "вновь настоятельно призывает").
"""

import re
import tomllib
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

_TOML = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
KIND_OF = {verb: kind for kind, verbs in _TOML["kinds"].items() for verb in verbs}
# Verbs after which somebody is addressed.
ADDRESSING = frozenset(
    {
        "request",
        "invite",
        "encourage",
        "urge",
        "call upon",
        "appeal",
        "recommend",
        "advise",
        "caution",
        "instruct",
        "demand",
        "remind",
        "authorize",
        "entrust",
        "suggest",
        "propose",
        "commend",
        "congratulate",
        "thank",
        "express",
    }
)
# Verbs that stand for themselves inside a paragraph; the rest are too common in subordinate clauses.
_LATER = (
    frozenset(
        {
            "decide",
            "take note",
            "note",
            "welcome",
            "reaffirm",
            "affirm",
            "stress",
            "emphasize",
            "underline",
            "highlight",
            "recall",
            "reiterate",
            "recognize",
            "acknowledge",
            "express",
            "commend",
            "endorse",
            "regret",
            "deplore",
            "condemn",
            "approve",
            "call for",
            "look forward",
            "pay tribute",
            "thank",
            "congratulate",
            "declare",
        }
    )
    | ADDRESSING
)

# Marks of vowels and kashida stand within Arabic words; an apostrophe and a hyphen within others.
_TOKEN = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652\u0640'’\-][^\W\d_]*)*")
_ARABIC_MARKS = re.compile(r"[\u064b-\u0652\u0640]")
_BETWEEN = re.compile(r"[\s\u00ad\u200b-\u200f]*[,،]?[\s\u00ad\u200b-\u200f]*")
_HEADS_CLAUSE = re.compile(r"[,;:،؛.(\[–—―)\]]\W*$|[”»\"]\s*$")

_CONJUNCTIONS = {
    "en": {"and", "but", "or", "as well as", "while"},
    "fr": {"et", "mais", "ainsi que"},
    "es": {"y", "e", "pero", "así como"},
    "ru": {"и", "а", "но", "а также"},
    "ar": {"و", "كما", "ولكن"},
    "zh": set(),
}
# Pronouns that stand before the verb in French and Spanish: "lui demande de", "les invita a que".
_CLITICS = {
    "fr": {"lui", "leur", "le", "la", "les", "l", "en", "y"},
    "es": {"le", "les", "lo", "los", "la", "las"},
}


class Token(NamedTuple):
    """One word: its plain form, its place, and an Arabic "and" in front of it."""

    plain: str
    start: int
    end: int
    joined: bool = False


class Verb(NamedTuple):
    """A verb phrase: place of the printed phrase, place where its complement begins, its verb, tense and clitic."""

    start: int
    end: int
    complement: int
    verb: str
    tense: str  # "3" present singular, "b" present plural or base, "p" past, "" for languages that don't tell
    pronoun: str = ""
    passive: bool = False


class _Form(NamedTuple):
    rest: tuple[str, ...]
    verb: str
    tense: str


# ---------------------------------------------------------------- forms


def _expanded(template: str) -> list[str]:
    parts = re.split(r"(\{[^}]*\}|\[[^\]]*\])", template)
    choices = [
        part[1:-1].split(",") if part[:1] == "{" else list(part[1:-1]) if part[:1] == "[" else [part] for part in parts
    ]
    return ["".join(choice) for choice in product(*choices)]


_DOUBLED = {"admit", "commit", "submit", "transmit", "permit", "refer", "defer", "regret", "recommit"}


def _english(base: str) -> list[tuple[str, str]]:
    word, _, rest = base.partition(" ")
    word, _, past = word.partition(":")
    rest = f" {rest}" if rest else ""
    if not past:
        stem = word + word[-1] if word in _DOUBLED else word[:-1] if word.endswith("e") else word
        past = word[:-1] + "ied" if re.search(r"[^aeiou]y$", word) else stem + "ed"
    third = (
        word[:-1] + "ies"
        if re.search(r"[^aeiou]y$", word)
        else word + ("es" if re.search(r"(?:s|sh|ch|x|z)$", word) else "s")
    )
    return [(third + rest, "3"), (word + rest, "b"), (past + rest, "p")]


def _french(template: str) -> list[tuple[str, str]]:
    word, _, rest = template[1:].partition(" ")
    word, _, present = word.partition("=")
    rest = f" {rest}" if rest else ""
    stem = word[:-2]
    present = present or stem + "e"
    forms = [(present + rest, "3"), (present + "nt" + rest, "b")]
    return forms + [(f"{auxiliary} {stem}é{rest}", "p") for auxiliary in ("a", "ont", "avait", "avaient")]


_PAST = {
    "fr": re.compile(r"(?:a|ont|est|s'est|sont|se sont|en a|avait|avaient)\s"),
    "es": re.compile(
        r"(?:se )?\w+(?:ó|aron|ieron|eron|vino|vinieron|hizo|puso|dio|tuvo|vio|puso)\b(?<!dio "
        r"de)|(?:hizo|hicieron|puso|pusieron|dio|tuvo|vio|propuso|propusieron|convino|"
        r"convinieron)\b"
    ),
    "ru": re.compile(r"(?:\w+ )*?\w+(?:л|ла|ло|ли|лся|лась|лись|рг)\b"),
    "ar": re.compile(r"(?![تين])"),
}


def _forms(language: str) -> dict[str, list[_Form]]:
    table: dict[str, list[_Form]] = {}
    for verb, templates in _TOML[language].items():
        for template in templates:
            if language == "en":
                forms = _english(template)
            elif template.startswith("~"):
                forms = _french(template)
            else:
                forms = [(form, _tense(form, language)) for form in _expanded(template)]
            for form, tense in forms:
                first, *rest = form.split()
                table.setdefault(first, []).append(_Form(tuple(rest), verb, tense))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry.rest))
    return table


def _tense(form: str, language: str) -> str:
    if language == "zh":
        return ""
    return "p" if _PAST[language].match(form) else "3"


def _phrases(words: list[str]) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in words:
        first, *rest = _ARABIC_MARKS.sub("", phrase).split()
        table.setdefault(first, []).append(tuple(rest))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry))
    return table


_FORMS = {language: _forms(language) for language in LANGUAGES if language != "zh"}
_ADVERBS = {language: _phrases(_TOML["adverbs"][language]) for language in LANGUAGES if language != "zh"}
_ATTITUDES = {language: set(_TOML["attitudes"][language].split()) for language in LANGUAGES}
_REQUESTS = {
    language: {noun: verb for verb, nouns in entries.items() for noun in nouns.split()}
    for language, entries in _TOML["requests"].items()
}
# "Notes with concern", "Observa con preocupación": the manner belongs to the phrase.
_WITH = {"en": "with", "fr": "avec", "es": "con", "ru": "с", "ar": "مع"}
_WITH_MANNER = {"note", "observe", "recall", "stress", "recognize"}
_COMPLETED = {
    "express",
    "reiterate",
    "reaffirm",
    "affirm",
    "renew",
    "declare",
    "extend",
    "offer",
    "confirm",
    "transmit",
}


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return _ARABIC_MARKS.sub("", word.replace("’", "'")).lower()


def tokens_of(text: str, language: str, start: int = 0) -> list[Token]:
    """The words of a paragraph from an offset on; in Arabic a leading "and" is told apart."""
    tokens = []
    for match in _TOKEN.finditer(text, start):
        plain = _plain(match[0])
        tokens.append(Token(plain, match.start(), match.end()))
    return tokens


# ---------------------------------------------------------------- finding


def find_verbs(text: str, language: str, start: int = 0) -> list[Verb]:
    """The operative verbs of a paragraph in order: the one that it begins with, and those that head later clauses.

    Where the paragraph begins with none ("The Conference requested ..."), a verb behind a subject is taken.
    """
    if language == "zh":
        return _chinese_verbs(text, start)
    tokens = tokens_of(text, language, start)
    if not tokens:
        return []
    found: list[Verb] = []
    at, tense = 0, ""
    first = _verb_at(text, tokens, _after_adverbs(text, tokens, 0, language), language, 0)
    if first:
        found.append(first[0])
        at, tense = first[1], first[0].tense
    forms, adverbs = _FORMS[language], _ADVERBS[language]
    conjunctions, clitics = _CONJUNCTIONS[language], _CLITICS.get(language, ())
    while at < len(tokens):
        plain = tokens[at].plain
        if language == "ar":
            joined = plain[:1] in "وف" and (plain[1:] in forms or plain[1:3] in ("لا",))
            known = joined or plain in forms
        else:
            joined, known = False, plain in forms
        if not (known or plain in adverbs or plain in clitics):
            at += 1
            continue
        head = joined or _heads_clause(text, tokens, at, conjunctions)
        if not head and not (known and not found):
            at += 1
            continue
        verb_at = _after_adverbs(text, tokens, at, language) if head else at
        hit = _verb_at(text, tokens, verb_at, language, at, joined=joined)
        if hit and (_may_follow(hit[0], tense) if found else _may_lead(hit[0], text, tokens, at, language, head)):
            found.append(hit[0])
            tense = tense or hit[0].tense
            at = max(hit[1], at + 1)
        else:
            at += 1
    return found


def _may_follow(verb: Verb, tense: str) -> bool:
    return verb.verb in _LATER and (not tense or verb.tense == tense)


def _may_lead(verb: Verb, text: str, tokens: list[Token], at: int, language: str, head: bool) -> bool:
    """Whether a verb that isn't the first word is what a subject before it does."""
    if KIND_OF[verb.verb] not in ("directive", "deciding") or verb.tense == "b" or at == 0:
        return False
    return head or tokens[at - 1].plain not in _NO_SUBJECT.get(language, ())


_NO_SUBJECT = {
    "en": {
        "the",
        "a",
        "an",
        "of",
        "as",
        "by",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "its",
        "their",
        "for",
        "to",
        "in",
        "any",
        "such",
        "this",
        "these",
        "those",
        "that",
        "which",
        "when",
        "where",
        "if",
    },
    "fr": {
        "la",
        "le",
        "les",
        "une",
        "un",
        "sa",
        "leur",
        "de",
        "des",
        "cette",
        "qui",
        "que",
        "dont",
        "toute",
        "aux",
        "du",
    },
    "es": {"la", "el", "una", "un", "su", "de", "esa", "esta", "que", "cuya", "toda"},
    "ru": set(),
    "ar": set(),
}


def _heads_clause(text: str, tokens: list[Token], at: int, conjunctions: set[str]) -> bool:
    if at == 0:
        return True
    before = tokens[at - 1]
    if before.plain in conjunctions:
        return True
    gap = text[before.end : tokens[at].start]
    return bool(gap.strip()) and bool(_HEADS_CLAUSE.search(gap))


def _after_adverbs(text: str, tokens: list[Token], at: int, language: str) -> int:
    """The first token behind the adverbs (and "and") that stand at a place."""
    adverbs, conjunctions = _ADVERBS[language], _CONJUNCTIONS[language]
    begin = at
    while at < len(tokens) and at - begin < 12:
        plain = tokens[at].plain
        step = _adverb_length(tokens, at, adverbs)
        if not step and language == "ar" and plain[:1] == "و" and plain[1:] in adverbs:
            step = 1
        if not step and plain in conjunctions:
            step = 1
        # "с глубокой озабоченностью отмечает": the manner stands first in Russian.
        if not step and language == "ru" and plain in ("с", "со"):
            step = next((n for n in (2, 3, 4) if at + n < len(tokens) and tokens[at + n].plain in _FORMS["ru"]), 0)
            return at + step if step else at
        if not step or not _BETWEEN.fullmatch(text, tokens[at + step - 1].end, _start(tokens, at + step, text)):
            return at
        at += step
    return at


def _start(tokens: list[Token], at: int, text: str) -> int:
    return tokens[at].start if at < len(tokens) else len(text)


def _adverb_length(tokens: list[Token], at: int, adverbs: dict[str, list[tuple[str, ...]]]) -> int:
    for rest in adverbs.get(tokens[at].plain, ()):
        if all(at + n < len(tokens) and tokens[at + n].plain == word for n, word in enumerate(rest, 1)):
            return 1 + len(rest)
    return 0


def _verb_at(
    text: str, tokens: list[Token], at: int, language: str, begin: int, *, joined: bool = False
) -> tuple[Verb, int] | None:
    """The verb phrase whose verb stands at a token; `begin` is where its adverbs begin. Gives the next token too."""
    if at >= len(tokens):
        return None
    forms, adverbs = _FORMS[language], _ADVERBS[language]
    plain, pronoun = tokens[at].plain, ""
    if (
        language in _CLITICS
        and plain.rstrip("'") in _CLITICS[language]
        and at + 1 < len(tokens)
        and tokens[at + 1].plain in forms
    ):
        pronoun = text[tokens[at].start : tokens[at].end]
        at += 1
        plain = tokens[at].plain
    elif language == "fr" and plain.startswith("l'") and plain[2:] in forms:
        pronoun, plain = "l'", plain[2:]
    elif language == "ar":
        if plain not in forms and plain[:1] in "وف" and plain[1:] in forms:
            plain, joined = plain[1:], True
        if plain not in forms:
            plain, pronoun = _without_suffix(plain, forms)
    if plain not in forms:
        return None
    for rest, verb, tense in forms[plain]:
        place = at + 1
        for word in rest:
            while (
                place < len(tokens) and tokens[place].plain != word and (step := _adverb_length(tokens, place, adverbs))
            ):
                place += step
            if place >= len(tokens) or not _same(tokens[place].plain, word, language):
                break
            place += 1
        else:
            start = tokens[begin].start + (1 if joined and begin == at else 0)
            if joined and begin < at:
                start = tokens[begin].start
            return _completed(
                text, tokens, place, Verb(start, tokens[place - 1].end, 0, verb, tense, pronoun), language
            )
    return None


def _same(plain: str, word: str, language: str) -> bool:
    return plain == word or (language == "ar" and word == "ب" and plain.startswith("ب"))


def _without_suffix(plain: str, forms: dict) -> tuple[str, str]:
    """ "يدعوه" is "يدعو" and a pronoun."""
    for suffix in ("هما", "هم", "هن", "ها", "ه"):
        if plain.endswith(suffix) and plain[: -len(suffix)] in forms:
            return plain[: -len(suffix)], suffix
    return plain, ""


def _completed(text: str, tokens: list[Token], place: int, verb: Verb, language: str) -> tuple[Verb, int]:
    """Take in the adverbs behind the verb, the noun of an attitude, the manner; tell where the complement begins."""
    adverbs = _ADVERBS[language]
    end = verb.end
    while place < len(tokens) and not text[end : tokens[place].start].strip(" \u00ad\u200b\n"):
        step = _adverb_length(tokens, place, adverbs)
        if not step:
            break
        place += step
        end = tokens[place - 1].end
    name = verb.verb
    if (
        language == "ar"
        and place < len(tokens)
        and tokens[place].plain in ("إلى", "من")
        and name in ("request", "instruct", "entrust")
    ):
        end = tokens[place].end
        place += 1
    complement = end
    if name in _COMPLETED:
        limit = min(place + 7, len(tokens))
        for at in range(place, limit):
            if at > place and not _BETWEEN.fullmatch(text, tokens[at - 1].end, tokens[at].start):
                break
            noun = tokens[at].plain
            if asked := _REQUESTS[language].get(noun):
                # "reiterates its request to", "reitera su solicitud a"
                if name in ("reiterate", "renew", "reaffirm", "extend", "express", "transmit"):
                    return verb._replace(end=tokens[at].end, complement=tokens[at].end, verb=asked), at + 1
                break
            if noun in _ATTITUDES[language]:
                end = complement = tokens[at].end
                place = at + 1
                # "its appreciation and gratitude to"
                if place < len(tokens) and (
                    tokens[place].plain in _CONJUNCTIONS[language] or tokens[place].plain[:1] == "و"
                ):
                    for more in range(place, min(place + 4, len(tokens))):
                        if tokens[more].plain.removeprefix("و") in _ATTITUDES[language]:
                            complement, place = tokens[more].end, more + 1
                            break
                name = name if name in ("express", "reaffirm", "affirm", "reiterate", "renew") else "express"
                break
    elif name in _WITH_MANNER and place < len(tokens) and tokens[place].plain == _WITH.get(language):
        taken = 2
        if place + 2 < len(tokens) and tokens[place + 1].plain in _INTENSE:
            taken = 3
        if place + taken <= len(tokens):
            end = complement = tokens[place + taken - 1].end
            place += taken
    return verb._replace(end=end, complement=complement, verb=name), place


_INTENSE = set(
    "deep grave great profound serious particular keen much une un la le grande vive profonde grand profunda gran suma "
    "viva especial particular grave глубоким глубокой большим большой серьезной серьёзной особым بالغ عميق شديد".split()
)

# ---------------------------------------------------------------- Chinese


def _chinese() -> tuple[re.Pattern, dict[str, str]]:
    verbs = {form: verb for verb, forms in _TOML["zh"].items() for form in forms}
    either = "|".join(sorted(map(re.escape, verbs), key=len, reverse=True))
    adverbs = "|".join(sorted(map(re.escape, _TOML["adverbs"]["zh"]), key=len, reverse=True))
    return re.compile(rf"((?:(?:{adverbs})[，、]?){{0,4}})({either})"), verbs


_ZH, _ZH_VERBS = _chinese()
_ZH_ATTITUDE = re.compile(
    r"(?:[其它的深切极为十分高度衷心诚挚最严重大真热烈坚定强烈由衷最深]{0,6})("
    + "|".join(sorted(_TOML["attitudes"]["zh"].split(), key=len, reverse=True))
    + ")"
)
_ZH_REQUEST = re.compile(
    r"(?:其|它的|对[^，；。]{1,20}的)?(" + "|".join(sorted(_REQUESTS["zh"], key=len, reverse=True)) + ")"
)
_ZH_HEAD = re.compile(r"[，；。：、（(]\s*$|[，；。：]\s*(?:并|又|还|也|同时|并且)$")


def _chinese_verbs(text: str, start: int) -> list[Verb]:
    found: list[Verb] = []
    at = start
    while match := _ZH.search(text, at):
        head = match.start() == start or bool(_ZH_HEAD.search(text, max(start, match.start() - 4), match.start()))
        # "和敦促" within a sentence joins two verbs of one subject; a bare verb inside a clause is none.
        head = head or (match[1][:1] == "并" and match.start() > start)
        if not head and not (
            not found and match.start() - start < 60 and _ZH_SUBJECT.search(text, start, match.start())
        ):
            at = match.end(1) if match.end(1) > match.start() else match.start() + 1
            at = max(at, match.start() + 1)
            continue
        name, end = _ZH_VERBS[match[2]], match.end()
        if name == "express" and (attitude := _ZH_ATTITUDE.match(text, end)):
            end = attitude.end()
        if name in ("reaffirm", "reiterate", "affirm") and (asked := _ZH_REQUEST.match(text, end)):
            name, end = _REQUESTS["zh"][asked[1]], asked.end()
        if found and (name not in _LATER or end - found[-1].end < 2):
            at = match.end()
            continue
        found.append(Verb(match.start(), end, end, name, ""))
        at = end
    return found


# "缔约方会议请秘书处": a subject stands before the verb in reports.
_ZH_SUBJECT = re.compile(r"(?:会议|大会|理事会|委员会|工作组|小组|缔约方|主席团)(?:还|又|并|也|再次|进一步)?$")
