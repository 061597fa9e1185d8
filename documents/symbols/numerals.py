"""Numbers inside symbols: Roman numerals, and digits that sort as numbers."""

import re

_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral in capitals; 0 for anything else."""
    if not _ROMAN.fullmatch(numeral):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def roman_numeral(value: int) -> str:
    """The Roman numeral of a number from 1 to 3999."""
    numeral = ""
    for size, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        numeral += letters * (value // size)
        value %= size
    return numeral


def sortable_number(digits: str) -> str:
    """Eight digits; a longer number follows a colon and its length, which sort after every digit."""
    digits = digits.lstrip("0") or "0"
    return digits.zfill(8) if len(digits) <= 8 else f":{len(digits):03d}{digits}"
