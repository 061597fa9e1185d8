"""A real Chromium, driven by Playwright, on the site with real data."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from documents import queues

TOP = Path(__file__).resolve().parents[2]

ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium():
    """The distribution's Chromium, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """One browser for all tests of a worker. Skipped, with a message, where there is none; never in CI."""
    path = find_chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "yes":
            pytest.fail("The browser tests need Chromium and none is installed.")
        pytest.skip("No Chromium is installed: install the distribution's package to run the browser tests.")
    # Playwright runs an event loop in this thread; Django would refuse the database there, though all is in order.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        # A home of its own: nothing is written into the person's.
        home = str(tmp_path_factory.mktemp("home"))
        surroundings = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS + sandbox, env=surroundings)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """Opens pages of the site: ``open_page("/en/", width=390)``. A page's own errors fail the test."""
    contexts, faults = [], []

    def failed(request):
        # What a click leaves behind is aborted, and is no fault.
        if request.failure != "net::ERR_ABORTED":
            faults.append(f"{request.url}: {request.failure}")

    def open_(path="/en/", *, width=1280, height=900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", failed)
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def sign_in(open_page):
    """A page signed in as a person whose password is known."""

    def enter(user, path="/en/", **options):
        user.set_password("a password for tests")
        user.save()
        page = open_page("/en/account/sign-in/", **options)
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill("a password for tests")
        with page.expect_navigation():
            page.locator("main form button[type=submit]").click()
        page.goto(page.url.split("/en/")[0] + path)
        return page

    return enter


@pytest.fixture
def worker(transactional_db, settings):
    """A Celery worker in a process of its own, on this test's queues, database and files."""
    database = connection.settings_dict
    login, place = f"{database['USER']}:{database['PASSWORD']}", f"{database['HOST']}:{database['PORT']}"
    surroundings = {
        **os.environ,
        "DATABASE_URL": f"postgres://{login}@{place}/{database['NAME']}",
        "FILES_FOLDER": str(settings.MEDIA_ROOT),
        "QUEUE": settings.CELERY_TASK_DEFAULT_QUEUE,
        "SECRET_KEY": "test",
    }
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    command = [sys.executable, "-m", "celery", "-A", "untoc_review", "worker", "--concurrency", "1", "--pool", "solo"]
    process = subprocess.Popen([*command, *quiet, "--queues", ",".join(queues.names())], cwd=TOP, env=surroundings)
    yield process
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
