"""Stand-ins: through the real ingestion, issued by a person, no evidence, and gone with one command."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.access import Audience
from accounts.models import User
from documents import actions, stand_ins
from documents.ingest import ladder
from documents.ingest.intake import receive
from documents.models import Document, File, LanguageVersion, Page, Reference, VersionStatus
from provenance.models import Evidence
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, bell, tmp_path):
    settings.DEMO = True
    settings.DEMO_LOGINS = tmp_path / "demo-logins.json"
    call_command("make_demo_logins", stdout=io.StringIO())


@pytest.fixture
def shown(demo):
    """The stand-ins, read and issued, over a record that knows one version of one of the documents."""
    document = make.document("CTOC/COP/2016/1", "Provisional agenda")
    make.version(document, "fr", VersionStatus.LISTED, job_number="V.16-1")
    call_command("load_stand_ins", wait=0, verbosity=0)
    return document


def test_every_stand_in_is_read_filed_and_issued(shown):
    assert File.objects.stand_ins().count() == len(stand_ins.manifest())
    for file in File.objects.select_related("version__document").prefetch_related("version__document__symbols"):
        entry = next(entry for entry in stand_ins.manifest() if entry["sha256"] == file.sha256)
        assert file.problem == "", file.name
        assert file.document.symbol == entry["symbol"]
        assert file.version.language == entry["language"]
        assert file.version.status == VersionStatus.ISSUED
        assert "demonstration" in file.version.issued_by.shown_name


def test_all_six_languages_are_there(shown):
    assert {file.version.language for file in File.objects.all()} == {"ar", "en", "es", "fr", "ru", "zh"}


def test_a_stand_in_gives_no_evidence_and_fills_no_fact(shown):
    assert not Evidence.objects.exclude(origin="entered").exists()
    shown.refresh_from_db()
    assert shown.date is None
    assert shown.titles.count() == 1
    assert not shown.places.exists()


def test_a_stand_in_is_left_out_of_what_goes_elsewhere(shown, client):
    made = Document.objects.visible_to(Audience.PUBLIC).without_stand_ins()
    assert list(made) == [shown]
    rows = client.get("/en/documents/?format=csv").content.decode()
    assert "CTOC/COP/WG.8/2016/2" not in rows
    assert not Reference.objects.without_stand_ins().filter(file__isnull=False).exists()


def test_a_second_start_changes_nothing(shown, capsys):
    call_command("load_stand_ins", wait=0)
    assert "All stand-ins are here already" in capsys.readouterr().out


def test_they_go_with_one_command_and_the_register_is_as_before(shown):
    call_command("remove_stand_ins", verbosity=0)
    assert not File.objects.exists()
    assert not Page.objects.exists()
    version = LanguageVersion.objects.get()
    assert (version.document, version.language, version.status) == (shown, "fr", VersionStatus.LISTED)
    assert version.job_number == "V.16-1"


def test_once_sent_away_they_stay_away_unless_asked_back(shown):
    call_command("remove_stand_ins", verbosity=0)
    call_command("load_stand_ins", wait=0)
    assert not File.objects.exists()
    call_command("load_stand_ins", wait=0, again=True)
    assert File.objects.exists()


def test_outside_a_demonstration_there_are_none(settings):
    settings.DEMO = False
    for command in ("load_stand_ins", "make_demo_logins"):
        with pytest.raises(CommandError, match="DEMO"):
            call_command(command)


def test_a_real_file_takes_a_stand_in_s_place_and_is_not_public_before_it_is_issued(shown, publisher):
    file = receive(
        b"The real text of the provisional agenda of the session.", name="real.txt", by=publisher, way="test"
    ).file
    ladder.climb(file.pk)
    actions.tie(file, document=shown, language="fr", by=publisher)
    version = shown.versions.get(language="fr")
    assert version.status == VersionStatus.HELD
    assert version.current_file == file
    assert not File.objects.visible_to(Audience.PUBLIC).filter(version=version).exists()


def demo_logins():
    printed = io.StringIO()
    call_command("make_demo_logins", stdout=printed)
    return {line.split()[0]: line.split()[1] for line in printed.getvalue().splitlines()}


def test_the_demonstration_s_sign_ins_stay_the_same_until_somebody_changes_one(demo, client, settings):
    first = demo_logins()
    assert demo_logins() == first
    assert client.login(username="demo-editor", password=first["demo-editor"])
    assert settings.DEMO_LOGINS.stat().st_mode & 0o077 == 0
    editor = User.objects.get(username="demo-editor")
    editor.set_password("my own")
    editor.save()
    second = demo_logins()
    assert second["demo-editor"] != first["demo-editor"]
    assert second["demo-publisher"] == first["demo-publisher"]
