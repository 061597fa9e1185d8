"""Loading the register: each record by itself, first all records, then what ties them to one another."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pghistory
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from documents.linking import resolve
from documents.models import Reference
from mandates import standing
from mandates.models import RegisterEntry
from mandates.register.kinds import KINDS
from mandates.register.ledger import further_sources, keep, settle, stated_before
from mandates.register.lines import BadRecord, Line, read_lines
from mandates.register.places import words_of
from provenance.models import Evidence, label_of

REGISTER = Path(__file__).with_name("untoc.jsonl")


@dataclass
class Report:
    """What a run did. problems: a sentence for each line, or tie, that could not be loaded."""

    records: int = 0
    made: Counter = field(default_factory=Counter)
    adopted: Counter = field(default_factory=Counter)
    changed: list = field(default_factory=list)
    unchanged: int = 0
    gone: list = field(default_factory=list)
    kept_beside: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    statements: int = 0
    only_checked: bool = False

    def sentences(self) -> list[str]:
        """The run in words, one sentence an item; the problems are not among them."""
        said = []
        if self.only_checked:
            good = self.records - len(self.problems)
            return [
                f"Checked {_counted(self.records, 'record', 'records')}: {good:,} can be loaded. Nothing was written."
            ]
        if self.made:
            made = ", ".join(
                _counted(self.made[name], kind.singular, kind.plural) for name, kind in KINDS.items() if self.made[name]
            )
            said.append(f"Loaded {made}; {_counted(self.statements, 'statement', 'statements')} of evidence in all.")
        if self.adopted:
            known = ", ".join(
                _counted(self.adopted[name], kind.singular, kind.plural)
                for name, kind in KINDS.items()
                if self.adopted[name]
            )
            said.append(f"Found in the record already, and completed: {known}.")
        if self.changed:
            said.append(f"Brought up to date: {', '.join(self.changed)}.")
        if self.kept_beside:
            said.append(
                "What a person entered was left as it is; the register's word stands beside it: "
                f"{'; '.join(self.kept_beside)}."
            )
        if self.gone:
            said.append(f"Deleted by a person, and not made again: {', '.join(self.gone)}.")
        if not (self.made or self.adopted or self.changed or self.problems):
            said.append(
                f"Nothing to change: all {self.unchanged:,} records are as the register states them."
                if not self.gone
                else f"Nothing to change: the other {self.unchanged:,} records are as the register states them."
            )
        elif self.unchanged:
            said.append(f"{_counted(self.unchanged, 'record was', 'records were')} as the register states them.")
        return said


def _counted(number, singular, plural):
    return f"{number:,} {singular if number == 1 else plural}"


class Records:
    """The records of the register by their ids, as they stand in the database."""

    def __init__(self, entries, ids):
        self._entries, self._known = entries, ids
        self._found, self._words = {}, {}

    def add(self, id, subject):
        self._found[id] = subject

    def drop(self, id):
        self._found.pop(id, None)

    def has(self, id) -> bool:
        try:
            self.get(id)
        except BadRecord:
            return False
        return True

    def get(self, id):
        """The record's subject. Raises BadRecord, in words, when it is not there."""
        if id not in self._found:
            entry = self._entries.get(id)
            subject = entry and apps.get_model(entry.subject)._default_manager.filter(pk=entry.subject_id).first()
            if subject is None:
                raise BadRecord(
                    f"It speaks of {id}, which a person deleted."
                    if entry
                    else f"It speaks of {id}, which was not loaded."
                    if id in self._known
                    else f"It speaks of {id}, which is not in the register."
                )
            self._found[id] = subject
        return self._found[id]

    def words(self, id) -> str:
        """How evidence names the record; worked out once."""
        if id not in self._words:
            self._words[id] = words_of(self.get(id))
        return self._words[id]


@dataclass
class Work:
    """A line on its way: its subject, whether that was made in this run, and whether all went well."""

    line: Line
    subject: object
    fresh: bool
    known: bool
    complete: bool = True


def load(path: Path = REGISTER, *, only_check: bool = False, progress=None) -> Report:
    """Load a register file into the database, and say what was done.

    path: a file of lines (``lines.py``). only_check: judge the lines and write nothing. progress: called as
    ``progress(done, total)`` after each step. A bad line is a problem of the Report; the rest still loads.
    A second run of the same file changes nothing. What a person entered is never overwritten.
    Raises RegisterUnreadable when the file can't be read at all.
    """
    lines, problems = read_lines(path)
    report = Report(records=len(lines) + len(problems), problems=problems, only_checked=only_check)
    ids = {line.id for line in lines}
    lines = _judged(lines, ids, report)
    if not only_check:
        _write(lines, ids, report, progress)
    report.problems.sort(key=_line_number)
    return report


def _line_number(problem):
    """``line 17, document/...: ...`` as 17."""
    return int(problem.removeprefix("line ").partition(",")[0].partition(":")[0])


def _write(lines, ids, report, progress):
    """All lines in one transaction, whose changes history ascribes to the register."""
    with transaction.atomic(), pghistory.context(source="register"):
        with connection.cursor() as cursor:
            # Two runs at once take turns.
            cursor.execute("LOCK TABLE mandates_registerentry IN SHARE ROW EXCLUSIVE MODE")
        _Run(lines, ids, report, progress).run()


def _judged(lines, ids, report):
    """The lines that can be loaded, as far as that can be told without the database. ids: those of all lines."""
    good = []
    for line in lines:
        try:
            if line.kind not in KINDS:
                raise BadRecord(f"“{line.kind}” is no kind of record; the kinds are {', '.join(KINDS)}.")
            KINDS[line.kind].check(line)
            for id in _named_in(line):
                if id not in ids:
                    raise BadRecord(f"It speaks of {id}, which is not in the register.")
        except BadRecord as problem:
            report.problems.append(f"{line.place}: {problem}")
        else:
            good.append(line)
    return good


def _named_in(line):
    """All ids that a line's ties name."""
    for name, value in line.ties.items():
        if name in ("slug", "field", "statements"):
            continue
        for each in value if isinstance(value, list) else [value]:
            id = each.get("body") if isinstance(each, dict) else each
            if isinstance(id, str):
                yield id


class _Run:
    """One run over the lines, inside one transaction; every record in a savepoint of its own."""

    def __init__(self, lines, ids, report, progress):
        self.lines, self.report = lines, report
        self.progress = progress or (lambda done, total: None)
        self.entries = {entry.record: entry for entry in RegisterEntry.objects.all()}
        self.records = Records(self.entries, ids)
        self.there = self._subjects_there()

    def _subjects_there(self):
        """(label, primary key) of the subjects of earlier runs that still exist: one query for each kind of record."""
        wanted = {}
        for entry in self.entries.values():
            wanted.setdefault(entry.subject, set()).add(entry.subject_id)
        return {
            (label, pk)
            for label, keys in wanted.items()
            for pk in apps.get_model(label)._default_manager.filter(pk__in=keys).values_list("pk", flat=True)
        }

    def run(self):
        waiting = [line for line in self.lines if self._is_new(line)]
        total = 2 * len(waiting)
        works = []
        for done, line in enumerate(waiting, 1):
            if work := self._step(line, self._take_up, line):
                works.append(work)
            self.progress(done, total)
        for done, work in enumerate(works, len(waiting) + 1):
            if not self._step(work.line, self._tie, work):
                work.complete = False
            self.progress(done, total)
        self._remember(works)
        if works:
            resolve(Reference.objects.all())
            standing.refresh_all()
            self.report.statements = (
                Evidence.objects.exclude(record="").filter(record__in=[line.id for line in self.lines]).count()
            )
        self.progress(total, total)

    def _is_new(self, line):
        """Whether a line must be gone through: unchanged ones are not, nor those whose subject a person deleted."""
        entry = self.entries.get(line.id)
        if entry is None:
            return True
        if (entry.subject, entry.subject_id) not in self.there:
            self.report.gone.append(line.id)
            return False
        if entry.digest == line.digest:
            self.report.unchanged += 1
            return False
        return True

    def _step(self, line, step, *arguments):
        """One step in a savepoint; what goes wrong is a problem of this line alone. Returns what the step returns."""
        try:
            with transaction.atomic():
                return step(*arguments)
        except BadRecord as problem:
            self.report.problems.append(f"{line.place}: {problem}")
        except DatabaseError as problem:
            words = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
            self.report.problems.append(f"{line.place}: The database does not take it: {words}.")
        if KINDS[line.kind].make and step == self._take_up:
            self.records.drop(line.id)
        return None

    def _take_up(self, line) -> Work:
        """Find or make the subject of a line, and write what needs no other record."""
        kind = KINDS[line.kind]
        entry = self.entries.get(line.id)
        if kind.make is None:
            subject, fresh = self.records.get(line.tied("subject")[0]), False
        elif entry:
            subject, fresh = self.records.get(line.id), False
        else:
            subject = kind.find(line, self.records)
            fresh = subject is None
            subject = subject or kind.make(line, self.records)
        work = Work(line, subject, fresh, known=entry is not None)
        earlier = {} if fresh else stated_before(line, subject)
        columns = settle(line, subject, kind.columns, self.records, fresh=fresh, earlier=earlier)
        if fresh or columns.written:
            subject.save()
        parts = settle(line, subject, kind.parts, self.records, fresh=fresh, earlier=earlier)
        first = kind.first_fields | {"record"}
        keep(
            line,
            [*columns.evidence, *parts.evidence, *further_sources(line, subject)] if kind.make else parts.evidence,
            within=lambda row: _is_about(row, subject) and row.field in first,
            fresh=fresh,
        )
        self.report.kept_beside += columns.kept_beside + parts.kept_beside
        self.records.add(line.id, subject)
        return work

    def _tie(self, work) -> bool:
        """Write what ties a record to others. What it speaks of may have failed: that tie is a problem, the others hold."""
        line, kind = work.line, KINDS[work.line.kind]
        if line.kind == "conflict":
            keep(line, list(kind.ties[0].evidence(line, work.subject)), fresh=False)
            return True
        evidence, whole = [], True
        earlier = {} if work.fresh else stated_before(line, work.subject)
        for place in kind.ties:
            try:
                with transaction.atomic():
                    settled = settle(line, work.subject, [place], self.records, fresh=work.fresh, earlier=earlier)
            except BadRecord as problem:
                if f"{line.place}: {problem}" not in self.report.problems:
                    self.report.problems.append(f"{line.place}: {problem}")
                whole = False
                continue
            self.report.kept_beside += settled.kept_beside
            evidence += settled.evidence
        first = kind.first_fields | {"record"}
        keep(
            line,
            evidence,
            within=lambda row: not (_is_about(row, work.subject) and row.field in first),
            fresh=work.fresh,
        )
        return whole

    def _remember(self, works):
        """Keep which line became which record. One whose ties failed is gone through again the next time."""
        now = timezone.now()
        entries = [
            RegisterEntry(
                record=work.line.id,
                subject=label_of(work.subject),
                subject_id=work.subject.pk,
                digest=work.line.digest if work.complete else "",
                loaded_at=now,
            )
            for work in works
        ]
        RegisterEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["record"],
            update_fields=["subject", "subject_id", "digest", "loaded_at"],
        )
        for work in works:
            if work.known:
                self.report.changed.append(work.line.id)
            elif work.fresh or KINDS[work.line.kind].make is None:
                self.report.made[work.line.kind] += 1
            elif "same_as" not in work.line.ties:
                self.report.adopted[work.line.kind] += 1


def _is_about(row, subject):
    return (row.subject, row.subject_id) == (label_of(subject), subject.pk)
