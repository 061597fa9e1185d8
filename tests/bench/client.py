"""A reader's side of HTTP: asks the site, takes the time. Knows nothing of Django, so that clients start quickly."""

import http.client
import random
import re
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlencode, urlsplit

HIT = re.compile(r'data-symbol="([^"]+)"')
DOCUMENT = "/en/documents/"


@dataclass(frozen=True)
class Question:
    """One search: what is typed and chosen, and, where that is known, what must come first."""

    kind: str
    typed: str
    body: str = ""
    first_year: int | None = None
    last_year: int | None = None
    language: str = ""
    page: int = 1
    symbol: str = ""
    title: str = ""

    @property
    def path(self):
        """The part of the site's address that asks it."""
        told = {"q": self.typed, "body": self.body, "from": self.first_year, "to": self.last_year}
        told |= {"language": self.language, "page": self.page if self.page > 1 else None}
        return f"/en/search/?{urlencode({name: value for name, value in told.items() if value})}"


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many milliseconds. symbols: of the hits in order, or of the page it led to."""

    milliseconds: float
    status: int
    symbols: tuple = ()

    @property
    def is_right(self):
        """A page of hits, or the way to a document."""
        return self.status in (200, 302)


class Client:
    """One reader with one connection that stays open."""

    def __init__(self, address):
        told = urlsplit(address)
        self._connection = http.client.HTTPConnection(told.hostname, told.port, timeout=60)

    def get(self, path, *, read_hits=True) -> Answer:
        """Ask for a path. A connection that the server closed meanwhile is opened again, once."""
        began = time.perf_counter()
        try:
            response, body = self._ask(path)
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()
            began = time.perf_counter()
            response, body = self._ask(path)
        milliseconds = 1000 * (time.perf_counter() - began)
        symbols = ()
        location = response.headers.get("Location", "")
        if location.startswith(DOCUMENT):
            symbols = (unquote(location.removeprefix(DOCUMENT).partition("?")[0]),)
        elif read_hits:
            symbols = tuple(HIT.findall(body.decode(errors="replace")))
        return Answer(milliseconds, response.status, symbols)

    def _ask(self, path):
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        return response, response.read()


def pages_in(address, paths, seconds, seed):
    """How many of the paths, drawn at random, are answered within so many seconds to one client that never rests."""
    chance, client = random.Random(seed), Client(address)
    until, count = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        count += client.get(chance.choice(paths), read_hits=False).is_right
    return count
