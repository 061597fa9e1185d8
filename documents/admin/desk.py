"""The desk: one waiting file after the other, its page beside what was read of it, and one key for each thing to do."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from documents import actions, filing, in_tray, issuing
from documents.admin.in_tray import asked_for, query_of
from documents.admin.progress import progress_of
from documents.forms import FileUnderSymbolForm, SetAsideForm, TieForm
from documents.ingest import ladder
from documents.models import Document, File, LanguageVersion, Stage, VersionStatus, Waits
from documents.models.rows import rows_of
from documents.queries import cites_of_file
from documents.reading.kinds import PDF
from documents.tasks import ring
from provenance.models import Evidence

# After these the next file that waits is shown; after the others this one still.
GOES_ON = {"symbol", "tie", "replace", "aside", "accept"}


class DeskPages:
    """Mixed into the ModelAdmin of files: ``<pk>/change/``."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("<int:pk>/change/", wrap(self.desk), name="documents_file_change"), *super().get_urls()]

    def desk(self, request, pk):
        """One file: what was read and why, and what a person can do with it.

        With a reason of the in-tray in the address (``?waits=no-symbol``) it stands among the files that wait for it, and
        what is done leads on to the next one.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        related = ("version__document", "received_by", "set_aside_by")
        file = get_object_or_404(File.objects.select_related(*related), pk=pk)
        slug, words = asked_for(request)
        forms = {
            "symbol": FileUnderSymbolForm(initial={"symbol": filing.symbol_proposed(file), "language": file.language}),
            "tie": TieForm(initial={"language": file.language}, admin_site=self.admin_site),
            "aside": SetAsideForm(),
        }
        if request.method == "POST":
            if not self.has_change_permission(request, file):
                raise PermissionDenied
            done, forms = self._act(request, file, forms)
            if done:
                return self._go_on(request, file, slug, words)
        document = file.document
        places = list(document.places.with_meetings()) if document else []
        proposed = [place for place in places if not place.is_confirmed]
        held = self._held_version(file)
        said = list(Evidence.objects.about(file).order_by("field", "pk"))
        context = {
            **self.admin_site.each_context(request),
            "title": str(file),
            "file": file,
            "document": document,
            "opts": self.opts,
            "statements": said,
            "sheet": self._sheet(request, file),
            "cites": cites_of_file(file, request.audience),
            "candidates": [] if document else self._candidates(file, request.audience),
            "meetings": [] if document else filing.meetings_for(file),
            "proposed": proposed,
            "placed": [place for place in places if place.is_confirmed],
            "held_version": held,
            "disagree": self._disagreement(file),
            "accepts": self._what_is_accepted(file, proposed, held),
            "may_be_taken_out": file.version_id and file.version.status != VersionStatus.ISSUED,
            "forms": forms,
            "may_change": self.has_change_permission(request, file),
            "may_issue": request.user.has_perm("documents.issue_languageversion"),
            "receptions": file.receptions.select_related("by"),
            "rungs": self._rungs(file),
            "waits_for_ocr": file.waits_for_recognition,
            "is_moving": file.is_moving,
            "progress": progress_of(file) if file.is_moving else None,
            "place": in_tray.place_of(file, slug, words) if slug else None,
            "reason": in_tray.BY_SLUG.get(slug),
            "narrowed": query_of(slug, words),
            "just_done": self._just_done(request, file),
        }
        return TemplateResponse(request, "admin/documents/file/desk.html", context)

    def _go_on(self, request, file, slug, words):
        """The next file of the same filter, which offers to undo what was done; this one where there is no filter."""
        act = request.POST.get("act")
        here = reverse("admin:documents_file_change", args=[file.pk])
        if not slug:
            return redirect(here)
        if act not in GOES_ON:
            still = {"done": file.pk} if act == "dismiss" else {}
            return redirect(f"{here}?{query_of(slug, words, **still)}")
        place = in_tray.place_of(file, slug, words)
        following = place.next or place.previous
        if following is None:
            return redirect(f"{reverse('admin:documents_file_in_tray')}?{query_of(slug, words)}")
        address = reverse("admin:documents_file_change", args=[following])
        return redirect(f"{address}?{query_of(slug, words, done=file.pk)}")

    def _just_done(self, request, file):
        """The file that was dealt with before this one, while what was done with it can be undone in one step."""
        key = request.GET.get("done", "")
        if not key.isdecimal() or len(key) > 12 or int(key) == file.pk:
            return None
        done = File.objects.select_related("version").filter(pk=key).first()
        if done is None or (done.version_id and done.version.status == VersionStatus.ISSUED):
            return None
        return done if done.set_aside_at or done.version_id else None

    def _sheet(self, request, file):
        """The page that is looked at beside what was read of the file."""
        asked = request.GET.get("page", "")
        last = file.page_count or 1
        number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 7 else 1
        page = file.pages.filter(number=number).first()
        return {
            "number": number,
            "last": last,
            "previous": number - 1 if number > 1 else None,
            "next": number + 1 if number < last else None,
            "text": page.text if page else "",
            "source": page.get_source_display() if page and page.source else "",
            "is_drawn": file.media_type == PDF,
        }

    def _rungs(self, file):
        """The stages: label, whether it is reached, and when; that of pictures only for a file that has some."""
        has_pictures = file.unread_pages or file.pages.from_pictures().exists()
        return [
            (stage.label, Stage(file.stage).is_at_least(stage), self._time(file, stage))
            for stage in Stage
            if stage != Stage.RECOGNISED or has_pictures
        ]

    def _time(self, file, stage):
        if stage == Stage.RECEIVED:
            return file.received_at
        try:
            return datetime.fromisoformat(file.stages_at.get(stage.value, ""))
        except (ValueError, TypeError):
            return None

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

    def _disagreement(self, file):
        """The symbols of masthead and file name, where they disagree and a person is to choose."""
        if file.version_id or file.waits_because != Waits.NAME_DISAGREES:
            return None
        return {"masthead": file.symbol_read, "name": filing.symbol_in_name(file)}

    def _what_is_accepted(self, file, proposed, held):
        """In words, what “Accept” will do; "" where there is nothing to accept, or a person must choose first."""
        if file.set_aside_at or file.problem or held:
            return ""
        if file.version_id:
            return "the meeting proposed" if proposed else ""
        if not file.symbol_read or not file.language or file.waits_because == Waits.SEVERAL_DOCUMENTS:
            return ""
        if file.waits_because == Waits.NAME_DISAGREES:
            return ""
        return f"{file.symbol_read}, {file.get_language_display()}"

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
            return False, forms
        self.message_user(request, f"“{file.name}”: {said}", messages.SUCCESS)
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

        def accept():
            was_filed = bool(file.version_id)
            version = actions.accept(file, by=by)
            return f"The meeting of {version} is confirmed." if was_filed else f"Filed as {version}."

        def replace():
            version = get_object_or_404(LanguageVersion, pk=request.POST.get("version"))
            return f"This is now the current file of {actions.replace(file, version=version, by=by)}."

        def retry():
            if file.problem or file.is_moving:
                ladder.retry(file)
            else:
                ladder.read_again(file)
            file.refresh_from_db(fields=["stage"])
            ring(file)
            return "The file is being read again."

        def set_aside():
            aside = actions.set_aside(file, reason=forms["aside"].cleaned_data["reason"], by=by)
            return f"Set aside: {aside.set_aside_reason}."

        def untie():
            was = str(file.version)
            actions.untie(file, by=by)
            return f"It is no longer filed as {was}, and waits in the in-tray."

        def issue():
            if not by.has_perm("documents.issue_languageversion") or not file.version_id:
                raise actions.NotPossible("Issuing is for publishers and administrators.")
            return f"{issuing.issue(file.version, by=by)} is issued."

        return {
            "accept": accept,
            "symbol": enter_symbol,
            "tie": tie,
            "replace": replace,
            "retry": retry,
            "issue": issue,
            "aside": set_aside,
            "untie": untie,
            "take-up": lambda: f"{actions.take_up(file, by=by)} is back in the in-tray.",
            "confirm": lambda: f"Confirmed: {actions.confirm_place(place(), by=by)}.",
            "dismiss": lambda: actions.dismiss_place(place(), by=by) or "Struck out.",
        }
