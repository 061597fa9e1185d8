"""Documents issued in some of the six official languages and not in all, or not on the same day.

The rules of procedure have every document issued in the official languages (rule 38), and all six are to be issued
together. Conference room papers, papers in one language only and what bears no symbol are exempt.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from documents.models import (
    OFFICIAL,
    Distribution,
    Document,
    DocumentType,
    File,
    LanguageVersion,
    VersionStatus,
    languages_in_words,
)
from documents.models.document import DocumentBody
from documents.symbols import SymbolError, parse
from mandates.gaps.cells import Bodies, Complete, year_of
from mandates.gaps.found import Found, cause
from mandates.models import Finding, FindingKind, FindingPart
from provenance.dates import day_in_words

NAME = "languages"
AT_A_TIME = 2000
# What is handed out as it was received, or for one meeting's use alone.
UNTRANSLATED = (
    DocumentType.CONFERENCE_ROOM_PAPER,
    DocumentType.LIST_OF_PARTICIPANTS,
    DocumentType.LIST_OF_SPEAKERS,
    DocumentType.LETTER,
    DocumentType.NOTE_VERBALE,
    DocumentType.COMMUNICATION,
    DocumentType.STATEMENT,
    DocumentType.PRESS_RELEASE,
    DocumentType.QUESTIONNAIRE,
)
UNTRANSLATED_NATURES = ("CRP", "NGO")
# A paper whose first language is issued here this long after its date was issued elsewhere before: the days on which we
# took it in say nothing about when its languages came out.
NEW = timedelta(days=183)


def findings(documents=None):
    """The findings that this rule has made for some documents (keys), or for all."""
    mine = Finding.objects.filter(kind__in=[FindingKind.LANGUAGES, FindingKind.SIMULTANEITY])
    return mine if documents is None else mine.filter(document__in=documents)


def examine(documents=None):
    """Which of some documents (keys), or of all, are issued in part, or were issued in turn."""
    bodies, complete = Bodies(), Complete()
    keys = list(_partly_issued(documents))
    for start in range(0, len(keys), AT_A_TIME):
        some = keys[start : start + AT_A_TIME]
        known = Document.objects.filter(pk__in=some).prefetch_related("symbols", "titles", "versions", "bodies")
        stand_ins = set(_stand_ins().filter(document__in=some).values_list("pk", flat=True))
        for document in known.order_by("pk"):
            found = _look_at(document, stand_ins, bodies, complete)
            if found:
                yield found


def _partly_issued(documents):
    """Documents of the Conference with a symbol of which some language is issued: what can lack one."""
    own = DocumentBody.objects.filter(document=OuterRef("document"), body__is_external=False)
    issued = LanguageVersion.objects.filter(status=VersionStatus.ISSUED, language__in=OFFICIAL)
    if documents is not None:
        issued = issued.filter(document__in=documents)
    issued = issued.filter(
        Exists(own),
        Q(document__distribution__in=["", Distribution.GENERAL, Distribution.LIMITED]),
        document__symbols__isnull=False,
    ).exclude(document__type__in=UNTRANSLATED)
    return issued.order_by("document").values_list("document", flat=True).distinct()


def _stand_ins():
    """Versions that are here only as stand-ins: nothing was issued with them."""
    return LanguageVersion.objects.filter(
        Exists(File.objects.filter(version=OuterRef("pk"), is_current=True, is_stand_in=True))
    )


def _look_at(document, stand_ins, bodies, complete):
    versions = [each for each in document.versions.all() if each.pk not in stand_ins]
    issued = [each for each in versions if each.status == VersionStatus.ISSUED and each.language in OFFICIAL]
    if not issued or any(each.is_only_language for each in versions) or not _calls_for_all(document.symbol):
        return None
    wanted = [
        each.value for each in OFFICIAL if not document.corrected_languages or each in document.corrected_languages
    ]
    missing = [language for language in wanted if language not in {each.language for each in issued}]
    days = _days(document, issued)
    if not missing and len(days) < 2:
        return None
    cell = (bodies.cell_of(document.symbol) or (None, None))[0], year_of(document, bodies)
    if cell[0] is None:
        cell = (next(body.pk for body in document.bodies.all() if not body.is_external), cell[1])
    part, declared = complete.judge(cell)
    return Found(
        key=f"languages:document:{document.pk}",
        kind=FindingKind.LANGUAGES if missing else FindingKind.SIMULTANEITY,
        part=part,
        sentence=_sentence(document, issued, missing, days, part),
        causes=[*_causes(document, versions, issued, missing, days), *declared],
        document_id=document.pk,
        body_id=cell[0],
        year=cell[1],
    )


def _calls_for_all(symbol):
    try:
        return parse(symbol).nature not in UNTRANSLATED_NATURES
    except SymbolError:
        return False


def _days(document, issued):
    """The days (of Vienna) on which its languages were issued here; none for a paper that was issued elsewhere long before."""
    days = defaultdict(list)
    for version in issued:
        days[timezone.localtime(version.issued_at).date()].append(version.language)
    is_new = document.date is not None and min(days) - document.date <= NEW
    return dict(sorted(days.items())) if is_new else {}


def _sentence(document, issued, missing, days, part):
    if not missing:
        first, last = min(days), max(days)
        began = f"{languages_in_words(days[first])} on {day_in_words(first)}"
        return f"{document.symbol} was issued in turn: {began}, the last language on {day_in_words(last)}."
    here = languages_in_words([version.language for version in issued])
    lacking = languages_in_words(missing)
    if part == FindingPart.NOT_ISSUED:
        return f"{document.symbol} was issued in {here} and not, as far as we can know, in {lacking}."
    return f"{document.symbol} is issued here in {here}; {lacking} {'is' if len(missing) == 1 else 'are'} not."


def _causes(document, versions, issued, missing, days):
    standing = {each.language: each for each in versions}
    causes = [cause(document, f"issued in {languages_in_words([version.language for version in issued])}")]
    for language in missing:
        version = standing.get(language)
        words = version.get_status_display() if version else "nothing is known of it"
        due = f", due on {day_in_words(version.due_on)}" if version and version.due_on else ""
        causes.append(cause(document, f"{languages_in_words([language])}: {words}{due}"))
    if len(days) > 1:
        causes += [
            cause(document, f"{languages_in_words(languages)} issued on {day_in_words(day)}")
            for day, languages in days.items()
        ]
    return causes
