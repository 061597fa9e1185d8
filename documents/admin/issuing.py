"""What can be done with a language version at its status, each step on a page that says first what readers will see."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.access import Audience
from documents import actions, issuing
from documents.forms import (
    InTranslationForm,
    IssueAgainForm,
    IssueForm,
    IssueTogetherForm,
    NothingMoreForm,
    WithdrawForm,
)
from documents.ingest.intake import Refused, check_size, receive
from documents.models import OFFICIAL, Document, File, Language, LanguageVersion, VersionStatus
from documents.storage import StoreTrouble
from documents.tasks import ring

READERS = {
    Audience.PUBLIC: "everybody",
    Audience.DELEGATES: "delegates and the secretariat",
    Audience.SECRETARIAT: "the secretariat alone",
}
MOST_WAITING = 12
# The steps that a person takes because of what they saw in the file.
ABOUT_THE_FILE = ("issue", "reissue")
ANOTHER_FILE = "Another file has taken the place of the one that you saw."


def moment_in_words(moment: datetime) -> str:
    """A moment as the secretariat reads it: ``1 July 2027, 10:00, Vienna time``."""
    return f"{date_format(timezone.localtime(moment), 'j F Y, H:i')}, Vienna time"


def day_in_words(moment: datetime) -> str:
    """The day of a moment in Vienna: ``1 July 2027``."""
    return date_format(timezone.localtime(moment), "j F Y")


# ---------------------------------------------------------------- what readers will see


def _is_known_without(version) -> bool:
    """Whether readers know of the document even when this version is not issued."""
    document = version.document
    issued = LanguageVersion.objects.filter(document=document, status=VersionStatus.ISSUED)
    return document.is_publicly_listed or issued.exclude(pk=version.pk).exists()


def _on_the_page(version, word):
    """What readers see of a language that is ``word`` and not to be read."""
    document, language = version.document, version.get_language_display()
    if document.audience >= Audience.SECRETARIAT or not _is_known_without(version):
        return ["Readers do not know of this document, and will see nothing of this."]
    said = [f"The page of the document will say “{language}: {word}”, for {READERS[Audience(document.audience)]}."]
    if version.status == VersionStatus.WITHDRAWN:
        said.append("It will no longer say that this language was withdrawn.")
    return said


def _when_expected(version):
    return _on_the_page(version, "expected")


def _when_in_translation(version):
    said = [*_on_the_page(version, "in translation"), "The due date is for the secretariat alone."]
    if version.issue_at:
        said.append(f"The time set for the issue, {moment_in_words(version.issue_at)}, is taken back.")
    return said


def _when_held(version):
    said = [
        "Readers will see nothing of this language: a text that is held and not issued is for the secretariat alone."
    ]
    if version.status == VersionStatus.WITHDRAWN:
        said.append("The page of the document will no longer say that this language was withdrawn.")
    return said


def _when_issued(version):
    said = [
        "Whoever may read the document (chosen below) will read the text, open the file and find it in the search.",
        "Feeds tell of it, and those who follow the document, its body or its meeting get news of it.",
    ]
    if not _is_known_without(version):
        said.append("The document itself comes into view with it: so far readers do not know of it.")
    said.append("With a set time, readers see until then what they see now.")
    return said


def _when_no_time_is_set(version):
    return ["Nothing changes for readers: they never saw the time. Somebody must issue it, or set another time."]


def _when_withdrawn(version):
    said = ["The text and the file are taken from readers at once. Both are kept, with their history."]
    if _is_known_without(version):
        said.append("The page of the document will say “Withdrawn”, the date, and your reason.")
    else:
        said.append(
            "No other language is issued and no public source names the document: it disappears for readers, and its "
            "address answers as if there were no such document."
        )
    return said


def _when_issued_again(version):
    return [
        f"Instead of the file issued now, {READERS[Audience(version.document.audience)]} will get the new one at once.",
        f"The page of the document will say “re-issued”, your reason, and “{day_in_words(timezone.now())} "
        f"({version.get_language_display()})”. The file it replaces is kept for the secretariat.",
    ]


def _when_seen(version):
    return ["Readers never saw the note. It leaves the list of what was not issued in time; the history keeps it."]


# ---------------------------------------------------------------- the steps


@dataclass(frozen=True)
class Step:
    """Something that can be done with a version. name: its part of the address; verb: what the button says.

    is_possible: told by what the version holds, without a query beyond its current file. act: (version, answers, by).
    done: the sentence after it.
    """

    name: str
    verb: str
    is_possible: Callable
    will_be_seen: Callable
    act: Callable
    done: Callable
    form: type = NothingMoreForm
    is_for_publishers: bool = True

    def label(self, version) -> str:
        """What the button says of this version."""
        if self.name == "translation" and version.status == VersionStatus.IN_TRANSLATION:
            return "Change the due date"
        if self.name == "issue" and version.issue_at:
            return "Issue now or change the time"
        return f"{self.verb} …"


def _may(version, status):
    return status.may_follow(version.status)


def _can_be_issued(version):
    file = version.current_file if version.pk else None
    return bool(_may(version, VersionStatus.ISSUED) and version.status != VersionStatus.ISSUED and file)


def _issue(version, asked, by):
    to = Audience(asked["audience"])
    if asked["at"]:
        issuing.issue_later([version], at=asked["at"], by=by, to=to)
    else:
        issuing.issue(version, by=by, to=to)


def when_issued(asked) -> str:
    """What became of what was asked for: issued, or a time set."""
    return f"will be issued on {moment_in_words(asked['at'])}" if asked["at"] else "is issued"


@transaction.atomic
def _issue_again(version, asked, by):
    """A new file is stored and put in its place, or neither."""
    file, upload = asked.get("waiting"), asked.get("file")
    if upload:
        check_size(upload.size, upload.name)
        receipt = receive(upload.read(), name=upload.name, by=by, way="administration")
        file = receipt.file
        if not receipt.is_new and file.version_id:
            raise Refused(f"“{upload.name}” is {receipt.outcome}.")
        if file.set_aside_at:
            file = actions.take_up(file, by=by)
    actions.replace(file, version=version, reason=asked["reason"], by=by)
    if upload:
        ring(file)


STEPS = [
    Step(
        "expect",
        "Expect",
        lambda version: not version.pk or (_may(version, VersionStatus.EXPECTED) and version.current_file is None),
        _when_expected,
        lambda version, asked, by: issuing.expect(version.document, language=version.language, by=by),
        lambda version, asked: f"{version} is expected.",
        is_for_publishers=False,
    ),
    Step(
        "translation",
        "In translation",
        lambda version: version.status == VersionStatus.IN_TRANSLATION or _may(version, VersionStatus.IN_TRANSLATION),
        _when_in_translation,
        lambda version, asked, by: issuing.send_to_translation(
            version.document, language=version.language, due_on=asked["due_on"], job_number=asked["job_number"], by=by
        ),
        lambda version, asked: f"{version} is in translation.",
        form=InTranslationForm,
        is_for_publishers=False,
    ),
    Step(
        "hold",
        "Hold",
        lambda version: bool(version.pk and _may(version, VersionStatus.HELD) and version.current_file),
        _when_held,
        lambda version, asked, by: issuing.hold(version, by=by),
        lambda version, asked: f"{version} is held, not issued.",
        is_for_publishers=False,
    ),
    Step(
        "issue",
        "Issue",
        _can_be_issued,
        _when_issued,
        _issue,
        lambda version, asked: f"{version} {when_issued(asked)}.",
        form=IssueForm,
    ),
    Step(
        "no-time",
        "Take the time back",
        lambda version: bool(version.issue_at),
        _when_no_time_is_set,
        lambda version, asked, by: issuing.do_not_issue_later(version, by=by),
        lambda version, asked: f"No time is set any more for the issue of {version}.",
    ),
    Step(
        "reissue",
        "Issue again",
        lambda version: version.status == VersionStatus.ISSUED,
        _when_issued_again,
        _issue_again,
        lambda version, asked: f"{version} is issued again. The file that was there is kept.",
        form=IssueAgainForm,
    ),
    Step(
        "withdraw",
        "Withdraw",
        lambda version: version.status == VersionStatus.ISSUED,
        _when_withdrawn,
        lambda version, asked, by: issuing.withdraw(version, reason=asked["reason"], by=by),
        lambda version, asked: f"{version} is withdrawn.",
        form=WithdrawForm,
    ),
    Step(
        "seen",
        "Seen",
        lambda version: bool(version.not_issued_because),
        _when_seen,
        lambda version, asked, by: issuing.note_was_seen(version, by=by),
        lambda version, asked: f"The note on {version} was seen.",
    ),
]


# ---------------------------------------------------------------- the table of languages


@dataclass
class LanguageRow:
    """One language in the table: its version (not saved where there is none yet) and what can be done, as (words, address)."""

    version: LanguageVersion
    steps: list = field(default_factory=list)

    @property
    def is_known(self):
        return self.version.pk is not None


def language_rows(document: Document, user, *, only: LanguageVersion | None = None) -> list[LanguageRow]:
    """The languages of a document in the order A C E F R S, with what ``user`` may do with each. Two queries.

    only: one version of the document, for the page of that version.
    """
    known = LanguageVersion.objects.filter(document=document)
    known = known.filter(pk=only.pk) if only else known
    people = ("issued_by", "reissued_by", "withdrawn_by", "issue_by")
    versions = {version.language: version for version in known.select_related(*people).with_current_file()}
    languages = OFFICIAL + [language for language in Language if language not in OFFICIAL and language in versions]
    rows = []
    for language in languages:
        if only and language not in versions:
            continue
        version = versions.get(language) or LanguageVersion(document=document, language=language)
        version.document = document
        rows.append(LanguageRow(version, _buttons(version, user, from_document=only is None)))
    return rows


def _buttons(version, user, *, from_document):
    may_issue, may_change = user.has_perm(issuing.PERMISSION), user.has_perm("documents.change_languageversion")
    return [
        (step.label(version), f"{_address(step, version)}{'?from=document' if from_document else ''}")
        for step in STEPS
        if (may_issue if step.is_for_publishers else may_change)
        and (version.pk or step.name in ("expect", "translation"))
        and step.is_possible(version)
    ]


def _address(step, version):
    if version.pk:
        return reverse(f"admin:documents_version_{step.name}", args=[version.pk])
    return reverse(f"admin:documents_language_{step.name}", args=[version.document_id, version.language])


def held_languages(rows: list[LanguageRow]) -> list[LanguageVersion]:
    """The versions among the rows of a table that are held and could be issued. One that was withdrawn is not among them."""
    held = [row.version for row in rows if row.is_known and row.version.status == VersionStatus.HELD]
    return [version for version in held if _can_be_issued(version)]


# ---------------------------------------------------------------- the pages


class StepPages(admin.ModelAdmin):
    """A ModelAdmin with the pages of the steps."""

    def _may_do(self, request, step):
        permission = issuing.PERMISSION if step.is_for_publishers else "documents.change_languageversion"
        if not request.user.has_perm(permission):
            raise PermissionDenied

    def confirm_step(self, request, step, version):
        """The page of one step: what readers will see, what is asked for, and the button."""
        back = self._back(request, version)
        form = self._form(request, step, version)
        current = version.current_file if version.pk else None
        seen = request.POST.get("seen", "")
        if request.method == "POST" and form.is_valid():
            try:
                if step.name in ABOUT_THE_FILE and seen and seen != str(current and current.pk):
                    raise actions.NotPossible(f"{ANOTHER_FILE} Look at it before you go on.")
                step.act(version, form.cleaned_data, request.user)
            except (actions.NotPossible, Refused, StoreTrouble) as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, step.done(version, form.cleaned_data), messages.SUCCESS)
                return redirect(back)
        context = {
            "title": f"{step.label(version).rstrip(' …')}: {version}",
            "verb": step.verb,
            "form": form,
            "back": back,
            "readers": step.will_be_seen(version),
            "refusal": "" if request.method == "POST" else _why_not(step, version),
            "current": current,
            "is_grave": step.name == "withdraw",
        }
        return self.confirm_page(request, context)

    def confirm_page(self, request, context):
        """The page that asks before something is done."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, "admin/documents/one_form.html", context)

    def _back(self, request, version):
        if request.GET.get("from") == "document" or not version.pk:
            return f"{reverse('admin:documents_document_change', args=[version.document_id])}#languages"
        return reverse("admin:documents_languageversion_change", args=[version.pk])

    def _form(self, request, step, version):
        form, data, files = step.form, request.POST or None, request.FILES or None
        if request.method == "POST" and data is None:
            data = {}
        if form is IssueForm:
            return form(data, initial={"audience": _to_begin_with(version), "at": _local(version.issue_at)})
        if form is InTranslationForm:
            return form(data, initial={"due_on": version.due_on, "job_number": version.job_number})
        if form is IssueAgainForm:
            return form(data, files, waiting=_may_be_meant(version))
        return form(data)


def _why_not(step, version):
    """Why a step can't be done, as a sentence; "" when it can."""
    if step.name != "issue":
        here = f"{version} is {version.get_status_display()}"
        return "" if step.is_possible(version) else f"{here}: there is nothing to do here any more."
    try:
        return issuing.why_not(version)
    except StoreTrouble as trouble:
        return str(trouble)


def _to_begin_with(version):
    return version.document.audience if version.issue_to is None else version.issue_to


def _local(moment):
    """A moment as the field of a form takes it: in Vienna, without its zone."""
    return timezone.localtime(moment).replace(tzinfo=None) if moment else None


def _may_be_meant(version):
    """Files that wait in the in-tray in the language of a version and bear a symbol of its document; they were read."""
    symbols = [symbol.canonical for symbol in version.document.symbols.all()]
    waiting = File.objects.filter(version=None, set_aside_at=None, problem="", is_stand_in=False)
    found = (
        waiting.filter(language=version.language, symbol_read__in=[*symbols, "-".join(symbols)]) if symbols else None
    )
    if found is None or not found.exists():
        return None
    return File.objects.filter(pk__in=list(found.values_list("pk", flat=True)[:MOST_WAITING]))


class VersionSteps(StepPages):
    """The steps of language versions that are there."""

    def get_urls(self):
        own = [
            path(
                f"<int:pk>/{step.name}/",
                self.admin_site.admin_view(partial(self.step_view, step)),
                name=f"documents_version_{step.name}",
            )
            for step in STEPS
        ]
        return own + super().get_urls()

    def step_view(self, step, request, pk):
        """One step of one version."""
        self._may_do(request, step)
        version = self.get_object(request, str(pk))
        if version is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        return self.confirm_step(request, step, version)


class DocumentSteps(StepPages):
    """The steps of languages of which there is no version yet, and issuing several together."""

    def get_urls(self):
        own = [
            path(
                f"<int:pk>/languages/<slug:language>/{step.name}/",
                self.admin_site.admin_view(partial(self.language_view, step)),
                name=f"documents_language_{step.name}",
            )
            for step in STEPS
            if step.name in ("expect", "translation")
        ]
        together = path(
            "<int:pk>/issue/", self.admin_site.admin_view(self.together_view), name="documents_document_issue"
        )
        return [*own, together, *super().get_urls()]

    def language_view(self, step, request, pk, language):
        """The first step of a language that the document has no version in."""
        self._may_do(request, step)
        document = self.get_object(request, str(pk))
        if document is None or language not in Language.values:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        version = document.versions.filter(language=language).first()
        version = version or LanguageVersion(document=document, language=language)
        return self.confirm_step(request, step, version)

    def together_view(self, request, pk):
        """Issue all held languages of a document, or those that are left ticked, at the same moment."""
        if not request.user.has_perm(issuing.PERMISSION):
            raise PermissionDenied
        document = self.get_object(request, str(pk))
        if document is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        versions = {version.language: version for version in held_languages(language_rows(document, request.user))}
        back = f"{reverse('admin:documents_document_change', args=[pk])}#languages"
        posted = request.POST if request.method == "POST" else None
        form = IssueTogetherForm(posted, languages=versions, initial={"audience": document.audience})
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data
            chosen, to = [versions[language] for language in asked["languages"]], Audience(asked["audience"])
            try:
                if asked["at"]:
                    issuing.issue_later(chosen, at=asked["at"], by=request.user, to=to)
                else:
                    issuing.issue_together(chosen, by=request.user, to=to)
            except (actions.NotPossible, StoreTrouble) as refusal:
                form.add_error(None, str(refusal))
            else:
                names = ", ".join(version.get_language_display() for version in chosen)
                said = when_issued(asked) if len(chosen) == 1 else when_issued(asked).replace("is issued", "are issued")
                self.message_user(request, f"{document}: {names} {said}.", messages.SUCCESS)
                return redirect(back)
        context = {
            "title": f"Issue together: {document}",
            "verb": "Issue",
            "form": form,
            "back": back,
            "readers": [
                "Whoever may read the document (chosen below) will read these languages, from the same moment.",
                "All are issued or none: where one of them can't be, it is named, and nothing happens.",
                "With a set time, readers see until then what they see now.",
            ],
            "refusal": "" if versions else "No language of this document is held and waits to be issued.",
        }
        return self.confirm_page(request, context)
