"""The gallery: every component of ``templates/components`` with sample values, for those who build pages and for the tests.

The values show shapes (long, empty, obsolete, right to left); they are not a record and touch no database.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from documents.models.rows import Correction

LETTERS = (("A", "Arabic"), ("C", "Chinese"), ("E", "English"), ("F", "French"), ("R", "Russian"), ("S", "Spanish"))


@dataclass(frozen=True)
class Place:
    """One of the six (or more) places of a document's languages, as ``_languages.html`` takes it."""

    letter: str
    name: str
    state: str = "none"
    url: str = ""
    stand_in: bool = False


@dataclass(frozen=True)
class Statement:
    """One piece of evidence, as ``_why.html`` takes it."""

    value: str
    field_name: str = ""
    quote: str = ""
    origin_words: str = "read by machine"
    source: str = ""
    source_url: str = ""
    page_url: str = ""
    confidence_words: str = ""
    confirmed_by: str = ""
    recorded_at: str = "23 November 2026"
    chosen: bool = False


@dataclass(frozen=True)
class Row:
    """A row of the table of documents, as ``_documents_table.html`` takes it."""

    symbol: str
    title: str
    places: list
    url: str = "#"
    title_language: str = "en"
    title_is_translated: bool = False
    type: str = ""
    date_words: str = ""
    agenda_items: list = field(default_factory=list)
    obsolete: bool = False
    replaced_by: tuple | None = None
    note: str = ""
    corrected_by: list = field(default_factory=list)


@dataclass(frozen=True)
class Filter:
    """A choice list, as ``_filters.html`` takes it."""

    name: str
    label: str
    choices: list
    several: bool = False


class SampleForm(forms.Form):
    """A form with every kind of field that the site uses, sent with faults so that its errors show."""

    symbol = forms.CharField(help_text="As printed on the first page, for example CTOC/COP/2016/1.")
    language = forms.ChoiceField(choices=[("en", "English"), ("fr", "French")])
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    issue = forms.BooleanField(
        label="Issue it to the delegates", help_text="The public sees it after the session opens."
    )
    level = forms.ChoiceField(
        label="Who may see it", widget=forms.RadioSelect, choices=[("public", "Everybody"), ("delegates", "Delegates")]
    )


class SampleSignIn(forms.Form):
    """The two fields of the sign-in card."""

    username = forms.CharField(label="Name")
    password = forms.CharField(widget=forms.PasswordInput)


def places(states):
    """Six places from six marks: i issued, h held, l listed, x expected, w withdrawn, s issued as a stand-in, - none."""
    names = {"i": "issued", "h": "held", "l": "listed", "x": "expected", "w": "withdrawn", "s": "issued", "-": "none"}
    return [
        Place(letter, name, names[mark], "#" if mark in "ihs" else "", mark == "s")
        for (letter, name), mark in zip(LETTERS, states, strict=True)
    ]


def documents():
    """Sample groups for the table of documents: plain, obsolete, without symbol, without title, with an Arabic title."""
    report = (
        "Report on the second open-ended intergovernmental meeting to explore all options regarding an appropriate and effective "
        "review mechanism for the United Nations Convention against Transnational Organized Crime and the Protocols thereto"
    )
    return [
        (
            "1 (b)  Adoption of the agenda and organization of work",
            [
                Row(
                    "CTOC/COP/2016/1",
                    "Provisional agenda, annotations and proposed organization of work",
                    places("iiiiii"),
                    date_words="8 August 2016",
                    agenda_items=["1 (b)"],
                ),
            ],
        ),
        (
            "2  Review of the implementation of the Convention and the Protocols thereto",
            [
                Row(
                    "CTOC/COP/2006/6",
                    "",
                    places("--l---"),
                    type="report of the Secretariat",
                    agenda_items=["2"],
                    obsolete=True,
                    replaced_by=("CTOC/COP/2006/6/Rev.1", "#"),
                ),
                Row(
                    "CTOC/COP/WG.8/2016/2",
                    report,
                    places("sssshw"),
                    type="report of meeting",
                    date_words="June 2016",
                    agenda_items=["2 (a)", "7"],
                    note="Read from a stand-in",
                    corrected_by=[Correction("CTOC/COP/WG.8/2016/2/Corr.1", "#", ("fr", "es"))],
                ),
                Row(
                    "",
                    "Report on the meeting of the Working Group on Trafficking in Persons",
                    places("xxixxl"),
                    type="report of meeting",
                    date_words="18 September 2017",
                    title_is_translated=True,
                ),
                Row("CTOC/COP/2016/CRP.5", "", places("--i---"), date_words="7 November 2016", agenda_items=["2"]),
                Row(
                    "CTOC/COP/WG.2/2018/CRP.1-CTOC/COP/WG.3/2018/CRP.1",
                    "تقرير الفريق العامل عن تنفيذ الاتفاقية",
                    places("i-----"),
                    title_language="ar",
                    date_words="2018",
                ),
            ],
        ),
    ]


def evidence():
    """Sample statements: one confirmed, and two in conflict of which one is used."""
    note = Statement(
        "at least one open-ended intergovernmental meeting",
        field_name="Asks for",
        quote="… convene at least one open-ended intergovernmental meeting …",
        source="Note by the Secretariat, paragraph 2",
        source_url="#",
        page_url="#",
        confidence_words="seen",
        confirmed_by="an editor",
    )
    conflict = [
        Statement(
            "10 October 2014",
            field_name="Adopted",
            source="Report of the Conference on its seventh session, page 3",
            page_url="#",
            confidence_words="seen",
            chosen=True,
        ),
        Statement(
            "6 October 2014",
            field_name="Adopted",
            origin_words="seen elsewhere",
            source_url="https://example.org/archive/2014/10/a-very-long-address-that-has-nowhere-to-break/"
            "Conference_of_the_Parties_to_the_Convention_against_Transnational_Organized_Crime.html",
            confidence_words="inferred",
        ),
    ]
    return [note], conflict


def thread(statements):
    """Sample steps of a mandate's thread: asked, met, and a report that is awaited."""
    cards = [
        {"heading": "First meeting", "url": "#", "when": "Vienna, 28–30 September 2015", "statements": statements},
        {"heading": "Second meeting", "url": "#", "when": "Vienna, 6 and 7 June 2016", "statements": statements},
    ]
    reports = [
        {
            "symbol": "CTOC/COP/WG.8/2015/3",
            "url": "#",
            "title": "Report on the first meeting",
            "places": places("iiiiii"),
        },
        {
            "symbol": "CTOC/COP/WG.8/2016/2",
            "title": "Report on the second meeting",
            "places": places("llllll"),
            "hollow": True,
        },
    ]
    asked = mark_safe(
        "The Conference <mark>requested</mark> the Secretariat to convene <mark>at least one meeting</mark> on a review mechanism."
    )
    return [
        {
            "heading": "What was asked",
            "when": "Resolution 7/1, adopted at the seventh session",
            "said": asked,
            "statements": statements,
        },
        {"heading": "Meetings", "cards": cards},
        {"heading": "Reports", "cards": reports},
        {
            "heading": "Report not held yet",
            "body": "The report on the second meeting is cited in CTOC/COP/2016/1 and not held here.",
            "open": True,
        },
        {"heading": "Made available to", "body": "Eighth session, Vienna, 17–21 October 2016", "end": True},
    ]


def paragraphs():
    """Sample paragraphs of an act, in English and in Arabic; the words are our own."""
    done = {"url": "#", "word": "2 meetings held", "tone": "done"}
    gap = {"url": "#", "word": "Report not held", "tone": "gap"}
    english = [
        {"rest": "The Conference of the Parties,"},
        {
            "verb": "Bearing in mind",
            "rest": "that a sample has to be long enough to be broken over more than one line of the measure,",
        },
        {
            "anchor": "p1",
            "number": "1.",
            "verb": "Requests",
            "rest": "the Secretariat to convene at least one meeting, and to make its report available to the next session:",
            "mandates": [done, gap],
        },
        {"anchor": "p1a", "number": "(a)", "depth": 1, "rest": "With interpretation in the six official languages;"},
        {"anchor": "p1ai", "number": "(i)", "depth": 2, "rest": "Within existing resources;"},
        {"anchor": "p12", "number": "12.", "verb": "Decides", "rest": "to remain seized of the matter."},
    ]
    arabic = [
        {"rest": "إن مؤتمر الأطراف،"},
        {
            "anchor": "ar-p1",
            "number": "1-",
            "verb": "يطلب",
            "rest": "إلى الأمانة أن تعقد اجتماعا واحدا على الأقل وأن تتيح تقريره للدورة التالية؛",
            "mandates": [{"url": "#", "word": "2 meetings held", "tone": "done"}],
        },
    ]
    return english, arabic


def readings():
    """Sample pages of text: English with a hit, Arabic as a stand-in, and both for two columns."""
    english = [
        "1. The meeting was held in Vienna on 6 and 7 June 2016, as the Conference had asked in its resolution 7/1.",
        mark_safe(
            "2. It had before it <mark>CTOC/COP/WG.8/2015/3</mark>, the report on the first meeting, and the "
            "submissions that States parties had sent. The text of this sample is our own."
        ),
        "3. The report was made available to the Conference at its eighth session.",
    ]
    arabic = [
        "١- عُقد الاجتماع في فيينا يومي ٦ و٧ حزيران/يونيه ٢٠١٦.",
        "٢- وكان معروضا عليه التقرير CTOC/COP/WG.8/2015/3.",
    ]
    pages = [(number, "#", number in (4, 9)) for number in range(1, 15)]
    return (
        {
            "language": "en",
            "direction": "ltr",
            "number": 4,
            "pages": pages,
            "paragraphs": english,
            "previous_url": "#",
            "next_url": "#",
        },
        {
            "language": "ar",
            "direction": "rtl",
            "number": 1,
            "pages": pages[:2],
            "paragraphs": arabic,
            "next_url": "#",
            "stand_in": True,
        },
        [
            {"language": "en", "direction": "ltr", "paragraphs": english},
            {"language": "ar", "direction": "rtl", "paragraphs": arabic},
        ],
    )


def finding():
    """Sample filters, chips and results of a search."""
    filters = [
        {
            "name": "body",
            "label": "Body",
            "choices": [("", "Any body", None, False), ("wg8", "Review mechanism", 7, True)],
        },
        {
            "name": "type",
            "label": "Type",
            "several": True,
            "choices": [
                ("report", "Report of meeting", 12, True),
                ("agenda", "Provisional agenda", 4, False),
                ("note", "Note", 0, False),
            ],
        },
        {
            "name": "language",
            "label": "Language",
            "choices": [("", "Any language", None, True), ("ar", "Arabic", 3, False)],
        },
        {
            "name": "order",
            "label": "Order",
            "choices": [("", "Best first", None, True), ("date", "Newest first", None, False)],
        },
    ]
    chips = [("Body: Review mechanism", "#"), ("Type: report of meeting", "#")]
    results = [
        {
            "symbol": "CTOC/COP/WG.8/2016/2",
            "url": "#",
            "title": "Report on the second open-ended intergovernmental meeting on a review mechanism",
            "meta": ["report of meeting", "June 2016"],
            "places": places("iiiiii"),
            "snippet": mark_safe(
                "… held in Vienna as the Conference had asked in <mark>resolution 7/1</mark>; it had before it the report …"
            ),
            "page_url": "#",
            "page_words": "page 4",
        },
        {
            "symbol": "CTOC/COP/2006/6",
            "url": "#",
            "title": "",
            "meta": ["report of the Secretariat"],
            "places": places("--l---"),
            "obsolete": True,
            "replaced_by": ("CTOC/COP/2006/6/Rev.1", "#"),
        },
        {
            "url": "#",
            "title": "审议机制问题不限成员名额政府间会议",
            "title_language": "zh",
            "meta": ["list of participants", "2017"],
            "places": places("-i----"),
            "snippet": mark_safe("会议在<mark>维也纳</mark>举行。"),
            "snippet_language": "zh",
        },
    ]
    return [Filter(**each) for each in filters], chips, results


def sessions():
    """Thirteen sample sessions, the last of them still without place and dates."""
    years = (2004, 2005, 2006, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024)
    words = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth".split()
    held = [
        {
            "number": number,
            "ordinal_words": f"{word} session",
            "place_and_dates": f"Vienna, October {year}",
            "year": year,
            "url": "#",
            "document_count": number * 3 % 11,
            "act_count": number % 5,
        }
        for number, (word, year) in enumerate(zip(words, years, strict=False), start=1)
    ]
    to_come = {"number": 13, "ordinal_words": f"{words[12]} session", "place_and_dates": "", "url": "#"}
    return [*held, to_come | {"document_count": 0, "act_count": 0}]


def mandates():
    """Sample rows of mandates: delivered, partly, due, and one that nothing has answered."""
    asks = (
        (
            "Resolution 7/1",
            "convene at least one open-ended intergovernmental meeting on options for a review mechanism",
            2,
            1,
            2,
        ),
        ("Decision 4/4", "establish an open-ended interim working group on trafficking in persons", 3, None, 1),
        (
            "Resolution 12/4",
            "convene an open-ended intergovernmental expert group on crimes that affect the environment",
            2,
            3,
            0,
        ),
        (
            "Resolution 5/4",
            "conduct a study of the transnational nature of and routes used in trafficking in firearms",
            0,
            None,
            0,
        ),
    )
    states = (("Delivered", "done"), ("Delivered", "done"), ("Due", "due"), ("No answer held", "gap"))
    return [
        {
            "url": "#",
            "act_label": act,
            "action": action,
            "meetings_held": held,
            "least_number": least,
            "reports_count": reports,
            "state_word": word,
            "state_tone": tone,
        }
        for (act, action, held, least, reports), (word, tone) in zip(asks, states, strict=True)
    ]


def news():
    """Sample entries of the news: a document of which much is told, one in Arabic, and the followed thing itself."""
    at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    report = {
        "name": "CTOC/COP/WG.8/2016/2",
        "url": "#",
        "language": "en",
        "note": "Report on the second open-ended intergovernmental meeting on a review mechanism",
    }
    arabic = {"name": "CTOC/COP/2016/CRP.5", "url": "#", "language": "ar", "note": "تقرير الفريق العامل"}
    session = {"name": "Eighth session", "url": "#", "note": "Vienna, 17–21 October 2016"}
    moved = "Dates moved to 17–21 October 2016 (before: October 2016)"
    return [
        {
            "thing": report,
            "where": "Second meeting, Vienna, 6–7 June 2016",
            "happenings": [(at, "Issued in English, French and Spanish"), (at, "Placed: report of the meeting")],
        },
        {"thing": arabic, "where": "", "happenings": [(at, "Issued in Arabic")]},
        {"thing": session, "where": session["note"], "happenings": [(at, moved)], "is_itself": True},
    ]


@require_safe
def gallery(request):
    """The gallery page. ``?direction=rtl`` turns the whole page round; anything else is left to right."""
    statements, conflict = evidence()
    english, arabic = paragraphs()
    reading, reading_arabic, both = readings()
    filters, chips, results = finding()
    groups = documents()
    context = {
        "direction": "rtl" if request.GET.get("direction") == "rtl" else "ltr",
        "crumbs": [("Conference of the Parties", "#"), ("Eighth session", "#"), ("Components", "")],
        "states": [
            ("Delivered", "done"),
            ("Due 14 October 2026", "due"),
            ("Report not held", "gap"),
            ("Dismissed", "plain"),
        ],
        "places_full": places("iiiiii"),
        "places_mixed": places("ishlx-"),
        "places_more": [*places("w-i--i"), Place("G", "German", "listed")],
        "head_symbols": ["CTOC/COP/2008/19"],
        "long_title": "Report of the Conference of the Parties to the United Nations Convention against Transnational Organized "
        "Crime on its fourth session, held in Vienna from 8 to 17 October 2008",
        "facts": [
            ("Addressee", "UNODC"),
            ("Asks for", "meeting, at least 1"),
            (
                "Resources",
                "within existing resources from the regular budget and without prejudice to other mandated activities",
            ),
            ("Job number", "V.08-58184 (E)"),
            ("Renewed by", ""),
        ],
        "conflict": conflict,
        "groups": groups,
        "page": Paginator(range(345), 30).page(3),
        "filters": filters,
        "kept": [("q", "review mechanism")],
        "chips": chips,
        "results": results,
        "news": news(),
        "news_group": {"name": "Eighth session", "note": "Vienna, 17–21 October 2016"},
        "followed_search": {"pk": 1, "name": "Review mechanism"},
        "steps": thread(statements),
        "mandates": mandates(),
        "paragraphs": english,
        "paragraphs_arabic": arabic,
        "reading": reading,
        "reading_arabic": reading_arabic,
        "both": both,
        "form": SampleForm({"symbol": "", "language": "en"}),
        "sign_in_form": SampleSignIn(),
        "sessions": sessions(),
    }
    return render(request, "components/gallery.html", context)
