"""The check of a draft: what is wrong with it by itself, and what differs from the record.

checking.py     one draft, by everything that is looked at: `check`
messages.py     what is told, and in which forms
record.py       what the record holds of that which a draft cites, as a circle of readers sees it
statements.py   what a draft says of that which it cites
documents.py    judgements on symbols: unknown, superseded, corrected, withdrawn, titles, dates
acts.py         judgements on resolutions and decisions
meetings.py     judgements on the dates of meetings
held.py         everything held, one draft after the other
"""

from documents.draft_check.checking import check
from documents.draft_check.messages import Message, counts

__all__ = ["Message", "check", "counts"]
