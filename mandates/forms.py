"""Forms of the secretariat's pages about mandates."""

import re

from django import forms

from documents.forms import ActTextForm
from mandates.models import Deliverable, Mandate
from meetings.models import Body, Meeting

# So many more addressees can be entered at once than there are.
FURTHER_ADDRESSEES = 2
_PARTS = re.compile(r"\s*;\s+(?:and\s+)?|\s+and\s+(?=to\s)|\n+")


class Sessions(forms.ModelChoiceField):
    def label_from_instance(self, session):
        return f"{session.title}, {session.dates}" if session.dates else session.title


class SeenForm(forms.Form):
    """Carries along what the person looked at, so that nobody decides on words they did not see."""

    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)


class CorrectionForm(SeenForm):
    """All that a person can say of a proposal, filled with what was read."""

    verb = forms.CharField(max_length=120, required=False)
    action = forms.CharField(
        max_length=20_000, widget=forms.Textarea(attrs={"rows": 4, "data-first": True}), label="What is asked"
    )
    deliverable = forms.ChoiceField(choices=[("", "not said"), *Deliverable.choices], required=False, label="Asks for")
    least_number = forms.IntegerField(min_value=1, max_value=100_000, required=False, label="At least")
    due_session = Sessions(Meeting.objects.none(), required=False, empty_label="none", label="Due at the session")
    due_date = forms.DateField(
        required=False, label="Due on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    due_words = forms.CharField(max_length=200, required=False, label="Deadline in words")
    is_recurring = forms.BooleanField(required=False, label="It recurs")
    resources = forms.CharField(
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Resource clause, word for word",
    )
    participants = forms.CharField(max_length=5_000, required=False)
    purpose = forms.CharField(max_length=5_000, required=False)
    services = forms.CharField(max_length=200, required=False)
    creates_body = forms.ModelChoiceField(
        Body.objects.none(), required=False, empty_label="none", label="The body it founds"
    )
    paragraph_as_printed = forms.CharField(max_length=60, required=False, label="Paragraph as printed")
    note = forms.CharField(max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, mandate: Mandate, **kwargs):
        fields = [name for name in self.base_fields if name != "seen"]
        initial = {name: getattr(mandate, name) for name in fields} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, prefix=f"m{mandate.pk}", **kwargs)
        bodies = list(Body.objects.all())
        self.fields["due_session"].queryset = Meeting.objects.sessions().with_bodies()
        self.fields["creates_body"].queryset = Body.objects.all()
        choices = [("", "no body of the record"), *((str(body.pk), str(body)) for body in bodies)]
        self.bodies = {str(body.pk): body for body in bodies}
        whom = [(each.words, each.body_id) for each in mandate.addressees.all()]
        whom += [("", None)] * FURTHER_ADDRESSEES
        self.addressee_names = []
        for at, (words, body) in enumerate(whom):
            names = f"addressee_{at}", f"body_{at}"
            self.fields[names[0]] = forms.CharField(
                max_length=300, required=False, initial=words, label=f"Addressee {at + 1}"
            )
            self.fields[names[1]] = forms.ChoiceField(
                choices=choices, required=False, initial=str(body or ""), label=f"Addressee {at + 1} is"
            )
            self.addressee_names.append(names)

    def addressee_fields(self):
        """The pairs of fields for words and body, to be shown."""
        return [(self[words], self[body]) for words, body in self.addressee_names]

    def first_fields(self):
        return [self[name] for name in ("verb", "action")]

    def other_fields(self):
        names = (
            "deliverable",
            "least_number",
            "due_session",
            "due_date",
            "due_words",
            "is_recurring",
            "resources",
        )
        return [self[name] for name in names]

    def further_fields(self):
        names = ("participants", "purpose", "services", "creates_body", "paragraph_as_printed", "note")
        return [self[name] for name in names]

    def said(self):
        """(values, addressees) as ``actions.correct`` takes them."""
        data = dict(self.cleaned_data)
        data.pop("seen")
        whom = {}
        for words_name, body_name in self.addressee_names:
            words, body = " ".join(data.pop(words_name).split()), data.pop(body_name)
            if words:
                whom.setdefault(words, self.bodies.get(body))
        return data, list(whom.items())


class SplitForm(SeenForm):
    """What each part asks, one a line."""

    parts = forms.CharField(
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-first": True}),
        label="What each part asks",
        help_text="One part a line. Verb, addressee, deadline and resources go with each; correct them part by part.",
    )

    def __init__(self, *args, mandate: Mandate, **kwargs):
        super().__init__(*args, prefix=f"m{mandate.pk}", **kwargs)
        self.fields["parts"].initial = "\n".join(part for part in _PARTS.split(mandate.action) if part)

    def said(self):
        """The parts as ``actions.split`` takes them."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["parts"].splitlines()]
        return [{"action": line} for line in lines if line]


class MergeForm(SeenForm):
    """Which other entries of the act are the same thing."""

    others = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple(attrs={"data-first": True}),
        label="It is one thing with",
        error_messages={"required": "Tick what it is one thing with."},
    )
    action = forms.CharField(
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="What they ask together",
        help_text="Where one of them is in the register already, that one stays as it is.",
    )

    def __init__(self, *args, mandate: Mandate, others, **kwargs):
        """others: the mandates of the act that stand, in the order in which they are offered."""
        super().__init__(*args, prefix=f"m{mandate.pk}", **kwargs)
        self.mandates = {str(each.pk): each for each in others}
        self.fields["others"].choices = [(key, _offered(each)) for key, each in self.mandates.items()]
        self.fields["action"].initial = mandate.action

    def clean_others(self):
        chosen = [self.mandates[key] for key in self.cleaned_data["others"]]
        if sum(each.review == "confirmed" for each in chosen) > 1:
            raise forms.ValidationError("Two of these are in the register already, and can't be made one here.")
        return chosen


def _offered(mandate):
    where = f" ({mandate.paragraph_as_printed})" if mandate.paragraph_as_printed else ""
    standing = "" if mandate.review == "proposed" else ", in the register"
    return f"{mandate.number}{where}{standing}: {mandate.action[:160]}"


class DismissForm(SeenForm):
    """Why a proposal is none."""

    because = forms.CharField(
        max_length=500,
        label="Why is it dismissed?",
        widget=forms.TextInput(attrs={"list": "reasons", "data-first": True}),
        error_messages={"required": "Say why it is dismissed."},
    )

    def __init__(self, *args, mandate=None, **kwargs):
        super().__init__(*args, prefix=f"m{mandate.pk}" if mandate else None, **kwargs)


class PastedTextForm(ActTextForm):
    """The text of an act, pasted at the list of proposals."""

    field_order = ["text", "language"]
