"""What one operative paragraph asks: whom, what, by when, with what means; in six languages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.operative import read_paragraph

ALIKE = [
    ("en", "4. Also requests the Secretariat, within existing resources, to submit a report on wells to the Conference "
     "at its ninth session;",
     "Also requests", "the Secretariat", "at its ninth session", "within existing resources"),
    ("fr", "4. Prie également le Secrétariat, dans la limite des ressources existantes, "
     "de présenter à la Conférence, à sa neuvième session, un rapport sur les puits ;",
     "Prie également", "le Secrétariat", "à sa neuvième session", "dans la limite des ressources existantes"),
    ("es", "4. Pide también a la Secretaría que, dentro de los límites de los recursos existentes, "
     "presente a la Conferencia en su noveno período de sesiones un informe sobre los pozos;",
     "Pide también", "la Secretaría", "en su noveno período de sesiones", "dentro de los límites de los recursos existentes"),
    ("ru", "4. просит также Секретариат в рамках имеющихся ресурсов "
     "представить Конференции на ее девятой сессии доклад о колодцах;",
     "просит также", "Секретариат", "на ее девятой сессии", "в рамках имеющихся ресурсов"),
    ("ar", "4 - يطلب أيضا إلى الأمانة أن تقدم إلى المؤتمر في دورته التاسعة تقريرا عن الآبار في حدود الموارد المتاحة؛",
     "يطلب أيضا إلى", "الأمانة", "في دورته التاسعة", "في حدود الموارد المتاحة"),
    ("zh", "4. 又请秘书处在现有资源范围内向缔约方会议第九届会议提交一份关于水井的报告；",
     "又请", "秘书处", "向缔约方会议第九届会议提交", "在现有资源范围内"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "verb", "addressee", "deadline", "resources"), ALIKE)
@pytest.mark.parametrize("told", [True, False])
def test_a_request_reads_alike_in_six_languages(language, text, verb, addressee, deadline, resources, told):
    paragraph = read_paragraph(text, language if told else "")

    assert (paragraph.number, paragraph.verb, paragraph.language) == ("4", verb, language)
    assert (paragraph.addressee, paragraph.deadline, paragraph.resource_clause) == (addressee, deadline, resources)
    (mandate,) = paragraph.mandates
    assert (mandate.normalised, mandate.kind, mandate.deliverable) == ("request", "directive", "report")
    assert [one.kind for one in mandate.addressees] == ["Secretariat"]
    assert (mandate.deadlines[0].kind, mandate.deadlines[0].session) == ("session", 9)
    assert mandate.resources[0].kind == "existing"


def test_every_verb_of_a_paragraph_gives_a_mandate():
    paragraph = read_paragraph(
        "Takes note of the report, requests the Secretary-General to publish it by 3 May 2031, "
        "and also invites Member States and other donors to provide voluntary contributions for that purpose.",
        "en",
    )

    assert [mandate.normalised for mandate in paragraph.mandates] == ["take note", "request", "invite"]
    assert paragraph.mandates[1].deadlines[0].words == "by 3 May 2031"
    assert [one.words for one in paragraph.mandates[2].addressees] == ["Member States", "other donors"]
    assert [one.kind for one in paragraph.mandates[2].addressees] == ["States", "donors"]


def test_a_pronoun_stands_for_the_addressee_before_it():
    paragraph = read_paragraph("Thanks the Executive Director for his work, and requests him to continue it;", "en")

    assert paragraph.mandates[1].addressees[0].words == "the Executive Director"
    assert paragraph.mandates[1].addressees[0].pronoun == "him"


@pytest.mark.parametrize(
    ("language", "text", "least"),
    [
        ("en", "Requests the secretariat to convene at least one meeting of the group;", 1),
        ("en", "Decides to hold two meetings of experts;", 2),
        ("fr", "Prie le secrétariat d'organiser au moins deux réunions du groupe ;", 2),
        ("es", "Solicita a la secretaría que convoque al menos una reunión del grupo;", 1),
        ("ru", "просит секретариат созвать не менее одного совещания группы;", 1),
        ("ar", "يطلب إلى الأمانة أن تعقد اجتماعا واحدا على الأقل للفريق؛", 1),
        ("zh", "请秘书处至少召开一次工作组会议；", 1),
    ],
)
def test_the_least_number_of_meetings_is_told(language, text, least):
    (mandate,) = read_paragraph(text, language).mandates

    assert (mandate.deliverable, mandate.least) == ("meeting", least)


THREE_VERBS = [
    ("en", "The Conference took note of the report, requested the Secretariat to convene two meetings before the eleventh "
           "session and encouraged States parties to nominate experts."),
    ("fr", "La Conférence a pris note du rapport, a prié le Secrétariat d'organiser deux réunions avant la onzième session et a "
           "encouragé les États parties à désigner des experts."),
    ("es", "La Conferencia tomó nota del informe, solicitó a la Secretaría que organizara dos reuniones antes del 11º período "
           "de sesiones y alentó a los Estados parte a que designaran expertos."),
    ("ru", "принимает к сведению доклад, просит Секретариат организовать два совещания до одиннадцатой сессии и поощряет "
           "государства-участники назначать экспертов."),
    ("ar", "يحيط علما بالتقرير، ويطلب إلى الأمانة أن تعقد اجتماعين قبل الدورة الحادية عشرة، ويشجع الدول الأطراف على تعيين خبراء."),
    ("zh", "缔约方会议注意到该报告，请秘书处在第十一届会议之前召开两次会议，并鼓励缔约国提名专家。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), THREE_VERBS)
def test_three_verbs_of_one_sentence_are_told_apart_in_the_present_and_in_the_past(language, text):
    note, request, encourage = read_paragraph(text, language).mandates

    assert (note.normalised, request.normalised, encourage.normalised) == ("take note", "request", "encourage")
    assert [one.kind for one in request.addressees] == ["Secretariat"]
    assert (request.deliverable, request.least) == ("meeting", 2)
    assert [(due.kind, due.session) for due in request.deadlines] == [("session", 11)]
    assert [one.kind for one in encourage.addressees] == ["States"]
    assert note.addressee is None
    assert note.deadlines == encourage.deadlines == ()
    assert 0.8 < encourage.confidence <= request.confidence < 0.99


def test_a_pronoun_for_a_body_that_was_just_founded():
    paragraph = read_paragraph("Establishes a working group on wells, and requests it to report to the Council;", "en")

    assert paragraph.mandates[1].addressees[0].words == "a working group on wells"


def test_hostile_text_is_read_in_linear_time():
    start = time.process_time()
    for piece in (
        "Requests the States to the ",
        "and requests ",
        "within a ",
        "certain, ",
        "请会员国和",
        "Prie les États, ",
    ):
        read_paragraph(piece * 4000)
    assert time.process_time() - start < 3


def test_offsets_quote_the_text():
    text = "7. Requests UNODC, subject to the availability of extrabudgetary resources, to report annually to the Commission;"
    (mandate,) = read_paragraph(text, "en").mandates

    for quote in (mandate.verb, mandate.addressee, mandate.action, *mandate.deadlines, *mandate.resources):
        assert text[quote.start : quote.end] == quote.words
    assert mandate.action.words == "report annually to the Commission"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "fr", "es", "ru", "ar", "zh", "", "de"]))
def test_any_text_is_read_without_an_error(text, language):
    assert read_paragraph(text, language).mandates is not None


def test_numbers_of_a_deadline_or_a_session_ask_for_no_number_of_things():
    paragraph = read_paragraph(
        "13. Requests the Secretary-General to report within 15 days and every 60 days thereafter;"
    )
    assert paragraph.mandates[0].least is None
    assert read_paragraph("5. 决定在委员会第五十九届会议后举行特别会议；").mandates[0].least is None


def test_the_kind_of_a_chinese_addressee_is_told_by_its_last_word():
    kinds = {
        whom: read_paragraph(f"1. 请{whom}提交报告；", "zh").mandates[0].addressees[0].kind
        for whom in ("秘书长", "秘书长特别代表", "有关国家各政党", "委员会秘书处", "缔约方会议主席团")
    }
    assert list(kinds.values()) == ["Secretary-General", "expert", "stakeholders", "Secretariat", "Chair"]


def test_a_republic_is_not_parted_at_and():
    whom = read_paragraph("6. 促请鲁里塔尼亚共和国各方与委员会合作；", "zh").mandates[0].addressees
    assert [one.words for one in whom] == ["鲁里塔尼亚共和国各方"]


def test_parties_that_are_no_states():
    for text in (
        "3. Urges all political parties to take part in the talks;",
        "3. Insta a todos los partidos políticos a que participen en el diálogo;",
        "3. Exhorte tous les partis politiques à prendre part au dialogue ;",
        "3. настоятельно призывает все политические партии принять участие в диалоге;",
        "3 - تحث جميع الأحزاب السياسية على المشاركة في الحوار؛",
    ):
        assert [one.kind for one in read_paragraph(text).mandates[0].addressees] == ["stakeholders"], text


def test_adjectives_before_a_noun_farther_on_do_not_end_the_list_of_whom_is_asked():
    for text, last in (
        (
            "7. Urges all Member States, as well as international, regional and local organizations to share their data;",
            "international, regional and local organizations",
        ),
        (
            "7. настоятельно призывает все государства-члены, а также международные, региональные и местные организации "
            "делиться данными;",
            "международные, региональные и местные организации",
        ),
        ("7. 敦促所有会员国以及国际、区域和地方组织分享数据；", "国际、区域和地方组织"),
        (
            "7 - يحث جميع الدول الأعضاء، إضافة إلى المنظمات الدولية والإقليمية، على تبادل البيانات؛",
            "المنظمات الدولية والإقليمية",
        ),
    ):
        whom = read_paragraph(text).mandates[0].addressees
        assert [one.kind for one in whom] == ["States", "organizations"], text
        assert whom[-1].words == last


def test_a_segment_of_a_session_is_a_deadline_of_that_session():
    for text in (
        "8. Requests the Secretary-General to brief the Council at the humanitarian segment of its session of 2031;",
        "8. Solicita al Secretario General que le informe en su serie de sesiones sobre asuntos humanitarios de su período de "
        "sesiones sustantivo de 2031;",
        "8. просит Генерального секретаря представить Совету информацию в ходе этапа гуманитарной деятельности его основной "
        "сессии 2031 года;",
        "8. 请秘书长在向理事会2031年实质性会议提交的报告中说明情况；",
        "8 - يطلب إلى الأمين العام أن يقدم إلى المجلس تقريرا في الجزء المتعلق بالشؤون الإنسانية من دورته الموضوعية لعام 2031؛",
    ):
        assert [due.kind for due in read_paragraph(text).mandates[0].deadlines] == ["session"], text


def test_names_of_countries_are_whole_words():
    paragraph = read_paragraph("9 - يدعو المؤسسات المالية الدولية إلى زيادة دعمها؛")
    assert paragraph.mandates[0].addressees[0].kind == "organizations"


def test_words_that_only_a_deadline_has_are_surer_than_those_of_many_uses():
    reading = read_paragraph(
        "Requests the Secretariat to report no later than 1 May 2031 and at its sixteenth session;", "en"
    )
    sureness = {deadline.kind: deadline.confidence for mandate in reading.mandates for deadline in mandate.deadlines}
    assert sureness["date"] > sureness["session"] > 0.5
