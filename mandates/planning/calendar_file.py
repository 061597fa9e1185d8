"""The deadlines of a board as a calendar file (iCalendar, RFC 5545), for the calendars that staff keep."""

from datetime import UTC, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from mandates.planning.stands import Stand

# A line is folded so that none is longer, counted in octets.
LONGEST_LINE = 75


def calendar_file(name, session, rows, site):
    """The days of submission and of issue that are still to come or overdue, and the opening, as a file to download.

    session: the Meeting. rows: BoardRows. site: how addresses begin, such as ``https://documents.example``. Each entry keeps
    its UID, so that a calendar which reads the file again moves the entry when the session has moved.
    """
    host = site.split("://")[-1]
    stamp = timezone.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//Planning board//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(f'Documents for the {session.title_in_a_sentence}')}"]
    for uid, day, summary, details, address in _entries(session, rows):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@{host}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(summary)}",
            *([f"DESCRIPTION:{_text(details)}"] if details else []),
            f"URL:{site}{address}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    written = "".join(f"{_folded(line)}\r\n" for line in lines)
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _entries(session, rows):
    """(UID, day, summary, details, address) of each entry, first to last."""
    found = []
    for row in rows:
        plan = row.plan
        details = "; ".join(part for part in (plan.owner.shown_name if plan.owner else "", plan.note) if part)
        address = reverse("planned_document", args=[plan.pk])
        if row.stand.steps < Stand.SUBMITTED.steps and row.days.submit_by:
            found.append((f"submit-{plan.pk}", row.days.submit_by, f"Submit: {plan.title}", details, address))
        if row.stand not in (Stand.ISSUED, Stand.DROPPED) and row.days.issue_by:
            found.append((f"issue-{plan.pk}", row.days.issue_by, f"Issue: {plan.title}", details, address))
    if session.start and session.date_precision == "day":
        opening = f"{session.title} opens"
        found.append((f"opening-{session.pk}", session.start, opening, session.place, session.get_absolute_url()))
    return sorted(found, key=lambda entry: (entry[1], entry[0]))


def _text(words):
    """A value of text: backslash, comma, semicolon and line break are escaped, other control signs left out.

    Spaces of every kind stay spaces: one that keeps two words on a line still parts them.
    """
    words = words.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    spaced = (" " if letter.isspace() else letter for letter in words)
    return "".join(letter for letter in spaced if letter.isprintable())


def _folded(line):
    """A long line in pieces, the later ones begun with a blank; no letter is cut through."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
