"""Resolutions and decisions: where they stand in a document, and their paragraphs, each with its address."""

from documents.reading.acts.finding import find_act_texts, own_acts
from documents.reading.acts.splitting import split_paragraphs
from documents.reading.acts.texts import ActText, ParagraphText

__all__ = ["ActText", "ParagraphText", "find_act_texts", "own_acts", "split_paragraphs"]
