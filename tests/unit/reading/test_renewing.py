"""What becomes of the mandates of earlier acts: renewed, extended, ended, superseded, carried on; six languages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.operative import OperativeText, renewals_in

EXAMPLES = [
    ("en", "Decides to extend the mandate of the working group established by resolution 5/1 until its ninth session;",
     "extended", "resolution", "5/1", ""),
    ("en", "Decides to renew, for a period of two years, the mandate set out in its resolution 5/1;",
     "renewed", "resolution", "5/1", ""),
    ("en", "Requests the Secretariat to continue to assist States parties, in accordance with paragraph 2 (c) of resolution 7/1;",
     "followed", "resolution", "7/1", "2 (c)"),
    ("en", "Decides to discontinue the survey requested in its resolution 6/2, paragraph 4;",
     "ended", "resolution", "6/2", "4"),
    ("en", "Decides that the group established by its decision 4/3 shall be dissolved;",
     "ended", "decision", "4/3", ""),
    ("en", "Decides that the present resolution supersedes its resolution 5/2;",
     "superseded", "resolution", "5/2", ""),
    ("en", "The Conference requested the working group established pursuant to decision 4/3 to meet annually.",
     "followed", "decision", "4/3", ""),
    ("fr", "Décide de proroger le mandat du groupe de travail créé par sa résolution 5/1 ;",
     "extended", "resolution", "5/1", ""),
    ("fr", "Prie le Secrétariat de poursuivre ses travaux, conformément au paragraphe 3 de la résolution 7/1 ;",
     "followed", "resolution", "7/1", "3"),
    ("es", "Decide prorrogar hasta 2030 el mandato del Grupo de Trabajo establecido en su resolución 5/1;",
     "extended", "resolution", "5/1", ""),
    ("es", "Solicita a la Secretaría que siga prestando asistencia de conformidad con la resolución 7/1;",
     "followed", "resolution", "7/1", ""),
    ("ru", "постановляет продлить мандат рабочей группы, учрежденной в ее резолюции 5/1;",
     "extended", "resolution", "5/1", ""),
    ("ru", "просит Секретариат продолжать оказывать помощь в соответствии с резолюцией 7/1;",
     "followed", "resolution", "7/1", ""),
    ("ar", "يقرر تمديد ولاية الفريق العامل المنشأ بموجب القرار 5/1؛", "extended", "resolution", "5/1", ""),
    ("ar", "يطلب إلى الأمانة أن تواصل تقديم المساعدة وفقا للقرار 7/1؛", "followed", "resolution", "7/1", ""),
    ("zh", "决定延长根据第5/1号决议设立的工作组的任务期限；", "extended", "resolution", "5/1", ""),
    ("zh", "请秘书处按照第7/1号决议第2段继续协助缔约国；", "followed", "resolution", "7/1", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "kind", "act_kind", "number", "paragraph"), EXAMPLES)
def test_what_becomes_of_the_mandate_of_an_earlier_act(language, text, kind, act_kind, number, paragraph):
    (renewal,) = renewals_in([OperativeText("3", "3", text, 0, language)], "CTOC/COP")

    assert (renewal.kind, renewal.label, renewal.paragraph) == (kind, "3", 0)
    assert (renewal.act_kind, renewal.act_body, renewal.act_number) == (act_kind, "CTOC/COP", number)
    assert renewal.act_paragraph == paragraph
    assert text[renewal.quote.start : renewal.quote.end] == renewal.quote.words
    assert renewal.cited.words in renewal.quote.words


@pytest.mark.parametrize(
    "text",
    [
        "Takes note of the extension of the mandate set out in resolution 5/1;",
        "Recalls its resolution 5/1;",
        "Requests the Secretariat to convene a meeting, bearing in mind resolution 5/1;",
        "Decides to extend the mandate of the working group;",
    ],
)
def test_what_is_only_noted_or_borne_in_mind_renews_nothing(text):
    assert renewals_in([OperativeText("1", "1", text, 0, "en")], "CTOC/COP") == ()


def test_each_act_that_is_carried_on_gives_one_value():
    first, second = renewals_in(
        [OperativeText("1", "1", "Decides to renew the mandates set out in its resolutions 5/1 and 6/2;")], "CTOC/COP"
    )

    assert [(each.kind, each.act_number) for each in (first, second)] == [("renewed", "5/1"), ("renewed", "6/2")]
    assert first.confidence > second.confidence


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=200), st.integers(0, 4)), max_size=5), st.text(max_size=12))
def test_any_text_is_read_without_an_error(texts, home):
    paragraphs = [OperativeText("", "", f"Decides to extend resolution 5/1 {text}", depth) for text, depth in texts]
    for renewal in renewals_in(paragraphs, home):
        text = paragraphs[renewal.quote.paragraph].text
        assert text[renewal.quote.start : renewal.quote.end] == renewal.quote.words


def test_hostile_text_is_read_in_linear_time():
    start = time.process_time()
    for piece in (
        "Decides for a for a ",
        "to extend resolution 5/1, ",
        "in accordance with resolution 5/1 and ",
        "until , ",
    ):
        renewals_in([OperativeText("1", "1", "Decides " + piece * 1500)], "CTOC/COP")
    assert time.process_time() - start < 6
