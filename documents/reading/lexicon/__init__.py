"""The verbs with which organs of the United Nations speak, in six languages: found in a text, told by kind."""

from documents.reading.lexicon.finding import find_verbs, leading_phrase
from documents.reading.lexicon.forms import ADDRESSING, KIND_OF, LANGUAGES
from documents.reading.lexicon.verb import Verb

__all__ = ["ADDRESSING", "KIND_OF", "LANGUAGES", "Verb", "find_verbs", "leading_phrase"]
