"""The list of proposals: act by act, the text beside what a machine proposes that it asks; staff decide with one key each."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import for_the_secretariat
from accounts.actions import NotPossible
from documents.actions import enter_text
from documents.exports import MOST_ROWS, csv_file
from documents.models import Act, Paragraph
from documents.reading.acts import split_paragraphs
from mandates import queries
from mandates.forms import CorrectionForm, DismissForm, MergeForm, PastedTextForm, SplitForm
from mandates.models import Mandate, MandateLink, Review
from mandates.proposing import actions, review
from mandates.proposing.naming import names_of_record
from mandates.proposing.reading import proposals_in, text_to_read
from mandates.proposing.writing import propose_for
from mandates.views.choices import filters_and_chips, sessions_of_acts

PAGE_LENGTH = 50
# What the list shows where the address names nothing else.
WAITING = "waiting"
PERMISSION = "mandates.change_mandate"
REASONS = (
    "It asks for nothing.",
    "The text was read wrongly.",
    "It is no task of this Conference.",
    "It is in the register already.",
)
HEADINGS = [
    "Resolution or decision",
    "Paragraph",
    "Verb",
    "Addressee",
    "Action",
    "Asks for",
    "At least",
    "Due",
    "Resources",
    "Address",
]
# At once so many can be taken back by “Undo”: an address has room for no more.
MOST_UNDONE = 200


@require_safe
@for_the_secretariat
def proposals(request):
    """The acts with something to decide, with filters and counts; also as CSV."""
    asked = _asked(request.GET)
    acts = review.acts_for_review(show=asked["show"], session=asked["session"], words=asked["act"])
    if request.GET.get("format") == "csv":
        return _csv(acts, request.build_absolute_uri("/").rstrip("/"))
    page = Paginator(acts, PAGE_LENGTH).get_page(request.GET.get("page"))
    page.object_list = list(review.with_counts(page.object_list))
    filters, chips = _filters(asked, request.audience)
    given = {name: value for name, value in asked.items() if value and value != WAITING}
    context = {
        "section": "desk",
        "page": page,
        "asked": asked,
        "filters": filters,
        "chips": chips,
        "query": urlencode(given),
        "csv_url": f"?{urlencode(given | {'format': 'csv'})}",
        "waiting": review.waiting_in_all(),
    }
    return render(request, "mandates/proposals.html", context)


def _asked(given):
    """The filters in an address. What means nothing is passed over."""
    show, session = given.get("show", ""), given.get("session", "")
    return {
        "show": show if show in review.SHOWN else WAITING,
        "session": session if re.fullmatch(r"[1-9]\d{0,3}|external", session) else "",
        "act": " ".join(given.get("act", "").replace("\0", " ").split())[:200],
    }


def _filters(asked, audience):
    offered = {"show": ("Acts", list(review.SHOWN.items())), "session": ("Session", sessions_of_acts(audience))}
    return filters_and_chips(offered, asked, default={"show": WAITING})


def _csv(acts, site):
    waiting = review.proposals_of(acts)[:MOST_ROWS]
    return csv_file("proposals.csv", HEADINGS, (_cells(mandate, site) for mandate in waiting))


def _cells(mandate, site):
    return [
        mandate.act.label,
        mandate.paragraph_as_printed,
        mandate.verb,
        mandate.addressee_words,
        mandate.action,
        mandate.get_deliverable_display(),
        mandate.least_number or "",
        mandate.due,
        mandate.resources,
        f"{site}{reverse('proposals_of_act', args=[mandate.act.path])}#proposal-{mandate.pk}",
    ]


# ---------------------------------------------------------------- one act


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def proposals_of_act(request, act):
    """One act: its text beside what was proposed, and a key for each thing to do."""
    act = _act(act)
    forms = {}
    if request.method == "POST":
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        answer, forms = _Doing(request, act).done()
        if answer is not None:
            return answer
    return _shown(request, act, forms, status=409 if forms.get("refused") else 200)


def _act(path):
    wanted = queries.act_of_address(path)
    if wanted is None:
        raise Http404
    acts = Act.objects.select_related("body", "session").prefetch_related("titles", "session__seats__body")
    return get_object_or_404(acts, body__slug=wanted["body"], kind=wanted["kind"], number=wanted["act_number"])


def _shown(request, act, forms, status=200):
    page = review.review_page(act)
    waiting = page.waiting
    at = _key(request.POST.get("proposal") or request.GET.get("at"))
    current = next((card for card in page.cards if card.mandate.pk == at), waiting[0] if waiting else None)
    may_change = request.user.has_perm(PERMISSION)
    do = forms.get("do") or request.GET.get("do", "")
    open_form = forms.get("form")
    if open_form is None and current is not None and current.is_waiting and may_change:
        open_form = _form(do, current, page, initial={"seen": current.version})
    context = {
        "section": "desk",
        "act": act,
        "page": page,
        "current": current,
        "do": do if open_form is not None else "",
        "form": open_form,
        "may_change": may_change,
        "place": waiting.index(current) + 1 if current in waiting else None,
        "undo": _undo(request, page),
        "next_act": review.next_act(act) if not waiting else None,
        "reasons": REASONS,
        "focus": bool(at),
        "text_form": PastedTextForm(initial={"language": "en"}) if not page.rows and not page.preamble else None,
        "stands_in": _stands_in(act),
    }
    return render(request, "mandates/proposals_of_act.html", context, status=status)


def _stands_in(act):
    roles = act.document_roles.filter(role="contains").select_related("document")
    return [role.document for role in roles.prefetch_related("document__symbols")]


def _key(value):
    return int(value) if re.fullmatch(r"\d{1,12}", value or "") else None


def _form(do, card, page, data=None, **options):
    """The form for what is to be done with a card, or None where no form is needed."""
    mandate = card.mandate
    if do == "correct":
        return CorrectionForm(data, mandate=mandate, **options)
    if do == "split":
        return SplitForm(data, mandate=mandate, **options)
    if do == "merge":
        others = [
            each.mandate
            for each in page.cards
            if each.mandate.pk != mandate.pk and each.mandate.review != Review.DISMISSED
        ]
        return MergeForm(data, mandate=mandate, others=others, **options) if others else None
    if do == "dismiss":
        return DismissForm(data, mandate=mandate, **options)
    return None


def _undo(request, page):
    """What the last step can be taken back with: (keys of mandates or links, what for), or None."""
    done = [_key(each) for each in request.GET.get("done", "").split(",")[:MOST_UNDONE]]
    known = {card.mandate.pk for card in page.cards if not card.is_waiting}
    several = [key for key in done if key in known]
    if several:
        return {"act": "restore", "keys": several}
    link = _key(request.GET.get("link"))
    if any(each.link.pk == link and not each.is_waiting for each in page.links):
        return {"act": "restore-link", "keys": [link]}
    return None


class _Doing:
    """One button of the page: what it does, what it says, and where it leads."""

    def __init__(self, request, act):
        self.request, self.act, self.by = request, act, request.user
        self.asked = request.POST.get("act", "")
        self.done_keys, self.link, self.next = [], None, None

    def done(self):
        """Do it. Returns (the answer, {}) or, where it could not be done, (None, the form to show again)."""
        verbs = {
            "confirm": self.confirm,
            "correct": self.with_form,
            "split": self.with_form,
            "merge": self.with_form,
            "dismiss": self.with_form,
            "restore": self.restore,
            "confirm-all": self.confirm_all,
            "confirm-link": self.confirm_link,
            "dismiss-link": self.dismiss_link,
            "restore-link": self.restore_link,
        }
        if self.asked not in verbs:
            return HttpResponseBadRequest("There is no such button here."), {}
        self.form = None
        try:
            said = verbs[self.asked]()
        except NotPossible as refusal:
            messages.error(self.request, str(refusal))
            return None, {"do": self.asked, "form": self.form, "refused": True}
        if said is None:
            return None, {"do": self.asked, "form": self.form}
        messages.success(self.request, said)
        return redirect(self._where()), {}

    def mandate(self):
        return get_object_or_404(
            self.act.mandates.select_related("act__body"), pk=_key(self.request.POST.get("proposal"))
        )

    def confirm(self):
        mandate = actions.confirm(self.mandate(), by=self.by, seen=self.request.POST.get("seen", ""))
        self._go_on(mandate)
        return f"Confirmed: {mandate.action[:120]}"

    def confirm_all(self):
        keys = [_key(key) for key in self.request.POST.get("among", "").split(",")]
        done = actions.confirm_all(self.act, by=self.by, among=[key for key in keys if key])
        self.done_keys = [mandate.pk for mandate in done]
        return f"{len(done)} {'proposal is' if len(done) == 1 else 'proposals are'} confirmed."

    def with_form(self):
        page = review.review_page(self.act)
        mandate = self.mandate()
        card = next(card for card in page.cards if card.mandate.pk == mandate.pk)
        self.form = _form(self.asked, card, page, self.request.POST)
        if self.form is None:
            raise NotPossible("There is nothing else in this act that it could be merged with.")
        if not self.form.is_valid():
            return None
        said = getattr(self, self.asked)(mandate, self.form)
        self._go_on(mandate)
        return said

    def correct(self, mandate, form):
        values, addressees = form.said()
        mandate = actions.correct(mandate, by=self.by, seen=form.cleaned_data["seen"], addressees=addressees, **values)
        return f"Corrected and confirmed: {mandate.action[:120]}"

    def split(self, mandate, form):
        parts = actions.split(mandate, into=form.said(), by=self.by, seen=form.cleaned_data["seen"])
        self.next = parts[0].pk
        return f"Split into {len(parts)}; each part waits below."

    def merge(self, mandate, form):
        others, seen = form.cleaned_data["others"], form.cleaned_data["seen"]
        kept = next((each for each in others if each.review == Review.CONFIRMED), mandate)
        merged = [each for each in [mandate, *others] if each.pk != kept.pk]
        actions.merge(merged, into=kept, by=self.by, action=form.cleaned_data["action"], seen={mandate.pk: seen})
        self.done_keys = [each.pk for each in merged]
        self.next = kept.pk if kept.review == Review.PROPOSED else None
        return f"{len(merged)} merged into {kept.number}."

    def dismiss(self, mandate, form):
        actions.dismiss(mandate, because=form.cleaned_data["because"], by=self.by, seen=form.cleaned_data["seen"])
        return f"Dismissed: {mandate.action[:120]}"

    def restore(self):
        keys = [_key(key) for key in self.request.POST.get("proposal", "").split(",")[:MOST_UNDONE]]
        several = list(self.act.mandates.filter(pk__in=[key for key in keys if key]).order_by("number"))
        if not several:
            raise NotPossible("There is nothing to undo.")
        actions.restore_all(several, by=self.by)
        self.next = several[0].pk
        return "Taken back: it waits again." if len(several) == 1 else f"Taken back: {len(several)} wait again."

    def _link(self):
        links = MandateLink.objects.filter(to_act=self.act) | MandateLink.objects.filter(mandate__act=self.act)
        return get_object_or_404(links, pk=_key(self.request.POST.get("link")))

    def confirm_link(self):
        link = actions.confirm_link(self._link(), by=self.by)
        self.link = link.pk
        return f"Confirmed: {link.mandate.citation} {link}."

    def dismiss_link(self):
        link = actions.dismiss_link(
            self._link(), because=self.request.POST.get("because", "").replace("\0", " "), by=self.by
        )
        self.link = link.pk
        return "The link is dismissed."

    def restore_link(self):
        actions.restore_link(self._link(), by=self.by)
        return "Taken back: the link waits again."

    def _go_on(self, mandate):
        """After this one the next that waits, in the order of the page; after the last one the first."""
        self.done_keys = self.done_keys or [mandate.pk]
        if self.next:
            return
        waiting = [
            card.mandate
            for card in review.review_page(self.act).cards
            if card.is_waiting or card.mandate.pk == mandate.pk
        ]
        keys = [each.pk for each in waiting]
        at = keys.index(mandate.pk) if mandate.pk in keys else -1
        following = [key for key in [*keys[at + 1 :], *keys[: max(at, 0)]] if key != mandate.pk]
        self.next = following[0] if following else None

    def _where(self):
        query = {"done": ",".join(map(str, self.done_keys[:MOST_UNDONE]))} if self.done_keys else {}
        query |= {"link": self.link} if self.link else {}
        query |= {"at": self.next} if self.next else {}
        here = reverse("proposals_of_act", args=[self.act.path])
        anchor = f"#proposal-{self.next}" if self.next else ""
        return f"{here}?{urlencode(query)}{anchor}" if query else here


# ---------------------------------------------------------------- the box


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def text_of_act(request, act):
    """The box: paste the text of an act, look at what would be proposed, then keep it; proposals are made at once."""
    act = _act(act)
    if not (request.user.has_perm(PERMISSION) and request.user.has_perm("documents.change_act")):
        raise PermissionDenied
    form = PastedTextForm(request.POST or None, initial={"language": "en"})
    looked = None
    if request.method == "POST" and form.is_valid():
        text, language = form.cleaned_data["text"], form.cleaned_data["language"]
        if request.POST.get("act") == "keep":
            try:
                made = enter_text(act, text=text, language=language, by=request.user)
            except NotPossible as refusal:
                form.add_error("text", str(refusal))
            else:
                propose_for([act])
                waiting = act.mandates.filter(review=Review.PROPOSED).count()
                messages.success(request, _kept(len(made), waiting))
                return redirect("proposals_of_act", act=act.path)
        else:
            looked = _would_be_proposed(act, text, language)
            if not looked["paragraphs"]:
                form.add_error(
                    "text", "No paragraphs were found. Paste the text of the act, each paragraph on a line of its own."
                )
                looked = None
    context = {
        "section": "desk",
        "act": act,
        "form": form,
        "looked": looked,
        "holds_text": act.paragraphs.exists(),
        "stands_in": _stands_in(act),
    }
    return render(request, "mandates/text_of_act.html", context)


def _kept(paragraphs, waiting):
    held = f"The text is held in {paragraphs} {'paragraph' if paragraphs == 1 else 'paragraphs'}."
    if not waiting:
        return f"{held} Nothing was found in it that asks for something."
    return f"{held} {waiting} {'thing it asks waits' if waiting == 1 else 'things it asks wait'} for your word."


def _would_be_proposed(act, text, language):
    """What would be proposed of a text, without keeping anything."""
    paragraphs = [
        Paragraph(
            act=act,
            language=language,
            position=position,
            kind=each.kind,
            number=each.number[:40],
            label=each.label[:80],
            text=each.text,
            depth=each.depth,
        )
        for position, each in enumerate(split_paragraphs(text), start=1)
    ]
    return {
        "paragraphs": paragraphs,
        "proposed": [
            (each, Mandate(deliverable=each.values["deliverable"]).get_deliverable_display())
            for each in proposals_in(act, text_to_read(paragraphs), names_of_record())
        ],
    }
