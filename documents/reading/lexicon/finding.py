"""The operative verbs in six languages, found in a paragraph. The words stand in lexicon.toml.

Verbs stand at the head of a clause: first in the paragraph, after a comma or semicolon, after "and". Adverbs may stand
before, within and behind them ("Prend également note", "вновь настоятельно призывает").
"""

import re

from documents.reading.lexicon.chinese import chinese_verbs
from documents.reading.lexicon.forms import (
    ADVERBS,
    ARABIC_MARKS,
    ATTITUDES,
    CLITICS,
    COMPLETED,
    CONDITIONS,
    CONJUNCTIONS,
    FORMS,
    FORMS_BY_NEXT_WORD,
    INTENSE,
    KIND_OF,
    LATER,
    NO_SUBJECT,
    REQUESTS,
    STOPS,
    SUBJECTS,
    TOML,
    WE,
    WITH,
    WITH_MANNER,
    Form,
)
from documents.reading.lexicon.verb import Token, Verb

_TOKEN = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652\u0640'’\-][^\W\d_]*)*")
_BETWEEN = re.compile(r"[\s\u00ad\u200b-\u200f]*[,،]?[\s\u00ad\u200b-\u200f]*")
_HEADS_CLAUSE = re.compile(r"[,;:،؛.(\[–—―)\]]\W*$|[”»\"]\s*$")


class _Plain(dict):
    """The plain forms of words met so far; forgotten when there are too many."""

    def __missing__(self, word: str) -> str:
        if len(self) > 50_000:
            self.clear()
        plain = self[word] = ARABIC_MARKS.sub("", word.replace("’", "'")).lower()
        return plain


_PLAIN = _Plain()


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """The words of a paragraph from an offset on."""
    make, plain = Token._make, _PLAIN
    return [make((plain[match[0]], *match.span())) for match in _TOKEN.finditer(text, start)]


# ---------------------------------------------------------------- finding


def find_verbs(text: str, language: str, start: int = 0) -> list[Verb]:
    """The operative verbs of a paragraph in order: the one that it begins with, and those that head later clauses.

    Where the paragraph begins with none ("The Conference requested ..."), a verb behind a subject is taken.
    """
    if language == "zh":
        return chinese_verbs(text, start)
    tokens = tokens_of(text, start)
    if not tokens:
        return []
    found: list[Verb] = []
    at, tense = 0, ""
    # "We call upon": declarations speak of themselves.
    begins = 1 if tokens[0].plain in WE and len(tokens) > 1 else 0
    first = _verb_at(text, tokens, _after_adverbs(text, tokens, begins, language), language, begins)
    if first:
        found.append(first[0])
        at, tense = first[1], first[0].tense
    forms, adverbs = FORMS[language], ADVERBS[language]
    conjunctions, clitics = CONJUNCTIONS[language], CLITICS.get(language, ())
    while at < len(tokens):
        plain = tokens[at].plain
        if language == "ar":
            joined = plain[:1] in "وف" and (plain[1:] in forms or bool(_without_suffix(plain[1:], forms)[1]))
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
        verb_at, begin = (_after_adverbs(text, tokens, at, language), at) if head else (at, at)
        while not head and begin and () in adverbs.get(tokens[begin - 1].plain, ()):
            # "The Conference also requested"
            begin -= 1
        hit = _verb_at(text, tokens, verb_at, language, begin, joined=joined)
        if hit and (_may_follow(hit[0], tense) if found else _may_lead(hit[0], text, tokens, begin, language, head)):
            found.append(hit[0])
            tense = tense or hit[0].tense
            at = max(hit[1], at + 1)
        else:
            at += 1
    return found or _passive_verbs(text, language, start)


# "were encouraged", "est prié", "предлагается": reports and decisions say so of the one who is asked.
_PASSIVE = {
    language: (
        re.compile(entry["pattern"]),
        {form: verb for verb, forms in entry.items() if verb != "pattern" for form in forms.split()},
    )
    for language, entry in TOML["passive"].items()
}


def _passive_verbs(text: str, language: str, start: int) -> list[Verb]:
    if language not in _PASSIVE:
        return []
    pattern, verbs = _PASSIVE[language]
    found = []
    for match in pattern.finditer(text, start, start + 2000):
        verb = next((name for form, name in verbs.items() if match[1].startswith(form)), "")
        if verb:
            found.append(Verb(match.start(), match.end(), match.end(), verb, "p", "", True))
    return found


def leading_phrase(text: str, language: str) -> str:
    """The verb phrase that a paragraph (without its number) begins with, as printed; "" for none of the lexicon."""
    begins = text[:200]
    if language == "zh":
        verbs = chinese_verbs(begins, 0)
        return begins[verbs[0].start : verbs[0].end] if verbs and verbs[0].start == 0 else ""
    tokens = tokens_of(begins)
    if not tokens or text[: tokens[0].start].strip():
        return ""
    first = 1 if tokens[0].plain in WE and len(tokens) > 1 else 0
    found = _verb_at(begins, tokens, _after_adverbs(begins, tokens, first, language), language, first)
    return begins[found[0].start : found[0].end] if found else ""


def _may_follow(verb: Verb, tense: str) -> bool:
    return verb.verb in LATER and (not tense or verb.tense == tense)


def _is_subordinate(text: str, tokens: list[Token], at: int, language: str) -> bool:
    """Whether a verb belongs to a condition: "unless the Conference decides otherwise"."""
    conditions = CONDITIONS.get(language, ())
    for place in range(at - 1, max(-1, at - 12), -1):
        if tokens[place].plain in conditions:
            return True
        if place and text[tokens[place - 1].end : tokens[place].start].strip():
            return False
    return False


def _may_lead(verb: Verb, text: str, tokens: list[Token], at: int, language: str, head: bool) -> bool:
    """Whether a verb that isn't the first word is what a subject before it does."""
    if verb.tense == "b" or at == 0:
        return False
    before = tokens[at - 1].plain
    if _is_subordinate(text, tokens, at, language):
        return False
    if KIND_OF[verb.verb] not in ("directive", "deciding"):
        return verb.tense == "p" and verb.verb in LATER and before in SUBJECTS[language]
    # "internationally agreed goals", "the body created in 1990": the past of most decisions is a participle too.
    if KIND_OF[verb.verb] == "deciding" and verb.verb not in ("decide", "authorize", "entrust") and not head:
        return before in SUBJECTS[language]
    return head or before not in NO_SUBJECT.get(language, ())


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
    adverbs, conjunctions = ADVERBS[language], CONJUNCTIONS[language]
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
            step = next((n for n in (2, 3, 4) if at + n < len(tokens) and tokens[at + n].plain in FORMS["ru"]), 0)
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
    forms, adverbs = FORMS[language], ADVERBS[language]
    plain, pronoun = tokens[at].plain, ""
    if (
        language in CLITICS
        and plain.rstrip("'") in CLITICS[language]
        and at + 1 < len(tokens)
        and tokens[at + 1].plain in forms
    ):
        pronoun = text[tokens[at].start : tokens[at].end]
        at += 1
        plain = tokens[at].plain
    elif language == "fr" and plain.startswith("l'") and plain[2:] in forms:
        pronoun, plain = "l'", plain[2:]
    elif language == "ar":
        if plain not in forms and plain[:1] in "وف" and (plain[1:] in forms or _without_suffix(plain[1:], forms)[1]):
            plain, joined = plain[1:], True
        if plain not in forms:
            plain, pronoun = _without_suffix(plain, forms)
    if plain not in forms:
        return None
    for rest, verb, tense in _forms_at(tokens, at, plain, language):
        place = behind = at + 1
        for word in rest:
            # "+aux" must follow and is no part of the phrase: "Rappelle aux États".
            ahead = word.removeprefix("+")
            while (
                place < len(tokens)
                and tokens[place].plain != ahead
                and (step := _adverb_length(tokens, place, adverbs))
            ):
                place += step
            if place >= len(tokens) or not _same(tokens[place].plain, ahead, language):
                break
            place += 1
            behind = behind if ahead != word else place
        else:
            begins = tokens[begin].start + (1 if joined and begin == at else 0)
            if verb == "take note" and language == "ru":
                # "с признательностью принимает к сведению" takes note, as "takes note with appreciation" does.
                begins = max(begins, tokens[at].start) if tokens[begin].plain in ("с", "со") else begins
            phrase = Verb(begins, tokens[behind - 1].end, 0, verb, tense, pronoun)
            found = _completed(text, tokens, behind, phrase, language)
            # "Est profondément préoccupée": the adjective makes the phrase.
            if verb == "be concerned" and found[0].verb == verb and language != "ru":
                continue
            return found
    return None


def _forms_at(tokens: list[Token], at: int, plain: str, language: str) -> list[Form]:
    """The forms that begin with the word at a place and may go on with what follows it."""
    following = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    # Adverbs may stand between; Arabic prepositions are written with what follows them.
    if following in ADVERBS[language] or language == "ar":
        return FORMS[language][plain]
    by_next = FORMS_BY_NEXT_WORD[language][plain]
    return by_next.get(following) or by_next[""]


_ASKING = frozenset("to upon on that à aux au a al к ко إلى".split())


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
    adverbs = ADVERBS[language]
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
    if name in COMPLETED:
        limit = min(place + 7, len(tokens))
        for at in range(place, limit):
            if at > place and not _BETWEEN.fullmatch(text, tokens[at - 1].end, tokens[at].start):
                break
            noun = tokens[at].plain.rpartition("'")[2]
            if noun in STOPS[language]:
                # "the importance of respect" is no respect expressed.
                break
            if asked := REQUESTS[language].get(noun):
                # "reiterates its request to", "reitera su solicitud a"
                # but "Reaffirms the request contained in" repeats nothing of its own.
                behind = tokens[at + 1].plain if at + 1 < len(tokens) else ""
                if name in ("reiterate", "renew", "extend") or (name in ("reaffirm", "express") and behind in _ASKING):
                    return verb._replace(end=tokens[at].end, complement=tokens[at].end, verb=asked), at + 1
                break
            if noun in ATTITUDES[language]:
                end = complement = tokens[at].end
                place = at + 1
                # "its appreciation and gratitude to"
                if place < len(tokens) and (
                    tokens[place].plain in CONJUNCTIONS[language] or tokens[place].plain[:1] == "و"
                ):
                    for more in range(place, min(place + 4, len(tokens))):
                        if tokens[more].plain.removeprefix("و") in ATTITUDES[language]:
                            complement, place = tokens[more].end, more + 1
                            break
                name = (
                    "express"
                    if name == "be concerned"
                    else name
                    if name in ("express", "reaffirm", "affirm", "reiterate", "renew")
                    else "express"
                )
                break
    elif name in WITH_MANNER and place < len(tokens) and tokens[place].plain == WITH.get(language):
        taken = 2
        if place + 2 < len(tokens) and tokens[place + 1].plain in INTENSE:
            taken = 3
        if place + taken <= len(tokens):
            end = complement = tokens[place + taken - 1].end
            place += taken
    return verb._replace(end=end, complement=complement, verb=name), place
