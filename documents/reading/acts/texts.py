"""What is read of acts: paragraphs with their addresses, and whole acts with their place in a document."""

from dataclasses import dataclass

SAMPLE = 2000  # characters that tell the language of a text


@dataclass(frozen=True)
class ParagraphText:
    """One paragraph of an act.

    `kind` is "heading", "preambular", "operative" or "annex". `number` is as printed without its point ("7", "(c)",
    "" for none). `label` addresses it: "7", "7 (a)", "preamble 3", "annex, 53", "section II, 1" where each section
    numbers anew. `text` is verbatim without the number, white space folded. `depth` is 0 for a paragraph, 1 for a
    sub-paragraph. `verb` is the leading verb phrase as printed, "" when there is none. `page` and `start` say where
    the paragraph begins, its number included: the number of the page and the offset of the first character in that
    page's text. `confidence` (0..1) is how sure it is that this is such a paragraph.
    """

    kind: str
    number: str
    label: str
    text: str
    depth: int
    verb: str
    page: int = 0
    start: int = 0
    confidence: float = 0.0


@dataclass(frozen=True)
class ActText:
    """A resolution or decision, or a draft of one, as it stands in a document.

    `kind` is "resolution" or "decision". `body` is the symbol prefix of the organ that speaks ("CTOC/COP", "A",
    "A/HRC"), "" where the words leave it open. `number` is as printed: "7/1", "1/CP.21", "2772 (2025)", "II" of a
    draft, "" for none. `page`, `start` and `end_page`, `end` bound the text, its title included: pages by number,
    offsets of characters in their texts. `quote` holds the words that it was recognised by.
    """

    kind: str
    is_draft: bool
    body: str
    number: str
    title: str
    page: int
    start: int
    end_page: int
    end: int
    quote: str
    confidence: float
    paragraphs: tuple[ParagraphText, ...]

    @property
    def operative(self) -> tuple[ParagraphText, ...]:
        """The operative paragraphs themselves, without those below them and without what has neither number nor verb."""
        return tuple(
            part
            for part in self.paragraphs
            if part.kind == "operative" and part.depth == 0 and (part.number or part.verb)
        )
