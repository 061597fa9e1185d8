"""Addresses of mandates."""

from django.urls import path, re_path

from mandates import views

urlpatterns = [
    path("mandates/", views.mandates, name="mandates"),
    re_path(r"^mandates/(?P<act>.+)/(?P<number>\d{1,4})$", views.mandate, name="mandate"),
]
