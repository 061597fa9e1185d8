"""What the first page says of the document itself, in six languages, and what it does not say."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading import PageText, Reading, read
from documents.reading.masthead import TYPES, Masthead, read_masthead
from documents.reading.masthead.wording import is_author_line
from documents.reading.pages import CERTAIN
from tests.files import pdf


def masthead_of(*pages: str, language: str = "") -> Masthead:
    texts = tuple(PageText(number, text) for number, text in enumerate(pages, start=1))
    return read_masthead(Reading("text/plain", texts, language))


def symbols_of(masthead: Masthead) -> list[str]:
    return [symbol.canonical for symbol in masthead.symbols.value] if masthead.symbols else []


ENGLISH = """United Nations CTOC/COP/2031/5*
Conference of the Parties to the Distr.: General
United Nations Convention against 4 June 2031
Transnational Organized Crime
Original: English

V.31-04567 (E) 100631 120631
*3104567*

Fifteenth session
Vienna, 6–10 October 2031
Item 2 (a) and (c) of the provisional agenda**
Review of the implementation of the Convention

Exchange of evidence between central authorities by
electronic means

Note by the Secretariat

Summary
The present note describes what was tried. See CTOC/COP/WG.3/2030/2 of 1 May 2030.
__________________
* Reissued for technical reasons on 9 June 2031.
** CTOC/COP/2031/1.
*** The present document has not been formally edited.
"""


def test_an_english_masthead_is_read_whole():
    masthead = masthead_of(ENGLISH, language="en")
    assert symbols_of(masthead) == ["CTOC/COP/2031/5"]
    assert masthead.symbols.value[0].reissued
    assert masthead.symbols.confidence >= 0.9
    assert masthead.distribution.value == "general"
    assert masthead.date.value == datetime.date(2031, 6, 4)
    assert masthead.original_language.value == "en"
    assert masthead.language.value == "en"
    assert masthead.body.value == (
        "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
    )
    assert masthead.session.value == 15
    assert masthead.place_and_dates.value == "Vienna, 6–10 October 2031"
    assert masthead.agenda_items.value == ("2 (a)", "2 (c)")
    assert masthead.title.value == "Exchange of evidence between central authorities by electronic means"
    assert masthead.author_line.value == "Note by the Secretariat"
    assert masthead.type.value == "note by the Secretariat"
    assert masthead.job_number.value == "V.31-04567"
    assert masthead.agenda_document.canonical == "CTOC/COP/2031/1"


def test_every_value_is_quoted_from_the_page_and_says_how_sure_it_is():
    masthead = masthead_of(ENGLISH, language="en")
    for name in ("date", "session", "place_and_dates", "agenda_items", "author_line", "job_number", "distribution"):
        value = getattr(masthead, name)
        assert value.quote in ENGLISH, name
        assert value.page == 1
        assert 0 < value.confidence <= 1


def test_a_note_means_what_its_text_says_however_many_asterisks_it_has():
    kinds = {note.mark: note.kind for note in masthead_of(ENGLISH).notes}
    assert kinds == {"*": "reissued", "**": "agenda document", "***": "unedited"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Submission of this paper was delayed by late replies.", "late"),
        ("El presente documento se reproduce tal como se recibió.", "as received"),
        ("Nouveau tirage pour raisons techniques (12 mai 2031).", "reissued"),
        ("Настоящий документ публикуется без официального редактирования.", "unedited"),
        ("未经正式编辑。", "unedited"),
        ("أعيد إصدارها لأسباب فنية.", "reissued"),
        ("E/CN.7/2031/1.", "agenda document"),
        ("The authors thank the institutes that took part.", "other"),
    ],
)
def test_notes_are_understood_in_six_languages(text, kind):
    assert masthead_of(f"United Nations CTOC/COP/2031/6\nDistr.: General\n\nA title\n\n* {text}").notes[0].kind == kind


FRENCH = """Nations Unies CTOC/COP/WG.7/2029/3
Conférence des Parties à la Distr. générale
Convention des Nations Unies 1 er mars 2029
contre la criminalité Français
transnationale organisée Original : anglais

V.29-01235 (F)

Groupe de travail sur le trafic illicite de migrants
Vienne, 4 et 5 juin 2029
Point 3 b) de l’ordre du jour provisoire*
Coopération aux frontières

Pratiques suivies dans les ports

Document d’information établi par le Secrétariat
"""

SPANISH = """Naciones Unidas CTOC/COP/2030/8
Conferencia de las Partes en la Distr. general
Convención de las Naciones Unidas 2 de diciembre de 2029
contra la Delincuencia Organizada Español
Transnacional Original: inglés

V.29-09876 (S)

16º período de sesiones
Viena, 15 a 19 de octubre de 2030
Tema 2 d) del programa provisional*
Armas de fuego

Marcado de armas en los puertos francos

Informe de la Secretaría
"""

RUSSIAN = """Организация Объединенных Наций CTOC/COP/2030/9
Конференция участников Конвенции Distr.: General
Организации Объединенных Наций 9 December 2029
против транснациональной Russian
организованной преступности Original: English

V.29-09999 (R)

Шестнадцатая сессия
Вена, 15–19 октября 2030 года
Пункт 4 предварительной повестки дня*
Помощь

Подготовка кадров в области судебной экспертизы

Записка Секретариата
"""

CHINESE = """联合国 CTOC/COP/2030/10
联合国打击跨国有组织犯罪公约 Distr.: General
缔约方会议 6 June 2030
Chinese
Original: English

V.30-01111 (C) GZ

第十六届会议
2030年10月15日至19日，维也纳
临时议程*项目 2(b)
技术援助

法医人员的培训

秘书处的报告
"""

ARABIC = """الأمــم المتحـدة CTOC/COP/2030/11
مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة Distr.: Limited
الجريمة المنظمة عبر الوطنية 16 July 2030
Arabic
Original: English

V.30-02222 (A)

الدورة السادسة عشرة
فيينا، 15-19 تشرين الأول/أكتوبر 2030
البند 7 من جدول الأعمال المؤقت
مسائل أخرى

تدريب خبراء الأدلة الجنائية

مذكرة من الأمانة
"""


@pytest.mark.parametrize(
    ("text", "language", "symbol", "date", "session", "items", "title", "kind"),
    [
        (
            FRENCH,
            "fr",
            "CTOC/COP/WG.7/2029/3",
            (2029, 3, 1),
            None,
            ("3 (b)",),
            "Pratiques suivies dans les ports",
            "background paper by the Secretariat",
        ),
        (
            SPANISH,
            "es",
            "CTOC/COP/2030/8",
            (2029, 12, 2),
            16,
            ("2 (d)",),
            "Marcado de armas en los puertos francos",
            "report of the Secretariat",
        ),
        (
            RUSSIAN,
            "ru",
            "CTOC/COP/2030/9",
            (2029, 12, 9),
            16,
            ("4",),
            "Подготовка кадров в области судебной экспертизы",
            "note by the Secretariat",
        ),
        (
            CHINESE,
            "zh",
            "CTOC/COP/2030/10",
            (2030, 6, 6),
            16,
            ("2 (b)",),
            "法医人员的培训",
            "report of the Secretariat",
        ),
        (
            ARABIC,
            "ar",
            "CTOC/COP/2030/11",
            (2030, 7, 16),
            16,
            ("7",),
            "تدريب خبراء الأدلة الجنائية",
            "note by the Secretariat",
        ),
    ],
)
def test_a_masthead_is_read_in_the_other_five_languages(text, language, symbol, date, session, items, title, kind):
    masthead = masthead_of(text)
    assert masthead.language.value == language
    assert symbols_of(masthead) == [symbol]
    assert masthead.date.value == datetime.date(*date)
    assert masthead.original_language.value == "en"
    assert (masthead.session.value if masthead.session else None) == session
    assert masthead.place_and_dates
    assert masthead.agenda_items.value == items
    assert masthead.title.value == title
    assert masthead.type.value == kind


def test_the_body_of_a_working_group_is_the_group():
    assert masthead_of(FRENCH).body.value == "Groupe de travail sur le trafic illicite de migrants"


# ---------------------------------------------------------------- without a masthead

UNMASTED = """   Papers that came out of the two open-ended expert meetings on the
return of stolen fishing vessels, held in Vienna from 3 to 5 May
2027 and on 8 and 9 February 2028
  Note by the Secretariat
1. In its resolution 14/2, the Conference asked for at least one meeting
of experts. The papers of the first (CTOC/COP/WG.8/2027/1) were issued
on 1 June 2027.
2. The second was held later.
__________________
 * CTOC/COP//2028/1.
 in the same room. Both papers will be before the Conference at its sixteenth
session.
"""


def test_a_text_without_a_masthead_states_no_symbol_and_no_date():
    masthead = masthead_of(UNMASTED, language="en")
    assert masthead.symbols is None
    assert masthead.date is None
    assert masthead.distribution is None
    assert masthead.session is None
    assert masthead.job_number is None


def test_a_text_without_a_masthead_still_has_a_title_and_an_author():
    masthead = masthead_of(UNMASTED, language="en")
    assert masthead.title.value.startswith("Papers that came out of the two")
    assert masthead.title.value.endswith("on 8 and 9 February 2028")
    assert masthead.author_line.value == "Note by the Secretariat"
    assert masthead.type.value == "note by the Secretariat"


def test_the_agenda_document_is_read_from_a_malformed_footnote_and_the_fault_is_kept():
    masthead = masthead_of(UNMASTED)
    assert masthead.agenda_document.canonical == "CTOC/COP/2028/1"
    assert "slash" in masthead.agenda_document.malformed
    assert [note.text for note in masthead.notes] == ["CTOC/COP//2028/1."]


def test_a_symbol_that_the_body_cites_is_never_the_documents_own():
    assert masthead_of("Advance questions\n\nSee CTOC/COP/2031/5.\n\nCTOC/COP/2031/6").symbols is None


def test_a_page_without_text_states_nothing():
    assert read_masthead(Reading("application/pdf", (PageText(1, ""),), "")) == Masthead()
    assert read_masthead(Reading("application/pdf", (), "")) == Masthead()


# ---------------------------------------------------------------- traps


def test_a_joint_document_has_two_symbols():
    masthead = masthead_of(
        "United Nations CTOC/COP/WG.2/2030/CRP.1-CTOC/COP/WG.3/2030/CRP.1\n3 May 2030\nEnglish only\n\nA paper"
    )
    assert symbols_of(masthead) == ["CTOC/COP/WG.2/2030/CRP.1", "CTOC/COP/WG.3/2030/CRP.1"]
    assert masthead.type.value == "conference room paper"


def test_a_symbol_broken_over_a_line_is_joined():
    assert symbols_of(masthead_of("United Nations CTOC\n/COP/2030/CRP.5\nDistr.: General\n\nA paper")) == [
        "CTOC/COP/2030/CRP.5"
    ]


def test_a_footnote_that_the_file_holds_before_the_masthead_does_not_hide_it():
    masthead = masthead_of("1 To be issued later (CTOC/COP/2030/99).\n\n" + ENGLISH)
    assert symbols_of(masthead) == ["CTOC/COP/2031/5"]


def test_running_heads_that_disagree_leave_the_symbol_to_a_person():
    draft = "CTOC/COP/2031/L.1\n\nText of a later page"
    masthead = masthead_of(ENGLISH, draft, draft, draft)
    assert symbols_of(masthead) == ["CTOC/COP/2031/5"]
    assert masthead.symbols.confidence < 0.9


def test_the_date_is_that_of_submission_and_not_of_the_meeting():
    assert (
        masthead_of("United Nations CTOC/COP/2031/5\nDistr.: General\n\nNinth session\nVienna, 6–10 October 2031").date
        is None
    )


def test_a_corrigendum_is_known_by_its_symbol():
    masthead = masthead_of(
        "United Nations CTOC/COP/2031/5/Corr.1\nDistr.: General\n4 June 2031\n\nExchange of evidence\n\nCorrigendum"
    )
    assert masthead.type.value == "corrigendum"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Provisional agenda and annotations", "provisional agenda"),
        ("Draft resolution submitted by the Chair", "draft resolution"),
        ("Report of the Conference of the Parties on its fifteenth session, held in Vienna", "report of session"),
        ("Report on the meeting of the Working Group on Firearms held in Vienna on 2 May", "report of meeting"),
        ("List of participants", "list of participants"),
        ("Информация для участников", "information for participants"),
        ("Ordre du jour provisoire annoté", "provisional agenda"),
        ("Proyecto de decisión", "draft decision"),
    ],
)
def test_the_title_tells_the_type(title, kind):
    masthead = masthead_of(f"United Nations CTOC/COP/2031/5\nDistr.: General\n4 June 2031\n\n{title}\n\nA second block")
    assert kind in TYPES
    assert masthead.type.value == kind


def test_a_pdf_is_read_from_bytes_to_masthead():
    masthead = read_masthead(read(pdf([ENGLISH.replace("–", "-")])))
    assert symbols_of(masthead) == ["CTOC/COP/2031/5"]
    assert masthead.title.value == "Exchange of evidence between central authorities by electronic means"


@given(st.text(max_size=400))
def test_no_text_makes_it_fall_over(text):
    masthead_of(text)


@given(
    st.lists(
        st.sampled_from(
            [*ENGLISH.split("\n"), *ARABIC.split("\n"), *CHINESE.split("\n"), "*", "* *", "___________", "(a)"]
        ),
        max_size=25,
    )
)
def test_no_order_of_its_lines_does_either(lines):
    masthead_of("\n".join(lines))


# ---------------------------------------------------------------- agenda items


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Item 2 (a), (c) and 4 of the provisional agenda*", ("2 (a)", "2 (c)", "4")),
        ("Agenda items 2 and 10", ("2", "10")),
        ("Item 4.7.2 of the provisional agenda", ("4.7.2",)),
        ("Item 109 of the preliminary list*", ("109",)),
        ("Provisional agenda item 12", ("12",)),
        ("Point 19, c, de l’ordre du jour", ("19 (c)",)),
        ("Points 34 et 71 b) de l’ordre du jour", ("34", "71 (b)")),
        ("Temas 2 y 3 del programa provisional*", ("2", "3")),
        ("Пункт 3 b) предварительной повестки дня*", ("3 (b)",)),
        ("Пункты 7 и 133 повестки дня", ("7", "133")),
        ("临时议程*项目2(b)", ("2 (b)",)),
        ("暂定项目表*项目137和138", ("137", "138")),
        ("البند 158 (ب) من جدول الأعمال", ("158 (ب)",)),
        ("البندان 7 و 133 من جدول الأعمال", ("7", "133")),
    ],
)
def test_agenda_items_are_read_as_printed(line, items):
    masthead = masthead_of(
        f"United Nations CTOC/COP/2031/5\nDistr.: General\n\nNinth session\n{line}\nOther matters\n\nA title"
    )
    assert masthead.agenda_items.value == items
    assert masthead.title.value == "A title"


# ---------------------------------------------------------------- how sure


def test_a_symbol_that_the_running_heads_repeat_is_certain():
    head = "CTOC/COP/2031/5\n\n2 V.31-04567\n\nText of a later page."
    assert masthead_of(ENGLISH.replace("5*", "5"), head, head).symbols.confidence >= 0.99


def test_a_symbol_with_nothing_of_a_masthead_under_it_is_not_certain():
    assert masthead_of("CTOC/COP/2031/5\n\nA title\n\nReport of the Secretariat").symbols.confidence < 0.9


def test_a_symbol_that_a_scan_misread_is_offered_and_never_certain():
    masthead = masthead_of(
        "United Nations\n\nE/C N A/109\n2 June 1948\nORIGINAL: ENGLISH\n\nCOMMISSION ON HUMAN RIGHTS\nThird session"
    )
    assert symbols_of(masthead) == ["E/CN.4/109"]
    assert masthead.symbols.confidence <= 0.5


def test_of_two_mastheads_in_one_file_the_one_that_fits_the_symbol_speaks():
    masthead = masthead_of(
        "United Nations CTOC/COP/2031/L.2\nDistr.: General\n6 February 2031\nOriginal: French\n"
        "Distr.: Limited\n9 June 2031\nOriginal: English\n\nDraft report\n\nA text"
    )
    assert masthead.distribution.value == "limited"
    assert masthead.date.value == datetime.date(2031, 6, 9)
    assert masthead.date.confidence < 0.9


def test_a_title_is_surer_with_its_author_line_under_it():
    signed = masthead_of(
        "United Nations CTOC/COP/2031/5\nDistr.: General\n\nOld nets\n\nNote by the Secretariat\n\nSummary"
    )
    unsigned = masthead_of("United Nations CTOC/COP/2031/5\nDistr.: General\n\nOld nets\n\nSummary\n\nText")
    assert signed.title.value == unsigned.title.value == "Old nets"
    assert signed.title.confidence > unsigned.title.confidence


def test_a_long_file_of_one_page_takes_no_longer_than_its_masthead():
    long = masthead_of(ENGLISH + "\n1. The session of the Conference, (a) item 2, A/70/95.\n" * 20_000)
    assert long.title == masthead_of(ENGLISH).title


def test_a_draft_may_have_a_hundred_sponsors():
    states = [f"Republic of Number {place}" for place in range(1, 100)]
    sponsors = ",\n".join(", ".join(states[place : place + 4]) for place in range(0, 99, 4))
    masthead = masthead_of(
        "United Nations A/85/L.12\nDistr.: Limited\n\nEighty-fifth session\nAgenda item 14\nOceans\n\n"
        f"{sponsors} and Zambia: draft resolution\n\nYear of the lighthouse\n\nThe General Assembly,\n"
    )
    assert masthead.title.value == "Year of the lighthouse"
    assert masthead.type.value == "draft resolution"


@pytest.mark.parametrize("session", ["", "Eighty-fifth session\nAgenda item 4\nElections\n\n"])
def test_a_title_may_end_with_the_name_of_a_committee(session):
    masthead = masthead_of(
        f"United Nations A/85/333\n\nGeneral Assembly Distr.: General\n4 June 2030\n\n{session}"
        "Composition of the Credentials Committee\n\nMembers since 2020\n\nNote by the Secretary-General\n\n1. The text"
    )
    assert masthead.title.value == "Composition of the Credentials Committee"
    assert masthead.body.value == "General Assembly"


def test_chinese_reports_under_an_article_or_a_resolution_name_no_author():
    assert not is_author_line("第十八条提交的报告")
    assert not is_author_line("根据大会第98/1号决议提交的报告")
    assert is_author_line("秘书长根据大会第98/1号决议提交的报告")
    assert is_author_line("荷兰提交的工作文件")


def test_nothing_on_a_web_page_is_certain_since_it_may_be_about_the_document():
    text = (
        "United Nations CTOC/COP/2031/9\nDistr.: General\n14 May 2031\nOriginal: English\n\nNote by the Secretariat\n"
    )
    page = (PageText(1, text),)
    assert read_masthead(Reading("text/plain", page, "en")).symbols.confidence >= CERTAIN
    assert read_masthead(Reading("text/html", page, "en")).symbols.confidence < CERTAIN


@pytest.mark.parametrize(
    ("line", "number"),
    [("K1402364 310714", "K1402364"), ("B31-00322 (E) 040531", "B31-00322"), ("GE.31-17123", "GE.31-17123")],
)
def test_job_numbers_of_every_duty_station_are_known(line, number):
    text = f"United Nations UNEP/EA.9/4\nDistr.: General\n14 May 2031\nOriginal: English\n\nNote by the Secretariat\n\n{line}\n"
    assert read_masthead(Reading("text/plain", (PageText(1, text),), "en")).job_number.value == number
