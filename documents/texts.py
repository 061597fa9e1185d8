"""The stored text of files, in the form that the readers take, and how far what stands in it can be trusted."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from documents.models import File, Language, Page, PageSource
from documents.reading.language import language_of as language_told
from documents.reading.masthead import Masthead, read_masthead
from documents.reading.pages import PageText, Reading

MOST_SURE_OF_A_PICTURE = 0.9  # what was recognised is never certain: a letter may be wrong
FROM_PICTURES = (PageSource.SCAN, PageSource.RECOGNISED)


class FileText:
    """The text of one file. pictures: how sure at most may be what stands on a page that was recognised, by its number."""

    def __init__(self, reading: Reading, pictures: dict[int, float]) -> None:
        self.reading, self.pictures = reading, pictures

    @property
    def pages(self) -> tuple[PageText, ...]:
        return self.reading.pages

    @cached_property
    def masthead(self) -> Masthead:
        """What the masthead states, no value surer than the page on which it stands."""
        masthead = read_masthead(self.reading)
        return masthead.limited(self.sureness) if self.pictures else masthead

    def sureness(self, value) -> float:
        """How sure at most may be what stands on the page of ``value``."""
        return self.pictures.get(value.page, 1.0)


def text_of(file: File) -> FileText:
    """The stored text of a file. One query."""
    return texts_of([file])[file.pk]


def texts_of(files: Iterable[File]) -> dict[int, FileText]:
    """The stored texts of files, by their keys. One query."""
    files = list(files)
    pages, pictures = defaultdict(list), defaultdict(dict)
    stored = Page.objects.filter(file__in=[file.pk for file in files]).order_by("file", "number")
    for key, number, text, source, sure in stored.values_list("file", "number", "text", "source", "recognised"):
        pages[key].append(PageText(number, text, source))
        if source in FROM_PICTURES:
            pictures[key][number] = most_sure(sure)
    return {
        file.pk: FileText(Reading(file.media_type, tuple(pages[file.pk]), file.language, ()), pictures[file.pk])
        for file in files
    }


def most_sure(recognised: float | None) -> float:
    """How sure at most may be what stands on a page that was recognised, itself sure to ``recognised``."""
    return MOST_SURE_OF_A_PICTURE if recognised is None else min(recognised, MOST_SURE_OF_A_PICTURE)


def language_of(file: File) -> str:
    """The language of a file's stored text: one of ``Language``, or "" when it can't be told."""
    told = language_told(text_of(file).pages)
    return told if told in Language.values else ""


def masthead_of(file: File) -> Masthead:
    """The masthead of a file's stored text, no value surer than the page on which it stands."""
    return text_of(file).masthead
