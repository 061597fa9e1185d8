"""Acts: resolutions and decisions with their titles, roles and text."""

from django.contrib import admin, messages
from django.db.models import Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from accounts.access import Audience
from documents import actions, linking, paragraphs
from documents.forms import ActTextForm
from documents.models import Act, ActBody, ActDocument, ActTitle, Paragraph
from documents.search.find import matching_acts
from documents.search.query import understand
from provenance.history import HistoryAdmin


class ActTitleInline(admin.TabularInline):
    model = ActTitle
    extra = 0


class ActDocumentInline(admin.TabularInline):
    model = ActDocument
    extra = 0
    autocomplete_fields = ("document",)


class ActBodyInline(admin.TabularInline):
    model = ActBody
    extra = 0
    autocomplete_fields = ("body",)


@admin.register(Act)
class ActAdmin(HistoryAdmin):
    list_display = ("heading", "title", "session", "adopted_words")
    list_display_links = ("heading", "title")
    list_filter = ("kind", "body")
    search_fields = ("number", "symbol")
    search_help_text = "A number (7/1, resolution 9/1), a symbol, or words of the title."
    autocomplete_fields = ("body", "session")
    inlines = [ActTitleInline, ActDocumentInline, ActBodyInline]
    change_form_template = "admin/documents/act/change_form.html"

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("body", "session")
            .prefetch_related("titles", "session__seats__body")
        )

    def get_search_results(self, request, queryset, search_term):
        """As in the box on every page: ``resolution 7/1`` is a number, all else are words of titles and texts."""
        by_fields, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return by_fields, may_repeat
        keys = matching_acts(search_term, Audience.SECRETARIAT)
        if understand(search_term).act_number:
            return queryset.filter(pk__in=keys), False
        return queryset.filter(Q(pk__in=keys) | Q(pk__in=by_fields.values("pk"))), False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        linking.resolve_waiting_act(form.instance)
        paragraphs.look_for_text(form.instance)

    def get_urls(self):
        text = path("<int:pk>/text/", self.admin_site.admin_view(self.text_view), name="documents_act_text")
        return [text, *super().get_urls()]

    def text_view(self, request, pk):
        """Paste the text of the act; it becomes paragraphs."""
        act = self.get_object(request, str(pk))
        if act is None or not self.has_change_permission(request, act):
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        form = ActTextForm(request.POST or None)
        page = reverse("admin:documents_act_change", args=[act.pk])
        if request.method == "POST" and form.is_valid():
            try:
                made = actions.enter_text(
                    act, text=form.cleaned_data["text"], language=form.cleaned_data["language"], by=request.user
                )
            except actions.NotPossible as refusal:
                form.add_error("text", str(refusal))
            else:
                self.message_user(request, f"The text of {act} is held in {len(made)} paragraphs.", messages.SUCCESS)
                return redirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Text of {act}",
            "verb": "Turn into paragraphs",
            "form": form,
            "back": page,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/documents/one_form.html", context)


@admin.register(Paragraph)
class ParagraphAdmin(HistoryAdmin):
    list_display = ("act", "label", "kind", "verb", "beginning")
    list_display_links = ("label", "beginning")
    list_filter = ("kind", "language")
    search_fields = ("=act__number", "text", "label")
    autocomplete_fields = ("act",)
    exclude = ("file",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("act__body")

    @admin.display(description="text")
    def beginning(self, paragraph):
        return paragraph.text[:100]
