"""How well what an act asks is read, end to end: file, acts, paragraphs, proposals. Part of ``script/score``.

Counted over the acts of the cases whose truth lists their operative paragraphs, and over the paragraphs in six
languages. A stated addressee, deadline or resource clause is found when a proposal of that paragraph has it. A proposal
is about nothing when its paragraph, by the truth, addresses nobody and none of its verbs asks or decides, or when it
stands where the truth knows no paragraph at all. Each of these is printed, to be looked at by a person.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from documents.reading import UnreadableFile, read
from documents.reading.findings import find_everything
from documents.reading.operative import Asked, OperativeText, asked_in

# What a verb of the truth must begin with to ask or decide, in six languages.
_ASKS = re.compile(
    r"(?:\w+ly |also |further |again |once |in this |hereby |and |we |en outre |également |además |asimismo |también |вновь |"
    r"далее |также |настоятельно |решительно )*"
    r"(?:request|invit|encourag|urg|call|appeal|recommend|instruct|demand|direct|decid|establish|extend|renew|authori|agree|"
    r"resolv|requir|ask|suggest|entrust|undertak|pri|demand|engag|exhort|appell|charg|décid|autoris|créé?|solicit|pid|inst|"
    r"alient|decid|encarg|encomiend|exhort|recom|autoriz|просит|предлаг|призыва|настоят|поруча|постанов|рекоменд|рекоменд|"
    r"уполномоч|[يت]طلب|[يت]دعو|[يت]حث|[يت]شجع|[يت]قرر|[يت]هيب|[يت]وصي|[又还也并再]*(?:请|邀请|吁请|敦促|鼓励|决定|要求|呼吁|建议|促请))",
    re.IGNORECASE,
)
FIELDS = ("addressee", "deadline", "resource_clause")
# Of what is stated, at least; of what is proposed, at most.
BARS = {
    "addressee": (0.9, 0.97),
    "deadline": (0.85, 0.95),
    "resource_clause": (0.85, 0.95),
    "about nothing": (0.05, 0.01),
}


class Tally:
    """What was stated and found, and the proposals that are about nothing."""

    def __init__(self) -> None:
        self.stated: Counter = Counter()
        self.found: Counter = Counter()
        self.proposals = 0
        self.missed: list[str] = []
        self.nothing: list[str] = []
        self.nobody: list[str] = []

    def lines(self) -> list[str]:
        """One line a figure, its bar and its aim beside it."""
        lines = []
        for field in FIELDS:
            share = self.found[field] / max(1, self.stated[field])
            counted = f"{self.found[field]} of {self.stated[field]}"
            lines.append(_line(f"proposals: {field.replace('_', ' ')}", share, counted, BARS[field], least=True))
        share = len(self.nothing) / max(1, self.proposals)
        counted = f"{len(self.nothing)} of {self.proposals}"
        lines.append(_line("proposals: about nothing", share, counted, BARS["about nothing"], least=False))
        nobody = sum("| nobody |" in each for each in self.nothing)
        lines.append(f"  of these, addressed to nobody either: {nobody}")
        return [*lines, *(f"  about nothing? {each}" for each in self.nothing)]

    def judge(self, where: str, truth: dict, proposals: list[Asked]) -> None:
        """Count one paragraph of the truth and what was proposed of it."""
        self.proposals += len(proposals)
        for field in FIELDS:
            if not truth.get(field):
                continue
            self.stated[field] += 1
            wanted = [truth[field], *_listed(truth.get(f"{field}_alternatives"))]
            wanted += _listed(truth.get("all_deadlines")) if field == "deadline" else []
            if any(_same(each, told) for each in wanted for told in _told(proposals, field)):
                self.found[field] += 1
            else:
                self.missed.append(f"{where}: {field} “{truth[field]}”, told {_told(proposals, field)}")
        if truth.get("addressee"):
            return
        verbs = [truth.get("verb"), *_listed(truth.get("other_verbs"))]
        asks = any(_ASKS.match(verb or "") for verb in verbs)
        for each in proposals:
            (self.nobody if asks else self.nothing).append(f"{where} {truth.get('verb')}: {_in_words(each)}")


def score_proposals(corpus: Path) -> Tally:
    """Judge the proposals of the whole corpus."""
    tally = Tally()
    for line in (corpus / "operative_six_languages.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        paragraph = OperativeText(truth["number"] or "", truth["number"] or "", truth["text"], 0, truth["language"])
        tally.judge(truth["id"], truth, list(asked_in([paragraph])))
    for case in sorted((corpus / "cases").iterdir()):
        truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
        if truth.get("operative_paragraphs") and not truth.get("needs_ocr"):
            _judge_case(tally, case, truth["operative_paragraphs"])
    return tally


def _line(name: str, share: float, counted: str, bars: tuple[float, float], *, least: bool) -> str:
    bar, aim = bars
    held = share >= bar if least else share <= bar
    bound = "at least" if least else "at most"
    return (
        f"{name:32}{100 * share:6.1f} % ({counted}); bar {bound} {100 * bar:.0f} %, aim {100 * aim:.0f} %"
        f"{'' if held else '  BELOW THE BAR'}"
    )


def _judge_case(tally: Tally, case: Path, truths: list[dict]) -> None:
    read_of = list(_paragraphs_of(case))
    taken: set[int] = set()
    for truth in truths:
        ranked = [(_alike(truth, text), place) for place, (text, _) in enumerate(read_of) if place not in taken]
        best, place = max(ranked, default=(0, -1))
        proposals = read_of[place][1] if best >= 0.55 else []
        taken |= {place} if best >= 0.55 else set()
        tally.judge(f"{case.name} {truth['number']}", truth, proposals)
    for place, (text, proposals) in enumerate(read_of):
        if place not in taken:
            tally.proposals += len(proposals)
            tally.nothing += [f"{case.name}, no paragraph “{text.text[:40]}”: {_in_words(each)}" for each in proposals]


def _paragraphs_of(case: Path) -> Iterator[tuple[OperativeText, list[Asked]]]:
    """The paragraphs of all acts in a file, with what each of them and those below it are proposed to ask."""
    source = next(case.glob("source.*"))
    try:
        found = find_everything(read(source.read_bytes()))
    except UnreadableFile:
        return
    for act in found.acts:
        given = [part for part in act.paragraphs if part.kind == "operative"]
        texts = [
            OperativeText(part.label, part.number, part.text, part.depth, found.reading.language) for part in given
        ]
        heads, head = [], 0
        for place, text in enumerate(texts):
            head = head if text.depth and place else place
            heads.append(head)
        asked = asked_in(texts)
        for place, text in enumerate(texts):
            if heads[place] == place:
                yield text, [each for each in asked if heads[each.paragraphs[0]] == place]


def _alike(truth: dict, text: OperativeText) -> float:
    """How surely a paragraph that was read is one of the truth: by its number and its first words."""
    first, read_as = _words(truth["first_words"])[:8], _words(text.text)[:8]
    alike = SequenceMatcher(None, " ".join(first), " ".join(read_as), autojunk=False).ratio()
    numbered = truth["number"] is not None and _words(truth["number"]) == _words(text.number)
    return alike + 0.6 * numbered


def _told(proposals: list[Asked], field: str) -> list[str]:
    if field == "addressee":
        # A pronoun's words are those of whom it stands for.
        return [each.addressee.words for each in proposals if each.addressee]
    if field == "deadline":
        return [due.words for each in proposals for due in (*each.deadlines, *each.recurrence)]
    return [clause.words for each in proposals for clause in each.resources]


def _same(wanted: str, told: str) -> bool:
    if re.search(r"[\u4e00-\u9fff]", wanted):
        return wanted in told or (len(told) > 1 and told in wanted)
    first, second = set(_words(wanted)), set(_words(told))
    return len(first & second) >= 0.6 * max(1, min(len(first), len(second)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _listed(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _in_words(asked: Asked) -> str:
    whom = asked.addressee.words if asked.addressee else "nobody"
    return f"{asked.verb.words} | {whom} | {asked.action[:120]} | {asked.confidence}"
