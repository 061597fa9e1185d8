"""News of a saved search: which of the documents that came into view answer it."""

from django.http import QueryDict

from documents.search.find import matching
from documents.search.narrowing import narrowed_by


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
