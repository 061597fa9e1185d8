"""Resolutions and decisions cited in running text, and the body that adopted each. Pure Python."""

from documents.reading.citations.bodies import body_named, home_of
from documents.reading.citations.deciding import ActCited
from documents.reading.citations.finding import find_acts, find_acts_on_pages

__all__ = ["ActCited", "body_named", "find_acts", "find_acts_on_pages", "home_of"]
