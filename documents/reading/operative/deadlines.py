"""By when: the deadlines of a paragraph in six languages, with their kinds. The words stand in deadlines.toml.

A session counts where something is to be reported or considered at it, not where it only tells when an event takes
place or took place ("the report adopted at its fifth session", "shall be convened after the session").
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from documents.reading.operative.model import WORDS_OF_A_DEADLINE_ALONE, WORDS_OF_MANY_USES, Deadline
from documents.reading.sessions import session_in
from documents.reading.words import plain

_TOML = tomllib.loads((Path(__file__).parent / "deadlines.toml").read_text(encoding="utf-8"))
_KINDS = ("session", "date_explicit", "until", "relative", "recurring", "open")
_BOUND = {"zh": ("", ""), "ar": (r"(?<!\w)[ول]?(?:ذلك )?", r"(?!\w)")}
# A paragraph without any of these has no deadline, in most cases; a cheap look before the patterns.
_CUES = {language: tuple(entries["cues"].split("|")) for language, entries in _TOML.items()}


def _compiled() -> dict[str, re.Pattern]:
    patterns = {}
    for language, entries in _TOML.items():
        texts = {}
        for kind in _KINDS:
            text = entries[kind]
            for _ in range(3):
                for name in ("session_words", "sessions", "date", "number", "unit", "month"):
                    text = text.replace(f"{{{name}}}", f"(?:{entries[name]})")
            texts[kind] = text
        before, after = _BOUND.get(language, (r"(?<![\w-])", r"(?!\w)"))
        if language == "ar":
            before = r"(?<!\w)و?"
        either = "|".join(
            f"(?P<{kind}>{texts[kind]})"
            for kind in ("until", "date_explicit", "relative", "session", "recurring", "open")
        )
        patterns[language] = re.compile(f"{before}(?:{either}){after}")
    return patterns


_PATTERNS = _compiled()
_ANCHORS = {language: re.compile(entries["anchor"]) for language, entries in _TOML.items()}
_EXPLICIT = re.compile(
    r"later than|on or before|at the latest|\bby\b|within|plus tard|d'ici|au plus|"
    r"tardar|no después|plazo|не поздн|к \d|в течение|самое позднее|أقصاه|يتجاوز|بحلول|"
    r"غضون|至迟|最迟|不迟于|不晚于|以前|之前"
)


def find_deadlines(text: str, language: str, start: int = 0) -> list[Deadline]:
    """All words of a paragraph that may be a deadline, in order; which of them count, the mandate tells."""
    if not any(cue in text for cue in _CUES[language]):
        return []
    found = []
    for match in _PATTERNS[language].finditer(text, start):
        kind = match.lastgroup
        begin, end = match.start(kind), match.end(kind)
        words = text[begin:end]
        if kind == "session" and not _ANCHORS[language].search(words):
            continue
        while end > begin and text[end - 1] in " \n\t,،，":
            end -= 1
        words = text[begin:end]
        explicit = bool(_EXPLICIT.search(words))
        found.append(
            Deadline(
                words,
                begin,
                end,
                {"date_explicit": "date", "until": "until"}.get(kind, kind),
                _session_number(words) if kind == "session" or _names_no_year(kind, words) else None,
                explicit,
                WORDS_OF_A_DEADLINE_ALONE if explicit else WORDS_OF_MANY_USES,
            )
        )
    return found


def _names_no_year(kind: str, words: str) -> bool:
    """Whether a date is told otherwise than by a year: "before the end of the eleventh session"."""
    return kind == "date_explicit" and not re.search(r"\d{4}", words)


@lru_cache(maxsize=2048)
def _session_number(words: str) -> int | None:
    told = session_in(plain(words))
    return told[0] if told and isinstance(told[0], int) else None


# ---------------------------------------------------------------- which count

# Before a session that only tells when something was done: "adopted at", "held at", "adoptée à", "принятых на".
_DONE = {
    "en": re.compile(
        r"(?<!be )(?<!been )\b(?!achieved|made\b|gained)(?:\w{3,}ed|held|made|taken|given|begun|undertaken|set)(?: "
        r"by (?:the |its )?[\w ]{3,60})?(?: \w+ly)?,? $|"
        r"(?<!be )\b(?:submitted|presented|transmitted|delivered|issued) to (?:the |it)[\w ]{0,60},? $|"
        r"\b(?:work|report|outcome|results?|"
        r"deliberations|discussions?|rules|conclusions|recommendations|decisions?|resolutions?) "
        r"(?:of|on|at|from) $|\bbe (?:held|convened|organized|hosted|opened) $"
    ),
    "fr": re.compile(
        r"\b(?!accompli|réalisé|obtenu|enregistré)\w+(?:é|ée|és|ées|ue|us|ues|ise|ises|"
        r"tenue|tenues|faites?)(?: par [\w' ]{3,60})?,? $|"
        r"\b(?:présenté|soumis|transmis|adressé)e?s? (?:à la |à l'|au )[\w' ]{3,60},? "
        r"$|(?:travaux|rapport|résultats) (?:de|sur) $"
    ),
    "es": re.compile(
        r"\b(?!realizad|lograd|alcanzad|obtenid|registrad)\w+(?:ad[oa]s?|id[oa]s?|hech[oa]s?)(?: "
        r"por (?:la|el|los|las) [\w ]{3,60})?,? $|"
        r"\b(?:presentad|sometid|transmitid)[oa]s? (?:a la |al )[\w ]{3,60},? $|(?:labor|"
        r"informe|resultados) (?:de|sobre) $"
    ),
    "ru": re.compile(
        r"\b(?!достигнут)\w+(?:нн(?:ая|ой|ый|ое|ого|ые|ых|ому|ым|ом)|тых|тые|той|вшей\w*|вшихся)(?: "
        r"\w+(?:ей|ой|ом|ами|им|ым))? $|\bпредставленн\w+ [А-Я]\w+(?: [А-Я]\w+)* $|(?:итогах|работе|ходе) $"
    ),
    "ar": re.compile(
        r"(?:المعتمد\w?|المعقود\w?|التي (?:اعتمدت|عقدت)\w{0,3}|المتخذ\w?|الذي اعتمد\w{0,3}|"
        r"المقدم\w?(?: إلى [\u0621-\u064a ]{3,40})?) $"
    ),
    "zh": re.compile(r"$^"),
}
_EVENTS = re.compile(
    r"\b(?:conven|hold|held|organiz|host|schedul|open|postpon)\w*|convoqu|tenir|se "
    r"tiendra|tenue|organiser|reporter|convocar|celebr|organizar|aplazar|созв|провести|"
    r"провод|отложить|عقد|تعقد|يعقد|举行|召开|召集|开幕"
)
_AGENDA = re.compile(
    r"\b(?:consider|continue|includ|review|resume|take up|revert|examin|address|discuss|"
    r"keep|assess|report|inscri|place|elect)\w*|examiner|faire le point|procéder|"
    r"évaluer|réexaminer|inscrire|poursuivre|"
    r"revoir|étudier|revenir|reprendre|examinar|incluir|seguir|proseguir|volver|estudiar|"
    r"ocup|рассмотр|включить|вернуться|продолжить|изучить|обсудить|оценить|تنظر|النظر|"
    r"إدراج|تدرج|تواصل|تستعرض|استعراض|审议|列入|审查|继续|讨论|处理|审评"
)
# "to enable the peoples to exercise as soon as possible": what others shall then do.
_OTHERS = re.compile(r"\b(?:enabl\w+|allow\w*|assist\w*|help\w*|permit\w*) (?:[\w'’-]+ ){1,12}to (?:[\w-]+ ){0,8}$")


_HELD_BEFORE = re.compile(
    r"\b(?:was|were|been|adopted|taken|made|submitted|contained|given|"
    r"established|begun|requested|decided)\b[^,;]{0,40}$"
)


def is_of_the_past(text: str, language: str, deadline: Deadline) -> bool:
    """Whether words of time tell when something was done: "adopted at its fifth session", "held in 2016"."""
    before = text[max(0, deadline.start - 90) : deadline.start]
    held = _EVENTS.search(before[-30:]) is not None and not _HELD_BEFORE.search(before)
    return bool(_DONE[language].search(before)) and not held


def _is_considered(text: str, begin: int, limit: int, deadline: Deadline) -> bool:
    """Whether something is to be considered at a session, rather than only to take place then."""
    agenda = _AGENDA.search(text, begin, min(deadline.start, begin + 160))
    # "Decides, at its next session, to consider", "决定在第八十四届会议上审议".
    agenda = agenda or _AGENDA.search(text, deadline.end, min(limit, deadline.end + 25))
    event = _EVENTS.search(text, begin, deadline.start) or _EVENTS.search(
        text, deadline.end, min(limit, deadline.end + 25)
    )
    return agenda is not None and (event is None or agenda.start() < event.start())


def _takes_place(text: str, begin: int, limit: int, deadline: Deadline) -> bool:
    event = _EVENTS.search(text, begin, min(limit, begin + 80))
    return event is not None and not _is_considered(text, begin, limit, deadline)


# "before the twelfth session" bounds even what is only decided.
_LIMIT = re.compile(
    r"before|prior to|by |no later|not later|avant|d'ici|au plus tard|antes|a más "
    r"tardar|до |перед|не позднее|قبل|بحلول|في موعد أقصاه|至迟|最迟|不迟于|.{0,30}(?:之前|前)$"
)
_EXTENDING = frozenset({"extend", "decide", "authorize", "renew"})


def counts(
    deadline: Deadline, text: str, language: str, verb: str, kind: str, begin: int, limit: int, *, addressed: bool
) -> bool:
    """Whether words that look like a deadline are one for a mandate that stands between two offsets."""
    before = text[begin : deadline.start]
    if deadline.kind == "until":
        return verb in _EXTENDING and kind == "deciding"
    if kind in ("observing", "evaluative") and verb != "express":
        return False
    if deadline.kind == "open":
        return verb != "declare" and (kind != "reinforcing" or addressed) and not _OTHERS.search(before[-160:])
    if deadline.kind == "relative":
        return kind != "reinforcing"
    if kind == "evaluative":
        return False
    if deadline.kind == "recurring":
        return kind == "deciding" or addressed
    if kind == "reinforcing" and not addressed:
        return False
    if deadline.kind == "session":
        if _DONE[language].search(before[-90:]):
            return False
        if kind == "deciding" and not addressed and not _LIMIT.match(deadline.words):
            return _is_considered(text, begin, limit, deadline)
        return addressed or kind == "deciding"
    # A date: "by 10 July 2015".
    return not (
        kind == "deciding" and not addressed and _takes_place(text, begin, limit, deadline) and not deadline.explicit
    )
