"""What the paragraphs of an act ask, one thing after another, with lists below a chapeau; in six languages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.operative import OperativeText, asked_in

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


def act(*texts: str, language: str = "en") -> list[OperativeText]:
    """Paragraphs numbered from 1, and behind each those that begin with a letter in brackets."""
    paragraphs, number = [], 0
    for text in texts:
        if text[:1] == "(":
            letter, _, words = text.partition(" ")
            paragraphs.append(OperativeText(f"{number} {letter}", letter, words, 1, language))
        else:
            number += 1
            paragraphs.append(OperativeText(str(number), str(number), text, 0, language))
    return paragraphs


def test_one_value_for_each_thing_that_is_asked():
    asked = asked_in(
        act(
            "Welcomes the report on wells;",
            "Requests the Secretariat to convene at least one meeting of experts before the ninth session;",
            "Takes note of the plan, and invites States parties to report annually on its use;",
            "Decides to remain seized of the matter.",
        )
    )

    assert [(one.label, one.normalised, one.action) for one in asked] == [
        ("2", "request", "convene at least one meeting of experts before the ninth session"),
        ("3", "invite", "report annually on its use"),
    ]
    meeting, report = asked
    assert (meeting.deliverable, meeting.least, meeting.deadlines[0].session) == ("meeting", 1, 9)
    assert [one.words for one in report.recurrence] == ["annually"]
    assert report.deadlines == ()


IN_SIX_LANGUAGES = [
    ("en", "Requests the Secretariat, within existing resources:",
     "(a) To convene at least two meetings of the group before the eleventh session;",
     "(b) To report to the Conference at its twelfth session;"),
    ("fr", "Prie le Secrétariat, dans la limite des ressources existantes :",
     "(a) D'organiser au moins deux réunions du groupe avant la onzième session ;",
     "(b) De présenter un rapport à la Conférence à sa douzième session ;"),
    ("es", "Solicita a la Secretaría que, dentro de los límites de los recursos existentes:",
     "(a) Convoque al menos dos reuniones del grupo antes del 11º período de sesiones;",
     "(b) Presente un informe a la Conferencia en su 12º período de sesiones;"),
    ("ru", "просит Секретариат в рамках имеющихся ресурсов:",
     "(a) созвать не менее двух совещаний группы до одиннадцатой сессии;",
     "(b) представить доклад Конференции на ее двенадцатой сессии;"),
    ("ar", "يطلب إلى الأمانة، في حدود الموارد المتاحة:",
     "(أ) أن تعقد اجتماعين للفريق قبل الدورة الحادية عشرة؛",
     "(ب) أن تقدم تقريرا إلى المؤتمر في دورته الثانية عشرة؛"),
    ("zh", "请秘书处在现有资源范围内：",
     "(a) 在第十一届会议之前至少召开两次工作组会议；",
     "(b) 向缔约方会议第十二届会议提交一份报告；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "chapeau", "first", "second"), IN_SIX_LANGUAGES)
def test_each_sub_paragraph_is_asked_under_the_verb_and_the_addressee_of_its_chapeau(language, chapeau, first, second):
    meeting, report = asked_in(act(chapeau, first, second, language=language))

    assert [one.label for one in (meeting, report)] == [f"1 {first.split()[0]}", f"1 {second.split()[0]}"]
    assert [one.paragraphs for one in (meeting, report)] == [(0, 1), (0, 2)]
    assert [[who.kind for who in one.addressees] for one in (meeting, report)] == [["Secretariat"]] * 2
    assert (meeting.deliverable, meeting.least, meeting.deadlines[0].session) == ("meeting", 2, 11)
    assert (report.deliverable, report.deadlines[0].session, report.deadlines[0].paragraph) == ("report", 12, 2)
    assert [clause.kind for clause in meeting.resources] == [clause.kind for clause in report.resources]
    assert report.resources[0].paragraph == 0


MEETINGS = [
    ("en", "Requests UNODC to convene, subject to the availability of extrabudgetary resources, no fewer than two meetings of "
     "experts, no later than six weeks before its eighth session;", "UNODC", 2, "relative", "available"),
    ("fr", "Prie l'Office des Nations Unies contre la drogue et le crime de convoquer, sous réserve de la disponibilité de "
     "ressources extrabudgétaires, au moins une réunion d'experts avant la neuvième session de la Conférence ;",
     "UNODC", 1, "session", "available"),
    ("es", "Solicita a la Oficina de las Naciones Unidas contra la Droga y el Delito que convoque, con sujeción a la "
     "disponibilidad de recursos extrapresupuestarios, al menos una reunión de expertos antes del noveno período de sesiones;",
     "UNODC", 1, "session", "available"),
    ("ru", "просит Управление Организации Объединенных Наций по наркотикам и преступности созвать, при условии наличия "
     "внебюджетных ресурсов, по меньшей мере одно совещание экспертов до девятой сессии Конференции;",
     "UNODC", 1, "session", "available"),
    ("ar", "يطلب إلى مكتب الأمم المتحدة المعني بالمخدرات والجريمة أن يعقد، رهنا بتوافر موارد من خارج الميزانية، اجتماعا واحدا على "
     "الأقل للخبراء قبل الدورة التاسعة للمؤتمر؛", "UNODC", 1, "session", "available"),
    ("zh", "请联合国毒品和犯罪问题办公室在有预算外资源的情况下，在缔约方会议第九届会议之前召开至少一次专家会议；",
     "UNODC", 1, "session", "available"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "least", "due", "means"), MEETINGS)
def test_a_meeting_with_its_least_number_its_deadline_and_its_means(language, text, kind, least, due, means):
    (asked,) = asked_in(act(text, language=language))

    assert [one.kind for one in asked.addressees] == [kind]
    assert (asked.deliverable, asked.least) == ("meeting", least)
    assert [one.kind for one in asked.deadlines] == [due]
    assert [one.kind for one in asked.resources] == [means]
    assert not asked.about_means


REPORTS_OF_THE_PAST = [
    ("en", "The Conference requested the Secretariat to prepare an annual report and to present it at each of its sessions, "
     "within existing resources."),
    ("fr", "La Conférence a prié le Secrétariat d'établir un rapport annuel et de le lui présenter à chacune de ses sessions, "
     "dans les limites des ressources existantes."),
    ("es", "La Conferencia pidió a la Secretaría que preparara un informe anual y lo presentara en cada uno de sus períodos de "
     "sesiones, dentro de los límites de los recursos existentes."),
    ("ru", "Конференция просила Секретариат подготавливать ежегодный доклад и представлять его на каждой из своих сессий в "
     "рамках имеющихся ресурсов."),
    ("ar", "طلب المؤتمر إلى الأمانة أن تعد تقريرا سنويا وأن تقدمه في كل دورة من دوراته، في حدود الموارد المتاحة."),
    ("zh", "缔约方会议请秘书处在现有资源范围内编写年度报告，并在每届会议上提交。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), REPORTS_OF_THE_PAST)
def test_what_recurs_is_no_deadline(language, text):
    (asked,) = asked_in(act(text, language=language))

    assert [one.kind for one in asked.addressees] == ["Secretariat"]
    assert asked.deliverable == "report"
    assert [due.kind for due in asked.recurrence] == ["recurring"] * 2
    assert asked.deadlines == ()
    assert [clause.kind for clause in asked.resources] == ["existing"]


APPEALS_FOR_MEANS = [
    ("en", "Invites States parties and other donors to provide extrabudgetary resources for the purposes of this resolution;"),
    ("fr", "Invite les États parties et les autres donateurs à fournir des ressources extrabudgétaires à ces fins ;"),
    ("es", "Invita a los Estados partes y a otros donantes a que aporten recursos extrapresupuestarios para los fines de la "
     "presente resolución;"),
    ("ru", "предлагает государствам-участникам и другим донорам предоставить внебюджетные ресурсы для целей настоящей резолюции;"),
    ("ar", "يدعو الدول الأطراف والجهات المانحة الأخرى إلى توفير موارد من خارج الميزانية لأغراض هذا القرار؛"),
    ("zh", "邀请缔约国和其他捐助方为本决议的目的提供预算外资源；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), APPEALS_FOR_MEANS)
def test_an_appeal_for_means_is_about_means_in_six_languages(language, text):
    (asked,) = asked_in(act(text, language=language))

    assert asked.about_means
    assert [one.kind for one in asked.addressees] == ["States", "donors"]
    assert [clause.kind for clause in asked.resources] == ["voluntary"]
    assert asked.deadlines == ()


@pytest.mark.parametrize(
    "text",
    [
        "Encourages States parties to support the Office in its work, including through voluntary contributions;",
        "Requests the Secretariat to convene a meeting, subject to the availability of extrabudgetary resources;",
        "Requests the Secretary-General to mobilize voluntary contributions;",
    ],
)
def test_means_told_by_the_way_are_a_clause_and_no_subject(text):
    (asked,) = asked_in(act(text))

    assert asked.resources
    assert not asked.about_means


TWO_ADDRESSEES = [
    ("en", "Requests the Secretariat, and invites States parties, to publish guides by 2031;", ["Secretariat", "States"]),
    ("en", "Calls upon States and encourages international organizations, within their mandates, to publish guides;",
     ["States", "organizations"]),
    ("fr", "Prie le Secrétariat et invite les États parties à publier des guides ;", ["Secretariat", "States"]),
    ("es", "Solicita a la Secretaría, e invita a los Estados parte, a que publiquen guías;", ["Secretariat", "States"]),
    ("ru", "просит Секретариат и призывает государства-участники опубликовать руководства;", ["Secretariat", "States"]),
    ("ar", "يطلب إلى الأمانة، ويدعو الدول الأطراف، إلى نشر أدلة؛", ["Secretariat", "States"]),
    ("zh", "请秘书处并邀请缔约国公布指南；", ["Secretariat", "States"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kinds"), TWO_ADDRESSEES)
def test_two_verbs_may_share_what_they_ask(language, text, kinds):
    first, second = asked_in(act(text, language=language))

    assert [first.addressees[0].kind, second.addressees[0].kind] == kinds
    assert first.action == second.action != ""
    assert first.deadlines == second.deadlines


TWO_VERBS = [
    ("en", "Invites and encourages all States to join;"),
    ("fr", "Invite et encourage les États à coopérer ;"),
    ("es", "Exhorta e insta a los Estados a cooperar;"),
    ("ru", "призывает и поощряет государства сотрудничать;"),
    ("ar", "يدعو ويشجع الدول الأعضاء على التعاون؛"),
    ("zh", "吁请并鼓励会员国开展合作；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), TWO_VERBS)
def test_two_verbs_for_one_addressee_ask_one_thing(language, text):
    (asked,) = asked_in(act(text, language=language))

    assert [one.kind for one in asked.addressees] == ["States"]


DECIDED_TO_ASK = [
    ("en", "Decides to request the Secretariat to prepare a study on wells;"),
    ("fr", "Décide de prier le Secrétariat d'établir une étude sur les puits ;"),
    ("es", "Decide solicitar a la Secretaría que prepare un estudio sobre los pozos;"),
    ("ru", "постановляет просить Секретариат подготовить исследование о колодцах;"),
    ("ar", "يقرر أن يطلب إلى الأمانة أن تعد دراسة عن الآبار؛"),
    ("zh", "决定请秘书处编写一份关于水井的研究报告；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), DECIDED_TO_ASK)
def test_what_a_body_decides_to_ask_is_asked(language, text):
    (asked,) = asked_in(act(text, language=language))

    assert (asked.normalised, asked.kind, asked.deliverable) == ("request", "directive", "study")
    assert [one.kind for one in asked.addressees] == ["Secretariat"]
    assert text.startswith(asked.verb.words)


BODIES = [
    ("en", "Decides to establish an open-ended working group on wells, which shall meet annually;"),
    ("fr", "Décide de créer un groupe de travail sur les puits, qui se réunira chaque année ;"),
    ("es", "Decide establecer un grupo de trabajo sobre los pozos, que se reunirá anualmente;"),
    ("ru", "постановляет учредить рабочую группу по колодцам, которая будет проводить совещания ежегодно;"),
    ("ar", "يقرر إنشاء فريق عامل معني بالآبار يجتمع سنويا؛"),
    ("zh", "决定设立一个水井问题工作组，每年举行会议；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), BODIES)
def test_a_body_that_is_set_up(language, text):
    (asked,) = asked_in(act(text, language=language))

    assert (asked.kind, asked.deliverable, asked.addressee) == ("deciding", "body", None)
    assert len(asked.recurrence) == 1


AGENDAS = [
    ("en", "Decides to include in the provisional agenda of its twelfth session the item entitled “Wells”;"),
    ("fr", "Décide d'inscrire à l'ordre du jour provisoire de sa douzième session un point intitulé « Puits » ;"),
    ("es", "Decide incluir en el programa provisional de su 12º período de sesiones un tema titulado “Pozos”;"),
    ("ru", "постановляет включить в предварительную повестку дня своей двенадцатой сессии пункт, озаглавленный «Колодцы»;"),
    ("ar", 'يقرر إدراج بند بعنوان "الآبار" في جدول الأعمال المؤقت لدورته الثانية عشرة؛'),
    ("zh", "决定将题为“水井”的项目列入其第十二届会议临时议程；"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), AGENDAS)
def test_an_item_of_an_agenda_is_taken_up_at_its_session(language, text):
    (asked,) = asked_in(act(text, language=language))

    assert (asked.deliverable, asked.deadlines) == ("agenda item", ())
    assert [due.session for due in asked.takes_place] == [12]


def test_a_meeting_that_is_decided_takes_place_at_its_session():
    (asked,) = asked_in(act("Decides that an intergovernmental meeting shall be convened at its tenth session;"))

    assert [(due.words, due.session) for due in asked.takes_place] == [("at its tenth session", 10)]
    assert (asked.deliverable, asked.addressee) == ("meeting", None)


def test_whom_a_decision_obliges_is_its_addressee():
    first, second = asked_in(
        act(
            "Decides that the working group will submit its conclusions to the Conference at its ninth session;",
            "Decides that the Committee should hold two consultations annually;",
        )
    )

    assert [one.addressees[0].words for one in (first, second)] == ["the working group", "the Committee"]
    assert (second.deliverable, second.least) == ("meeting", 2)


PRONOUNS = [
    ("en", "Takes note of the report of the Secretary-General on wells, and requests him to submit a further report;",
     "the Secretary-General"),
    ("en", "Welcomes the work of the Mediation Support Unit of the Department and encourages it to publish guides;",
     "the Mediation Support Unit"),
    ("en", "Welcomes the efforts made by States parties, and encourages them to publish guides;", "States parties"),
    ("fr", "Prend note du rapport du Secrétaire général et le prie de présenter un nouveau rapport ;", "Secrétaire général"),
    ("es", "Toma nota del informe del Secretario General y le solicita que presente un nuevo informe;", "Secretario General"),
    ("ru", "принимает к сведению доклад Генерального секретаря и просит его представить новый доклад;", "Генерального секретаря"),
    ("ar", "يحيط علما بتقرير الأمين العام ويطلب إليه أن يقدم تقريرا جديدا؛", "الأمين العام"),
    ("zh", "注意到秘书长的报告，并请其提交新的报告；", "秘书长"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "whom"), PRONOUNS)
def test_a_pronoun_stands_for_whom_the_verb_before_it_speaks_of(language, text, whom):
    (asked,) = asked_in(act(text, language=language))

    assert [one.words for one in asked.addressees] == [whom]
    assert asked.addressees[0].pronoun


@pytest.mark.parametrize(
    ("text", "words", "kind", "session"),
    [
        ("Requests the Secretariat to report before the end of the eleventh session;", "before the end of the eleventh session",
         "date", 11),
        ("Requests the Secretariat to report not later than 1 May 2031;", "not later than 1 May 2031", "date", None),
        ("Requests the Secretariat to issue the agenda six weeks before the session;", "six weeks before the session",
         "relative", None),
        ("Requests the Secretariat to report as soon as possible;", "as soon as possible", "open", None),
    ],
)  # fmt: skip
def test_deadlines_of_many_forms(text, words, kind, session):
    (asked,) = asked_in(act(text))

    assert [(due.words, due.kind, due.session) for due in asked.deadlines] == [(words, kind, session)]


NOTHING = [
    ("en", "Takes note of the request of the Committee that States report annually;"),
    ("en", "Recalls that it requested the Secretariat to report;"),
    ("en", "Reaffirms the obligation of States parties to cooperate;"),
    ("en", "Emphasizes that States should adopt laws;"),
    ("en", "Expresses its appreciation to the Secretariat for its report;"),
    ("en", "Decides to remain seized of the matter;"),
    ("en", "Decides to adopt the rules of procedure annexed to the present resolution;"),
    ("en", "Unless the Conference decides otherwise, its meetings shall be public;"),
    ("fr", "Note avec satisfaction le rapport du Secrétariat ;"),
    ("fr", "Souligne que les États devraient coopérer ;"),
    ("fr", "Décide de rester saisie de la question ;"),
    ("es", "Observa con satisfacción el informe de la Secretaría;"),
    ("es", "Reafirma la obligación de los Estados de cooperar;"),
    ("ru", "с удовлетворением отмечает доклад Секретариата;"),
    ("ru", "подтверждает обязательство государств сотрудничать;"),
    ("ar", "يلاحظ مع التقدير تقرير الأمانة؛"),
    ("ar", "يؤكد من جديد التزام الدول الأطراف بالتعاون؛"),
    ("zh", "赞赏地注意到秘书处的报告；"),
    ("zh", "重申缔约国开展合作的义务；"),
]


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_what_is_noted_recalled_or_stressed_asks_nothing(language, text):
    assert asked_in(act(text, language=language)) == ()


def test_the_list_of_one_deliverable_stays_with_it():
    (asked,) = asked_in(act("Requests the Secretariat to submit a report on:", "(a) The wells;", "(b) The bridges;"))

    assert (asked.label, asked.paragraphs) == ("1", (0, 1, 2))
    assert asked.action == "submit a report on: (a) The wells; (b) The bridges"
    assert [quote.paragraph for quote in asked.quotes] == [0, 1, 2]


def test_the_terms_of_a_body_that_is_carried_on_stay_with_the_decision():
    (asked,) = asked_in(
        act(
            "Decides to extend the mandate of the working group for two years, with the following tasks:",
            "(a) To study wells;",
            "(b) To report annually;",
        )
    )

    assert (asked.label, asked.paragraphs) == ("1", (0, 1, 2))


def test_measures_that_are_announced_are_asked_one_by_one():
    first, second = asked_in(
        act(
            "Requests the Secretariat to take the following measures:",
            "(a) Convene a meeting of experts before its ninth session;",
            "(b) Publish a handbook;",
        )
    )

    assert [one.label for one in (first, second)] == ["1 (a)", "1 (b)"]
    assert [one.normalised for one in (first, second)] == ["request"] * 2
    assert first.deadlines[0].session == 9


def test_lists_within_lists_go_on_from_all_that_stands_above_them():
    paragraphs = [
        OperativeText("4", "4", "Decides:", 0, "en"),
        OperativeText("4 (a)", "(a)", "To request the Secretariat:", 1, "en"),
        OperativeText("4 (a) (i)", "(i)", "To convene a meeting;", 2, "en"),
        OperativeText("4 (a) (ii)", "(ii)", "To publish a handbook;", 2, "en"),
        OperativeText("4 (b)", "(b)", "That the meeting shall be open to all States;", 1, "en"),
    ]
    asked = asked_in(paragraphs)

    assert [(one.label, one.normalised) for one in asked] == [
        ("4 (a) (i)", "request"),
        ("4 (a) (ii)", "request"),
        ("4 (b)", "decide"),
    ]
    assert asked[1].paragraphs == (0, 1, 3)
    assert [one.addressees[0].kind for one in asked[:2]] == ["Secretariat"] * 2


def test_sub_paragraphs_with_verbs_of_their_own_are_read_by_themselves():
    asked = asked_in(
        act(
            "The Conference of the Parties:",
            "(a) Took note of the report;",
            "(b) Decided to establish a working group on wells, and requested it to report at its eighth session;",
        )
    )

    assert [(one.label, one.normalised) for one in asked] == [("1 (b)", "decide"), ("1 (b)", "request")]
    assert asked[1].addressees[0].words == "a working group on wells"


def test_a_report_of_the_past_is_read_alike():
    (asked,) = asked_in(
        act("The Conference requested UNODC to convene at least one meeting of experts, within existing resources.")
    )

    assert (asked.verb.words, asked.addressee.words, asked.least) == ("requested", "UNODC", 1)
    assert asked.resources[0].words == "within existing resources"


def test_an_appeal_for_means_says_that_it_is_about_means():
    study, means = asked_in(
        act(
            "Requests the Secretariat to prepare a study, subject to the availability of extrabudgetary resources;",
            "Invites States parties and other donors to provide extrabudgetary resources for these purposes.",
        )
    )

    assert (study.about_means, means.about_means) == (False, True)
    assert study.resources[0].words == "subject to the availability of extrabudgetary resources"


PARAGRAPH = st.builds(
    OperativeText,
    st.just(""),
    st.sampled_from(["1", "(a)", "(i)", ""]),
    st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(
                "Requests|Decides|the Secretariat|States parties|to|:|convene|a report|and|requests|, |at its ninth session|"
                "within existing resources|Prie|le Secrétariat|просит|Секретариат|请秘书处|يطلب إلى الأمانة".split("|")
            ),
            max_size=12,
        ).map(" ".join),
    ),
    st.integers(0, 5),
    st.sampled_from([*LANGUAGES, "", "de"]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PARAGRAPH, max_size=6))
def test_any_paragraphs_are_read_without_an_error_and_quotes_quote_them(paragraphs):
    for asked in asked_in(paragraphs):
        assert 0 < asked.confidence <= 1
        for quote in (asked.verb, *asked.quotes, *asked.deadlines, *asked.recurrence, *asked.resources):
            assert paragraphs[quote.paragraph].text[quote.start : quote.end] == quote.words


def test_long_lists_are_read_in_linear_time():
    start = time.process_time()
    chapeau = "Requests the Secretariat, " + "in consultation with States parties, " * 200 + "to:"
    asked_in(act(chapeau, *(f"({letter}) Convene a meeting;" for letter in "abcdefghij" * 30)))
    asked_in([OperativeText("", "", "Requests the States to:", depth) for depth in range(300)])
    asked_in([OperativeText("", "", "Decides ", depth % 7) for depth in range(3000)])
    assert time.process_time() - start < 6
