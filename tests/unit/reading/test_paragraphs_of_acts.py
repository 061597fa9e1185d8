"""The paragraphs of one resolution or decision, each with its address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.acts import split_paragraphs

RESOLUTION = """Resolution 15/1
Recovery of stolen vessels
The Conference of the Parties to the United Nations Convention
against Transnational Organized Crime,
Recalling its resolution 14/2,
Deeply concerned about the number of vessels that
are lost,
1. Adopts the guidelines set out in the annex;
2. Requests the Secretariat, within existing
resources:
(a) To convene at least one meeting:
(i) Of experts;
(ii) Of port authorities;
(b) To report to the Conference at its sixteenth session;
3. Also invites States to contribute.
Annex
I. General
1. These guidelines are voluntary.
2. They are reviewed:
(a) Every second year;
"""


def addresses(text):
    return [paragraph.label for paragraph in split_paragraphs(text) if paragraph.label]


def operative(text):
    return [paragraph for paragraph in split_paragraphs(text) if paragraph.kind == "operative"]


def test_each_paragraph_has_its_address():
    assert addresses(RESOLUTION) == [
        "preamble 1", "preamble 2", "1", "2", "2 (a)", "2 (a) (i)", "2 (a) (ii)", "2 (b)", "3",
        "annex, 1", "annex, 2", "annex, 2 (a)",
    ]  # fmt: skip


def test_wrapped_lines_are_one_paragraph_with_its_text_verbatim():
    second = next(paragraph for paragraph in split_paragraphs(RESOLUTION) if paragraph.label == "2")
    assert second.text == "Requests the Secretariat, within existing resources:"
    assert second.number == "2"
    assert second.depth == 0


def test_the_verb_is_taken_as_printed():
    verbs = {paragraph.label: paragraph.verb for paragraph in operative(RESOLUTION)}
    assert (verbs["1"], verbs["2"], verbs["3"], verbs["2 (a)"]) == ("Adopts", "Requests", "Also invites", "")


def test_depth_tells_how_far_below_a_paragraph_stands():
    depths = {paragraph.label: paragraph.depth for paragraph in operative(RESOLUTION)}
    assert (depths["2"], depths["2 (a)"], depths["2 (a) (i)"]) == (0, 1, 2)


def test_annexes_number_anew_and_are_no_operative_part():
    kinds = {paragraph.label: paragraph.kind for paragraph in split_paragraphs(RESOLUTION)}
    assert kinds["annex, 1"] == "annex"
    assert kinds["1"] == "operative"


def test_lettered_decisions_in_the_past_tense_are_operative_themselves():
    decision = """Decision 4/9
The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,
(a) Noted with appreciation the two reports;
(b) Decided to form a group:
(i) To advise it;
(ii) To help it;
(c) Requested the Secretariat to inform it.
"""
    assert [(paragraph.label, paragraph.depth) for paragraph in operative(decision)] == [
        ("(a)", 0), ("(b)", 0), ("(b) (i)", 1), ("(b) (ii)", 1), ("(c)", 0),
    ]  # fmt: skip
    assert [paragraph.verb for paragraph in operative(decision) if paragraph.depth == 0] == [
        "Noted with appreciation", "Decided", "Requested",
    ]  # fmt: skip


def test_unnumbered_operative_paragraphs_are_told_by_their_verb():
    act = (
        "The Conference,\n\nHaving heard the report,\n\nAdopts the outcome;\n\nRequests the Secretariat to publish it."
    )
    assert [(paragraph.kind, paragraph.verb) for paragraph in split_paragraphs(act)[1:]] == [
        ("preambular", "Having"), ("operative", "Adopts"), ("operative", "Requests"),
    ]  # fmt: skip


def test_running_heads_page_numbers_and_footnotes_are_left_out():
    act = (
        "The General Assembly,\n\n1. Requests the Secretary-General to\n__________________\n1 See A/79/23.\n"
        "\fA/RES/85/9\n\nreport on it;\n\n2. Decides to go on.\n2/2 30-12345\n"
    )
    assert [paragraph.text for paragraph in operative(act)] == [
        "Requests the Secretary-General to report on it;",
        "Decides to go on.",
    ]


@pytest.mark.parametrize(
    ("text", "number", "verb"),
    [
        ("4. Further requests the Office to report;", "4", "Further requests"),
        ("4. Prie en outre le Secrétariat de faire rapport ;", "4", "Prie en outre"),
        ("4. Solicita además a la Secretaría que informe;", "4", "Solicita además"),
        ("4. просит далее Секретариат представить доклад;", "4", "просит далее"),
        ("٤ - تطلب كذلك إلى الأمانة أن تقدم تقريرا؛", "4", "تطلب كذلك إلى"),
        ("4. 又请秘书处提交报告；", "4", "又请"),
    ],
)
def test_numbers_and_verbs_are_read_in_six_languages(text, number, verb):
    (paragraph,) = split_paragraphs(text)
    assert paragraph.kind == "operative"
    assert (paragraph.number.translate(str.maketrans("٤", "4")), paragraph.verb) == (number, verb)


def test_a_text_without_paragraphs_has_none():
    assert split_paragraphs("") == ()
    assert split_paragraphs("Contents") == ()


@given(st.text(max_size=300))
def test_no_text_makes_it_fall_over(text):
    split_paragraphs(text)


@given(
    st.lists(
        st.sampled_from([*RESOLUTION.split("\n"), "(h) X;", "(i) Y;", "", "\f", "Annex II", "7.", "(", "____________"]),
        max_size=30,
    )
)
def test_no_order_of_its_lines_does_either(lines):
    for paragraph in split_paragraphs("\n".join(lines)):
        assert paragraph.kind in ("heading", "preambular", "operative", "annex")
        assert paragraph.text


def test_chinese_lines_that_break_before_a_verb_are_one_paragraph():
    act = (
        "大会，\n回顾其第85/1号决议，\n"
        "1. 促请尚未加入公约的会员国考虑采取一切必要的措施尽早加入公约并切实加以执行，\n鼓励各国开展合作。\n"
        "2. 请秘书长提出报告。\n"
    )
    assert [paragraph.number for paragraph in operative(act)] == ["1", "2"]
    assert operative(act)[0].text.endswith("执行，鼓励各国开展合作。")


def test_russian_participles_without_gaps_begin_where_the_line_before_is_short():
    act = "Генеральная Ассамблея,\nссылаясь на свою резолюцию,\nбудучи обеспокоена потерями,\n1. просит доложить.\n"
    assert [paragraph.label for paragraph in split_paragraphs(act) if paragraph.label] == [
        "preamble 1",
        "preamble 2",
        "1",
    ]


def test_the_tail_of_another_act_is_no_part_of_this_one():
    act = (
        "5. Requests the Secretary-General to report.\n74th plenary meeting\n16 December 2031\n"
        "86/108. Ships\nThe General Assembly,\nRecalling resolution 85/1,\n1. Takes note of ships.\n"
    )
    assert [(paragraph.number, paragraph.verb) for paragraph in operative(act)] == [("1", "Takes note")]


def test_a_page_of_the_official_records_is_split_for_the_act_its_running_heads_name():
    page = (
        "86/1. Ships\nThe General Assembly,\nRecalling resolution 85/1,\n1. Takes note of ships.\n"
        "\fA/RES/86/2\n86/2. Boats\nThe General Assembly,\nRecalling resolution 85/2,\n1. Decides on boats.\n"
    )
    assert [paragraph.verb for paragraph in operative(page)] == ["Decides"]


def test_notes_without_a_rule_are_left_out():
    act = (
        "The General Assembly,\n\n1. Requests the Secretary-General,1 in accordance with\n\n1 A/79/23.\n\n"
        "2/3 30-12345\n\fA/RES/85/9\n\nthe rules, to report;\n\n2. Decides to go on.\n"
    )
    assert [paragraph.text for paragraph in operative(act)] == [
        "Requests the Secretary-General,1 in accordance with the rules, to report;",
        "Decides to go on.",
    ]


def test_a_title_in_quotation_marks_goes_on_over_a_line_that_looks_like_a_preamble():
    text = (
        "The General Assembly,\nReaffirming its resolution 91/122, entitled “Declaration on the Sharing of Vessels,\n"
        "Taking into Account the Needs of Small Ports”, and the need for more of them,\nConvinced of the need to act,\n"
        "1. Decides to act;\n2. Requests a report.\n"
    )
    preamble = [paragraph.text for paragraph in split_paragraphs(text) if paragraph.kind == "preambular"]
    assert [words.split()[0] for words in preamble] == ["Reaffirming", "Convinced"]
    assert preamble[0].endswith("more of them,")
