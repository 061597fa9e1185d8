"""The desk: the secretariat's way to all that waits for it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import for_the_secretariat
from mandates.answering.review import waiting_in_all as answers_waiting
from mandates.gaps.pages import counts_of_parts
from mandates.proposing.review import waiting_in_all


@require_safe
@for_the_secretariat
def desk(request):
    """What the secretariat works on with mandates, each with how much waits."""
    context = {
        "section": "desk",
        "proposals": waiting_in_all(),
        "gaps": counts_of_parts(request.audience),
        "responses": answers_waiting(),
    }
    return render(request, "mandates/desk.html", context)
