"""Nobody finds by search, count, filter, excerpt, suggestion, feed, digest or export what they may not see."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Audience
from documents.models import MeetingRole
from documents.search.find import find, matching, matching_acts
from mandates.models import Review
from tests import factories as make

pytestmark = pytest.mark.django_db

PUBLIC, DELEGATES, SECRETARIAT = Audience
# Words that stand in hidden things alone: whoever finds one of them, or sees it, has seen too much.
SECRETS = {
    "hiddentitle": "title of a document that is not issued",
    "hiddentext": "text of a version that is held and not issued, of a document issued in another language",
    "hiddenold": "text of a file that was replaced",
    "hiddenwithdrawn": "text of a withdrawn version",
    "hiddendelegate": "document for delegates, issued",
    "hiddenmeeting": "topic of a meeting that the secretariat alone knows of",
    "hiddenitem": "agenda item of that meeting",
    "hiddenmandate": "mandate proposed by a machine",
    "hiddenact": "act that the secretariat alone knows of",
    "hiddenparagraph": "paragraph read from a file that is not issued",
    "hiddentray": "file without a document",
}
FOR_DELEGATES = {"hiddendelegate"}


@pytest.fixture
def record(search_index, person):
    """A public document about “report”, and beside it one hidden thing of each kind that speaks of the same."""
    group = make.body("wg8")
    report = make.document("CTOC/COP/WG.8/2016/2", "Public report", listed=False, body=group, date="2016-06-07")
    english = make.version(report)
    replaced = make.file(english, "Report: hiddenold words.", name="old.pdf")
    replaced.is_current = False
    replaced.save()
    make.file(english, "The report as issued.", name="new.pdf")
    make.file(make.version(report, "fr", "held"), "Report: hiddentext words.")
    make.file(make.version(report, "es", "withdrawn"), "Report: hiddenwithdrawn words.")
    secret = make.document(
        "CTOC/COP/WG.8/2016/3", "Report with hiddentitle", listed=False, body=group, date="2017-01-01"
    )
    make.file(make.version(secret, status="held"), "Report: hiddentitle again.")
    limited = make.document("CTOC/COP/WG.8/2016/CRP.4", "Report hiddendelegate", audience=DELEGATES, listed=False)
    make.file(make.version(limited), "Report hiddendelegate text.")
    closed = make.meeting(group, topic="hiddenmeeting report", start="2016-03-01", audience=SECRETARIAT)
    item = make.agenda_item(closed, "1", "hiddenitem report")
    make.place_in(closed, report, MeetingRole.BEFORE, item=item)
    proposed = make.mandate(action="hiddenmandate report", review=Review.PROPOSED)
    make.response(proposed, report)
    make.act("9/9", "Report hiddenact", audience=SECRETARIAT)
    act = make.act("9/8", "Report of an act")
    unissued = make.file(make.version(secret, "fr", "held"), "Report hiddenparagraph.")
    make.paragraph(act, "1", "Report hiddenparagraph", file=unissued, page=1)
    make.file(None, "Report hiddentray", name="hiddentray.pdf")
    search_index()
    return {
        "report": report,
        "limited": limited,
        "secret": secret,
        "closed": closed,
        "item": item,
        "proposed": proposed,
    }


def clients(person):
    made = {None: Client()}
    for role in ("reader", "delegate", "editor"):
        made[role] = Client()
        made[role].force_login(person(role))
    return made


VISITORS = [(None, PUBLIC), ("reader", PUBLIC), ("delegate", DELEGATES)]


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: SECRETS[secret])
@pytest.mark.parametrize("audience", Audience)
def test_a_word_of_a_hidden_thing_finds_nothing_and_counts_nothing(record, secret, audience):
    found = find(secret, audience)
    if audience >= SECRETARIAT or (audience >= DELEGATES and secret in FOR_DELEGATES):
        return
    assert found.is_whole
    assert (found.count, found.facets.get("body"), found.exact, found.suggested) == (0, {}, None, [])
    assert matching(secret, audience) == matching_acts(secret, audience) == []
    for part in (
        f"{secret[:9]}*",
        f"report {secret}",
        f"report -{secret}",
        f'"report {secret}"',
        f"report OR {secret}",
    ):
        told = str([(hit.row, hit.title, hit.place) for hit in find(part, audience).hits])
        assert secret not in told


def test_the_secretariat_finds_each_of_them_in_its_own_way(record):
    for secret in ("hiddentitle", "hiddentext", "hiddendelegate", "hiddenmeeting", "hiddenitem", "hiddenwithdrawn"):
        assert find(secret, SECRETARIAT).total == 1, secret
    assert find("hiddendelegate", DELEGATES).total == 1
    assert len(find("hiddenact", SECRETARIAT).acts) == len(find("hiddenparagraph", SECRETARIAT).acts) == 1


def test_counts_of_each_circle_are_of_what_it_sees(record):
    assert [find("report", audience).total for audience in Audience] == [1, 2, 3]
    public = find("report", PUBLIC).facets
    assert public["year"] == {2016: 1}
    assert public["language"] == {"en": 1}
    assert (public["meeting"], public["item"], public["mandate"]) == ({}, {}, {})
    staff = find("report", SECRETARIAT).facets
    assert staff["language"]["fr"] == 2
    assert len(staff["meeting"]) == len(staff["item"]) == len(staff["mandate"]) == 1


def doors(record):
    """Every address at which a search, or what follows from one, can be read."""
    search, documents, api = reverse("search"), reverse("documents"), reverse("search_api")
    questions = [
        "report",
        "hidden*",
        "CTOC/COP/WG.8/2016/3",
        "WG.8",
        "CTOC/COP/WG.8/2016/9",
        "-nothing",
        "",
        "9/9",
        "9/8",
    ]
    hidden_values = [
        f"meeting={record['closed'].pk}",
        f"item={record['item'].pk}",
        f"mandate={record['proposed'].pk}",
        "year=2017",
        "language=fr",
        "sort=symbol",
    ]
    for door in (search, api):
        yield from (f"{door}?q={question}" for question in questions)
        yield from (f"{door}?q=report&{value}" for value in hidden_values)
        yield from (f"{door}?q={secret}" for secret in SECRETS)
    for kind in ("csv", "xlsx", "atom"):
        yield from (f"{door}?q=report&format={kind}" for door in (search, documents))
    yield from (documents, *(f"{documents}?{value}" for value in hidden_values))
    yield from (reverse("home"), reverse("documents_feed"), reverse("acts_feed"), reverse("meetings_feed"))


def test_no_door_shows_a_word_of_a_hidden_thing(record, person):
    made = clients(person)
    for role, audience in VISITORS:
        allowed = FOR_DELEGATES if audience >= DELEGATES else set()
        for address in doors(record):
            response = made[role].get(address, follow=True)
            told = b"".join(response.streaming_content) if response.streaming else response.content
            text = told.decode(errors="replace")
            # What was asked is said again; it is no finding.
            asked = set(re.findall(r"hidden\w+", address))
            seen = set(re.findall(r"hidden[a-z]{3,}", text)) - asked - allowed
            assert not seen, f"{role or 'anonymous'} at {address}"
            if "2016/3" not in address:
                assert "CTOC/COP/WG.8/2016/3" not in text, f"{role or 'anonymous'} at {address}"
            if audience < DELEGATES:
                assert "CRP.4" not in text, f"{role or 'anonymous'} at {address}"


def test_a_hidden_symbol_answers_like_one_that_is_not_held(record):
    hidden, unknown = find("CTOC/COP/WG.8/2016/3", PUBLIC), find("CTOC/COP/WG.8/2016/8", PUBLIC)
    assert hidden.exact is unknown.exact is None
    assert (
        [row.symbol for row in hidden.suggested]
        == [row.symbol for row in unknown.suggested]
        == ["CTOC/COP/WG.8/2016/2"]
    )


def test_what_was_withdrawn_since_the_index_was_made_is_not_shown(record):
    record["report"].versions.filter(language="en").update(status="held", issued_at=None, issued_by=None)
    found = find("report", PUBLIC)
    assert found.hits == []
    assert matching("report", PUBLIC) == []


def test_an_excerpt_is_never_of_a_text_that_was_withdrawn_since(record):
    made = make.document("CTOC/COP/2018/1", "Report to stay listed", listed=True)
    make.file(make.version(made), "Report with lateword.")
    from documents.search.follow import build_anew

    build_anew()
    made.versions.update(status="held", issued_at=None, issued_by=None)
    (hit,) = find("lateword report", PUBLIC).hits
    assert hit.place is None
