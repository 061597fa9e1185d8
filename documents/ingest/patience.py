"""Waiting out an outage: for commands that take in many files while nobody watches."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import close_old_connections

from documents.ingest.failures import is_outage

MOST_SECONDS = 1800  # half an hour: a server that is restarted or moved is back by then
LONGEST_PAUSE = 30

Result = TypeVar("Result")


def patiently(
    do: Callable[[], Result], tell: Callable[[str], None], is_over: Callable[[], bool] = lambda: False
) -> Result:
    """Do something that leaves nothing half-made; while database, queue or store are away, wait and do it again.

    tell: gets a sentence for every wait. is_over: whether somebody wants no more of it. Raises what is no outage at once,
    and the outage itself after half an hour or when it is over.
    """
    until, pause = time.monotonic() + MOST_SECONDS, 1.0
    while True:
        try:
            return do()
        except Exception as error:
            if not is_outage(error) or is_over() or time.monotonic() + pause > until:
                raise
            tell(f"{_in_words(error)} Trying again in {pause:.0f} s.")
        close_old_connections()
        wake = time.monotonic() + pause
        while time.monotonic() < wake and not is_over():
            time.sleep(0.2)
        pause = min(pause * 2, LONGEST_PAUSE)


def _in_words(error):
    return str(error) if isinstance(error, OSError) and str(error).endswith(".") else "The database is away."
