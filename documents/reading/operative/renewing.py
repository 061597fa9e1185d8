"""What an act does to mandates of earlier acts: renews, extends, ends, replaces them, or carries them on.

Only what a request or decision says counts. The earlier act must be cited in it: "decides to extend the mandate of the
working group established by resolution 5/1", "requests the Secretariat to continue its work in accordance with
resolution 7/1". The words stand in renewing.toml.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from documents.reading.citations import ActCited, find_acts
from documents.reading.operative.chapeaux import Part, parts_of, placed, quotes_of
from documents.reading.operative.model import Mandate, OperativeText, Quote, Renewal
from documents.reading.operative.paragraph import read_paragraph

# Grounds, and how far each is trusted.
BEGINS_WITH_IT = 0.95  # "Decides to extend the mandate ... resolution 5/1"
SAID_BEHIND = 0.9  # "that the mandate set out in resolution 5/1 shall be discontinued"
GOES_ON_IN_ACCORDANCE = 0.92  # "to continue ... in accordance with resolution 7/1"
IN_ACCORDANCE = 0.8  # "to convene ..., pursuant to resolution 7/1"
OF_WHO_IS_ASKED = 0.75  # "Requests the working group established by resolution 5/1 to"
GOES_ON_WITH_ITS_WORK = 0.6  # "to continue its work on the implementation of resolution 5/1"
FARTHER_ACT = 0.85  # factor for an act that isn't the first cited

_STRONG = ("extended", "renewed", "ended", "superseded")
_REACH = 100  # letters before a citation in which the words stand that lead to it
_TOML = tomllib.loads((Path(__file__).parent / "renewing.toml").read_text(encoding="utf-8"))
_ONE = r"\d{1,3}(?: ?bis)?(?: ?\([a-zа-я]{1,3}\)| ?[a-zа-я]\))*"
_NUMBERS = rf"{_ONE}(?:(?:, | and | to | et | à | y | a | и | - | ?[-–] ?| و ?|、|和|至){_ONE}){{0,8}}"


class _Words:
    """The words of one language, ready to look for."""

    def __init__(self, language: str, entries: dict[str, str]) -> None:
        parted = language not in ("zh", "ar")
        before, behind = (r"(?<!\w)", r"(?!\w)") if parted else ("", "")
        strong = "|".join(f"(?P<{kind}>{entries[kind]})" for kind in _STRONG)
        self.strong = re.compile(f"{before}(?:{strong}){behind}", re.IGNORECASE)
        self.passive = re.compile(f"{before}(?:{entries['passive']}){behind}", re.IGNORECASE)
        self.goes_on = re.compile(f"{before}(?:{entries['goes_on']}){behind}", re.IGNORECASE)
        self.leading = re.compile(
            rf"[\s,،，]+|(?:{entries['leading']}){behind}|(?:{entries['clause']}){behind}[^;:.,،，]*[,،，]",
            re.IGNORECASE,
        )
        gap = r"[^,;.]{0,60}$" if parted else r"[^，；。،؛]{0,40}$"
        self.by = re.compile(f"{before}(?:{entries['by']})(?P<gap>{gap})", re.IGNORECASE)
        self.founded = re.compile(f"{before}(?:{entries['founded']}){gap}", re.IGNORECASE)
        self.about = re.compile(f"{before}(?:{entries['about']}){gap}", re.IGNORECASE)
        self.aside = re.compile(f"{before}(?:{entries['aside']}){gap}", re.IGNORECASE)
        self.paragraph_before = re.compile(
            entries["paragraph_before"].replace("{numbers}", _NUMBERS) + r"[^,;:.()\d]{0,60}$", re.IGNORECASE
        )
        self.paragraph_behind = re.compile(entries["paragraph_behind"].replace("{numbers}", _NUMBERS), re.IGNORECASE)


_WORDS = {language: _Words(language, entries) for language, entries in _TOML.items()}
# What may stand before the verb with which an action begins: "to", "that", clauses between commas.
_BEGINNING = 90


def renewals_in(paragraphs: Sequence[OperativeText], home_body: str) -> tuple[Renewal, ...]:
    """What the operative paragraphs of one act do to mandates of earlier acts, in their order. Never raises.

    `home_body` is the body whose act it is, by its symbol prefix ("CTOC/COP") or name, "" where it isn't known: "its
    resolution 7/1" is its own. One value for each earlier act that a request or decision carries on, renews or ends.
    """
    return tuple(renewal for part in parts_of(paragraphs) for renewal in _renewals(part, home_body))


def _renewals(part: Part, home: str) -> Iterator[Renewal]:
    acts = find_acts(part.text, home=home)
    if not acts:
        return
    reading = read_paragraph(part.text, part.language)
    words = _WORDS[reading.language]
    seen: set[tuple[str, str, str]] = set()
    for mandate in reading.mandates:
        if mandate.kind not in ("directive", "deciding") or mandate.action.end <= part.own:
            continue
        end = max(mandate.action.end, mandate.verb.end)
        cited = [act for act in acts if mandate.verb.start <= act.start < end and act.number]
        kind, ground = _done_to_all(part.text, words, mandate, cited)
        others = False
        for act in cited:
            told = (kind, ground) if kind else _carried_on(part.text, words, mandate, act)
            if not told[0] or words.aside.search(part.text, max(0, act.start - _REACH), act.start):
                continue
            if (told[0], act.body, act.number) in seen:
                continue
            factor = FARTHER_ACT if others else 1
            yield _one(part, words, mandate, act, told[0], round(min(told[1], act.confidence or 0.5) * factor, 3), end)
            seen.add((told[0], act.body, act.number))
            others = True


def _done_to_all(text: str, words: _Words, mandate: Mandate, cited: list[ActCited]) -> tuple[str, float]:
    """The kind of what a whole action does: it begins with the verb, or says behind its noun what shall become of it."""
    if not cited:
        return "", 0.0
    if mandate.normalised in ("extend", "renew", "terminate", "dissolve"):
        kind = {"extend": "extended", "renew": "renewed"}.get(mandate.normalised, "ended")
        return kind, BEGINS_WITH_IT
    begin = mandate.action.start
    match = words.strong.search(text, begin, min(mandate.action.end, begin + _BEGINNING))
    if match and match.start() < cited[0].start and _begins(words, text[begin : match.start()]):
        return match.lastgroup, BEGINS_WITH_IT
    match = words.passive.search(text, cited[0].end, min(mandate.action.end, cited[-1].end + 160))
    if match and mandate.kind == "deciding":
        strong = words.strong.match(text, match.start("done"))
        return (strong.lastgroup if strong else "ended"), SAID_BEHIND
    return "", 0.0


def _begins(words: _Words, before: str) -> bool:
    """Whether only such words stand before a verb as lead to it: "to", "until 30 June,", "将"."""
    at = 0
    while at < len(before):
        match = words.leading.match(before, at)
        if not match:
            return False
        at = match.end()
    return True


# "the Committee established pursuant to", "the measures imposed in accordance with": that belongs to the noun.
_OF_A_NOUN = re.compile(r"(?:\w{3,}(?:ed|en|ée?s?|id[oa]s?|ad[oa]s?|нн\w{2,3})|\bset up|\bmade|\bheld)\s*$")


def _carried_on(text: str, words: _Words, mandate: Mandate, act: ActCited) -> tuple[str, float]:
    """Whether an action is carried out in accordance with one act, or by somebody whom that act set up."""
    reach = max(mandate.verb.start, act.start - _REACH)
    begin = mandate.action.start
    goes_on = bool(words.goes_on.search(text, begin, min(act.start, begin + _BEGINNING)))
    by = words.by.search(text, reach, act.start)
    if by and not _OF_A_NOUN.search(text, max(begin, by.start() - 20), by.start()):
        return "followed", GOES_ON_IN_ACCORDANCE if goes_on else IN_ACCORDANCE
    # "Requests the working group established by resolution 5/1 to": it is asked itself.
    if act.start < begin and (by or words.founded.search(text, reach, act.start)):
        return "followed", OF_WHO_IS_ASKED
    if goes_on and (words.founded.search(text, reach, act.start) or words.about.search(text, reach, act.start)):
        return "followed", GOES_ON_WITH_ITS_WORK
    return "", 0.0


def _one(part: Part, words: _Words, mandate: Mandate, act: ActCited, kind: str, confidence: float, end: int) -> Renewal:
    before = words.paragraph_before.search(part.text, max(mandate.verb.start, act.start - 90), act.start)
    behind = words.paragraph_behind.match(part.text, act.end, min(end, act.end + 60))
    told = before or behind
    cited = placed(part, Quote(part.text[act.start : act.end], act.start, act.end))
    quotes = [quote for quote in quotes_of(part, mandate.verb.start, end) if quote.paragraph == cited.paragraph]
    return Renewal(
        label=part.label,
        paragraph=part.paragraph,
        kind=kind,
        act_kind=act.kind,
        act_body=act.body,
        act_number=act.number,
        act_paragraph=" ".join(told["para"].split()) if told else "",
        quote=quotes[0] if quotes else cited,
        cited=cited,
        confidence=confidence,
    )
