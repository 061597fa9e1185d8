"""Forms of the administration: adding files, filing what waits, pasting an act's text."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect

from accounts.access import Audience
from documents.models import Document, Language, LanguageVersion

LANGUAGES = [("", "as read"), *Language.choices]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of uploaded files, as a list."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data]
        if not any(files):
            raise forms.ValidationError("Choose at least one file.")
        # Size and content are judged one file at a time, so that one bad file does not hold up the others.
        return [file for file in files if file]


class AddFilesForm(forms.Form):
    files = SeveralFilesField(
        label="Files",
        help_text="PDF, Word, RTF, ODT, HTML or text, or a ZIP archive of such; several at once. "
        "Symbol, language and meeting are read from the first page.",
    )


class FileForDocumentForm(forms.Form):
    """A file for a document that is known, in a language that a person names."""

    language = forms.ChoiceField(choices=Language.choices)
    file = forms.FileField(
        help_text="PDF, Word, RTF, ODT, HTML or text. It is read like any other; nothing is public until a person issues it."
    )


class FileUnderSymbolForm(forms.Form):
    """Give a waiting file its symbol."""

    symbol = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"size": 40, "placeholder": "CTOC/COP/WG.8/2016/2", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(choices=LANGUAGES, required=False)


class TieForm(forms.Form):
    """Say which document in the record a waiting file is."""

    document = forms.ModelChoiceField(Document.objects.all())
    language = forms.ChoiceField(choices=LANGUAGES, required=False)

    def __init__(self, *args, admin_site=None, **kwargs):
        super().__init__(*args, **kwargs)
        if admin_site:
            relation = LanguageVersion._meta.get_field("document")
            field = self.fields["document"]
            field.widget = AutocompleteSelect(relation, admin_site, choices=field.choices)


class SetAsideForm(forms.Form):
    reason = forms.CharField(max_length=300, widget=forms.TextInput(attrs={"size": 60}))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        max_length=300, widget=forms.TextInput(attrs={"size": 60}), help_text="Readers see it in place of the text."
    )


class IssueForm(forms.Form):
    audience = forms.TypedChoiceField(
        choices=Audience.choices, coerce=lambda value: Audience(int(value)), label="To be read by"
    )
    at = forms.DateTimeField(
        required=False,
        label="At a set time",
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Vienna time. Leave it empty to issue now. Readers do not see it before.",
    )


class ActTextForm(forms.Form):
    """The text of an act, pasted in."""

    language = forms.ChoiceField(choices=Language.choices, initial=Language.ENGLISH)
    text = forms.CharField(
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 28, "cols": 100}),
        help_text="Paste the whole text. Paragraphs are told apart by their numbers and line breaks. "
        "What stood here before in this language is replaced.",
    )
