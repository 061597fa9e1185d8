"""Nothing is lost: where each field of each record of the register went, and that it stands there.

The table below is written without a look at the loader: it says, for each kind of record and each of its facts, how the
fact is read back from the models.
"""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction

from documents.models import DocumentRole, MeetingRole, NoteKind
from documents.symbols import parse, parse_joint
from mandates.models import RegisterEntry
from mandates.register import KINDS, REGISTER, load
from meetings.ordinals import ordinal
from provenance.dates import partial
from provenance.models import Evidence, Origin

LINES = [json.loads(line) for line in REGISTER.read_text(encoding="utf-8").splitlines()]
REFERENCE = Path(__file__).parents[2].parent / "shared" / "data" / "untoc.json"

# What is said about the facts, and not a fact itself.
ABOUT = {"source", "sources", "confidence", "date_source", "names_sources", "agenda_source"}
SOURCES = {"adopted": "date_source", "agenda": "agenda_source"}


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


def canonical(symbol):
    return parse(symbol).canonical


def short(slug):
    """A body's id in the register, from its slug."""
    return "cop" if slug == "ctoc-cop" else slug


def seats(meeting):
    return [short(seat.body.slug) for seat in meeting.seats.select_related("body")]


def session_number(meeting):
    return meeting.seats.get().ordinal


def documents_of(meeting, *roles):
    places = meeting.document_places.filter(role__in=roles) if roles else meeting.document_places.all()
    return {place.document.symbol for place in places}


def place_of(document, *roles):
    return [place.meeting for place in document.places.filter(role__in=roles)]


def notes(document, kind):
    return [note.text for note in document.notes.filter(kind=kind)]


def title(language):
    return lambda subject, value: subject.titles.get(language=language).text == value


def column(name):
    return lambda subject, value: getattr(subject, name) == value


def acts_in_role(document, role):
    return [each.act.label for each in document.act_roles.filter(role=role)]


def versions_stand(document, versions):
    for listed in versions:
        held = document.versions.get(language=listed["lang"])
        if "job" in listed:
            assert listed["job"] in (held.job_line, held.job_number)
        if "barcode" in listed:
            assert held.bar_code == listed["barcode"]
        if "produced" in listed:
            assert [f"{day:%d%m%y}" for day in held.production_dates] == listed["produced"]
        if "only" in listed:
            assert held.is_only_language == listed["only"]
    return True


def attendance_stands(meeting, value):
    numbers = value.values() if isinstance(value, dict) else [value]
    return all(
        f"{number:,}" in meeting.attendance if isinstance(number, int) else number == meeting.attendance
        for number in numbers
    )


def stated(field):
    """Held by evidence alone, one statement for each part of it."""

    def holds(subject, value):
        parts = (
            [f"{name.replace('_', ' ')}: {each}" for name, each in value.items()]
            if isinstance(value, dict)
            else [value]
        )
        words = ["yes" if part is True else str(part) for part in parts]
        held = set(Evidence.objects.about(subject).filter(field=field).values_list("value", flat=True))
        return held.issuperset(words)

    return holds


def meeting_meant(coordinates, meeting):
    """A mandate names its meetings by body, ordinal and first day, or by symbol series, first and last day."""
    first, second, third = coordinates
    if first.startswith("UNODC/"):
        return meeting.body.series == f"{first}/" and (str(meeting.start), str(meeting.end)) == (second, third)
    same_start = third is None or str(meeting.start) == third
    return seats(meeting) == first.split("+") and second in (None, meeting.ordinal) and same_start


def links(kind):
    def holds(mandate, value):
        link = mandate.links.get(kind=kind)
        if link.to_act:
            return link.to_act.label == value
        return RegisterEntry.objects.filter(record=f"mandate/{value}", subject_id=link.to_mandate_id).exists()

    return holds


MEETING = {
    "place": column("place"),
    "start": lambda meeting, value: str(meeting.start) == value,
    "end": lambda meeting, value: str(meeting.end) == value,
    "month": lambda meeting, value: partial(meeting.start, meeting.date_precision) == value,
    "year": lambda meeting, value: partial(meeting.start, meeting.date_precision) == str(value),
    "status": column("status"),
    "format": column("format"),
    "note": column("note"),
}
DOCUMENT = {
    "symbol": lambda paper, value: (
        {each.canonical for each in parse_joint(value)} <= set(paper.symbols.values_list("canonical", flat=True))
    ),
    "joint_symbols": lambda paper, value: set(value) <= set(paper.symbols.values_list("canonical", flat=True)),
    "printed_symbol": lambda paper, value: paper.printed_symbol == value,
    "masthead_symbol": lambda paper, value: paper.symbols.get().as_printed == value,
    "title": title("en"),
    "title_es": title("es"),
    "type": column("type"),
    "date": lambda paper, value: partial(paper.date, paper.date_precision) == value,
    "distribution": lambda paper, value: paper.get_distribution_display() == value,
    "author_line": column("author_line"),
    "note": lambda paper, value: value in notes(paper, NoteKind.REMARK),
    "reissued": lambda paper, value: bool(notes(paper, NoteKind.REISSUED)) == value,
    "reissue_note": lambda paper, value: notes(paper, NoteKind.REISSUED) == [value],
    "late_submission_note": lambda paper, value: bool(notes(paper, NoteKind.LATE)) == value,
    "as_received": lambda paper, value: bool(notes(paper, NoteKind.AS_RECEIVED)) == value,
    "ncj": lambda paper, value: paper.identifiers.get(scheme="NCJ").value == value,
    "pages_en": lambda paper, value: paper.versions.get(language="en").page_count == value,
    "pages_fr": lambda paper, value: paper.versions.get(language="fr").page_count == value,
    "versions": versions_stand,
    "body": lambda paper, value: paper.bodies.filter(slug=value).exists(),
    "joint_bodies": lambda paper, value: paper.bodies.filter(slug__in=value).count() == len(value),
    "session": lambda paper, value: (
        [session_number(meeting) for meeting in place_of(paper, "before", "agenda of", "report of")] == [value]
    ),
    "meeting": lambda paper, value: (
        [str(meeting.start) for meeting in place_of(paper, "before", "agenda of", "report of")] == [value]
    ),
    "transmitted_to_session": lambda paper, value: (
        [session_number(each) for each in place_of(paper, "made available")] == [value]
    ),
    "agenda": lambda paper, value: (
        list(paper.agenda_items.order_by("sort_key").values_list("number", flat=True)) == value
    ),
    "adopted_by": lambda paper, value: acts_in_role(paper, DocumentRole.ADOPTED_BY) == [value],
    "became": lambda paper, value: acts_in_role(paper, DocumentRole.BECAME) == [value],
    "related_act": lambda paper, value: acts_in_role(paper, DocumentRole.RELATED) == [value],
    "refers_to": lambda paper, value: (
        [each.document.symbol for each in paper.references.to_documents().order_by("pk")] == value
    ),
    "cites_cop_resolutions": lambda paper, value: (
        [each.act.number for each in paper.references.to_acts().order_by("pk")] == value
    ),
    "mentions_conference": stated("mentions the Conference"),
}
STANDS = {
    "body": {
        "id": lambda body, value: short(body.slug) == value,
        "name": column("name"),
        "short": lambda body, value: (
            [*body.names.filter(language="en", is_former=False), body.short_name]
            and " / ".join(
                [*(name.name for name in body.names.filter(language="en", is_former=False)), body.short_name]
            )
            == value
        ),
        "series": column("series"),
        "kind": column("kind"),
        "parent": lambda body, value: short(body.parent.slug) == value,
        "established_by": column("established_by"),
        "names": lambda body, value: dict(body.names.exclude(language="en").values_list("language", "name")) == value,
        "former_names": lambda body, value: [name.name for name in body.names.filter(is_former=True)] == value,
        "frequency": column("frequency"),
        "secretariat": column("secretariat"),
        "note": column("note"),
        "external": column("is_external"),
    },
    "session": {
        **MEETING,
        "body": lambda meeting, value: seats(meeting) == [value],
        "number": lambda meeting, value: session_number(meeting) == value,
        "ordinal": lambda meeting, value: ordinal(session_number(meeting)) == value,
        "report": lambda meeting, value: documents_of(meeting, MeetingRole.REPORT_OF) == {value},
        "provisional_agenda": lambda meeting, value: documents_of(meeting, MeetingRole.AGENDA_OF) == {value},
        "report_reissued": lambda meeting, value: (
            meeting.document_places.filter(role="report of", document__notes__kind=NoteKind.REISSUED).exists() == value
        ),
        "agenda": lambda meeting, value: [[item.number, item.title] for item in meeting.agenda_items.all()] == value,
        "president": column("president"),
        "web_page": column("web_page"),
        "attendance": attendance_stands,
        "resolutions_discussed": stated("resolutions discussed"),
        "resolutions_adopted": stated("resolutions adopted"),
    },
    "meeting": {
        **MEETING,
        "body": lambda meeting, value: seats(meeting)[0] == value,
        "joint_with": lambda meeting, value: seats(meeting)[1:] == value,
        "ordinal": lambda meeting, value: {seat.ordinal for seat in meeting.seats.all()} == {value},
        "topic": column("topic"),
        "contact": column("contact"),
        "during_session": lambda meeting, value: session_number(meeting.during_session) == value,
        "after": lambda meeting, value: (
            meeting.held_after is not None and stated("held after, in words")(meeting, value)
        ),
        "documents": lambda meeting, value: documents_of(meeting) >= set(value),
        "tentative": lambda meeting, value: all(
            Evidence.objects.about(meeting)
            .filter(
                field="dates",
                value=f"{dates['start']} to {dates['end']}",
                source=dates["source"],
                chosen=False,
            )
            .exists()
            for dates in value
        ),
    },
    "document": DOCUMENT,
    "related": DOCUMENT,
    "act": {
        "kind": column("kind"),
        "number": column("number"),
        "label": lambda act, value: f"{act.kind} {act.number}" == value,
        "title": title("en"),
        **{f"title_{language}": title(language) for language in ("es", "fr", "ru")},
        "session": lambda act, value: session_number(act.session) == value,
        "adopted": lambda act, value: partial(act.adopted, act.adopted_precision) == value,
        "in_document": lambda act, value: (
            [each.document.symbol for each in act.document_roles.filter(role=DocumentRole.CONTAINS)] == [value]
        ),
        "symbol": column("symbol"),
        "has_annex": column("has_annex"),
        "note": column("note"),
        "external": lambda act, value: act.body.is_external == value,
    },
    "mandate": {
        "id": lambda mandate, value: RegisterEntry.objects.filter(
            record=f"mandate/{value}", subject_id=mandate.pk
        ).exists(),
        "act": lambda mandate, value: value in (mandate.act.label, mandate.act.symbol),
        "paragraph": column("paragraph_as_printed"),
        "verb": column("verb"),
        "addressee": lambda mandate, value: mandate.addressee_words == value,
        "action": column("action"),
        "least_number": column("least_number"),
        "purpose": column("purpose"),
        "participants": column("participants"),
        "services": column("services"),
        "resources": column("resources"),
        "context": column("context"),
        "due_session": lambda mandate, value: session_number(mandate.due_session) == value,
        "deadline": column("due_words"),
        "recurring": column("is_recurring"),
        "creates_body": lambda mandate, value: mandate.creates_body.slug == value,
        "status": column("status"),
        "note": column("note"),
        "documents": lambda mandate, value: [paper.symbol for paper in mandate.documents.all()] == value,
        "meetings": lambda mandate, value: all(
            meeting_meant(coordinates, answer.meeting)
            for coordinates, answer in zip(value, mandate.responses.exclude(meeting=None), strict=True)
        ),
        "reports": lambda mandate, value: (
            [
                answer.document.symbol if answer.document else answer.symbol
                for answer in mandate.responses.filter(meeting=None)
            ]
            == value
        ),
        "made_available_to_session": lambda mandate, value: (
            {session_number(answer.made_available_to) for answer in mandate.responses.filter(meeting=None)} == {value}
        ),
        "followed_by": links("followed by"),
        "follows": links("follows"),
        "endorsed_by": links("endorsed by"),
    },
    "about": {
        "subject": stated("register, its subject"),
        "made_from": stated("register, made from"),
        "confidence": stated("register, its words for confidence"),
        "counts": stated("register, its counts"),
    },
    "workload": {
        "documents_per_year": stated("documents per year"),
        "three_hour_meetings": stated("three hour meetings"),
        "parties_2025": stated("parties 2025"),
    },
}


def facts_of(line):
    """The facts of a line that are stated: null means not seen, false and an empty list state nothing."""
    about = ABOUT if line["kind"] != "about" else set()
    return {
        name: value
        for name, value in line["facts"].items()
        if name not in about and not name.endswith("_confidence") and value not in (None, False, [])
    }


def subject_of(line):
    entry = RegisterEntry.objects.get(record=line["id"])
    return apps.get_model(entry.subject).objects.get(pk=entry.subject_id)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_each_fact_of_the_record_has_a_place(line):
    homeless = [fact for fact in line["facts"] if not KINDS[line["kind"]].where(fact)]
    assert homeless == []


@pytest.mark.parametrize("line", [line for line in LINES if line["kind"] != "conflict"], ids=lambda line: line["id"])
def test_each_fact_of_the_record_stands_in_its_place(line, register, db):
    subject, stands = subject_of(line), STANDS[line["kind"]]
    lost = [fact for fact, value in facts_of(line).items() if not stands[fact](subject, value)]
    assert lost == []


@pytest.mark.parametrize("line", [line for line in LINES if line["kind"] != "conflict"], ids=lambda line: line["id"])
def test_each_fact_of_the_record_has_evidence_with_its_source_and_confidence(line, register, db):
    facts = line["facts"]
    written = list(Evidence.objects.filter(record=line["id"]))
    for fact in facts_of(line):
        fields = {place.field for place in KINDS[line["kind"]].places if fact in place.reads}
        about_it = [each for each in written if each.field in fields]
        assert about_it, fact
        if line["kind"] == "about":
            continue
        sources = {facts.get(SOURCES.get(fact)) or facts["source"], *facts.get("names_sources", [])}
        sources |= {dates["source"] for dates in facts.get("tentative", [])}
        assert {each.source for each in about_it} <= sources, fact
        sure = facts.get(f"{fact}_confidence") or facts["confidence"]
        if fact in ("meetings", "reports"):
            sure = facts.get("link_confidence") or sure
        assert Origin(sure) in {each.origin for each in about_it}, fact


@pytest.mark.parametrize("line", [line for line in LINES if line["facts"].get("sources")], ids=lambda line: line["id"])
def test_further_sources_of_the_record_are_kept(line, register, db):
    kept = " ".join(Evidence.objects.filter(record=line["id"]).values_list("source", flat=True))
    assert [source for source in line["facts"]["sources"] if source not in kept] == []


@pytest.mark.parametrize("line", [line for line in LINES if line["kind"] == "conflict"], ids=lambda line: line["id"])
def test_the_values_of_a_conflict_stand_side_by_side_with_its_words(line, register, db):
    about = Evidence.objects.about(subject_of(line)).filter(record=line["id"])
    for statement in line["ties"]["statements"]:
        row = about.get(field=line["ties"]["field"], source__startswith=statement["remark"])
        assert (row.value, row.chosen) == (statement["value"], statement["chosen"])
        assert statement["source"] in row.source
    whole = about.get(field=f"{line['ties']['field']}, conflict")
    for words in (line["facts"]["what"], line["facts"]["use"], *line["facts"]["values"]):
        assert words in whole.value


@pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the reference data that the register was carried over from is not here"
)
def test_the_register_holds_every_field_of_the_reference_data_word_for_word():
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    own = {kind: [line["facts"] for line in LINES if line["kind"] == kind] for kind in KINDS}
    carried = {
        "bodies": [facts for facts in own["body"] if not facts.get("external")],
        "sessions": own["session"],
        "meetings": [facts for facts in own["meeting"] if facts["body"] != "ccpcj-eg1"],
        "resolutions_and_decisions": [facts for facts in own["act"] if not facts.get("external")],
        "documents": own["document"],
        "mandates": own["mandate"],
        "related_un_documents": own["related"],
        "conflicts": own["conflict"],
    }
    for name, records in carried.items():
        assert records == reference[name], name
    assert own["about"] == [reference["meta"]]
    assert own["workload"] == [reference["workload"]]
    assert set(reference) == {*carried, "meta", "workload"}
