"""The rows of the secretariat's table as HTML. A list has fifty of them, and as templates they took half of its time."""

from html import escape as escape_text

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from documents.templatetags.language_places import language_places_of

register = template.Library()


def escape(value):
    """As Django's, without its wrapping for lazy texts, which costs ten times as much: a list escapes a thousand pieces."""
    return escape_text(str(value))


@register.simple_tag
def document_rows_of(rows, hide_items="", hide_dates=""):
    """The rows of ``components/_documents_table.html``, where their shape is told. Everything is escaped piece by piece."""
    words = _Words()
    return mark_safe("\n".join(_row(row, words, hide_items, hide_dates) for row in rows))


class _Words:
    """What the rows say in the language of the interface, asked for once."""

    def __init__(self):
        self.no_symbol = f'<span class="missing">{escape(gettext("no symbol"))}</span>'
        self.no_title = escape(gettext("Title not known"))
        self.translated = f' <span class="kind">{escape(gettext("translated title"))}</span>'
        self.replaced_by = escape(gettext("replaced by"))
        self.corrected_by = escape(gettext("corrected by"))
        self.applies_to = escape(gettext("applies to"))
        self.only = escape(gettext("only"))
        self.no_longer = escape(gettext("no longer in force"))
        self.languages = escape(gettext("Languages"))
        self.item = escape(gettext("Item"))


def _row(row, words, hide_items, hide_dates):
    cells = [
        _opening(row),
        f'<td class="c-symbol" role="cell">{symbol_in_html(row.symbol, row.url) if row.symbol else words.no_symbol}</td>',
        f'<td class="c-title" role="cell">{_title(row, words)}{_kinds(row, words)}</td>',
    ]
    if not hide_dates:
        cells.append(f'<td class="c-date" role="cell">{escape(row.date_words or "")}</td>')
    places = language_places_of(row.places)
    cells.append(
        f'<td class="c-langs" role="cell"><ul class="langs" role="list" aria-label="{words.languages}">{places}</ul></td>'
    )
    if not hide_items:
        cells.append(f'<td class="c-item" role="cell">{_items(row, words)}</td>')
    return "\n".join([*cells, "</tr>"])


def _opening(row):
    return '<tr role="row" class="old">' if row.obsolete else '<tr role="row">'


def symbol_in_html(symbol, url):
    """A symbol as ``components/_symbol.html`` shows it."""
    inside = f'<bdi dir="ltr">{escape(symbol)}</bdi>'
    return f'<a class="symbol" href="{escape(url)}">{inside}</a>' if url else f'<span class="symbol">{inside}</span>'


def corrigendum_in_html(correction):
    """A corrigendum with the languages that it corrects, where these are not all."""
    languages = f" ({escape(correction.languages_in_words)})" if correction.languages else ""
    return f"{symbol_in_html(correction.symbol, correction.url)}{languages}"


def _title(row, words):
    is_link = row.url and not row.symbol
    if row.title:
        language, title = escape(row.title_language or "en"), escape(row.title)
        if is_link:
            return f'<a class="title" href="{escape(row.url)}" lang="{language}" dir="auto">{title}</a>'
        return f'<span class="title" lang="{language}" dir="auto">{title}</span>'
    if is_link:
        return f'<a class="missing" href="{escape(row.url)}">{words.no_title}</a>'
    return f'<span class="missing">{words.no_title}</span>'


def _kinds(row, words):
    """What stands behind a title: that it is translated, the type, the successor, a note."""
    told = words.translated if getattr(row, "title_is_translated", False) else ""
    if row.type:
        told += f' <span class="kind">{escape(row.type)}</span>'
    if row.replaced_by:
        told += f' <span class="successor">— {words.replaced_by} {symbol_in_html(*row.replaced_by[:2])}</span>'
    elif row.obsolete:
        told += f' <span class="successor">— {words.no_longer}</span>'
    if applies_to := getattr(row, "applies_to_in_words", ""):
        told += f' <span class="kind">{words.applies_to} {escape(applies_to)} {words.only}</span>'
    for correction in getattr(row, "corrected_by", ()):
        told += f' <span class="successor">— {words.corrected_by} {corrigendum_in_html(correction)}</span>'
    return told + (f'<span class="note">{escape(row.note)}</span>' if row.note else "")


def _items(row, words):
    if not row.agenda_items:
        return ""
    return f'<span class="in-words unseen">{words.item} </span>{escape(", ".join(row.agenda_items))}'
