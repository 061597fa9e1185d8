from functools import wraps

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe


@require_safe
@login_required
def account(request):
    """A person's own page: who they are here, what their roles let them read, and the way out."""
    return render(request, "accounts/account.html", {"section": "account"})


def signed_in_to_post(page: str):
    """Makes a view take forms only, of people who are signed in.

    Whoever was signed out meanwhile signs in and comes back to the page from which they sent the form (its ``next``), else to
    the address named ``page``: there the form can be sent again.
    """

    def decorate(view):
        @require_POST
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            return redirect_to_login(page_to_go_back_to(request, reverse(page)))

        return guarded

    return decorate


def page_to_go_back_to(request, otherwise: str) -> str:
    """The page named by a form's ``next``, where it is one of this site; else ``otherwise``."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return otherwise
