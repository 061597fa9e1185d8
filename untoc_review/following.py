"""What a person follows: adding, taking away, naming. A thing that the person may not see is a 404, as everywhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import actions
from accounts.models import Follow
from accounts.views import page_to_go_back_to, signed_in_to_post
from untoc_review.things import KINDS, search_url, thing_of, things_of


@require_safe
@login_required
def following(request):
    """All that a person follows, by kind, with the way out of each."""
    follows = list(Follow.objects.of(request.user))
    things = things_of([follow.thing for follow in follows], request.audience)
    records = [(follow, things.get(follow.thing)) for follow in follows if not follow.is_search]
    groups = [
        (word, [(follow, thing) for follow, thing in records if thing and follow.subject == subject])
        for subject, (word, _named) in KINDS.items()
    ]
    context = {
        "section": "account",
        "groups": [(word, several) for word, several in groups if several],
        "gone": [follow for follow, thing in records if thing is None],
        "searches": [(follow, search_url(follow)) for follow in follows if follow.is_search],
        "count": len(follows),
        "undone": request.session.pop("unfollowed", None),
    }
    return render(request, "following/following.html", context)


@signed_in_to_post("following")
def follow(request):
    """Follow the record named by ``subject`` and ``key``."""
    thing = thing_of(request.POST.get("subject", ""), _key(request, "key"), request.audience)
    if thing is None:
        raise Http404
    try:
        actions.follow(subject=thing.subject, subject_id=thing.key, by=request.user)
    except actions.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"You follow {thing.name} now.")
    return redirect(page_to_go_back_to(request, thing.url))


@signed_in_to_post("following")
def follow_search(request):
    """Follow a search: its query string ``query``, under ``name``."""
    try:
        made = actions.follow_search(
            query=request.POST.get("query", ""), name=request.POST.get("name", ""), by=request.user
        )
    except actions.NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(page_to_go_back_to(request, reverse("following")))
    messages.success(request, f"You follow the search “{made.name}” now.")
    return redirect(page_to_go_back_to(request, search_url(made)))


@signed_in_to_post("following")
def unfollow(request):
    """Stop following: a Follow by its key, or a record by ``subject`` and ``key``. The next list offers the way back."""
    own = Follow.objects.of(request.user)
    if "follow" in request.POST:
        found = get_object_or_404(own, pk=_key(request, "follow"))
    elif request.POST.get("subject") in KINDS:
        found = get_object_or_404(own.about(request.POST["subject"], _key(request, "key")))
    else:
        raise Http404
    thing = thing_of(*found.thing, request.audience)
    actions.unfollow(found, by=request.user)
    name = found.name if found.is_search else thing.name if thing else ""
    address = page_to_go_back_to(request, reverse("following"))
    if address == reverse("following"):
        request.session["unfollowed"] = {
            "name": name,
            "query": found.query,
            "subject": found.subject if thing else "",
            "key": found.subject_id,
        }
    else:
        messages.success(request, f"You no longer follow {name}." if name else "You no longer follow this.")
    return redirect(address)


@signed_in_to_post("following")
def rename(request):
    """Give the saved search ``follow`` another ``name``."""
    found = get_object_or_404(Follow.objects.of(request.user).searches(), pk=_key(request, "follow"))
    try:
        actions.rename(found, name=request.POST.get("name", ""), by=request.user)
    except actions.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The search is called “{found.name}” now.")
    return redirect("following")


def _key(request, name):
    """The key that a form sends under this name; what is none belongs to nothing: a 404."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Http404
    return int(text)
