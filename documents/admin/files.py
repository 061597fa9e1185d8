"""Files: adding them, and the in-tray, where what the machine could not decide waits for a person."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from documents import actions, filing
from documents.admin.progress import ProgressPages
from documents.admin.search import SymbolSearch
from documents.forms import AddFilesForm, FileUnderSymbolForm, SetAsideForm, TieForm
from documents.ingest import ladder
from documents.ingest.intake import Refused, check_size, receive
from documents.models import Document, File, LanguageVersion, Stage
from documents.models.rows import rows_of
from documents.queries import cites_of_file
from documents.tasks import ring
from provenance.history import HistoryAdmin
from provenance.models import Evidence

PREVIEW_PAGES = 5


class WaitingFilter(admin.SimpleListFilter):
    title = "in-tray"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [("yes", "waits for a person"), ("aside", "set aside"), ("moving", "being processed")]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.in_tray()
            case "aside":
                return queryset.exclude(set_aside_at=None)
            case "moving":
                return queryset.filter(problem="").exclude(stage="linked")
        return queryset


@admin.register(File)
class FileAdmin(ProgressPages, SymbolSearch, HistoryAdmin):
    list_display = ("name", "what_it_is", "language", "stage_words", "what_it_needs", "received_at")
    list_filter = (WaitingFilter, "stage", "language", "is_stand_in")
    list_select_related = ("version__document", "received_by")
    search_fields = ("name", "symbol_read", "title_read", "sha256")
    document_lookup = "version__document"
    change_list_template = "admin/documents/file/change_list.html"
    actions = ["retry_selected"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("version__document__symbols", "version__document__titles")

    def has_delete_permission(self, request, obj=None):
        """Nothing that a person gave is thrown away here: a file is set aside, with a reason."""
        return False

    @admin.display(description="document")
    def what_it_is(self, file):
        return str(file.version) if file.version_id else file.symbol_read or file.title_read[:80] or "not known yet"

    @admin.display(description="stage")
    def stage_words(self, file):
        if file.problem:
            return "problem"
        return "waiting for OCR" if file.waits_for_recognition else file.get_stage_display()

    @admin.display(description="what it needs")
    def what_it_needs(self, file):
        if file.set_aside_at:
            return f"set aside: {file.set_aside_reason}"
        return file.problem or ("" if file.version_id else file.waiting_for)

    @admin.action(description="Try the selected files again", permissions=["change"])
    def retry_selected(self, request, queryset):
        for file in queryset:
            ladder.retry(file)
            ring(file)
        self.message_user(request, f"{queryset.count()} files are being read again.", messages.SUCCESS)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("add/", wrap(self.add_files), name="documents_file_add"),
            path("<int:pk>/change/", wrap(self.desk), name="documents_file_change"),
            *super().get_urls(),
        ]

    def add_files(self, request):
        """Add any number of files; each one's fate is said in words."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AddFilesForm(request.POST or None, request.FILES or None)
        outcomes = []
        if request.method == "POST" and form.is_valid():
            outcomes = [self._take_in(upload, request.user) for upload in form.cleaned_data["files"]]
            if len(outcomes) == 1 and outcomes[0]["file"]:
                level = messages.SUCCESS if outcomes[0]["is_new"] else messages.WARNING
                self.message_user(request, f"{outcomes[0]['name']}: {outcomes[0]['outcome']}.", level)
                return redirect("admin:documents_file_change", outcomes[0]["file"].pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Add files",
            "form": form,
            "outcomes": outcomes,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/documents/file/add_files.html", context)

    def _take_in(self, upload, by):
        try:
            check_size(upload.size, upload.name)
            receipt = receive(upload.read(), name=upload.name, by=by, way="administration")
        except Refused as refusal:
            return {"name": upload.name, "outcome": f"not taken in: {refusal}", "file": None, "is_new": False}
        if receipt.is_new:
            ring(receipt.file)
        return {"name": upload.name, "outcome": receipt.outcome, "file": receipt.file, "is_new": receipt.is_new}

    def desk(self, request, pk):
        """One file: what was read and why, and what a person can do with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = get_object_or_404(File.objects.select_related("version__document", "received_by", "set_aside_by"), pk=pk)
        forms = {
            "symbol": FileUnderSymbolForm(initial={"symbol": file.symbol_read, "language": file.language}),
            "tie": TieForm(initial={"language": file.language}, admin_site=self.admin_site),
            "aside": SetAsideForm(),
        }
        if request.method == "POST":
            if not self.has_change_permission(request, file):
                raise PermissionDenied
            done, forms = self._act(request, file, forms)
            if done:
                return redirect("admin:documents_file_change", file.pk)
        document = file.document
        places = document.places.with_meetings() if document else []
        context = {
            **self.admin_site.each_context(request),
            "title": str(file),
            "file": file,
            "document": document,
            "opts": self.opts,
            "statements": Evidence.objects.about(file).order_by("field", "pk"),
            "pages": file.pages.order_by("number")[:PREVIEW_PAGES],
            "cites": cites_of_file(file, request.audience),
            "candidates": [] if document else self._candidates(file, request.audience),
            "meetings": [] if document else filing.meetings_for(file),
            "proposed": [place for place in places if not place.is_confirmed],
            "placed": [place for place in places if place.is_confirmed],
            "held_version": self._held_version(file),
            "forms": forms,
            "may_change": self.has_change_permission(request, file),
            "may_issue": request.user.has_perm("documents.issue_languageversion"),
            "receptions": file.receptions.select_related("by"),
            "rungs": self._rungs(file),
            "waits_for_ocr": file.waits_for_recognition,
            "is_moving": file.is_moving,
        }
        return TemplateResponse(request, "admin/documents/file/desk.html", context)

    def _rungs(self, file):
        """The stages with whether they are reached; that of pictures only for a file that has some."""
        has_pictures = file.unread_pages or file.pages.from_pictures().exists()
        return [
            (stage.label, Stage(file.stage).is_at_least(stage))
            for stage in Stage
            if stage != Stage.RECOGNISED or has_pictures
        ]

    def _candidates(self, file, audience):
        found = filing.candidates(file)
        rows = {row.pk: row for row in rows_of(Document.objects.filter(pk__in=[each.pk for each in found]), audience)}
        return [rows[each.pk] for each in found]

    def _held_version(self, file):
        """The version whose place a waiting file could take: same symbol and language, another file current."""
        if file.version_id or not file.symbol_read or not file.language:
            return None
        return LanguageVersion.objects.filter(
            document__symbols__canonical__in=file.symbol_read.split("-"), language=file.language, files__is_current=True
        ).first()

    def _act(self, request, file, forms):
        """Do what was asked for with a button. Returns (whether it is done, the forms to show again)."""
        asked = request.POST.get("act", "")
        bound = {
            "symbol": lambda: FileUnderSymbolForm(request.POST),
            "tie": lambda: TieForm(request.POST, admin_site=self.admin_site),
            "aside": lambda: SetAsideForm(request.POST),
        }
        if asked in bound:
            forms[asked] = bound[asked]()
            if not forms[asked].is_valid():
                return False, forms
        try:
            said = self._verbs(request, file, forms)[asked]()
        except KeyError:
            return False, forms
        except actions.NotPossible as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return asked not in bound, forms
        self.message_user(request, said, messages.SUCCESS)
        return True, forms

    def _verbs(self, request, file, forms):
        """What the buttons of the desk do, by name; each returns the sentence to show."""
        by = request.user

        def place():
            return get_object_or_404(
                file.document.places.proposed() if file.document else File.objects.none(), pk=request.POST.get("place")
            )

        def enter_symbol():
            data = forms["symbol"].cleaned_data
            return f"Filed as {actions.enter_symbol(file, symbol=data['symbol'], language=data['language'], by=by)}."

        def tie():
            data = forms["tie"].cleaned_data
            return f"Filed as {actions.tie(file, document=data['document'], language=data['language'], by=by)}."

        def replace():
            version = get_object_or_404(LanguageVersion, pk=request.POST.get("version"))
            return f"This is now the current file of {actions.replace(file, version=version, by=by)}."

        def retry():
            ladder.retry(file)
            ring(file)
            return "The file is being read again."

        def set_aside():
            aside = actions.set_aside(file, reason=forms["aside"].cleaned_data["reason"], by=by)
            return f"Set aside: {aside.set_aside_reason}."

        def issue():
            if not by.has_perm("documents.issue_languageversion") or not file.version_id:
                raise actions.NotPossible("Issuing is for publishers and administrators.")
            return f"{actions.issue(file.version, by=by)} is issued."

        return {
            "symbol": enter_symbol,
            "tie": tie,
            "replace": replace,
            "retry": retry,
            "issue": issue,
            "aside": set_aside,
            "take-up": lambda: f"{actions.take_up(file, by=by)} is back in the in-tray.",
            "confirm": lambda: f"Confirmed: {actions.confirm_place(place(), by=by)}.",
            "dismiss": lambda: actions.dismiss_place(place(), by=by) or "Struck out.",
        }
