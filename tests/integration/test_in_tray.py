"""The in-tray: what waits for a person, by reason; one file after the other; and how files come on, seen from a page."""

import struct
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from documents import actions, in_tray, issuing
from documents.ingest import ladder
from documents.ingest.intake import receive
from documents.models import Document, DocumentMeeting, File, LanguageVersion, Stage, VersionStatus, Waits
from provenance.models import Evidence
from tests import factories as make
from tests.files import pdf
from tests.notes import NOTE_WITH_MASTHEAD

pytestmark = pytest.mark.django_db
PROGRESS = "/admin/documents/file/progress.json"


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


def taken_in(text, name="note.txt"):
    content = text.encode() if isinstance(text, str) else text
    return receive(content, name=name, by=None, way="test").file


def read(text, name="note.txt"):
    file = taken_in(text, name)
    ladder.climb(file.pk)
    file.refresh_from_db()
    return file


# ------------------------------------------------------------------ progress


def progress(client, *keys):
    return client.get(PROGRESS, {"files": ",".join(str(key) for key in keys)}).json()


def test_each_file_says_its_fate_in_words_and_whether_more_will_happen(staff):
    moving, done = taken_in("words"), read(NOTE_WITH_MASTHEAD, "done.txt")
    answer = progress(staff, moving.pk, done.pk, 999_999)
    first, second = answer["files"]
    assert (first["fate"], first["is_final"], first["climbed"]) == ("being read: received", False, 1)
    assert (second["outcome"], second["is_final"], second["climbed"]) == ("stored", True, len(Stage))
    assert second["url"] == reverse("admin:documents_file_change", args=[done.pk])
    assert not answer["all_final"]
    ladder.climb(moving.pk)
    answer = progress(staff, moving.pk)
    assert answer["files"][0]["needs_a_person"]
    assert answer["all_final"]


@pytest.mark.parametrize("asked", ["", "x", "1;2", "-1", "1" * 40, "\0", "1," * 5000])
def test_nonsense_in_the_question_is_no_error(staff, asked):
    assert staff.get(PROGRESS, {"files": asked}).status_code == 200


@pytest.mark.parametrize("files", [1, 30])
def test_asking_costs_the_same_for_many_files(staff, files, django_assert_max_num_queries):
    keys = [
        make.file(make.version(make.document(f"CTOC/COP/2016/{at}"), "en"), "words", name=f"{at}.txt").pk
        for at in range(1, files + 1)
    ]
    with django_assert_max_num_queries(10):
        assert len(progress(staff, *keys)["files"]) == files


@pytest.mark.parametrize(("role", "status"), [("reader", (302, 403)), ("delegate", (302, 403)), ("editor", (200,))])
def test_how_files_come_on_is_for_the_secretariat(client, person, role, status):
    client.force_login(person(role))
    assert client.get(PROGRESS).status_code in status


# ------------------------------------------------------------------ the list


IN_TRAY = "/admin/documents/file/in-tray/"


def desk_of(file, **query):
    address = reverse("admin:documents_file_change", args=[file.pk])
    return f"{address}?{urlencode(query)}" if query else address


@pytest.fixture
def eighth_session():
    session = make.session(8)
    make.place_in(session, make.document("CTOC/COP/2016/1", "Provisional agenda", body=make.conference()), "agenda of")
    return session


def waits(name, because=Waits.NO_SYMBOL, language="", **fields):
    file = make.file(None, "Some words.", name=name, **fields)
    file.language = language
    file.wait(because, "A person must decide.")
    file.save()
    return file


def test_an_empty_in_tray_says_so_in_words(staff):
    assert "Nothing waits for a person" in staff.get(IN_TRAY).content.decode()
    assert "No file is here for this reason" in staff.get(IN_TRAY, {"waits": "unreadable"}).content.decode()
    assert "Nothing that waits has" in staff.get(IN_TRAY, {"q": "nowhere"}).content.decode()


def test_every_reason_is_counted_and_narrows(staff, editor, eighth_session):
    for because in Waits:
        waits(f"{because.value}.txt", because)
    read(b"\xff\xd8\xff\xe0" + b"\0" * 200, "picture.jpg")
    read(NOTE_WITH_MASTHEAD, "with a meeting.txt")
    make.file(None, "", name="scan.pdf", unread_pages=[1])
    File.objects.filter(name="scan.pdf").update(stage=Stage.READ)
    actions.set_aside(waits("aside.txt"), reason="A draft", by=editor)
    counts = in_tray.counts()
    assert counts == dict.fromkeys([reason.slug for reason in in_tray.REASONS], 1) | {"all": len(Waits) + 2}
    for slug, count in counts.items():
        page = staff.get(IN_TRAY, {"waits": slug})
        assert len(page.context["rows"]) == count, slug
    assert "a meeting is proposed for CTOC/COP/2016/7" in staff.get(IN_TRAY).content.decode()


def test_the_oldest_stands_first_and_words_narrow(staff):
    late = waits("late.txt", symbol_read="CTOC/COP/2016/9")
    early = waits("early.txt", received_at=late.received_at - timedelta(days=3))
    assert [file for file, _why in staff.get(IN_TRAY).context["rows"]] == [early, late]
    assert [file for file, _why in staff.get(IN_TRAY, {"q": "2016/9"}).context["rows"]] == [late]
    for nonsense in ({"waits": "nonsense"}, {"q": "\0"}, {"page": "x"}):
        assert len(staff.get(IN_TRAY, nonsense).context["rows"]) == 2


def test_many_are_set_aside_with_one_reason_and_none_without(staff):
    files = [waits(f"{at}.txt") for at in range(3)]
    keys = [file.pk for file in files[:2]]
    assert "Say why" in staff.post(IN_TRAY, {"file": keys, "act": "aside", "reason": ""}).content.decode()
    assert in_tray.counts()["set-aside"] == 0
    answer = staff.post(IN_TRAY, {"file": keys, "act": "aside", "reason": "Test prints"}, follow=True)
    assert "2 files set aside" in answer.content.decode()
    assert [file for file, _why in answer.context["rows"]] == [files[2]]
    assert "Select the files first" in staff.post(IN_TRAY, {"act": "retry"}).content.decode()


def test_files_in_trouble_are_sent_up_again(staff, bell, django_capture_on_commit_callbacks):
    file = read(b"\xff\xd8\xff\xe0" + b"\0" * 200, "picture.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(IN_TRAY, {"file": [file.pk], "act": "retry"})
    file.refresh_from_db()
    assert file.problem == ""
    assert bell == [file.pk]


def test_only_what_was_read_for_certain_is_accepted_at_once(staff, eighth_session):
    meeting, unsure = (
        read(NOTE_WITH_MASTHEAD, "sure.txt"),
        waits("unsure.txt", Waits.SYMBOL_UNSURE, symbol_read="A/71/5"),
    )
    words = staff.post(IN_TRAY, {"file": [meeting.pk, unsure.pk], "act": "accept"}, follow=True).content.decode()
    assert "1 file accepted as read" in words
    assert "“unsure.txt”: It was not read for certain" in words
    assert meeting.document.places.get().is_confirmed
    unsure.refresh_from_db()
    assert unsure.version is None


@pytest.mark.parametrize("files", [2, 40])
def test_the_list_and_a_desk_cost_the_same_with_many_files(staff, files, django_assert_max_num_queries):
    made = [waits(f"{at}.txt") for at in range(files)]
    with django_assert_max_num_queries(14):
        assert len(staff.get(IN_TRAY).context["rows"]) == files
    with django_assert_max_num_queries(30):
        staff.get(desk_of(made[0], waits="all"))


# ------------------------------------------------------------- one after the other


def test_a_desk_says_where_the_file_stands_and_leads_to_its_neighbours(staff):
    files = [waits(f"{at}.txt") for at in range(3)]
    place = staff.get(desk_of(files[1], waits="no-symbol")).context["place"]
    assert (place.number, place.total, place.previous, place.next) == (2, 3, files[0].pk, files[2].pk)


def test_what_is_done_leads_on_to_the_next_and_can_be_undone_there(staff):
    first, second = waits("first.txt"), waits("second.txt")
    answer = staff.post(desk_of(first, waits="no-symbol"), {"act": "aside", "reason": "A draft"}, follow=True)
    assert answer.context["file"] == second
    assert "“first.txt”: Set aside: A draft." in answer.content.decode()
    assert answer.context["just_done"] == first
    staff.post(desk_of(first, waits="no-symbol"), {"act": "take-up"})
    assert in_tray.counts()["no-symbol"] == 2
    staff.post(desk_of(first, waits="no-symbol"), {"act": "aside", "reason": "A draft"})
    answer = staff.post(desk_of(second, waits="no-symbol"), {"act": "aside", "reason": "Too"}, follow=True)
    assert "No file is here for this reason" in answer.content.decode()


def test_accepting_files_under_what_was_read_and_confirms_the_meeting(staff, eighth_session):
    file = read(NOTE_WITH_MASTHEAD)
    actions.untie(file, by=make.person("somebody"))
    assert "Accept CTOC/COP/2016/7, English" in staff.get(desk_of(file)).content.decode()
    staff.post(desk_of(file), {"act": "accept"})
    file.refresh_from_db()
    assert str(file.document) == "CTOC/COP/2016/7"
    assert file.document.places.get().is_confirmed


def test_masthead_and_name_that_disagree_stand_side_by_side(staff):
    file = waits("CTOC_COP_2016_8-E.pdf", Waits.NAME_DISAGREES, symbol_read="CTOC/COP/2016/7", language="en")
    words = staff.get(desk_of(file)).content.decode()
    assert "The masthead is right" in words
    assert "The file name is right" in words
    assert 'value="CTOC/COP/2016/8"' in words
    assert "Accept CTOC" not in words
    staff.post(desk_of(file), {"act": "symbol", "symbol": "CTOC/COP/2016/8", "language": "en"})
    file.refresh_from_db()
    assert str(file.document) == "CTOC/COP/2016/8"


def test_a_refusal_is_said_at_the_same_desk_and_changes_nothing(staff):
    file, _other = waits("one.txt"), waits("two.txt")
    answer = staff.post(desk_of(file, waits="all"), {"act": "accept"})
    assert "No symbol was read" in answer.content.decode()
    assert in_tray.counts()["all"] == 2


# ------------------------------------------------------------------ taken out again


def test_a_file_taken_out_of_the_document_it_founded_leaves_nothing_behind(eighth_session, editor):
    waiting = make.reference(make.document("CTOC/COP/2016/99"), symbol="CTOC/COP/2016/7")
    before = (Document.objects.count(), LanguageVersion.objects.count(), DocumentMeeting.objects.count())
    file = read(NOTE_WITH_MASTHEAD)
    assert actions.untie(file, by=editor) is None
    after = (Document.objects.count(), LanguageVersion.objects.count(), DocumentMeeting.objects.count())
    assert after == before
    file.refresh_from_db()
    waiting.refresh_from_db()
    assert (file.version, file.is_current, file.waits_because) == (None, False, Waits.SYMBOL_UNSURE)
    assert waiting.document is None
    assert not Evidence.objects.filter(subject__in=["documents.document", "documents.languageversion"]).exists()
    assert set(file.references.values_list("citing", flat=True)) <= {None}


def test_a_document_of_the_register_keeps_what_it_had_and_loses_what_the_file_said(eighth_session, editor):
    document = make.document("CTOC/COP/2016/7", "The registered title")
    make.version(document, "en", VersionStatus.EXPECTED)
    file = read(NOTE_WITH_MASTHEAD)
    document.refresh_from_db()
    assert document.date
    assert actions.untie(file, by=editor) == document
    document.refresh_from_db()
    assert (document.date, document.title) == (None, "The registered title")
    assert document.versions.get().status == VersionStatus.EXPECTED
    assert not document.places.exists()


def test_the_file_that_was_replaced_is_the_current_one_again(eighth_session, editor):
    first = read(NOTE_WITH_MASTHEAD)
    second = read(NOTE_WITH_MASTHEAD + "\n2. A second paragraph.\n", "again.txt")
    version = actions.replace(second, version=first.version, by=editor)
    actions.untie(second, by=editor)
    assert version.current_file == first


def test_what_is_issued_is_not_taken_out(eighth_session, publisher):
    file = read(NOTE_WITH_MASTHEAD)
    issuing.issue(file.version, by=publisher)
    with pytest.raises(actions.NotPossible, match="Withdraw it"):
        actions.untie(file, by=publisher)
    with pytest.raises(actions.NotPossible, match="not filed"):
        actions.untie(waits("x.txt"), by=publisher)
    file.refresh_from_db()
    assert file.is_current


def test_taken_out_from_the_desk(staff, eighth_session):
    file = read(NOTE_WITH_MASTHEAD)
    assert (
        "no longer filed as CTOC/COP/2016/7"
        in staff.post(desk_of(file), {"act": "untie"}, follow=True).content.decode()
    )


# ------------------------------------------------------------------ the page as a picture


def picture_of(file, number=1):
    return f"/admin/documents/file/{file.pk}/pages/{number}.png"


@pytest.fixture
def paper():
    return read(pdf("A page that is drawn."), "paper.pdf")


def test_a_page_is_drawn_once_and_kept_by_the_browser(staff, paper):
    answer = staff.get(picture_of(paper))
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", answer.content[16:24])
    assert 800 < width < height < 1400
    assert "immutable" in answer["Cache-Control"]
    assert staff.get(picture_of(paper), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_page_that_can_not_be_drawn_says_so(staff, paper):
    assert staff.get(picture_of(paper, 99)).status_code == 404
    broken = make.file(None, "x", name="broken.pdf")
    answer = staff.get(picture_of(broken))
    assert answer.status_code == 422
    assert "can’t be drawn" in answer.content.decode()
    assert staff.get(picture_of(make.file(None, "x", name="x.txt", media_type="text/plain"))).status_code == 404


@pytest.mark.parametrize("role", [None, "reader", "delegate"])
def test_for_others_there_is_no_picture_and_no_in_tray(client, person, paper, role):
    if role:
        client.force_login(person(role))
    assert client.get(picture_of(paper)).status_code == 404
    assert client.get(IN_TRAY).status_code in (302, 403)
    assert client.post(desk_of(paper), {"act": "aside", "reason": "x"}).status_code in (302, 403)


def test_the_desk_shows_the_page_the_text_of_other_kinds_and_the_times(staff, paper):
    words = staff.get(desk_of(paper)).content.decode()
    assert picture_of(paper) in words
    assert words.count("<time") >= 3
    assert "<pre" in staff.get(desk_of(read("Only words.", "words.txt"))).content.decode()
    for page in ("0", "7", "x", "\0", "9" * 30):
        assert staff.get(desk_of(paper, page=page)).status_code == 200
