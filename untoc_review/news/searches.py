"""News of a saved search: which of the documents that came into view answer it."""

from django.http import QueryDict

from documents.search.find import matching
from documents.search.narrowing import narrowed_by
from untoc_review.news.history import Happening
from untoc_review.things import DOCUMENT


def search_news(query: str, audience, appeared: dict) -> list[Happening]:
    """What a saved search tells: of all that came into view (document → [(when, words)]) that which answers it."""
    found = documents_of_search(query, audience, appeared)
    return [Happening((), (DOCUMENT, key), at, words) for key in found for at, words in appeared[key]]


def documents_of_search(query: str, audience, among) -> set[int]:
    """The keys of those documents among ``among`` (keys) that a search finds for a reader of ``audience``.

    query: the search's canonical query string, such as ``q=trafficking&body=wg8``.
    """
    asked, among = QueryDict(query), set(among)
    if not among:
        return set()
    narrowed = narrowed_by(asked, audience)
    typed = asked.get("q", "")
    # A search of which nothing is left that means something (a body that is gone) finds everything: that is no news.
    if not typed and not narrowed:
        return set()
    return set(matching(typed, audience, narrowed, among=among, most=len(among)))
