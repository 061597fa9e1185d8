"""Operative verbs in Chinese, which has neither spaces nor forms: adverbs, then the verb, at the head of a clause."""

import re

from documents.reading.lexicon.forms import LATER, REQUESTS, TOML
from documents.reading.lexicon.verb import Verb


def _chinese() -> tuple[re.Pattern, dict[str, str]]:
    verbs = {form: verb for verb, forms in TOML["zh"].items() for form in forms}
    either = "|".join(sorted(map(re.escape, verbs), key=len, reverse=True))
    adverbs = "|".join(sorted(map(re.escape, TOML["adverbs"]["zh"]), key=len, reverse=True))
    return re.compile(rf"((?:(?:{adverbs})[，、]?){{0,4}})({either})"), verbs


_ZH, _ZH_VERBS = _chinese()
_ZH_ATTITUDE = re.compile(
    r"(?:[其它的深切极为十分高度衷心诚挚最严重大真热烈坚定强烈由衷最深]{0,6})("
    + "|".join(sorted(TOML["attitudes"]["zh"].split(), key=len, reverse=True))
    + ")"
)
_ZH_REQUEST = re.compile(
    r"(?:其|它的|对[^，；。]{1,20}的)?(" + "|".join(sorted(REQUESTS["zh"], key=len, reverse=True)) + ")"
)
_ZH_HEAD = re.compile(r"[，；。：、（(]\s*$|[，；。：]\s*(?:并|又|还|也|同时|并且)$")


def chinese_verbs(text: str, start: int) -> list[Verb]:
    """The operative verbs of a Chinese paragraph from an offset on, in order; see find_verbs."""
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
            name, end = REQUESTS["zh"][asked[1]], asked.end()
        if found and (name not in LATER or end - found[-1].end < 2):
            at = match.end()
            continue
        found.append(Verb(match.start(), end, end, name, ""))
        at = end
    return found


# "缔约方会议请秘书处": a subject stands before the verb in reports.
_ZH_SUBJECT = re.compile(r"(?:会议|大会|理事会|委员会|工作组|小组|缔约方|主席团)(?:还|又|并|也|再次|进一步)?$")
