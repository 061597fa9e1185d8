"""The bench's loader: records become issued documents, whole, once, and bad lines are named."""

import json

import pytest
from django.core.management import call_command

from accounts.access import Audience
from documents.models import Document, DocumentSymbol, File, LanguageVersion, Page
from meetings.models import Body
from provenance.models import Change
from tests.bench import loading
from tests.bench.loading import load

pytestmark = pytest.mark.django_db


def line(symbol="A/RES/60/1", lang="en", text=None, **more):
    text = f"{symbol} in {lang}\tand\nmore \\N" if text is None else text
    told = {
        "symbol": symbol,
        "lang": lang,
        "text": text,
        "title": "Draft resolution on rest",
        "body": "General Assembly",
    }
    return json.dumps(told | {"date": "2005-09-16", "year": 2005, "job": "05-48760", "pages": 1} | more)


def test_records_of_one_symbol_are_the_languages_of_one_document():
    outcome = load([line(), line(lang="ar"), line("A/RES/60/2"), line(lang="zh")])
    assert (outcome.texts, outcome.documents, outcome.bad) == (4, 2, [])
    document = Document.objects.visible_to(Audience.PUBLIC).with_symbol("A/RES/60/1").get()
    assert [version.language for version in document.versions.order_by("language")] == ["ar", "en", "zh"]
    assert (document.title, document.date_words) == ("Draft resolution on rest", "16 September 2005")
    assert (document.type, document.is_publicly_listed) == ("draft resolution", False)
    assert [body.slug for body in document.bodies.all()] == ["general-assembly"]
    assert Body.objects.get(slug="general-assembly").is_external


def test_a_document_has_the_same_keys_as_one_entered_by_hand():
    load([line("CTOC/COP/WG.8/2016/1/Add.1")])
    loaded = DocumentSymbol.objects.get()
    again = DocumentSymbol(as_printed=loaded.as_printed)
    again.derive()
    for name in ("canonical", "root", "search_key", "sort_key", "malformed"):
        assert getattr(loaded, name) == getattr(again, name)


def test_a_version_is_issued_by_the_bench_and_its_page_holds_the_text_to_the_letter():
    load([line(text="one\ttwo\r\nthree \\N \\\\ four\n")])
    version = LanguageVersion.objects.readable_by(Audience.PUBLIC).get()
    assert (version.status, version.issued_by.username, version.job_number) == ("issued", "bench", "05-48760")
    file = version.current_file
    assert (file.stage, file.size, file.page_count) == ("linked", 26, 1)
    assert file.pages.get().text == "one\ttwo\r\nthree \\N \\\\ four\n"


def test_bad_lines_are_named_by_number_and_passed_over():
    lines = ["{", "[1]", line(lang="xx"), line(date="1999-99-99"), line(symbol=""), line(text=" "), line(text="a\0b")]
    lines += [line(symbol="A/" + "9" * 300), line(text="half \ud800"), line(title=7), "", line()]
    outcome = load(lines)
    assert (outcome.texts, outcome.bad_lines) == (1, 10)
    assert [number for number, _ in outcome.bad] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert "line 3: its “lang” is none of" in "\n".join(outcome.in_words())


def test_a_second_text_in_one_language_is_passed_over_and_counted():
    outcome = load([line(), line(text="another"), line("A/RES/60/2", text=json.loads(line())["text"])])
    assert (outcome.texts, outcome.there_already, outcome.same_text) == (1, 1, 1)
    assert "language already" in outcome.in_words()[1]
    assert "another symbol" in outcome.in_words()[2]


def test_a_load_that_was_broken_off_is_gone_on_with(monkeypatch):
    monkeypatch.setattr(loading, "BATCH", 3)
    lines = [line(f"A/RES/60/{number}", lang) for number in range(1, 6) for lang in ("en", "fr")]
    load(lines, limit=5)
    outcome = load(lines)
    assert (outcome.texts, outcome.there_already) == (5, 5)
    assert Document.objects.count() == 5
    assert LanguageVersion.objects.count() == File.objects.count() == Page.objects.count() == 10


def test_what_comes_later_joins_the_document_that_is_there():
    load([line(title="")])
    load([line(lang="fr", title="Repos", title_language="fr", body="Third Committee")])
    document = Document.objects.get()
    assert document.title == "Repos"
    assert document.bodies.count() == 2


def test_a_date_may_be_a_year_or_missing():
    load([line(date=""), line("A/RES/60/2", date=None, year=None)])
    year, none = Document.objects.order_by("pk")
    assert (year.date_words, none.date) == ("2005", None)


@pytest.mark.parametrize("with_triggers", [False, True])
def test_followers_see_every_document_and_file_come(with_triggers):
    load([line(), line(lang="fr")], with_triggers=with_triggers)
    seen = set(Change.objects.values_list("subject", "subject_id"))
    assert {("documents.document", Document.objects.get().pk)} < seen
    assert {("documents.file", file.pk) for file in File.objects.all()} < seen


def test_what_is_loaded_keeps_all_that_the_database_demands():
    load([line(), line(lang="ru"), line("A/RES/60/2", body="", title="")])
    call_command("check")
    for record in (*Document.objects.all(), *LanguageVersion.objects.all(), *File.objects.all()):
        record.full_clean()
