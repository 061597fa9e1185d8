"""The index follows the database through the change table alone: nobody calls it, and nothing is lost or invented."""

import json
import random
import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.access import Audience
from accounts.models import User
from documents import actions
from documents.models import Act, Document, DocumentTitle, File, LanguageVersion, Page, Stage, VersionStatus
from documents.search import indexer as indexing
from documents.search import store
from documents.search.check import differences
from documents.search.find import find, matching
from documents.search.follow import Damaged, Following, build_anew, open_current
from documents.search.narrowing import Narrowed
from mandates.models import MandateDocument, Review
from meetings.models import Meeting
from provenance.followers import mark_of_now
from provenance.models import Change
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC, DELEGATES, SECRETARIAT = Audience


class Followed:
    """The index of what was there at the beginning, and an indexer that has followed from then on."""

    def __init__(self):
        # There from the beginning: two sessions that both make the person who signs would wait for each other.
        User.objects.get_or_create(username="clerk")
        build_anew()
        self.indexer = open_current()

    def catch_up(self):
        return self.indexer.catch_up()

    def close(self):
        indexer, self.indexer = self.indexer, None
        if indexer is not None:
            indexer.close()

    def finds(self, words, audience=PUBLIC):
        """The symbols found, after catching up; and the index must be equal to the database."""
        self.catch_up()
        assert differences() == []
        return [Document.objects.get(pk=key).symbol for key in matching(words, audience)]

    def acts(self, words, audience=PUBLIC):
        self.catch_up()
        assert differences() == []
        return [act.number for act in find(words, audience).acts]


def dont_wait_for_ever():
    """A session that waits for another's lock fails instead, and says so."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")


@pytest.fixture
def followed():
    """Begins to follow: ``index = followed()``."""
    begun = []

    def begin():
        begun.append(Followed())
        return begun[-1]

    dont_wait_for_ever()
    yield begin
    for each in begun:
        each.close()


def paper(symbol="CTOC/COP/2016/1", text="smuggling of walnuts", *, title="", language="en", **fields):
    """A document that is issued in one language, with its words."""
    document = make.document(symbol, title, listed=False, **fields)
    make.file(
        make.version(document, language), *([text] if isinstance(text, str) else text), name=f"{symbol} {language}"
    )
    return document


# ---------------------------------------------------------------- documents, texts and files


def test_a_new_document(followed):
    index = followed()
    paper()
    assert index.finds("walnuts") == ["CTOC/COP/2016/1"]


def test_nothing_happened(followed):
    paper()
    index = followed()
    assert index.catch_up() == 0


def test_a_title_changed_in_bulk(followed):
    paper(title="On walnuts", text="x")
    index = followed()
    DocumentTitle.objects.update(text="On hazelnuts")
    assert index.finds("hazelnuts") == ["CTOC/COP/2016/1"]
    assert index.finds("walnuts") == []


def test_a_symbol_changed(followed):
    document = paper()
    index = followed()
    symbol = document.symbols.get()
    symbol.as_printed = "CTOC/COP/2016/77"
    symbol.save()
    index.catch_up()
    assert find("CTOC/COP/2016/77", PUBLIC).exact == document
    assert find("CTOC/COP/2016/1", PUBLIC).exact is None
    assert differences() == []


def test_a_symbol_that_goes_over_to_another_document(followed):
    one, other = paper(), paper("CTOC/COP/2016/2", "chestnuts")
    index = followed()
    one.symbols.update(document=other, position=1)
    index.catch_up()
    assert differences() == []
    assert matching("2016/1", PUBLIC) == [other.pk]


def test_a_file_replaced(followed):
    document = paper()
    index = followed()
    version = document.versions.get()
    version.files.update(is_current=False)
    make.file(version, "a text about almonds", name="second")
    assert index.finds("almonds") == ["CTOC/COP/2016/1"]
    assert index.finds("walnuts") == []


def test_pages_read_again(followed):
    document = paper(text=["walnuts"] + ["nothing"] * 8)
    index = followed()
    file = File.objects.get()
    file.pages.all().delete()
    Page.objects.bulk_create(Page(file=file, number=number, text=f"almonds {number}") for number in range(1, 12))
    File.objects.update(page_count=11)
    assert index.finds("almonds") == ["CTOC/COP/2016/1"]
    assert index.finds("walnuts") == []
    place = find("almonds 7", PUBLIC).hits[0].place
    assert place.number == 7
    # So few that they are looked through where they stand: they leave the index of pages.
    document.versions.get().files.get().pages.filter(number__gt=2).delete()
    File.objects.update(page_count=2)
    assert index.finds("almonds") == ["CTOC/COP/2016/1"]
    index.indexer.generation.pages.reload()
    assert index.indexer.generation.pages.searcher().num_docs == 0


def test_a_version_issued_and_withdrawn(followed, publisher):
    document = make.document("CTOC/COP/2016/1", listed=False)
    version = make.version(document, status=VersionStatus.HELD)
    make.file(version, "walnuts")
    index = followed()
    assert index.finds("walnuts") == []
    assert index.finds("walnuts", SECRETARIAT) == ["CTOC/COP/2016/1"]
    actions.issue(version, by=publisher)
    assert index.finds("walnuts") == ["CTOC/COP/2016/1"]
    actions.withdraw(version, reason="Sent in error.", by=publisher)
    assert index.finds("walnuts") == []
    assert find("walnuts", PUBLIC).total == 0
    assert index.finds("walnuts", SECRETARIAT) == ["CTOC/COP/2016/1"]


def test_a_documents_audience_changed(followed):
    paper()
    index = followed()
    Document.objects.update(audience=DELEGATES)
    assert index.finds("walnuts") == []
    assert index.finds("walnuts", DELEGATES) == ["CTOC/COP/2016/1"]
    Document.objects.update(audience=PUBLIC)
    assert index.finds("walnuts") == ["CTOC/COP/2016/1"]


def test_a_file_moved_to_another_language_and_to_another_document(followed):
    one, other = paper(), make.document("CTOC/COP/2016/2", listed=False)
    index = followed()
    file = File.objects.get()
    file.version = make.version(one, "fr")
    file.save()
    assert index.finds("walnuts") == ["CTOC/COP/2016/1"]
    assert list(find("walnuts", PUBLIC).facets["language"]) == ["fr"]
    file.version = make.version(other)
    file.save()
    assert index.finds("walnuts") == ["CTOC/COP/2016/2"]


def test_a_version_moved_to_another_document(followed):
    paper()
    other = make.document("CTOC/COP/2016/2", listed=False)
    index = followed()
    LanguageVersion.objects.update(document=other)
    assert index.finds("walnuts") == ["CTOC/COP/2016/2"]


def test_a_file_taken_back_into_the_tray_and_deleted(followed):
    paper(text=["walnuts"] * 9)
    index = followed()
    File.objects.update(version=None, is_current=False)
    assert index.finds("walnuts", SECRETARIAT) == []
    make.document("CTOC/COP/2016/2", listed=False)
    File.objects.update(version=make.version(Document.objects.with_symbol("CTOC/COP/2016/2").get()), is_current=True)
    assert index.finds("walnuts") == ["CTOC/COP/2016/2"]
    File.objects.all().delete()
    assert index.finds("walnuts", SECRETARIAT) == []


def test_a_document_deleted(followed):
    paper(text=["walnuts"] * 9)
    index = followed()
    File.objects.all().delete()
    Document.objects.all().delete()
    assert index.finds("walnuts", SECRETARIAT) == []
    assert find("", SECRETARIAT).total == 0


# ---------------------------------------------------------------- what documents are tied to


def test_a_body_renamed(followed):
    body = make.body("wg8", "Group on walnuts")
    paper(text="x", body=body)
    index = followed()
    assert index.finds("walnuts") == ["CTOC/COP/2016/1"]
    type(body).objects.update(name="Group on hazelnuts")
    assert index.finds("hazelnuts") == ["CTOC/COP/2016/1"]
    assert index.finds("walnuts") == []
    body.names.create(name="Groupe des noisettes", language="fr")
    assert index.finds("noisettes") == ["CTOC/COP/2016/1"]


def test_a_body_that_turns_out_to_be_outside_the_conference(followed):
    body = make.body("wg8")
    paper(body=body)
    paper("CTOC/COP/2016/2", body=make.conference())
    make.act("9/1", body=body)
    index = followed()
    type(body).objects.filter(pk=body.pk).update(is_external=True)
    index.catch_up()
    assert differences() == []


def test_a_meetings_date_audience_and_body_changed(followed):
    body = make.body("wg8", "Group on walnuts")
    meeting = make.meeting(body, start="2016-05-01")
    make.place_in(meeting, paper(text="x"))
    index = followed()
    for change in (
        lambda: Meeting.objects.update(start="2017-06-01"),
        lambda: Meeting.objects.update(audience=SECRETARIAT),
        lambda: Meeting.objects.update(audience=PUBLIC),
        lambda: meeting.seats.update(body=make.body("wg9", "Group on hazelnuts")),
    ):
        change()
        index.catch_up()
        assert differences() == []
    assert index.finds("hazelnuts 2017") == ["CTOC/COP/2016/1"]
    assert index.finds("walnuts") == []


def test_an_agenda_item_renamed_and_its_meeting_hidden(followed):
    """The document has no place in the meeting, only under its item."""
    meeting = make.meeting(start="2016-05-01")
    item = make.agenda_item(meeting, "3", "Trade in walnuts")
    paper(text="x").agenda_items.add(item)
    index = followed()
    item.title = "Trade in hazelnuts"
    item.save()
    assert index.finds("hazelnuts") == ["CTOC/COP/2016/1"]
    assert index.finds("walnuts") == []
    Meeting.objects.update(audience=DELEGATES)
    assert index.finds("hazelnuts") == []
    assert index.finds("hazelnuts", DELEGATES) == ["CTOC/COP/2016/1"]


def test_a_place_proposed_confirmed_and_removed(followed):
    meeting = make.meeting(make.body("wg8", "Group on walnuts"), start="2016-05-01")
    place = make.place_in(meeting, paper(text="x"), confirmed=False)
    index = followed()
    assert index.finds("walnuts") == []
    type(place).objects.update(is_confirmed=True)
    assert index.finds("walnuts") == ["CTOC/COP/2016/1"]
    place.delete()
    assert index.finds("walnuts", SECRETARIAT) == []


def narrowed_to(mandate, audience=PUBLIC):
    return matching("", audience, Narrowed({"mandate": [mandate.pk]}))


def test_a_mandate_confirmed_answered_and_answered_by_another(followed):
    one, other = paper(), paper("CTOC/COP/2016/2")
    mandate = make.mandate(review=Review.PROPOSED)
    response = make.response(mandate, one)
    index = followed()
    assert narrowed_to(mandate) == []
    type(mandate).objects.update(review=Review.CONFIRMED)
    index.catch_up()
    assert narrowed_to(mandate) == [one.pk]
    type(response).objects.update(document=other)
    index.catch_up()
    assert narrowed_to(mandate) == [other.pk]
    type(response).objects.update(is_confirmed=False)
    index.catch_up()
    assert (narrowed_to(mandate), narrowed_to(mandate, SECRETARIAT)) == ([], [other.pk])
    response.delete()
    index.catch_up()
    assert narrowed_to(mandate, SECRETARIAT) == []
    assert differences() == []


def test_the_act_of_a_mandate_hidden(followed):
    document = paper()
    mandate = make.mandate()
    make.response(mandate, document)
    index = followed()
    Act.objects.update(audience=SECRETARIAT)
    index.catch_up()
    assert (narrowed_to(mandate), narrowed_to(mandate, SECRETARIAT)) == ([], [document.pk])
    assert differences() == []


def test_a_document_that_tells_of_a_mandate(followed):
    document = paper()
    mandate = make.mandate()
    index = followed()
    MandateDocument.objects.create(mandate=mandate, document=document)
    index.catch_up()
    assert narrowed_to(mandate) == [document.pk]
    mandate.documents.clear()
    index.catch_up()
    assert narrowed_to(mandate) == []
    assert differences() == []


# ---------------------------------------------------------------- acts


def test_an_act_titled_pasted_hidden_and_deleted(followed):
    index = followed()
    act = make.act("9/4")
    assert index.acts("walnuts") == []
    act.titles.create(text="Trade in walnuts")
    assert index.acts("walnuts") == ["9/4"]
    make.paragraph(act, "1", "Requests the Secretariat to count chestnuts.")
    assert index.acts("chestnuts") == ["9/4"]
    Act.objects.update(audience=DELEGATES)
    assert (index.acts("chestnuts"), index.acts("chestnuts", DELEGATES)) == ([], ["9/4"])
    act.delete()
    assert index.acts("chestnuts", SECRETARIAT) == []


def test_the_text_of_an_act_is_hidden_with_the_file_that_it_was_read_from(followed, publisher):
    document = paper(text="x")
    version = document.versions.get()
    act = make.act("9/4")
    make.paragraph(act, "1", "Requests the Secretariat to count chestnuts.", file=version.files.get())
    index = followed()
    assert index.acts("chestnuts") == ["9/4"]
    actions.withdraw(version, reason="Sent in error.", by=publisher)
    assert (index.acts("chestnuts"), index.acts("chestnuts", SECRETARIAT)) == ([], ["9/4"])
    actions.issue(version, by=publisher)
    Document.objects.update(audience=DELEGATES)
    assert (index.acts("chestnuts"), index.acts("chestnuts", DELEGATES)) == ([], ["9/4"])
    Document.objects.update(audience=PUBLIC)
    File.objects.update(is_current=False)
    assert index.acts("chestnuts") == []


# ---------------------------------------------------------------- transactions


class Writer:
    """Another session with the database, step by step: what is not committed is seen by nobody else."""

    def __init__(self):
        self._steps, self._done = [], []
        self._ready = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        try:
            dont_wait_for_ever()
            while True:
                with self._ready:
                    self._ready.wait_for(lambda: self._steps)
                    step = self._steps.pop()
                if step is None:
                    return
                try:
                    outcome = step()
                except Exception as problem:
                    outcome = problem
                with self._ready:
                    self._done.append(outcome)
                    self._ready.notify_all()
        finally:
            connections.close_all()

    def do(self, step):
        """Do one step in the other session and wait for it."""
        with self._ready:
            self._steps.append(step)
            self._ready.notify_all()
            assert self._ready.wait_for(lambda: self._done, timeout=30), "the other session waits for a lock"
            outcome = self._done.pop()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def begin(self):
        self.do(lambda: transaction.set_autocommit(False))

    def end(self, *, commit=True):
        self.do(lambda: (transaction.commit() if commit else transaction.rollback(), transaction.set_autocommit(True)))

    def close(self):
        with self._ready:
            self._steps.append(None)
            self._ready.notify_all()
        self._thread.join(30)


@pytest.fixture
def writer():
    """Makes other sessions: ``writer()``."""
    made = []

    def another():
        made.append(Writer())
        return made[-1]

    yield another
    for each in made:
        with suppress(Exception):
            each.do(lambda: transaction.get_autocommit() or transaction.rollback())
        each.close()


def test_a_transaction_that_began_earlier_and_commits_later(followed, writer):
    index, slow = followed(), writer()
    slow.begin()
    slow.do(lambda: paper("CTOC/COP/2016/1"))
    paper("CTOC/COP/2016/2")
    assert index.finds("walnuts") == ["CTOC/COP/2016/2"]
    index.catch_up()
    slow.end()
    assert sorted(index.finds("walnuts")) == ["CTOC/COP/2016/1", "CTOC/COP/2016/2"]


def test_a_long_transaction_holds_nobody_back(followed, writer):
    index, long = followed(), writer()
    long.begin()
    long.do(lambda: make.document("CTOC/COP/2016/1"))
    for number in range(2, 5):
        paper(f"CTOC/COP/2016/{number}")
        assert f"CTOC/COP/2016/{number}" in index.finds("walnuts")
    assert index.catch_up() == 0
    long.end()
    assert index.catch_up() == 1


def test_what_was_rolled_back_is_never_found(followed, writer):
    index, other = followed(), writer()
    other.begin()
    other.do(paper)
    index.catch_up()
    other.end(commit=False)
    with suppress(RuntimeError), transaction.atomic():
        paper("CTOC/COP/2016/2")
        raise RuntimeError
    assert index.finds("walnuts", SECRETARIAT) == []


def test_a_savepoint_given_up_inside_a_transaction_that_commits(followed):
    index = followed()
    with transaction.atomic():
        paper("CTOC/COP/2016/1")
        with suppress(RuntimeError), transaction.atomic():
            paper("CTOC/COP/2016/2")
            raise RuntimeError
        with transaction.atomic():
            paper("CTOC/COP/2016/3")
    assert sorted(index.finds("walnuts")) == ["CTOC/COP/2016/1", "CTOC/COP/2016/3"]


@pytest.mark.parametrize("seed", range(6))
def test_sessions_that_write_in_any_order(followed, writer, seed):
    """Four sessions begin, write, give up, commit and roll back as chance has it, and the index is looked at in between."""
    chance = random.Random(seed)
    documents = [paper(f"CTOC/COP/2016/{number}", f"text {number}").pk for number in range(1, 13)]
    index = followed()
    sessions = [writer() for _ in range(4)]
    # Each writes on documents of its own, or they would wait for one another's locks.
    own = {session: documents[place::4] for place, session in enumerate(sessions)}
    running, number = set(), 100
    until = time.monotonic() + 4
    for _step in range(120):
        if time.monotonic() > until:
            break
        session = chance.choice(sessions)
        number += 1
        if session not in running:
            session.begin()
            running.add(session)
        elif chance.random() < 0.4:
            session.end(commit=chance.random() < 0.7)
            running.discard(session)
        else:
            session.do(some_change(chance, own[session], number))
        if chance.random() < 0.4:
            index.catch_up()
    for session in running:
        session.end()
    index.catch_up()
    assert differences() == []
    assert find("", SECRETARIAT).total == Document.objects.count()


def some_change(chance, keys, number):
    """A step that changes one of the documents, or makes or deletes one, some of it given up again."""
    key = chance.choice(keys)

    def change():
        with suppress(RuntimeError), transaction.atomic():
            kind = chance.randrange(6)
            if kind == 0:
                paper(f"CTOC/COP/2017/{number}", f"fresh {number}")
            elif kind == 1:
                DocumentTitle.objects.update_or_create(document_id=key, defaults={"text": f"title {number}"})
            elif kind == 2:
                Page.objects.filter(file__version__document=key).update(text=f"read again {number}")
            elif kind == 3:
                Document.objects.filter(pk=key).update(audience=chance.choice(list(Audience)))
            elif kind == 4:
                File.objects.filter(version__document=key).update(is_current=chance.random() < 0.5)
            else:
                make.document(f"CTOC/COP/2018/{number}").delete()
            if chance.random() < 0.25:
                raise RuntimeError

    return change


def test_writers_and_an_indexer_at_full_speed(followed):
    """Nothing is arranged: threads write as fast as they can while the index is brought up to date again and again."""
    index, ended, failed = followed(), threading.Event(), []

    def write(seed):
        chance = random.Random(seed)
        keys = []
        try:
            while not ended.is_set():
                with suppress(RuntimeError), transaction.atomic():
                    made = paper(f"CTOC/COP/{2000 + seed}/{len(keys) + 1}-{chance.random()}", f"word {seed}")
                    if keys:
                        Document.objects.filter(pk=chance.choice(keys)).update(audience=chance.choice(list(Audience)))
                    if chance.random() < 0.2:
                        raise RuntimeError
                    keys.append(made.pk)
        except Exception as problem:
            failed.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 4
    while time.monotonic() < until:
        index.catch_up()
    ended.set()
    for thread in threads:
        thread.join(30)
    index.catch_up()
    assert failed == []
    assert Document.objects.count() > 20
    assert differences() == []


# ---------------------------------------------------------------- where the mark counts


def stored(indexer):
    """The mark as it stands in the index."""
    return indexer._stored_mark()


def with_mark(indexer, **changed):
    """Store another mark in the index, as if it had been stored so."""
    mark = type(stored(indexer))(**(vars(stored(indexer)) | changed))
    indexer.commit(mark)
    indexer.mark = None


def rounds_until_followed(seconds=20):
    """An indexer's rounds on whatever stands in the folder, until it has nothing more to do."""
    following = Following()
    until = time.monotonic() + seconds
    try:
        while following.round() != Following.IDLE_SECONDS or following.failures:
            assert time.monotonic() < until
    finally:
        following.leave()


def test_where_much_comes_it_gathers_until_no_more_comes(followed):
    build_anew()
    following = Following()
    following.GATHERED, following.LONGEST_GATHERING_SECONDS = 1_000, 60  # however slow the machine is
    try:
        assert following.round() == Following.IDLE_SECONDS
        for number in range(Following.MUCH + 1):
            make.document(f"CTOC/COP/2014/{number + 1}")
        assert following.round() == Following.AFTER_A_COMMIT_SECONDS
        following.round()
        for nut in ("almonds", "cashews"):
            paper(f"CTOC/COP/2016/{nut.index('s') + 1}", nut)
            assert following.round() == Following.NOTHING_CAME_SECONDS
            assert find(nut, PUBLIC).total == 0
        assert following.round() == Following.AFTER_A_COMMIT_SECONDS
        assert [find(nut, PUBLIC).total for nut in ("almonds", "cashews")] == [1, 1]
        assert following.round() == Following.IDLE_SECONDS
    finally:
        following.leave()


def test_the_mark_stands_in_the_index(followed):
    index = followed()
    paper()
    index.catch_up()
    kept = stored(index.indexer)
    assert kept == index.indexer.mark
    assert kept.newest[0] == Change.objects.latest("pk").pk


@pytest.mark.parametrize(
    "changed",
    [{"cluster": 1}, {"table": 1}, {"upto": 2**40}, {"newest": (10**12, "1.5")}],
    ids=lambda each: next(iter(each)),
)
def test_an_index_of_another_database_or_a_copy_is_built_anew(followed, changed):
    paper()
    index = followed()
    with_mark(index.indexer, **changed)
    with pytest.raises(Damaged):
        index.catch_up()
    index.close()
    before = store.current_path()
    rounds_until_followed()
    assert store.current_path() != before
    assert differences() == []


def test_a_database_set_back_to_an_earlier_day_that_has_gone_on_since(followed):
    """The newest change that the index knew has another moment now: its number was given away again."""
    paper()
    index = followed()
    Change.objects.update(at=timezone.now() - timedelta(days=1))
    with pytest.raises(Damaged):
        index.catch_up()


def test_tables_that_were_emptied_beside_the_triggers(followed):
    paper()
    index = followed()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE documents_document, provenance_change CASCADE")
    with pytest.raises(Damaged):
        index.catch_up()
    index.close()
    rounds_until_followed()
    assert find("", SECRETARIAT).total == 0


def test_an_index_that_was_away_for_too_long_is_built_anew(followed, monkeypatch):
    paper()
    index = followed()
    monkeypatch.setattr(indexing, "OLDEST_MARK", timedelta(seconds=-1))
    with pytest.raises(Damaged):
        index.catch_up()


@pytest.mark.parametrize(
    "told", ["{}", "nothing", "[1]", json.dumps({"mark": {"place": 1}, "at": "2026-01-01T00:00Z"})]
)
def test_a_mark_that_says_nothing_is_none(followed, monkeypatch, told):
    index = followed()
    monkeypatch.setattr(indexing.json, "dumps", lambda _: told)
    index.indexer.commit(mark_of_now())
    monkeypatch.undo()
    assert index.indexer._stored_mark() is None


def test_where_nearly_all_changed_building_anew_is_quicker(followed, monkeypatch):
    for number in range(1, 5):
        paper(f"CTOC/COP/2016/{number}")
    index = followed()
    monkeypatch.setattr(indexing, "MANY", 2)
    Document.objects.update(type="note")
    with pytest.raises(Damaged, match="quicker"):
        index.catch_up()
    index.close()
    rounds_until_followed()
    assert differences() == []


def test_what_is_taken_in_bit_by_bit_can_be_seen_before_the_end(followed, monkeypatch):
    index = followed()
    with transaction.atomic():
        for number in range(1, 7):
            paper(f"CTOC/COP/2016/{number}")
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr(indexing, "COMMIT_SECONDS", -1)
    seen = []
    index.indexer._between = lambda: seen.append((find("walnuts", PUBLIC).total, stored(index.indexer)))
    index.catch_up()
    assert [total for total, _mark in seen] == [0, 2, 4]
    # Killed there, it begins from the same mark again.
    assert len({mark for _total, mark in seen}) == 1
    assert find("walnuts", PUBLIC).total == 6
    assert differences() == []


def test_looking_uses_no_transaction_numbers(followed):
    index = followed()
    index.catch_up()
    with transaction.atomic(), connection.cursor() as cursor:
        assert index.catch_up() == 0
        cursor.execute("SELECT pg_current_xact_id_if_assigned()::text")
        assert cursor.fetchone() == (None,)


def test_a_reading_that_does_not_concern_texts_touches_nothing(followed):
    paper()
    index = followed()
    index.catch_up()
    File.objects.update(tries=3, stage=Stage.FILED)
    assert index.catch_up() == 0
    make.evidence(Document.objects.get(), "date", "2016")
    assert index.catch_up() == 0
