"""The drafting desk: choose what to draft, look at it, download it; and the templates that drafts are made with."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.access import for_the_secretariat
from accounts.actions import NotPossible
from mandates.drafting import choosing, keeping, writing
from mandates.drafting.filling import TemplateFault
from mandates.drafting.placeholders import listed
from mandates.drafting.preview import blocks_of
from mandates.drafting.word_file import LARGEST_FILE
from mandates.models import DraftKind, DraftTemplate, Review

MOST_OLDER = 20
PERMISSION = "mandates.change_drafttemplate"


def may_change_templates(view):
    """A form of the page of templates: for the secretariat, and of it for those who may change templates."""
    return for_the_secretariat(permission_required(PERMISSION, raise_exception=True)(view))


@require_safe
@for_the_secretariat
def drafts(request):
    """What can be drafted, and of what. An act that was named is shown with its mandates; a session with those it hears of."""
    words = request.GET.get("act", "")[: choosing.LONGEST].replace("\0", "").strip()
    named = choosing.acts_named(words) if words else choosing.Named([], [])
    session = choosing.meeting_to_draft(request.GET.get("session", ""))
    if words or session is None:
        mandates = choosing.mandates_of(named.acts) if named.acts else []
    else:
        mandates = choosing.mandates_told_to(session)
    context = {
        "section": "desk",
        "words": words,
        "unknown": named.unknown,
        "mandates": mandates,
        "session": session,
        "acts": named.acts,
        "meetings": choosing.sessions_and_meetings(),
    }
    return render(request, "mandates/drafts.html", context)


@require_safe
@for_the_secretariat
def draft(request, kind):
    """One draft: on screen with what is missing in it, or as a Word file (``format=docx``)."""
    asked, problem = _asked(kind, request)
    made, template_fault = None, ""
    if asked is not None:
        try:
            made = asked(site=request.build_absolute_uri("/").rstrip("/"))
        except TemplateFault as error:
            template_fault = str(error)
    if made and request.GET.get("format") == "docx":
        return _word_file(made.content, made.name)
    given = {name: request.GET[name] for name in ("mandate", "session", "acts") if request.GET.get(name)}
    context = {
        "section": "desk",
        "kind": DraftKind(kind),
        "draft": made,
        "blocks": blocks_of(made.filled) if made else [],
        "problem": problem,
        "template_fault": template_fault,
        "download": f"?{urlencode(given | {'format': 'docx'})}",
        "meetings": choosing.sessions_and_meetings() if made and kind == DraftKind.NOTE else [],
        "mandate": request.GET.get("mandate", ""),
    }
    return render(request, "mandates/draft.html", context, status=200 if made else 409 if template_fault else 400)


def _asked(kind, request):
    """What is to be drafted, as a function still to be called with ``site``, and "", or None and why it can't be."""
    given = request.GET
    session = None
    if given.get("session"):
        session = choosing.meeting_to_draft(given["session"])
        if session is None or not session.body:
            return None, "This session or meeting is not in the record. Choose it from the list."
    if kind == DraftKind.NOTE:
        mandate = choosing.mandate_to_draft(given.get("mandate", ""))
        if mandate is None:
            return None, "Choose the mandate whose meetings the note is about."
        if mandate.review != Review.CONFIRMED:
            return None, "This mandate is only proposed by machine. Confirm it first: a draft says what is confirmed."
        return lambda site: writing.note_on_reports(mandate, session, site=site), ""
    if kind == DraftKind.IMPLEMENTATION:
        return _asked_table(given.get("acts", ""), session)
    if session is None:
        return None, "Choose the session or meeting that it is for."
    make = writing.list_of_documents if kind == DraftKind.DOCUMENTS else writing.provisional_agenda
    return lambda site: make(session, site=site), ""


def _asked_table(words, session):
    words = words.replace("\0", "").strip()
    if words:
        named = choosing.acts_named(words)
        if named.unknown:
            return (
                None,
                f"Not in the register: {', '.join(named.unknown)[:300]}. Write them as they are cited, such as 7/1.",
            )
        acts = named.acts
    else:
        acts = choosing.acts_of_session(session) if session else []
    if not acts:
        return None, "Name at least one resolution or decision, or a session at which some were adopted."
    return lambda site: writing.table_of_implementation(acts, session, site=site), ""


# Templates


@require_safe
@for_the_secretariat
def templates(request):
    """The template in use for each kind of draft, the older ones, and the placeholders with their meaning."""
    stored = DraftTemplate.objects.visible_to(request.audience).defer("content").select_related("by")
    by_kind = {}
    for each in stored:
        by_kind.setdefault(each.kind, []).append(each)
    shown = [
        {
            "kind": kind,
            "current": next((each for each in by_kind.get(kind, []) if each.is_current), None),
            "older": [each for each in by_kind.get(kind, []) if not each.is_current][:MOST_OLDER],
            "placeholders": listed(kind),
        }
        for kind in DraftKind
    ]
    context = {
        "section": "desk",
        "shown": shown,
        "most_megabytes": LARGEST_FILE // 1024 // 1024,
        "may_change": request.user.has_perm(PERMISSION),
    }
    return render(request, "mandates/draft_templates.html", context)


@require_safe
@for_the_secretariat
def template_in_use(request, kind):
    """The template of a kind as it is used now, to be changed in Word."""
    own, content = keeping.current(kind)
    return _word_file(content, own.name if own else f"template-{kind}.docx")


@require_safe
@for_the_secretariat
def template_kept(request, pk):
    """An older template, as it was sent."""
    template = get_object_or_404(DraftTemplate.objects.visible_to(request.audience), pk=pk)
    return _word_file(bytes(template.content), template.name)


def _word_file(content, name):
    answer = HttpResponse(content, content_type=writing.MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_POST
@may_change_templates
def put_template(request, kind):
    """Put a template that was sent in place of the one in use."""
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, "Choose a Word file first.")
    elif sent.size > LARGEST_FILE:
        messages.error(request, f"This file is larger than {LARGEST_FILE // 1024 // 1024} MB. Take its pictures out.")
    else:
        _do(
            request,
            lambda: keeping.put_in_place(kind=kind, name=sent.name, content=sent.read(), by=request.user),
            "This template is used from now on. The one before is kept below.",
        )
    return _to_templates(kind)


@require_POST
@may_change_templates
def template_back(request, kind):
    """Go back to the template that comes with the site."""
    _do(
        request,
        lambda: keeping.back_to_default(kind=kind, by=request.user),
        "The template that comes with the site is used again.",
    )
    return _to_templates(kind)


@require_POST
@may_change_templates
def template_again(request, pk):
    """Put an older template back in place."""
    template = get_object_or_404(DraftTemplate.objects.visible_to(request.audience), pk=pk)
    _do(request, lambda: keeping.use_again(template, by=request.user), "This older template is used again.")
    return _to_templates(template.kind)


def _to_templates(kind):
    return redirect(f"{reverse('draft_templates')}#{kind}")


def _do(request, act, done):
    try:
        act()
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
