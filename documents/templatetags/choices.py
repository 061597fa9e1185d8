"""The choices of a filter as HTML. A result page has two hundred of them: as a template's loop they took half of its time."""

from django import template
from django.utils.safestring import mark_safe

from documents.templatetags.document_rows import escape

register = template.Library()


@register.simple_tag
def checkboxes_of(name, choices):
    """The choices of a filter (value, label, count or None, selected) as check boxes with their counts, sent as ``name``."""
    name = escape(name)
    boxes = [
        f'<label><input type="checkbox" name="{name}" value="{escape(value)}"{" checked" if selected else ""}> '
        f"<span>{escape(label)}</span>{_count(count)}</label>"
        for value, label, count, selected in choices
    ]
    return mark_safe("\n".join(boxes))  # escaped piece by piece


def _count(count):
    return "" if count is None else f' <span class="count">{int(count)}</span>'
