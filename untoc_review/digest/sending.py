"""Sending one person's digest: at most once for each day or week, and nothing lost when the mail server is away.

The order matters. The news is gathered and the mail server reached first: if that fails nothing has happened, and the clock
tries again. Then the period is claimed, in one statement that only one process can win; then the mail is handed over. A
process that is killed in between has sent one mail or none, never two: what it claimed stays claimed, and the news remains on
the page. Only when the server says that it did not take the mail is the claim given back.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Digest, NewsSettings
from provenance.dates import in_words
from provenance.followers import settled_until
from untoc_review.digest.links import absolute, stop_link
from untoc_review.digest.periods import due, period_of
from untoc_review.news import News, news_of

logger = logging.getLogger(__name__)
# The search index follows the record within seconds: news of saved searches is mailed when it certainly has.
DELAY = timedelta(minutes=1)


class MailAway(Exception):
    """The mail server can't be reached, or does not take the mail now. Nothing was sent; try later."""


@dataclass(frozen=True)
class Claim:
    """A period that this process may send, once: for whom, and the marks before and after."""

    wanted: NewsSettings
    period: date
    since: datetime
    until: datetime

    def take(self) -> bool:
        """Whether the period was still free and is now ours."""
        free = NewsSettings.objects.filter(
            pk=self.wanted.pk,
            digest=self.wanted.digest,
            mailed_until=self.since,
            mailed_for=self.wanted.mailed_for,
        )
        return bool(free.update(mailed_until=self.until, mailed_for=self.period))

    def give_back(self):
        """The server did not take the mail: as if this had never been tried."""
        ours = NewsSettings.objects.filter(pk=self.wanted.pk, mailed_until=self.until, mailed_for=self.period)
        ours.update(mailed_until=self.since, mailed_for=self.wanted.mailed_for)

    def note(self, **fields):
        NewsSettings.objects.filter(pk=self.wanted.pk).update(**fields)


def send(key: int, *, now: datetime | None = None) -> str:
    """Send the digest of the NewsSettings ``key``, if it is due and there is news. Returns what was done, in a word or two.

    Raises MailAway when the mail server is not there or refuses for now: everything then stands as before.
    """
    now = now or timezone.now()
    wanted = due(now).select_related("user").filter(pk=key).first()
    if wanted is None:
        return "not due"
    since, until = wanted.mailed_until, settled_until() - DELAY
    if until <= since:
        return "too early"
    claim = Claim(wanted, period_of(wanted.digest, now), since, until)
    news = news_of(wanted.user, since=since, until=until)
    if not news.count:
        return "no news" if claim.take() else "sent by another"
    mail = mail_of(wanted, news, claim.period)
    server = get_connection()
    try:
        server.open()
    except (OSError, SMTPException) as problem:
        raise MailAway(str(problem)) from problem
    try:
        if not claim.take():
            return "sent by another"
        return _hand_over(server, mail, claim)
    finally:
        server.close()


def _hand_over(server, mail, claim):
    try:
        server.send_messages([mail])
    except (SMTPRecipientsRefused, SMTPResponseException) as refusal:
        if _is_for_now(refusal):
            claim.give_back()
            raise MailAway(str(refusal)) from refusal
        logger.warning("The mail server refuses the digest of person %s: %s", claim.wanted.user_id, refusal)
        claim.note(
            problem=f"The mail server refused the mail of {in_words(claim.period, 'day')}. Is your address right?"
        )
        return "refused"
    except (OSError, SMTPException) as broken:
        # It may have been taken just before: once is better than twice.
        logger.warning("The digest of person %s may or may not have gone out: %s", claim.wanted.user_id, broken)
        claim.note(
            problem=f"The connection broke while the mail of {in_words(claim.period, 'day')} was sent; it may be missing."
        )
        return "perhaps sent"
    claim.note(sent_at=timezone.now(), problem="")
    return "sent"


def _is_for_now(refusal):
    """Whether the server's answer (4xx) means “later”; 5xx means “never”, unless it is the site that is refused, not the person."""
    if isinstance(refusal, SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _words in refusal.recipients.values())
    return isinstance(refusal, SMTPSenderRefused) or 400 <= refusal.smtp_code < 500


def mail_of(wanted: NewsSettings, news: News, period: date) -> EmailMultiAlternatives:
    """The mail with all of the news: as plain text and as simple HTML, with the one-click way to stop (RFC 8058)."""
    stop = stop_link(wanted.user)
    context = {
        "news": news,
        "person": wanted.user,
        "how_often": "every morning" if wanted.digest == Digest.DAILY else "every Monday",
        "site": settings.SITE_ADDRESS,
        "news_url": absolute(reverse("news")),
        "following_url": absolute(reverse("following")),
        "settings_url": absolute(reverse("digest")),
        "stop_url": stop,
    }
    number = news.count
    mail = EmailMultiAlternatives(
        subject=f"News of what you follow: {number} {'record' if number == 1 else 'records'}",
        body=render_to_string("following/digest.txt", context),
        to=[wanted.user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            # The same mail, should it ever be made twice, is known as the same.
            "Message-ID": f"<digest.{wanted.pk}.{period:%Y%m%d}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
        },
    )
    mail.attach_alternative(render_to_string("following/digest.html", context), "text/html")
    return mail
