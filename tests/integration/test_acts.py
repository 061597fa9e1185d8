"""Acts: known by body, kind and number; their text pasted in becomes paragraphs."""

import pytest
from django.db import IntegrityError, transaction

from documents import actions
from documents.models import Act
from tests import factories as make

pytestmark = pytest.mark.django_db

TEXT = """\
The Conference of the Parties,

Recalling an earlier text of the same name,

1. Requests the Secretariat to convene at least one meeting;

2. Decides:

(a) To meet again;

(b) To hear a report at its next session.
"""


def test_a_resolution_and_a_decision_may_bear_the_same_number():
    make.act("9/1", kind="resolution")
    make.act("9/1", kind="decision")
    assert Act.objects.numbered("9/1").count() == 2


def test_two_conferences_use_the_same_numbers():
    make.act("1/1")
    make.act("1/1", body=make.body("cac-cosp", series="CAC/COSP/", is_external=True))
    assert Act.objects.numbered("1/1").count() == 2


def test_the_same_act_is_not_entered_twice():
    make.act("7/1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.act("7/1")


def test_a_pasted_text_becomes_paragraphs_with_their_numbers(editor):
    act = make.act("7/1")
    actions.enter_text(act, text=TEXT, by=editor)
    operative = list(act.paragraphs.filter(kind="operative"))
    assert [paragraph.number.strip(".") for paragraph in operative] == ["1", "2", "(a)", "(b)"]
    assert operative[0].verb == "Requests"
    assert operative[0].get_absolute_url().endswith("/acts/ctoc-cop/resolution/7/1#p1")
    assert operative[2].depth == 1


def test_pasting_again_replaces_the_text_of_that_language_alone(editor):
    act = make.act("7/1")
    actions.enter_text(act, text=TEXT, by=editor)
    actions.enter_text(act, text=TEXT, language="fr", by=editor)
    actions.enter_text(act, text="1. Requests a report.", by=editor)
    assert act.paragraphs.filter(language="en").count() == 1
    assert act.paragraphs.filter(language="fr").count() > 4


def test_a_text_on_which_mandates_stand_is_not_replaced(editor):
    act = make.act("7/1")
    actions.enter_text(act, text=TEXT, by=editor)
    make.mandate(act, paragraph=act.paragraphs.filter(kind="operative").first())
    with pytest.raises(actions.NotPossible, match="Mandates stand"):
        actions.enter_text(act, text="1. Requests a report.", by=editor)


def test_an_empty_text_is_refused_in_words(editor):
    with pytest.raises(actions.NotPossible, match="No paragraphs"):
        actions.enter_text(make.act("7/1"), text="  \n ", by=editor)
