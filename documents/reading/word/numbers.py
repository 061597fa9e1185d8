"""The numbers that Word sets before paragraphs by itself: "1.", "(a)", "II.": they stand nowhere in the text.

Operative paragraphs are known by their numbers, so they are counted here as Word counts them (ECMA-376, part 1, 17.9).
"""

import re
from typing import NamedTuple

from documents.reading.word.package import W
from documents.symbols.numerals import roman_numeral

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # lists leave out ё, й, ъ, ы and ь
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CHINESE = "零一二三四五六七八九"
_LEVEL = re.compile(r"%([1-9])")
_LEVELS = 9  # of a list (ECMA-376, part 1, 17.9.3)
_MOST = 100_000


class _Level(NamedTuple):
    """How one level of a list is numbered."""

    start: int
    form: str
    pattern: str  # "%1.%2"
    legal: bool  # all numbers of its pattern are written in digits
    counts_on: bool  # behind a higher level too
    style: str  # of its paragraphs, "" for none


class Numbers:
    """Counts the numbered paragraphs of one document, in the order in which they are asked for."""

    def __init__(self, numbering, styles) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}  # by list (w:num)
        self._list_of: dict[str, str] = {}  # what is counted together (w:abstractNum), by list
        self._restarts: dict[str, dict[int, int]] = {}  # by list: the number with which a level begins anew
        self._styled: dict[str | None, tuple[str | None, int | None]] = {}  # list and level, by style
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        self._styles = {} if styles is None else {style.get(W + "styleId"): style for style in styles.iter(W + "style")}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")
            ),
            None,
        )
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering) -> None:
        abstract = {each.get(W + "abstractNumId"): _levels(each) for each in numbering.findall(W + "abstractNum")}
        named = {number.get(W + "numId"): number for number in numbering.findall(W + "num")}
        for each in numbering.findall(W + "abstractNum"):
            # A list may take its levels from a style that names another list.
            style = self._styles.get(_value(each.find(W + "numStyleLink")))
            link = style.find(f"{W}pPr/{W}numPr/{W}numId") if style is not None else None
            if link is not None and not abstract[each.get(W + "abstractNumId")]:
                number = named.get(_value(link))
                base = _value(number.find(W + "abstractNumId")) if number is not None else ""
                abstract[each.get(W + "abstractNumId")] = abstract.get(base, {})
        for each in numbering.findall(W + "num"):
            name = each.get(W + "numId") or ""
            base = _value(each.find(W + "abstractNumId"))
            levels = dict(abstract.get(base, {}))
            for override in each.findall(W + "lvlOverride"):
                level = _number(override.get(W + "ilvl"), 0)
                if level >= _LEVELS:
                    continue
                if (own := override.find(W + "lvl")) is not None:
                    levels[level] = _level(own)
                if (start := override.find(W + "startOverride")) is not None:
                    self._restarts.setdefault(name, {})[level] = _number(start.get(W + "val"), 1)
            self._levels[name], self._list_of[name] = levels, base

    def of(self, properties) -> str:
        """The number of a paragraph with a space behind it, "" for a paragraph without one."""
        name, level = self._place(properties)
        levels = self._levels.get(name)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(self._list_of[name], {})
        if name not in self._seen:
            self._seen.add(name)
            for place, start in self._restarts.get(name, {}).items():
                counts[place] = start - 1
        counts[level] = min(counts.get(level, levels[level].start - 1) + 1, _MOST)
        for deeper in [place for place in counts if place > level]:
            if deeper not in levels or not levels[deeper].counts_on:
                del counts[deeper]
        return self._written(levels, level, counts)

    def _place(self, properties) -> tuple[str, int]:
        """The list and level of a paragraph: its own, or those of its style and of what that is based on."""
        name, level = _list_and_level(properties)
        if name is None:
            style = (_value(properties.find(W + "pStyle")) if properties is not None else "") or self._default
            if style not in self._styled:
                self._styled[style] = self._place_of_style(style)
            name, styled = self._styled[style]
            level = styled if level is None else level
        return name or "0", level or 0

    def _place_of_style(self, style: str | None) -> tuple[str | None, int | None]:
        """The list and level that a style gives its paragraphs; (None, ...) for a style without a list."""
        name = level = None
        for _ in range(20):
            if name is not None or style not in self._styles:
                break
            found = self._styles[style]
            name, level = _list_and_level(found.find(W + "pPr"))
            if name is not None and level is None:
                # The level may name the style instead of the style its level.
                levels = self._levels.get(name, {})
                level = next((place for place, each in levels.items() if each.style == style), None)
            style = _value(found.find(W + "basedOn"))
        return name, level

    @staticmethod
    def _written(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
        own = levels[level]
        if own.form == "bullet":
            return "• "

        def number(match):
            place = int(match[1]) - 1
            if place not in levels:
                return ""
            count = counts.get(place, levels[place].start)
            return "" if count < 0 else written(count, "decimal" if own.legal else levels[place].form)

        text = _LEVEL.sub(number, own.pattern).strip()
        return f"{text} " if text else ""


def _levels(abstract) -> dict[int, _Level]:
    levels = {_number(level.get(W + "ilvl"), 0): _level(level) for level in abstract.findall(W + "lvl")}
    return {place: level for place, level in levels.items() if place < _LEVELS}


def _level(element) -> _Level:
    restart = element.find(W + "lvlRestart")
    return _Level(
        _number(_value(element.find(W + "start")), 1),
        _value(element.find(W + "numFmt")),
        _value(element.find(W + "lvlText")),
        element.find(W + "isLgl") is not None,
        restart is not None and _value(restart) == "0",
        _value(element.find(W + "pStyle")),
    )


def _list_and_level(properties) -> tuple[str | None, int | None]:
    found = properties.find(W + "numPr") if properties is not None else None
    if found is None:
        return None, None
    name, level = found.find(W + "numId"), found.find(W + "ilvl")
    return (
        None if name is None else _value(name),
        None if level is None else _number(level.get(W + "val"), 0),
    )


def _value(element) -> str:
    return (element.get(W + "val") or "") if element is not None else ""


def _number(text: str | None, otherwise: int) -> int:
    try:
        return max(0, min(int(text or otherwise), _MOST))
    except ValueError:
        return otherwise


def written(count: int, form: str) -> str:
    """A number in one of Word's forms: 3 is "3", "c", "iii", "в", "ج", "三"; unknown forms are written in digits."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter"):
        return _lettered(count, "abcdefghijklmnopqrstuvwxyz", upper=form.startswith("upper"))
    if form in ("russianLower", "russianUpper"):
        return _lettered(count, _RUSSIAN, upper=form.endswith("Upper"))
    if form == "arabicAlpha":
        return _lettered(count, _ARABIC)
    if form == "arabicAbjad":
        return _lettered(count, _ABJAD)
    if form in ("lowerRoman", "upperRoman"):
        if not 0 < count < 4000:
            return str(count)
        return roman_numeral(count) if form == "upperRoman" else roman_numeral(count).lower()
    if form == "decimalZero":
        return f"{count:02}"
    if form.startswith(("chinese", "ideographTraditional", "taiwanese", "japaneseCounting", "koreanCounting")):
        return _chinese(count)
    if form == "ideographDigital":
        return "".join(_CHINESE[int(digit)] for digit in str(count))
    if form in ("hindiNumbers", "arabicIndic"):
        return str(count).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return str(count)


def _lettered(count: int, letters: str, *, upper: bool = False) -> str:
    """Behind the last letter Word doubles them: z, aa, bb."""
    if not 0 < count <= 50 * len(letters):
        return str(count)
    text = letters[(count - 1) % len(letters)] * ((count - 1) // len(letters) + 1)
    return text.upper() if upper else text


def _chinese(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _CHINESE[tens] + "十") + (_CHINESE[ones] if ones else "")
