"""The places A C E F R S as HTML. A list of fifty documents has three hundred of them: as included templates they took most of
the page's time."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

register = template.Library()


def place_in_words(place):
    """What a place says in words: “French”, “French: not held”, “Arabic (stand-in)”."""
    states = {
        "issued": "",
        "held": gettext("held, not issued"),
        "listed": gettext("exists, not held here"),
        "expected": gettext("expected"),
        "withdrawn": gettext("withdrawn"),
    }
    said = states.get(place.state, gettext("not held"))
    words = f"{place.name}: {said}" if said else place.name
    return f"{words} ({gettext('stand-in')})" if place.stand_in else words


@register.simple_tag
def language_place(place):
    """One place: a link where the text may be read. place: an object with letter, name, state, url and stand_in."""
    words = place_in_words(place)
    classes = f"{place.state}{' stand-in' if place.stand_in else ''}"
    inside = format_html('<span aria-hidden="true">{}</span><span class="unseen">{}</span>', place.letter, words)
    if place.url:
        return format_html('<a class="{}" href="{}" title="{}">{}</a>', classes, place.url, words, inside)
    return format_html('<span class="place {}" title="{}">{}</span>', classes, words, inside)
