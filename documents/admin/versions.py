"""Language versions: their files, and issuing and withdrawing them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.access import Audience
from documents import actions, issuing
from documents.admin.search import SymbolSearch
from documents.forms import IssueForm, WithdrawForm
from documents.models import File, LanguageVersion, VersionStatus
from provenance.history import HistoryAdmin


class FileInline(admin.TabularInline):
    """The version's files, the current one and those it replaced. They are added with “Add files”."""

    model = File
    extra = 0
    fields = readonly_fields = ("name", "is_current", "size", "media_type", "page_count", "stage", "problem")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(LanguageVersion)
class LanguageVersionAdmin(SymbolSearch, HistoryAdmin):
    list_display = ("document", "language", "status", "job_line", "issued_at", "issued_by")
    list_filter = ("status", "language", ("issue_at", admin.EmptyFieldListFilter))
    search_fields = ("job_number",)
    document_lookup = "document"
    autocomplete_fields = ("document",)
    readonly_fields = (
        "status",
        "issue_at",
        "issue_by",
        "issue_to",
        "not_issued_because",
        "reissued_at",
        "reissued_by",
        "issued_at",
        "issued_by",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_reason",
    )
    inlines = [FileInline]
    actions = ["issue_selected"]
    change_form_template = "admin/documents/languageversion/change_form.html"
    show_full_result_count = False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("document", "issued_by")
            .prefetch_related("document__symbols", "document__titles")
        )

    def has_issue_permission(self, request):
        return request.user.has_perm("documents.issue_languageversion")

    @admin.action(description="Issue the selected language versions", permissions=["issue"])
    def issue_selected(self, request, queryset):
        issued = 0
        for version in queryset:
            try:
                actions.issue(version, by=request.user)
                issued += 1
            except actions.NotPossible as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        if issued:
            self.message_user(request, f"{issued} {'version' if issued == 1 else 'versions'} issued.", messages.SUCCESS)

    def get_urls(self):
        own = [
            path("<int:pk>/issue/", self.admin_site.admin_view(self.issue_view), name="documents_version_issue"),
            path(
                "<int:pk>/withdraw/", self.admin_site.admin_view(self.withdraw_view), name="documents_version_withdraw"
            ),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        may_issue = self.has_issue_permission(request)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_issue": may_issue})

    def issue_view(self, request, pk):
        """Issue one version, saying to whom."""
        version = self._version(request, pk)
        form = IssueForm(request.POST or None, initial={"audience": version.document.audience})
        return self._do(
            request,
            version,
            form,
            title=f"Issue {version}",
            verb="Issue",
            act=lambda: self._issue(version, form.cleaned_data, request.user),
            done=lambda: f"{version} {self._when(form.cleaned_data)}.",
        )

    def _issue(self, version, asked, by):
        to = Audience(asked["audience"])
        if asked["at"]:
            return issuing.issue_later([version], at=asked["at"], by=by, to=to)
        return issuing.issue(version, by=by, to=to)

    def _when(self, asked):
        if not asked["at"]:
            return "is issued"
        return f"will be issued on {date_format(timezone.localtime(asked['at']), 'j F Y, H:i')}, Vienna time"

    def withdraw_view(self, request, pk):
        """Withdraw one version, saying why."""
        version = self._version(request, pk)
        form = WithdrawForm(request.POST or None)
        return self._do(
            request,
            version,
            form,
            title=f"Withdraw {version}",
            verb="Withdraw",
            act=lambda: actions.withdraw(version, reason=form.cleaned_data["reason"], by=request.user),
            done=lambda: f"{version} is withdrawn.",
        )

    def _version(self, request, pk):
        if not self.has_issue_permission(request):
            raise PermissionDenied
        return self.get_object(request, str(pk))

    def _do(self, request, version, form, *, title, verb, act, done):
        if version is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, "")
        page = reverse("admin:documents_languageversion_change", args=[version.pk])
        if request.method == "POST" and form.is_valid():
            try:
                act()
            except actions.NotPossible as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, done(), messages.SUCCESS)
                return redirect(page)
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "verb": verb,
            "form": form,
            "back": page,
            "opts": self.opts,
            "current": version.files.filter(is_current=True).first(),
            "may_be_issued": version.status != VersionStatus.ISSUED,
        }
        return TemplateResponse(request, "admin/documents/one_form.html", context)
