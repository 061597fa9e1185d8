"""Forms of the administration: adding files, filing what waits, pasting an act's text."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect

from accounts.access import Audience
from documents.models import Document, File, Language, LanguageVersion

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


class NothingMoreForm(forms.Form):
    """A step that needs no more than a yes."""


class InTranslationForm(forms.Form):
    """A language that is being made: by when, under which job number."""

    due_on = forms.DateField(
        required=False,
        label="Due on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="When it should be ready. Readers do not see it.",
    )
    job_number = forms.CharField(
        max_length=40, required=False, help_text="Such as V.16-08439, without the language letter."
    )


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


class IssueTogetherForm(IssueForm):
    """Several languages of one document, at the same moment."""

    languages = forms.MultipleChoiceField(
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one language."},
    )
    field_order = ["languages", "audience", "at"]

    def __init__(self, *args, languages=(), **kwargs):
        """languages: the codes of those that can be issued; all of them are chosen to begin with."""
        super().__init__(*args, **kwargs)
        field = self.fields["languages"]
        field.choices = [(code, Language(code).label) for code in languages]
        field.initial = list(languages)


class IssueAgainForm(forms.Form):
    """The file that takes the place of one that is issued: one that waits in the in-tray, or a new one."""

    waiting = forms.ModelChoiceField(
        File.objects.none(),
        required=False,
        label="A file of the in-tray",
        empty_label="none of these",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        required=False, label="Or a new file", help_text="Its text follows as soon as it has been read."
    )
    reason = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"size": 60, "placeholder": "for technical reasons"}),
        help_text="Readers see it: “re-issued for technical reasons on 12 August 2016”.",
    )

    def __init__(self, *args, waiting=None, **kwargs):
        """waiting: the Files of the in-tray that may be meant; without any there is nothing to choose from."""
        super().__init__(*args, **kwargs)
        if waiting:
            self.fields["waiting"].queryset = waiting
        else:
            del self.fields["waiting"]
            self.fields["file"].label = "New file"

    def clean(self):
        asked = super().clean()
        if not self.errors and bool(asked.get("waiting")) == bool(asked.get("file")):
            raise forms.ValidationError("Choose one file: that of the in-tray, or a new one.")
        return asked


class DocumentForm(forms.ModelForm):
    """A document in the administration: the languages that a corrigendum corrects are ticked."""

    corrected_languages = forms.MultipleChoiceField(
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="For a corrigendum: the languages that it corrects. None ticked means all.",
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


class DraftForm(forms.Form):
    """A draft to be checked: a file, or its text. Nothing of it is stored."""

    LARGEST = 50_000_000

    file = forms.FileField(
        required=False,
        label="A file",
        help_text="PDF, Word, RTF, ODT, HTML or text, up to 50 MB.",
    )
    text = forms.CharField(
        required=False,
        max_length=800_000,  # in any script less than a form may carry
        strip=False,
        label="Or its text",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "auto"}),
        help_text="Paste a page, a paragraph or the whole.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > self.LARGEST:
            raise forms.ValidationError("This file is larger than 50 MB. Split it and check the parts.")
        return file

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        if bool(given.get("file")) == bool(given.get("text", "").strip()):
            raise forms.ValidationError("Choose a file or paste a text: one of the two.")
        return given
