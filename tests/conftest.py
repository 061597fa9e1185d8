"""What every test may use. Tests run on the real PostgreSQL, in parallel, in any order, and cut off from the world."""

import os
import socket

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts.access import Audience

LOCAL = ("127.0.0.1", "::1", "localhost")


def pytest_collection_modifyitems(items):
    """What runs a real worker or browser begins first: such modules take minutes, and at the end one process would be left
    alone with them."""
    items.sort(key=lambda item: not {"worker", "browser"} & {marker.name for marker in item.iter_markers()})


def pytest_configure():
    """Pages name static files as they are, and the test server finds them where they are written: no collectstatic."""
    settings.STATIC_ROOT = None
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A test that reaches for another machine fails, saying where it wanted to go."""
    connect = socket.socket.connect

    def only_here(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise AssertionError(f"a test wanted to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path_factory):
    """Files that a test stores go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What pages remember of another test's record is forgotten."""
    cache.clear()


@pytest.fixture(autouse=True)
def own_search_folder(settings, tmp_path_factory):
    """A test's search index lies in a folder of its own; without one, the database is searched as it stands."""
    settings.SEARCH_FOLDER = tmp_path_factory.mktemp("search") / "index"


@pytest.fixture
def search_index(db):
    """Builds the index of what stands in the record, or brings it up to date: ``search_index()``."""
    from documents.search.follow import build_anew

    def index():
        build_anew()

    return index


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A slow hash protects passwords; tests have none worth it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(db):
    """Makes a user with roles: ``person("editor")``."""
    from django.contrib.auth.models import Group

    from accounts.models import User

    def make(*roles, username=None):
        user = User.objects.create_user(username or f"{'-'.join(roles) or 'nobody'}-{User.objects.count()}")
        # A test that commits is cleaned up after by emptying every table, the migrations' groups included.
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
        return user

    return make


@pytest.fixture
def editor(person):
    return person("editor")


@pytest.fixture
def publisher(person):
    return person("publisher")


@pytest.fixture
def delegate(person):
    return person("delegate")


@pytest.fixture
def client_of(db):
    """A browser in which somebody is signed in: ``client_of(user)``. Several may be open at once."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def own_queues(settings, request):
    """A test's queues are its own, and no test waits out the silence that another has caused."""
    from documents import tasks

    name = f"test-{os.getpid()}-{abs(hash(request.node.nodeid))}"
    settings.CELERY_TASK_DEFAULT_QUEUE = name
    settings.OCR_QUEUE, settings.LINKING_QUEUE, settings.MAIL_QUEUE = f"{name}.ocr", f"{name}.linking", f"{name}.mail"
    tasks.silence.until = 0.0


@pytest.fixture
def queue_away(monkeypatch):
    """The broker does not answer, as after a crash of its server. Returns the tries to reach it."""
    from kombu.exceptions import OperationalError

    from documents import tasks

    tries = []

    def fail(arguments, **options):
        tries.append(arguments)
        raise OperationalError("the broker is away")

    for task in (tasks.ingest_file, tasks.ingest_files, tasks.link_file, tasks.link_files, tasks.recognise_pictures):
        monkeypatch.setattr(task, "apply_async", fail)
    return tries


@pytest.fixture
def bell(monkeypatch):
    """Listens to the bell: the keys of the files that a worker was asked to process, in order."""
    from documents import tasks

    rung = []

    def listen(arguments, **options):
        (asked,) = arguments
        rung.extend(asked if isinstance(asked, list) else [asked])

    for task in (tasks.ingest_file, tasks.ingest_files, tasks.link_file, tasks.link_files, tasks.recognise_pictures):
        monkeypatch.setattr(task, "apply_async", listen)
    return rung


PUBLIC, DELEGATES, SECRETARIAT = Audience
