"""Who may see and do what."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse

from accounts.access import Audience, audience_of
from accounts.roles import ROLES

pytestmark = pytest.mark.django_db


def test_the_first_migrations_make_a_group_for_every_role():
    Group.objects.all().delete()
    import_module("accounts.migrations.0002_roles").make(apps, None)
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        ("reader", Audience.PUBLIC),
        ("delegate", Audience.DELEGATES),
        ("editor", Audience.SECRETARIAT),
        ("publisher", Audience.SECRETARIAT),
        ("administrator", Audience.SECRETARIAT),
    ],
)
def test_a_role_says_whose_papers_one_reads(person, role, audience):
    assert audience_of(person(role)) is audience


def test_everybody_else_reads_what_is_public(person):
    assert audience_of(AnonymousUser()) is Audience.PUBLIC
    assert audience_of(person()) is Audience.PUBLIC


def test_a_person_who_left_reads_no_more_than_the_public(person):
    left = person("administrator")
    left.is_active = False
    assert audience_of(left) is Audience.PUBLIC
    assert not left.has_perm("documents.change_document")


def test_several_roles_add_up(person):
    assert audience_of(person("reader", "delegate", "editor")) is Audience.SECRETARIAT


def test_editors_enter_and_publishers_issue(person):
    editor, publisher = person("editor"), person("publisher")
    assert editor.has_perm("documents.add_document")
    assert editor.has_perm("mandates.change_mandate")
    assert not editor.has_perm("documents.issue_languageversion")
    assert not editor.has_perm("documents.delete_document")
    assert publisher.has_perm("documents.issue_languageversion")
    assert not publisher.has_perm("accounts.change_user")


def test_administrators_look_after_people(person):
    assert person("administrator").has_perm("accounts.change_user")


@pytest.mark.parametrize(
    ("role", "may"), [("editor", True), ("administrator", True), ("delegate", False), ("reader", False)]
)
def test_the_administration_opens_to_the_secretariat_alone(client, person, role, may):
    client.force_login(person(role))
    assert (client.get(reverse("admin:index")).status_code == 200) is may


def test_the_administration_lists_what_a_role_may_do(client, person):
    client.force_login(person("editor"))
    listed = {app["app_label"] for app in client.get(reverse("admin:index")).context["app_list"]}
    assert listed >= {"documents", "meetings", "mandates"}
    assert "accounts" not in listed
