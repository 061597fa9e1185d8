"""Catalogue records become documents: each has its fate, nothing that stands is overwritten, and twice is as good as once."""

import csv
import io
from datetime import timedelta

import pghistory.models
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from accounts.access import Audience
from accounts.actions import NotPossible
from documents import tasks
from documents.catalogue import imports, writing
from documents.exports import documents_csv, documents_xlsx
from documents.models import (
    CatalogueFate,
    CatalogueImport,
    CatalogueState,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    LanguageVersion,
    MeetingRole,
    OtherIdentifier,
    Reference,
    VersionStatus,
)
from documents.tasks import work_on_catalogue
from meetings.models import Body
from provenance.models import Change, Evidence, Origin
from tests import factories as make

pytestmark = pytest.mark.django_db
HEAD = "Symbol,Title,Date,Language,Job number,Distribution,Type,Session,Agenda item,Notes\n"


def table(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


def bring_in(content, *, name="list.csv", by=None, are_public=True):
    """Takes a file in, looks it through and imports it; returns the import."""
    catalogue = imports.take_in(content, name=name, by=by)
    imports.work(catalogue)
    imports.begin(catalogue, are_public=are_public, by=by)
    imports.work(catalogue)
    return catalogue


def fates(catalogue):
    return list(catalogue.rows.values_list("fate", flat=True))


def marcxml(*records):
    """Records as the UN Digital Library exports them, each a dict of tag → list of (code, value)."""
    parts = []
    for number, fields in enumerate(records, start=700):
        inner = "".join(
            f'<datafield tag="{tag[:3]}" ind1=" " ind2=" ">'
            + "".join(f'<subfield code="{code}">{value}</subfield>' for code, value in pairs)
            + "</datafield>"
            for tag, pairs in fields.items()
        )
        address = f'<datafield tag="856" ind1=" " ind2=" "><subfield code="u">https://digitallibrary.un.org/record/{number}</subfield></datafield>'
        parts.append(f'<record><controlfield tag="001">{number}</controlfield>{inner}{address}</record>')
    return f"<collection>{''.join(parts)}</collection>".encode()


def test_a_row_becomes_a_document_with_all_that_it_states_and_the_evidence():
    session = make.meeting(make.conference(), ordinal=8, start="2016-10-17", kind="session")
    item = session.agenda_items.create(number="2 (a)", title="Review")

    catalogue = bring_in(
        table("CTOC/COP/2016/5,Report on the review,2016-08-05,en,V.16-04567 (E),General,report,8,2 (a),Second of two")
    )

    document = Document.objects.get(symbols__canonical="CTOC/COP/2016/5")
    assert fates(catalogue) == [CatalogueFate.NEW]
    assert catalogue.rows.get().document == document
    assert (str(document.date), document.date_precision, document.distribution) == ("2016-08-05", "day", "general")
    assert (document.type, document.title) == ("report", "Report on the review")
    assert (document.is_publicly_listed, document.audience) == (True, Audience.PUBLIC)
    version = document.versions.get()
    assert (version.language, version.status, version.job_number) == ("en", VersionStatus.LISTED, "V.16-04567")
    assert [body.slug for body in document.bodies.all()] == ["ctoc-cop"]
    place = document.places.get()
    assert (place.meeting, place.is_confirmed) == (session, False)
    assert list(document.agenda_items.all()) == [item]
    assert document.notes.get().text == "Second of two"
    title = Evidence.objects.about(document).get(field="title")
    assert (title.chosen, title.origin, title.source) == (True, Origin.SEEN, "list.csv, line 2")
    assert Evidence.objects.about(version).get().field == "job number"


def test_what_stands_is_never_overwritten_and_what_differs_is_kept_beside_it():
    document = make.document("CTOC/COP/2016/5", title="As a person wrote it", date="2016-08-05")

    catalogue = bring_in(table("CTOC/COP/2016/5,As the library has it,2016-08-06,fr,,Limited,,,,"))

    document.refresh_from_db()
    row = catalogue.rows.get()
    assert (document.title, str(document.date)) == ("As a person wrote it", "2016-08-05")
    assert row.fate == CatalogueFate.DIFFERS
    assert row.differences == [
        ["date", "2016-08-05", "2016-08-06"],
        ["title", "As a person wrote it", "As the library has it"],
    ]
    beside = Evidence.objects.about(document).get(field="date", source="list.csv, line 2")
    assert (beside.value, beside.chosen) == ("2016-08-06", False)
    assert document.versions.get(language="fr").status == VersionStatus.LISTED


def test_the_same_file_twice_changes_nothing_the_second_time():
    content = table(
        "CTOC/COP/2016/5,Report on the review,2016-08-05,en,V.16-04567 (E),General,report,,,",
        "CTOC/COP/2016/6,Note,2016,,,,,,,A remark",
        "CTOC/COP/2016/7,Other title,2016-01-01,,,,,,,",
    )
    make.document("CTOC/COP/2016/7", title="Our title", date="2015-01-01")
    first = bring_in(content)
    counts = [
        model.objects.count() for model in (Document, DocumentSymbol, DocumentTitle, LanguageVersion, Evidence, Change)
    ]
    events = pghistory.models.Events.objects.count()

    second = bring_in(content)

    assert fates(first) == [CatalogueFate.NEW, CatalogueFate.NEW, CatalogueFate.DIFFERS]
    assert fates(second) == [CatalogueFate.NOTHING_NEW, CatalogueFate.NOTHING_NEW, CatalogueFate.DIFFERS]
    assert counts == [
        model.objects.count() for model in (Document, DocumentSymbol, DocumentTitle, LanguageVersion, Evidence, Change)
    ]
    assert pghistory.models.Events.objects.count() == events


def test_a_value_that_a_person_took_away_is_not_brought_back():
    content = table("CTOC/COP/2016/5,Report,2016-08-05,,,,,,,")
    bring_in(content)
    Document.objects.update(date=None, date_precision="")

    again = bring_in(content)

    assert Document.objects.get().date is None
    assert fates(again) == [CatalogueFate.NOTHING_NEW]
    assert "taken away" in again.rows.get().remarks[0]


def test_the_preview_writes_nothing_and_says_what_the_import_will_do():
    content = table(
        "CTOC/COP/2016/5,Report on the review,2016-08-05,en,,,,,,",
        "CTOC/COP/2016/5,Rapport sur l'examen de la mise en oeuvre,,fr,,,,,,",
        "CTOC/COP/2016/5,A title that is different,,en,,,,,,",
        "CTOC/COP/WG.8/2016/5 rubbish,Title,,,,,,,,",
        ",No symbol,,,,,,,,",
    )
    catalogue = imports.take_in(content, name="list.csv", by=None)

    imports.work(catalogue)

    planned = fates(catalogue)
    assert catalogue.state == CatalogueState.PREVIEWED
    assert planned == [
        CatalogueFate.NEW,
        CatalogueFate.COMPLETES,
        CatalogueFate.DIFFERS,
        CatalogueFate.MALFORMED,
        CatalogueFate.NOT_USABLE,
    ]
    assert not Document.objects.exists()
    assert not Evidence.objects.exists()
    assert not catalogue.are_public, "a table may be a working list of one's own"
    imports.begin(catalogue, are_public=True, by=None)
    imports.work(catalogue)
    assert fates(catalogue) == planned
    assert sorted(Document.objects.get().titles.values_list("language", flat=True)) == ["en", "fr"]


def test_six_rows_of_one_symbol_make_one_document_in_six_languages():
    rows = [
        f"CTOC/COP/2016/5,,,{code},V.16-0456{n},,,,," for n, code in enumerate(["ar", "zh", "en", "fr", "ru", "es"])
    ]

    bring_in(table(*rows))

    versions = Document.objects.get().versions.order_by("job_number")
    assert [version.job_number for version in versions] == [f"V.16-0456{n}" for n in range(6)]


def test_a_joint_document_bears_both_symbols_and_two_documents_are_not_joined():
    first = bring_in(table("A/79/876-S/2025/230,Joint,,,,,,,,"))
    make.document("CTOC/COP/2016/5")
    make.document("CTOC/COP/2016/6")

    second = bring_in(table("CTOC/COP/2016/5 || CTOC/COP/2016/6,Both,,,,,,,,"))

    assert fates(first) == [CatalogueFate.NEW]
    joint = Document.objects.get(symbols__canonical="A/79/876")
    assert joint.printed_symbol == "A/79/876-S/2025/230"
    assert fates(second) == [CatalogueFate.SEVERAL]
    assert "CTOC/COP/2016/5" in second.rows.get().detail


def test_records_of_the_library_are_public_known_again_by_their_number_and_speeches_are_no_documents():
    content = marcxml(
        {"191": [("a", "CTOC/COP/2016/5"), ("c", "8")], "245": [("a", "Report of the meeting of the group")]},
        {"791": [("a", "A/78/PV.3")], "245": [("a", "Statement by somebody in the debate")]},
    )
    catalogue = imports.take_in(content, name="export.xml", by=None)
    imports.work(catalogue)

    assert catalogue.are_public
    imports.begin(catalogue, are_public=True, by=None)
    imports.work(catalogue)

    assert fates(catalogue) == [CatalogueFate.NEW, CatalogueFate.NOT_USABLE]
    assert str(OtherIdentifier.objects.get()) == "UN Digital Library 700"
    assert Evidence.objects.filter(source="export.xml, record 1").exists()


def test_the_year_of_a_symbol_is_no_session_and_a_proposal_struck_out_is_not_made_again():
    conference = make.conference()
    make.meeting(conference, ordinal=8, kind="session")
    bring_in(table("CTOC/COP/2016/5,Report,,,,,,2016,,"))
    assert not DocumentMeeting.objects.exists()

    bring_in(table("CTOC/COP/2016/5,Report,,,,,,8,,"))
    DocumentMeeting.objects.all().delete()
    bring_in(table("CTOC/COP/2016/5,Report,,,,,,8,,"), name="another.csv")

    assert not DocumentMeeting.objects.exists()


def test_the_agenda_document_tells_the_meeting():
    session = make.meeting(make.conference(), ordinal=8, kind="session")
    agenda = make.document("CTOC/COP/2016/1")
    DocumentMeeting.objects.create(document=agenda, meeting=session, role=MeetingRole.AGENDA_OF)
    session.agenda_items.create(number="3")

    bring_in(marcxml({"191": [("a", "CTOC/COP/2016/5")], "991": [("a", "CTOC/COP/2016/1"), ("b", "3")]}))

    document = Document.objects.get(symbols__canonical="CTOC/COP/2016/5")
    assert document.places.get().meeting == session
    assert document.agenda_items.get().number == "3"


def test_restricted_documents_stay_with_the_secretariat_and_working_lists_are_not_listed():
    bring_in(table("CTOC/COP/2016/5,One,,,,Restricted,,,,"))
    bring_in(table("CTOC/COP/2016/6,Two,,,,Limited,,,,"), are_public=False)

    one, two = Document.objects.order_by("pk")
    assert one.audience == Audience.SECRETARIAT
    assert (two.audience, two.is_publicly_listed) == (Audience.DELEGATES, False)
    assert not Document.objects.visible_to(Audience.PUBLIC).exists()
    assert Evidence.objects.about(two).first().audience == Audience.SECRETARIAT


def test_what_cited_a_document_in_vain_is_tied_to_it():
    citing = make.document("CTOC/COP/2016/9")
    Reference.objects.create(citing=citing, symbol="CTOC/COP/2016/5", as_written="CTOC/COP/2016/5", origin="entered")

    bring_in(table("CTOC/COP/2016/5,Report,,,,,,,,"))

    assert Reference.objects.get().document == Document.objects.get(symbols__canonical="CTOC/COP/2016/5")


def test_one_record_that_the_database_refuses_does_not_stop_the_others(monkeypatch):
    real = writing.linking.resolve

    def refuses(references):
        if DocumentSymbol.objects.filter(canonical="CTOC/COP/2016/6").exists():
            raise DatabaseError("value out of range")
        real(references)

    monkeypatch.setattr(writing.linking, "resolve", refuses)

    catalogue = bring_in(table(*(f"CTOC/COP/2016/{n},Report {n},,,,,,,," for n in (5, 6, 7))))

    assert fates(catalogue) == [CatalogueFate.NEW, CatalogueFate.NOT_USABLE, CatalogueFate.NEW]
    assert "value out of range" in catalogue.rows.get(place=2).detail
    assert Document.objects.count() == 2


def test_an_interrupted_import_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 2)
    content = table(*(f"CTOC/COP/2016/{n},Report {n},,,,,,,," for n in range(1, 6)))
    catalogue = imports.take_in(content, name="list.csv", by=None)
    imports.work(catalogue)
    imports.begin(catalogue, are_public=True, by=None)
    write, calls = imports.write, []

    def dies(plans, source):
        calls.append(plans)
        if len(calls) == 2:
            raise KeyboardInterrupt
        write(plans, source)

    monkeypatch.setattr(imports, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        imports.work(catalogue)
    catalogue.refresh_from_db()
    assert (catalogue.state, catalogue.done, Document.objects.count()) == (CatalogueState.IMPORTING, 2, 2)

    imports.work(catalogue)

    assert catalogue.state == CatalogueState.IMPORTED
    assert fates(catalogue) == [CatalogueFate.NEW] * 5


def test_a_long_import_gives_way_and_is_taken_up_again():
    catalogue = imports.take_in(table("CTOC/COP/2016/5,Report,,,,,,,,"), name="list.csv", by=None)
    imports.work(catalogue)
    imports.begin(catalogue, are_public=True, by=None)

    assert not imports.work(catalogue, seconds=-1)
    assert imports.work(catalogue)
    assert catalogue.state == CatalogueState.IMPORTED


def test_a_preview_that_has_grown_stale_writes_nothing_stale():
    catalogue = imports.take_in(table("CTOC/COP/2016/5,Title of the list,,,,,,,,"), name="list.csv", by=None)
    imports.work(catalogue)
    make.document("CTOC/COP/2016/5", title="Entered meanwhile")

    imports.begin(catalogue, are_public=True, by=None)
    imports.work(catalogue)

    assert fates(catalogue) == [CatalogueFate.DIFFERS]
    assert Document.objects.get().title == "Entered meanwhile"
    with pytest.raises(NotPossible, match="imported already"):
        imports.begin(catalogue, are_public=True, by=None)


def test_queries_do_not_grow_with_the_rows_of_a_batch(django_assert_max_num_queries):
    few = imports.take_in(table(*(f"CTOC/COP/2016/{n},R {n},2016,en,,,,,," for n in range(3))), name="few.csv", by=None)
    many = table(*(f"CTOC/COP/2018/{n},R {n},2016,en,,,,,,N" for n in range(1, 151)))
    imports.work(few)
    catalogue = imports.take_in(many, name="many.csv", by=None)
    imports.work(catalogue)
    imports.begin(catalogue, are_public=True, by=None)

    with django_assert_max_num_queries(60):
        imports.work(catalogue)

    assert Document.objects.count() == 150


@pytest.mark.parametrize(
    "content",
    [
        b"Symbol,Title\nCTOC/COP/2016/5,Nul\0 in it\n",
        b"Symbol,Title\nCTOC/COP/2016/5," + b"x" * 100_000 + b"\n",
        b"Symbol,Title\n" + b"CTOC/COP/2016/" + b"9" * 400 + b",Long\n",
        "Symbol,Title,Date\nCTOC/COP/2016/5,\u202egnihtemos,9999-99-99\n".encode("utf-16"),
        b"Symbol,Job number\nCTOC/COP/2016/5,V.16-04567 (E) V.16-04568 (E)\n",
    ],
)
def test_hostile_cells_have_a_fate_too(content):
    catalogue = bring_in(content)

    assert catalogue.state == CatalogueState.IMPORTED
    assert len(fates(catalogue)) == 1


def test_what_is_no_catalogue_is_refused_in_words():
    catalogue = imports.take_in(b"%PDF-1.7", name="a.pdf", by=None)

    imports.work(catalogue)

    assert (catalogue.state, "PDF" in catalogue.problem) == (CatalogueState.REFUSED, True)
    with pytest.raises(NotPossible, match="empty"):
        imports.take_in(b"", name="a.csv", by=None)


def test_a_fault_of_our_own_and_missing_bytes_end_an_import_in_words(monkeypatch):
    lost = imports.take_in(table("CTOC/COP/2016/5,One,,,,,,,,"), name="lost.csv", by=None)
    lost.content.storage.delete(lost.content.name)
    imports.work(lost)
    faulty = imports.take_in(table("CTOC/COP/2016/6,One,,,,,,,,"), name="faulty.csv", by=None)
    monkeypatch.setattr(imports, "plan", lambda *_: {}["nothing"])
    imports.work(faulty)

    assert (lost.state, "missing" in lost.problem) == (CatalogueState.REFUSED, True)
    assert (faulty.state, "KeyError" in faulty.problem) == (CatalogueState.REFUSED, True)
    assert not CatalogueImport.objects.at_work().exists()


def test_a_table_of_the_site_itself_brings_nothing_new():
    make.conference()
    document = make.document("CTOC/COP/2016/5", title="Report on the review", date="2016-08-05")
    document.bodies.set(Body.objects.all())
    make.version(document, "en")
    make.version(document, "ar", status=VersionStatus.LISTED)
    for table_of in (documents_csv, documents_xlsx):
        exported = table_of([document.pk], Audience.PUBLIC, "https://documents.example").content

        catalogue = bring_in(exported, name="documents")

        assert fates(catalogue) == [CatalogueFate.NOTHING_NEW], catalogue.rows.get().written


# ---------------------------------------------------------------- the command


def test_the_command_tells_every_fate_and_writes_a_table_without_formulas(tmp_path):
    source, outcomes = tmp_path / "list.csv", tmp_path / "outcomes.csv"
    source.write_bytes(table("CTOC/COP/2016/5,=cmd|' /C calc'!A0,,,,,,,,"))
    said = io.StringIO()

    call_command("import_catalogue", source, "--dry-run", outcomes=outcomes, stdout=said)

    assert "1 records: 1 new document. (Nothing was written.)" in said.getvalue()
    assert not Document.objects.exists()
    assert not CatalogueImport.objects.exists()
    (row,) = csv.DictReader(outcomes.read_text(encoding="utf-8-sig").splitlines())
    assert (row["fate"], row["title"][:5]) == ("new document", "'=cmd")

    editor = make.person("an-editor", "editor")
    call_command("import_catalogue", source, by="an-editor", stdout=said)

    assert Document.objects.count() == 1
    assert CatalogueImport.objects.get().by == editor


def test_the_command_ends_with_an_error_where_records_could_not_be_used(tmp_path):
    source = tmp_path / "list.csv"
    source.write_bytes(table("CTOC/COP/2016/5,One,,,,,,,,", ",Two,,,,,,,,"))

    with pytest.raises(CommandError, match="1 new document, 1 not usable") as ended:
        call_command("import_catalogue", source, stdout=io.StringIO())

    assert ended.value.returncode == 1
    assert Document.objects.count() == 1
    for refused in ([tmp_path / "none.csv"], [source, "--by", "nobody"]):
        with pytest.raises(CommandError):
            call_command("import_catalogue", *refused, stdout=io.StringIO())


# ---------------------------------------------------------------- the page


def choose(client, content, name="list.csv"):
    """Brings a file on the page; returns the page it leads to."""
    upload = SimpleUploadedFile(name, content)
    answer = client.post(reverse("admin:documents_catalogueimport_add"), {"file": upload}, follow=True)
    assert answer.status_code == 200
    return answer


def test_an_editor_sees_every_fate_then_imports_and_takes_the_fates_away(client):
    client.force_login(make.person("ed", "editor"))
    make.document("CTOC/COP/2016/6", title="Held", date="2015-01-01")
    content = table("CTOC/COP/2016/5,=1+1,2016-08-05,en,,,,,,", "CTOC/COP/2016/6,Held,2016,,,,,,,", ",None,,,,,,,,")

    page = choose(client, content)

    shown = page.content.decode()
    assert "Nothing is written yet." in shown
    assert "Import these 2 records" in shown
    assert "2015-01-01" in shown
    assert Document.objects.count() == 1
    catalogue = CatalogueImport.objects.get()
    here = reverse("admin:documents_catalogueimport_change", args=[catalogue.pk])
    assert "CTOC/COP/2016/5" not in client.get(f"{here}?fate=differs").content.decode()

    result = client.post(here, {"act": "import", "are_public": "on"}, follow=True).content.decode()

    document = Document.objects.get(symbols__canonical="CTOC/COP/2016/5")
    assert document.is_publicly_listed
    assert reverse("admin:documents_document_change", args=[document.pk]) in result
    taken_away = client.get(reverse("admin:documents_catalogueimport_outcomes", args=[catalogue.pk]))
    assert "'=1+1" in taken_away.content.decode()
    assert f"by {catalogue.by.shown_name}" in result
    client.post(here, {"act": "import"})
    assert Document.objects.count() == 2
    assert "Import catalogue records" in client.get(reverse("admin:documents_document_changelist")).content.decode()


def test_a_large_file_goes_to_a_worker_and_the_page_tells_how_far_it_is(client, monkeypatch):
    client.force_login(make.person("ed", "editor"))
    monkeypatch.setattr(imports, "SMALL_BYTES", 10)
    rung = []
    monkeypatch.setattr("documents.admin.catalogue.ring_for_catalogue", lambda key: rung.append(key))

    page = choose(client, table("CTOC/COP/2016/5,One,,,,,,,,")).content.decode()

    catalogue = CatalogueImport.objects.get()
    assert rung == [catalogue.pk]
    assert "The queue is away" in page
    assert "being looked through" in page
    progress = reverse("admin:documents_catalogueimport_progress", args=[catalogue.pk])
    assert client.get(progress).json() == {"done": 0, "total": None, "is_at_work": True}
    work_on_catalogue(catalogue.pk)
    assert client.get(progress).json() == {"done": 1, "total": 1, "is_at_work": False}


def test_an_import_whose_bell_was_lost_is_rung_for_by_the_sweeper(monkeypatch):
    catalogue = imports.take_in(table("CTOC/COP/2016/5,One,,,,,,,,"), name="list.csv", by=None)
    rung = []
    monkeypatch.setattr(tasks, "ring_for_catalogue", lambda key: rung.append(key) or True)
    tasks.sweep_stalled()
    CatalogueImport.objects.update(moved_at=timezone.now() - timedelta(minutes=5))

    tasks.sweep_stalled()

    assert rung == [catalogue.pk]


@pytest.mark.parametrize(("role", "status"), [("reader", 302), ("delegate", 302), ("editor", 200), ("publisher", 200)])
def test_who_may_not_change_documents_may_not_import(client, role, status):
    catalogue = imports.take_in(table("CTOC/COP/2016/5,One,,,,,,,,"), name="list.csv", by=None)
    client.force_login(make.person("someone", role))

    for name, arguments in (("add", []), ("change", [catalogue.pk]), ("progress", [catalogue.pk]), ("changelist", [])):
        answer = client.get(reverse(f"admin:documents_catalogueimport_{name}", args=arguments))
        assert answer.status_code == status, name


def test_the_page_asks_few_queries_however_many_records_there_are(client, django_assert_max_num_queries):
    client.force_login(make.person("ed", "editor"))
    catalogue = bring_in(table(*(f"CTOC/COP/2016/{n},Report {n},,,,,,,," for n in range(1, 60))))

    with django_assert_max_num_queries(12):
        client.get(reverse("admin:documents_catalogueimport_change", args=[catalogue.pk]))


def test_an_empty_file_and_one_of_another_kind_are_refused_on_the_page(client):
    client.force_login(make.person("ed", "editor"))

    assert "is empty" in choose(client, b"").content.decode()
    assert "PDF" in choose(client, b"%PDF-1.7 x", "a.pdf").content.decode()
