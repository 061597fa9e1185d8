from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def account(request):
    """A person's own page: who they are here, what their roles let them read, and the way out."""
    return render(request, "accounts/account.html", {"section": "account"})
