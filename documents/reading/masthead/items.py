"""The numbers of agenda items, as a masthead names them."""

import re

_ITEM_NUMBERS = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,3})|(?<!\w)\(?\s?([a-zа-яا-ي])\s?\)", re.IGNORECASE)


def item_numbers(text: str) -> tuple[str, ...]:
    """The items that a line names: "2 (a), (c) and 4" gives "2 (a)", "2 (c)", "4"; a) and (a) are the same."""
    text = re.sub(r"(\d), ([a-z]) ?,", r"\1 (\2)", text)  # "Point 19, c, de l'ordre du jour"
    # What follows the numbers is the name of the agenda: "of the provisional agenda", "de l'ordre du jour".
    numbers = re.match(
        r"[\s\d(),;&.*و和及、与-]{0,80}(?:(?:\(?[a-zа-яا-ي]\)|and|et|y|и|to)[\s\d(),;&و和及、与-]{0,40}){0,40}",
        text,
        re.IGNORECASE,
    )
    items: list[str] = []
    main = ""
    bare = True
    for match in _ITEM_NUMBERS.finditer(numbers[0] if numbers else ""):
        if match[1]:
            if main and bare:
                items.append(main)
            main, bare = match[1], True
        elif main:
            items.append(f"{main} ({match[2].lower()})")
            bare = False
    if main and bare:
        items.append(main)
    return tuple(dict.fromkeys(items))
