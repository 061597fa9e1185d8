"""Addresses of documents, texts, files, acts and search."""

from django.urls import path, re_path

from documents import check_page, feeds, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("check/", check_page.check_draft, name="check_draft"),
    path("documents/", views.documents, name="documents"),
    path("documents/<path:address>", views.document, name="document"),
    path("texts/<slug:language>/<path:address>", views.text, name="text"),
    path("files/<int:pk>/<path:name>", views.file, name="file"),
    re_path(r"^pages/(?P<sha256>[0-9a-f]{64})/(?P<number>\d{1,6})$", views.page_of_file, name="page_of_file"),
    path("acts/", views.acts, name="acts"),
    path("acts/<path:address>", views.act, name="act"),
    path("feeds/documents.atom", feeds.documents_feed, name="documents_feed"),
    path("feeds/bodies/<slug:body>.atom", feeds.body_feed, name="body_feed"),
    path("feeds/meetings/<int:key>.atom", feeds.meeting_feed, name="meeting_feed"),
    path("feeds/acts.atom", feeds.acts_feed, name="acts_feed"),
]
