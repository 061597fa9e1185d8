"""What a search found as HTML. A page has twenty results: as included templates they took a third of its time."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from documents.templatetags.document_rows import corrigendum_in_html, escape, symbol_in_html
from documents.templatetags.language_places import language_places_of

register = template.Library()


@register.simple_tag
def results_of(results):
    """The items of ``components/_results.html``, where their shape is told. Everything is escaped piece by piece; what is
    marked already (title, snippet) is safe."""
    words = {
        name: escape(gettext(name))
        for name in ("Languages", "Title not known", "Found", "replaced", "by", "corrected by")
    }
    return mark_safe("\n".join(_result(result, words) for result in results))


def _result(result, words):
    symbol = result.get("symbol")
    top = f"{symbol_in_html(symbol, result['url']) if symbol else ''}{_meta(result)}{_successor(result, words)}"
    parts = [
        f'<li class="result" data-symbol="{escape(symbol)}">' if symbol else '<li class="result">',
        f'<p class="top-line">{top}</p>',
    ]
    if result.get("places"):
        places = language_places_of(result["places"])
        parts.append(f'<ul class="langs" role="list" aria-label="{words["Languages"]}">{places}</ul>')
    parts.append(f'<h3 class="title">{_title(result, words)}</h3>')
    if result.get("snippet"):
        parts.append(_snippet(result))
    elif result.get("reason"):
        parts.append(f'<p class="soft small">{words["Found"]} {escape(result["reason"])}</p>')
    return "\n".join([*parts, "</li>"])


def _once(text):
    """A text escaped, unless it is marked already and was escaped then."""
    return text if hasattr(text, "__html__") else escape(text)


def _meta(result):
    inside = "".join(f"<span>{escape(part)}</span>" for part in result.get("meta", ()))
    return f'<span class="soft small dots">{inside}</span>'


def _successor(result, words):
    told = f'<span class="state plain"><bdi>{words["replaced"]}</bdi></span>' if result.get("obsolete") else ""
    if result.get("replaced_by"):
        told += f'<span class="small">{words["by"]} {symbol_in_html(*result["replaced_by"][:2])}</span>'
    for correction in result.get("corrected_by", ()):
        told += f'<span class="small">{words["corrected by"]} {corrigendum_in_html(correction)}</span>'
    return told


def _title(result, words):
    url = escape(result["url"])
    if not result.get("title"):
        return f'<a class="missing" href="{url}">{words["Title not known"]}</a>'
    language = escape(result.get("title_language") or "en")
    return f'<a href="{url}"><bdi lang="{language}">{_once(result["title"])}</bdi></a>'


def _snippet(result):
    language = escape(result.get("snippet_language") or "en")
    link = ""
    if result.get("page_url"):
        link = f' <a href="{escape(result["page_url"])}">{escape(result["page_words"])}</a>'
    snippet = _once(result["snippet"])
    return f'<p class="snippet"><span lang="{language}" dir="auto">{snippet}</span>{link}</p>'
