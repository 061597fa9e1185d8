"""Addresses of mandates."""

from django.urls import path, re_path

from mandates import feeds
from mandates.models import DraftKind
from mandates.views import desk, drafting, proposals, register, thread

KINDS = "|".join(DraftKind.values)

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    path("desk/proposals/<path:act>/text", proposals.text_of_act, name="text_of_act"),
    path("desk/proposals/<path:act>", proposals.proposals_of_act, name="proposals_of_act"),
    path("desk/drafts/", drafting.drafts, name="drafts"),
    path("desk/drafts/templates/", drafting.templates, name="draft_templates"),
    re_path(rf"^desk/drafts/templates/(?P<kind>{KINDS})\.docx$", drafting.template_in_use, name="draft_template"),
    re_path(rf"^desk/drafts/templates/(?P<kind>{KINDS})/put$", drafting.put_template, name="put_draft_template"),
    re_path(rf"^desk/drafts/templates/(?P<kind>{KINDS})/back$", drafting.template_back, name="draft_template_back"),
    path("desk/drafts/templates/<int:pk>.docx", drafting.template_kept, name="kept_draft_template"),
    path("desk/drafts/templates/<int:pk>/again", drafting.template_again, name="draft_template_again"),
    re_path(rf"^desk/drafts/(?P<kind>{KINDS})$", drafting.draft, name="draft"),
    path("mandates/", register.mandates, name="mandates"),
    re_path(r"^mandates/(?P<act>.+)/(?P<number>\d{1,4})$", thread.mandate, name="mandate"),
    path("feeds/mandates.atom", feeds.mandates_feed, name="mandates_feed"),
    re_path(r"^feeds/mandates/(?P<act>.+)/(?P<number>\d{1,4})\.atom$", feeds.mandate_feed, name="mandate_feed"),
]
