"""News by mail: only for who asks, only when there is some, never twice, and stopped with one click."""

import re
import socketserver
import threading
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.access import Audience
from accounts.models import Digest, NewsSettings
from documents import actions as documents
from tests import factories as make
from untoc_review import tasks
from untoc_review.celery import app
from untoc_review.digest import links, sending
from untoc_review.digest.periods import due, period_of
from untoc_review.news.gathering import news_of

pytestmark = pytest.mark.django_db(transaction=True)
VIENNA = ZoneInfo("Europe/Vienna")


@pytest.fixture(autouse=True)
def an_index_that_has_followed(monkeypatch, settings):
    """What a test writes counts as followed at once."""
    monkeypatch.setattr(sending, "DELAY", timedelta(0))
    settings.SITE_ADDRESS = "https://documents.example.org"


@pytest.fixture
def group():
    return make.body("wg8", "Working group on a review mechanism")


@pytest.fixture
def subscriber(person, group):
    """Makes a person with an address who follows the group and had their last digest yesterday."""

    def make_one(role="reader", digest=Digest.DAILY, email="rita@example.org"):
        user = person(role)
        user.email = email
        user.save()
        actions.follow(subject="meetings.body", subject_id=group.pk, by=user)
        now = timezone.now()
        NewsSettings.objects.create(
            user=user, digest=digest, mailed_until=now - timedelta(days=1), mailed_for=(now - timedelta(days=30)).date()
        )
        return user

    return make_one


def send(user):
    return sending.send(user.news_settings.pk)


@pytest.fixture
def killed_at(monkeypatch):
    """The worker dies in the middle: ``killed_at(where, "name", user)`` ends the process there, once ``first`` is done."""

    def die(where, name, user, first=lambda *given: None):
        def killed(*given, **named):
            first(*given)
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(where, name, killed)
            with pytest.raises(SystemExit):
                send(user)

    return die


def happen(group, number=1, title="Provisional agenda"):
    return make.document(f"CTOC/COP/WG.8/2016/{number}", title, body=group)


def test_a_mail_tells_what_happened_when_where_and_why(subscriber, group):
    user = subscriber()
    meeting = make.meeting(group, ordinal=2, start="2016-06-06")
    paper = happen(group, title="Agenda & <annotations>")
    make.place_in(meeting, paper, "agenda of")
    assert send(user) == "sent"
    (sent,) = mail.outbox
    assert sent.to == ["rita@example.org"]
    assert sent.subject == "News of what you follow: 2 records"
    text, (markup, kind) = sent.body, sent.alternatives[0]
    assert kind == "text/html"
    for words in (
        "Because you follow this body: https://documents.example.org/en/bodies/wg8",
        "CTOC/COP/WG.8/2016/1",
        "Agenda & <annotations>",
        "Second meeting, Vienna, 6 June 2016",
        "Listed",
        f"{timezone.localtime():%Y}, ",
        "https://documents.example.org/en/documents/CTOC/COP/WG.8/2016/1",
        "because you asked for it",
    ):
        assert words in text, words
    assert "Agenda &amp; &lt;annotations&gt;" in markup
    assert "<annotations>" not in markup
    stop = re.fullmatch(
        r"<(https://documents\.example\.org/en/account/news/stop/[\w:-]+)>", sent.extra_headers["List-Unsubscribe"]
    )
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop[1] in text
    assert stop[1] in markup
    assert sent.message()["Message-ID"].endswith("@documents.example.org>")


def test_there_is_no_mail_without_news_and_none_unless_asked_for(subscriber, group, person):
    user = subscriber()
    nobody = person("reader")
    nobody.email = "other@example.org"
    nobody.save()
    actions.follow(subject="meetings.body", subject_id=group.pk, by=nobody)
    assert send(user) == "no news"
    happen(group)
    assert tasks.send_digests.apply().get() == 0
    assert not mail.outbox
    assert NewsSettings.objects.get(user=user).sent_at is None


def test_a_day_has_one_digest_and_the_next_tells_only_what_is_new(subscriber, group):
    user = subscriber()
    happen(group, 1)
    assert send(user) == "sent"
    happen(group, 2)
    assert send(user) == "not due"
    tomorrow = timezone.now() + timedelta(days=1)
    assert sending.send(user.news_settings.pk, now=tomorrow) == "sent"
    first, second = mail.outbox
    assert "2016/1" in first.body
    assert "2016/2" not in first.body
    assert "2016/1\n" not in second.body
    assert "2016/2" in second.body


def test_two_workers_at_once_send_one_mail(subscriber, group, monkeypatch):
    user = subscriber()
    happen(group)
    both, results = threading.Barrier(2, timeout=20), []

    def together(*args, **kwargs):
        news = news_of(*args, **kwargs)
        both.wait()
        return news

    monkeypatch.setattr(sending, "news_of", together)

    def work():
        try:
            results.append(send(user))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["sent", "sent by another"]
    assert len(mail.outbox) == 1


def test_a_worker_killed_while_it_hands_the_mail_over_sends_no_second_one(subscriber, group, killed_at):
    user = subscriber()
    happen(group)
    killed_at(EmailBackend, "send_messages", user, lambda _server, messages: mail.outbox.extend(messages))
    assert send(user) == "not due"
    assert len(mail.outbox) == 1


def test_a_worker_killed_while_it_gathers_loses_nothing(subscriber, group, killed_at):
    user = subscriber()
    happen(group)
    killed_at(sending, "news_of", user)
    assert send(user) == "sent"


class Away(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody listens")


def refusing(problem):
    class Refusing(EmailBackend):
        def send_messages(self, messages):
            raise problem

    return Refusing


FOR_NOW = {
    "away": Away,
    "grey list": refusing(SMTPRecipientsRefused({"rita@example.org": (451, b"later")})),
    "full": refusing(SMTPDataError(452, b"disk full")),
    "the site itself is refused": refusing(SMTPSenderRefused(550, b"not you", "noreply@example.org")),
}


@pytest.mark.parametrize("how", FOR_NOW)
def test_a_mail_server_that_is_away_or_says_later_is_tried_again_and_nothing_is_lost(
    subscriber, group, monkeypatch, how
):
    user = subscriber()
    happen(group)
    before = NewsSettings.objects.values().get()
    with monkeypatch.context() as patch:
        patch.setattr(sending, "get_connection", FOR_NOW[how])
        assert tasks.send_digest.apply([user.news_settings.pk]).get() == "mail server away"
    assert NewsSettings.objects.values().get() == before
    assert tasks.send_digest.apply([user.news_settings.pk]).get() == "sent"
    assert "2016/1" in mail.outbox[0].body


FOR_EVER = {
    "no such address": (refusing(SMTPRecipientsRefused({"rita@example.org": (550, b"unknown")})), "refused"),
    "refused": (refusing(SMTPDataError(554, b"no")), "refused"),
    "broken off": (refusing(SMTPServerDisconnected("gone")), "perhaps sent"),
}


@pytest.mark.parametrize("how", FOR_EVER)
def test_a_mail_that_will_never_go_or_may_have_gone_is_not_sent_again_and_its_person_is_told(
    subscriber, group, monkeypatch, how, client_of
):
    user = subscriber()
    happen(group)
    backend, said = FOR_EVER[how]
    with monkeypatch.context() as patch:
        patch.setattr(sending, "get_connection", backend)
        assert send(user) == said
    assert send(user) == "not due"
    client = client_of(user)
    assert NewsSettings.objects.get().problem in client.get(reverse("digest")).content.decode()
    assert not mail.outbox


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to be given a mail. answers: what is said to the recipient, one for each mail; taken: mails."""

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "DATA":
                self.say("354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.say("250 taken")
            elif command == "RCPT":
                self.say(self.server.answers.pop(0))
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server(settings):
    """A real mail server on this machine, named by the settings."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        server.daemon_threads = True
        server.taken, server.answers = [], []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        yield server
        server.shutdown()
        thread.join(10)


def test_a_real_mail_server_is_given_the_mail_once_it_takes_it(subscriber, group, mail_server):
    user = subscriber()
    happen(group)
    mail_server.answers += ["451 come back later", "250 yes"]
    assert tasks.send_digest.apply([user.news_settings.pk]).get() == "mail server away"
    assert mail_server.taken == []
    assert tasks.send_digest.apply([user.news_settings.pk]).get() == "sent"
    (taken,) = mail_server.taken
    assert re.search(r"(?m)^List-Unsubscribe:\s+<https://documents\.example\.org/", taken)
    assert re.search(r"(?m)^List-Unsubscribe-Post: List-Unsubscribe=One-Click", taken)
    assert taken.count("CTOC/COP/WG.8/2016/1") >= 2
    assert send(user) == "not due"


def test_a_mail_server_that_does_not_answer_is_away(subscriber, group, mail_server, settings):
    user = subscriber()
    happen(group)
    mail_server.shutdown()
    mail_server.server_close()
    assert tasks.send_digest.apply([user.news_settings.pk]).get() == "mail server away"
    assert user.news_settings.sent_at is None


def test_the_clock_rings_for_everybody_who_is_due(subscriber, group, monkeypatch):
    users = [subscriber(email=f"{number}@example.org") for number in range(3)]
    subscriber(digest=Digest.OFF)
    subscriber(email="")
    left = subscriber(email="left@example.org")
    left.is_active = False
    left.save()
    rung = []
    monkeypatch.setattr(
        tasks.send_digest, "apply_async", lambda args, **options: rung.append((args[0], options["expires"]))
    )
    assert tasks.send_digests.apply().get() == 3
    assert rung == [(user.news_settings.pk, 600) for user in users]


def test_a_queue_that_is_away_is_no_error(subscriber, monkeypatch):
    subscriber()

    def fail(*args, **kwargs):
        raise ConnectionError("the broker is away")

    monkeypatch.setattr(tasks.send_digest, "apply_async", fail)
    assert tasks.send_digests.apply().get() == 0


def test_mails_have_a_queue_of_their_own():
    def queue_of(task):
        return app.amqp.router.route({}, task)["queue"].name

    mails = queue_of("untoc_review.tasks.send_digest")
    assert mails == queue_of("untoc_review.tasks.send_digests")
    assert mails.endswith(".mail")
    assert queue_of("documents.tasks.ingest_file") != mails


@pytest.mark.parametrize(
    ("digest", "now", "period"),
    [
        ("daily", datetime(2026, 11, 24, 5, 59, tzinfo=VIENNA), "2026-11-23"),
        ("daily", datetime(2026, 11, 24, 6, 0, tzinfo=VIENNA), "2026-11-24"),
        ("weekly", datetime(2026, 11, 23, 5, 59, tzinfo=VIENNA), "2026-11-16"),
        ("weekly", datetime(2026, 11, 23, 6, 0, tzinfo=VIENNA), "2026-11-23"),
        ("weekly", datetime(2026, 11, 29, 23, 0, tzinfo=VIENNA), "2026-11-23"),
    ],
)
def test_a_digest_is_for_a_day_or_a_week_and_goes_out_in_the_morning(digest, now, period):
    assert period_of(digest, now).isoformat() == period


def test_a_weekly_digest_waits_for_monday(subscriber):
    user = subscriber(digest=Digest.WEEKLY)
    monday = datetime(2026, 11, 23, 7, 0, tzinfo=VIENNA)
    NewsSettings.objects.filter(user=user).update(mailed_for=monday.date())
    for days in range(7):
        assert not due(monday + timedelta(days=days)).exists()
    assert due(monday + timedelta(days=7)).exists()


# ---------------------------------------------------------------- choosing and stopping


def test_a_person_chooses_and_the_first_mail_is_of_what_happens_from_then_on(person, group, client_of):
    user = person("reader")
    user.email = "rita@example.org"
    user.save()
    client = client_of(user)
    assert 'value="off"' in client.get(reverse("digest")).content.decode()
    actions.follow(subject="meetings.body", subject_id=group.pk, by=user)
    happen(group, 1)
    page = client.post(reverse("digest"), {"digest": "daily"}, follow=True).content.decode()
    assert "saved." in page
    settings = NewsSettings.objects.get(user=user)
    assert sending.send(settings.pk) == "not due"
    happen(group, 2)
    assert sending.send(settings.pk, now=timezone.now() + timedelta(days=1)) == "sent"
    assert "2016/1\n" not in mail.outbox[0].body
    assert "2016/2" in mail.outbox[0].body
    client.post(reverse("digest"), {"digest": "off"})
    assert NewsSettings.objects.get(user=user).digest == Digest.OFF


@pytest.mark.parametrize("choice", ["", "hourly", "\0", "x" * 500])
def test_another_choice_is_refused_in_words(person, choice, client_of):
    user = person("reader")
    user.email = "rita@example.org"
    user.save()
    client = client_of(user)
    page = client.post(reverse("digest"), {"digest": choice})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    with pytest.raises(actions.NotPossible):
        actions.choose_digest(digest=choice, done_for=None, by=user)


def test_people_without_an_address_are_told_so(person, client_of):
    client = client_of(person("reader"))
    assert "No mail address is known of you" in client.get(reverse("digest")).content.decode()
    assert "No mail address is known of you" in client.post(reverse("digest"), {"digest": "daily"}).content.decode()
    assert not NewsSettings.objects.exclude(digest="off").exists()


def test_one_click_stops_the_mails_without_signing_in(subscriber, group):
    user = subscriber()
    happen(group)
    send(user)
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://documents.example.org")
    stranger = Client(enforce_csrf_checks=True)
    asked = stranger.get(address)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Stop the mails?" in page
    assert "csrf" not in page
    assert user.username not in page
    assert "no-store" in asked["Cache-Control"]
    assert NewsSettings.objects.get(user=user).digest == Digest.DAILY
    for _ in range(2):
        answer = stranger.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert "No more mails" in answer.content.decode()
    assert NewsSettings.objects.get(user=user).digest == Digest.OFF
    assert user.follows.exists()


def test_a_wrong_or_old_link_stops_nothing_and_says_so(subscriber, monkeypatch):
    user = subscriber()
    token = links.stop_link(user).rpartition("/")[2]
    other_purpose = signing.dumps(user.pk, salt="something else")
    gone = signing.dumps(999_999, salt=links.SALT)
    for wrong in (
        token[:-2] + "xx",
        "nonsense",
        other_purpose,
        gone,
        signing.dumps({"a": 1}, salt=links.SALT),
        "a" * 3000,
    ):
        for ask in (Client().get, Client().post):
            answer = ask(reverse("stop_digest", args=[wrong]))
            assert answer.status_code == 404
            assert "not one of this site" in answer.content.decode()
    monkeypatch.setattr(links, "GOOD_FOR", timedelta(seconds=-1))
    answer = Client().post(reverse("stop_digest", args=[token]))
    assert "too old" in answer.content.decode()
    assert NewsSettings.objects.get(user=user).digest == Digest.DAILY


# ---------------------------------------------------------------- what may not be seen


@pytest.mark.parametrize("role", ["reader", "delegate"])
def test_a_digest_never_tells_what_its_reader_may_not_see(subscriber, group, role, publisher):
    user = subscriber(role)
    paper = make.document("CTOC/COP/WG.8/2016/5", "Kryptonite", body=group, listed=False)
    make.file(make.version(paper, "en", "held"), "Kryptonite")
    make.document("CTOC/COP/WG.8/2016/6", "Kryptonite", body=group, audience=Audience.SECRETARIAT)
    make.meeting(group, start="2016-06-06", topic="Kryptonite", audience=Audience.SECRETARIAT)
    make.act("1/1", "Kryptonite", body=group, audience=Audience.SECRETARIAT)
    assert send(user) == "no news"
    happen(group)
    assert sending.send(user.news_settings.pk, now=timezone.now() + timedelta(days=1)) == "sent"
    (sent,) = mail.outbox
    assert "1 record" in sent.subject
    assert "ryptonite" not in str(sent.message())
    assert "2016/5" not in sent.body
    # What was held back comes with its issue.
    documents.issue(paper.versions.get(), by=publisher)
    assert sending.send(user.news_settings.pk, now=timezone.now() + timedelta(days=2)) == "sent"
    assert "Issued in English" in mail.outbox[1].body
