"""The page “News”: what happened since a person last marked all as read."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import actions
from accounts.models import NEWS_KEPT, NewsSettings
from accounts.views import signed_in_to_post
from untoc_review.news.gathering import news_of


@require_safe
@login_required
def news(request):
    """All unread news, by the thing that is followed. Reading the page changes nothing."""
    settings = NewsSettings.objects.of(request.user)
    context = {
        "section": "account",
        "news": news_of(request.user, since=settings.since),
        "settings": settings,
        "days": NEWS_KEPT.days,
    }
    return render(request, "following/news.html", context)


@signed_in_to_post("news")
def mark_read(request):
    """Count the news shown as read: up to the moment ``until`` for which the page was made, so that nothing newer is lost."""
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is None or until.tzinfo is None:
        messages.error(request, "Nothing was marked: the form was incomplete. Try again.")
    else:
        actions.mark_read(until=until, by=request.user)
    return redirect("news")


@signed_in_to_post("news")
def undo_mark(request):
    """Take the last mark back."""
    try:
        actions.undo_mark(by=request.user)
    except actions.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The news is unread again.")
    return redirect("news")
