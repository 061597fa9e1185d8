"""Catalogue records become documents: planned for a person to see, then written; nothing that stands is overwritten."""
