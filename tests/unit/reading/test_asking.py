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


def test_the_list_of_one_deliverable_stays_with_it():
    (asked,) = asked_in(act("Requests the Secretariat to submit a report on:", "(a) The wells;", "(b) The bridges;"))

    assert (asked.label, asked.paragraphs) == ("1", (0, 1, 2))
    assert asked.action == "submit a report on: (a) The wells; (b) The bridges"
    assert [quote.paragraph for quote in asked.quotes] == [0, 1, 2]


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
