"""The house tests itself: direction of imports, the code's form, migrations, deployment."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

TOP = Path(__file__).resolve().parents[2]
ROOMS = ["untoc_review", "mandates", "documents", "meetings", "provenance", "accounts"]


def modules():
    return [path for room in ROOMS for path in sorted((TOP / room).rglob("*.py"))]


def run(*command):
    return subprocess.run([sys.executable, "-m", *command], cwd=TOP, capture_output=True, text=True, timeout=120)


def test_imports_point_down_and_no_module_stands_outside_a_floor():
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=TOP, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout


def test_ruff_finds_nothing():
    result = run("ruff", "check", "--no-cache", ".")
    assert result.returncode == 0, result.stdout
    result = run("ruff", "format", "--no-cache", "--check", ".")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(TOP)))
def test_no_import_hides_in_a_function_and_no_signal_is_received(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        hidden = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not hidden, f"{path.name}: {function.name} imports inside"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert "signals" not in node.module, f"{path.name} imports {node.module}"


def test_rooms_have_no_catch_all_modules():
    assert not [path for path in modules() if path.stem in ("utils", "helpers", "misc", "common", "lib", "services")]


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_triggers_stand_in_the_database_as_the_models_say(capsys):
    call_command("pgtrigger", "ls")
    assert "INSTALLED" in (listed := capsys.readouterr().out)
    assert "OUTDATED" not in listed
    assert "UNINSTALLED" not in listed


def test_deployment_check_is_clean():
    """With the settings that .env.example names for a public site."""
    import os

    # Tests that drive a browser before this one leave theirs behind.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {
        **inherited,
        "SECRET_KEY": "a-long-and-random-value-for-this-check-alone-0123456789-abcdefghij",
        "HTTPS": "yes",
        "HSTS_SECONDS": "31536000",
        "DEBUG": "no",
    }
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=TOP,
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr


def test_every_stage_has_a_rung():
    from documents.ingest.ladder import RUNGS
    from documents.models import Stage

    reached = {Stage.RECEIVED} | {rung.reached for rung in RUNGS.values()}
    assert reached == set(Stage)
    assert set(RUNGS) == set(Stage) - {Stage.LINKED}


def test_every_watched_model_remembers_its_changes():
    """What people enter has a history; what a machine reads again (pages, references) has none.

    Nor has what a person follows and how far they have read: that is their own affair, and no fact of the record.
    What came and what was refused is written once and never changed.
    """
    without = {"Page", "Reference", "Reception", "Change", "FollowerMark", "RegisterEntry", "User"}
    without |= {"Delivery", "Refusal", "CatalogueImport", "CatalogueRow"}
    without |= {"Follow", "NewsSettings"}
    # Reckoned from other records, and made anew when they change.
    without |= {"MandateStanding", "FindingCause", "Look"}
    for room in ROOMS[1:]:
        for model in apps.get_app_config(room).get_models():
            if model.__name__.endswith("Event") or model.__name__ in without:
                continue
            assert hasattr(model, "pgh_event_model") or hasattr(model, "events"), f"{model.__name__} keeps no history"


def test_every_tie_between_records_is_a_model_of_its_own():
    """A table that Django makes for a many-to-many field has neither history nor the triggers that tell of a change."""
    for room in ROOMS[1:]:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.local_many_to_many:
                assert not field.remote_field.through._meta.auto_created or model.__name__ == "User", field


def test_lower_rooms_show_what_higher_rooms_hold_by_these_names_only():
    """Each asks who is looking."""
    from documents.models import Act, Document
    from meetings.models import AgendaItem, Body, Meeting

    agreed = {
        Meeting: {"documents", "acts", "findings", "mandates_due"},
        AgendaItem: {"documents"},
        Body: {"documents", "acts"},
        Act: {"mandates"},
        Document: {"mandates", "responses"},
    }
    for model, names in agreed.items():
        for name in names:
            queryset = getattr(model(pk=1), name).all()
            assert hasattr(queryset, "visible_to"), f"{model.__name__}.{name} does not ask who is looking"


def test_no_path_of_a_machine_stands_in_the_project():
    tracked = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, timeout=60).stdout.split(
        "\n"
    )
    suspicious = ("/home/" + "runner", "pypi" + ".org/simple")
    for name in tracked:
        path = TOP / name
        if path.suffix in (".py", ".md", ".txt", ".toml", ".html", ".yaml", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not any(words in text for words in suspicious if name != "tests/house/test_the_house.py"), name


def test_readers_and_record_mean_the_same_by_certain():
    from documents.reading import pages
    from provenance import models

    assert pages.CERTAIN == models.CERTAIN


def test_sources_of_a_page_have_the_same_names_for_the_reader_and_in_the_record():
    from documents.models import PageSource
    from documents.reading import pages

    assert set(PageSource.values) == {pages.TEXT, pages.SCAN, pages.PICTURE, pages.BROKEN, pages.RECOGNISED}


def test_every_type_that_the_masthead_may_state_stands_in_the_vocabulary():
    from documents.models import DocumentType
    from documents.reading.masthead import TYPES

    assert set(TYPES) <= set(DocumentType.values)
