"""Issuing and withdrawing: by a named person, by language; what that shows to whom."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.access import Audience
from documents import actions, issuing
from documents.feeds import entries_of
from documents.models import FOLLOWS, Document, File, LanguageVersion, NoteKind, Standing, VersionStatus
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


# ---------------------------------------------------------------- which status may follow which

# What a person does to bring a version to a status. Nobody brings one to “listed”: it is what others told of it.
VERBS = {
    VersionStatus.EXPECTED: lambda version, by: issuing.expect(version.document, language=version.language, by=by),
    VersionStatus.IN_TRANSLATION: lambda version, by: issuing.send_to_translation(
        version.document, language=version.language, by=by
    ),
    VersionStatus.HELD: lambda version, by: issuing.hold(version, by=by),
    VersionStatus.ISSUED: lambda version, by: issuing.issue(version, by=by),
    VersionStatus.WITHDRAWN: lambda version, by: issuing.withdraw(version, reason="Too early", by=by),
}
# Where the verb finds nothing to do, or another verb does it: what is issued is issued again, with another file.
STAYS = {(VersionStatus.EXPECTED, VersionStatus.EXPECTED), (VersionStatus.IN_TRANSLATION, VersionStatus.IN_TRANSLATION)}
BY_ANOTHER_VERB = {(VersionStatus.ISSUED, VersionStatus.ISSUED)}


@pytest.mark.parametrize("after", VERBS)
@pytest.mark.parametrize("before", VersionStatus)
def test_a_status_follows_another_as_the_table_has_it_and_in_no_other_way(before, after, publisher):
    version = make.version(make.document("CTOC/COP/2020/14"), "en", before)
    if after is not VersionStatus.EXPECTED:
        make.file(version, "A text.")
    may = after in FOLLOWS[before] and (before, after) not in BY_ANOTHER_VERB
    if may or (before, after) in STAYS:
        assert VERBS[after](version, publisher).status == after
        expected = after
    else:
        with pytest.raises(actions.NotPossible, match=r"CTOC/COP/2020/14, English .+\."):
            VERBS[after](version, publisher)
        expected = before
    version.refresh_from_db()
    assert version.status == expected
    assert version.document.versions.count() == 1


def test_the_table_has_a_line_for_every_status():
    assert set(FOLLOWS) == set(VersionStatus)
    assert not any(VersionStatus.LISTED in followers for followers in FOLLOWS.values())


def test_each_language_goes_from_expected_over_translation_to_issued(publisher):
    document = make.document("CTOC/COP/2020/13")
    version = issuing.expect(document, language="fr", by=publisher)
    assert document.standing == Standing.EXPECTED
    version = issuing.send_to_translation(document, language="fr", due_on=date(2020, 5, 4), by=publisher)
    assert (version.status, version.due_on) == (VersionStatus.IN_TRANSLATION, date(2020, 5, 4))
    assert Document.objects.get(pk=document.pk).standing == Standing.IN_TRANSLATION
    waiting = make.file(None, "Le rapport.", name="rapport.pdf")
    actions.tie(waiting, document=document, language="fr", by=publisher)
    version.refresh_from_db()
    assert (version.status, version.due_on) == (VersionStatus.HELD, None)
    assert issuing.issue(version, by=publisher).status == VersionStatus.ISSUED


@pytest.mark.parametrize("before", [status for status in VersionStatus if status is not VersionStatus.ISSUED])
def test_only_what_is_issued_can_be_withdrawn(before, publisher):
    version = make.version(make.document("CTOC/COP/2020/14"), "en", before)
    with pytest.raises(actions.NotPossible, match="not issued, so it can't be withdrawn"):
        issuing.withdraw(version, reason="Too early", by=publisher)


def test_what_is_issued_is_withdrawn_before_it_is_translated_anew_or_held(held, publisher):
    issuing.issue(held, by=publisher)
    with pytest.raises(actions.NotPossible, match="can't be sent to translation"):
        issuing.send_to_translation(held.document, language="en", by=publisher)
    with pytest.raises(actions.NotPossible, match="can't be held back"):
        issuing.hold(held, by=publisher)
    with pytest.raises(actions.NotPossible, match="can't be expected"):
        issuing.expect(held.document, language="en", by=publisher)
    issuing.withdraw(held, reason="A page was missing", by=publisher)
    version = issuing.hold(held, by=publisher)
    assert (version.status, version.withdrawn_reason) == (VersionStatus.HELD, "")


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.DELEGATES])
def test_readers_know_that_a_language_is_in_translation_and_never_read_it(held, publisher, audience):
    Document.objects.filter(pk=held.document_id).update(is_publicly_listed=True)
    issuing.send_to_translation(held.document, language="en", by=publisher)
    known = LanguageVersion.objects.visible_to(audience)
    assert known.get().status == VersionStatus.IN_TRANSLATION
    assert not LanguageVersion.objects.readable_by(audience).exists()
    assert not File.objects.visible_to(audience).exists()


def test_the_page_tells_a_language_in_translation_without_date_or_link(client, held, publisher):
    Document.objects.filter(pk=held.document_id).update(is_publicly_listed=True)
    issuing.send_to_translation(held.document, language="en", due_on=date(2031, 2, 3), by=publisher)
    page = client.get(held.document.get_absolute_url()).content.decode()
    assert "In translation" in page
    assert "2031" not in page
    assert "/texts/en/" not in page
    assert client.get(f"/en/texts/en/{held.document.path}").status_code == 404


def _in_translation(version, by):
    issuing.send_to_translation(version.document, language="fr", due_on=date(2031, 2, 3), by=by)


def _to_be_issued(version, by):
    issuing.issue_later([version], at=later(days=500), by=by)


def _not_in_time(version, by):
    LanguageVersion.objects.filter(pk=version.pk).update(not_issued_because="hiddenreason 2031")


@pytest.mark.parametrize("role", ["", "delegate"])
@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("prepare", [_in_translation, _to_be_issued, _not_in_time])
def test_no_door_shows_a_text_before_its_issue(client, person, publisher, search_index, role, listed, prepare):
    """A text that is held, or of which a new translation is made: its words, file and times are the secretariat's own."""
    paper = make.document("CTOC/COP/2020/16", "A report", listed=listed, body=make.body("wg8"))
    french = make.version(paper, "fr", VersionStatus.HELD)
    file = make.file(french, "Un rapport hiddentext.", name="hiddenname.pdf")
    prepare(french, publisher)
    is_told = listed and prepare is _in_translation
    secrets = ["hiddentext", "hiddenname", "hiddenreason", "2031", "Issued in", f"{later(days=500):%Y}"]
    search_index()
    if role:
        client.force_login(person(role))
    page = client.get("/en/documents/CTOC/COP/2020/16")
    assert page.status_code == (200 if listed else 404)
    assert ("In translation" in page.content.decode()) is is_told
    assert client.get("/en/texts/fr/CTOC/COP/2020/16").status_code == 404
    assert client.get(f"/en/files/{file.pk}/x.pdf").status_code == 404
    assert client.get(f"/en/pages/{file.sha256}/1").status_code == 404
    assert client.get("/api/search/?q=hiddentext").json()["total"] == 0
    found = client.get("/api/search/?q=report").json()
    told = [language for result in found["results"] for language in result["languages"]]
    assert told == ([{"language": "fr", "state": "in translation", "url": None}] if is_told else [])
    doors = [
        "/en/",
        "/en/documents/",
        "/en/documents/?format=csv",
        "/en/search/?q=report",
        "/en/search/?q=report&format=csv",
    ]
    doors += [
        "/en/bodies/wg8",
        "/en/feeds/documents.atom",
        "/en/feeds/bodies/wg8.atom",
        "/en/search/?q=report&format=atom",
    ]
    doors += ["/api/search/?q=report", "/en/documents/CTOC/COP/2020/16"]
    for door in doors:
        shown = client.get(door).content.decode()
        for secret in secrets:
            assert secret not in shown, f"{secret} at {door}"
        # A symbol that was asked for is repeated, whether there is a document or not.
        assert listed or door.endswith("2020/16") or "CTOC/COP/2020/16" not in shown, door


# ---------------------------------------------------------------- on different days, and again, as readers see it


def test_languages_issued_on_different_days_are_told_in_one_line(client, held, publisher):
    issuing.issue(held, by=publisher)
    page = held.document.get_absolute_url()
    for language in ("fr", "ru"):
        issuing.issue(_with_a_file(held.document, language), by=publisher)
    assert " on 12 August 2016" not in client.get(page).content.decode()
    days = {"en": datetime(2016, 8, 8, 12, tzinfo=UTC), "fr": datetime(2016, 8, 8, 21, tzinfo=UTC)}
    # Half past ten at night in Greenwich is the next day in Vienna.
    days["ru"] = datetime(2016, 8, 11, 22, 30, tzinfo=UTC)
    for language, day in days.items():
        LanguageVersion.objects.filter(language=language).update(issued_at=day)
    assert "English and French issued 8 August 2016; Russian on 12 August 2016" in client.get(page).content.decode()


def _with_a_file(document, language):
    version = make.version(document, language, VersionStatus.HELD)
    make.file(version, f"Text in {language}.")
    return version


def test_a_re_issue_is_the_last_change_in_feeds_and_its_day_stands_on_the_page(client, held, publisher):
    issuing.issue(held, by=publisher)
    (before,) = entries_of([held.document_id])
    issuing.issue_again(held, file=make.file(None, "Set right.", name="new.pdf"), by=publisher)
    held.refresh_from_db()
    (entry,) = entries_of([held.document_id])
    assert entry.updated == held.reissued_at > before.updated
    page = client.get(held.document.get_absolute_url()).content.decode()
    assert f", re-issued {date_format(timezone.localtime(held.reissued_at), 'j F Y')}" in page


# ---------------------------------------------------------------- at a set time


def later(**much):
    return timezone.now() + timedelta(**(much or {"hours": 1}))


def come(version):
    """The time set for a version comes."""
    LanguageVersion.objects.filter(pk=version.pk).update(issue_at=timezone.now() - timedelta(days=1))


def test_what_is_due_is_issued_once_in_the_name_of_who_set_the_time(held, publisher):
    issuing.issue_later([held], at=later(), by=publisher, to=Audience.DELEGATES)
    assert issuing.issue_due() == 0
    come(held)
    assert issuing.issue_due() == 1
    assert issuing.issue_due() == 0
    held.refresh_from_db()
    assert (held.status, held.issued_by, held.issue_at) == (VersionStatus.ISSUED, publisher, None)
    assert Document.objects.get(pk=held.document_id).audience == Audience.DELEGATES


def test_a_time_is_changed_and_taken_back(held, publisher):
    issuing.issue_later([held], at=later(), by=publisher)
    new = later(days=2)
    issuing.issue_later([held], at=new, by=publisher)
    held.refresh_from_db()
    assert held.issue_at == new
    issuing.do_not_issue_later(held, by=publisher)
    with pytest.raises(actions.NotPossible, match="No time is set"):
        issuing.do_not_issue_later(held, by=publisher)


def test_a_new_translation_calls_a_set_time_off_and_tells_whoever_set_it(held, publisher, editor):
    issuing.issue_later([held], at=later(), by=publisher)
    version = issuing.send_to_translation(held.document, language="en", by=publisher)
    assert (version.issue_at, version.not_issued_because) == (None, "")
    issuing.issue_later([held], at=later(), by=publisher)
    version = issuing.send_to_translation(held.document, language="en", by=editor)
    assert version.issue_at is None
    assert f"{editor.shown_name} sent it to translation" in version.not_issued_because
    assert issuing.issue(version, by=publisher).not_issued_because == ""


@pytest.mark.parametrize(("much", "words"), [({"hours": -1}, "has passed"), ({"days": 900}, "two years")])
def test_a_time_past_or_far_away_is_refused(held, publisher, much, words):
    with pytest.raises(actions.NotPossible, match=words):
        issuing.issue_later([held], at=later(**much), by=publisher)


def test_what_can_not_be_read_by_then_is_not_issued_and_says_so_once(held, publisher):
    issuing.issue_later([held], at=later(), by=publisher)
    held.files.update(problem="The file is locked by a password.")
    come(held)
    assert issuing.issue_due() == 0
    held.refresh_from_db()
    assert (held.status, held.issue_at) == (VersionStatus.HELD, None)
    assert "locked by a password" in held.not_issued_because
    assert publisher.shown_name in held.not_issued_because
    assert list(LanguageVersion.objects.not_issued_in_time()) == [held]
    issuing.note_was_seen(held, by=publisher)
    assert not LanguageVersion.objects.not_issued_in_time().exists()


def test_who_may_issue_no_more_issues_nothing_by_the_clock(held, publisher):
    issuing.issue_later([held], at=later(), by=publisher)
    come(held)
    publisher.groups.clear()
    assert issuing.issue_due() == 0
    held.refresh_from_db()
    assert "may not issue any more" in held.not_issued_because


def test_what_was_withdrawn_by_then_is_not_issued(held, publisher):
    issuing.issue_later([held], at=later(), by=publisher)
    come(held)
    LanguageVersion.objects.filter(pk=held.pk).update(
        status="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=publisher, withdrawn_reason="Wrong text."
    )
    assert issuing.issue_due() == 0
    held.refresh_from_db()
    assert held.status == VersionStatus.WITHDRAWN
    assert "Wrong text" in held.not_issued_because


def test_another_file_in_its_place_calls_the_set_time_off(held, publisher):
    issuing.issue_later([held], at=later(), by=publisher)
    actions.replace(make.file(None, "Other words.", name="other.pdf"), version=held, by=publisher)
    held.refresh_from_db()
    assert held.issue_at is None
    assert "another file" in held.not_issued_because


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_issue_what_is_due_once(publisher):
    document = make.document("CTOC/COP/2020/15", listed=False)
    versions = [make.version(document, language, VersionStatus.HELD) for language in ("en", "fr", "es")]
    for version in versions:
        make.file(version, f"Text in {version.language}")
    issuing.issue_later(versions, at=later(), by=publisher)
    LanguageVersion.objects.update(issue_at=timezone.now() - timedelta(minutes=1))
    issued, start = [], threading.Barrier(2)

    def clock():
        start.wait(10)
        issued.append(issuing.issue_due())
        connection.close()

    clocks = [threading.Thread(target=clock) for _ in range(2)]
    for each in clocks:
        each.start()
    for each in clocks:
        each.join(30)
    assert sum(issued) == 3
    events = LanguageVersion._meta.get_field("events").related_model.objects
    assert events.filter(pgh_label="update", status="issued").count() == 3
    assert len(set(LanguageVersion.objects.values_list("issued_at", flat=True))) == 1


# ---------------------------------------------------------------- several at once, and again


def test_languages_are_issued_together_or_not_at_all(held, publisher):
    french = make.version(held.document, "fr", VersionStatus.HELD)
    with pytest.raises(actions.NotPossible, match="There is no file of"):
        issuing.issue_together([held, french], by=publisher)
    held.refresh_from_db()
    assert held.status == VersionStatus.HELD
    make.file(french, "Le texte.")
    issuing.issue_together([held, french], by=publisher)
    assert not Document.objects.not_simultaneous().exists()
    LanguageVersion.objects.filter(pk=french.pk).update(issued_at=timezone.now() + timedelta(days=4))
    assert list(Document.objects.not_simultaneous()) == [held.document]


def test_issuing_again_keeps_the_old_file_and_says_so(held, publisher, editor):
    issuing.issue(held, by=publisher)
    new = make.file(None, "The text, set right.", name="new.pdf")
    with pytest.raises(actions.NotPossible, match="for publishers"):
        actions.replace(new, version=held, by=editor)
    issuing.issue_again(held, file=new, reason="for technical reasons", by=publisher)
    held.refresh_from_db()
    assert held.files.count() == 2
    assert (held.current_file, held.reissued_by, held.status) == (new, publisher, VersionStatus.ISSUED)
    note = held.document.notes.get(kind=NoteKind.REISSUED)
    assert note.text.startswith("for technical reasons on ")
    assert note.text.endswith("(English)")


def test_the_database_refuses_a_time_that_nobody_set_and_one_for_what_is_issued(held, publisher):
    for fields in ({"issue_at": timezone.now()}, {"issue_to": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LanguageVersion.objects.filter(pk=held.pk).update(**fields)
    issuing.issue(held, by=publisher)
    with pytest.raises(IntegrityError), transaction.atomic():
        LanguageVersion.objects.filter(pk=held.pk).update(issue_at=timezone.now(), issue_by=publisher)


def test_the_issue_page_takes_a_time_of_vienna_and_nobody_enters_it_past_that_page(held, publisher, client_of):
    client = client_of(publisher)
    year = timezone.localdate().year + 1
    page = reverse("admin:documents_version_issue", args=[held.pk])
    answer = client.post(page, {"audience": "0", "at": f"{year}-07-01T10:00"}, follow=True)
    assert f"will be issued on 1 July {year}, 10:00, Vienna time" in answer.content.decode()
    held.refresh_from_db()
    assert (held.issue_at.hour, held.issue_by) == (8, publisher)
    form = client.get(reverse("admin:documents_languageversion_change", args=[held.pk])).content.decode()
    assert 'name="issue_at' not in form
    assert 'name="issue_by' not in form
