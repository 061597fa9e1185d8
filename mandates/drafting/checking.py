"""Whether a template that staff made can be used: it is read, compared with the known placeholders, and filled on trial."""

from datetime import UTC, datetime

from documents.reading import UnreadableFile, word
from mandates.drafting.filling import TemplateFault, Told, fill, placeholders_in, unknown
from mandates.drafting.phrases import Fact, Gap, Phrase, Source
from mandates.drafting.placeholders import KNOWN, Repeated
from mandates.models import DraftKind

TRIAL = Source("trial", 0, "trial", "")
AT = datetime(2000, 1, 1, tzinfo=UTC)


def check(kind, content: bytes):
    """Raise NotAWordFile or TemplateFault, with a sentence, when the bytes can't be the template of a kind of draft."""
    known = KNOWN[DraftKind(kind)]
    marks = placeholders_in(content)
    if not marks:
        raise TemplateFault(
            "There is no placeholder in this document, such as {{ symbol }}: every draft would be the same."
        )
    names = _all_names(known)
    for _, name, _ in marks:
        if name not in names:
            raise unknown(name, names)
    for several in (2, 0):
        filled = fill(content, _trial(known, several), tell=lambda sources: Told(("Trial",), ""), drafted_at=AT)
        try:
            word.read(filled.content)
        except UnreadableFile as error:
            if error.code != "empty":
                raise TemplateFault(f"A draft made from it could not be read: {error}") from error


def _all_names(known):
    names = set()
    for name, meaning in known.items():
        names.add(name)
        if isinstance(meaning, Repeated):
            names |= _all_names(meaning.inside)
    return names


def _trial(known, several):
    """Values for a trial: everything there with several of what repeats, or nothing there at all."""
    words = Phrase("Words ", Fact.of("and facts", TRIAL), Gap("and a gap")) if several else Phrase()
    return {
        name: [_trial(meaning.inside, several) for _ in range(several)] if isinstance(meaning, Repeated) else words
        for name, meaning in known.items()
    }
