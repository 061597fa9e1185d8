"""The fixed forms of acts in six languages: opening lines, names, sections, annexes, closing lines. See acts.toml."""

import re

from documents.reading.words import load

WORDS = load("acts")

ANNEX = re.compile(rf"(?:{WORDS['annex']})\W*", re.IGNORECASE)
SECTION = re.compile(
    r"(?:[IVX]{1,5}|[A-Z])\.?(?:\s+[A-Z“\"'].{0,150})?|(?:chapter|section|part|chapitre|capítulo|раздел|глава)\s\w{1,5}.{0,120}",
    re.IGNORECASE,
)
# A sentence, or a part of one, is over; the mark of a note may stand behind.
ENDED = re.compile(r"[;:.,؛،。；：，]\W{0,3}(?:\b(?:and|or|et|ou|y|o|e|u|и|или)\b)?\s*[\d⁰¹²³⁴-⁹]{0,3}/?$")
CLOSING = re.compile(WORDS["closing"], re.IGNORECASE)
ACT_NAME = re.compile(rf"(?:{WORDS['name']})\W{{0,3}}", re.IGNORECASE)
ACT_TITLE = re.compile(rf"(?:{WORDS['name']})[\s:.].{{0,250}}|\d{{1,4}}/\d{{1,4}}\.?\s.{{3,300}}", re.IGNORECASE)
