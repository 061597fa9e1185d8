"""Documents: the work, with its symbols, titles, languages, places in meetings and notes."""

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from documents import actions, filing, issuing, linking
from documents.admin.issuing import DocumentSteps, held_languages, language_rows
from documents.admin.search import SymbolSearch
from documents.forms import DocumentForm, FileForDocumentForm
from documents.ingest.intake import Refused, check_size, receive
from documents.models import (
    Document,
    DocumentAgendaItem,
    DocumentBody,
    DocumentMeeting,
    DocumentNote,
    DocumentSymbol,
    DocumentTitle,
    LanguageVersion,
    NoteKind,
    OtherIdentifier,
    Reference,
    ReferenceOrigin,
    languages_in_words,
    languages_named_alone,
)
from documents.reading.masthead.patterns import WORDS, whole
from documents.symbols import SymbolError, parse
from documents.tasks import ring
from provenance.history import HistoryAdmin
from provenance.models import Evidence, Origin

ONE_LANGUAGE_ONLY = whole(rf"\[?\(?(?:{WORDS['english_only']})\)?\]?")


class SymbolInline(admin.TabularInline):
    model = DocumentSymbol
    extra = 0
    fields = ("as_printed", "canonical", "malformed", "position")
    readonly_fields = ("canonical", "malformed")


class TitleInline(admin.TabularInline):
    model = DocumentTitle
    extra = 0
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 60})}}


class VersionInline(admin.TabularInline):
    model = LanguageVersion
    extra = 0
    fields = ("language", "status", "job_number", "page_count", "is_only_language")
    readonly_fields = ("status",)
    show_change_link = True
    verbose_name = "language version"


class BodyInline(admin.TabularInline):
    model = DocumentBody
    extra = 0
    autocomplete_fields = ("body",)


class AgendaItemInline(admin.TabularInline):
    model = DocumentAgendaItem
    extra = 0
    autocomplete_fields = ("agenda_item",)


class PlaceInline(admin.TabularInline):
    model = DocumentMeeting
    extra = 0
    autocomplete_fields = ("meeting",)


class NoteInline(admin.TabularInline):
    model = DocumentNote
    extra = 0


class IdentifierInline(admin.TabularInline):
    model = OtherIdentifier
    extra = 0


class IssuedTogether(admin.SimpleListFilter):
    """Documents by whether their languages were issued on the same day."""

    title = "issue of the languages"
    parameter_name = "issue"

    def lookups(self, request, model_admin):
        return [("not-simultaneous", "on different days")]

    def queryset(self, request, queryset):
        return queryset.not_simultaneous() if self.value() == "not-simultaneous" else queryset


@admin.register(Document)
class DocumentAdmin(SymbolSearch, DocumentSteps, HistoryAdmin):
    form = DocumentForm
    list_display = ("shown_symbol", "shown_title_text", "type", "date_words", "standing_words", "audience")
    list_display_links = ("shown_symbol", "shown_title_text")
    list_filter = ("type", "audience", "is_publicly_listed", "versions__status", IssuedTogether, "bodies")
    date_hierarchy = "date"
    search_fields = ("identifiers__value", "versions__job_number")
    inlines = [
        SymbolInline,
        TitleInline,
        VersionInline,
        PlaceInline,
        AgendaItemInline,
        BodyInline,
        NoteInline,
        IdentifierInline,
    ]
    fieldsets = (
        (None, {"fields": ("type", ("date", "date_precision"), "distribution", "audience", "is_publicly_listed")}),
        ("More", {"fields": ("original_language", "author_line", "corrected_languages"), "classes": ("collapse",)}),
    )
    change_form_template = "admin/documents/document/change_form.html"
    change_list_template = "admin/documents/document/change_list.html"
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("symbols", "titles", "versions").in_order()

    def get_fieldsets(self, request, obj=None):
        """Which languages a corrigendum corrects stands in the open; for other documents under “More”."""
        first, more = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_corrigendum:
            return [first, more]
        (heading, shown), (below, hidden) = first, more
        rest = tuple(name for name in hidden["fields"] if name != "corrected_languages")
        return [
            (heading, {**shown, "fields": (*shown["fields"], "corrected_languages")}),
            (below, {**hidden, "fields": rest}),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The record, and above it the table of its languages with what can be done."""
        rows = language_rows(obj, request.user) if obj else []
        field = context["adminform"].form.fields.get("corrected_languages")
        if obj and field and obj.is_corrigendum and not obj.corrected_languages and (said := _scope_read(obj)):
            field.help_text += f" Its first page says “{said}”."
        several = request.user.has_perm(issuing.PERMISSION) and len(held_languages(rows)) > 1
        context |= {"languages": rows, "several_to_issue": several}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        add_file = path(
            "<int:pk>/add-file/", self.admin_site.admin_view(self.add_file), name="documents_document_add_file"
        )
        return [add_file, *super().get_urls()]

    def add_file(self, request, pk):
        """Add a file of this document in one language: what it belongs to is said by a person, the rest is read."""
        document = self.get_object(request, str(pk))
        if document is None or not self.has_change_permission(request, document):
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        form = FileForDocumentForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                file = self._take_in(upload, document, form.cleaned_data["language"], request.user)
            except Refused as refusal:
                form.add_error("file", str(refusal))
            except actions.NotPossible as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, f"{upload.name}: stored as {file.version}.", messages.SUCCESS)
                return redirect("admin:documents_file_change", file.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Add a file of {document}",
            "verb": "Add",
            "form": form,
            "back": reverse("admin:documents_document_change", args=[pk]),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/documents/one_form.html", context)

    @transaction.atomic
    def _take_in(self, upload, document, language, by):
        """Store and tie, or neither: a file that can't be tied here is not left waiting somewhere else."""
        check_size(upload.size, upload.name)
        receipt = receive(upload.read(), name=upload.name, by=by, way="administration")
        if not receipt.is_new and receipt.file.version_id:
            raise Refused(f"“{upload.name}” is {receipt.outcome}.")
        actions.tie(receipt.file, document=document, language=language, by=by)
        ring(receipt.file)
        receipt.file.refresh_from_db()
        return receipt.file

    def get_ordering(self, request):
        return ()

    @admin.display(description="symbol")
    def shown_symbol(self, document):
        return document.printed_symbol or "no symbol"

    @admin.display(description="title")
    def shown_title_text(self, document):
        return document.title or "title not known"

    @admin.display(description="standing")
    def standing_words(self, document):
        return document.standing.label

    def save_related(self, request, form, formsets, change):
        """A symbol entered by hand places the document with its body, and ties what cited it in vain till now."""
        super().save_related(request, form, formsets, change)
        document = form.instance
        symbols = [symbol.canonical for symbol in document.symbols.all()]
        document.bodies.add(*[body for body in map(filing.body_of, symbols) if body])
        linking.resolve_waiting(document)
        self._take_over_scope(request, document, formsets)

    def _take_over_scope(self, request, document, formsets):
        """A note such as “Spanish only”, entered on a corrigendum, says which languages are corrected, where nobody did."""
        notes = [note for formset in formsets if formset.model is DocumentNote for note in _saved(formset)]
        named = [code for note in notes if note.kind == NoteKind.LANGUAGES for code in languages_named_alone(note.text)]
        if not named or document.corrected_languages or not document.is_corrigendum:
            return
        document.corrected_languages = sorted(set(named))
        document.save(update_fields=["corrected_languages"])
        words = languages_in_words(named)
        self.message_user(
            request, f"As its note says, it applies to {words} only. Tick other languages where that is wrong."
        )


def _scope_read(document):
    """The words of its first page that name one language alone, such as “Spanish only”; "" where there are none.

    A language in which alone a corrigendum is printed is mostly, not always, the one that it corrects: a person decides.
    """
    read = Evidence.objects.about(document).filter(field="original language", origin=Origin.READ)
    return next((quote for quote in read.values_list("quote", flat=True) if ONE_LANGUAGE_ONLY.fullmatch(quote)), "")


def _saved(formset):
    """The records that a formset has entered or changed."""
    return [*formset.new_objects, *(record for record, _fields in formset.changed_objects)]


@admin.register(Reference)
class ReferenceAdmin(admin.ModelAdmin):
    """References: found ones to look at; one that no machine can find may be entered."""

    list_display = ("as_written", "citing", "page", "symbol", "act_key", "origin", "is_held")
    list_filter = ("origin", ("document", admin.EmptyFieldListFilter))
    search_fields = ("symbol", "act_key", "as_written")
    autocomplete_fields = ("citing", "document", "act")
    fields = ("citing", "page", "as_written", "document", "act", "symbol", "act_key", "origin")
    readonly_fields = ("origin",)
    show_full_result_count = False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("citing", "act__body")
            .prefetch_related("citing__symbols", "citing__titles")
        )

    @admin.display(boolean=True, description="held")
    def is_held(self, reference):
        return bool(reference.document_id or reference.act_id)

    def save_model(self, request, obj, form, change):
        """A person names the target; symbol and act key follow from it, and the reference is theirs."""
        obj.origin = ReferenceOrigin.ENTERED
        if obj.document_id:
            obj.symbol, obj.act_key = obj.document.symbol or f"id/{obj.document_id}", ""
        elif obj.act_id:
            obj.symbol, obj.act_key = "", obj.act.key
        elif obj.symbol:
            try:
                obj.symbol = parse(obj.symbol).canonical
            except SymbolError:
                obj.malformed = "not in the form of a symbol"
        super().save_model(request, obj, form, change)
        linking.resolve(Reference.objects.filter(pk=obj.pk))
