"""The stored text of a file, in the form that the readers take, and how far what stands in it can be trusted."""

from documents.models import File, Language
from documents.reading.language import language_of as language_told
from documents.reading.masthead import Masthead, read_masthead
from documents.reading.pages import PageText, Reading

MOST_SURE_OF_A_PICTURE = 0.9  # what was recognised is never certain: a letter may be wrong


def reading_of(file: File) -> Reading:
    """The stored text of a file as a Reading."""
    pages = tuple(PageText(page.number, page.text, page.source) for page in file.pages.order_by("number"))
    return Reading(media_type=file.media_type, pages=pages, language=file.language, remarks=())


def language_of(file: File) -> str:
    """The language of a file's stored text: one of ``Language``, or "" when it can't be told."""
    told = language_told(reading_of(file).pages)
    return told if told in Language.values else ""


def masthead_of(file: File) -> Masthead:
    """The masthead of a file's stored text, no value surer than the page on which it stands."""
    masthead = read_masthead(reading_of(file))
    pictures = sureness_of_pictures(file)
    return masthead.limited(lambda value: pictures.get(value.page, 1.0)) if pictures else masthead


def sureness_of_pictures(file: File) -> dict[int, float]:
    """How sure at most may be what stands on the pages that were recognised from pictures, by their numbers."""
    return {
        number: MOST_SURE_OF_A_PICTURE if sure is None else min(sure, MOST_SURE_OF_A_PICTURE)
        for number, sure in file.pages.from_pictures().values_list("number", "recognised")
    }
