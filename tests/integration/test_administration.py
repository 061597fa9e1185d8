"""The administration: everything can be entered and corrected, by those who may, at a bounded cost."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actions import follow
from accounts.models import Follow, NewsSettings, User
from documents.ingest import ladder
from documents.models import Act, Document, File, LanguageVersion, Reference, VersionStatus
from mandates.models import Mandate
from meetings.models import Meeting
from tests import factories as make
from tests.notes import NOTE_WITHOUT_MASTHEAD, SEED_TITLE

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


@pytest.fixture
def record():
    """A little of everything."""
    session = make.session(8)
    item = make.agenda_item(session, "2 (a)", "Review")
    document = make.document("CTOC/COP/2016/2", "A report", body=make.conference())
    make.place_in(session, document, item=item)
    version = make.version(document, "en")
    make.file(version, "A page about CTOC/COP/2016/1.")
    make.reference(document, symbol="CTOC/COP/2016/1")
    act = make.act("7/1", "A resolution", session=session)
    make.act_document(act, document)
    make.paragraph(act, "1")
    mandate = make.mandate(act)
    make.response(mandate, document, to=session)
    make.evidence(document, "title", "A report")
    return document


@pytest.fixture
def staff(client, person):
    client.force_login(person("administrator"))
    return client


def registered():
    return [(model, site) for model, site in admin.site._registry.items()]


def test_a_person_who_leaves_is_deleted_with_what_they_follow_and_how(staff, person):
    reader = person("reader")
    follow(subject="meetings.body", subject_id=1, by=reader)
    own = NewsSettings.objects.create(user=reader)
    assert staff.post(reverse("admin:accounts_newssettings_delete", args=[own.pk]), {"post": "yes"}).status_code == 403
    staff.post(reverse("admin:accounts_user_delete", args=[reader.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=reader.pk).exists()
    assert not Follow.objects.exists()
    assert not NewsSettings.objects.exists()


def test_every_list_entry_form_and_history_opens(record, staff, django_assert_max_num_queries):
    for model, site in registered():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        if site.has_add_permission(_staff_request(staff)):
            pages.append(reverse(f"{name}_add"))
        one = model._default_manager.first()
        if one is not None:
            pages += [reverse(f"{name}_change", args=[one.pk]), reverse(f"{name}_history", args=[one.pk])]
        for page in pages:
            with django_assert_max_num_queries(MOST_QUERIES + 10):
                assert staff.get(page).status_code == 200, page


def _staff_request(staff):
    return staff.get(reverse("admin:index")).wsgi_request


@pytest.mark.parametrize("rows", [3, 60])
def test_a_list_costs_the_same_with_many_rows(staff, django_assert_max_num_queries, rows):
    for number in range(rows):
        document = make.document(f"CTOC/COP/2016/{number + 1}", f"Report {number}")
        make.file(make.version(document, "en"), "words", name=f"{number}.txt")
        make.mandate(make.act(f"7/{number + 1}", session=None))
        make.meeting(make.body(f"x{number}"), start="2016-01-01")
    for name in (
        "documents_document",
        "documents_file",
        "documents_languageversion",
        "documents_act",
        "mandates_mandate",
        "meetings_meeting",
        "mandates_response",
        "documents_reference",
    ):
        with django_assert_max_num_queries(20):
            staff.get(reverse(f"admin:{name}_changelist"))


@pytest.mark.parametrize("typed", ["CTOC/COP/2016/2", "ctoc cop 2016 2", "2016/2"])
def test_the_search_of_the_administration_knows_symbols(record, staff, typed):
    make.document("CTOC/COP/2016/21", "Another")
    page = staff.get(reverse("admin:documents_document_changelist"), {"q": typed})
    assert [document.symbol for document in page.context["cl"].queryset] == ["CTOC/COP/2016/2"]


def test_an_act_is_found_by_its_number(record, staff):
    make.act("7/10")
    page = staff.get(reverse("admin:documents_act_changelist"), {"q": "resolution 7/1"})
    assert [act.number for act in page.context["cl"].queryset] == ["7/1"]


def test_relations_are_completed_while_typing(record, staff):
    answer = staff.get(
        reverse("admin:autocomplete"),
        {"term": "2016/2", "app_label": "documents", "model_name": "documentmeeting", "field_name": "meeting"},
    )
    assert answer.status_code == 200
    answer = staff.get(
        reverse("admin:autocomplete"),
        {"term": "2016/2", "app_label": "mandates", "model_name": "response", "field_name": "document"},
    )
    assert answer.json()["results"][0]["text"] == "CTOC/COP/2016/2"


def inlines(form, **rows):
    """The management forms of a change page's inlines, with the rows given by prefix."""
    data = {}
    for inline in form.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        given = rows.get(prefix, [])
        data |= {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(given):
            data |= {f"{prefix}-{number}-{field}": value for field, value in row.items()}
    return data


def test_a_document_is_entered_without_any_file_and_what_cited_it_is_tied(record, staff):
    waiting = Reference.objects.get(symbol="CTOC/COP/2016/1")
    form = staff.get(reverse("admin:documents_document_add"))
    data = {"type": "provisional agenda", "audience": 0, "is_publicly_listed": "on"}
    data |= inlines(
        form,
        symbols=[{"as_printed": "ctoc/cop/2016/1*", "position": 0}],
        titles=[{"language": "en", "text": "Provisional agenda", "origin": "official"}],
    )
    answer = staff.post(reverse("admin:documents_document_add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    document = Document.objects.with_symbol("CTOC/COP/2016/1").get()
    assert make.conference() in document.bodies.all()
    waiting.refresh_from_db()
    assert waiting.document == document


def test_a_symbol_that_another_document_bears_is_refused_in_words(record, staff):
    form = staff.get(reverse("admin:documents_document_add"))
    data = {"audience": 0} | inlines(form, symbols=[{"as_printed": "CTOC/COP//2016/2", "position": 0}])
    answer = staff.post(reverse("admin:documents_document_add"), data)
    assert answer.status_code == 200
    assert "already the symbol of another document" in answer.content.decode()


def test_an_act_is_entered_and_its_text_pasted(staff):
    make.conference()
    form = staff.get(reverse("admin:documents_act_add"))
    body = make.conference().pk
    data = {"body": body, "kind": "resolution", "number": "13/1", "audience": 0} | inlines(form)
    assert staff.post(reverse("admin:documents_act_add"), data).status_code == 302
    act = Act.objects.get(number="13/1")
    page = reverse("admin:documents_act_text", args=[act.pk])
    answer = staff.post(page, {"language": "en", "text": "1. Requests a report;\n\n2. Decides to meet."})
    assert answer.status_code == 302
    assert act.paragraphs.filter(kind="operative").count() == 2


def test_a_mandate_is_entered_by_hand(record, staff):
    form = staff.get(reverse("admin:mandates_mandate_add"))
    data = {
        "act": Act.objects.get().pk,
        "number": 2,
        "verb": "requests",
        "action": "prepare a study",
        "review": "confirmed",
    }
    data |= inlines(form, addressees=[{"words": "UNODC", "position": 0}])
    assert staff.post(reverse("admin:mandates_mandate_add"), data).status_code == 302
    assert Mandate.objects.get(number=2).addressee_words == "UNODC"


def test_a_meeting_is_entered_with_its_bodies(staff):
    form = staff.get(reverse("admin:meetings_meeting_add"))
    data = {"kind": "meeting", "status": "planned", "audience": 0, "start": "2027-05-03", "date_precision": "day"}
    data |= inlines(form, seats=[{"body": make.body("wg6").pk, "ordinal": 14, "position": 0}])
    assert staff.post(reverse("admin:meetings_meeting_add"), data).status_code == 302
    assert Meeting.objects.get().title == "Fourteenth meeting"


def test_dates_that_contradict_each_other_are_refused_in_words(staff):
    form = staff.get(reverse("admin:meetings_meeting_add"))
    data = {
        "kind": "meeting",
        "status": "held",
        "audience": 0,
        "start": "2027-05-03",
        "end": "2027-05-01",
        "date_precision": "day",
    }
    data |= inlines(form, seats=[{"body": make.body("wg6").pk, "position": 0}])
    answer = staff.post(reverse("admin:meetings_meeting_add"), data)
    assert "The last day must not come before the first" in answer.content.decode()
    assert not Meeting.objects.exists()


# ------------------------------------------------------------------ files


def add(client, *files):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("admin:documents_file_add"), {"files": uploads}, follow=True)


def test_a_file_added_rings_the_bell_and_opens_its_desk(staff, bell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = add(staff, ("note.txt", NOTE_WITHOUT_MASTHEAD.encode()))
    file = File.objects.get()
    assert answer.redirect_chain == [(reverse("admin:documents_file_change", args=[file.pk]), 302)]
    assert bell == [file.pk]


def test_each_of_several_files_ends_with_an_outcome(staff, bell):
    answer = add(staff, ("note.txt", b"some words"), ("empty.pdf", b""), ("again.txt", b"some words"))
    words = answer.content.decode()
    assert "being read" in words
    assert "is empty" in words
    assert "already held" in words
    assert File.objects.count() == 1


def test_a_file_over_the_limit_is_refused_in_words_and_leaves_no_row(staff, settings):
    settings.UPLOAD_LIMIT_MEGABYTES = 1
    answer = add(staff, ("big.pdf", b"%PDF-1.4" + b"x" * 1024 * 1024))
    assert "the limit is 1 MB" in answer.content.decode()
    assert not File.objects.exists()


def test_with_the_queue_away_the_file_is_taken_in_all_the_same(staff, queue_away, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert "will be read when the queue is back" in add(staff, ("note.txt", b"some words")).content.decode()
    assert File.objects.get().stage == "received"


def add_to(client, document, name, content, language="fr"):
    page = reverse("admin:documents_document_add_file", args=[document.pk])
    return client.post(page, {"language": language, "file": SimpleUploadedFile(name, content)})


def test_a_file_added_at_its_document_is_tied_there_at_once_and_read_like_any_other(
    record, staff, bell, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = add_to(staff, record, "rapport.txt", b"Le rapport cite CTOC/COP/2016/5.")
    version = record.versions.get(language="fr")
    assert answer.url == reverse("admin:documents_file_change", args=[version.current_file.pk])
    assert version.status == VersionStatus.HELD
    assert bell == [version.current_file.pk]
    ladder.climb(version.current_file.pk)
    assert record.references.filter(symbol="CTOC/COP/2016/5").exists()


def test_a_file_that_is_held_elsewhere_or_in_its_place_is_refused_and_nothing_is_kept(record, staff, bell):
    assert "already held in English" in add_to(staff, record, "a.txt", b"other words", "en").content.decode()
    assert "is empty" in add_to(staff, record, "b.txt", b"").content.decode()
    other = make.document("CTOC/COP/2016/8")
    add_to(staff, other, "c.txt", b"the same words")
    assert "already held" in add_to(staff, record, "d.txt", b"the same words").content.decode()
    assert File.objects.count() == 2


@pytest.fixture
def waiting(staff, bell):
    """The note without a symbol, read and waiting, and its document in the register."""
    session = make.session(8)
    make.place_in(session, make.document("CTOC/COP/2016/1"), "agenda of")
    document = make.document("", SEED_TITLE, body=make.conference())
    add(staff, ("note.txt", NOTE_WITHOUT_MASTHEAD.encode()))
    file = File.objects.get()
    ladder.climb(file.pk)
    return file, document


def desk(client, file, **data):
    return client.post(reverse("admin:documents_file_change", args=[file.pk]), data, follow=True).content.decode()


def test_the_desk_offers_the_registered_document_and_the_session(staff, waiting):
    file, document = waiting
    words = staff.get(reverse("admin:documents_file_change", args=[file.pk])).content.decode()
    assert "No symbol found" in words
    assert document.title in words
    assert "Eighth session" in words
    assert "printed as CTOC/COP//2016/1" in words


def test_from_the_desk_a_file_is_tied_confirmed_and_issued(staff, waiting):
    file, document = waiting
    assert "Filed as" in desk(staff, file, act="tie", document=document.pk, language="")
    place = document.places.get(is_confirmed=False)
    assert "Confirmed" in desk(staff, file, act="confirm", place=place.pk)
    assert "is issued" in desk(staff, file, act="issue")
    assert document.versions.get().status == VersionStatus.ISSUED
    assert document.places.filter(is_confirmed=True).count() == 1


def test_a_wrong_symbol_is_refused_at_the_desk(staff, waiting):
    file, _document = waiting
    words = desk(staff, file, act="symbol", symbol="nonsense", language="")
    assert "no symbol" in words
    file.refresh_from_db()
    assert file.version is None


def test_an_editor_can_file_but_not_issue(client, person, waiting):
    file, document = waiting
    client.force_login(person("editor", username="an editor"))
    desk(client, file, act="tie", document=document.pk, language="en")
    assert "Issuing is for publishers" in desk(client, file, act="issue")
    version = document.versions.get()
    assert client.get(reverse("admin:documents_version_issue", args=[version.pk])).status_code == 403


def test_a_file_set_aside_leaves_the_in_tray_and_can_be_taken_up(staff, waiting):
    file, _document = waiting
    desk(staff, file, act="aside", reason="A draft")
    in_tray = reverse("admin:documents_file_changelist") + "?waiting=yes"
    assert "note.txt" not in staff.get(in_tray).content.decode()
    desk(staff, file, act="take-up")
    assert "note.txt" in staff.get(in_tray).content.decode()


def test_issuing_and_withdrawing_have_pages_of_their_own(record, staff):
    version = LanguageVersion.objects.get()
    page = reverse("admin:documents_version_withdraw", args=[version.pk])
    assert staff.get(page).status_code == 200
    assert "This field is required" in staff.post(page, {"reason": ""}).content.decode()
    assert staff.post(page, {"reason": "Sent in error"}).status_code == 302
    version.refresh_from_db()
    assert version.status == VersionStatus.WITHDRAWN
    page = reverse("admin:documents_version_issue", args=[version.pk])
    assert staff.post(page, {"audience": "1"}).status_code == 302
    version.document.refresh_from_db()
    assert version.document.audience == 1


def test_nothing_that_a_person_gave_can_be_thrown_away(record, staff):
    file = File.objects.get()
    assert staff.get(f"/admin/documents/file/{file.pk}/delete/").status_code == 403


def test_history_tells_who_changed_what(record, staff):
    form = staff.get(reverse("admin:documents_document_change", args=[record.pk]))
    data = {"type": "note", "audience": 0, "is_publicly_listed": "on", "corrected_languages": []}
    for inline in form.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {f"{formset.prefix}-TOTAL_FORMS": 0, f"{formset.prefix}-INITIAL_FORMS": 0}
    answer = staff.post(reverse("admin:documents_document_change", args=[record.pk]), data)
    assert answer.status_code == 302
    history = staff.get(reverse("admin:documents_document_history", args=[record.pk])).content.decode()
    assert "administrator-" in history
    assert "<b>type</b>" in history


@pytest.mark.parametrize("role", ["editor", "publisher", "administrator"])
def test_a_role_is_enough_to_sign_in_at_the_administrations_own_door(client, person, role):
    user = person(role)
    user.set_password("a password of some length")
    user.save()
    answer = client.post(
        "/admin/login/?next=/admin/", {"username": user.username, "password": "a password of some length"}
    )
    assert answer.status_code == 302
    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200
