"""The in-tray: everything that waits for a person, by reason, oldest first, and what can be done with many at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from documents import actions, in_tray
from documents.fates import fate_of
from documents.forms import SetAsideForm
from documents.ingest import ladder
from documents.models import File, Waits
from documents.statements import FILE
from documents.tasks import ring
from provenance.models import CERTAIN, Evidence

ON_A_PAGE = 50
# Here something is certain and something else speaks against it: a person must look.
NEVER_AT_ONCE = {Waits.NAME_DISAGREES, Waits.SEVERAL_DOCUMENTS, Waits.LANGUAGE_HELD}


def asked_for(request):
    """The reason and the words by which the in-tray is narrowed, from the address: ``?waits=no-symbol&q=2016``."""
    slug = request.GET.get("waits", "")
    return slug if in_tray.is_reason(slug) else "", request.GET.get("q", "").replace("\0", "")[:200].strip()


def query_of(slug, words, **more):
    """The two as the end of an address, with more beside them; "" where nothing narrows."""
    parts = {"waits": slug, "q": words, **more}
    return urlencode({name: value for name, value in parts.items() if value})


class InTrayPages:
    """Mixed into the ModelAdmin of files: ``in-tray/``."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("in-tray/", wrap(self.in_tray), name="documents_file_in_tray"), *super().get_urls()]

    def in_tray(self, request):
        """The list, narrowed by reason and words; with POST, one thing done with the files selected."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        slug, words = asked_for(request)
        slug = slug or in_tray.ALL
        aside = SetAsideForm()
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            aside = SetAsideForm(request.POST)
            if self._done_with_many(request, aside):
                return redirect(f"{reverse('admin:documents_file_in_tray')}?{query_of(slug, words)}")
        counts = in_tray.counts()
        files = in_tray.waiting(slug, words).select_related("version__document", "received_by")
        files = files.prefetch_related("version__document__symbols", "version__document__titles")
        page = Paginator(files, ON_A_PAGE).get_page(request.GET.get("page"))
        rows = [(file, self._why(file, slug)) for file in page]
        context = {
            **self.admin_site.each_context(request),
            "title": "In-tray",
            "opts": self.opts,
            "reasons": [
                ("all", "everything", counts["all"], query_of("all", words), slug == "all"),
                *((r.slug, r.label, counts[r.slug], query_of(r.slug, words), slug == r.slug) for r in in_tray.REASONS),
            ],
            "reason": in_tray.BY_SLUG.get(slug),
            "slug": slug,
            "words": words,
            "page": page,
            "rows": rows,
            "query": query_of(slug, words),
            "selected": set(request.POST.getlist("file")),
            "aside": aside if request.POST.get("act") == "aside" else SetAsideForm(),
            "may_change": self.has_change_permission(request),
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/documents/file/in_tray.html", context)

    def _why(self, file, slug):
        """Why a file is on the list, in words."""
        if file.version_id and not file.problem and not file.set_aside_at and slug in ("all", "meeting"):
            return f"a meeting is proposed for {file.version}"
        return str(fate_of(file))

    def _done_with_many(self, request, aside):
        """Do what was asked for with each file selected; one that refuses is named and holds up no other."""
        keys = [key for key in request.POST.getlist("file") if key.isdecimal() and len(key) < 13][:ON_A_PAGE]
        act = request.POST.get("act")
        if not keys:
            self.message_user(request, "Select the files first.", messages.WARNING)
            return False
        if act == "aside" and not aside.is_valid():
            self.message_user(request, "Say why the files are set aside.", messages.ERROR)
            return False
        verbs = {"aside": self._aside_one, "retry": self._retry_one, "accept": self._accept_one}
        if act not in verbs:
            return False
        done, refused = 0, []
        for file in File.objects.filter(pk__in=keys).select_related("version__document").order_by("received_at", "pk"):
            try:
                verbs[act](file, request.user, aside)
                done += 1
            except actions.NotPossible as refusal:
                refused.append(f"“{file.name}”: {refusal}")
        words = {"aside": "set aside", "retry": "sent to be read again", "accept": "accepted as read"}[act]
        if done:
            self.message_user(request, f"{done} {'file' if done == 1 else 'files'} {words}.", messages.SUCCESS)
        for sentence in refused[:10]:
            self.message_user(request, sentence, messages.WARNING)
        if len(refused) > 10:
            self.message_user(request, f"{len(refused) - 10} more could not be done.", messages.WARNING)
        return True

    def _aside_one(self, file, by, aside):
        actions.set_aside(file, reason=aside.cleaned_data["reason"], by=by)

    def _retry_one(self, file, by, aside):
        if file.set_aside_at:
            raise actions.NotPossible("It is set aside. Take it up first.")
        if file.problem:
            ladder.retry(file)
        elif not file.is_moving:
            ladder.read_again(file)
        file.refresh_from_db()
        ring(file)

    def _accept_one(self, file, by, aside):
        """Accept only what was read for certain; for the rest a person has to look at the file."""
        if file.set_aside_at or file.problem:
            raise actions.NotPossible("It can’t be accepted: " + str(fate_of(file)) + ".")
        if not file.version_id:
            certain = Evidence.objects.filter(subject=FILE, subject_id=file.pk, field="symbol", confidence__gte=CERTAIN)
            if file.waits_because in NEVER_AT_ONCE or not file.language or not certain.exists():
                raise actions.NotPossible("It was not read for certain. Look at it by itself.")
        actions.accept(file, by=by)
