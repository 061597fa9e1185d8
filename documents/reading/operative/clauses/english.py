"""English: "Requests X to V", "Calls upon X, in consultation with Y, to V", "Recommends that X V"."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import LONGEST_PHRASE, head_is_known, names_a_thing
from documents.reading.operative.clauses.shared import EVALUATIVE, Clause, after_parenthesis, trimmed

_EN_TO = re.compile(
    r"(?<![\w])(?:,\s)?to\s+(?:,\s)?((?<!\)\sto\s)\(|[a-z][\w-]*)|:\s*\(?[ai]\)|:\s|\sthat\s(?=(?:it|they|he|she)\s)"
)
_EN_NO_VERB = frozenset(
    "the a an its this that these those their all any each every which whom whose "
    "other such his her our both some no one two three "
    "four five six many most whatever what states parties governments countries women "
    "children youth persons people victims "
    "date zero human civil private public article articles paragraph paragraphs resolution decision unodc "
    "the-date item items section chapter annex international national regional local technical financial "
    "developing developed least member relevant non-members non-governmental".split()
)
_EN_VERBS_IN_S = frozenset(
    "address assess discuss focus express process access press stress harness witness progress bypass "
    "canvass encompass suppress redress pass possess dismiss guess cross compress profess repress".split()
)
_EN_VERBS_IN_ED = frozenset("need proceed succeed exceed feed heed shed speed seed breed embed".split())
_EN_VERBS_LIKE_NOUNS = frozenset(
    "implement supplement complement document mention function commission position "
    "station question augment "
    "experiment comment mention condition sanction caution vision evidence reference "
    "influence finance balance advance "
    "enhance audience distance announce commence experience convince harness witness".split()
)
_EN_AT_ONCE = re.compile(r"\s*,?\s*(?:to|upon|on|for)?\s*")
_EN_BASE = re.compile(
    r"\s(?:should|shall|must|may|will|would|be|not|(?:also|fully|further|urgently|"
    r"continue|consider|take|make|adopt|provide|submit|report|prepare|convene|ensure|"
    r"hold|"
    r"establish|develop|include|give|become|ratify|accede|cooperate|comply|refrain|"
    r"cease|withdraw|pay|contribute|keep|transmit|inform|undertake|carry|review|"
    r"support|assist|promote|strengthen|increase|implement|organize|conduct|request|"
    r"invite|encourage|elect|appoint|decide|approve|extend|allocate|release|respect|"
    r"facilitate|participate|bring|set|use|apply|endeavour|seek|enter|act|put|do|have|"
    r"remain|begin|start|work|address|appropriate))\s"
)
_EN_EVALUATIVE_END = re.compile(r"\s(?:for|in|on|upon|that|and (?:requests?|invites?|encourages?))\s|,|;|$")


# "all States neither to recognize": what only prepares the infinitive.
_NOT_OF_PHRASE = re.compile(
    r",?\s(?:neither|not|both|either|always|never|also|jointly|urgently|immediately|further|in turn)$"
)


def _infinitive(match: re.Match) -> bool:
    """Whether a verb stands behind "to", and no noun: "to report", not "to the Convention"."""
    word = match[1]
    if not word or word == "(":
        return True
    if word in _EN_NO_VERB:
        return False
    if word.endswith("ed") and word not in _EN_VERBS_IN_ED:
        return False
    if word.endswith("s") and word not in _EN_VERBS_IN_S and not word.endswith("ss"):
        return False
    if (
        re.search(r"(?:tion|sion|ment|ance|ence|ity|ness|[aeiouy]\w*ing|ism)$", word)
        and word not in _EN_VERBS_LIKE_NOUNS
    ):
        return False
    return word not in ("family", "assembly", "monopoly", "anomaly")


def english_clause(text: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action behind an English verb; None when nobody is addressed."""
    start = after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + LONGEST_PHRASE)
    if verb.verb in EVALUATIVE:
        return _english_thanks(text, verb, start, reach)
    lead = _EN_AT_ONCE.match(text, start, reach)
    start = lead.end()
    if text.startswith("that ", start):
        return _english_that(text, verb, start + 5, reach)
    if verb.verb in ("decide", "agree"):
        return None
    # The sentence goes on at the first infinitive: "to report", not "to the Convention".
    for match in _EN_TO.finditer(text, start, reach):
        if match.start() == start and "to" not in lead[0]:
            return None
        if _infinitive(match):
            begin, end = trimmed(text, start, match.start())
            end = _english_phrase_end(text, begin, end)
            end = begin + len(_NOT_OF_PHRASE.sub("", text[begin:end]))
            words = text[begin:end]
            if pronoun := _PRONOUN.match(words):
                # "urges them, through the Commission, to"
                return Clause(begin, begin + pronoun.end(), match.start(1) if match[1] else match.end())
            if not words or not _addressable(words, verb, match):
                return None
            action = match.start(1) if match[1] else match.end()
            return Clause(begin, end, action)
    # "Recommends to the Council the adoption of", "Reminds States of their obligation"
    if verb.verb in ("recommend", "remind", "entrust", "suggest", "propose", "authorize", "caution", "advise") and (
        "to" in lead[0] or verb.verb in ("remind", "caution")
    ):
        stop = re.compile(r"\s(?:of|that|the adoption|the approval|for|about|against)\s|,").search(
            text, start + 4, reach
        )
        if stop and head_is_known(text[start : stop.start()], "en"):
            # "the Conference of the Parties": "of" belongs to a name that begins with a capital.
            begin, end = trimmed(text, start, stop.start())
            return Clause(begin, end, stop.end(), False)
    return None


_PRONOUN = re.compile(r"(?:him|her|it|them)\b(?!self)")


# After these somebody stands before an infinitive, whatever the noun: "Requests the depositary to inform".
_OF_SOMEBODY = frozenset({"request", "invite", "urge", "call upon"})
# "the Agency's efforts to": what somebody does.
_OF_THEIRS = re.compile(
    r"[\w-]+'s? (?:[\w-]+ ){0,2}(?:efforts?|work|initiatives?|plans?|role|commitments?|activities|measures|steps)$"
)
_NAME = re.compile(r"(?:[Tt]he\s)?[A-Z]|the latter|the former")


def _addressable(words: str, verb: Verb, infinitive: re.Match) -> bool:
    if _OF_THEIRS.search(words):
        return False
    if head_is_known(words, "en"):
        return verb.verb != "call for" or not names_a_thing(words, "en")
    if verb.verb == "call for":
        return False
    if _NAME.match(words):
        return True
    passive = infinitive[1] == "be"
    return verb.verb in _OF_SOMEBODY and not passive and not names_a_thing(words, "en") and not _NO_ACTORS.match(words)


_EN_ITEM = re.compile(
    r",\s(?:and\s|or\s|as well as\s)?(?!in |including|especially|particularly|notably|"
    r"acting|as |where|when|upon|within|through|by |with|together|such|if|while|"
    r"on |at |under|taking|bearing|subject|pursuant|for |from|inter alia|among|whether|"
    r"consistent|according|directly|after|before|once|until|not |and in |and where|"
    r"also |to |that |who|which|should|working|based|given|having|without|President|Chair\b|Chairperson|Head)(?=\S)"
)


def _english_phrase_end(text: str, start: int, end: int) -> int:
    """The end of the phrase that names the addressees: at the first comma that opens no further addressee."""
    at = start
    while (comma := text.find(",", at, end)) > 0:
        item = _EN_ITEM.match(text, comma, end)
        following = text.find(",", comma + 1, end)
        part = text[item.end() : following if following > 0 else end] if item else ""
        if not item or not head_is_known(part, "en"):
            # "as well as international, regional and subregional organizations": the noun stands behind the adjectives.
            whole = text[item.end() : end].replace(",", "") if item and "as well as" in item[0] else ""
            if not whole or following < 0 or not head_is_known(whole, "en"):
                return comma
            return end
        at = comma + 1
    return end


def _english_that(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    """ "Recommends that the Assembly adopt", "Decides that all States shall"."""
    at = after_parenthesis(text, start - 1, reach) if text[start - 1] == "," else start
    if verb.verb in ("decide", "agree"):
        match = _EN_SHALL.search(text, at, reach)
    else:
        match = _EN_ACTOR_ACTS.match(text, at, reach) or _EN_BASE.search(text, at, reach)
    if not match:
        return None
    if match.re is _EN_ACTOR_ACTS:
        words = match[1]
        end = match.end(1)
        return (
            None
            if _NO_ACTORS.match(words) or not head_is_known(words, "en")
            else Clause(at, end, match.end(1) + 1, False)
        )
    begin, end = trimmed(text, at, match.start())
    end = _english_phrase_end(text, begin, end)
    words = text[begin:end]
    if not words or not head_is_known(words, "en") or len(words) > 300:
        return None
    # A thing that is to be done is no addressee: "that the report of the Committee be issued".
    modal = match.re is _EN_SHALL or match[0].split()[0] in _MODAL
    action = match.end() if modal else match.start() + 1
    return None if _NO_ACTORS.match(words) else Clause(begin, end, action, False)


_MODAL = ("should", "shall", "must", "may", "will", "would")


_EN_SHALL = re.compile(r"\s(?:(?:shall|must)\s|(?:will|should|is to|are to)\s(?!(?:\w+\s)?be\s))")
# "that all armed groups lay down": a short phrase, then a verb without an ending.
_EN_ACTOR_ACTS = re.compile(
    r"((?:(?:all|the|any|each|both|its|those|every|no)\s)?(?:[\w'’-]+\s){0,4}?(?:States|"
    r"Parties|parties|groups|Governments|countries|actors|forces|Secretary-General|"
    r"Members|authorities|organizations|agencies|Committee|Council|Assembly|Commission|"
    r"Conference|Secretariat|secretariat|side|sides|Board))\s"
    r"(?!(?:of|for|on|in|to|and|or|that|which|who|whose|with|from|as|at|under|by|be|"
    r"concerned|parties|members|party|not|shall|should|must|may|will|can|could|would|"
    r"is|are|has|have|had|was|were)\b)[a-z]{2,}(?<!ing)(?<!ed)\b"
)
_NO_ACTORS = re.compile(
    r"(?:the |its |an? |all |any |each )?(?:[\w-]+ ){0,4}?(?:report|sessions?|meetings?|"
    r"mandate|item|period|membership|term|budget|costs?|expenses|measures|fund|question|"
    r"matter|provisions|dates?|process|documents?|documentation|agenda|Fund|Programme)\b"
)


def _english_thanks(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    """ "Congratulates Parties that", "Expresses its gratitude to the Government of X for"."""
    match = re.compile(r"\s+to\s+(?=[A-Za-z])").match(text, start, reach)
    if verb.verb == "express" and not match:
        return None
    start = match.end() if match else start
    stop = _EN_EVALUATIVE_END.search(text, start + 1, reach)
    while stop and stop[0].strip() in ("in", "on", "that") and stop.end() < reach:
        # "the Office on Drugs", "Parties that have ratified": the phrase goes on.
        stop = _EN_EVALUATIVE_END.search(text, stop.end(), reach)
    begin, end = trimmed(text, start, stop.start() if stop else reach)
    end = min(end, begin + 250)
    words = text[begin:end]
    if not head_is_known(words, "en") or _WORK.match(words):
        return None
    return Clause(begin, end, end, False)


_WORK = re.compile(
    r"(?:the|its|their|all) (?:[\w-]+ ){0,3}?(?:work|efforts?|report|role|contributions?|"
    r"initiatives?|leadership|progress|commitment|activities|cooperation|support|measures|"
    r"steps)\b"
)
