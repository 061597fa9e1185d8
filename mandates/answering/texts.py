"""What the texts held say: that something was done in accordance with an act, that a report went to a session."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest, Substr
from django.utils.functional import cached_property

from documents.models import Page, Reference, VersionStatus
from mandates.answering.words import Said, said_of_act, session_told

# So much of a page is looked at round a citation, and so many citations of one thing.
BEFORE, AROUND = 450, 1100
MOST_CITATIONS = 400
# Where a paper says why it was written.
FIRST_PAGES = 3


@dataclass(frozen=True)
class Cited:
    """A citation with the words round it: by which document and file it is made, and where."""

    document: int
    sha256: str
    page: int
    audience: int
    text: str
    at: int


@dataclass(frozen=True)
class Saying:
    """What a document says of an act that it cites, and where."""

    cited: Cited
    said: Said


class Texts:
    """The citations of some acts and documents in current files, asked at once. Two queries."""

    def __init__(self, acts, documents, symbols=()):
        self._acts, self._documents, self._symbols = set(acts), set(documents), set(symbols)

    def ask_for(self, documents):
        """Ask about these documents too, which nobody knew of before; to be said before ``of_documents`` is read."""
        self._documents |= set(documents)

    @cached_property
    def of_acts(self):
        """Act → what documents say to have been done in accordance with it."""
        found = defaultdict(list)
        cited = _citations(Q(act__in=self._acts, page__lte=FIRST_PAGES))
        for act, _document, _symbol, place in cited:
            said = said_of_act(place.text, place.at)
            if said:
                found[act].append(Saying(place, said))
        return found

    @cached_property
    def of_documents(self):
        """Document, or symbol of one that is not held → (the number of the session to which it is told to have gone,
        the sentence, the place)."""
        found = defaultdict(list)
        wanted = Q(document__in=self._documents)
        if self._symbols:
            wanted |= Q(symbol__in=self._symbols, document=None)
        for _act, document, symbol, place in _citations(wanted):
            told = session_told(place.text, place.at)
            if told:
                found[document or symbol].append((*told, place))
        return found


def _citations(wanted):
    """(act, document, symbol, Cited) for each citation; stand-ins say nothing."""
    begins = Greatest(F("start") - BEFORE + 1, Value(1))
    page = Page.objects.filter(file=OuterRef("file"), number=OuterRef("page"))
    around = page.annotate(around=Substr("text", Greatest(OuterRef("start") - BEFORE + 1, Value(1)), AROUND))
    references = (
        Reference.objects.filter(wanted, file__is_current=True, file__is_stand_in=False, citing__isnull=False)
        .exclude(start=None)
        .annotate(around=Subquery(around.values("around")[:1]), begins=begins)
        .order_by("page", "start", "pk")
    )
    rows = references.values_list(
        "act",
        "document",
        "symbol",
        "citing",
        "file__sha256",
        "page",
        "file__version__status",
        "citing__audience",
        "around",
        "start",
        "begins",
    )
    count = defaultdict(int)
    for act, document, symbol, citing, sha256, page, status, audience, text, start, begins in rows.iterator():
        target = act or document or symbol
        count[target] += 1
        if text and count[target] <= MOST_CITATIONS:
            open_to = audience if status == VersionStatus.ISSUED else 2
            yield act, document, symbol, Cited(citing, sha256, page, open_to, text, start + 1 - begins)
