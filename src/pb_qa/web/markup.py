"""The one place where text becomes HTML.

Besides the characters that mean something to HTML, those are escaped that mean
something to the template engine behind ``gr.HTML`` (JavaScript template strings and
Handlebars), so that a document can hold ``${…}`` or ``{{…}}`` and nothing runs.
"""

from __future__ import annotations

from typing import Final

_ESCAPES: Final = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        "`": "&#96;",
        "$": "&#36;",
        "{": "&#123;",
        "}": "&#125;",
        "\\": "&#92;",
        "\x00": "\N{REPLACEMENT CHARACTER}",
    }
)


def escape(text: str) -> str:
    """Text that is inert both in an element and in a quoted attribute."""
    return text.translate(_ESCAPES)


def attributes(**values: object) -> str:
    """Attributes with a leading space each; ``None`` and ``False`` are left out.

    An underscore in a name stands for a hyphen, a trailing one is dropped:
    ``attributes(class_="chip", data_start=3)``.
    """
    written = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        plain = name.rstrip("_").replace("_", "-")
        written.append(f" {plain}" if value is True else f' {plain}="{escape(str(value))}"')
    return "".join(written)
