"""Corrigenda of some languages: who is told that a text is corrected, and whose text is not concerned."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.access import Audience
from documents.models import Document, DocumentNote, NoteKind, languages_in_words, languages_named_alone
from documents.queries import document_found, document_page
from tests import factories as make

pytestmark = pytest.mark.django_db
CORRIGENDUM = "CTOC/COP/2016/2/Corr.1"


@pytest.fixture
def report():
    """A report issued in English, French and Spanish."""
    report = make.document("CTOC/COP/2016/2", "Report")
    for language in ("en", "fr", "es"):
        make.file(make.version(report, language), f"Text in {language}.")
    return report


def corrigendum(*languages, symbol=CORRIGENDUM, **fields):
    return make.document(symbol, "Corrigendum", corrected_languages=list(languages), **fields)


def rows_of_versions(client, document):
    """Language → its row on the page of the document."""
    page = client.get(document.get_absolute_url()).content.decode()
    rows = page.split('<ul class="version-rows"')[1].split("</ul>")[0].split("<li>")[1:]
    names = {"English": "en", "French": "fr", "Spanish": "es"}
    return {names[name]: row for row in rows for name in names if f">{name}</a>" in row}


def test_only_the_languages_concerned_say_that_they_are_corrected(client, report):
    corrigendum("fr", "es")
    told = {language: CORRIGENDUM in row for language, row in rows_of_versions(client, report).items()}
    assert told == {"en": False, "fr": True, "es": True}


def test_a_corrigendum_of_no_named_language_corrects_all(client, report):
    corrigendum()
    assert all(CORRIGENDUM in row for row in rows_of_versions(client, report).values())


def test_the_page_of_a_corrigendum_says_what_it_applies_to(client, report):
    page = client.get(corrigendum("es", "fr").get_absolute_url()).content.decode()
    assert "<b>Applies to:</b> French and Spanish only" in page
    assert "Applies to" not in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("language", "is_told"), [("fr", True), ("en", False)])
def test_a_text_to_be_read_carries_the_notice_of_its_corrigendum(client, report, language, is_told):
    corrigendum("fr")
    page = client.get(reverse("text", args=[language, report.path])).content.decode()
    assert ("This text is corrected by" in page) is is_told


def test_side_by_side_the_notice_stands_over_its_own_language(client, report):
    corrigendum("fr")
    page = client.get(reverse("text", args=["en", report.path]), {"beside": "fr"}).content.decode()
    english, french = page.split('aria-label="English"')[1].split('aria-label="French"')
    assert "This text is corrected by" not in english
    assert "This text is corrected by" in french


def test_lists_name_the_corrigendum_with_its_languages(client, report):
    corrigendum("fr")
    rows = {row.symbol: row for row in Document.objects.in_order().rows(Audience.PUBLIC)}
    (correction,) = rows["CTOC/COP/2016/2"].corrected_by
    assert (correction.symbol, correction.languages_in_words) == (CORRIGENDUM, "French")
    assert not rows["CTOC/COP/2016/2"].obsolete
    assert rows[CORRIGENDUM].applies_to_in_words == "French"
    page = client.get(reverse("documents")).content.decode()
    assert "applies to French only" in page
    assert "corrected by" in page


def test_a_corrigendum_of_a_revision_corrects_the_revision_alone(report):
    revision = make.document("CTOC/COP/2016/2/Rev.1", "Report, revised")
    make.version(revision, "en")
    corrigendum("en", symbol="CTOC/COP/2016/2/Rev.1/Corr.1")
    rows = {row.symbol: row for row in Document.objects.in_order().rows(Audience.PUBLIC)}
    assert [each.symbol for each in rows["CTOC/COP/2016/2/Rev.1"].corrected_by] == ["CTOC/COP/2016/2/Rev.1/Corr.1"]
    assert rows["CTOC/COP/2016/2"].corrected_by == []


def test_a_joint_corrigendum_is_named_once():
    make.document("CTOC/COP/2016/2 CTOC/COP/WG.8/2016/4", "Joint report")
    corrigendum("en", symbol="CTOC/COP/2016/2/Corr.1 CTOC/COP/WG.8/2016/4/Corr.1")
    joint = next(row for row in Document.objects.rows(Audience.PUBLIC) if "Corr" not in row.symbol)
    assert len(joint.corrected_by) == 1


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.DELEGATES])
def test_a_corrigendum_that_is_hidden_corrects_nothing_for_those_it_is_hidden_from(report, audience):
    corrigendum("fr", listed=False)
    for reader, count in ((audience, 0), (Audience.SECRETARIAT, 1)):
        shown = document_page(document_found(reader, symbol="CTOC/COP/2016/2"), reader)
        french = next(version for version in shown.versions if version.language == "fr")
        assert len(french.corrected_by) == count


def test_a_corrigendum_costs_no_query_more(report, django_assert_num_queries):
    make.document("CTOC/COP/2016/2/Add.1", "Addendum")
    with django_assert_num_queries(2):
        list(Document.objects.rows(Audience.PUBLIC))
    corrigendum("fr")
    corrigendum("es", symbol="CTOC/COP/2016/2/Corr.2")
    with django_assert_num_queries(2):
        list(Document.objects.rows(Audience.PUBLIC))


def test_the_search_for_machines_tells_of_corrigenda(client, report):
    corrigendum("fr")
    found = client.get(reverse("search_api"), {"q": "report"}).json()["results"]
    told = {each["symbol"]: each["corrected_by"] for each in found}
    assert told["CTOC/COP/2016/2"] == [{"symbol": CORRIGENDUM, "languages": ["fr"]}]


def test_the_database_refuses_a_language_that_is_none(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=report.pk).update(corrected_languages=["french"])


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("English only", ["en"]),
        ("(Spanish only)", ["es"]),
        ("English and French only", ["en", "fr"]),
        ("ARABIC ONLY.", ["ar"]),
        ("Original: English", []),
        ("The only language", []),
        ("", []),
    ],
)
def test_a_note_names_the_languages_it_speaks_of_alone(note, codes):
    assert languages_named_alone(note) == codes


def test_languages_stand_in_the_order_of_their_places():
    assert languages_in_words(["es", "fr", "ar"]) == "Arabic, French and Spanish"
    assert languages_in_words([]) == ""


# ---------------------------------------------------------------- in the administration


def entered(client, document, note="", **data):
    """Save the page of a document in the administration, with a note on languages where one is given."""
    page = reverse("admin:documents_document_change", args=[document.pk])
    data = {"audience": 0, "is_publicly_listed": "on"} | data
    for inline in client.get(page).context["inline_admin_formsets"]:
        data |= {f"{inline.formset.prefix}-TOTAL_FORMS": 0, f"{inline.formset.prefix}-INITIAL_FORMS": 0}
    if note:
        data |= {
            "notes-TOTAL_FORMS": 1,
            "notes-0-kind": NoteKind.LANGUAGES,
            "notes-0-text": note,
            "notes-0-audience": 0,
        }
    answer = client.post(page, data, follow=True)
    document.refresh_from_db()
    return answer.content.decode()


def test_the_languages_are_ticked_in_the_administration(client_of, publisher, report):
    client, paper = client_of(publisher), corrigendum()
    page = client.get(reverse("admin:documents_document_change", args=[paper.pk])).content.decode()
    assert page.count('type="checkbox" name="corrected_languages"') == 7
    assert page.index('name="corrected_languages"') < page.index("<summary>")
    entered(client, paper, corrected_languages=["fr", "es"])
    assert sorted(paper.corrected_languages) == ["es", "fr"]
    page = entered(client, paper, corrected_languages=["tlh"])
    assert "not one of the available choices" in page
    assert sorted(paper.corrected_languages) == ["es", "fr"]
    entered(client, paper)
    assert paper.corrected_languages == []


def test_a_note_on_a_corrigendum_says_what_it_applies_to_where_nobody_did(client_of, publisher, report):
    client, paper = client_of(publisher), corrigendum()
    assert "it applies to Spanish only" in entered(client, paper, "(Spanish only)")
    assert paper.corrected_languages == ["es"]
    DocumentNote.objects.all().delete()
    entered(client, paper, "(Spanish only)", corrected_languages=["fr"])
    assert paper.corrected_languages == ["fr"]
    entered(client, report, "English only")
    assert report.corrected_languages == []


@pytest.mark.parametrize(
    ("quote", "is_told"), [("Spanish only", True), ("Español solamente", True), ("Original: Spanish", False)]
)
def test_what_the_first_page_says_of_its_language_stands_beside_the_boxes(client_of, publisher, report, quote, is_told):
    paper = corrigendum()
    for document in (paper, report):
        make.evidence(document, "original language", "es", origin="read", quote=quote, audience=Audience.SECRETARIAT)
        page = client_of(publisher).get(reverse("admin:documents_document_change", args=[document.pk])).content.decode()
        assert (f"Its first page says “{quote}”" in page) is (is_told and document is paper)
    assert paper.corrected_languages == []
