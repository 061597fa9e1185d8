"""What happened to what a person follows, for as much as that person may see now.

The change table says which records changed, the history what changed about them, and ``visible_to`` what of it may be told.
"""

from untoc_review.news.gathering import Entry, Group, News, news_for, news_of
from untoc_review.news.searches import documents_of_search

__all__ = ["Entry", "Group", "News", "documents_of_search", "news_for", "news_of"]
