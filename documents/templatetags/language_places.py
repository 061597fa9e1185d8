"""The places A C E F R S as HTML. A list of fifty documents has three hundred of them: as included templates they took most of
the page's time."""

from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

register = template.Library()


@register.simple_tag
def language_places_of(places):
    """The items of the list of places. places: objects with letter, name, state, url and stand_in.

    A place is a link where the text may be read.
    """
    interface = get_language()
    return mark_safe("".join(_place(place, interface) for place in places))  # escaped place by place


def _place(place, interface):
    start, end = _around(place.letter, place.name, place.state, place.stand_in, bool(place.url), interface)
    return f"{start}{escape(place.url)}{end}" if place.url else start


@lru_cache(maxsize=512)
def _around(letter, name, state, stand_in, is_link, interface):
    """What stands before and behind a place's address; all there is where it has none. The same few come again and again.

    interface: the language of the interface, for which the words are made.
    """
    words = place_in_words(name, state, stand_in)
    classes = f"{state.replace(' ', '-')}{' stand-in' if stand_in else ''}"
    inside = format_html('<span aria-hidden="true">{}</span><span class="unseen">{}</span>', letter, words)
    if is_link:
        end = format_html('" class="{}" title="{}">{}</a></li>', classes, words, inside)
        return mark_safe('<li><a href="'), end
    return format_html('<li><span class="place {}" title="{}">{}</span></li>', classes, words, inside), ""


def place_in_words(name, state, stand_in):
    """What a place says in words: “French”, “French: not held”, “Arabic (stand-in)”."""
    states = {
        "issued": "",
        "held": gettext("held, not issued"),
        "listed": gettext("exists, not held here"),
        "expected": gettext("expected"),
        "in translation": gettext("in translation"),
        "withdrawn": gettext("withdrawn"),
    }
    said = states.get(state, gettext("not held"))
    words = f"{name}: {said}" if said else name
    return f"{words} ({gettext('stand-in')})" if stand_in else words
