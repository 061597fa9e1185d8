"""The verb phrase with which an English operative paragraph begins: "Also requests", "Expresses its appreciation".

The verbs are those with which organs speak (verbs.toml), in the present, singular and plural ("Decides", "Decide" of
several Conferences together), and in the past, as decisions of the first sessions and reports have them. A word that
only looks like a verb is given too, marked as a guess: texts hold slips and OCR faults ("Expresess", "Reaffinns").
"""

import re
from difflib import get_close_matches
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from documents.reading.words import load


class VerbPhrase(NamedTuple):
    """The phrase as printed, "" for none; whether its verb is one of those with which organs speak."""

    phrase: str
    known: bool


NONE = VerbPhrase("", False)

_WORDS = load("verbs")["english"]
_DOUBLED = set(_WORDS["doubled"].split())


def _forms_of(entry: str) -> dict[str, str]:
    """Each printed form of one verb, with the verb: "take:took" gives take, takes, took."""
    verb, _, past = entry.partition(":")
    forms = {verb}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        forms |= {verb[:-1] + "ies", past or verb[:-1] + "ied"}
    else:
        forms.add(verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s"))
        forms.add(past or verb + ("d" if verb.endswith("e") else f"{verb[-1]}ed" if verb in _DOUBLED else "ed"))
    # British spelling, and the repeated act: "emphasises", "re-emphasizes", "recommits".
    forms |= {form.replace("iz", "is") for form in forms if re.search(r"iz(?:e|es|ed)$", form)}
    return dict.fromkeys(forms, verb)


_VERBS = {form: verb for entry in _WORDS["verbs"].split() for form, verb in _forms_of(entry).items()}
_BY_INITIAL = {
    letter: [form for form in _VERBS if form[0] == letter and form[-1] in "sd"] for letter in ascii_lowercase
}
_ALSO_NOUNS = set(_WORDS["also_nouns"].split())
_NO_VERBS = set(_WORDS["no_verbs"].split())
_BEFORE = re.compile(rf"(?:(?:{_WORDS['before']}|[a-z]{{3,16}}ly),?\s+(?:and\s+)?)", re.IGNORECASE)
_AFTER = re.compile(rf"(?:,?\s+(?:{_WORDS['after']})(?![\w-])){{1,2}}", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
_NOUN = "|".join(_WORDS["attitudes"].split())
_QUALIFIED = r"(?:(?!(?:that|to|of|for|at|in|on|about|upon|with)\s)[A-Za-z-]+,?\s+){0,5}?"
# "Expresses its deep concern", "Reiterates its strong call", "Extends its sincere condolences"
_ATTITUDE = re.compile(rf"\s+(?:(?:its|their|our|the|his|her)\s+)?{_QUALIFIED}(?:{_NOUN})(?![\w-])", re.IGNORECASE)
_EXPRESSING = set(_WORDS["expressing"].split())
# "Notes with deep concern", "Takes note with appreciation"
_WITH = re.compile(rf",?\s+with\s+(?:(?:the|its)\s+)?{_QUALIFIED}(?:{_WORDS['with']})(?![\w-])", re.IGNORECASE)
_COMPLETED = {
    verb: re.compile(rf"\s+(?:{completion})(?![\w-])", re.IGNORECASE)
    for verb, completion in _WORDS["completed"].items()
}
_BEING = re.compile(
    rf"(?:is|are|was|were|remains?|remained)\s+(?:[a-z]{{2,14}}\s+){{0,2}}?(?:{_WORDS['being']})(?![\w-])",
    re.IGNORECASE,
)
_WE = re.compile(r"We,?\s+(?:[^,.;]{1,200},\s+)??(?=[a-z])")
_WE_WILL = re.compile(r"(?:will|shall|must|can)\s+(?:also\s+|further\s+|continue to\s+)?[a-z]+")
_NOUNS_BY_WHAT_FOLLOWS = re.compile(
    r"\s+(?:of|from|by|for|in(?! th(?:is|at|e same) )|on|and|or|to be|submitted|made|received)(?!\w)"
)
# "Acting under Chapter VII of the Charter, decides"; "In order to ..., requests"
_CLAUSE = re.compile(rf"(?:{_WORDS['clause']})(?!\w)[^;:]{{0,400}}?,\s+(?=[a-z])")
_GUESS = re.compile(r"[A-Za-z]{2,}(?:ies|es|s|ed)(?=[ ,])")
_AUXILIARIES = {"is", "are", "was", "were", "has", "have", "had", "remains", "remained"}
_SHORTEST_GUESS = 5
_LONGEST = 700


def english_verb(text: str) -> VerbPhrase:
    """The operative verb phrase at the head of an English paragraph without its number. Never raises."""
    text = text[:_LONGEST]
    if text[:2] == "We" and (match := _WE.match(text)):
        return _of_we(text, match.end())
    found = _phrase_at(text, 0)
    if found.phrase:
        return found
    # The main verb follows the clause; several clauses may stand before it.
    if match := _CLAUSE.match(text):
        place = match.end()
        for _ in range(8):
            found = _phrase_at(text, place)
            if found.known:
                return found
            comma = text.find(", ", place)
            if comma < 0 or comma > 500:
                break
            place = comma + 2
    return _guess(text)


def english_finite_verb(text: str) -> str:
    """The verb phrase at the head of a text whose subject stands before it: "takes note", "decided"; no infinitive."""
    found = _phrase_at(text[:_LONGEST], 0)
    return found.phrase if found.known and _finite(found.phrase) else ""


def _finite(phrase: str) -> bool:
    words = [word for word in re.findall(r"[a-z-]+", phrase.casefold()) if word in _VERBS or word in _AUXILIARIES]
    return bool(words) and (words[0] in _AUXILIARIES or words[0] not in _VERBS.values())


def _of_we(text: str, place: int) -> VerbPhrase:
    if will := _WE_WILL.match(text, place):
        return VerbPhrase(will[0], True)
    found = _phrase_at(text, place)
    # "We, the Heads of State and Government, reaffirm"
    if not found.phrase and (comma := text.find(", ", place)) > 0:
        found = _phrase_at(text, comma + 2)
    return found


def _phrase_at(text: str, start: int) -> VerbPhrase:
    place = start
    for _ in range(4):
        word = _WORD.match(text, place)
        if word and word[0].casefold() in _VERBS:
            break
        before = _BEFORE.match(text, place)
        if not before:
            break
        place = before.end()
    if being := _BEING.match(text, place):
        return VerbPhrase(text[start : being.end()], True)
    word = _WORD.match(text, place)
    if not word:
        return NONE
    printed = word[0].casefold()
    verb = _VERBS.get(printed) or _VERBS.get(re.sub(r"^re-?", "", printed))
    if not verb:
        return NONE
    end = word.end()
    completed = _completed(text, verb, end)
    if completed >= len(text.rstrip()):
        # "Mandate" by itself is a heading.
        return NONE
    if completed == end and verb in _ALSO_NOUNS and _NOUNS_BY_WHAT_FOLLOWS.match(text, end):
        return NONE
    return VerbPhrase(text[start:completed], True)


def _completed(text: str, verb: str, end: int) -> int:
    """Where the phrase ends that begins with the verb: after "upon", "its appreciation", "once again"."""
    if after := _AFTER.match(text, end):
        end = after.end()
    if verb in _COMPLETED and (completion := _COMPLETED[verb].match(text, end)):
        end = completion.end()
    if verb in _EXPRESSING and (attitude := _ATTITUDE.match(text, end)):
        return attitude.end()
    if with_what := _WITH.match(text, end):
        return with_what.end()
    if after := _AFTER.match(text, end):
        end = after.end()
    return end


def _guess(text: str) -> VerbPhrase:
    place = 0
    for _ in range(3):
        if before := _BEFORE.match(text, place):
            place = before.end()
    if (word := _WORD.match(text, place)) and word.end() < len(text) and _is_misprint(word[0].casefold()):
        return VerbPhrase(text[: word.end()], False)
    match = _GUESS.match(text, place)
    if (
        not match
        or len(match[0]) < _SHORTEST_GUESS
        or match[0].casefold() in _NO_VERBS
        or match[0].casefold() in _VERBS
        or match[0][-2:] == "ss"
    ):
        return NONE
    return VerbPhrase(text[: match.end()], False)


@lru_cache(maxsize=4096)
def _is_misprint(word: str) -> bool:
    """Whether a word is a known verb with a slip of the pen or of the OCR in it: "Expresess", "Reaffinns"."""
    near = [form for form in _BY_INITIAL.get(word[0], ()) if abs(len(form) - len(word)) < 2]
    if word in _VERBS or word in _NO_VERBS or not 6 <= len(word) < 20:
        return False
    return bool(get_close_matches(word, near, n=1, cutoff=0.87))
