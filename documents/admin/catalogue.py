"""Import of catalogue records: a file is chosen, every record's fate is shown, then a person imports them."""

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from accounts.actions import NotPossible
from documents.catalogue import imports
from documents.catalogue.outcomes import HEADINGS, table_of
from documents.exports import csv_file
from documents.models import CatalogueFate, CatalogueImport, CatalogueState
from documents.tasks import ring_for_catalogue

ROWS_A_PAGE = 50
WRITTEN = (CatalogueFate.NEW, CatalogueFate.COMPLETES, CatalogueFate.DIFFERS)
QUEUE_AWAY = "The queue is away: the records are taken up when it is back. Nothing needs to be done."


class ChooseCatalogueForm(forms.Form):
    """The file of records."""

    file = forms.FileField(
        label="File of records",
        help_text="MARCXML, MARC, CSV, TSV or Excel (XLSX). A table’s first row names its columns: Symbol, Title, Date, Language …",
    )


class ImportForm(forms.Form):
    """What the person who imports decides."""

    are_public = forms.BooleanField(
        label="These records are public: list new documents publicly",
        required=False,
        help_text="Then everybody sees that they exist, with title and facts; those that say “restricted” stay with the "
        "secretariat. Documents that are held already stay as they are listed now.",
    )


@admin.register(CatalogueImport)
class CatalogueImportAdmin(admin.ModelAdmin):
    """The history of imports, and the pages of one: preview, progress, result."""

    list_display = ("name", "state", "format", "records", "by", "at")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("name", "=sha256")
    change_list_template = "admin/documents/catalogueimport/change_list.html"
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request):
        return self._may_import(request)

    def has_view_permission(self, request, obj=None):
        return self._may_import(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request):
        return self._may_import(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def _may_import(self, request):
        return request.user.has_perms(["documents.add_document", "documents.change_document"])

    @admin.display(description="records", ordering="total", empty_value="–")
    def records(self, catalogue):
        return catalogue.total

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Imports of catalogue records", **(extra_context or {})})

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/outcomes.csv", guarded(self.outcomes), name="documents_catalogueimport_outcomes"),
            path("<int:pk>/progress", guarded(self.progress), name="documents_catalogueimport_progress"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Choose the file; what is small is looked through at once, the rest by a worker."""
        if not self._may_import(request):
            raise Http404
        form = ChooseCatalogueForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                imports.check_size(upload.size, upload.name)
                catalogue = imports.take_in(upload.read(), name=upload.name, by=request.user)
            except NotPossible as refusal:
                form.add_error("file", str(refusal))
            else:
                self._work(request, catalogue)
                return redirect("admin:documents_catalogueimport_change", catalogue.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Import catalogue records",
            "verb": "Look at the records",
            "form": form,
            "back": reverse("admin:documents_catalogueimport_changelist"),
            "back_words": "All imports",
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/documents/one_form.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One import: what would become of each record, or what has become of it."""
        catalogue = self._found(request, object_id)
        if request.method == "POST":
            return self._act(request, catalogue)
        counts = catalogue.counts()
        fate = request.GET.get("fate", "")
        rows = catalogue.rows.all()
        if fate in CatalogueFate.values:
            rows = rows.filter(fate=fate)
        elif request.GET.get("remarks"):
            rows = rows.exclude(remarks=[])
        context = {
            **self.admin_site.each_context(request),
            "title": f"Import of {catalogue.name}",
            "opts": self.opts,
            "catalogue": catalogue,
            "counts": [(CatalogueFate(value), count) for value, count in counts.items()],
            "all": sum(counts.values()),
            "with_remarks": catalogue.rows.exclude(remarks=[]).count(),
            "to_write": sum(counts.get(each, 0) for each in WRITTEN),
            "chosen": fate,
            "only_remarks": bool(request.GET.get("remarks")) and not fate,
            "page": Paginator(rows.order_by("place"), ROWS_A_PAGE).get_page(request.GET.get("page")),
            "form": ImportForm(initial={"are_public": catalogue.are_public}),
            "is_previewed": catalogue.state == CatalogueState.PREVIEWED,
            "is_imported": catalogue.state == CatalogueState.IMPORTED,
        }
        return TemplateResponse(request, "admin/documents/catalogueimport/import.html", context)

    def _act(self, request, catalogue):
        here = redirect("admin:documents_catalogueimport_change", catalogue.pk)
        if request.POST.get("act") == "again" and catalogue.is_at_work:
            self._work(request, catalogue)
            return here
        form = ImportForm(request.POST)
        if form.is_valid():
            try:
                imports.begin(catalogue, are_public=form.cleaned_data["are_public"], by=request.user)
            except NotPossible as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self._work(request, catalogue)
                if catalogue.state == CatalogueState.IMPORTED:
                    self.message_user(request, f"“{catalogue}” is imported.", messages.SUCCESS)
        return here

    def _work(self, request, catalogue):
        if catalogue.size <= imports.SMALL_BYTES:
            imports.work(catalogue)
        elif not ring_for_catalogue(catalogue.pk):
            self.message_user(request, QUEUE_AWAY, messages.WARNING)

    def outcomes(self, request, pk):
        """Every record's fate as CSV."""
        catalogue = self._found(request, pk)
        return csv_file(f"import-{catalogue.pk}.csv", HEADINGS, table_of(catalogue.rows.iterator(chunk_size=1000)))

    def progress(self, request, pk):
        """How far it has come, for the script of the page."""
        catalogue = self._found(request, pk)
        return JsonResponse({"done": catalogue.done, "total": catalogue.total, "is_at_work": catalogue.is_at_work})

    def _found(self, request, key):
        catalogue = (
            CatalogueImport.objects.select_related("by").filter(pk=key).first() if str(key).isdecimal() else None
        )
        if catalogue is None or not self._may_import(request):
            raise Http404
        return catalogue
