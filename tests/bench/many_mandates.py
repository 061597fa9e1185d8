"""A record full of mandates for the bench: acts, addressees, answers, links, and references, written by COPY.

The same rows every time. What it writes has the shape of a conference's record of many years: sessions every two years, ten
mandates an act, meetings and reports that answer two mandates in three, one mandate with hundreds of answers.
"""

import random
from datetime import date, timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from documents.models import Act, ActTitle, Document, DocumentSymbol, DocumentTitle, Reference
from documents.models.act import act_key, number_sort_key
from mandates.models import Addressee, Deliverable, LinkKind, Mandate, MandateLink, Response, Review
from meetings.models import CONFERENCE, Body, BodyKind, Meeting, MeetingBody, MeetingKind
from tests.bench.copying import Table, copy_rows, new_keys

BATCH = 50_000
SESSIONS, GROUPS, OUTSIDE, MEETINGS = 15, 12, 5, 2_000
MANDATES_OF_AN_ACT = 10
ANSWERS_OF_THE_BUSY_ONE = 60
CITED_OF_THE_BUSY_ACT = 2_000
WORDS = (
    "trafficking firearms smuggling migrants extradition assistance legal mutual review implementation protocol convention "
    "victims protection asset recovery cooperation training experts tools national legislation central authorities cultural "
    "property wildlife cybercrime witnesses data collection indicators technical questionnaires guidelines financing"
).split()
ADDRESSEES = [
    "Secretariat", "UNODC", "States parties", "Member States", "Executive Director", "Working Group", "Bureau",
    *(f"Expert group {number}" for number in range(1, 150)),
]  # fmt: skip
DELIVERABLES = [*Deliverable.values, "", ""]


class Filler:
    """Fills an empty database. The first mandate of resolution 1/1 has most answers; that act is cited most."""

    def __init__(self, mandates, references, tell=print):
        self._mandates, self._references, self._tell = mandates, references, tell
        self._chance = random.Random(7)

    def fill(self):
        with transaction.atomic(), connection.cursor() as cursor:
            self._cursor = cursor
            # Neither history nor changes row by row, nor a look at each key: the keys are all our own.
            cursor.execute("SET LOCAL session_replication_role = replica")
            self._bodies_and_meetings()
            self._documents()
            self._acts()
            self._mandates_and_answers()
            self._citations()
            cursor.execute("SET LOCAL session_replication_role = origin")

    def _put(self, model, rows):
        """Copy rows (dicts by column) and give their keys."""
        table, rows, keys = Table(model), iter(rows), []
        while some := list(islice(rows, BATCH)):
            new = list(new_keys(self._cursor, table, len(some)))
            copy_rows(self._cursor, table, [table.row(id=key, **row) for key, row in zip(new, some, strict=True)])
            keys += new
        self._tell(f"  {len(keys):>9,} {model._meta.verbose_name_plural}")
        return keys

    def _phrase(self, least, most):
        return " ".join(self._chance.choices(WORDS, k=self._chance.randint(least, most)))

    def _bodies_and_meetings(self):
        conference = Body.objects.create(
            slug=CONFERENCE,
            name="Conference of the Parties",
            series="CTOC/COP/",
            kind=BodyKind.CONFERENCE,
        )
        self._conference = conference.pk
        self._groups = [
            Body.objects.create(
                slug=f"wg{number}",
                name=f"Working Group {number}",
                series=f"CTOC/COP/WG.{number}/",
                kind=BodyKind.WORKING_GROUP,
                position=number,
            ).pk
            for number in range(1, GROUPS + 1)
        ]
        self._outside = [
            Body.objects.create(
                slug=f"outside-{number}", name=f"Commission {number}", kind="commission", is_external=True
            )
            for number in range(1, OUTSIDE + 1)
        ]
        first_days = [date(2004 + 2 * number, 10, 10) for number in range(SESSIONS)]
        self._sessions = self._put(
            Meeting,
            (
                {
                    "kind": MeetingKind.SESSION.value,
                    "start": day,
                    "end": day + timedelta(days=4),
                    "date_precision": "day",
                    "place": "Vienna",
                    "status": "held" if day < date(2026, 6, 1) else "planned",
                }
                for day in first_days
            ),
        )
        days = [date(2004, 1, 5) + timedelta(days=4 * number) for number in range(MEETINGS)]
        self._meetings = self._put(
            Meeting,
            (
                {
                    "start": day,
                    "end": day + timedelta(days=2),
                    "date_precision": "day",
                    "place": "Vienna",
                    "status": "held",
                }
                for day in days
            ),
        )
        seats = [
            {"meeting_id": key, "body_id": self._conference, "ordinal": number}
            for number, key in enumerate(self._sessions, 1)
        ]
        seats += [
            {"meeting_id": key, "body_id": self._groups[at % GROUPS], "ordinal": at // GROUPS + 1}
            for at, key in enumerate(self._meetings)
        ]
        self._put(MeetingBody, seats)

    def _documents(self):
        self._symbols = [f"CTOC/COP/WG.{n % GROUPS + 1}/{2004 + n % 20}/{n // 60 + 1}" for n in range(self._mandates)]
        now = timezone.now()
        self._papers = self._put(
            Document,
            (
                {"date": date(2010, 1, 1), "date_precision": "day", "is_publicly_listed": True, "created_at": now}
                for _ in self._symbols
            ),
        )

        def symbols():
            for key, printed in zip(self._papers, self._symbols, strict=True):
                symbol = DocumentSymbol(document_id=key, as_printed=printed)
                symbol.derive()
                columns = ("document_id", "as_printed", "canonical", "root", "search_key", "sort_key")
                yield {name: getattr(symbol, name) for name in columns}

        self._put(DocumentSymbol, symbols())
        self._put(DocumentTitle, ({"document_id": key, "text": self._phrase(4, 10)} for key in self._papers))

    def _acts(self):
        count = max(self._mandates // MANDATES_OF_AN_ACT, 1)
        own = []
        for number in range(count):
            at = number % SESSIONS
            body, series, session = self._conference, "CTOC/COP/", self._sessions[at]
            cited = f"{at + 1}/{number // SESSIONS + 1}"
            if number % 20 == 19:
                outside = self._outside[number % OUTSIDE]
                body, series, session = outside.pk, outside.slug, None
            own.append(
                {
                    "body_id": body,
                    "kind": "decision" if number % 7 == 6 else "resolution",
                    "number": cited,
                    "number_sort_key": number_sort_key(cited),
                    "key": act_key(series, "decision" if number % 7 == 6 else "resolution", cited),
                    "session_id": session,
                }
            )
        self._acts_keys = self._put(Act, own)
        self._put(ActTitle, ({"act_id": key, "text": self._phrase(5, 12)} for key in self._acts_keys))
        self._act_columns = own

    def _mandates_and_answers(self):
        chance = self._chance

        def asked():
            for number in range(self._mandates):
                at = number // MANDATES_OF_AN_ACT % len(self._acts_keys)
                due = chance.random()
                yield {
                    "act_id": self._acts_keys[at],
                    "number": number % MANDATES_OF_AN_ACT + 1,
                    "paragraph_as_printed": str(number % MANDATES_OF_AN_ACT + 2),
                    "verb": "requested",
                    "action": self._phrase(8, 25),
                    "deliverable": chance.choice(DELIVERABLES),
                    "least_number": chance.choice([None, None, 1, 2]),
                    "is_recurring": chance.random() < 0.1,
                    "due_session_id": self._sessions[min(at % SESSIONS + 1, SESSIONS - 1)] if due < 0.4 else None,
                    "due_date": date(2005, 1, 1) + timedelta(days=chance.randint(0, 9_000)) if due > 0.85 else None,
                    "resources": "within existing resources" if due < 0.5 else "",
                    "review": Review.CONFIRMED.value if chance.random() < 0.95 else Review.PROPOSED.value,
                }

        self._keys = self._put(Mandate, asked())
        self._put(
            Addressee,
            (
                {
                    "mandate_id": key,
                    "words": words,
                    "position": position,
                    "body_id": self._groups[key % GROUPS] if words == "Working Group" else None,
                }
                for key in self._keys
                for position, words in enumerate(
                    dict.fromkeys(chance.choices(ADDRESSEES, k=chance.choice([1, 1, 1, 2])))
                )
            ),
        )
        self._put(Response, self._answers())
        self._put(
            MandateLink,
            (
                {"mandate_id": one, "kind": chance.choice(list(LinkKind)).value, "to_mandate_id": other}
                for one, other in zip(self._keys[: -len(self._keys) // 20 : 20], self._keys[20::20], strict=False)
            ),
        )

    def _answers(self):
        chance = self._chance
        for position in range(ANSWERS_OF_THE_BUSY_ONE):
            what = (
                {"meeting_id": self._meetings[position % MEETINGS]}
                if position % 3 == 0
                else {
                    "document_id": self._papers[-1 - position],
                    "made_available_to_id": self._sessions[position % SESSIONS],
                }
            )
            yield {"mandate_id": self._keys[0], "position": position} | what
        for key in self._keys[1:]:
            if chance.random() < 0.35:
                continue
            for meeting in {chance.randrange(MEETINGS) for _ in range(chance.randint(0, 2))}:
                yield {"mandate_id": key, "meeting_id": self._meetings[meeting]}
            for paper in {chance.randrange(len(self._papers)) for _ in range(chance.randint(0, 2))}:
                session = self._sessions[chance.randrange(SESSIONS)] if chance.random() < 0.7 else None
                yield {"mandate_id": key, "document_id": self._papers[paper], "made_available_to_id": session}

    def _citations(self):
        chance, papers, acts = self._chance, len(self._papers), len(self._acts_keys)

        def cited():
            for number in range(self._references):
                citing = self._papers[chance.randrange(papers)]
                if number < CITED_OF_THE_BUSY_ACT or number % 3 == 0:
                    at = 0 if number < CITED_OF_THE_BUSY_ACT else chance.randrange(acts)
                    act = self._act_columns[at]
                    named = {
                        "act_id": self._acts_keys[at],
                        "act_key": act["key"],
                        "as_written": f"resolution {act['number']}",
                    }
                else:
                    at = chance.randrange(papers)
                    symbol = self._symbols[at]
                    named = {"document_id": self._papers[at], "symbol": symbol, "as_written": symbol}
                yield {"citing_id": citing} | named

        self._put(Reference, cited())


def tidy():
    """Count the rows and mark what all may see, as the database does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
