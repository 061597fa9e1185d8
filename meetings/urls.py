"""Addresses of sessions, meetings and bodies."""

from django.urls import path

from meetings import feeds, views

urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<int:ordinal>", views.session, name="session"),
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<slug:body>/<slug:address>", views.meeting, name="meeting"),
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/<slug:address>", views.body, name="body"),
    path("feeds/meetings.atom", feeds.meetings_feed, name="meetings_feed"),
]
