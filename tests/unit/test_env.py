"""Settings from outside say in words what is missing, and .env.example names every one of them."""

import ast
import subprocess
import sys

import pytest

from untoc_review import env

READERS = {"text", "flag", "number", "words", "given"}
NOT_OURS = {".venv", ".git", "var", "tests", "node_modules"}


@pytest.fixture
def outside(monkeypatch, tmp_path):
    """An outside world without settings: returns a function that writes the lines of .env."""
    for name in ("PORT", "DEMO", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(env, "TOP", tmp_path)
    monkeypatch.setattr(env, "OWN_SERVERS", tmp_path / "embedded.env")
    env._files.cache_clear()

    def write(text, name=".env"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        env._files.cache_clear()

    yield write
    env._files.cache_clear()


def test_a_missing_setting_says_its_name_and_what_to_do(outside):
    with pytest.raises(env.MissingSetting, match=r"SECRET_KEY is not set\. Start the site with script/server"):
        env.text("SECRET_KEY")


def test_when_the_sites_own_servers_are_stopped_it_says_so(outside):
    outside("SECRET_KEY=kept\n", "embedded.env")
    with pytest.raises(env.MissingSetting, match=r"own database isn't running.*script/server"):
        env.text("DATABASE_URL")
    with pytest.raises(env.MissingSetting, match=r"own queue isn't running"):
        env.text("REDIS_URL")


def test_a_flag_is_yes_or_no_and_nothing_else(outside, monkeypatch):
    assert env.flag("DEMO", "no") is False
    monkeypatch.setenv("DEMO", "yes")
    assert env.flag("DEMO", "no") is True
    monkeypatch.setenv("DEMO", "true")
    with pytest.raises(env.MissingSetting, match=r"DEMO is “true”; it must be yes or no\."):
        env.flag("DEMO", "no")


@pytest.mark.parametrize("nonsense", ["-1", "8000.5", "eight", "0x10", "80 00", "²"])
def test_a_number_is_a_whole_number_of_zero_or_more(outside, monkeypatch, nonsense):
    monkeypatch.setenv("PORT", nonsense)
    with pytest.raises(env.MissingSetting, match=r"PORT is “.*”; it must be a whole number\."):
        env.number("PORT", "8000")


def test_words_are_parted_by_commas_and_blanks_dropped(outside, monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example , ,b.example,")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]
    assert env.words("NOT_SET_ANYWHERE", "") == []


def test_the_environment_goes_before_the_file_and_the_file_before_the_sites_own_servers(outside, monkeypatch):
    outside("PORT=1\nDATABASE_URL=own\n", "embedded.env")
    assert env.text("PORT") == "1"
    outside("PORT=2\n")
    assert env.text("PORT") == "2"
    monkeypatch.setenv("PORT", "3")
    assert env.text("PORT") == "3"


def test_what_a_person_gave_is_told_from_what_the_own_servers_are(outside):
    outside("DATABASE_URL=own\n", "embedded.env")
    assert env.given("DATABASE_URL") == ""
    outside("DATABASE_URL=theirs\n")
    assert env.given("DATABASE_URL") == "theirs"


def test_an_empty_line_of_the_file_hides_nothing(outside):
    outside("DATABASE_URL=own\n", "embedded.env")
    outside("DATABASE_URL=\n")
    assert env.text("DATABASE_URL") == "own"


def test_lines_may_be_quoted_commented_and_badly_formed(outside):
    outside('# comment=1\n\n  PORT = "8001"\nnonsense\n=x\nSECRET_KEY=\'a=b#c\'\nALLOWED_HOSTS="\n')
    assert env.text("PORT") == "8001"
    assert env.text("SECRET_KEY") == "a=b#c"
    assert env.text("ALLOWED_HOSTS") == '"'


def test_a_settings_file_that_is_no_text_is_a_sentence(outside, tmp_path):
    (tmp_path / ".env").write_bytes(b"PORT=\xff\xfe\n")
    with pytest.raises(env.MissingSetting, match=r"\.env can't be read"):
        env.text("PORT")


def test_a_missing_setting_ends_a_program_with_its_sentence_alone():
    program = "from untoc_review import env; env.text('NO_SUCH_SETTING')"
    ended = subprocess.run([sys.executable, "-c", program], cwd=env.TOP, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith("NO_SUCH_SETTING is not set.")
    assert "Traceback" not in ended.stderr


def variables_read():
    """Name to the defaults with which the code reads it, found in the calls of env.text, env.flag and the like."""
    found = {}
    for path in env.TOP.rglob("*.py"):
        if NOT_OURS & set(path.relative_to(env.TOP).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and node.func.attr in READERS
                and isinstance(node.args[0], ast.Constant)
            ):
                defaults = found.setdefault(node.args[0].value, set())
                defaults |= {argument.value for argument in node.args[1:2] if isinstance(argument, ast.Constant)}
    return found


def variables_shown():
    """Name to the default that .env.example shows for it."""
    lines = (env.TOP / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line[1:].partition("=") for line in lines if line[:1] == "#" and line[1:2].isupper()]
    return {name: default for name, equals, default in pairs if equals}


def test_the_example_names_exactly_the_settings_that_the_code_reads():
    assert set(variables_shown()) == set(variables_read())


def test_the_example_shows_the_defaults_that_the_code_has():
    shown = variables_shown()
    assert {name: {shown[name]} for name, defaults in variables_read().items() if defaults} == {
        name: defaults for name, defaults in variables_read().items() if defaults
    }


def test_the_example_sets_nothing_by_itself():
    assert env.read_lines(env.TOP / ".env.example") == {}
