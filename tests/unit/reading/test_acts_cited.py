"""Resolutions and decisions named in running text, and which body adopted them."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.citations import body_named, find_acts, find_acts_on_pages, home_of


def cited(text, home="CTOC/COP"):
    return [(act.kind, act.body, act.number) for act in find_acts(text, home=home)]


def resolutions(text, home=""):
    """ "A 73/8", "CTOC/COP 7/1"; decisions carry a mark."""
    return [f"{'!' if act.kind == 'decision' else ''}{act.body} {act.number}" for act in find_acts(text, home=home)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See resolution 7/1.", [("resolution", "CTOC/COP", "7/1")]),
        ("Conference resolution 7/1", [("resolution", "CTOC/COP", "7/1")]),
        ("resolutions 5/1 and 5/4", [("resolution", "CTOC/COP", "5/1"), ("resolution", "CTOC/COP", "5/4")]),
        ("in its decision 4/4", [("decision", "CTOC/COP", "4/4")]),
        ("General Assembly resolution 73/8", [("resolution", "A", "73/8")]),
        ("resolution 73/8 of 3 May 2018", [("resolution", "A", "73/8")]),
        (
            "Security Council resolutions 1970 (2011) and 2292 \n(2016)",
            [("resolution", "S", "1970 (2011)"), ("resolution", "S", "2292 (2016)")],
        ),
        ("Economic and Social Council resolution 2012/19", [("resolution", "E", "2012/19")]),
        ("resolution 2012/19", [("resolution", "E", "2012/19")]),
        ("resolution 217 (III)", [("resolution", "A", "217 (III)")]),
        ("Human Rights Council resolution 5/1", [("resolution", "A/HRC", "5/1")]),
        ("Commission on Narcotic Drugs resolution 54/14", [("resolution", "E/CN.7", "54/14")]),
        ("Council resolution 5/1", [("resolution", "A/HRC", "5/1")]),
        (
            "resolutions on one country, in particular 1591 (2005), 1651 (2005)",
            [("resolution", "S", "1591 (2005)"), ("resolution", "S", "1651 (2005)")],
        ),
        (
            "the Conference of the States Parties to the United Nations Convention against Corruption, in its resolution 4/1,",
            [("resolution", "CAC/COSP", "4/1")],
        ),
        (
            "la résolution 73/8 de l’Assemblée générale et la décision 4/2 de la Conférence",
            [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")],
        ),
        (
            "la resolución 73/8 de la Asamblea General y la decisión 4/2",
            [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")],
        ),
        (
            "в резолюции 73/8 Генеральной Ассамблеи и решении 4/2",
            [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")],
        ),
        ("经社理事会1968年5月3日1312 (XLIV)号决议", [("resolution", "E", "1312 (XLIV)")]),
        ("大会第73/8号决议和第4/2号决定", [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")]),
        ("قرار الجمعية العامة 73/8 والمقرر 4/2", [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")]),
    ],
)
def test_acts_are_found_with_the_body_that_adopted_them(text, expected):
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "its resolutions 46/182 of 19 December 1991, 47/168 to 47/170 of 22 December 1992 and 66/137 A and B",
            ["A 46/182", "A 47/168", "A 47/169", "A 47/170", "A 66/137 A", "A 66/137 B"],
        ),
        ("resolutions 43/222 A to C and 51/211 A", ["A 43/222 A", "A 43/222 B", "A 43/222 C", "A 51/211 A"]),
        (
            "Conference resolutions 7/1 (para. 3), 7/2, paragraph 4, and 7/3",
            ["CTOC/COP 7/1", "CTOC/COP 7/2", "CTOC/COP 7/3"],
        ),
        (
            "General Assembly resolutions 60/1, entitled “One thing”, 61/2 on another matter and 62/3",
            ["A 60/1", "A 61/2", "A 62/3"],
        ),
        (
            "resolutions 55/1 of 3 May 2000, by which it named 2003–2004 a year, 58/2 of 4 May 2003, and 61/3 of 5 May 2006",
            ["A 55/1", "A 58/2", "A 61/3"],
        ),
        (
            "resolutions 46/152, entitled “Follow-up to General Assembly resolution 46/1”, and 47/91, entitled “On 47/2”",
            ["A 46/152", "A 46/1", "A 47/91"],
        ),
        ("Resolutions of the Economic and Social Council: 1984/47, 1989/57", ["E 1984/47", "E 1989/57"]),
        ("las resoluciones 48/104, de 20 de diciembre de 1993, y 61/143", ["A 48/104", "A 61/143"]),
        (
            "в резолюциях 46/182 от 19 декабря 1991 года, 48/57 и 49/139 A и B",
            ["A 46/182", "A 48/57", "A 49/139 A", "A 49/139 B"],
        ),
        ("резолюцией 2200 А (ХХI)", ["A 2200 A (XXI)"]),  # Cyrillic letters in the number
        (
            "第48/104号、第58/147号和第61/143号决议以及第74/568 B号决定",
            ["A 48/104", "A 58/147", "A 61/143", "!A 74/568 B"],
        ),
        (
            "قراراتها 46/182 المؤرخ 19 كانون الأول/ديسمبر 1991 و47/168 و66/137 ألف وباء",
            ["A 46/182", "A 47/168", "A 66/137 A", "A 66/137 B"],
        ),
        ("القرار 217 ألف (د-3) والقرار دإ-20/2", ["A 217 A (III)", "A S-20/2"]),
        ("resolu-\ntion 1514 (XV) of the General As-\nsembly", ["A 1514 (XV)"]),
        ("GENERAL ASSEMBLY RESOLUTION 1514 (XV)", ["A 1514 (XV)"]),
        ("القـــرار ٧٣/٨", ["A 73/8"]),
        ("resolution 973 (X) A. The", ["A 973 A (X)"]),
        ("Resolution 70/1.\n2 Resolution 217 A (III), annex.", ["A 70/1", "A 217 A (III)"]),
    ],
)
def test_lists_ranges_and_letters_name_every_act(text, expected):
    assert resolutions(text, home="CTOC/COP" if "Conference" in text else "") == expected


def test_what_a_range_implies_has_no_place_of_its_own():
    first, implied, last = find_acts("resolutions 5/1 to 5/3")
    assert (implied.number, implied.as_written, implied.start, implied.end) == ("5/2", "", last.start, last.start)
    assert (first.as_written, last.as_written) == ("resolutions 5/1", "5/3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "decisions 1/CP.21, 4/CMA.1 and 22/COP.14",
            ["!FCCC/CP 1/CP.21", "!FCCC/PA/CMA 4/CMA.1", "!ICCD/COP 22/COP.14"],
        ),
        ("decisions BC-14/13 and SC-9/4", ["!UNEP/CHW BC-14/13", "!UNEP/POPS SC-9/4"]),
        ("resolution 5/14 of the United Nations Environment Assembly", ["UNEP/EA 5/14"]),
        ("ECLAC resolution 728 (XXXVII)", ["ECLAC 728 (XXXVII)"]),
        (
            "резолюция 728 (XXXVII) Экономической комиссии для Латинской Америки и Карибского бассейна",
            ["ECLAC 728 (XXXVII)"],
        ),
        ("ESCAP resolution 79/10 and Commission resolution 75/1", ["E/ESCAP 79/10", "E/ESCAP 75/1"]),
        ("Economic Commission for Africa resolution 976 (LV)", ["E/ECA 976 (LV)"]),
        (
            "Commission on Human Rights resolution 2005/80 and Commission resolution 1993/48",
            ["E/CN.4 2005/80", "E/CN.4 1993/48"],
        ),
        ("decision 74/568 B; decision 2021/201", ["!A 74/568 B", "!E 2021/201"]),
        ("Economic and Social Council resolutions 663 C (XXIV) and 2076 (LXII)", ["E 663 C (XXIV)", "E 2076 (LXII)"]),
        ("resolution 1503 (XLVIII)", ["E 1503 (XLVIII)"]),  # the Assembly had no forty-eighth session of that count
        ("resolution 3201 (S-VI); resolution ES-10/14", ["A 3201 (S-VI)", "A ES-10/14"]),
        ("Human Rights Council resolution S-21/1", ["A/HRC S-21/1"]),
        ("UNSCR 1540 (2004), GA res. 70/1 and HRC resolution 31/3", ["S 1540 (2004)", "A 70/1", "A/HRC 31/3"]),
        ("resolution 2254 of the Security Council", ["S 2254 (2015)"]),  # the year follows from the number
    ],
)
def test_each_body_numbers_its_acts_in_its_own_way(text, expected):
    assert resolutions(text) == expected


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("under resolutions 2699 and 2700", "S", ["S 2699 (2023)", "S 2700 (2023)"]),
        ("its resolution 60/1, the Commission said", "E/CN.7", ["E/CN.7 60/1"]),
        ("Recalling its resolution 36/16", "A/HRC", ["A/HRC 36/16"]),
        ("Recalling its resolution 60/251", "A", ["A 60/251"]),
        ("decision XII/5", "CBD/COP", ["!CBD/COP XII/5"]),
        ("decision 2023/14", "DP", ["!DP 2023/14"]),
        ("resolution 5/4", "CTOC/COP/WG.6/2014/2", ["CTOC/COP 5/4"]),
        ("resolution 5/4", "", [" 5/4"]),
        ("decision 4/2 of the Conference", "", ["! 4/2"]),
        # The preamble speaks for the body whose text it is, whatever body it names on its way.
        (
            "Recalling Security Council resolution 1373 (2001) and its resolution 49/60",
            "A",
            ["S 1373 (2001)", "A 49/60"],
        ),
        ("The General Assembly,\nRecalling its resolution 65/230", "E/CN.15", ["A 65/230"]),
        ("Acting upon the request of the General Assembly in its resolution 60/251", "A/HRC", ["A 60/251"]),
        (
            "the resolutions of the Human Rights Council, including resolutions 24/18 and 27/7",
            "A",
            ["A/HRC 24/18", "A/HRC 27/7"],
        ),
        ("The Human Rights Council adopted resolution 8/12", "CTOC/COP", ["A/HRC 8/12"]),
    ],
)
def test_who_speaks_tells_whose_act_it_is(text, home, expected):
    assert resolutions(text, home) == expected


def test_its_resolution_is_that_of_the_subject_that_follows():
    assert cited("In its resolution 6/2, adopted by vote, the Human Rights Council asked for it.") == [
        ("resolution", "A/HRC", "6/2")
    ]


def test_a_heading_names_the_acts_of_the_table_below_it():
    text = "General Assembly resolutions\n\n63/170\tOne title\n72/181\tAnother title\nthat is long\n"
    text += "73/97; 74/5; 75/6;\n76/1\tA third of resolution 53/22\n77/2\tLast\n\nAn end."
    assert resolutions(text) == ["A 63/170", "A 72/181", "A 73/97", "A 74/5", "A 75/6", "A 76/1", "A 53/22", "A 77/2"]


def test_a_table_of_contents_and_the_title_of_an_act_cite_nothing():
    assert resolutions("Resolution\n\t7/1\tStrengthening one thing\t\t5\n", "CTOC/COP") == []
    assert resolutions("\nResolution 7/1\nStrengthening one thing", "CTOC/COP") == []


def test_a_table_goes_on_over_the_page_and_places_count_on_each_page():
    pages = ["General Assembly resolutions\n63/170\tOne", "72/181\tAnother\n"]
    first, second = find_acts_on_pages(pages, home="")
    assert [(act.body, act.number) for act in first + second] == [("A", "63/170"), ("A", "72/181")]
    assert pages[1][second[0].start : second[0].end] == second[0].as_written == "72/181"


def test_the_same_resolution_is_the_one_named_last_and_less_certain():
    first, second = find_acts("In its resolution 7/1, it asked. In the same resolution, it thanked.")
    assert (second.number, second.body) == (first.number, first.body)
    assert second.confidence < first.confidence


@pytest.mark.parametrize(
    "text",
    [
        "la résolution 7/1. Dans la même résolution", "la resolución 7/1. En la misma resolución",
        "резолюции 7/1. В той же резолюции",
        "第7/1号决议。同一决议", "القرار 7/1. وفي القرار نفسه",
        "resolution 7/1. The aforementioned resolution",
    ],
)  # fmt: skip
def test_the_same_resolution_in_every_language(text):
    first, second = find_acts(text)
    assert first.number == second.number == "7/1"


def test_the_same_resolution_without_one_before_it_names_nothing():
    assert cited("In the same resolution, it thanked.") == []


def test_a_bare_number_belongs_to_the_body_whose_document_it_is():
    assert cited("resolution 4/1", home="CAC/COSP") == [("resolution", "CAC/COSP", "4/1")]
    assert cited("resolution 4/1", home="A") == [("resolution", "", "4/1")]


def test_what_is_certain_rests_on_a_name_and_a_form_that_agree():
    (named,) = find_acts("General Assembly resolution 73/8")
    (alone,) = find_acts("resolution 73/8")
    (open_,) = find_acts("resolution 7/1", home="")
    assert named.confidence >= 0.99 > alone.confidence > open_.confidence
    (wrong_year,) = find_acts("resolution 1970 (2018)")  # no such number in that year
    assert wrong_year.confidence < 0.9


@pytest.mark.parametrize(
    ("given", "home"),
    [
        ("CTOC/COP", "CTOC/COP"), ("CTOC/COP/WG.8/2016/2", "CTOC/COP"), ("A/C.3/79/L.1", "A"), ("A/HRC/55/1", "A/HRC"),
        ("E/CN.15/2024/2", "E/CN.15"), ("LC/SES.37/4", "ECLAC"), ("Security Council", "S"), ("Conseil de sécurité", "S"), ("", ""),
        ("nothing known", ""), ("FCCC/PA/CMA/2021/10", "FCCC/PA/CMA"), ("E/ESCAP", "E/ESCAP"), ("ECE/TRANS/2023/1", "E/ECE"),
    ],
)  # fmt: skip
def test_the_home_of_a_document_follows_from_its_symbol_or_its_body(given, home):
    assert home_of(given) == home


@pytest.mark.parametrize(
    "text",
    [
        "resolution 7/1 of the Conference of the Parties to the United Nations Convention against Transnational\nOrganized Crime",
        "la résolution 7/1 de la Conférence des Parties à la Convention des Nations Unies contre la criminalité organisée",
        "la resolución 7/1 de la Conferencia de las Partes en la Convención contra la Delincuencia Organizada",
        "резолюция 7/1 Конференции участников Конвенции против транснациональной организованной преступности",
        "《联合国打击跨国有组织犯罪公约》缔约方会议第7/1号决议",
        "قرار مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية 7/1",
    ],
)
def test_the_conference_is_known_by_its_full_name_in_every_language(text):
    assert resolutions(text) == ["CTOC/COP 7/1"]


def test_a_body_is_known_by_its_name_in_every_language():
    names = [
        "General Assembly",
        "Assemblée générale",
        "Asamblea General",
        "Генеральная Ассамблея",
        "大会",
        "الجمعية العامة",
    ]
    assert {body_named(name) for name in names} == {"A"}
    assert body_named("a body that nobody knows") == ""


@pytest.mark.parametrize(
    "text",
    [
        "draft resolution 7/1", "projet de résolution 5/1", "第7/1号决议草案", "A/RES/73/8",
        "resolution 12/05/2016", "paragraph 7/1",
        "resolution A/C.3/70/L.1", "", "Framework Decision 2002/584/JHA", "European Parliament resolution 2018/2034(INI)",
        "Council Decision (CFSP) 2015/1333", "the resolution of 12 December 2012", "a decision in 2012/13年", "استقرار 7/1",
    ],
)  # fmt: skip
def test_what_is_no_act_is_left_alone(text):
    assert cited(text) == []


def test_the_number_of_another_organization_is_not_given_to_the_united_nations():
    assert [act.body for act in find_acts("African Union decision 884 (XXXVII)", home="A")] == [""]


WORDS = [
    "resolutions ",
    "decision ",
    "7/1",
    "73/8",
    "1970 (2011)",
    "217 A (III)",
    ", ",
    " and ",
    " to ",
    " A",
    " B",
    "General Assembly ",
]
WORDS += [
    "its ",
    "the Conference ",
    "\n",
    ".",
    "(",
    ")",
    " of 3 May 2018",
    "第",
    "号",
    "决议",
    "قرار ",
    "و",
    "\u0640",
    "resolu-\n",
    "\u200b",
    "İ",
]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map("".join)))
def test_places_fit_the_text_in_order_and_do_not_overlap(text):
    text += " resolutions 5/1 and 5/4; decision 4/4. " + text
    found = find_acts(text)
    assert all(act.as_written == text[act.start : act.end] for act in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(0 < act.confidence < 1 for act in found)


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=20).map("".join), max_size=4))
def test_places_on_pages_fit_their_pages(pages):
    found = find_acts_on_pages(pages)
    assert len(found) == len(pages)
    for page, acts in zip(pages, found, strict=True):
        assert all(act.as_written == page[act.start : act.end] for act in acts)


@pytest.mark.parametrize(
    "unit",
    [
        "resolution ", "resolutions 7/1, ", "its resolution 7/1 ", "the Conference ", "第1/1号", "第1/1号A、", "(",
        "resolutions 66/137 A to ",
        "General Assembly resolutions\n1/1 a\n", "resolutions 1 (2000) a, ", "resolution “",
        "resolution 7/1, entitled “", "resolutions 7/1, entitled “resolution 7/2”, ",
        "resolu-\n", "\u0640", "resolutions a, a, ",
    ],
)  # fmt: skip
def test_hostile_text_takes_no_long_time(unit):
    text = unit * (60_000 // len(unit))
    began = time.perf_counter()
    find_acts(text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("unit", ["Resolution 7/1 of it ", "in resolution 5/1, entitled “a b c d”, 5/2 of it.\n"])
def test_a_long_text_full_of_citations_takes_time_in_proportion(unit):
    text = unit * 40_000
    began = time.process_time()
    assert len(find_acts(text)) >= 40_000
    assert time.process_time() - began < 5  # about one second; four times as long and more where each looks back at all
