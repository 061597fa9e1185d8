"""Choosing how often news comes by mail; and stopping it from the mail itself."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.models import Digest, NewsSettings
from untoc_review.digest.links import WrongLink, person_of
from untoc_review.digest.periods import period_of


class DigestForm(forms.Form):
    digest = forms.ChoiceField(label="News by mail", widget=forms.RadioSelect, choices=Digest.choices)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def digest(request):
    """A person's choice: no mail, daily or weekly."""
    settings = NewsSettings.objects.of(request.user)
    form = DigestForm(request.POST or None, initial={"digest": settings.digest})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["digest"]
        try:
            actions.choose_digest(digest=chosen, done_for=period_of(chosen, timezone.now()), by=request.user)
        except actions.NotPossible as refusal:
            form.add_error("digest", str(refusal))
        else:
            messages.success(request, f"{Digest(chosen).label}: saved.")
            return redirect("digest")
    return render(request, "following/settings.html", {"section": "account", "form": form, "settings": settings})


@csrf_exempt  # A mail program posts here without ever having seen a page (RFC 8058); the signature in the address says who.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """The link of every digest: a page with one button, and the button's effect. Nobody has to sign in."""
    try:
        person = person_of(token)
    except WrongLink as wrong:
        return render(request, "following/stop.html", {"wrong": str(wrong)}, status=404)
    stopped = request.method == "POST"
    if stopped:
        actions.stop_digest(person)
    return render(request, "following/stop.html", {"stopped": stopped})
