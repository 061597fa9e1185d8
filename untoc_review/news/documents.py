"""What happened to documents: listed, issued, withdrawn, corrected, replaced, placed in a meeting.

A reader is told of a document from the moment at which it became visible to them, never of what went before.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from accounts.access import Audience
from documents.models import (
    Document,
    DocumentBody,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    File,
    Language,
    LanguageVersion,
    MeetingRole,
    VersionStatus,
)
from documents.symbols import SymbolError, parse
from untoc_review.news.history import MOST_RECORDS, Happening, Window, in_words
from untoc_review.things import BODY, DOCUMENT, MEETING

FACTS = {
    "type": "type",
    "date": "date",
    "distribution": "distribution",
    "original_language": "original language",
    "author_line": "author",
}
KIN = {"replaces": "Revision", "corrects": "Corrigendum", "supplements": "Addendum", "amends": "Amendment"}


@dataclass
class Told:
    """What there is to tell of one document. appeared: (when, words); own: what only its own followers hear.

    issued_again: (version, when) of its re-issues, whose new file is no news beside them. hidden_until: when it came into
    the reader's view; opened_at: when it was opened to them after being for fewer.
    """

    hidden_until: datetime | None = None
    opened_at: datetime | None = None
    appeared: list = field(default_factory=list)
    own: list = field(default_factory=list)
    issued_again: set = field(default_factory=set)


def document_news(window: Window) -> tuple[list[Happening], dict]:
    """What happened to documents that are followed, or are of a body or meeting that is, or revise or correct one that is.

    Also a dict of document → [(when, words)] of all that became visible, for the saved searches. Thirteen queries.
    """
    followed = window.keys(DOCUMENT)
    roots = {}
    if followed:
        for root, document in DocumentSymbol.objects.filter(document__in=followed).values_list("root", "document"):
            roots.setdefault(root, set()).add(document)
    keys = _keys(window, followed, roots)
    told = {key: Told() for key in keys}
    _appearances(window, told)
    own = followed & keys
    _corrections(window, told, own)
    # A new file changes the file, not its document.
    told |= {key: Told() for key in followed - keys}
    _new_files(window, told, followed)
    found = [
        Happening((DOCUMENT, key), (DOCUMENT, key), at, words)
        for key in followed
        for at, words in told[key].appeared + told[key].own
    ]
    appeared = {key: each.appeared for key, each in told.items() if each.appeared}
    found += _of_bodies_and_meetings(window, appeared)
    found += _placed(window, keys, followed, told)
    found += _kin(appeared, roots)
    return found, appeared


def _keys(window, followed, roots):
    """The visible documents that changed and concern somebody."""
    changed = Document.objects.visible_to(window.audience).filter(pk__in=window.changed(DOCUMENT)).order_by("-pk")
    wanted = Q(pk__in=followed)
    wanted |= Q(pk__in=DocumentBody.objects.filter(body__in=window.keys(BODY)).values("document"))
    wanted |= Q(pk__in=DocumentMeeting.objects.filter(meeting__in=window.keys(MEETING)).values("document"))
    wanted |= Q(pk__in=DocumentSymbol.objects.filter(root__in=roots).values("document"))
    keys = set()
    if window.followed:
        keys.update(changed.filter(wanted).values_list("pk", flat=True)[:MOST_RECORDS])
    if window.searches:
        keys.update(changed.values_list("pk", flat=True)[:MOST_RECORDS])
    return keys


def _appearances(window, told):
    """When each document became visible to the reader: listed, opened to them, issued in some language."""
    staff = window.audience >= Audience.SECRETARIAT
    versions = LanguageVersion.objects.visible_to(window.audience).filter(document__in=told)
    # After an import there are thousands; as instances of the model they would take most of the time of all news.
    columns = ("pk", "document_id", "status", "issued_at")
    current = {version.pk: version for version in versions.values_list(*columns, named=True)}
    listed = dict(Document.objects.filter(pk__in=told).values_list("pk", "is_publicly_listed"))
    first_issue = {}
    for version in current.values():
        if version.status == VersionStatus.ISSUED:
            at = first_issue.setdefault(version.document_id, version.issued_at)
            first_issue[version.document_id] = min(at, version.issued_at)
    for key, each in told.items():
        if not staff and not listed.get(key):
            each.hidden_until = first_issue.get(key)
    issued = {}
    fields = ("document_id", "language", "status", "reissued_at")
    for event in window.events(LanguageVersion, Q(document__in=told), *fields):
        key, status = event.after["document_id"], event.after["status"]
        now = current.get(event.key)
        if key not in told or now is None or now.status != status:
            continue
        language = Language(event.after["language"]).label
        if _is_issued_again(event):
            told[key].own.append((event.at, f"Re-issued in {language}"))
            told[key].issued_again.add((event.key, event.at))
        if not event.became("status", status):
            continue
        if status == VersionStatus.ISSUED:
            issued.setdefault((key, localdate(event.at)), []).append((event.at, language))
        elif status == VersionStatus.WITHDRAWN:
            told[key].own.append((event.at, f"Withdrawn in {language}"))
        elif status == VersionStatus.IN_TRANSLATION:
            told[key].own.append((event.at, f"In translation: {language}"))
        elif status == VersionStatus.HELD and staff:
            told[key].own.append((event.at, f"Held in {language}, not issued"))
    for (key, _day), several in issued.items():
        languages = in_words(language for _at, language in sorted(several))
        told[key].appeared.append((max(at for at, _language in several), f"Issued in {languages}"))
    # Who issues may open the document to more readers in the same transaction.
    moments = {(key, at) for (key, _day), several in issued.items() for at, _language in several}
    fields = ("is_publicly_listed", "audience", *FACTS)
    for event in window.events(Document, Q(pgh_obj_id__in=told), *fields):
        _facts(window, event, told[event.key], (event.key, event.at) in moments, listed.get(event.key))
    for each in told.values():
        hidden, opened = each.hidden_until, each.opened_at
        each.appeared = [(at, words) for at, words in each.appeared if opened is None or at >= opened]
        each.own = [(at, words) for at, words in each.own if hidden is None or at > hidden]


def _is_issued_again(event):
    """Whether a version got another file in the place of an issued one."""
    if event.before is None or event.after["status"] != VersionStatus.ISSUED or event.after["reissued_at"] is None:
        return False
    before = event.before["reissued_at"]
    return before is None or datetime.fromisoformat(before) != event.after["reissued_at"]


def _facts(window, event, told, issued_then, is_listed):
    """What a change of the document's own row says: it came into view, or a fact of it was corrected."""
    visible = event.after["is_publicly_listed"] and event.after["audience"] <= window.audience
    before = event.before
    was = before is not None and before["is_publicly_listed"] and before["audience"] <= window.audience
    words = ""
    if visible and not was and is_listed:
        words = "Listed"
    elif before is None and window.audience >= Audience.SECRETARIAT:
        words = "Entered in the record, not issued"
    elif event.opened(window.audience) and not issued_then:
        words, told.opened_at = "Opened to you", event.at
    if words:
        told.appeared.append((event.at, words))
        told.hidden_until = max(told.hidden_until or event.at, event.at)
    elif facts := [word for name, word in FACTS.items() if event.changed(name)]:
        told.own.append((event.at, f"Corrected: {in_words(facts)}"))


def _corrections(window, told, own):
    """Titles and symbols of the followed documents that were set right."""
    parts = (
        (
            DocumentTitle,
            "text",
            lambda event: f"Title corrected ({Language(event.after['language']).label})",
            "language",
        ),
        (DocumentSymbol, "canonical", lambda event: "Symbol corrected", "root"),
    )
    for model, name, words, further in parts:
        for event in window.events(model, Q(document__in=own), "document_id", name, further):
            if event.changed(name):
                each = told[event.after["document_id"]]
                if each.hidden_until is None or event.at > each.hidden_until:
                    each.own.append((event.at, words(event)))


def _new_files(window, told, followed):
    """A file that took the place of another in a version that the reader may open. The first one is no news of its own."""
    versions = {
        version.pk: version
        for version in LanguageVersion.objects.readable_by(window.audience)
        .filter(document__in=Document.objects.visible_to(window.audience).filter(pk__in=followed))
        .distinct()
    }
    changed = Q(version__in=versions, is_current=True, pgh_obj_id__in=window.changed("documents.file"))
    for event in window.events(File, changed, "version_id", "is_current"):
        version = versions[event.after["version_id"]]
        if (version.pk, event.at) in told[version.document_id].issued_again:
            continue
        if event.became("is_current", True) and version.issued_at and event.at > version.issued_at:
            words = f"New file in {Language(version.language).label}"
            told[version.document_id].own.append((event.at, words))


def _of_bodies_and_meetings(window, appeared):
    """Documents that came into view, told to those who follow their bodies and meetings."""
    bodies = DocumentBody.objects.filter(document__in=appeared, body__in=window.keys(BODY))
    places = DocumentMeeting.objects.visible_to(window.audience).confirmed()
    places = places.filter(document__in=appeared, meeting__in=window.keys(MEETING))
    ties = [(BODY, body, document) for body, document in bodies.values_list("body", "document")]
    ties += [(MEETING, meeting, document) for meeting, document in places.values_list("meeting", "document").distinct()]
    return [
        Happening((subject, key), (DOCUMENT, document), at, words)
        for subject, key, document in ties
        for at, words in appeared[document]
    ]


def _placed(window, keys, followed, told):
    """Documents that were given their place in a meeting: told to those who follow the meeting or the document."""
    meetings = window.keys(MEETING)
    places = DocumentMeeting.objects.visible_to(window.audience).confirmed()
    places = places.filter(Q(meeting__in=meetings) | Q(document__in=followed), document__in=keys)
    standing = set(places.values_list("pk", flat=True))
    found = []
    fields = ("document_id", "meeting_id", "role", "is_confirmed")
    for event in window.events(DocumentMeeting, Q(pgh_obj_id__in=standing), *fields):
        if not event.became("is_confirmed", True):
            continue
        document, meeting = event.after["document_id"], event.after["meeting_id"]
        # The place may be older than the document's coming into view, which then is when the reader can know of it.
        at = max(event.at, told[document].hidden_until or event.at)
        role = MeetingRole(event.after["role"]).label
        if meeting in meetings:
            found.append(Happening((MEETING, meeting), (DOCUMENT, document), at, f"Placed: {role}"))
        if document in followed:
            found.append(Happening((DOCUMENT, document), (MEETING, meeting), at, f"Placed in it: {role}"))
    return found


def _kin(appeared, roots):
    """Revisions, corrigenda and addenda that came into view, told to those who follow one of the same family."""
    symbols = DocumentSymbol.objects.filter(document__in=appeared, root__in=roots)
    found = []
    for canonical, root, document in symbols.values_list("canonical", "root", "document"):
        try:
            word = KIN.get(parse(canonical).relation, "")
        except SymbolError:
            continue
        for relative in roots[root] - {document} if word else ():
            found += [
                Happening((DOCUMENT, relative), (DOCUMENT, document), at, f"{word}: {words[:1].lower()}{words[1:]}")
                for at, words in appeared[document]
            ]
    return found
