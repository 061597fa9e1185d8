"""Search in the administration is the search of the site: symbols, numbers and words alike."""

from django.db.models import Q

from accounts.access import Audience
from documents.search.find import matching

MOST_FOUND = 1000


class SymbolSearch:
    """Mixed into a ModelAdmin of documents or of what belongs to one: what is typed is looked for as in the box on every page.

    document_lookup: how the model reaches the document, such as ``pk`` or ``document``; what stands in ``search_fields``
    and is no word of a text (the number of a job) is looked for as well.
    """

    document_lookup = "pk"
    search_help_text = "A symbol or part of one (wg.8 2016), or words of title, masthead or text."

    def get_search_results(self, request, queryset, search_term):
        by_fields, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return by_fields, may_repeat
        keys = matching(search_term, Audience.SECRETARIAT, most=MOST_FOUND)
        found = queryset.filter(**{f"{self.document_lookup}__in": keys}).values("pk")
        return queryset.filter(Q(pk__in=found) | Q(pk__in=by_fields.values("pk"))), False
