"""The gap radar: what the record misses or contradicts.

    found.py, cells.py, sessions.py    what a rule finds; bodies and years, and what is declared complete; sessions that are over
    reports.py         meetings without report and symbols cited but absent, joined: one missing report is one finding
    asked.py           mandates without the meeting, with fewer than "at least n", without the report that was due
    transmission.py    reports that were not made available to the session named
    languages.py       language versions missing, or not issued together
    items.py           agenda items without a document
    contradictions.py  facts that can't both be true
    reconciling.py     found → ``Finding`` rows: written, cleared, opened again
    looking.py         at what changed, or everywhere
    following.py       from the change table to where to look
    closing.py, completeness.py    what people do

A rule is a module with ``NAME``, ``examine(units)``, which yields ``Found``, and ``findings(units)``, the rows that it
made for them; ``None`` means all. What a rule finds for a unit depends on nothing but the record and the day.
"""
