"""Addresses of mandates."""

from django.urls import path, re_path

from mandates import feeds
from mandates.views import desk, proposals, register, thread

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    path("desk/proposals/<path:act>/text", proposals.text_of_act, name="text_of_act"),
    path("desk/proposals/<path:act>", proposals.proposals_of_act, name="proposals_of_act"),
    path("mandates/", register.mandates, name="mandates"),
    re_path(r"^mandates/(?P<act>.+)/(?P<number>\d{1,4})$", thread.mandate, name="mandate"),
    path("feeds/mandates.atom", feeds.mandates_feed, name="mandates_feed"),
    re_path(r"^feeds/mandates/(?P<act>.+)/(?P<number>\d{1,4})\.atom$", feeds.mandate_feed, name="mandate_feed"),
]
