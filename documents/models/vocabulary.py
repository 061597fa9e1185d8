"""The vocabularies of documents: their languages, types, categories, roles and states, in the words of the field."""

import re

from django.db import models


class Language(models.TextChoices):
    ARABIC = "ar", "Arabic"
    CHINESE = "zh", "Chinese"
    ENGLISH = "en", "English"
    FRENCH = "fr", "French"
    RUSSIAN = "ru", "Russian"
    SPANISH = "es", "Spanish"
    GERMAN = "de", "German"

    @property
    def letter(self):
        """The letter of job numbers and of the table A C E F R S."""
        return "G" if self is Language.GERMAN else self.label[0]

    @property
    def direction(self):
        return "rtl" if self is Language.ARABIC else "ltr"


def languages_in_words(codes):
    """``French and Spanish``, in the order A C E F R S; "" for none."""
    names = [language.label for language in Language if language.value in set(codes)]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def languages_named_alone(words):
    """The codes of the languages that a note names as the only ones: “(Spanish only)”, “English and French only”."""
    folded = words.casefold()
    if not re.search(r"\bonly\b", folded):
        return []
    return [language.value for language in Language if re.search(rf"\b{language.label.casefold()}\b", folded)]


# How a document is called of which neither symbol nor title is known.
NAMELESS = "Document without symbol or title"
OFFICIAL = [language for language in Language if language is not Language.GERMAN]


class DocumentType(models.TextChoices):
    """One vocabulary of types, in the words of the mastheads."""

    REPORT_OF_SESSION = "report of session", "report of the session"
    REPORT_OF_MEETING = "report of meeting", "report of the meeting"
    REPORT_OF_THE_SECRETARIAT = "report of the Secretariat", "report of the Secretariat"
    NOTE_BY_THE_SECRETARIAT = "note by the Secretariat", "note by the Secretariat"
    BACKGROUND_PAPER = "background paper by the Secretariat", "background paper by the Secretariat"
    BACKGROUND_DOCUMENT = "background document", "background document"
    PROVISIONAL_AGENDA = "provisional agenda", "provisional agenda"
    AGENDA = "agenda", "agenda"
    INFORMATION_FOR_PARTICIPANTS = "information for participants", "information for participants"
    INFORMATION_CIRCULAR = "information circular", "information circular"
    INFORMATION_DOCUMENT = "information document", "information document"
    LIST_OF_PARTICIPANTS = "list of participants", "list of participants"
    LIST_OF_DOCUMENTS = "list of documents", "list of documents"
    LIST_OF_SPEAKERS = "list of speakers", "list of speakers"
    LIST_OF_ISSUES = "list of issues", "list of issues"
    REPLIES_TO_LIST_OF_ISSUES = "replies to list of issues", "replies to a list of issues"
    CONFERENCE_ROOM_PAPER = "conference room paper", "conference room paper"
    WORKING_PAPER = "working paper", "working paper"
    DRAFT_RESOLUTION = "draft resolution", "draft resolution"
    DRAFT_DECISION = "draft decision", "draft decision"
    DRAFT_REPORT = "draft report", "draft report"
    DRAFT_TERMS_OF_REFERENCE = "draft terms of reference", "draft terms of reference"
    RESOLUTION = "resolution", "resolution"
    DECISION = "decision", "decision"
    VERBATIM_RECORD = "verbatim record", "verbatim record"
    SUMMARY_RECORD = "summary record", "summary record"
    ADMINISTRATIVE_INSTRUCTION = "administrative instruction", "administrative instruction"
    BULLETIN = "Secretary-General's bulletin", "Secretary-General’s bulletin"
    PROGRAMME_BUDGET = "programme budget", "programme budget"
    PROGRAMME_OF_WORK = "programme of work", "programme of work"
    CONCLUDING_OBSERVATIONS = "concluding observations", "concluding observations"
    GENERAL_COMMENT = "general comment", "general comment"
    VIEWS = "views", "views on a communication"
    STATE_PARTY_REPORT = "State party report", "report of a State party"
    RULES_OF_PROCEDURE = "rules of procedure", "rules of procedure"
    QUESTIONNAIRE = "questionnaire", "questionnaire"
    WORKPLAN = "workplan", "workplan"
    OUTLINE = "outline", "outline"
    TIMELINE = "timeline", "timeline"
    COMPILATION = "compilation", "compilation"
    SUMMARY = "summary", "summary"
    STATEMENT = "statement", "statement"
    PRESIDENTIAL_STATEMENT = "statement by the President", "statement by the President"
    REPORT = "report", "report"
    NOTE = "note", "note"
    NOTE_VERBALE = "note verbale", "note verbale"
    LETTER = "letter", "letter"
    COMMUNICATION = "communication", "communication"
    MEMORANDUM = "memorandum", "memorandum"
    AMENDMENTS = "amendments", "amendments"
    PRESS_RELEASE = "press release", "press release"
    CORRIGENDUM = "corrigendum", "corrigendum"
    OTHER = "other", "other"


class Distribution(models.TextChoices):
    """The distribution category of the masthead. It does not by itself decide who may read here: the audience does."""

    GENERAL = "general", "General"
    LIMITED = "limited", "Limited"
    RESTRICTED = "restricted", "Restricted"
    PROVISIONAL = "provisional", "Provisional"


class Standing(models.TextChoices):
    """Where a document stands, derived from its language versions."""

    NOT_HELD = "not held", "not held here"
    EXPECTED = "expected", "expected"
    IN_TRANSLATION = "in translation", "in translation"
    HELD = "held", "held, not issued"
    PARTLY_ISSUED = "partly issued", "issued in some languages"
    ISSUED = "issued", "issued"
    WITHDRAWN = "withdrawn", "withdrawn"


class TitleOrigin(models.TextChoices):
    OFFICIAL = "official", "as printed"
    DESCRIBED = "described", "in our words"
    TRANSLATED = "translated", "translated here"


class MeetingRole(models.TextChoices):
    """What a document is to a meeting."""

    BEFORE = "before", "document before the meeting"
    AGENDA_OF = "agenda of", "agenda of the meeting"
    REPORT_OF = "report of", "report of the meeting"
    MADE_AVAILABLE = "made available", "made available to the meeting"


class NoteKind(models.TextChoices):
    """What a footnote of the masthead, or a remark of the register, says."""

    REISSUED = "reissued", "re-issued"
    LATE = "late", "submitted late"
    AS_RECEIVED = "as received", "reproduced as received"
    UNEDITED = "unedited", "not formally edited"
    LANGUAGES = "languages", "languages"
    REMARK = "remark", "remark"


class VersionStatus(models.TextChoices):
    """expected → held → in translation → issued → withdrawn, any of which may be passed over (``FOLLOWS``).

    *Listed* is a version known to exist elsewhere, of which we hold no file. *In translation* is one that is being made:
    there is no file of it yet, or the one we hold is not the last.
    """

    EXPECTED = "expected", "expected"
    LISTED = "listed", "exists, not held here"
    IN_TRANSLATION = "in translation", "in translation"
    HELD = "held", "held, not issued"
    ISSUED = "issued", "issued"
    WITHDRAWN = "withdrawn", "withdrawn"

    def may_follow(self, before):
        """Whether a version that stands at ``before`` may come to this."""
        return self in FOLLOWS[VersionStatus(before)]


# Which status a version may come to from each. Issued to issued is a re-issue.
FOLLOWS = {
    VersionStatus.EXPECTED: {VersionStatus.IN_TRANSLATION, VersionStatus.HELD},
    VersionStatus.LISTED: {VersionStatus.EXPECTED, VersionStatus.IN_TRANSLATION, VersionStatus.HELD},
    VersionStatus.IN_TRANSLATION: {VersionStatus.EXPECTED, VersionStatus.HELD, VersionStatus.ISSUED},
    VersionStatus.HELD: {VersionStatus.IN_TRANSLATION, VersionStatus.ISSUED},
    VersionStatus.ISSUED: {VersionStatus.ISSUED, VersionStatus.WITHDRAWN},
    VersionStatus.WITHDRAWN: {VersionStatus.IN_TRANSLATION, VersionStatus.HELD, VersionStatus.ISSUED},
}
# A version that stands at one of these is held as soon as its first file comes.
AWAITS_ITS_FILE = (VersionStatus.EXPECTED, VersionStatus.LISTED, VersionStatus.IN_TRANSLATION)


class PageSource(models.TextChoices):
    """What the text of a page was read from; the values are those of ``documents.reading.pages``."""

    TEXT = "", "text of the file"
    SCAN = "scan", "recognised before the file came"
    PICTURE = "picture", "a picture, not recognised"
    BROKEN = "broken", "letters that are not those of print"
    RECOGNISED = "recognised", "recognised here"


class Stage(models.TextChoices):
    """The rungs of the ladder that a file has climbed."""

    RECEIVED = "received", "received"
    READ = "read", "text read"
    RECOGNISED = "recognised", "pictures recognised"
    FILED = "filed", "masthead read"
    LINKED = "linked", "references found"

    def is_at_least(self, other):
        """Whether a file on this rung has climbed to ``other`` or beyond."""
        rungs = list(Stage)
        return rungs.index(self) >= rungs.index(other)


class Waits(models.TextChoices):
    """Why a file waits in the in-tray for a person. What exactly is to be decided stands on the file, in words."""

    NO_SYMBOL = "no symbol", "no symbol found"
    SYMBOL_UNSURE = "symbol unsure", "symbol not read for certain"
    NAME_DISAGREES = "name disagrees", "symbol disagrees with the file name"
    SEVERAL_DOCUMENTS = "several documents", "symbols of different documents"
    NO_LANGUAGE = "no language", "language not told"
    LANGUAGE_HELD = "language held", "language already held"


class Outcome(models.TextChoices):
    """What became of a file that came in, in the words in which people and tables read it."""

    STORED = "stored", "stored"
    REPLACED = "replaced", "replaced"
    ALREADY_HELD = "already held", "already held"
    NO_SYMBOL = "no symbol found", "no symbol found"
    SYMBOL_UNSURE = "symbol not certain", "symbol not certain"
    NAME_DISAGREES = "symbol disagrees with the file name", "symbol disagrees with the file name"
    SEVERAL_DOCUMENTS = "symbols of different documents", "symbols of different documents"
    NO_LANGUAGE = "language not told", "language not told"
    LANGUAGE_HELD = "language already held", "language already held"
    UNREADABLE = "unreadable", "unreadable"
    WAITING_FOR_OCR = "waiting for OCR", "waiting for OCR"
    BEING_READ = "being read", "being read"
    WAITS_FOR_QUEUE = "waits for the queue", "waits for the queue"
    SET_ASIDE = "set aside", "set aside"
    NOT_TAKEN_IN = "not taken in", "not taken in"
