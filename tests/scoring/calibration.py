"""How often a value that is shown as certain is right, and each ground of confidence apart: part of ``script/score``.

Counted together over the documents' cases (every value of the masthead, every citation where the truth is complete, every
operative paragraph) and the annotated texts (every paragraph: found where it is, with its verb).
"""

import importlib.util
import json
import math
from argparse import Namespace
from collections import Counter, defaultdict
from pathlib import Path

from documents.reading import UnreadableFile, read
from documents.reading.citations import ActCited
from documents.reading.findings import find_everything
from documents.reading.pages import CERTAIN
from tests.scoring import adapters

FIELDS = {
    "symbols": "symbols",
    "title": "title",
    "doc_type": "type",
    "body": "body",
    "session": "session",
    "meeting": "meeting",
    "date": "date",
    "job_number": "job_number",
    "distribution": "distribution",
    "original_language": "original_language",
    "language": "language",
    "agenda_item": "agenda_items",
}


class Count:
    """Judgements by field and confidence: how many, how many of them right, and which were wrong."""

    def __init__(self):
        self.grounds = defaultdict(Counter)
        self.wrong: list[tuple] = []

    def add(self, field, confidence, right, where, value):
        ground = self.grounds[field, round(confidence, 3)]
        ground["n"] += 1
        ground["right"] += bool(right)
        if not right and confidence >= CERTAIN:
            self.wrong.append((where, field, value))

    def certain(self):
        """(how many values are shown as certain, how many of them are right)."""
        shown = [ground for (_, confidence), ground in self.grounds.items() if confidence >= CERTAIN]
        return sum(ground["n"] for ground in shown), sum(ground["right"] for ground in shown)


def lower_bound(right: int, n: int, level: float = 0.95) -> float:
    """The exact one-sided lower bound of a share (Clopper and Pearson): ``right`` of ``n`` or more is that unlikely below."""
    if n == 0 or right == 0:
        return 0.0
    wrong = n - right

    def at_most_wrong(share):
        """The chance of no more than ``wrong`` errors when each value is right with this chance."""
        return sum(math.comb(n, k) * (1 - share) ** k * share ** (n - k) for k in range(wrong + 1))

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most_wrong(middle) < 1 - level else (low, middle)
    return low


def calibrate(corpus: Path) -> Count:
    """Judge everything that is read from the corpus."""
    count = Count()
    score, annotated = _script(corpus, "score"), _script(corpus, "score_resolutions")
    options = Namespace(
        type_map={key.casefold(): value for key, value in _json("types").items()}, body_map=_json("bodies")
    )
    for folder in sorted((corpus / "cases").iterdir()):
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        if truth.get("robustness_only") or truth.get("needs_ocr"):
            continue
        try:
            reading = read(next(folder.glob("source.*")).read_bytes())
        except UnreadableFile:
            continue
        _judge_document(count, score, truth, find_everything(reading), options, folder.name)
    for path in sorted((corpus / "resolutions").glob("*.json")):
        _judge_text(count, annotated, path)
    return count


def _judge_document(count, score, truth, findings, options, where):
    said = adapters.as_told(findings)
    for key, name in FIELDS.items():
        value = getattr(findings.masthead, name)
        if value is None or key not in truth:
            continue
        judged = score.score_symbols(truth, said) if key == "symbols" else score.score_scalar(key, truth, said, options)
        count.add(key, value.confidence, judged[0], where, said.get(key))
    known = _cited(truth)
    for place in findings.citations:
        cited = place.cited
        is_act = isinstance(cited, ActCited)
        if not truth.get("cited_resolutions_complete" if is_act else "cited_symbols_complete"):
            continue
        if is_act and (cited.kind != "resolution" or not cited.body):
            continue
        name = adapters.symbol_of(cited) if is_act else cited.symbol.canonical
        sure = cited.confidence if is_act else getattr(cited, "confidence", 0.995)
        count.add("act cited" if is_act else "symbol cited", sure, score.hit(name, known), where, name)
    _judge_paragraphs(count, score, truth, findings, where)


def _cited(truth):
    known = []
    for key in ("symbols", "cited_symbols", "cited_resolutions"):
        for name in (key, f"{key}_optional", f"{key}_alternatives"):
            stated = truth.get(name) or []
            for each in stated.values() if isinstance(stated, dict) else stated:
                known += each if isinstance(each, list) else [each]
    for key in ("cited_decisions", "supersedes", "corrects"):
        stated = truth.get(key) or []
        known += [stated] if isinstance(stated, str) else stated
    return [each for each in known if isinstance(each, str)]


def _judge_paragraphs(count, score, truth, findings, where):
    if "operative_paragraphs" not in truth:
        return
    wanted = truth["operative_paragraphs"] or []
    for act in findings.acts:
        for paragraph in act.paragraphs:
            if paragraph.kind != "operative" or paragraph.depth:
                continue
            words = score.words(paragraph.text)[:6]
            right = any(
                score.words(each["first_words"])[:6] == words[: len(score.words(each["first_words"])[:6])]
                and score.verb_score(each, paragraph.verb) == 1
                for each in wanted
            )
            count.add("operative paragraph", paragraph.confidence, right, where, paragraph.text[:50])


def _judge_text(count, annotated, path):
    blocks = json.loads(path.read_text(encoding="utf-8"))
    truth = annotated.truth_of(blocks) if isinstance(blocks, list) else None
    if truth is None:
        return
    text = annotated.page_text(blocks, path.stem.replace("_", "/"))
    by_number = {item["number"]: item for item in truth}
    for paragraph in adapters.numbered_paragraphs(text):
        item = by_number.get(paragraph.number)
        right = item is not None and annotated.words(paragraph.text) == annotated.words(item["text"])
        if right and item["verb"]:
            verb, wanted = paragraph.verb.lower(), item["verb"].lower()
            right = verb.startswith(wanted) or verb.endswith(wanted) or wanted in verb.split()
        count.add("annotated paragraph", paragraph.confidence, right, path.stem, paragraph.text[:60])


def _script(corpus, name):
    spec = importlib.util.spec_from_file_location(f"corpus_{name}", corpus / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _json(name):
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
