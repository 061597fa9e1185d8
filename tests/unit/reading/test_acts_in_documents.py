"""The resolutions and decisions whose text stands in a document."""

from hypothesis import given
from hypothesis import strategies as st

from documents.reading.acts import find_act_texts, own_acts
from documents.reading.pages import PageText


def acts_in(*pages, home=""):
    return find_act_texts([PageText(number, text) for number, text in enumerate(pages, start=1)], home)


def told(acts):
    return [(act.kind, act.is_draft, act.body, act.number, act.title) for act in acts]


def verbs(act):
    return [(part.number, part.verb) for part in act.operative]


SESSION_REPORT = (
    "Report of the Conference on its fifteenth session\n\n"
    "I. Resolutions and decisions adopted by the Conference\n\nA. Resolutions\n\n"
    "Resolution 15/1\n\nRecovery of stolen vessels\n\n"
    "The Conference of the Parties to the United Nations Convention against\nTransnational Organized Crime,\n\n"
    "Recalling its resolution 14/2,\n\n1. Adopts the guidelines;\n\n2. Requests the Secretariat to report on\n",
    "CTOC/COP/2030/9\n\nthem at its sixteenth session.\n\nResolution 15/2\n\nHarbours\n\n"
    "The Conference of the Parties,\n\nConcerned about harbours,\n\n1. Invites States to build harbours.\n\n"
    "B. Decisions\n\nDecision 15/1\n\nPlace of the sixteenth session\n\n"
    "At its 9th meeting, on 5 May 2030, the Conference decided that its sixteenth session\nwould be held in Vienna.\n\n"
    "II. Organization of the session\n\nA. Opening of the session\n\n1. The Conference held its fifteenth session in May.\n\n"
    "2. The Conference, at its first meeting, recalled its earlier work.\n",
)


def test_the_texts_of_a_session_stand_in_its_report():
    acts = acts_in(*SESSION_REPORT, home="CTOC/COP")
    assert told(acts) == [
        ("resolution", False, "CTOC/COP", "15/1", "Recovery of stolen vessels"),
        ("resolution", False, "CTOC/COP", "15/2", "Harbours"),
        ("decision", False, "CTOC/COP", "15/1", "Place of the sixteenth session"),
    ]
    assert [verbs(act) for act in acts] == [
        [("1", "Adopts"), ("2", "Requests")],
        [("1", "Invites")],
        [("", "decided")],
    ]


def test_an_act_knows_where_it_begins_and_ends():
    first = acts_in(*SESSION_REPORT)[0]
    page = SESSION_REPORT[first.page - 1]
    assert page[first.start :].startswith("Resolution 15/1")
    assert SESSION_REPORT[first.end_page - 1][: first.end].endswith("sixteenth session.")


def test_a_paragraph_knows_where_it_begins():
    second = acts_in(*SESSION_REPORT)[0].operative[1]
    assert second.text == "Requests the Secretariat to report on them at its sixteenth session."
    assert SESSION_REPORT[second.page - 1][second.start :].startswith("2. Requests")


def test_a_draft_in_a_report_is_told_by_the_sentence_above_it():
    (act,) = acts_in(
        "Report of the Third Committee\n\n7. The Committee met in May.\n\n"
        "8. The Third Committee recommends to the General Assembly the adoption of the\nfollowing draft resolution:\n\n"
        "Safety of lighthouses\n\nThe General Assembly,\n\nRecalling its resolution 79/1,\n\n"
        "1. Urges States to keep lighthouses;\n\n2. Decides to consider the matter again.\n\n"
        "9. The Committee also met in June.\n"
    )
    assert told([act]) == [("resolution", True, "A", "", "Safety of lighthouses")]
    assert verbs(act) == [("1", "Urges"), ("2", "Decides")]


def test_a_draft_that_recommends_a_draft_is_one_act():
    (act,) = acts_in(
        "Draft resolution I\n\nSafety of lighthouses\n\nThe Economic and Social Council,\n\n"
        "Recommends to the General Assembly the adoption of the following draft resolution:\n\n"
        "The General Assembly,\n\nRecalling its resolution 79/1,\n\n1. Urges States to keep lighthouses."
    )
    assert (act.number, act.body, act.is_draft) == ("I", "E", True)
    assert verbs(act) == [("", "Recommends"), ("1", "Urges")]


def test_a_title_may_stand_behind_the_number():
    (act,) = acts_in(
        "Decision adopted by the Human Rights Council\non 2 July 2030\n\n99/112. Outcome of the review: Atlantis\n\n"
        "The Human Rights Council,\n\nHaving reviewed Atlantis,\n\nAdopts the outcome of the review.\n\n"
        "25th meeting\n2 July 2030\n\n[Adopted without a vote.]\n\nUnited Nations A/HRC/DEC/99/112\n\nGeneral Assembly\n"
    )
    assert told([act]) == [("decision", False, "A/HRC", "99/112", "Outcome of the review: Atlantis")]
    assert verbs(act) == [("", "Adopts")]


def test_decisions_of_climate_conferences_bear_their_series():
    acts = acts_in(
        "Decision 3/CP.45\nTides\nThe Conference of the Parties,\nRecalling decision 1/CP.44,\n"
        "1. Welcomes the tides;\n2. Requests the secretariat to measure them.\n8th plenary meeting\n18 November 2040\n"
        "Decision 4/CP.45\nWaves\nThe Conference of the Parties,\nDecides that waves are wet.\n"
    )
    assert [(act.kind, act.number, act.title) for act in acts] == [
        ("decision", "3/CP.45", "Tides"), ("decision", "4/CP.45", "Waves"),
    ]  # fmt: skip
    assert verbs(acts[1]) == [("", "Decides")]


def test_lettered_paragraphs_of_a_decision_stand_above_a_numbered_list():
    (act,) = acts_in(
        "Draft decision submitted by the President\n\nSixteenth session of the Committee\n\n"
        "The Economic and Social Council:\n\n(a) Decides that the session will be held in Vienna;\n\n"
        "(b) Approves the provisional agenda as set out below:\n\n1. Election of officers.\n\n2. Other matters.\n\n"
        "(c) Decides that documents will be short.\n"
    )
    assert verbs(act) == [("(a)", "Decides"), ("(b)", "Approves"), ("(c)", "Decides")]


def test_ordinary_documents_hold_no_act():
    assert acts_in(
        "I. Introduction\n\n1. The General Assembly, in its resolution 79/1, requested a report.\n\n"
        "2. The Conference of the Parties,\nat its fifteenth session, adopted resolution 15/1.\n\n"
        "3. The Committee welcomed the report. Member States noted with appreciation the work.\n"
    ) == ()  # fmt: skip
    assert acts_in("Provisional agenda\n\n1. Opening of the session.\n\n2. Adoption of the agenda.\n") == ()
    assert acts_in() == ()


@given(
    st.lists(st.sampled_from([*"\n".join(SESSION_REPORT).split("\n"), "", "\f", "(i) X;", "Annex", "I"]), max_size=40)
)
def test_no_order_of_lines_makes_it_fall_over(lines):
    for act in acts_in(*"\n".join(lines).split("\f")):
        assert act.operative
        assert 0 <= act.confidence <= 1


@given(st.text(max_size=300))
def test_no_text_does_either(text):
    acts_in(text)


def test_parts_go_by_the_number_of_their_resolution():
    acts = acts_in(
        "86/52. Vessels of the world\nA\nSafety of vessels\nThe General Assembly,\nRecalling resolution 85/1,\n"
        "1. Takes note of the report;\n2. Calls upon States to be safe.\n67th plenary meeting\n9 December 2031\n"
        "B\nColour of vessels\nThe General Assembly,\n1. Decides that vessels are blue.\n"
    )
    assert [(act.number, act.title) for act in acts] == [
        ("86/52 A", "Vessels of the world Safety of vessels"), ("86/52 B", "Colour of vessels"),
    ]  # fmt: skip


def test_decisions_of_one_sentence_are_told_by_their_name():
    acts = acts_in(
        "2034/321. Report of the Committee on Vessels\nAt its 45th plenary meeting, on 24 July 2034, the Economic and\n"
        "Social Council, recalling its resolution 2033/1, took note of the report.\n"
        "2034/322. Dates\nAt the same meeting, the Council decided that the Committee would meet in May.\n"
    )
    assert [(act.kind, act.body, act.number) for act in acts] == [
        ("decision", "E", "2034/321"), ("decision", "E", "2034/322"),
    ]  # fmt: skip
    assert [verbs(act) for act in acts] == [[("", "took note")], [("", "decided")]]


def test_a_draft_decision_without_a_name_follows_the_sentence_that_announces_it():
    (act,) = acts_in(
        "21. The Second Committee recommends to the General Assembly the adoption of the following draft decision:\n"
        "Reports on vessels\nThe General Assembly takes note of the report on vessels.\n22. The Committee met in June.\n"
    )
    assert told([act]) == [("decision", True, "A", "", "Reports on vessels")]


def test_boards_speak_without_a_comma():
    (act,) = acts_in(
        "2035/7\nEvaluation\nThe Executive Board\n1. Takes note of the report;\n2. Welcomes the progress.\n"
    )
    assert (act.number, act.title, verbs(act)) == ("2035/7", "Evaluation", [("1", "Takes note"), ("2", "Welcomes")])


def test_chapters_of_the_report_are_no_part_of_the_act_nor_of_its_annex():
    (act,) = acts_in(
        "Resolution 15/1\n\nHarbours\n\nThe Conference of the Parties,\n\nRecalling resolution 14/1,\n\n"
        "1. Adopts the rules in the annex.\n\nAnnex\n\nI. Introduction\n\n1. Harbours are wet.\n\n"
        "III. Organization of the session\n\n2. The Conference met.\n"
    )
    assert [part.label for part in act.paragraphs if part.label] == ["preamble 1", "1", "annex, 1"]


def test_a_treaty_is_no_act():
    assert acts_in(
        "The States Parties to this Convention,\nRecalling the Charter,\nHave agreed as follows:\nArticle 1\n1. Ships sail.\n"
    ) == ()  # fmt: skip


def test_a_declaration_in_an_annex_is_no_second_act():
    (act,) = acts_in(
        "The General Assembly,\nRecalling resolution 85/1,\n1. Adopts the Declaration annexed to this resolution.\n"
        "Annex\nDeclaration on Vessels\nThe General Assembly,\nConsidering vessels,\nProclaims this Declaration:\n"
    )
    assert verbs(act) == [("1", "Adopts")]


def test_prose_that_begins_a_line_with_an_act_is_no_act():
    assert acts_in(
        "The report recalls that, in accordance with\nresolution 15/1 of the Conference,\n"
        "the Secretariat reported. At the same meeting,\nthe Conference decided to meet.\n"
    ) == ()  # fmt: skip


def test_acts_are_found_in_six_languages():
    texts = {
        "fr": "Résolution 15/1\nBateaux\nLa Conférence des Parties,\nRappelant sa résolution 14/1,\n1. Prie le Secrétariat de "
        "faire rapport.",
        "es": "Resolución 15/1\nBarcos\nLa Conferencia de las Partes,\nRecordando su resolución 14/1,\n1. Solicita a la "
        "Secretaría que informe.",
        "ru": "Резолюция 15/1\nСуда\nКонференция участников,\nссылаясь на свою резолюцию 14/1,\n1. просит Секретариат "
        "представить доклад.",
        "zh": "第15/1号决议\n船舶\n缔约方会议，\n回顾其第14/1号决议，\n1. 请秘书处提出报告。",
        "ar": "القرار 15/1\nالقوارب\nإن مؤتمر الأطراف،\nإذ يشير إلى قراره 14/1،\n1 - يطلب إلى الأمانة أن تقدم تقريرا.",
    }
    for language, text in texts.items():
        (act,) = acts_in(text)
        assert (act.kind, act.number) == ("resolution", "15/1"), language
        assert [part.number for part in act.operative] == ["1"], language
        assert act.operative[0].verb, language


def test_a_document_with_the_symbol_of_an_act_is_that_act():
    acts = acts_in(
        "86/1. Ships\nThe General Assembly,\nRecalling resolution 85/1,\n1. Takes note of ships.\n"
        "67th plenary meeting\n9 December 2031\n"
        "86/2. Boats\nThe General Assembly,\nRecalling resolution 85/2,\n1. Takes note of boats.\n"
    )
    assert [act.number for act in own_acts(acts, ["A/RES/86/2"])] == ["86/2"]
    assert [act.number for act in own_acts(acts, ["A/86/PV.67"])] == ["86/1", "86/2"]


def test_a_name_that_recognition_damaged_opens_an_act_too():
    (act,) = acts_in("86/1. Ships\nThe Genera1 Assombly,\nRecalling resolution 85/1,\n1. Takes note of ships.\n")
    assert verbs(act) == [("1", "Takes note")]


def test_a_declaration_runs_on_under_the_act_that_adopts_it():
    (act,) = acts_in(
        "86/1. Declaration on ships\n\nThe General Assembly,\n\nAdopts the following declaration:\n\n"
        "Declaration on ships\n\n1. Ships have always sailed.\n\n2. We reaffirm that they will sail.\n\n3. The sea is wide.\n"
    )
    assert [part.number for part in act.operative] == ["", "1", "2", "3"]


def test_a_heading_that_names_an_act_above_prose_is_no_act():
    assert acts_in(
        "Resolution 79/1\nThe present report is submitted pursuant to resolution 79/1.\n"
        "The Assembly requested the Secretary-General to report.\n"
    ) == ()  # fmt: skip
    assert acts_in("Resolution 61/182\nThe General Assembly requested the Office to assist.\n") == ()
    assert (
        acts_in("The President: We now vote.\nDraft decision A/79/L.72 was adopted.\nThe Assembly decides to meet.\n")
        == ()
    )


def test_words_in_brackets_are_not_agreed_and_verbs_all_the_same():
    (act,) = acts_in(
        "Draft resolution\nThe Conference of the Parties,\nPP1. Recalling [its resolution 14/1],\n"
        "OP1. [Requests] [Invites] the Secretariat to report;\nOP1 bis. Encourages States;\nOP2 Decides [to go on].\n"
    )
    assert verbs(act) == [("1", "Requests"), ("1 bis", "Encourages"), ("2", "Decides")]


def test_sections_may_number_anew():
    (act,) = acts_in(
        "86/1. Ships\nThe General Assembly,\nRecalling resolution 85/1,\nI\nSafety\n1. Takes note of safety;\n"
        "2. Requests a report;\nII\nColour\n1. Decides that ships are blue.\n"
    )
    assert [part.label for part in act.operative] == ["1", "2", "section II, 1"]


def test_lists_below_lists_go_back_to_the_letters_above_them():
    (act,) = acts_in(
        "Decision 15/2\nThe Conference of the Parties,\n(g) Welcomes the reports;\n(h) Decides to include:\n(i) An item;\n"
        "(ii) Another item;\n(i) Also decides to meet.\n"
    )
    assert [(part.label, part.depth) for part in act.paragraphs if part.label] == [
        ("(g)", 0), ("(h)", 0), ("(h) (i)", 1), ("(h) (ii)", 1), ("(i)", 0),
    ]  # fmt: skip


def test_a_very_deep_list_costs_no_more_than_a_flat_one():
    (act,) = acts_in("The Conference of the Parties,\nRecalling x,\n1. Decides:\n" + "(a) x:\n(i) y:\n" * 3000)
    assert max(part.depth for part in act.paragraphs) < 6


def test_the_name_of_the_organ_in_the_masthead_opens_nothing():
    (act,) = acts_in(
        "Организация Объединенных Наций\n\nГенеральная Ассамблея\n\nРезолюция, принятая Генеральной Ассамблеей\n\n"
        "86/1. Суда\n\nГенеральная Ассамблея,\n\nссылаясь на свою резолюцию,\n\n1. просит доложить.\n"
    )
    assert (act.number, act.title) == ("86/1", "Суда")


def test_lines_below_an_act_are_no_part_of_its_paragraphs():
    (act,) = acts_in(
        "86/1. Ships\nThe General Assembly,\nRecalling resolution 85/1,\n1. Adopts the rules annexed to this resolution.\n"
        "55th plenary meeting\n24 December 2031\nAnnex\nRules\n1. Ships sail.\n"
    )
    assert [(part.label, part.text) for part in act.paragraphs if part.kind in ("operative", "annex")] == [
        ("1", "Adopts the rules annexed to this resolution."), ("annex, 1", "Ships sail."),
    ]  # fmt: skip


def test_who_submitted_a_draft_is_said_in_six_languages():
    heads = {
        "Draft decision submitted by the President": "The Economic and Social Council:\n\n(a) Decides to meet;",
        "Projet de décision présenté par le Président": "Le Conseil économique et social :\n\na) Décide de se réunir ;",
        "Proyecto de decisión presentado por el Presidente": "El Consejo Económico y Social:\n\na) Decide reunirse;",
        "Проект решения, представленный Председателем": "Экономический и Социальный Совет:\n\na) постановляет собраться;",
        "主席提交的决定草案": "经济及社会理事会：\n\n(a) 决定召开会议；",
        "مشروع مقرر مقدم من الرئيس": "إن المجلس الاقتصادي والاجتماعي:\n\n(أ) يقرر أن يجتمع؛",
    }
    for head, text in heads.items():
        (act,) = acts_in(f"{head}\n\n{text}\n")
        assert (act.kind, act.is_draft, act.body) == ("decision", True, "E"), head
