"""Ordinals in words, as sessions are named."""

UNITS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def ordinal(number):
    """``8`` as ``eighth``, ``21`` as ``twenty-first``, ``100`` and above as ``100th``."""
    if 1 <= number < 20:
        return UNITS[number - 1]
    if number < 100 and number >= 20:
        ten, unit = TENS[number // 10 - 2], number % 10
        return f"{ten}-{UNITS[unit - 1]}" if unit else f"{ten[:-1]}ieth"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
