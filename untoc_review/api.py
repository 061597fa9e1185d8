"""What machines read: the addresses of all rooms under ``/api/``."""

from django.urls import include, path

urlpatterns = [path("", include("documents.api")), path("", include("mandates.api"))]
