"""Settings from outside: the environment first, then ``.env``, then what ``script/server`` wrote for its own servers.

Every variable that the project knows stands in ``.env.example`` (a test compares).
"""

import os
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
OWN_SERVERS = TOP / "var" / "embedded.env"
REQUIRED = object()


class MissingSetting(SystemExit):
    """A setting is missing or unusable; the message says which one and what to do.

    Nothing can go on without its settings, whichever program asked (manage.py, the web server, the worker, a test),
    so it ends the program: Python prints the sentence alone, without a traceback.
    """


def read_lines(path):
    """``KEY=value`` lines of a file as a dict; blank lines and ``#`` comments skipped, quotes round a value dropped."""
    found = {}
    if not path.is_file():
        return found
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise MissingSetting(f"{path.name} can't be read: {problem}.") from problem
    for line in lines:
        key, separator, value = line.strip().partition("=")
        if separator and not key.startswith("#"):
            value = value.strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            found[key.strip()] = value
    return found


@cache
def _files():
    by_hand = {key: value for key, value in read_lines(TOP / ".env").items() if value}
    return {**read_lines(OWN_SERVERS), **by_hand}


def given(name):
    """The setting ``name`` as a person gave it, in the environment or in ``.env``; "" when nobody did."""
    return os.environ.get(name) or read_lines(TOP / ".env").get(name, "")


def text(name, default=REQUIRED):
    """The setting ``name`` as text. Raises MissingSetting when it is not set and has no default."""
    value = os.environ.get(name) or _files().get(name, "")
    if value:
        return value
    if default is REQUIRED:
        if name in ("DATABASE_URL", "REDIS_URL") and OWN_SERVERS.is_file():
            server = "database" if name == "DATABASE_URL" else "queue"
            raise MissingSetting(f"The site's own {server} isn't running. Start it with script/server, or set {name}.")
        raise MissingSetting(
            f"{name} is not set. Start the site with script/server, which sets it, or copy .env.example to .env and "
            "fill it in."
        )
    return default


def flag(name, default=REQUIRED):
    """The setting ``name`` as a bool: ``yes`` or ``no``, nothing else."""
    value = text(name, default)
    if value not in ("yes", "no"):
        raise MissingSetting(f"{name} is “{value}”; it must be yes or no.")
    return value == "yes"


def number(name, default=REQUIRED):
    """The setting ``name`` as a whole number of zero or more."""
    value = text(name, default)
    if not str(value).isdecimal():
        raise MissingSetting(f"{name} is “{value}”; it must be a whole number.")
    return int(value)


def words(name, default=REQUIRED):
    """The setting ``name`` as a list of words parted by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
