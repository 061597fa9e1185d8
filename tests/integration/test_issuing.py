"""Issuing and withdrawing: by a named person, by language; what that shows to whom."""

import pytest
from django.db import IntegrityError, transaction

from accounts.access import Audience
from documents import actions
from documents.models import Document, File, LanguageVersion, Standing, VersionStatus
from provenance.models import Evidence
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    """A document of which one language is held and not issued."""
    document = make.document("CTOC/COP/2020/10", "A report", listed=False)
    version = make.version(document, "en", VersionStatus.HELD)
    make.file(version, "The text of the report.")
    return version


def test_nothing_is_public_before_a_person_issues_it(held, publisher):
    assert held.document not in Document.objects.visible_to(Audience.PUBLIC)
    actions.issue(held, by=publisher)
    assert held.document in Document.objects.visible_to(Audience.PUBLIC)
    held.refresh_from_db()
    assert held.issued_by == publisher


def test_a_document_for_delegates_is_issued_to_delegates(held, publisher):
    actions.issue(held, by=publisher, to=Audience.DELEGATES)
    assert held.document in Document.objects.visible_to(Audience.DELEGATES)
    assert held.document not in Document.objects.visible_to(Audience.PUBLIC)
    assert not File.objects.visible_to(Audience.PUBLIC).exists()
    assert File.objects.visible_to(Audience.DELEGATES).exists()


def test_issuing_twice_is_refused_in_words(held, publisher):
    actions.issue(held, by=publisher)
    with pytest.raises(actions.NotPossible, match="issued already"):
        actions.issue(held, by=publisher)


def test_a_version_without_a_file_can_not_be_issued(publisher):
    version = make.version(make.document("CTOC/COP/2020/11"), "fr", VersionStatus.LISTED)
    with pytest.raises(actions.NotPossible, match="no file"):
        actions.issue(version, by=publisher)


def test_withdrawing_needs_a_reason_and_keeps_the_file(held, publisher):
    actions.issue(held, by=publisher)
    with pytest.raises(actions.NotPossible, match="Say why"):
        actions.withdraw(held, reason=" ", by=publisher)
    actions.withdraw(held, reason="Issued too early", by=publisher)
    held.refresh_from_db()
    assert held.status == VersionStatus.WITHDRAWN
    assert held.files.count() == 1
    assert held.document not in Document.objects.visible_to(Audience.PUBLIC)


def test_a_withdrawn_version_can_be_issued_again(held, publisher):
    actions.issue(held, by=publisher)
    actions.withdraw(held, reason="Issued too early", by=publisher)
    assert actions.issue(held, by=publisher).withdrawn_reason == ""


def test_evidence_quoting_a_text_is_shown_only_while_the_text_is(held, publisher):
    file = held.files.get()
    make.evidence(
        held.document,
        "date",
        "2020-08-01",
        origin="read",
        audience=Audience.SECRETARIAT,
        file_sha256=file.sha256,
        page=1,
    )
    about = Evidence.objects.about(held.document)
    assert not about.visible_to(Audience.PUBLIC).exists()
    actions.issue(held, by=publisher)
    assert about.visible_to(Audience.PUBLIC).exists()
    actions.withdraw(held, reason="Issued too early", by=publisher)
    assert not about.visible_to(Audience.DELEGATES).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "issued"},
        {"status": "withdrawn"},
        {"status": "put up"},
        {"issued_at": "2020-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_a_state_that_nobody_signed(held, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        LanguageVersion.objects.filter(pk=held.pk).update(**fields)


def test_a_document_s_standing_follows_from_its_languages():
    document = make.document("CTOC/COP/2020/12")
    assert document.standing == Standing.NOT_HELD
    make.version(document, "fr", VersionStatus.EXPECTED)
    assert document.standing == Standing.EXPECTED
    make.version(document, "en", VersionStatus.HELD)
    assert document.standing == Standing.HELD
    make.version(document, "es")
    assert document.standing == Standing.PARTLY_ISSUED


def test_a_document_in_one_language_only_is_issued_when_that_one_is():
    document = make.document("CTOC/COP/2020/CRP.1")
    make.version(document, "en", is_only_language=True)
    assert document.standing == Standing.ISSUED
