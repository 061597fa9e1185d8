"""Since your last visit: what happened to what a person follows, in words, and nothing that they may not see."""

import re
from datetime import date, timedelta

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.access import Audience
from accounts.models import Follow, NewsSettings
from documents import actions as documents
from documents.models import DocumentTitle
from mandates.models import MandateStatus, Review
from meetings.models import Meeting
from tests import factories as make
from untoc_review.news import documents_of_search, news_for, news_of

# The history keeps the moment at which a transaction began: so what happens one after the other has to be committed.
pytestmark = pytest.mark.django_db(transaction=True)
MOST_QUERIES = 55


@pytest.fixture
def reader(person):
    return person("reader", username="rita")


@pytest.fixture
def group():
    return make.body("wg8", "Working group on a review mechanism")


def follow(user, *things):
    for thing in things:
        actions.follow(subject=thing._meta.label_lower, subject_id=thing.pk, by=user)


def told(user):
    """The unread news as thing → record → words, oldest first. A mandate is cited as its act is, so it is told apart."""
    return {
        group.name: {
            entry.thing.name + (" (mandate)" if entry.thing.word == "mandate" else ""): [
                words for _at, words in reversed(entry.happenings)
            ]
            for entry in group.entries
        }
        for group in news_for(user).groups
    }


def issue(version, by):
    make.file(version, "A page.")
    version.status = "held"
    version.save()
    return documents.issue(version, by=by)


def test_a_document_tells_what_was_issued_withdrawn_corrected_and_replaced(reader, publisher):
    paper = make.document("CTOC/COP/2016/1", "Agenda")
    french = make.version(paper, "fr", "held")
    follow(reader, paper)
    english = issue(make.version(paper, "en", "expected"), publisher)
    issue(french, publisher)
    DocumentTitle.objects.filter(document=paper).update(text="Provisional agenda")
    paper.date, paper.date_precision = date(2016, 8, 8), "day"
    paper.save()
    documents.withdraw(english, reason="A secret reason", by=publisher)
    waiting = make.file(None, "Another page.", name="new.pdf")
    documents.replace(waiting, version=french, by=publisher)
    make.document("CTOC/COP/2016/1/Corr.1", "Corrigendum")
    assert told(reader) == {
        "CTOC/COP/2016/1": {
            "CTOC/COP/2016/1": [
                "Issued in French",
                "Title corrected (English)",
                "Corrected: date",
                "Withdrawn in English",
                "Re-issued in French",
            ],
            "CTOC/COP/2016/1/Corr.1": ["Corrigendum: listed"],
        }
    }
    assert "secret" not in str(news_for(reader))


def test_languages_issued_on_one_day_are_one_line(reader, publisher):
    paper = make.document("CTOC/COP/2016/1")
    follow(reader, paper)
    for language in ("fr", "en", "es"):
        issue(make.version(paper, language, "expected"), publisher)
    (words,) = told(reader)["CTOC/COP/2016/1"]["CTOC/COP/2016/1"]
    assert words == "Issued in French, English and Spanish"


def test_every_re_issue_is_told_and_a_file_put_before_the_issue_is_not(reader, publisher):
    paper = make.document("CTOC/COP/2016/1")
    follow(reader, paper)
    version = make.version(paper, "ru", "held")
    make.file(version, "A page.")
    documents.replace(make.file(None, "Seen by nobody.", name="seen.pdf"), version=version, by=publisher)
    documents.issue(version, by=publisher)
    for name in ("second.pdf", "third.pdf"):
        documents.replace(make.file(None, name, name=name), version=version, by=publisher)
    assert told(reader)["CTOC/COP/2016/1"]["CTOC/COP/2016/1"] == [
        "Issued in Russian",
        "Re-issued in Russian",
        "Re-issued in Russian",
    ]


def test_a_body_tells_of_its_new_documents_meetings_and_acts(reader, publisher, group):
    follow(reader, group)
    make.document("CTOC/COP/WG.8/2016/1", "Agenda", body=group)
    hidden = make.document("CTOC/COP/WG.8/2016/2", "Report", body=group, listed=False)
    assert "CTOC/COP/WG.8/2016/2" not in told(reader)[str(group)]
    issue(make.version(hidden, "en", "expected"), publisher)
    meeting = make.meeting(group, ordinal=3, start="2017-05-02", status="planned")
    Meeting.objects.filter(pk=meeting.pk).update(start=date(2017, 5, 9), place="Nairobi")
    held = make.meeting(group, ordinal=1, start="2015-09-28")
    make.act("1/1", "An act of the group", body=group)
    make.document("CTOC/COP/2016/9", "Of no body")
    assert told(reader) == {
        str(group): {
            "CTOC/COP/WG.8/2016/1": ["Listed"],
            "CTOC/COP/WG.8/2016/2": ["Issued in English"],
            str(meeting): [
                "New meeting",
                "Dates moved to 9 May 2017 (before: 2 May 2017); Place: Nairobi (before: Vienna)",
            ],
            str(held): ["Entered in the record"],
            "Resolution 1/1": ["Entered in the record"],
        }
    }


def test_a_meeting_tells_of_its_papers_dates_and_agenda(reader, publisher):
    session = make.session(8)
    paper = make.document("CTOC/COP/2016/1", "Agenda")
    follow(reader, session)
    make.place_in(session, paper, "agenda of")
    make.place_in(session, make.document("CTOC/COP/2016/2"), confirmed=False)
    issue(make.version(paper, "en", "expected"), publisher)
    make.agenda_item(session, "1")
    Meeting.objects.filter(pk=session.pk).update(status="cancelled")
    make.act("8/1", "Adopted there", session=session)
    assert told(reader) == {
        "Eighth session": {
            "CTOC/COP/2016/1": ["Placed: agenda of the meeting", "Issued in English"],
            "Eighth session": ["Agenda item 1 entered", "Status: cancelled"],
            "Resolution 8/1": ["Entered in the record"],
        }
    }


def test_a_mandate_tells_of_confirmed_answers_and_its_state(reader, group):
    mandate = make.mandate(action="convene a meeting")
    session = make.session(9, start="2018-10-15", end=None)
    meeting = make.meeting(group, ordinal=1, start="2017-05-02")
    report = make.document("CTOC/COP/WG.8/2017/2", "Report")
    follow(reader, mandate)
    proposed = make.response(mandate, meeting, confirmed=False)
    assert told(reader) == {}
    proposed.is_confirmed = True
    proposed.save()
    make.response(mandate, report, to=session)
    make.response(mandate, "CTOC/COP/WG.8/2017/3")
    mandate.status = MandateStatus.DONE
    mandate.save()
    assert told(reader) == {
        "Resolution 7/1": {
            str(meeting): ["Confirmed: a meeting that answers it"],
            "CTOC/COP/WG.8/2017/2": ["Confirmed: a report that answers it, made available to the ninth session"],
            "CTOC/COP/WG.8/2017/3": ["Confirmed: a report that answers it"],
            "Resolution 7/1 (mandate)": ["Stated status: done"],
        }
    }


def test_a_record_told_for_two_reasons_is_counted_once(reader, group):
    session = make.session(8)
    follow(reader, group, session)
    make.place_in(session, make.document("CTOC/COP/WG.8/2016/1", body=group))
    assert len(told(reader)) == 2
    assert news_for(reader).count == 1


def test_an_act_tells_of_its_text_and_mandates(reader, editor):
    act = make.act("7/1", "On review")
    follow(reader, act)
    make.paragraph(act, "1", "Requests a report;")
    make.paragraph(act, "2", "Decides to remain seized.")
    mandate = make.mandate(act, "write a report", review=Review.PROPOSED)
    assert told(reader) == {"Resolution 7/1": {"Resolution 7/1": ["Text entered or changed in English"]}}
    mandate.action = "write a long report"
    mandate.save()
    mandate.review = Review.CONFIRMED
    mandate.save()
    assert told(reader)["Resolution 7/1"] == {
        "Resolution 7/1": ["Text entered or changed in English"],
        "Resolution 7/1 (mandate)": ["Mandate confirmed"],
    }
    (found,) = news_for(reader).groups
    assert {entry.thing.url for entry in found.entries} == {act.get_absolute_url(), mandate.get_absolute_url()}


def test_a_saved_search_tells_of_new_documents_in_its_result(reader, publisher, group):
    actions.follow_search(query="q=firearms&body=wg8", name="Firearms in the group", by=reader)
    actions.follow_search(query="year=2016", name="Of 2016", by=reader)
    make.document("CTOC/COP/WG.8/2016/1", "On firearms", body=group, date="2016-06")
    make.document("CTOC/COP/2016/2", "On firearms", date="2016-07")
    make.document("CTOC/COP/WG.8/2017/1", "On persons", body=group, date="2017-06")
    hidden = make.document("CTOC/COP/WG.8/2016/3", "On hidden firearms", body=group, listed=False, date="2016")
    assert {name: set(entries) for name, entries in told(reader).items()} == {
        "Firearms in the group": {"CTOC/COP/WG.8/2016/1"},
        "Of 2016": {"CTOC/COP/WG.8/2016/1", "CTOC/COP/2016/2"},
    }
    issue(make.version(hidden, "en", "expected"), publisher)
    assert told(reader)["Firearms in the group"]["CTOC/COP/WG.8/2016/3"] == ["Issued in English"]


@pytest.mark.parametrize("query", ["", "q=", "q=%22%28", "year=x&q=a", "body=nothing", "q=CTOC/COP/2016/1"])
def test_any_search_is_answered(query):
    paper = make.document("CTOC/COP/2016/1")
    assert documents_of_search(query, Audience.PUBLIC, [paper.pk]) <= {paper.pk}
    assert documents_of_search(query, Audience.PUBLIC, []) == set()


@pytest.mark.parametrize("has_index", [True, False])
@pytest.mark.parametrize("query", ["q=WG.8", "q=paper", "year=2016"])
def test_a_search_finds_a_new_document_wherever_it_stands_among_all_that_it_finds(search_index, has_index, query):
    papers = [make.document(f"CTOC/COP/WG.8/2016/{number}", "A paper", date="2016") for number in range(1, 5)]
    if has_index:
        search_index()
    for paper in papers:
        assert documents_of_search(query, Audience.PUBLIC, [paper.pk]) == {paper.pk}


def test_news_begins_with_the_following_and_ends_with_the_mark_which_can_be_taken_back(reader, group, client_of):
    make.document("CTOC/COP/WG.8/2016/1", body=group)
    follow(reader, group)
    assert told(reader) == {}
    make.document("CTOC/COP/WG.8/2016/2", body=group)
    client = client_of(reader)
    page = client.get(reverse("news")).content.decode()
    assert "CTOC/COP/WG.8/2016/2" in page
    assert "CTOC/COP/WG.8/2016/1<" not in page
    assert "Undo the last mark" not in page
    until = re.search(r'name="until" value="([^"]+)"', page)[1]
    # What arrives between reading and marking is not marked.
    make.document("CTOC/COP/WG.8/2016/3", body=group)
    client.post(reverse("mark_read"), {"until": until})
    page = client.get(reverse("news")).content.decode()
    assert "when you last marked all as read" in page
    assert "CTOC/COP/WG.8/2016/2" not in page
    assert "CTOC/COP/WG.8/2016/3" in page
    client.post(reverse("undo_mark"))
    page = client.get(reverse("news")).content.decode()
    assert "The news is unread again." in page
    assert "CTOC/COP/WG.8/2016/2" in page
    client.post(reverse("undo_mark"))
    assert "There is nothing to undo." in client.get(reverse("news")).content.decode()


@pytest.mark.parametrize("until", ["", "yesterday", "2016-01-01", "2016-01-01T00:00:00", "9" * 400])
def test_a_mark_that_is_no_moment_is_refused_in_words(reader, until, client_of):
    client = client_of(reader)
    client.post(reverse("mark_read"), {"until": until})
    assert "Nothing was marked" in client.get(reverse("news")).content.decode()
    assert not NewsSettings.objects.exclude(read_until=None).exists()


def test_the_mark_moves_neither_back_nor_into_the_future(reader):
    settings = actions.mark_read(until=timezone.now() + timedelta(days=400), by=reader)
    assert settings.read_until <= timezone.now()
    assert actions.mark_read(until=timezone.now() - timedelta(days=9), by=reader).read_until == settings.read_until


@pytest.mark.parametrize("until", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_mark_at_the_ends_of_time_breaks_no_page(reader, group, until, client_of):
    follow(reader, group)
    client = client_of(reader)
    client.post(reverse("mark_read"), {"until": until})
    assert client.get(reverse("news")).status_code == 200


def test_what_is_older_than_sixty_days_counts_as_read(reader):
    assert NewsSettings(user=reader).since > timezone.now() - timedelta(days=61)
    assert NewsSettings(
        user=reader, read_until=timezone.now() - timedelta(days=300)
    ).since > timezone.now() - timedelta(days=61)


def test_a_transaction_that_is_not_finished_holds_the_moment_back_and_is_told_later(reader, group):
    follow(reader, group)
    own = connection.settings_dict
    late = psycopg2.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"], dbname=own["NAME"]
    )
    try:
        with late.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
            cursor.execute(
                "INSERT INTO meetings_meeting (kind, topic, place, date_precision, is_tentative, status, format, president,"
                " attendance, web_page, contact, note, audience) VALUES"
                " ('meeting', 'Late', 'Vienna', '', false, 'held', '', '', '', '', '', '', 0) RETURNING id"
            )
            key = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO meetings_meetingbody (meeting_id, body_id, position) VALUES (%s, %s, 0)", [key, group.pk]
            )
            make.document("CTOC/COP/WG.8/2016/1", body=group)
            first = news_for(reader)
            actions.mark_read(until=first.until, by=reader)
            late.commit()
    finally:
        late.close()
    seen = {entry.thing.name for each in (first, news_for(reader)) for group in each.groups for entry in group.entries}
    assert seen == {"CTOC/COP/WG.8/2016/1", f"{group}: Late"}


def test_an_empty_page_says_why(reader, group, client_of):
    client = client_of(reader)
    assert "You follow nothing yet." in client.get(reverse("news")).content.decode()
    follow(reader, group)
    assert "Nothing new." in client.get(reverse("news")).content.decode()


def test_the_first_page_shows_the_newest_to_whoever_follows_something(reader, group, client):
    assert "News of what you follow" not in client.get(reverse("home")).content.decode()
    client.force_login(reader)
    assert "News of what you follow" not in client.get(reverse("home")).content.decode()
    follow(reader, group)
    assert "Nothing new since" in client.get(reverse("home")).content.decode()
    make.document("CTOC/COP/WG.8/2016/1", "<i>Agenda</i>", body=group)
    page = client.get(reverse("home")).content.decode()
    assert "Because you follow Working group on a review mechanism" in page
    assert "&lt;i&gt;Agenda&lt;/i&gt;" in page


# ---------------------------------------------------------------- what may not be seen


def everything(group):
    """A record whose every thing is followed, and the things."""
    act = make.act("7/1", "On review", session=make.session(7, start="2014-10-06", end="2014-10-10"))
    session = make.session(8)
    meeting = make.meeting(group, ordinal=2, start="2016-06-06")
    paper = make.document("CTOC/COP/2016/1", "Agenda", body=group)
    make.place_in(session, paper)
    mandate = make.mandate(act, "convene a meeting")
    return {"act": act, "session": session, "meeting": meeting, "paper": paper, "mandate": mandate, "group": group}


def hide_things(record, publisher):
    """All kinds of secrets tied to what is followed. Each says “kryptonite” wherever it has a name."""
    group, session, paper, act = (record[name] for name in ("group", "session", "paper", "act"))
    for listed, audience in ((False, Audience.PUBLIC), (True, Audience.SECRETARIAT)):
        secret = make.document("", f"Kryptonite {audience}", body=group, listed=listed, audience=audience, date="2016")
        make.place_in(session, secret)
        make.place_in(record["meeting"], secret, "report of")
        make.file(make.version(secret, "en", "held"), "Kryptonite")
        make.response(record["mandate"], secret, to=session)
        make.act_document(act, secret)
        make.document(f"CTOC/COP/2016/1/Add.{audience + 1}", "Kryptonite", listed=listed, audience=audience)
    # An unissued language and its file; a proposed place; a meeting of the staff with a paper and a new date.
    make.file(make.version(paper, "fr", "held"), "Kryptonite")
    staff = make.meeting(group, start="2016-09-01", topic="Kryptonite", audience=Audience.SECRETARIAT)
    staff.place = "Kryptonite"
    staff.save()
    make.place_in(staff, paper)
    make.agenda_item(staff, "1", "Kryptonite")
    make.response(record["mandate"], staff)
    make.place_in(make.session(9, start="2018-10-15", end=None, place="Vienna"), paper, confirmed=False)
    # Mandates that nobody confirmed, acts for the staff, answers that are proposed.
    proposed = make.mandate(act, "Kryptonite", review=Review.PROPOSED)
    proposed.status = MandateStatus.DONE
    proposed.save()
    make.act("7/66", "Kryptonite", body=group, session=session, audience=Audience.SECRETARIAT)
    make.response(record["mandate"], "CTOC/KRYPTONITE/1", confirmed=False)
    file = make.file(make.version(make.document("CTOC/COP/2014/1", listed=False), "en", "held"), "Kryptonite")
    make.paragraph(act, "66", "Kryptonite", file=file)


@pytest.mark.parametrize("role", ["reader", "delegate"])
def test_what_may_not_be_seen_is_neither_named_nor_counted(person, publisher, group, role, client_of):
    user, record = person(role), everything(group)
    follow(user, *record.values())
    actions.follow_search(query="q=kryptonite", name="Words", by=user)
    actions.follow_search(query="year=2016", name="Year", by=user)
    client = client_of(user)
    hide_things(record, publisher)
    assert told(user) == {}
    assert news_for(user).count == 0
    for name in ("news", "home"):
        page = client.get(reverse(name)).content.decode()
        assert "kryptonite" not in page.lower()
        assert "Nothing new" in page


def test_the_secretariat_hears_of_all_of_it(editor, publisher, group):
    record = everything(group)
    follow(editor, *record.values())
    hide_things(record, publisher)
    words = str(news_for(editor))
    for said in ("Kryptonite 0", "Held in French, not issued", "proposed by machine", "Proposed as a report"):
        assert said in words


def test_papers_for_delegates_are_told_to_delegates_alone(person, publisher, group):
    reader, delegate = person("reader"), person("delegate")
    paper = make.document("CTOC/COP/WG.8/2016/5", body=group, listed=False, audience=Audience.DELEGATES)
    for user in (reader, delegate):
        follow(user, group)
    issue(make.version(paper, "en", "expected"), publisher)
    assert told(reader) == {}
    assert told(delegate) == {str(group): {"CTOC/COP/WG.8/2016/5": ["Issued in English"]}}
    paper.audience = Audience.PUBLIC
    paper.save()
    assert told(reader) == {str(group): {"CTOC/COP/WG.8/2016/5": ["Opened to you"]}}


def test_news_is_for_the_audience_of_now(person, group):
    user = person("editor")
    paper = make.document("CTOC/COP/WG.8/2016/5", "Kryptonite", body=group, listed=False)
    follow(user, group, paper)
    paper.type = "note"
    paper.save()
    make.version(paper, "en", "held")
    assert "Kryptonite" in str(news_for(user))
    user.groups.clear()
    user = type(user).objects.get(pk=user.pk)
    assert news_for(user).count == 0


def test_a_thing_that_was_hidden_again_takes_its_news_with_it(reader, group):
    paper = make.document("CTOC/COP/WG.8/2016/5", "Kryptonite", body=group)
    follow(reader, group, paper)
    paper.type = "note"
    paper.save()
    make.meeting(group, start="2016-06-06", topic="Kryptonite")
    assert len(told(reader)) == 2
    paper.is_publicly_listed = False
    paper.save()
    Meeting.objects.update(audience=Audience.SECRETARIAT)
    assert told(reader) == {}


def test_what_a_meeting_was_before_it_was_opened_is_not_told(reader, group):
    meeting = make.meeting(group, start="2016-06-06", place="Kryptonite", audience=Audience.SECRETARIAT)
    follow(reader, group)
    meeting.place = "Vienna"
    meeting.save()
    meeting.audience = Audience.PUBLIC
    meeting.save()
    assert told(reader) == {str(group): {str(meeting): ["Opened to you"]}}


def test_what_was_corrected_before_the_issue_is_not_told(reader, publisher, group):
    paper = make.document("CTOC/COP/WG.8/2016/5", "Kryptonite", body=group, listed=False)
    Follow.objects.create(user=reader, subject="documents.document", subject_id=paper.pk)
    DocumentTitle.objects.update(text="Report")
    paper.type = "note"
    paper.save()
    issue(make.version(paper, "en", "expected"), publisher)
    assert told(reader) == {"CTOC/COP/WG.8/2016/5": {"CTOC/COP/WG.8/2016/5": ["Issued in English"]}}


# ---------------------------------------------------------------- what it costs


def test_news_costs_few_queries_however_much_is_followed_and_happens(reader, group, publisher):
    record = everything(group)
    follow(reader, *record.values())

    def happen(numbers):
        for number in numbers:
            paper = make.document(f"CTOC/COP/WG.8/2016/{number}", "A paper", body=group)
            make.place_in(record["session"], paper)
            make.response(record["mandate"], paper, to=record["session"])
            meeting = make.meeting(group, ordinal=number, start="2016-06-06")
            make.paragraph(record["act"], str(number))
            make.mandate(record["act"], f"do thing {number}")
            make.act(f"8/{number}", session=record["session"], body=group)
            make.version(paper)
            follow(reader, paper, meeting)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            news = news_of(reader, since=timezone.now() - timedelta(days=1))
        return len(queries), news.count

    happen(range(10, 12))
    few, _count = cost()
    happen(range(12, 40))
    many, count = cost()
    assert count > 100
    assert many <= MOST_QUERIES
    assert many <= few + 2


def test_whoever_follows_nothing_costs_nothing(reader, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert news_for(reader).groups == []


def test_when_nothing_happened_little_is_asked(reader, group, django_assert_max_num_queries):
    follow(reader, group)
    with django_assert_max_num_queries(5):
        assert news_for(reader).groups == []
