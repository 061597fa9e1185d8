"""Which of the six official languages a text is written in.

The masthead outranks the words: Russian, Chinese and Arabic mastheads keep "Distr.: General", the date and
"Original: English" in English, so that English words on the first page prove nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from documents.reading.pages import PageText

LETTERS = {"A": "ar", "C": "zh", "E": "en", "F": "fr", "R": "ru", "S": "es"}

# The version line of a masthead, as the six languages write it; "only" documents say so in its place.
_VERSIONS = {
    name: code
    for code, names in {
        "en": "english|english only|anglais seulement|anglais uniquement|inglés solamente|inglés únicamente|solo inglés"
        "|sólo inglés|solamente inglés|только на английском языке|仅有英文|只有英文|بالإنكليزية فقط|بالانكليزية فقط",
        "fr": "french|français|francais|français seulement|français uniquement|french only|francés solamente"
        "|francés únicamente|solo francés|только на французском языке|仅有法文|بالفرنسية فقط",
        "es": "spanish|español|espanol|español solamente|español únicamente|solo español|sólo español|spanish only"
        "|espagnol seulement|espagnol uniquement|только на испанском языке|仅有西班牙文|بالإسبانية فقط",
        "ru": "russian|русский|russian only|russe seulement|russe uniquement|ruso solamente|ruso únicamente"
        "|только на русском языке|仅有俄文|بالروسية فقط",
        "zh": "chinese|中文|chinese only|chinois seulement|chino solamente|仅有中文|只有中文|только на китайском языке",
        "ar": "arabic|عربي|العربية|arabic only|arabe seulement|árabe solamente|بالعربية فقط|только на арабском языке",
    }.items()
    for name in names.split("|")
}
_LANGUAGE_FOLLOWS = re.compile(r"(?:origin|язык|原件|الأصل)\w{0,6}\s{0,2}:\s{0,2}$|languages?\s?:\s?$", re.IGNORECASE)
# "V.18-00932 (E) 020318", "24-22844 (E)", "GE.25-11154 (E)", "25-08039X (E)"
JOB_NUMBER = re.compile(r"(?<![\w/.-])((?:[A-Z]{1,3}\.\s?|[BK])?\d{2}-\d{5,6}|K\d{7})[A-Z]?\s{0,2}\(([ACEFGRS])\)")

_COMMON = {
    "en": "the of and to in for on by with that is at its from this which was be are as has been shall their not under or",
    "fr": "le la les des et du en dans pour par sur que est une au aux il qui ce sont son ses a à ont été avec ou cette",
    "es": "el la los las de y en del para por con que se una al su sobre es como sus lo ha sido no o esta este entre",
}
# Languages that are not official, and look like one that is: what is written in them is in none of the six.
_OTHERS = {
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch werden zur durch",
    "pt": "o os a as e do da dos das em um uma para com não por mais ao pela pelo que se na no são",
    "it": "di e il la che in un per è una sono con non del della si da le dei delle gli nella alla",
    "nl": "de het een en van in is op te dat die voor met zijn aan niet door bij ook wordt",
}
_COMMON = {language: words.split() for language, words in _COMMON.items()}
_SHARED = set.intersection(*map(set, _COMMON.values()))
_TELLING = {
    language: tuple(set(words) - _SHARED)
    for language, words in (_COMMON | {name: words.split() for name, words in _OTHERS.items()}).items()
}
_WORD = re.compile(r"[a-zà-ÿ]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ARABIC = re.compile(r"[\u0620-\u064a\ufb50-\ufdff\ufe70-\ufefc]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_CELLS = re.compile(r"\t+| {2,}")
_LETTER = re.compile(r"\([ACEFGRS]\)")  # a quick look for what ends a job number
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]+")
_SAMPLE = 4_000  # letters: six hundred words tell any of these languages
_MASTHEAD_LINES = 40


class Stated(NamedTuple):
    """What the masthead says of its language: the code, the words it was read from, the page."""

    language: str
    quote: str
    page: int


def language_of(pages: Sequence[PageText]) -> str:
    """One of en fr es ru zh ar, or "" when it can't be told."""
    stated = stated_language(pages)
    if stated:
        # An annex may be in another language; a first page wholly in another script makes the statement a slip.
        text = pages[0].text[:_SAMPLE]
        if script_of(text) in ("", _script(stated.language)):
            return stated.language
        return told_by_words(text) or stated.language
    return told_by_words("\n".join(page.text for page in pages[:5])[:_SAMPLE])


def stated_language(pages: Sequence[PageText]) -> Stated | None:
    """The version line ("Français", "Russian", "English only") or else the letter of the job number."""
    for page in pages[:1]:
        before = ""
        for line in page.text.split("\n")[:_MASTHEAD_LINES]:
            cells = _CELLS.split(line.strip()) if "\t" in line or "  " in line else (line.strip(),)
            for cell in cells:
                if not cell:
                    continue
                # "ORIGINAL:" may stand on a line of its own; what follows it is the language of the original.
                if (language := _VERSIONS.get(cell.strip(" *.[]()").casefold())) and not _LANGUAGE_FOLLOWS.search(
                    before
                ):
                    return Stated(language, cell.strip(), page.number)
                before = cell
    for page in [*pages[:1], *pages[1:][-1:]]:
        if (job := job_number_in(page.text)) and job[2] in LETTERS:
            return Stated(LETTERS[job[2]], job[0], page.number)
    return None


def job_number_in(text: str) -> re.Match | None:
    """The first job number with the letter of its language in a text: "V.18-00932 (E)"."""
    return JOB_NUMBER.search(text) if _LETTER.search(text) else None


def script_of(text: str) -> str:
    """The script that a text is written in: "zh", "ar", "ru" or "latin"; "" for a text too short."""
    if text.isascii():
        chinese = arabic = cyrillic = 0
        latin = len(text.encode().translate(None, _NO_LETTERS))
    else:
        chinese = len(_CHINESE.findall(text))
        arabic = len(_ARABIC.findall(text))
        cyrillic = len(_CYRILLIC.findall(text))
        latin = sum(map(len, _LATIN.findall(text)))
    # A Chinese character says as much as three letters.
    weights = {"zh": 3 * chinese, "ar": arabic, "ru": cyrillic, "latin": latin}
    likeliest = max(weights, key=weights.get)
    if weights[likeliest] < 12:
        return ""
    # Mastheads and names leave much Latin in short texts of other scripts.
    for other in ("zh", "ar", "ru"):
        if weights[other] > 0.5 * latin and weights[other] == max(weights["zh"], weights["ar"], weights["ru"]):
            return other
    return likeliest


def told_by_words(text: str) -> str:
    """The language by script and common words alone; "" for a text too short or in none of the six."""
    script = script_of(text)
    if script != "latin":
        return script
    found = Counter(_WORD.findall(text.casefold()))
    counts = {language: sum(found[word] for word in words) for language, words in _TELLING.items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    if best < 3 or best < 1.2 * second:
        return ""
    likeliest = max(counts, key=counts.get)
    return likeliest if likeliest in _COMMON else ""


def _script(language: str) -> str:
    return language if language in ("zh", "ar", "ru") else "latin"
