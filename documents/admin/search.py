"""Search in the administration knows symbols: ``wg8 2016 2`` finds CTOC/COP/WG.8/2016/2."""

from django.db.models import Q

from documents.search.query import understand


class SymbolSearch:
    """Mixed into a ModelAdmin: what looks like a symbol is looked up by its parts, all else in ``search_fields``.

    symbol_lookup: how the model reaches a symbol's search key, such as ``symbols__search_key__contains``.
    """

    symbol_lookup = "symbols__search_key__contains"
    search_help_text = "A symbol or part of one (wg.8 2016), or words of the title."

    def get_search_results(self, request, queryset, search_term):
        key = understand(search_term).symbol_key
        by_words, may_repeat = super().get_search_results(request, queryset, search_term)
        if not key:
            return by_words, may_repeat
        symbols = queryset.filter(**{self.symbol_lookup: f" {key} "}).values("pk")
        return queryset.filter(Q(pk__in=symbols) | Q(pk__in=by_words.values("pk"))), False
