"""Texts for the bench that look like those of the United Nations to a search: made, the same ones every time.

Words are drawn by Zipf's law from some sixty thousand in English (half as many in each other language), of which a few
hundred are real and the rest put together from syllables; real phrases stand between them, and references to symbols.
Three texts in five are English; a document has one to six of them. Titles come again and again, as they do.
"""

import json
import random
from collections import defaultdict
from itertools import accumulate

SHARES = {"fr": 0.33, "es": 0.25, "ar": 0.17, "ru": 0.125, "zh": 0.125}  # of the texts that are not English
IN_ALL_SIX, IN_ONE_MORE = 0.08, 0.27
SEED = 1945

REAL_WORDS = """
the of and to in for on by with that as its at an their from be or is which all this such also are
Conference Parties States Convention session Secretariat report resolution decision item agenda working group committee
meeting Government international national organized crime corruption trafficking persons migrants firearms protocol
implementation review mechanism technical assistance cooperation extradition mutual legal confiscation proceeds
recommendations adopted expert budget resources extrabudgetary voluntary contributions participation observers experts
development sustainable rights human women children youth peace security disarmament terrorism drugs prevention justice
criminal law legislation framework policy programme strategy capacity training information exchange data evidence
digital cybercrime environment wildlife cultural property money laundering financial investigation prosecution judicial
authorities central competent request requested decides recalling noting welcoming emphasizing reaffirming concerned
general assembly council economic social regional organizations civil society private sector academia victims witnesses
protection health education employment poverty energy climate water food agriculture trade investment transport ocean
annex paragraph article chapter section statement delegation speakers representative chair bureau consultations draft
""".split()

PHRASES = {
    "en": [
        "the provision of technical assistance to States parties",
        "within existing resources",
        "in accordance with the rules and procedures of the United Nations",
        "decided to remain seized of the matter",
        "the United Nations Convention against Transnational Organized Crime",
        "took note with appreciation of the report",
        "a questionnaire was circulated among Member States",
        "mutual legal assistance and extradition",
    ],
    "fr": ["la Convention des Nations Unies", "dans la limite des ressources existantes", "l’assistance technique"],
    "es": ["la Convención de las Naciones Unidas", "dentro de los recursos existentes", "la asistencia técnica"],
    "ru": ["Конвенция Организации Объединенных Наций", "в рамках имеющихся ресурсов", "техническая помощь"],
    "ar": ["اتفاقية الأمم المتحدة", "في حدود الموارد الموجودة", "المساعدة التقنية"],
    "zh": ["联合国公约", "在现有资源范围内", "技术援助"],
}
TOPICS = (
    """
technical assistance|trafficking in persons|the smuggling of migrants|illicit firearms|international cooperation|asset recovery
cybercrime|crimes that affect the environment|the review of implementation|cultural property|money-laundering|witness protection
the rule of law|human rights and counter-terrorism|sustainable development|the rights of the child|disarmament education
the law of the sea|peacekeeping operations|the scale of assessments|gender equality|food security|access to medicines
desertification|the transport of dangerous goods|international trade law|public administration|statistics|ageing
outer space|decolonization|refugees|nuclear energy|cities and housing|indigenous peoples|mercenaries|road safety
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
TITLES = [
    "Report of the Secretary-General on {topic}",
    "Report of the Working Group on {topic} on its {number}th session",
    "Note by the Secretariat on {topic}",
    "Draft resolution on {topic}",
    "Provisional agenda and annotations: {topic}",
    "Summary record of the {number}th meeting: {topic}",
    "{topic}: background paper by the Secretariat",
    "Consideration of reports submitted by States parties: {number}th to {more}th periodic reports on {topic}",
    "Letter dated {day} May {year} from the Chair concerning {topic}",
]
# Body, how its symbols look, how many of the documents are its own.
BODIES = [
    ("General Assembly", "A/{session}/{number}", 20),
    ("General Assembly", "A/RES/{session}/{number}", 6),
    ("Security Council", "S/{year}/{number}", 14),
    ("Economic and Social Council", "E/{year}/{number}", 8),
    ("Commission on Crime Prevention and Criminal Justice", "E/CN.15/{year}/{number}", 6),
    ("Commission on Narcotic Drugs", "E/CN.7/{year}/{number}", 6),
    ("Human Rights Council", "A/HRC/{session}/{number}", 9),
    ("Conference of the Parties to the Organized Crime Convention", "CTOC/COP/{year}/{number}", 5),
    ("Working Group on Trafficking in Persons", "CTOC/COP/WG.4/{year}/{number}", 4),
    ("Working Group on International Cooperation", "CTOC/COP/WG.3/{year}/{number}", 4),
    ("Conference of the States Parties against Corruption", "CAC/COSP/{year}/{number}", 4),
    ("Committee on the Rights of the Child", "CRC/C/{session}/{number}", 3),
    ("Trade and Development Board", "TD/B/{session}/{number}", 3),
    ("Economic Commission for Europe", "ECE/TRANS/WP.15/{year}/{number}", 4),
    ("United Nations Environment Assembly", "UNEP/EA.{session}/{number}", 2),
    ("Commission on International Trade Law", "A/CN.9/{number}", 2),
]
YEARS = range(1966, 2027)
_SYLLABLES = {
    "en": "ba con der ist ful gra hel ing jo kan lum mer nov or pre qui ren sta tion un ver wil ex yl zon act ment".split(),
    "fr": "bé con dre eux fran gné hau ille jou lié meu noi oui pré que rès sté tion ux vin ment ance été çai".split(),
    "es": "bá con dre era fran gua haz ille jor lla mun niñ oso pre que res sta ción ura ven mien anza ido ció".split(),
    "ru": "ба кон дре ний фра гра хо ство жур ла му нов ост пре ка рес ста ция уст вен мен ани ще чи".split(),
    "ar": "با كن در ست فل جر هل عن قا كم لو مر نو عر بر قي رن صا تي ون فر ول خص مد ضم طح".split(),
    "zh": list(
        "国会议书处决定报告组工作技术援助合和犯罪公约缔方实施审查机制资源提供请注意法律刑事司保护人权发展环境安全经济社"
    ),
}
SIZES = {"en": 60_000, "fr": 30_000, "es": 30_000, "ru": 30_000, "ar": 30_000, "zh": 30_000}


class Vocabulary:
    """The words of one language, most frequent first, drawn by Zipf's law."""

    def __init__(self, language):
        chance = random.Random(f"{SEED} {language}")
        syllables = _SYLLABLES[language]
        words = dict.fromkeys(REAL_WORDS if language == "en" else ())
        shortest, longest = (2, 3) if language == "zh" else (2, 4)
        while len(words) < SIZES[language]:
            word = "".join(chance.choices(syllables, k=chance.randint(shortest, longest)))
            words[f"ال{word}" if language == "ar" and chance.random() < 0.3 else word] = None
        self.words = list(words)
        self._weights = list(accumulate(1 / (place + 2.7) for place in range(len(self.words))))

    def draw(self, chance, count):
        """So many words, as they would come in a text."""
        return chance.choices(self.words, cum_weights=self._weights, k=count)


class TextMaker:
    """Makes records as ``script/bench load`` takes them. Two makers with the same seed make the same records.

    first_number: where the numbers of each series begin; a high one makes documents that no other maker made.
    """

    def __init__(self, seed=SEED, first_number=1):
        self._chance = random.Random(seed)
        self._first_number = first_number
        self._vocabularies = {language: Vocabulary(language) for language in PHRASES}
        self._numbers = defaultdict(int)
        self._symbols = []

    def records(self, count):
        """``count`` records as dicts, the languages of one document one after another."""
        made = 0
        while made < count:
            for record in self._document():
                yield record
                made += 1
                if made == count:
                    return

    def _document(self):
        chance = self._chance
        year = chance.choice(YEARS)
        body, pattern, _ = chance.choices(BODIES, weights=[weight for *_, weight in BODIES])[0]
        series = pattern.replace("{session}", str(year - 1945)).replace("{year}", str(year))
        symbol = series.replace("{number}", str(self._first_number + self._numbers[series]))
        self._numbers[series] += 1
        day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        number = chance.randint(4, 60)
        title = chance.choice(TITLES).format(
            topic=chance.choice(TOPICS), number=number, more=number + 1, day=chance.randint(1, 28), year=year
        )
        title = title[0].upper() + title[1:]
        if len(self._symbols) < 5_000:
            self._symbols.append(symbol)
        job = f"V.{year % 100:02}-{chance.randint(0, 99_999):05}"
        for language in self._languages():
            text = self._text(language, f"{symbol}\n{body}\n{title}")
            yield {
                "symbol": symbol,
                "lang": language,
                "title": title,
                "body": body,
                "date": day,
                "job": job,
                "text": text,
            }

    def _languages(self):
        chance = self._chance.random()
        if chance < IN_ALL_SIX:
            return ["en", *SHARES]
        if chance < IN_ALL_SIX + IN_ONE_MORE:
            return ["en", self._chance.choices(list(SHARES), weights=list(SHARES.values()))[0]]
        return ["en"]

    def _text(self, language, masthead):
        vocabulary, chance = self._vocabularies[language], self._chance
        lines = [masthead]
        for number in range(1, chance.randint(4, 11)):
            words = vocabulary.draw(chance, chance.randint(30, 90))
            words.insert(len(words) // 3, chance.choice(PHRASES[language]))
            if chance.random() < 0.3:
                words.insert(len(words) // 2, f"({chance.choice(self._symbols)})")
            if language == "zh":
                lines.append(f"{number}. {''.join(words[:20])}，{''.join(words[20:])}。")
            else:
                words[0] = words[0].capitalize()
                cut = len(words) // 2
                lines.append(f"{number}. {' '.join(words[:cut])}, {' '.join(words[cut:])}.")
        return "\n".join(lines)


def write_texts(path, count, progress=None):
    """Write ``count`` records to a file, one JSON object a line; the file appears when it is whole."""
    half = path.with_suffix(".new")
    with open(half, "w", encoding="utf-8") as file:
        for number, record in enumerate(TextMaker().records(count), 1):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            if progress and number % 5_000 == 0:
                progress(number)
    half.replace(path)
