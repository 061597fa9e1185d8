"""The page on which a draft is checked: uploaded or pasted, looked at, forgotten. For those who may read more than everybody."""

import json
from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import Audience
from documents.draft_check import Message, check, counts
from documents.draft_check.messages import HEADINGS
from documents.exports import csv_file
from documents.forms import DraftForm
from documents.reading import Reading, UnreadableFile, child
from documents.reading.faults import CODES

MOST_LETTERS = 2_000_000  # of a draft that is looked at while somebody waits
MOST_SECONDS = 30  # to read an uploaded file
MOST_SHOWN = 1_000
_SALT = "documents.check_page"
_KEPT_FOR = 6 * 3600  # seconds in which the answer can be taken away as a file
_TOO_LONG = f"This draft has more than {MOST_LETTERS:,} characters. Split it and check the parts."
_AWAY = "The draft could not be read just now. Try again, or paste its text."


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_draft(request):
    """The form, and behind it what was found. Nothing of the draft is stored."""
    if request.audience < Audience.DELEGATES:
        raise Http404
    if request.method != "POST":
        return render(request, "documents/check.html", _page(DraftForm()))
    if "found" in request.POST:
        return _taken_away(request.POST)
    form = DraftForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "documents/check.html", _page(form), status=400)
    try:
        draft = _draft(form.cleaned_data)
    except UnreadableFile as problem:
        form.add_error("file", str(problem))
        return render(request, "documents/check.html", _page(form), status=400)
    except OSError:
        form.add_error(None, _AWAY)
        return render(request, "documents/check.html", _page(form), status=503)
    if _length(draft) > MOST_LETTERS:
        form.add_error("file" if isinstance(draft, Reading) else "text", _TOO_LONG)
        return render(request, "documents/check.html", _page(form), status=400)
    name = form.cleaned_data["file"].name if form.cleaned_data["file"] else "pasted text"
    messages = check(draft, request.audience)
    return render(request, "documents/check.html", _page(form, name=name, found=messages, draft=draft))


def _draft(given: dict) -> str | Reading:
    """What was uploaded, read in a process of its own; else what was pasted."""
    if given["file"]:
        return child.read_safely(given["file"].read(), seconds=MOST_SECONDS)
    return given["text"]


def _length(draft: str | Reading) -> int:
    return len(draft) if isinstance(draft, str) else sum(len(page.text) for page in draft.pages)


def _page(form, *, name: str = "", found: Sequence[Message] | None = None, draft: str | Reading = "") -> dict:
    context = {"section": "check", "form": form, "codes": CODES, "found": None}
    if found is None:
        return context
    shown = list(found[:MOST_SHOWN])
    unread = draft.needs_ocr if isinstance(draft, Reading) else ()
    return context | {
        "found": shown,
        "name": name,
        "left_out": len(found) - len(shown),
        "counts": counts(found),
        "unread": len(unread),
        "pages": len(draft.pages) if isinstance(draft, Reading) else 0,
        "kept": signing.dumps([message.as_dict(name) for message in found], salt=_SALT, compress=True) if found else "",
    }


def _taken_away(posted) -> HttpResponse:
    """The answer that the page carries in itself, as a file: nothing was stored here from which to make it anew."""
    try:
        rows = signing.loads(posted["found"], salt=_SALT, max_age=_KEPT_FOR)
    except signing.BadSignature as error:
        raise BadRequest("This answer is too old, or was changed. Check the draft again.") from error
    if posted.get("as") == "csv":
        return csv_file("draft-check.csv", HEADINGS, map(_as_row, rows))
    response = HttpResponse(json.dumps(rows, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="draft-check.json"'
    return response


def _as_row(kept: dict) -> list:
    """One message, as `Message.as_dict` gives it, as the cells of a table."""
    name = kept.pop("file")
    return Message(**kept).as_row(name)
