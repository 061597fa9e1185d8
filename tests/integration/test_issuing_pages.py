"""The pages on which languages are issued: the table of a document's languages, and a page before each step."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents import actions as documents
from documents import issuing
from documents.models import Document, File, LanguageVersion, NoteKind, VersionStatus
from documents.storage import StoreTrouble
from tests import factories as make

pytestmark = pytest.mark.django_db
STEPS = ["expect", "translation", "hold", "issue", "no-time", "reissue", "withdraw", "seen"]


@pytest.fixture
def document():
    """A document that is held in English and French, withdrawn in Spanish, and expected in Russian."""
    document = make.document("CTOC/COP/2020/10", "A report", listed=False)
    for language in ("en", "fr"):
        make.file(make.version(document, language, VersionStatus.HELD), f"Text in {language}.", name=f"{language}.pdf")
    make.file(make.version(document, "es", VersionStatus.WITHDRAWN, reason="Wrong text."), "El texto.")
    make.version(document, "ru", VersionStatus.EXPECTED)
    return document


@pytest.fixture
def staff(client_of, publisher):
    return client_of(publisher)


def of(document, language):
    return LanguageVersion.objects.get(document=document, language=language)


def at(step, version):
    return reverse(f"admin:documents_version_{step}", args=[version.pk])


def table(client, document):
    return client.get(reverse("admin:documents_document_change", args=[document.pk])).content.decode()


def offered(client, document):
    """Language → the steps that the table offers, by their part of the address."""
    answer = client.get(reverse("admin:documents_document_change", args=[document.pk]))
    return {
        row.version.language: [address.split("?")[0].rstrip("/").rpartition("/")[2] for _words, address in row.steps]
        for row in answer.context["languages"]
    }


def test_the_table_offers_what_is_possible_and_nothing_else(document, staff):
    issuing.issue(of(document, "en"), by=make.person("chief", "publisher"))
    assert offered(staff, document) == {
        "ar": ["expect", "translation"],
        "zh": ["expect", "translation"],
        "en": ["reissue", "withdraw"],
        "fr": ["translation", "issue"],
        "ru": ["translation"],
        "es": ["translation", "hold", "issue"],
    }


def test_an_editor_may_prepare_and_not_issue(document, client_of, editor):
    client = client_of(editor)
    assert offered(client, document)["fr"] == ["translation"]
    for step in ("issue", "no-time", "reissue", "withdraw", "seen"):
        assert client.post(at(step, of(document, "en"))).status_code == 403
    assert client.get(reverse("admin:documents_document_issue", args=[document.pk])).status_code == 403
    assert of(document, "en").status == VersionStatus.HELD


def test_every_step_has_a_page_that_says_what_readers_will_see_or_why_it_can_not_be_done(document, staff, publisher):
    issuing.issue(of(document, "en"), by=publisher)
    issuing.issue_later([of(document, "fr")], at=timezone.now() + timedelta(days=1), by=publisher)
    offered_by_table = offered(staff, document)
    for step in STEPS:
        for version in document.versions.all():
            answer = staff.get(at(step, version))
            assert answer.status_code == 200, step
            is_possible = step in offered_by_table[version.language]
            assert ("What readers will see" in answer.content.decode()) is is_possible, (step, version.language)
            assert ('class="errornote"' in answer.content.decode()) is not is_possible


def test_a_language_without_a_version_is_expected_and_then_in_translation(document, staff):
    answer = staff.post(reverse("admin:documents_language_expect", args=[document.pk, "ar"]), follow=True)
    assert "CTOC/COP/2020/10, Arabic is expected." in answer.content.decode()
    arabic = of(document, "ar")
    staff.post(at("translation", arabic), {"due_on": "2020-05-04", "job_number": "V.20-00010"})
    arabic.refresh_from_db()
    assert (arabic.status, str(arabic.due_on)) == (VersionStatus.IN_TRANSLATION, "2020-05-04")
    assert arabic.job_line == "V.20-00010 (A)"
    page = table(staff, document)
    assert "Due 4 May 2020: late" in page
    assert "Change the due date" in page


@pytest.mark.parametrize("language", ["xx", "tlh"])
def test_there_is_no_page_for_a_language_that_is_none(document, staff, language):
    answer = staff.get(reverse("admin:documents_language_expect", args=[document.pk, language]))
    assert answer.status_code == 302
    assert document.versions.count() == 4


def test_a_time_is_set_shown_changed_and_taken_back(document, staff, publisher):
    english, year = of(document, "en"), timezone.localdate().year + 1
    staff.post(at("issue", english), {"audience": "1", "at": f"{year}-07-01T10:00"})
    page = table(staff, document)
    assert f"To be issued 1 July {year}, 10:00, Vienna time" in page
    assert f"to delegates; set by {publisher.shown_name}" in page
    assert f'value="{year}-07-01T10:00"' in staff.get(at("issue", english)).content.decode()
    assert staff.post(at("no-time", english)).status_code == 302
    assert of(document, "en").issue_at is None


def test_all_held_languages_are_issued_at_one_moment_and_no_other(document, staff):
    page = reverse("admin:documents_document_issue", args=[document.pk])
    assert staff.get(page).content.decode().count('name="languages"') == 2
    answer = staff.post(page, {"languages": ["en", "fr"], "audience": "0", "at": ""}, follow=True)
    assert "CTOC/COP/2020/10: English, French are issued." in answer.content.decode()
    issued = document.versions.filter(status="issued")
    assert set(issued.values_list("language", flat=True)) == {"en", "fr"}
    assert len(set(issued.values_list("issued_at", flat=True))) == 1
    assert "No language of this document is held" in staff.get(page).content.decode()
    # A second click, and a language that is not held, change nothing.
    staff.post(page, {"languages": ["en", "es"], "audience": "2", "at": ""})
    assert of(document, "es").status == VersionStatus.WITHDRAWN
    assert Document.objects.get(pk=document.pk).audience == 0


def test_languages_are_issued_together_at_a_set_time(document, staff):
    year = timezone.localdate().year + 1
    page = reverse("admin:documents_document_issue", args=[document.pk])
    staff.post(page, {"languages": ["en", "fr"], "audience": "0", "at": f"{year}-07-01T10:00"})
    assert len(set(LanguageVersion.objects.to_be_issued().values_list("issue_at", flat=True))) == 1
    assert LanguageVersion.objects.to_be_issued().count() == 2


def test_a_language_that_can_not_be_issued_stops_the_others_of_its_document(document, staff):
    chosen = {
        "action": "issue_selected",
        "_selected_action": [each.pk for each in document.versions.exclude(language="es")],
    }
    answer = staff.post(reverse("admin:documents_languageversion_changelist"), chosen, follow=True)
    assert "Nothing was issued. There is no file of CTOC/COP/2020/10, Russian" in answer.content.decode()
    assert not LanguageVersion.objects.filter(status="issued").exists()
    chosen["_selected_action"] = [of(document, "en").pk, of(document, "fr").pk]
    answer = staff.post(reverse("admin:documents_languageversion_changelist"), chosen, follow=True)
    assert "2 versions issued." in answer.content.decode()
    assert len(set(LanguageVersion.objects.filter(status="issued").values_list("issued_at", flat=True))) == 1


def test_what_withdrawing_means_is_said_before_it_is_done(document, staff, publisher):
    english = issuing.issue(of(document, "en"), by=publisher)
    assert "it disappears for readers" in staff.get(at("withdraw", english)).content.decode()
    issuing.issue(of(document, "fr"), by=publisher)
    page = staff.get(at("withdraw", english)).content.decode()
    assert "will say “Withdrawn”" in page
    answer = staff.post(f"{at('withdraw', english)}?from=document", {"reason": "A page was missing"})
    assert answer.url.endswith(f"/document/{document.pk}/change/#languages")
    assert "A page was missing" in table(staff, document)


def test_issuing_again_takes_a_file_from_the_in_tray_or_a_new_one(document, staff, publisher, bell):
    english = issuing.issue(of(document, "en"), by=publisher)
    page = at("reissue", english)
    assert "Choose one file" in staff.post(page, {"reason": ""}).content.decode()
    upload = SimpleUploadedFile("better.txt", b"The text, set right.")
    answer = staff.post(page, {"file": upload, "reason": "for technical reasons"}, follow=True)
    assert "is issued again" in answer.content.decode()
    assert of(document, "en").current_file.name == "better.txt"
    waiting = make.file(None, "The text, once more.", name="waiting.pdf", symbol_read="CTOC/COP/2020/10")
    File.objects.filter(pk=waiting.pk).update(language="en")
    assert "waiting.pdf" in staff.get(page).content.decode()
    both = {"waiting": waiting.pk, "file": SimpleUploadedFile("x.txt", b"x"), "reason": ""}
    assert "Choose one file" in staff.post(page, both).content.decode()
    staff.post(page, {"waiting": waiting.pk, "reason": ""})
    english.refresh_from_db()
    assert english.current_file == waiting
    assert english.files.count() == 3
    assert document.notes.filter(kind=NoteKind.REISSUED).count() == 2


def test_a_file_that_is_held_elsewhere_does_not_take_the_place_of_another(document, staff, publisher):
    english = issuing.issue(of(document, "en"), by=publisher)
    first = SimpleUploadedFile("a.txt", b"Bytes of another document.")
    other = make.document("CTOC/COP/2020/11")
    staff.post(reverse("admin:documents_document_add_file", args=[other.pk]), {"language": "en", "file": first})
    again = SimpleUploadedFile("b.txt", b"Bytes of another document.")
    answer = staff.post(at("reissue", english), {"file": again, "reason": ""})
    assert "already" in answer.content.decode()
    assert of(document, "en").current_file.name == "en.pdf"


def test_what_was_not_issued_in_time_is_counted_listed_and_seen(document, staff, publisher):
    index = reverse("admin:index")
    assert "not issued in time" not in staff.get(index).content.decode()
    english = of(document, "en")
    issuing.issue_later([english], at=timezone.now() + timedelta(hours=1), by=publisher)
    LanguageVersion.objects.filter(pk=english.pk).update(issue_at=timezone.now() - timedelta(minutes=1))
    english.files.update(problem="The file is locked by a password.")
    issuing.issue_due()
    assert "1 language version was not issued in time" in staff.get(index).content.decode()
    listed = staff.get(
        reverse("admin:documents_languageversion_changelist"), {"seen_to": "not-issued"}
    ).content.decode()
    assert "1 language version" in listed
    assert "locked by a password" in listed
    assert "Not issued in time." in table(staff, document)
    assert staff.post(at("seen", english)).status_code == 302
    assert "not issued in time" not in staff.get(index).content.decode()


def test_several_notes_are_seen_at_once(document, staff):
    document.versions.filter(language__in=["en", "fr"]).update(not_issued_because="The file was damaged.")
    chosen = {"action": "seen_selected", "_selected_action": [each.pk for each in document.versions.all()]}
    answer = staff.post(reverse("admin:documents_languageversion_changelist"), chosen, follow=True)
    assert "2 notes were seen." in answer.content.decode()
    assert not LanguageVersion.objects.not_issued_in_time().exists()


def test_what_is_issued_is_what_was_seen(document, staff, publisher):
    """Between the page and the click another file came: readers do not get what nobody looked at."""
    english = of(document, "en")
    page = staff.get(at("issue", english)).content.decode()
    seen = english.current_file.pk
    assert f'name="seen" value="{seen}"' in page
    documents.replace(make.file(None, "Other words.", name="other.pdf"), version=english, by=publisher)
    asked = {"audience": "0", "at": "", "seen": seen}
    answer = staff.post(at("issue", english), asked).content.decode()
    assert "Another file has taken the place of the one that you saw" in answer
    assert of(document, "en").status == VersionStatus.HELD
    assert f'name="seen" value="{of(document, "en").current_file.pk}"' in answer
    staff.post(at("issue", english), asked | {"seen": of(document, "en").current_file.pk})
    assert of(document, "en").status == VersionStatus.ISSUED


def test_a_store_that_is_away_is_said_in_words(document, staff, monkeypatch):
    english = of(document, "en")

    def away(*_):
        raise StoreTrouble("The store of files does not answer.")

    monkeypatch.setattr(default_storage, "exists", away)
    together = reverse("admin:documents_document_issue", args=[document.pk])
    asked = {"audience": "0", "at": "", "languages": ["en", "fr"]}
    for answer in (
        staff.get(at("issue", english)),
        staff.post(at("issue", english), asked),
        staff.post(together, asked),
    ):
        assert "The store of files does not answer." in answer.content.decode()
    assert of(document, "en").status == VersionStatus.HELD


@pytest.mark.parametrize(("asked", "count"), [("not-issued", 0), ("time-set", 0), ("late", 1), ("nonsense", 4)])
def test_versions_are_filtered_by_what_is_to_be_seen_to(document, staff, publisher, asked, count):
    issuing.send_to_translation(document, language="ru", due_on=timezone.localdate() - timedelta(days=1), by=publisher)
    answer = staff.get(reverse("admin:documents_languageversion_changelist"), {"seen_to": asked})
    assert answer.context["cl"].result_count == count
    assert "1 translation is late" in staff.get(reverse("admin:index")).content.decode()


def test_documents_issued_on_different_days_are_filtered(document, staff, publisher):
    issuing.issue_together([of(document, "en"), of(document, "fr")], by=publisher)
    page = reverse("admin:documents_document_changelist")
    assert staff.get(page, {"issue": "not-simultaneous"}).context["cl"].result_count == 0
    LanguageVersion.objects.filter(language="fr").update(issued_at=timezone.now() - timedelta(days=4))
    assert staff.get(page, {"issue": "not-simultaneous"}).context["cl"].result_count == 1
