"""The kinds of places that all rooms share: columns of a record, and ties between two records."""

from datetime import date
from difflib import get_close_matches

from django.db import models

from mandates.register.ledger import Place
from mandates.register.lines import BadRecord
from meetings.models import Meeting, MeetingKind
from provenance.dates import Precision, parse_partial, partial


class Identity(Place):
    """A fact by which the record is found or made: it is compared, never rewritten.

    standing_words: a function of the subject that gives the texts that stand there now; without one the fact is only kept.
    """

    several = True
    rewritten = False

    def __init__(self, field, reads, where, standing_words=None):
        super().__init__(field, reads, where)
        self.standing_words = standing_words
        self.kept_only = standing_words is None

    def check(self, line):
        for name in self.reads:
            self._text(line, name)

    def _text(self, line, name):
        value = line.value(name)
        if value is None:
            return ""
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            raise BadRecord(f"{name} must be a text or a number.")
        return str(value)

    def stated(self, line, records):
        texts = {name: self._text(line, name) for name in self.reads}
        return [self.says(line, name, text) for name, text in texts.items() if text]

    def standing(self, subject):
        return dict.fromkeys(self.standing_words(subject)) if self.standing_words else {}

    def put(self, subject, value):
        """Done when the subject was made."""

    def remove(self, subject, text, row):
        """Nothing to take away."""


class Column(Place):
    """A column of the subject itself. ``column``: its name in the model."""

    def __init__(self, field, reads, model, column):
        super().__init__(field, reads, f"{model.__name__}.{column}")
        self.column = column
        self.model_field = model._meta.get_field(column)

    def read(self, line):
        """The value to write, or None when the line states none. Raises BadRecord."""
        raise NotImplementedError

    def words(self, value):
        """The value as evidence shows it; "" for an empty one."""
        return str(value) if value not in (None, "") else ""

    def check(self, line):
        self.read(line)

    def stated(self, line, records):
        value = self.read(line)
        return [] if value is None else [self.says(line, self.reads[0], self.words(value), value)]

    def standing(self, subject):
        words = self.words(getattr(subject, self.column))
        return {words: None} if words else {}

    def put(self, subject, value):
        setattr(subject, self.column, value.data)

    def remove(self, subject, text, row):
        setattr(subject, self.column, None if self.model_field.null else self.model_field.get_default())


class Text(Column):
    """Words, as they are. needed: the record can't be without them."""

    def __init__(self, field, reads, model, column, needed=False):
        super().__init__(field, reads, model, column)
        self.needed = needed

    def read(self, line):
        text = line.text(self.reads[0])
        if self.needed and not text:
            raise BadRecord(f"It has no {self.reads[0]}, and can't be without.")
        longest = self.model_field.max_length
        if longest and len(text) > longest:
            raise BadRecord(f"{self.reads[0]} has {len(text)} letters; there is room for {longest}.")
        return text or None


class Choice(Text):
    """A word of a vocabulary, whatever its capitals."""

    def read(self, line):
        text = super().read(line)
        if text is None:
            return None
        words = {value.lower(): value for value, _label in self.model_field.choices if value}
        if text.lower() not in words:
            near = get_close_matches(text.lower(), words, n=1) or list(words)[:6]
            raise BadRecord(f"“{text[:60]}” is no {self.reads[0]} known here; others are: {', '.join(near)}.")
        return words[text.lower()]


class Number(Column):
    """A whole number from 1."""

    def read(self, line):
        return line.number_of(self.reads[0])


class YesNo(Column):
    """A statement that is true or not stated: a false one states nothing."""

    def read(self, line):
        return line.yes(self.reads[0]) or None

    def words(self, value):
        return "yes" if value else ""

    def remove(self, subject, text, row):
        setattr(subject, self.column, False)


class PartialDate(Column):
    """A date known to the day, the month or the year, with the column that says which."""

    def __init__(self, field, reads, model, column, precision_column):
        super().__init__(field, reads, model, column)
        self.precision_column = precision_column
        self.where = f"{self.where}, {precision_column}"

    def read(self, line):
        text = line.text(self.reads[0])
        return read_date(text) if text else None

    def words(self, value):
        return partial(*value)

    def standing(self, subject):
        words = self.words((getattr(subject, self.column), getattr(subject, self.precision_column)))
        return {words: None} if words else {}

    def put(self, subject, value):
        day, precision = value.data
        setattr(subject, self.column, day)
        setattr(subject, self.precision_column, precision)

    def remove(self, subject, text, row):
        setattr(subject, self.column, None)
        setattr(subject, self.precision_column, "")


def read_date(text) -> tuple[date, Precision]:
    """A partial date as (first day meant, Precision). Raises BadRecord."""
    try:
        if not 1900 <= int(text[:4]) <= 2199 or len(text) not in (4, 7, 10):
            raise ValueError(f"“{text}” is no date: write 2022, 2022-05 or 2022-05-06.")
        return parse_partial(text)
    except ValueError as problem:
        words = (
            str(problem) if "is no date" in str(problem) else f"“{text}” is no date: write 2022, 2022-05 or 2022-05-06."
        )
        raise BadRecord(words) from None


class Tied:
    """What all ties share: the ids that they name must be there as soon as the facts speak of something.

    ``kinds``: which kinds of records may be meant. may_be_words: the facts may name what is no record of the register.
    """

    kinds = ()
    may_be_words = False

    def check(self, line):
        ids = line.tied(self.tie)
        spoken_of = any(line.value(name) not in (None, [], "", False) for name in self.reads)
        if spoken_of and not ids and not self.may_be_words:
            raise BadRecord(f"It states {self.reads[0]}, but its ties do not say which record is meant ({self.tie}).")
        if ids and self.reads and not spoken_of:
            raise BadRecord(f"It ties {self.tie}, but no fact of it says so ({' or '.join(self.reads)}).")
        for id in ids:
            if id is not None and id.split("/")[0] not in self.kinds:
                raise BadRecord(f"Its {self.tie} must be a {' or '.join(self.kinds)}, and is {id}.")


class Foreign(Tied, Column):
    """A column that points to another record, which stands in an earlier line."""

    def __init__(self, field, reads, model, column, kinds, may_be_words=False):
        super().__init__(field, reads, model, column)
        self.tie, self.kinds, self.may_be_words = self.reads[0], kinds, may_be_words

    def stated(self, line, records):
        return [self.says(line, self.reads[0], records.words(id), records.get(id)) for id in line.tied(self.tie) if id]

    def words(self, value):
        return words_of(value) if value is not None else ""


class Link(Tied, Place):
    """A tie that is a row of its own between two records; the row has evidence of its own too."""

    several = True

    def __init__(self, field, reads, where, tie, kinds):
        super().__init__(field, reads, where)
        self.tie, self.kinds = tie, kinds

    def stated(self, line, records):
        return [
            self.says(line, self._fact(line), records.words(id), records.get(id)) for id in line.tied(self.tie) if id
        ]

    def _fact(self, line):
        """The fact that speaks of the tie: the first that is stated."""
        return next((name for name in self.reads if line.value(name) is not None), self.reads[0])


class RowLink(Link):
    """A Link whose row has evidence of its own: it goes when nobody else states it (``ledger``)."""

    def __init__(self, field, reads, where, tie, kinds, row_field):
        super().__init__(field, reads, where, tie, kinds)
        self.row_field = row_field

    def remove(self, subject, text, row):
        row.delete()


class ManyLink(Link):
    """A tie kept in a many-to-many relation of the subject."""

    def __init__(self, field, reads, model, relation, tie, kinds):
        super().__init__(field, reads, f"{model.__name__}.{relation}", tie, kinds)
        self.relation = relation

    def standing(self, subject):
        return {words_of(other): other for other in getattr(subject, self.relation).all()}

    def put(self, subject, value):
        getattr(subject, self.relation).add(value.data)

    def remove(self, subject, text, row):
        getattr(subject, self.relation).remove(row)


def words_of(record: models.Model) -> str:
    """A record as evidence names it, so that no two have one name.

    A session by its ordinal alone; a meeting that is not counted with its dates, since two dialogues had one topic; all
    others as they name themselves.
    """
    if not isinstance(record, Meeting):
        return str(record)
    if record.kind == MeetingKind.SESSION:
        return record.title
    words = str(record)
    return words if record.ordinal or not record.dates or record.dates in words else f"{words}, {record.dates}"
