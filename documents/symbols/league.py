"""Symbols of the League of Nations, which documents on drugs and on traffic in persons still cite.

They have points where those of the United Nations have slashes: whom a document went to (C. Council, M. Members, A.
Assembly) with a number each, the year, and a Roman numeral for the section: "C.286(b).M.174(b).1936.XI". Circular
letters, committees and conferences count through: "C.L.123.1931.XI", "O.C.1167", "Conf.L.F.S.73(c)".
"""

import re

PREFIX = "League of Nations"
BODY = "League of Nations"

_NUMBER = r"\d{1,5}(?:\([a-z0-9]{1,2}\))?"
_SYMBOL = re.compile(
    rf"(?:(?:[ACM]\.{_NUMBER}\.){{1,3}}(?:19[1-4]\d)(?:\.[IVX]{{1,5}}(?:\.[A-Z])?)?"  # A.7.1932.XI
    rf"|C\.(?:L|P\.M|C\.T\.A)\.{_NUMBER}(?:\.19[1-4]\d)?(?:\.[IVX]{{1,5}})?"
    rf"|(?:O\.C|T\.F\.E|T\.P\.E|C\.T\.F\.E|C\.P\.E|P\.C\.O\.B|S\.D\.N|L\.N|Conf\.(?:[A-Z]\.){{0,5}}[A-Z])\.{_NUMBER})"
)


def league_form(text: str) -> str:
    """The canonical form of a symbol of the League of Nations, without its spaces; "" for anything else."""
    written = re.sub(r"\s+", "", text)
    written = re.sub(r"(?<=\d)(?=[A-Z]\.)|(?<=\))(?=[A-Z0-9])", ".", written)
    written = re.sub(r"\.(?=\()", "", written)
    if not written.startswith("Conf"):
        written = re.sub(r"[a-z](?!\))", lambda letter: letter[0].upper(), written)
    return written if _SYMBOL.fullmatch(written) else ""
