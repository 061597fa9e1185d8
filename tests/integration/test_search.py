"""The search: symbols and numbers first, words in six languages, and the same answer at every door."""

import json
import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Audience
from documents.models import DocumentTitle, MeetingRole
from documents.search.find import find, matching
from documents.search.narrowing import Narrowed
from tests import factories as make

pytestmark = pytest.mark.django_db

PUBLIC, DELEGATES, SECRETARIAT = Audience


def issued(symbol, title="", *pages, language="en", **fields):
    """A document issued in one language; its text is the title unless pages are given."""
    document = make.document(symbol, title, listed=False, **fields)
    make.file(make.version(document, language), *(pages or (title or symbol,)))
    return document


def symbols(found):
    return [hit.row.symbol for hit in found.hits]


def found_by(words, audience=PUBLIC, **narrowed):
    return symbols(find(words, audience, Narrowed(**narrowed) if narrowed else None))


@pytest.fixture
def client():
    return Client()


# ---------------------------------------------------------------- numbers and symbols


@pytest.fixture
def series(search_index):
    """The papers of two working groups whose numbers look alike, and of the Conference."""
    made = [
        issued(symbol)
        for symbol in (
            "CTOC/COP/WG.8/2016/10",
            "CTOC/COP/WG.8/2016/2",
            "CTOC/COP/WG.8/2016/2/Add.1",
            "CTOC/COP/WG.8/2015/3",
            "CTOC/COP/WG.18/2016/4",
            "CTOC/COP/2016/15",
            "A/RES/68/186",
        )
    ]
    search_index()
    return made


@pytest.mark.parametrize(
    "typed",
    [
        "CTOC/COP/WG.8/2015/3",
        "ctoc/cop/wg.8/2015/3",
        " CTOC / COP / WG.8 / 2015 / 3 ",
        "CTOC COP WG 8 2015 3",
        "ctoc-cop-wg.8-2015-3",
        "WG.8/2015/3",
        "wg8 2015 3",
        "wg.8 2015",
        "CTOC/COP/WG.8/2015/3.",
        "СТОС/СОР/WG.8/2015/3",
    ],
)
def test_a_symbol_opens_its_document_however_it_is_typed(series, client, typed):
    response = client.get(reverse("search"), {"q": typed})
    assert response.status_code == 302
    assert response.url == reverse("document", args=["CTOC/COP/WG.8/2015/3"])


def test_a_part_of_a_symbol_lists_its_series_in_natural_order_and_no_other(series):
    of_the_group = [
        "CTOC/COP/WG.8/2015/3",
        "CTOC/COP/WG.8/2016/2",
        "CTOC/COP/WG.8/2016/2/Add.1",
        "CTOC/COP/WG.8/2016/10",
    ]
    for typed in ("WG.8", "wg 8", "CTOC/COP/WG.8", "CTOC/COP/WG.8/", "ctoc cop wg.8"):
        assert found_by(typed) == of_the_group, typed
    for typed in ("WG.8/2016", "wg.8 2016", "CTOC/COP/WG.8/2016/*"):
        assert found_by(typed) == of_the_group[1:], typed


def test_a_symbol_with_a_supplement_opens_and_not_the_supplement(series):
    assert find("WG.8/2016/2", PUBLIC).exact.symbol == "CTOC/COP/WG.8/2016/2"
    assert find("WG.8/2016/2/Add.1", PUBLIC).exact.symbol == "CTOC/COP/WG.8/2016/2/Add.1"


@pytest.mark.parametrize("typed", ["CTOC/COP/WG.8/2015/4", "CTOC/COP/WG.8/2051/3", "CTOC/COP/WG.9/2015/3"])
def test_a_near_miss_suggests_what_comes_near_and_says_that_it_is_not_held(series, client, typed):
    assert "CTOC/COP/WG.8/2015/3" in [row.symbol for row in find(typed, PUBLIC).suggested]
    page = client.get(reverse("search"), {"q": typed}).content.decode()
    assert "is not held here" in page
    assert "Symbols that come near" in page


def test_the_number_of_an_act_opens_it_and_one_of_two_offers_both(search_index, client):
    seventh = make.act("7/1", "Strengthening the implementation")
    make.act("9/1", "A resolution")
    make.act("9/1", "A decision", kind="decision")
    search_index()
    for typed in ("7/1", "resolution 7/1", "Resolution No. 7/1", "res. 7/1", "RES 7/1"):
        assert find(typed, PUBLIC).exact == seventh, typed
    assert [act.kind for act in find("9/1", PUBLIC).acts] == ["resolution", "decision"]
    assert find("decision 9/1", PUBLIC).exact.kind == "decision"


def test_a_list_asked_for_has_the_exact_document_first(series, client):
    page = client.get(reverse("search"), {"q": "wg.8/2016/2", "list": "1"}).content.decode()
    assert re.findall(r'data-symbol="([^"]+)"', page) == ["CTOC/COP/WG.8/2016/2", "CTOC/COP/WG.8/2016/2/Add.1"]


def test_an_exact_symbol_is_found_before_the_index_knows_of_it(search_index):
    search_index()
    late = issued("CTOC/COP/2018/13", "Report")
    assert find("ctoc cop 2018 13", PUBLIC).exact == late


# ---------------------------------------------------------------- words


def test_all_words_must_stand_there_in_any_of_their_forms(search_index):
    issued("CTOC/COP/2016/1", "Report", "The meetings heard experts on the smuggling of migrants.")
    issued("CTOC/COP/2016/2", "Report", "The meeting heard nobody.")
    search_index()
    assert found_by("meeting expert smuggled migrant") == ["CTOC/COP/2016/1"]
    assert sorted(found_by("MEETINGS")) == ["CTOC/COP/2016/1", "CTOC/COP/2016/2"]
    assert found_by("meeting expert firearms") == []


def test_words_may_stand_on_different_pages(search_index):
    issued("CTOC/COP/2016/1", "Report", "On trafficking.", "On extradition.")
    search_index()
    assert found_by("trafficking extradition") == ["CTOC/COP/2016/1"]


def test_quotation_marks_or_minus_and_star_mean_what_they_say(search_index):
    issued("CTOC/COP/2016/1", "One", "The working group on firearms met.")
    issued("CTOC/COP/2016/2", "Two", "A group of people working on firearms.")
    issued("CTOC/COP/2016/3", "Three", "Extraditable offences and extradition.")
    search_index()
    assert found_by('"working group"') == ["CTOC/COP/2016/1"]
    assert found_by("«working group»") == ["CTOC/COP/2016/1"]
    assert sorted(found_by("firearms group")) == ["CTOC/COP/2016/1", "CTOC/COP/2016/2"]
    assert found_by("firearms -people") == ["CTOC/COP/2016/1"]
    assert found_by('firearms -"working group"') == ["CTOC/COP/2016/2"]
    assert sorted(found_by("people OR offence")) == ["CTOC/COP/2016/2", "CTOC/COP/2016/3"]
    assert found_by("extradit*") == ["CTOC/COP/2016/3"]
    assert found_by("fire* peop*") == ["CTOC/COP/2016/2"]
    assert found_by("-firearms") == ["CTOC/COP/2016/3"]


def test_a_typed_beginning_longer_than_the_stem_finds_its_words(search_index):
    issued("CTOC/COP/2016/1", "One", "On desertification.")
    search_index()
    for typed in ("desert*", "desertif*", "desertificat*", "desertification*"):
        assert found_by(typed) == ["CTOC/COP/2016/1"], typed


def test_a_title_weighs_more_than_the_masthead_and_that_more_than_the_text(search_index):
    group = make.body("wg7", "Working Group on Firearms")
    issued("CTOC/COP/2016/1", "Paper", *["Firearms, firearms and firearms."] * 3, date="2016-01-01")
    issued("CTOC/COP/2016/2", "Other paper", "Nothing.", body=group, date="2010-01-01")
    issued("CTOC/COP/2016/3", "Firearms", "Nothing.", date="2004-01-01")
    search_index()
    assert found_by("firearms") == ["CTOC/COP/2016/3", "CTOC/COP/2016/2", "CTOC/COP/2016/1"]


def test_a_text_in_the_language_of_the_question_stands_above_a_mere_name_of_the_body_in_it(search_index):
    body = make.conference()
    body.names.create(language="ar", name="مؤتمر الأطراف")
    issued("CTOC/COP/2016/1", "Newer", "Nothing.", body=body, date="2018-01-01")
    text = "قرر المؤتمر إنشاء فريق عامل حكومي دولي مفتوح باب العضوية."
    issued("CTOC/COP/2016/2", "Older", text, language="ar", body=body, date="2010-01-01")
    search_index()
    assert found_by("المؤتمر") == ["CTOC/COP/2016/2", "CTOC/COP/2016/1"]


def test_a_whole_title_puts_its_document_first(search_index):
    title = "Technical assistance provided to States in the implementation of the Convention"
    issued("CTOC/COP/2016/1", title, "Short.")
    issued("CTOC/COP/2016/2", f"{title} against Corruption and of other instruments", title)
    issued("CTOC/COP/2016/3", "Implementation: assistance of a technical kind to States", title * 3)
    search_index()
    assert found_by(title)[0] == "CTOC/COP/2016/1"


def test_of_two_alike_the_newer_stands_first(search_index):
    for year, number in (("2012", 1), ("2020", 2), ("2016", 3)):
        issued(f"CTOC/COP/2016/{number}", "Report on firearms", "The same words.", date=f"{year}-05-04")
    search_index()
    assert found_by("firearms report") == ["CTOC/COP/2016/2", "CTOC/COP/2016/3", "CTOC/COP/2016/1"]


def test_numbers_of_jobs_and_other_catalogues_are_found(search_index):
    document = issued("CTOC/COP/2016/1", "Report", "Text.")
    document.versions.update(job_number="V.16-08439")
    document.identifiers.create(scheme="NCJ", value="112233")
    search_index()
    assert found_by("V.16-08439") == ["CTOC/COP/2016/1"]
    assert found_by("NCJ 112233") == ["CTOC/COP/2016/1"]


def test_symbols_and_words_may_be_mixed(search_index):
    issued("CTOC/COP/WG.8/2016/2", "Report", "On review.")
    issued("CTOC/COP/WG.7/2016/2", "Report", "On review.")
    search_index()
    assert found_by("WG.8 review") == ["CTOC/COP/WG.8/2016/2"]


HOSTILE = [
    *(
        "title: colon",
        "a:b:c",
        '"',
        '""',
        "'",
        "*",
        "**",
        "-",
        "--",
        "- -",
        "OR",
        "OR OR",
        "AND",
        "(",
        ")(",
        "[a TO b]",
    ),
    *(
        "a AND",
        "NOT",
        "+x",
        "^",
        "~",
        "a~2",
        "\\",
        "/",
        "//",
        "\x00",
        "\ud800",
        "💩",
        "\u202e",
        "%",
        "_",
        "{{7*7}}",
        "<b>",
    ),
    *(
        "a" * 5000,
        "word " * 500,
        "-" * 400,
        '"' * 399,
        "*a",
        "a**",
        "é" * 300,
        "審" * 300,
        "ء" * 300,
        "1/0",
        "7/1/1/1/1/1",
    ),
    *(
        "\u0627\u0644",
        "\u0648",
        "的",
        ".*",
        "[a-z]+",
        "(?i)",
        "$",
        "a|b",
        "||",
        "&&",
        "a || b",
        'x "y',
        "\t\n",
        "２０１６",
    ),
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_gives_a_page_and_never_an_error(search_index, client, typed):
    issued("CTOC/COP/2016/1", "Report: a (first) one", "The words of a text.")
    search_index()
    for audience in Audience:
        find(typed, audience)
        matching(typed, audience)
    response = client.get(reverse("search"), {"q": typed.encode("utf-8", "replace").decode()})
    assert response.status_code in (200, 302)
    junk = {"q": typed.encode("utf-8", "replace").decode(), "page": "-1", "length": "x", "year": "٢٠١٦"}
    assert client.get(reverse("search_api"), {**junk, "body": "\x00"}).status_code == 200
    assert client.get(reverse("search"), {**junk, "format": "csv"}).status_code == 200
    assert find("report", PUBLIC).is_whole, "the index was taken to be damaged"


# ---------------------------------------------------------------- six languages

ALIGNED = {
    "en": "The Conference decided to establish a working group on the review mechanism for organized crime.",
    "fr": "La Conférence a décidé de créer un groupe de travail sur le mécanisme d’examen de la criminalité organisée.",
    "es": "La Conferencia decidió establecer un grupo de trabajo sobre el mecanismo de examen de la delincuencia organizada.",
    "ru": "Конференция постановила учредить рабочую группу по механизму обзора организованной преступности.",
    "ar": "قرر المؤتمر إنشاء فريق عامل معني بآلية استعراض تنفيذ الاتفاقية لمكافحة الجريمة المنظَّمة.",
    "zh": "缔约方会议决定设立审议机制问题工作组以打击有组织犯罪。",
}
RIGHT_WORDS = {
    "en": ["review mechanisms", "decide working groups", '"working group"', "ORGANIZED crimes"],
    "fr": ["mécanismes d'examen", "mecanisme examen", "groupes travail", "criminalité organisé", "l’examen"],
    "es": ["mecanismos de examen", "delincuencia organizado", "decidio establecer", "grupos de trabajo"],
    "ru": ["механизмы обзоров", "организованная преступность", "рабочая группа", "РАБОЧИХ ГРУПП"],
    "ar": [
        "المؤتمر",
        "مؤتمر",
        "والمؤتمر",
        "للمؤتمر",
        "آلية الاستعراض",
        "الفريق العامل",
        "فريق",
        "الجريمة المنظمة",
        "جريمة",
    ],
    "zh": ["审议机制", "审议", "机制 工作组", "会议决定", "犯罪", "会"],
}


@pytest.fixture
def aligned(search_index):
    """One document in six languages, and one more in each whose text is about something else."""
    document = make.document("CTOC/COP/2016/1", listed=False)
    for language, text in ALIGNED.items():
        make.file(make.version(document, language), "Page one.", text)
        DocumentTitle.objects.create(document=document, language=language, text=f"1: {text[:20]}")
    others = {
        "en": "Firearms and their parts.",
        "fr": "Les armes à feu et leurs pièces.",
        "es": "Las armas de fuego y sus piezas.",
        "ru": "Огнестрельное оружие и его части.",
        "ar": "الأسلحة النارية وأجزاؤها.",
        "zh": "枪支及其零部件。",
    }
    for number, (language, text) in enumerate(others.items(), start=2):
        issued(f"CTOC/COP/2016/{number}", "", text, language=language)
    search_index()


@pytest.mark.parametrize(
    ("language", "words"), [(code, each) for code, several in RIGHT_WORDS.items() for each in several]
)
def test_the_same_sentence_is_found_in_each_language_by_its_own_words(aligned, language, words):
    found = find(words, PUBLIC, language=language)
    assert symbols(found) == ["CTOC/COP/2016/1"], words
    place = found.hits[0].place
    assert (place.language, place.number) == (language, 2)
    assert "<mark>" in place.excerpt


def test_the_readers_own_language_comes_first_where_texts_are_as_good(search_index, client):
    document = make.document("CTOC/COP/2016/1", "English title", listed=False)
    DocumentTitle.objects.create(document=document, language="fr", text="Titre français")
    for language in ("en", "fr", "es"):
        make.file(make.version(document, language), "UNODC 2016")
    search_index()
    assert find("UNODC", PUBLIC, language="fr").hits[0].place.language == "fr"
    assert find("UNODC", PUBLIC, language="es").hits[0].place.language == "es"
    assert find("UNODC", PUBLIC, language="ru").hits[0].place.language == "en"
    page = client.get(reverse("search"), {"q": "UNODC"}, headers={"Accept-Language": "fr-CH, fr;q=0.9, en;q=0.8"})
    assert "Titre français" in page.content.decode()


# ---------------------------------------------------------------- where and why


def test_the_excerpt_is_of_the_page_that_holds_most_of_the_words_and_leads_there(search_index, client):
    pages = [f"Page {number} speaks of the Convention alone." for number in range(1, 31)]
    pages[22] = "Here the Convention and its annual questionnaire meet."
    document = issued("CTOC/COP/2016/1", "Long", *pages)
    issued("CTOC/COP/2016/2", "Short", "The Convention.", "The annual questionnaire of the Convention.")
    search_index()
    places = {hit.row.symbol: hit.place for hit in find("convention annual questionnaires", PUBLIC).hits}
    assert places["CTOC/COP/2016/1"].number == 23
    assert places["CTOC/COP/2016/2"].number == 2
    page = client.get(reverse("search"), {"q": "convention annual questionnaires"}).content.decode()
    address = f"{reverse('text', args=['en', document.path])}?page=23&amp;q=convention+annual+questionnaires"
    assert address in page
    text = client.get(address.replace("&amp;", "&")).content.decode()
    assert "<mark>questionnaire</mark>" in text


def test_an_excerpt_is_escaped_first_and_marked_after(search_index, client):
    issued("CTOC/COP/2016/1", "<script>alert(1)</script> report", "A <b>report</b> & <script>alert(2)</script>")
    search_index()
    page = client.get(reverse("search"), {"q": "report"}).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>report</mark>" in page
    assert "A &lt;b&gt;<mark>report</mark>&lt;/b&gt; &amp;" in page
    assert "<script>alert" not in page


def test_a_document_says_why_it_was_found_where_no_words_can_be_marked(search_index):
    issued("CTOC/COP/2016/1", "Report", "Nothing.", body=make.body("wg7", "Working Group on Firearms"))
    search_index()
    assert find("firearms", PUBLIC).hits[0].reason == "in the masthead or the facts of the document"


def test_acts_are_found_by_the_words_of_title_and_text(search_index):
    act = make.act("7/1", "Strengthening the implementation of the Convention")
    make.paragraph(act, "2", "Requests the Secretariat to convene a meeting on firearms;")
    make.act("8/2", "Mechanism for the review")
    search_index()
    assert find("strengthened implementation", PUBLIC).acts == [act]
    assert find("convene firearms", PUBLIC).acts == [act]


# ---------------------------------------------------------------- narrowing and order


@pytest.fixture
def mixed(search_index):
    """Documents of two bodies, three years and two types, placed in a session under an item, one answering a mandate."""
    first, second = make.body("wg1"), make.body("wg2")
    eighth = make.session(8)
    item = make.agenda_item(eighth, "2 (a)", "Review of implementation")
    made = {
        "a": issued("CTOC/COP/WG.1/2015/1", "Report one", body=first, date="2015-03-01", type="report of meeting"),
        "b": issued("CTOC/COP/WG.1/2016/1", "Report two", body=first, date="2016-03-01", type="note"),
        "c": issued("CTOC/COP/WG.2/2016/10", "Report three", body=second, date="2016-04-01", type="note"),
        "d": issued("CTOC/COP/WG.2/2016/9", "Report four", body=second, date="2017-04", type="note", language="fr"),
        "e": issued("CTOC/COP/2016/9", "Report five", body=make.conference(), date="2014"),
    }
    make.place_in(eighth, made["a"], MeetingRole.MADE_AVAILABLE, item=item)
    mandate = make.mandate()
    make.response(mandate, made["b"])
    search_index()
    return made | {"eighth": eighth, "item": item, "mandate": mandate}


def ask(client, **asked):
    page = client.get(reverse("search"), {"q": "report", **asked}).content.decode()
    return re.findall(r'data-symbol="([^"]+)"', page), page


def test_filters_take_several_values_each_and_narrow_together(mixed, client):
    assert set(ask(client, body=["wg1", "wg2"], year=["2015", "2016"])[0]) == {
        "CTOC/COP/WG.1/2015/1",
        "CTOC/COP/WG.1/2016/1",
        "CTOC/COP/WG.2/2016/10",
    }
    assert ask(client, body=["wg1", "wg2"], year=["2015"])[0] == ["CTOC/COP/WG.1/2015/1"]
    assert ask(client, type="note", language="fr")[0] == ["CTOC/COP/WG.2/2016/9"]
    assert ask(client, meeting=mixed["eighth"].pk)[0] == ["CTOC/COP/WG.1/2015/1"]
    assert ask(client, item=mixed["item"].pk)[0] == ["CTOC/COP/WG.1/2015/1"]
    assert ask(client, mandate=mixed["mandate"].pk)[0] == ["CTOC/COP/WG.1/2016/1"]
    assert set(ask(client, **{"from": "2016", "to": "2016"})[0]) == {"CTOC/COP/WG.1/2016/1", "CTOC/COP/WG.2/2016/10"}


def test_counts_say_what_each_value_would_bring_also_beside_those_chosen(mixed):
    whole = find("report", PUBLIC)
    assert whole.total == 5
    assert whole.facets["year"] == {2016: 2, 2015: 1, 2017: 1, 2014: 1}
    assert whole.facets["type"] == {"note": 3, "report of meeting": 1}
    assert whole.facets["language"] == {"en": 4, "fr": 1}
    assert whole.facets["mandate"] == {mixed["mandate"].pk: 1}
    narrowed = find("report", PUBLIC, Narrowed(values={"year": [2016]}))
    assert narrowed.total == 2
    assert narrowed.facets["year"] == whole.facets["year"]
    assert narrowed.facets["type"] == {"note": 2}


def test_each_filter_can_be_taken_away_by_itself_and_the_address_holds_all(mixed, client):
    page = ask(client, body=["wg1", "wg2"], year="2016", sort="symbol")[1]
    chips = re.findall(r'<li class="chip"><bdi>([^<]+)</bdi><a href="([^"]+)"', page)
    assert [label for label, _address in chips] == ["Body: Working group wg1", "Body: Working group wg2", "Year: 2016"]
    without_first = chips[0][1].replace("&amp;", "&")
    assert without_first == "?q=report&body=wg2&year=2016&sort=symbol"
    assert client.get(f"{reverse('search')}{without_first}").status_code == 200


def test_the_order_is_chosen_and_stable(mixed, client):
    by_symbol = [
        "CTOC/COP/2016/9",
        "CTOC/COP/WG.1/2015/1",
        "CTOC/COP/WG.1/2016/1",
        "CTOC/COP/WG.2/2016/9",
        "CTOC/COP/WG.2/2016/10",
    ]
    by_date = [mixed[name].symbol for name in "dcbae"]
    assert ask(client, sort="symbol")[0] == by_symbol
    assert ask(client, sort="date")[0] == by_date
    assert ask(client, sort="relevance")[0] == ask(client)[0]
    assert "Order:" in ask(client)[1]


def test_values_that_mean_nothing_are_passed_over(mixed, client):
    junk = {
        "body": "no-such",
        "year": "x",
        "type": "%00",
        "meeting": "99999999999999999999",
        "from": "-1",
        "sort": "??",
    }
    assert len(ask(client, **junk)[0]) == 5


def test_the_pages_of_a_long_result_follow_each_other_without_gap_or_repetition(search_index, client):
    for number in range(1, 46):
        issued(f"CTOC/COP/2016/{number}", f"Report {number}", date="2016-01-01")
    search_index()
    seen = [symbol for page in (1, 2, 3) for symbol in ask(client, sort="symbol", page=page)[0]]
    assert seen == [f"CTOC/COP/2016/{number}" for number in range(1, 46)]
    assert "21–40 of 45" in ask(client, page=2)[1]
    assert client.get(reverse("search"), {"q": "report", "page": "999999"}).status_code == 200


def test_the_list_of_documents_is_the_search_without_words(mixed, client):
    page = client.get(reverse("documents"), {"body": "wg2"}).content.decode()
    listed = re.findall(r'<a class="symbol" href="[^"]+"><bdi dir="ltr">([^<]+)</bdi>', page)
    assert listed == ["CTOC/COP/WG.2/2016/9", "CTOC/COP/WG.2/2016/10"]
    assert listed == symbols(find("", PUBLIC, Narrowed(values={"body": [mixed["c"].bodies.get().pk]})))


def test_the_counts_of_the_whole_list_are_those_of_each_circle_and_follow_the_record(mixed, search_index):
    hidden = make.document("CTOC/COP/2019/1", "Hidden", listed=False, date="2019-01-01")
    search_index()
    for _twice in range(2):
        assert 2019 not in find("", PUBLIC).facets["year"]
        assert find("", SECRETARIAT).facets["year"][2019] == 1
    make.version(hidden)
    search_index()
    assert find("", PUBLIC).facets["year"][2019] == 1


# ---------------------------------------------------------------- every door


def test_every_door_gives_the_same_answer(mixed, client, person):
    asked = {"q": "report", "body": "wg1"}
    wanted, _page = ask(client, body="wg1")
    told = client.get(reverse("search_api"), asked).json()
    assert [result["symbol"] for result in told["results"]] == wanted
    assert told["total"] == len(wanted)
    table = client.get(reverse("search"), asked | {"format": "csv"}).content.decode()
    assert set(re.findall(r"CTOC/COP/WG\.1/\d+/\d+", table)) == set(wanted)
    feed = client.get(reverse("search"), asked | {"format": "atom"})
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert all(symbol in feed.content.decode() for symbol in wanted)
    staff = Client()
    staff.force_login(person("editor"))
    listed = staff.get(reverse("admin:documents_document_changelist"), {"q": "report two"}).content.decode()
    assert "CTOC/COP/WG.1/2016/1" in listed
    assert "CTOC/COP/WG.1/2015/1" not in listed


def test_a_result_can_be_taken_away_as_a_spreadsheet(mixed, client):
    response = client.get(reverse("search"), {"q": "report", "format": "xlsx"})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content[:2] == b"PK"


def test_machines_read_the_result_with_its_counts_and_places(mixed, client):
    told = json.loads(client.get(reverse("search_api"), {"q": "three"}).content)
    (result,) = told["results"]
    assert result["symbol"] == "CTOC/COP/WG.2/2016/10"
    assert result["url"].startswith("http://testserver/en/documents/")
    assert told["facets"]["year"] == [{"value": "2016", "label": "2016", "count": 1}]
    exact = client.get(reverse("search_api"), {"q": "wg.2/2016/9"}).json()
    assert exact["exact"]["url"].endswith("/en/documents/CTOC/COP/WG.2/2016/9")


def test_without_an_index_the_search_goes_on_and_says_so(client):
    issued("CTOC/COP/2016/1", "Report on firearms", "The text of the report.")
    found = find("firearms report", PUBLIC)
    assert symbols(found) == ["CTOC/COP/2016/1"]
    assert not found.is_whole
    assert find("2016/1", PUBLIC).exact.symbol == "CTOC/COP/2016/1"
    assert "The index of texts is being built" in client.get(reverse("search"), {"q": "firearms"}).content.decode()


MOST_QUERIES = 17


@pytest.mark.parametrize("role", [None, "editor"])
def test_a_result_page_costs_few_queries_however_much_is_found(mixed, search_index, person, role):
    visitor = Client()
    if role:
        visitor.force_login(person(role))
    chosen = {"body": "wg1", "meeting": mixed["eighth"].pk, "mandate": mixed["mandate"].pk, "item": mixed["item"].pk}
    asked = [
        (reverse("search"), {}),
        (reverse("search"), chosen),
        (reverse("search_api"), {}),
        (reverse("documents"), {}),
    ]

    def costs():
        found = []
        for address, narrowed in asked:
            with CaptureQueriesContext(connection) as queries:
                assert visitor.get(address, {"q": "report", **narrowed}).status_code == 200
            found.append(len(queries))
        return found

    few = costs()
    for number in range(1, 31):
        paper = issued(f"CTOC/COP/WG.1/2019/{number}", f"Report {number}", *["A report."] * (number % 9 + 1))
        make.place_in(mixed["eighth"], paper, item=make.agenda_item(mixed["eighth"], str(number + 10)))
        make.response(make.mandate(action=f"report {number}"), paper)
    search_index()
    for before, after in zip(few, costs(), strict=True):
        assert after <= min(before + 2, MOST_QUERIES)


def test_headings_of_the_result_page_never_skip_a_level(mixed, client):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", ask(client)[1])]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("part", ["answer", "like_symbol", "words", "any_words"])
def test_an_index_that_fails_in_any_part_of_a_page_is_done_without(series, search_index, client, monkeypatch, part):
    def fail(*args, **kwargs):
        raise ValueError("the file is shorter than it says")

    issued("CTOC/COP/2016/20", "Long", *["The Convention."] * 9)
    search_index()
    monkeypatch.setattr(f"documents.search.questions.Questions.{part}", fail)
    for typed in ("convention", "CTOC/COP/WG.8/2051/3", "WG.8"):
        assert client.get(reverse("search"), {"q": typed}).status_code == 200
