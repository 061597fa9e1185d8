"""The search: symbols and numbers first, words in six languages, and nobody finds what they may not see."""

import pytest

from accounts.access import Audience
from documents.search.find import find
from tests import factories as make

pytestmark = pytest.mark.django_db

PUBLIC, DELEGATES, SECRETARIAT = Audience


def issued(symbol, title="", text="", language="en", **fields):
    document = make.document(symbol, title, listed=False, **fields)
    make.file(make.version(document, language), text or f"{symbol}\n{title}")
    return document


def symbols(found):
    return [hit.row.symbol for hit in found.hits]


def test_words_are_found(search_index):
    issued("CTOC/COP/WG.8/2016/2", "Report on the second meeting", "The meeting heard experts on smuggling.")
    issued("CTOC/COP/WG.8/2016/3", "Another paper", "Nothing of that kind.")
    search_index()
    found = find("expert smuggling", PUBLIC)
    assert found.is_whole
    assert symbols(found) == ["CTOC/COP/WG.8/2016/2"]
    assert "<mark>experts</mark> on <mark>smuggling</mark>" in found.hits[0].place.excerpt
