"""What is wrong with a draft by itself, before any record is asked: symbols, dates, footnotes, running heads. Pure Python.

codes.py      every code that a message may bear, how grave it is, and what it means
fault.py      one fault and its place
symbols.py    symbols that are written wrong, and how they should be written
days.py       dates and ranges of dates in running text, in six languages (dates.toml)
dates.py      days that do not exist, weekdays that do not fit, ranges that end before they begin
footnotes.py  marks without footnotes, footnotes without marks, numbers that skip
heads.py      running heads that bear another symbol than the masthead
titles.py     titles in quotation marks beside a symbol or an act, and whether two titles are the same
"""

from documents.reading.faults.codes import CODES, Severity
from documents.reading.faults.fault import Fault

__all__ = ["CODES", "Fault", "Severity"]
