"""The form of a planned document, and what staff write in it: symbols and addresses in their own words."""

import re
from urllib.parse import unquote, urlsplit

from django import forms

from accounts.access import Audience
from documents.models import Document
from documents.symbols import SymbolError, parse
from mandates.models import Mandate, PlannedDocument, PlannedKind, PlannedState, Review
from mandates.planning.board import owners_to_choose
from mandates.planning.days import WORD_LIMIT_OF_OTHERS, WORD_LIMIT_OF_THE_SECRETARIAT
from mandates.queries import act_of_address

# What may be offered to choose from without loading a long list.
SUGGESTED = 200
DAY = {"type": "date"}
LIGHT = [choice for choice in PlannedState.choices if choice[0] != PlannedState.DROPPED]


class OwnerField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return person.shown_name


class PlannedDocumentForm(forms.Form):
    """All of a planned document that staff fill in. The session is known: it is the board's."""

    title = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="As it will be printed, or what the document is about.",
    )
    kind = forms.ChoiceField(choices=PlannedKind.choices, help_text="By which rule its days are reckoned.")
    agenda_item = forms.ModelChoiceField(None, required=False, empty_label="None yet")
    mandate = forms.CharField(
        required=False,
        max_length=300,
        help_text="The address of its page, or its last part, such as ctoc-cop/resolution/7/1/2.",
    )
    document = forms.CharField(
        label="Symbol",
        required=False,
        max_length=200,
        help_text="Once the document is in the record: its languages are then read off it.",
    )
    state = forms.ChoiceField(choices=LIGHT, help_text="Whether it is issued is read off the document.")
    submitted_on = forms.DateField(required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    owner = OwnerField(None, required=False, empty_label="Nobody yet")
    words = forms.IntegerField(
        required=False, min_value=0, max_value=10_000_000, help_text="How many it has, or will have."
    )
    word_limit = forms.IntegerField(
        min_value=1,
        max_value=10_000_000,
        initial=PlannedDocument._meta.get_field("word_limit").default,
        help_text=f"{WORD_LIMIT_OF_THE_SECRETARIAT:,} for documents of the Secretariat, {WORD_LIMIT_OF_OTHERS:,} for others.",
    )
    submit_by = forms.DateField(
        required=False,
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
        help_text="Leave it empty: the day follows from the opening of the session.",
    )
    issue_by = forms.DateField(
        required=False,
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
        help_text="Leave it empty: the day follows from the opening of the session.",
    )
    late_because = forms.CharField(
        label="Reason for being late",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A document that comes late states the reason in a footnote (General Assembly resolution 57/283 B).",
    )
    note = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, session, plan=None, **kwargs):
        """session: the Meeting of the board. plan: the PlannedDocument to change; None for a new one."""
        kept = _initial(plan) if plan else {}
        super().__init__(*args, initial=kept | kwargs.pop("initial", {}), **kwargs)
        self.session, self.plan = session, plan
        self.fields["agenda_item"].queryset = session.agenda_items.order_by("sort_key")
        self.fields["owner"].queryset = owners_to_choose()
        if plan and plan.owner_id:
            # Whoever has left the secretariat stays the owner until somebody else is named.
            self.fields["owner"].queryset |= type(plan.owner).objects.filter(pk=plan.owner_id).distinct()
        # Lists of suggestions, by the id that the controls name: the page writes them as <datalist>.
        self.suggestions = {
            "mandates-suggested": _mandates_suggested(session),
            "symbols-suggested": _symbols_suggested(session),
        }
        self.fields["mandate"].widget.attrs["list"] = "mandates-suggested"
        self.fields["document"].widget.attrs |= {"list": "symbols-suggested", "spellcheck": "false"}
        if plan and plan.state == PlannedState.DROPPED:
            self.fields["state"].choices = [*LIGHT, (PlannedState.DROPPED.value, PlannedState.DROPPED.label)]

    def clean_mandate(self):
        """The confirmed Mandate meant, or None. A whole address of this site will do."""
        written = self.cleaned_data["mandate"].strip()
        if not written:
            return None
        path = unquote(urlsplit(written).path).split("mandates/", 1)[-1].strip("/")
        match = re.fullmatch(r"(?P<act>.+)/(?P<number>\d{1,4})", path)
        wanted = act_of_address(match["act"]) if match else None
        if wanted is None:
            raise forms.ValidationError("This is no address of a mandate: write it like ctoc-cop/resolution/7/1/2.")
        known = Mandate.objects.visible_to(Audience.SECRETARIAT).filter(
            act__body__slug=wanted["body"],
            act__kind=wanted["kind"],
            act__number=wanted["act_number"],
            number=int(match["number"]),
        )
        mandate = known.first()
        if mandate is None:
            raise forms.ValidationError("There is no such mandate in the record.")
        kept = self.plan.mandate_id if self.plan else None
        if mandate.review != Review.CONFIRMED and mandate.pk != kept:
            raise forms.ValidationError("This mandate is not confirmed. Confirm it first.")
        return mandate

    def clean_document(self):
        """The Document that bears the symbol, or None. ``id/17`` means one without a symbol."""
        written = self.cleaned_data["document"].strip()
        if not written:
            return None
        unnamed = re.fullmatch(r"id/(\d{1,18})", written)
        if unnamed:
            document = Document.objects.filter(pk=int(unnamed[1])).first()
        else:
            try:
                document = Document.objects.with_symbol(parse(written).canonical).first()
            except SymbolError:
                raise forms.ValidationError("This is not in the form of a symbol.") from None
        if document is None:
            raise forms.ValidationError(
                f"{written} is not in the record yet. Enter the document first, or leave this empty."
            )
        return document


def _initial(plan):
    names = ("title", "kind", "agenda_item", "state", "submitted_on", "owner", "words", "word_limit")
    names += ("submit_by", "issue_by", "late_because", "note")
    kept = {name: getattr(plan, name) for name in names}
    kept["mandate"] = f"{plan.mandate.act.path}/{plan.mandate.number}" if plan.mandate else ""
    kept["document"] = plan.document.path if plan.document else ""
    return kept


def _mandates_suggested(session):
    """The mandates due at the session, as (address, what it is)."""
    due = session.mandates_due.visible_to(Audience.SECRETARIAT).filter(review=Review.CONFIRMED)
    due = due.select_related("act__body").in_order()[:SUGGESTED]
    return [(f"{mandate.act.path}/{mandate.number}", str(mandate)) for mandate in due]


def _symbols_suggested(session):
    """The symbols of the documents of the session, as (symbol, title)."""
    rows = session.documents.visible_to(Audience.SECRETARIAT).distinct().in_order()[:SUGGESTED]
    return [(row.symbol, row.title) for row in rows.rows(Audience.SECRETARIAT) if row.symbol and "-" not in row.symbol]
