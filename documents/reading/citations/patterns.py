"""How texts cite acts, as patterns: all bounded, and matched against small letters where no number stands in them."""

import re

from documents.reading.citations.bodies import WORDS, any_of
from documents.reading.citations.numbers import BARE, ENDS_A_LETTER, LETTER, NUMBER, WITH_YEAR

STEMS = ("UNSCR", "esolu", "ésolu", "ecisi", "écisi", " res.", " Res.")
HIDDEN = re.compile("[\u00ad\u200b-\u200d\u0640\u064b-\u0652\u0670]|РЕЗОЛЮЦ|РЕШЕНИ")
OTHER_STEMS = ("езолюци", "ешени", "决议", "决定", "قرار", "مقرر")
# Each alternative begins with a plain letter: the search leaps from letter to letter.
KIND = re.compile(
    r"r(?<![^\W\d_]r)(?:[eé]solu(?:tions?|ci[oó]n(?:es)?)(?!\w)|(?<![^\s(]r)es\.(?=\s?\d))"
    r"|u(?<![^\W\d_]u)nscr(?=\s?\d)"
    r"|d(?<![^\W\d_]d)[eé]cisi(?:ons?|[oó]n(?:es)?)(?!\w)"
    r"|р(?<!\wр)езолюци[а-я]{1,3}(?!\w)|р(?<!\wр)ешени[а-я]{1,3}(?!\w)"
    r"|قرار(?:ات|ين|ان|ي|ا)?(?:ه|ها|هما|هم|نا)?(?!\w)|مقرر(?:ات|ين|ان|ي|ا)?(?:ه|ها|هما|هم|نا)?(?!\w)"
    r"|决议(?!草案)|决定(?!草案)"
)
ARABIC_PREFIX = re.compile(r"(?<!\w)[وف]?(?:[بك]?(?:ال)?|لل?)\Z")
PLURAL = re.compile(r"s\Z|es\Z|ям?и?х?\Z|й\Z|ات|ين|ان|ي\Z")
DRAFT_BEFORE = re.compile(r"(?:drafts?|projets? de|proyectos? de|проект\w{0,3}|مشاريع|مشروع\w?)\s{0,3}\Z")
DRAFT_BEHIND = re.compile(r"\s?(?:草案|draft)")

# A stem of each word, and how many letters stand before it.
LATIN_STEMS = (("esolu", 1), ("ecisi", 1), ("res.", 0), ("unscr", 0))
ALL_STEMS = (*LATIN_STEMS, ("ésolu", 1), ("écisi", 1), ("езолюци", 1), ("ешени", 1))
ALL_STEMS += (("قرار", 0), ("مقرر", 0), ("决议", 0), ("决定", 0))
DIGIT_AHEAD = re.compile(r"\d")
SIGN = r"(?:第|رقم|№|no\.|nos\.|n°|nº|nos?|núms?\.|n\.º)?\s{0,2}"
FIRST = re.compile(rf"\s{{0,3}}(?i:{SIGN})({NUMBER})")
BARE_NUMBER = re.compile(rf"\s{{1,3}}({BARE})")
NEXT = re.compile(rf"(?i:{SIGN})({NUMBER})")
NEXT_BARE = re.compile(rf"({BARE})")
SEPARATOR = re.compile(
    r"(?:号)?(?:\s{0,2}[,;،؛、]\s{0,3}(?:(?:and|et|y|e|и|or|ou|o|или|as well as|ainsi que|así como|а также|وكذلك)\s{1,3}|و\s{0,2})?"
    r"|\s{1,3}(?:and|et|y|e|и|or|ou|o|или|as well as|ainsi que|así como|а также|&)\s{1,3}|\s?(?:和|及|以及|与)\s?|\s{1,3}و\s{0,3}"
    r"|(?P<range>\s{1,3}(?:to|through|à|a|al|au|по|إلى)\s{1,3}|\s?(?:至|到)\s?|\s?-\s?))"
)
LETTER_NEXT = re.compile(
    rf"(?:\s?,\s?|\s(?:and|et|y|e|и|&)\s|\s?(?:和|、|及)\s?|\s{{1,3}}و\s?|(?P<range>\s(?:to|à|a|по|إلى)\s|\s?-\s?|\s?至\s?))"
    rf"({LETTER}){ENDS_A_LETTER}"
)
DAY = r"(?:\d{1,2}|1er|1\s?[º°])"
DATE = re.compile(
    rf"(?:,?\s{{1,3}}(?:of|dated|du|en date du|de|del|fecha|от|المؤرخ(?:ة|ين|تين)?"
    rf"|(?:adopted|adoptée?|adoptées|aprobada)\s{{1,3}}(?:on|le|el))\s{{1,3}}"
    rf"(?:el\s|le\s)?|,\s{{1,3}}){DAY}(?:\s?(?:,|-|and|et|y|и|و)\s?{DAY}){{0,3}}[^,;()\d]{{2,40}}?\d{{4}}(?!\d)(?:\s?(?:года|годов|г\.))?"
)
TITLE = re.compile(
    r",?\s{1,3}(?:entitled|titled|intitulée?s?|titulada?s?|озаглавленн\w{2,3}|المعنون(?:ة|ه)?)\s{0,3}[\"“«„'‘][^\"”»“]{1,300}[\"”»“'’]"
)
PARAGRAPHS = re.compile(
    r"\s?,?\s{0,3}(?:(?:operative\s)?para(?:graph)?s?\b\.?|paragraphes?|párrs?\.|párrafos?|пункт\w{0,3}|пп?\.|annex(?:es|e)?|anexo|anexe"
    r"|приложени\w|sect(?:ion)?s?\b\.?|sección|раздел\w?|الفقرات|الفقرتين|الفقرة|المرفق)"
    r"(?:\s{0,3}(?:,|-|and|to|et|y|и|a|à|of)?\s{0,3}(?:\d{1,3}(?:\s?\([a-z]{1,3}\)|\s?[a-z]\))?|[ivx]{1,5}|[a-d])(?![\w/(])){0,12}"
)
PARENTHESIS = re.compile(r"\s{0,2}\([^()\d][^()]{1,80}\)")
ADOPTED_BY = re.compile(rf"\s{{0,3}}(?:{any_of(WORDS['adopted_by'])})?\s{{0,3}}")
# "resolutions concerning a country, in particular 1591 (2005)", "... and 2620 (2022), supplemented by 2664 (2022)": numbers
# with a year are so plainly those of the Security Council that words may stand between.
FARTHER = re.compile(rf"[^.;:()]{{0,90}}?(?<![\w/])({WITH_YEAR})(?![\w/])")
TOPIC = re.compile(
    rf"[^.;:()\d]{{1,140}}?(?:,\s{{0,3}}(?:and|et|y|и)?|\s(?:and|et|y|и)|\s(?:{any_of(WORDS['examples'])}):?|، و|\sو)"
    rf"\s{{0,3}}(?i:{SIGN})({NUMBER})"
)
# An item that has a date of its own belongs to the list, whatever was said of the item before it.
DATED_ITEM = re.compile(
    rf"[^.;]{{1,240}}?(?:,\s{{0,3}}(?:and|et|y|и)?|\s(?:and|et|y|и)|،?\sو)\s{{0,3}}(?i:{SIGN})({NUMBER})(?={DATE.pattern})"
)
EXAMPLES = re.compile(rf"[^.;()\d]{{0,140}}?(?:{any_of(WORDS['examples'])}|:)[\s,:]{{0,3}}(?i:{SIGN})({NUMBER})")
CHINESE_NUMBER = re.compile(rf"第?\s?({NUMBER})\s?(?:号)?")
CHINESE_LETTERS = rf"(?:\s?(?:和|、|至|-)\s?{LETTER}(?![A-Za-z]))*"
CHINESE_RUN = re.compile(
    # "1971年5月20日1576 (L)号决议": 第 may be missing where 号 tells enough
    rf"(?:第\s?{NUMBER}{CHINESE_LETTERS}\s?号?|(?<![\d/(.-]){NUMBER}\s?号)(?:\s?(?:、|和|及|以及|与|至|到|，|,)\s?第?\s?{NUMBER}{CHINESE_LETTERS}\s?号?){{0,60}}\s?(?=决议|决定)"
)
SAME_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?:(?:in|by|of|under|en|dans)\s)?(?:{any_of(WORDS['same_before'])})\s{{0,2}}\Z"
)
SAME_BEHIND = re.compile(rf"\s{{1,2}}(?:{any_of(WORDS['same_behind'])})(?!\w)")
ITS = re.compile(rf"(?<!\w)(?:{any_of(WORDS['its'])})(?!\w)")
ITS_RELATED = re.compile(rf"(?:(?<!\w)(?:{any_of(WORDS['its'])}))\s{{0,3}}(?:[^\W\d]{{1,20}}\s{{1,3}}){{0,4}}\Z")
# "the General Assembly, in its resolution": the name right before "its" is its subject, whatever begins the sentence.
IN_ITS = re.compile(
    r"\s?,?\s{0,3}(?:(?:in|by|through|under|with|pursuant to|dans|par|en|mediante|por|в|во|согласно"
    r"|في|بموجب|وفقا ل|在|通过|以)\s{0,3}"
    rf"(?:(?:{any_of(WORDS['its'])})\s{{0,3}}(?:[^\W\d]{{1,20}}\s{{1,3}}){{0,3}})?"
    rf"|(?:{any_of(WORDS['its'])})\s{{0,3}}|(?:{any_of(WORDS['examples'])})\s{{0,3}}(?:(?:{any_of(WORDS['its'])}|the|les|las|las)\s{{0,3}})?"
    rf"|(?:{any_of(WORDS['adopts'])})\s{{0,3}}(?:(?:{any_of(WORDS['its'])}|the|la|les|las)\s{{0,3}})?)"
)
SUBJECT_BEFORE = re.compile(r"[,،，]\s{0,3}(?:(?:the|la|le|el)\s{1,3}|l['’])?\Z")
SENTENCE_END = re.compile(r"[.;。；](?:\s|$)(?![a-zà-ÿа-я])|\n\s?\n")
# What may stand between a name and the word: "Assembly's resolution", "大会2000年11月15日题为“……”的第55/25号决议".
NAME_TO_WORD = re.compile(
    r"(?:['’]s)?|(?:在|于|在其|其)?(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:通过)?的?"
    r"(?:题为[“《「][^”》」]{1,80}[”》」])?的?"
)
AND = re.compile(r"(?:\b(?:and|et|y|и)\s{1,3}(?:its\s)?(?:la\s|le\s|les\s|las\s|the\s)?|و|和|及)\s{0,3}\Z")
PREAMBULAR = re.compile(rf"(?:\A|[.;,:；，、،؛。]\s|\n)\W{{0,12}}(?:{any_of(WORDS['preambular'])})(?![a-zà-ÿа-я])")
TITLE_BELOW = re.compile(r"[^\S\n]{0,3}\n\s{0,20}[^\W\d_a-zà-ÿа-я]")
SPEAKER = re.compile(r"(?:\A|\n)[^\S\n]{0,12}(?:the\s|la\s|el\s|l['’])?\Z")
ROW = re.compile(
    rf"[^\S\n]{{0,12}}(?:(?P<kind>[Rr][eé]solu\w{{3,5}}|[Dd][eé]cis\w{{2,4}}|[Рр]езолюци\w|[Рр]ешение)\s)?"
    rf"(?P<numbers>{NUMBER}(?:[;,]\s{{0,3}}{NUMBER}){{0,40}})[^\S\n]{{1,12}}[“«\"(]?[^\W\d_]"
)
EACH_NUMBER = re.compile(NUMBER)
HEADING_ENDS = re.compile(r"(?:\s(?:and|et|y|и)\s[^\W\d]{7,12})?[^\S\n]{0,3}:?[^\S\n]{0,3}\n\s{0,20}")
OF_CONTENTS = re.compile(r"[^\n]{0,200}(?:\n[^\n]{0,90}){0,2}?(?:\t|\.{3,}|(?:\s\.){3,})\s?\d{1,4}(?:\n|\Z)")
