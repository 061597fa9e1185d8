"""In which encoding the bytes of a text are.

Unicode tells itself apart by its form. Older encodings are told by what they make of the bytes above ASCII: under the
right one they become the common letters of a language; under a wrong one, rare letters and signs within words.
"""

import codecs

_SAMPLE = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Letters by how common they are, the commonest first; what stands in none of the lists is improbable.
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ"
_ARABIC = "اليمنورتبعدسفهكةقحجأىشطصخضذزثإئءظغآؤ"
_WESTERN = "éóàèíáñçêúâôîïœûüùëößäÉÀÈÊÇÑÓÁÍÚòìãõåøæ"
_CENTRAL = "áíéěščřžýůúóňťďąęłśżćńźőűöüăâîşţČŠŽŘŁŚŻĆÁÉÍÓÚ"
_SIGNS = "’‘“”–—«»…•°º§·ªª№€£©® ¿¡،؛؟"
_CHINESE = set(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "进着等部度家电力里如水化高自理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表"
    "间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果"
    "料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先"
    "回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫"
    "且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准"
    "精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
    "秘届条款缔附约署罪毒品犯案秘临谴欢迎敦促鼓励注赞赏重申铭源预草案裁"
)
_TRADITIONAL = set(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "進著等部度家電力裡如水化高自理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表"
    "間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果"
    "員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則"
    "任取據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速"
    "議聲報確類離華名號秘屆條款締附約署罪毒犯案臨譴歡迎促鼓勵注讚賞申銘源預草聯合國"
)

_KINDS = (
    # Those named first win where two make the same of the bytes.
    (("windows-1252", "mac_roman", "cp850"), _WESTERN),
    (("windows-1251", "koi8-r", "iso-8859-5", "cp866", "mac_cyrillic"), _RUSSIAN),
    (("windows-1256", "iso-8859-6"), _ARABIC),
    (("windows-1250", "iso-8859-2"), _CENTRAL),
)
_COMMON = 1.0
_LEAST = 0.35  # what the rarest letter of a list counts
_SIGN = 0.5
_CAPITAL = 0.3
_IMPROBABLE = -1.0


def encoding_of(content: bytes) -> tuple[str, bool]:
    """The encoding of a text, as Python names it, and whether it is certain; ("", False) for bytes that are no text."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return (name, True) if _decodes(content, name) else ("", False)
    if name := _unicode_without_mark(content):
        return name, True
    if _decodes(content, "utf-8"):
        return "utf-8", True
    sample = content[:_SAMPLE]
    if _is_damaged_utf8(sample):
        return "utf-8", False
    return _likeliest(sample), False


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _unicode_without_mark(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: in every second or fourth place the same few bytes stand. "" when neither."""
    sample = content[:4096]
    if len(sample) < 8 or sample.count(0) > 0.8 * len(sample):
        return ""
    if len(content) % 4 == 0:
        for name, zeros in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
            if (
                not any(sample[zeros[0] :: 4].strip(b"\0\1\2"))
                and not any(sample[zeros[1] :: 4])
                and _decodes(content, name)
            ):
                return name
    if len(content) % 2:
        return ""
    half = len(sample) // 2
    for name, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        rows = sample[high::2]
        if rows.count(0) > 0.7 * half and not sample[low::2].count(0) and _decodes(content, name):
            return name
        # Other scripts: one row of Unicode holds most of the letters, and spaces stand between them.
        spaced = rows.count(0) > 0.05 * half
        if spaced and (rows.count(4) > 0.5 * half or rows.count(6) > 0.5 * half) and _decodes(content, name):
            return name
        if 0x0A not in sample[high::2] and _is_chinese(sample, name) and _decodes(content, name):
            return name
    return ""


def _is_chinese(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, "replace")
    return sum(sign in _CHINESE or sign in _TRADITIONAL for sign in text) > 0.4 * len(text)


def _is_damaged_utf8(sample: bytes) -> bool:
    """UTF-8 in which a few bytes were lost or cut off: nearly all bytes above ASCII still stand in good order."""
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(sign > "\x7f" for sign in text) - bad
    return good > 10 * bad


def _likeliest(sample: bytes) -> str:
    high = [byte for byte in sample if byte >= 0x80]
    if not high:
        return "windows-1252"
    best, name_of_best = _chinese_or_none(sample)
    for names, letters in _KINDS:
        worth = {letter: _COMMON - (_COMMON - _LEAST) * place / len(letters) for place, letter in enumerate(letters)}
        for name in names:
            found = _worth(sample.decode(name, "replace"), worth)
            if found > best + 0.02:
                best, name_of_best = found, name
    return name_of_best or "windows-1252"


def _chinese_or_none(sample: bytes) -> tuple[float, str]:
    """How well Chinese encodings fit: the share of common characters among all."""
    best, name_of_best = -2.0, ""
    for name, common in (("gb18030", _CHINESE), ("big5hkscs", _TRADITIONAL)):
        text = sample.decode(name, "replace")
        signs = [sign for sign in text if sign > "\x7f"]
        han = [sign for sign in signs if "\u4e00" <= sign <= "\u9fff"]
        if len(han) < 0.5 * len(signs) or text.count("\ufffd") > 0.02 * len(signs) + 1:
            continue
        share = sum(sign in common for sign in han) / len(han)
        # Three characters in four of any Chinese text are among the commonest.
        found = 2 * share - 0.5
        if share > 0.5 and found > best:
            best, name_of_best = found, name
    return best, name_of_best


def _worth(text: str, worth: dict[str, float]) -> float:
    """The mean worth of the signs above ASCII: 1 for the commonest letters, below 0 for signs within words."""
    total, count = 0.0, 0
    for place, sign in enumerate(text):
        if sign <= "\x7f":
            continue
        before = text[place - 1] if place else " "
        count += 1
        if sign in worth:
            # A small letter in front of a capital: the case is turned about, as KOI8 is under windows-1251.
            total += worth[sign] if not sign.isupper() or not before.islower() else -0.5
        elif sign.casefold() in worth:
            total += _CAPITAL if not before.islower() else _IMPROBABLE
        elif sign in _SIGNS:
            after = text[place + 1] if place + 1 < len(text) else " "
            total += _COMMON if _stands_well(before, sign, after) else _SIGN
        else:
            total += _IMPROBABLE
    return total / count if count else 0.0


def _stands_well(before: str, sign: str, after: str) -> bool:
    """Whether a quotation mark, an apostrophe or a dash stands where such signs stand."""
    if sign in "“‘«":
        return not before.isalnum() and not after.isspace()
    if sign in "”»":
        return not before.isspace() and not after.isalnum()
    if sign == "’":
        return before.isalpha()
    return sign in "–—" and before.isspace() == after.isspace()
