"""Read one file and print what was read, and why: to show, to debug and to script. No database is needed."""

import json
import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from documents.reading import UnreadableFile, child, ocr
from documents.reading.findings import as_dict, find_everything
from documents.reading.pages import CERTAIN, MOST_BYTES

LONGEST_LINE = 100


class Command(BaseCommand):
    help = (
        "Read a file (PDF, Word, OpenDocument, RTF, HTML or plain text) and print what was read: masthead, citations, "
        "acts and what they ask, each with its page, the words it was read from and how sure it is. Writes nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", help="The file, or - for standard input.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")
        parser.add_argument("--text", action="store_true", help="Print the text too, page by page.")
        parser.add_argument("--ocr", action="store_true", help="Recognise the pages that hold only a picture.")

    def handle(self, *, file, **options):
        content = self._content(file)
        began = time.perf_counter()
        try:
            reading = child.read_safely(content)
        except UnreadableFile as problem:
            if options["json"]:
                self.stdout.write(json.dumps({"problem": problem.code, "sentence": str(problem)}))
            raise CommandError(str(problem), returncode=1) from problem
        if options["ocr"] and reading.needs_ocr:
            reading = self._recognised(reading, content)
        findings = find_everything(reading)
        seconds = time.perf_counter() - began
        found = as_dict(findings)
        if options["text"]:
            found["text"] = [page.text for page in reading.pages]
        if options["json"]:
            self.stdout.write(json.dumps(found | {"seconds": round(seconds, 4)}, ensure_ascii=False, indent=1))
        else:
            self._print(found, seconds)

    def _content(self, file):
        if file == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            with Path(file).open("rb") as stream:
                return stream.read(MOST_BYTES + 1)  # one more is refused as too large
        except OSError as error:
            raise CommandError(f"“{file}” can't be opened ({error.strerror}). Name a file that can be read.") from error

    def _recognised(self, reading, content):
        """The reading with its pictures recognised, where Tesseract is installed."""
        if not ocr.is_available():
            self.stderr.write(ocr.NOT_INSTALLED)
            return reading
        return ocr.with_recognised(reading, ocr.read_pages(content, reading.needs_ocr))

    # ------------------------------------------------------------ for people

    def _print(self, found, seconds):
        self._line("File", f"{found['media_type']}, {found['pages']} pages, language {found['language'] or 'not told'}")
        self._line("Reader", f"{found['reader']}, {1000 * seconds:.0f} ms")
        for remark in found["remarks"]:
            self._line("Remark", remark)
        self._heading("Masthead")
        masthead = found["masthead"]
        for name, value in masthead.items():
            if isinstance(value, dict) and "confidence" in value:
                self._value(name.replace("_", " "), value)
        for note in masthead.get("notes", ()):
            self._line(f"note: {note['kind']}", f"{note['mark']} {note['text']}")
        if not masthead:
            self.stdout.write("  nothing was read from a masthead")
        self._heading(f"Citations ({len(found['citations'])})")
        for cited in found["citations"]:
            name = cited.get("symbol") or cited["act"]
            sure = "" if cited["confidence"] >= CERTAIN else f"  [{cited['confidence']:.2f}]"
            written = "" if cited["as_written"] == name else f"  “{_short(cited['as_written'])}”"
            malformed = f"  malformed: {cited['malformed']}" if cited.get("malformed") else ""
            self.stdout.write(f"  page {cited['page']}, {cited['start']}: {name}{sure}{written}{malformed}")
        self._heading(f"Acts in the text ({len(found['acts'])})")
        for act in found["acts"]:
            self._act(act)

    def _act(self, act):
        draft = "draft " if act["is_draft"] else ""
        self.stdout.write(
            f"  {draft}{act['kind']} {act['number']}  {act['title']}  (page {act['page']}; {act['confidence']:.2f})"
        )
        for paragraph in act["paragraphs"]:
            self.stdout.write(f"    {paragraph['label'] or paragraph['kind']}: {_short(paragraph['text'])}")
            for mandate in paragraph["asks"]:
                said = [f"{name.replace('_', ' ')}: {_words(mandate[name])}" for name in _ASKED if mandate[name]]
                self.stdout.write(f"        {'; '.join(said)}")

    def _heading(self, words):
        self.stdout.write(self.style.MIGRATE_HEADING(words))

    def _line(self, name, words):
        self.stdout.write(f"  {name:18}{words}")

    def _value(self, name, value):
        shown = value["value"]
        shown = ", ".join(map(str, shown)) if isinstance(shown, list) else str(shown)
        sure = "certain" if value["confidence"] >= CERTAIN else f"{value['confidence']:.2f}"
        quote = f"  from “{_short(value['quote'])}”, page {value['page']}" if value["quote"] else ""
        self._line(name, f"{shown}  [{sure}]{quote}")


_ASKED = ("verb", "addressees", "deliverable", "least", "deadlines", "resources", "action")


def _words(value):
    if isinstance(value, list):
        return ", ".join(_words(each) for each in value)
    if isinstance(value, dict):
        return str(value.get("words") or value.get("text") or value)
    return _short(str(value))


def _short(text):
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 3] + "..."
