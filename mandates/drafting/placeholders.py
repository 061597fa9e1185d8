"""The placeholders of each template, with what they mean: for the page that lists them, and to check a template against."""

from dataclasses import dataclass

from mandates.models import DraftKind


@dataclass(frozen=True)
class Repeated:
    """What stands once for each of several, and the names that hold inside it."""

    meaning: str
    inside: dict


HEAD = {
    "symbol": "The symbol; what is not known of it stands in brackets",
    "symbol_organ": "The beginning of the symbol, such as CTOC",
    "symbol_rest": "The rest of the symbol, with its slash",
    "body": "The name of the body, for the masthead",
    "distribution": "The distribution: General, Limited",
    "date": "The date of submission",
    "original": "The original language",
    "job_number": "The job number",
    "session_title": "The session, such as Eighth session",
    "session_name": "The session within a sentence, such as eighth session",
    "place_and_dates": "Where and when it meets: Vienna, 17–21 October 2016",
    "not_public": Repeated(
        "Sources of the draft that are not public", {"source_not_public": "Which record is not public"}
    ),
}
ITEM = {
    "item_number": "The number of the agenda item",
    "item_title": "The title of the agenda item",
    "agenda_symbol": "The symbol of the provisional agenda; empty where none is known",
}
DOCUMENT = {
    "document_title": "The title of the document",
    "document_symbol": "The symbol of the document",
}
KNOWN = {
    DraftKind.NOTE: HEAD
    | ITEM
    | {
        "title": "The title of the note: reports on which meetings, where and when they were held",
        "conference": "The full name of the body that adopted the act",
        "organ": "Its short name, such as Conference",
        "act": "The act: resolution 7/1",
        "act_again": "The act named once more: the same resolution",
        "act_kind": "resolution or decision",
        "act_title": "The title of the act",
        "act_session": "The session at which it was adopted: seventh session",
        "adopted": "When it was adopted: on 10 October 2014; empty where that is not known",
        "act_document": "The symbol of the document in which its text stands; empty where none is known",
        "context": "What the Conference had in view, a clause that begins with the Conference; empty where it is not recorded",
        "no_text": "A gap where the text of the act is not held; else empty",
        "paragraph": "The paragraph: paragraph 7; empty where it is not known",
        "request": "Verb, addressee and action as one clause: requested the Secretariat to report",
        "means": "The resource clause with what joins it: , within existing resources; else empty",
        "least_number": "The least number asked for, where the action does not say it",
        "services": "Services asked for, where the action does not say them",
        "participants": "Who was to take part; empty where it is not recorded",
        "purpose": "The purpose; empty where it is not recorded",
        "meetings_held": "How many meetings of whom were held where and when, without the last full stop",
        "meetings_to_come": "Meetings planned or announced, without the last full stop; else empty",
        "reports_told": "In which documents the reports are, and to which session they are made available",
    },
    DraftKind.DOCUMENTS: HEAD
    | {
        "agenda_symbol": ITEM["agenda_symbol"],
        "documents_counted": "How many documents there are: Two documents stand",
        "groups": Repeated(
            "The documents under each item of the agenda",
            {
                "heading": "The item: Item 2 (a). Technical assistance; empty where no document has an item",
                "documents": Repeated(
                    "The documents of the item",
                    DOCUMENT
                    | {
                        "document_note": "By what it is replaced or corrected; else empty",
                        "languages": "The languages in which it exists: A C E F R S, with dashes",
                        "item": "The numbers of its agenda items",
                    },
                ),
            },
        ),
    },
    DraftKind.IMPLEMENTATION: HEAD
    | {
        "acts": "Which acts: resolutions 7/1 and 7/2",
        "rows": Repeated(
            "The mandates",
            {
                "resolution": "The act",
                "paragraph": "The paragraph",
                "action": Repeated("The summary of action", {"line": "A line of it"}),
                "implementation": Repeated("What came of it", {"line": "A line of it"}),
                "resources": "The resource clause",
            },
        ),
        "no_rows": "A gap where no mandate is confirmed; else empty",
    },
    DraftKind.AGENDA: HEAD
    | {
        "items": Repeated(
            "The items of the agenda",
            {
                "item_number": ITEM["item_number"],
                "item_title": ITEM["item_title"],
                "is_sub_item": "Not empty for an item within another, such as 2 (a)",
                "documents": Repeated("The documents under the item", DOCUMENT),
            },
        ),
        "documented_items": Repeated(
            "The items before which there are documents",
            {
                "item_number": ITEM["item_number"],
                "item_title": ITEM["item_title"],
                "is_sub_item": "Not empty for an item within another, such as 2 (a)",
                "documents": Repeated("The documents under the item", DOCUMENT),
            },
        ),
        "no_documents": "A gap that names the items without documents; else empty",
        "no_items": "A gap for an agenda of which no item is recorded",
        "other_documents": Repeated("Documents of the session that stand under no item", DOCUMENT),
    },
}


@dataclass(frozen=True)
class Listed:
    """A line of the list of placeholders. depth: how many repetitions it stands in."""

    name: str
    meaning: str
    is_repeated: bool
    depth: int


def listed(kind, known=None, depth=0):
    """The placeholders of a kind as Listed, those inside of a repetition after it."""
    lines = []
    for name, meaning in (KNOWN[DraftKind(kind)] if known is None else known).items():
        if isinstance(meaning, Repeated):
            lines.append(Listed(name, meaning.meaning, True, depth))
            lines += listed(kind, meaning.inside, depth + 1)
        else:
            lines.append(Listed(name, meaning, False, depth))
    return lines
