"""The lines of the register: one record a line, read and judged before anything is written.

A line is a JSON object of

    id        the record's stable id in words, such as ``meeting/wg8-2``
    kind      what it tells of: body, session, meeting, document, related, act, mandate, conflict, about, workload
    facts     what the sources say, field by field, with ``source``, ``confidence`` and, where one field differs from the
              rest, ``<field>_confidence``; null means: not seen
    ties      the ids of the other records that the facts speak of
    inferred  what follows from the facts without being among them: ``{"type": {"value": ..., "source": ...}}``

The order of the lines is the order of loading: a record comes after those that it can't be without.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from provenance.models import Origin

# Part of every digest. Raise it when the loader places a field elsewhere: all lines are then gone through again.
PLACING = "1"
LARGEST_FILE = 50 * 1024 * 1024
LONGEST_LINE = 200_000
LONGEST_ID = 120
PARTS = {"id", "kind", "facts", "ties", "inferred"}
# Whose words a fact rests on, where it is not the record's ``source``.
SOURCE_OF = {"adopted": "date_source", "agenda": "agenda_source"}
# Facts about the other facts: they become the source and the origin of the evidence.
ABOUT_FACTS = {"source", "sources", "confidence", "names_sources", *SOURCE_OF.values()}
THE_REGISTER = "the register itself"
ORIGINS = {"seen": Origin.SEEN, "inferred": Origin.INFERRED}


class BadRecord(ValueError):
    """A line, or a part of it, that can't be loaded; the message is a sentence that says what is wrong."""


class RegisterUnreadable(Exception):
    """The file itself can't be read; the message is a sentence."""


@dataclass
class Line:
    """One record of the register. number: its place in the file, from 1."""

    number: int
    id: str
    kind: str
    facts: dict
    ties: dict = field(default_factory=dict)
    inferred: dict = field(default_factory=dict)
    digest: str = ""

    @property
    def place(self):
        """How a person finds it: ``line 17, document/ctoc-cop-2016-1``."""
        return f"line {self.number}, {self.id}"

    def value(self, name):
        """A fact, else what is inferred under its name, else None."""
        if self.facts.get(name) is not None:
            return self.facts[name]
        return self.inferred.get(name, {}).get("value")

    def text(self, name):
        """A fact that is text: "" when it is not stated. Raises BadRecord when it is something else."""
        value = self.value(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise BadRecord(f"{name} must be text, and is {_shown(value)}.")
        return value.strip()

    def texts(self, name):
        """A fact that is a list of texts; empty when it is not stated."""
        value = self.value(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise BadRecord(f"{name} must be a list of texts, and is {_shown(value)}.")
        return [each.strip() for each in value]

    def number_of(self, name):
        """A fact that is a whole number from 1; None when it is not stated."""
        value = self.value(name)
        if value is not None and (type(value) is not int or not 1 <= value <= 100_000):
            raise BadRecord(f"{name} must be a whole number from 1, and is {_shown(value)}.")
        return value

    def yes(self, name):
        """A fact that is true or false; not stated counts as false."""
        value = self.value(name)
        if value is not None and not isinstance(value, bool):
            raise BadRecord(f"{name} must be true or false, and is {_shown(value)}.")
        return bool(value)

    def tied(self, name):
        """The ids that a tie names, as a list; None stands in it for what the register does not hold."""
        value = self.ties.get(name)
        several = value if isinstance(value, list) else [] if value is None else [value]
        for each in several:
            if each is not None and not isinstance(each, str):
                raise BadRecord(f"The tie {name} must name records by their ids, and has {_shown(each)}.")
        return several

    def origin(self, name):
        """Whether a field was seen in its source or inferred: its own confidence, else the record's."""
        if self.facts.get(name) is None and name in self.inferred:
            return Origin.INFERRED
        word = self.facts.get(f"{name}_confidence") or self.facts.get("confidence") or "seen"
        # The words of the register about itself stand where other records say how sure they are.
        return ORIGINS.get(word, Origin.SEEN)

    def source(self, name):
        """The source that a field rests on, in words or as an address."""
        if self.facts.get(name) is None and name in self.inferred:
            return self.inferred[name].get("source", "")
        return self.facts.get(SOURCE_OF.get(name)) or self.facts.get("source") or THE_REGISTER


def read_lines(path: Path) -> tuple[list[Line], list[str]]:
    """Read a register file: its usable Lines, and the problems of the others, a sentence each with the line's number.

    Raises RegisterUnreadable when there is no such file, or it is no text, or too large to be a register.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise RegisterUnreadable(
                f"{path.name} has {size // 1024 // 1024} megabytes; a register has at most "
                f"{LARGEST_FILE // 1024 // 1024}."
            )
        content = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise RegisterUnreadable(f"{path.name} can't be read: {problem.strerror or problem}.") from problem
    except UnicodeDecodeError as problem:
        raise RegisterUnreadable(f"{path.name} is not written in UTF-8.") from problem
    lines, problems, seen = [], [], {}
    for number, written in enumerate(content.split("\n"), 1):
        if not written.strip():
            continue
        try:
            line = read_line(number, written)
            if line.id in seen:
                raise BadRecord(f"{line.id} stands in line {seen[line.id]} already.")
        except BadRecord as problem:
            problems.append(f"line {number}{_name_in(written)}: {problem}")
            continue
        seen[line.id] = number
        lines.append(line)
    return lines, problems


def read_line(number: int, written: str) -> Line:
    """One written line as a Line. Raises BadRecord."""
    if len(written) > LONGEST_LINE:
        raise BadRecord(f"The line has {len(written):,} characters; a record has at most {LONGEST_LINE:,}.")
    try:
        record = json.loads(written, object_pairs_hook=_once_each)
    except BadRecord:
        raise
    except (ValueError, RecursionError) as problem:
        words = problem.msg if isinstance(problem, json.JSONDecodeError) else "it can't be taken apart"
        raise BadRecord(f"This is no JSON object: {words}.") from problem
    if not isinstance(record, dict):
        raise BadRecord(f"A record must be a JSON object, and this is {_shown(record)}.")
    if unknown := record.keys() - PARTS:
        raise BadRecord(f"A record has no part {_listed(unknown)}; its parts are id, kind, facts, ties and inferred.")
    for part in ("id", "kind"):
        if not isinstance(record.get(part), str) or not 0 < len(record[part]) <= LONGEST_ID:
            raise BadRecord(f"The record has no usable {part}: it must be a text of at most {LONGEST_ID} letters.")
    for part in ("facts", "ties", "inferred"):
        if not isinstance(record.get(part, {}), dict):
            raise BadRecord(f"The {part} of a record must be a JSON object.")
    if not record.get("facts"):
        raise BadRecord("The record has no facts.")
    for name, inferred in record.get("inferred", {}).items():
        if not isinstance(inferred, dict) or inferred.keys() != {"value", "source"}:
            raise BadRecord(f"What is inferred as {name} must have a value and a source, and nothing else.")
    canonical = json.dumps(record, ensure_ascii=False, sort_keys=True)
    try:
        digest = hashlib.sha256(f"{PLACING}\n{canonical}".encode()).hexdigest()
    except UnicodeEncodeError as problem:
        raise BadRecord("The record holds a broken letter (half of a surrogate pair).") from problem
    if "\\u0000" in canonical:
        raise BadRecord("The record holds a zero byte, which no text may.")
    line = Line(
        number, record["id"], record["kind"], record["facts"], record.get("ties", {}), record.get("inferred", {})
    )
    line.digest = digest
    _check_confidence(line)
    return line


def _check_confidence(line):
    """How sure a record is must be said in one of two words; ``about`` explains the words instead of using them."""
    if line.kind == "about":
        return
    for name, word in line.facts.items():
        if (name == "confidence" or name.endswith("_confidence")) and word is not None and word not in ORIGINS:
            raise BadRecord(f"{name} must be “seen” or “inferred”, and is {_shown(word)}.")
        if name.endswith("source") and word is not None and not isinstance(word, str):
            raise BadRecord(f"{name} must be text, and is {_shown(word)}.")
    if not line.facts.get("source") and line.kind != "conflict":
        raise BadRecord("The record names no source.")
    line.texts("sources")
    line.texts("names_sources")


def _once_each(pairs):
    record = {}
    for name, value in pairs:
        if name in record:
            raise BadRecord(f"It names {name} twice.")
        record[name] = value
    return record


def _name_in(written):
    """The record's id for a message, where the broken line still shows one."""
    try:
        named = json.loads(written).get("id")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return f", {named}" if isinstance(named, str) and 0 < len(named) <= LONGEST_ID else ""


def _shown(value):
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 60 else f"{words[:60]}…"


def _listed(names):
    return " and ".join(f"“{name[:40]}”" for name in sorted(names))
