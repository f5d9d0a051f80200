"""The head of a column by which a list can be sorted."""

from __future__ import annotations

from enum import StrEnum

from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape


def render_sortable_head(
    column: StrEnum, order: StrEnum, descending: bool, link: str, texts: Texts
) -> str:
    """A head whose name leads to the list sorted by it, saying how the list is sorted now.

    Parameters
    ----------
    order, descending
        How the list is sorted.
    link
        Where the list sorted by ``column`` is.
    """
    name = texts(f"column_{column}")
    direction, arrow = "none", ""
    if order is column:
        direction, arrow = ("descending", "▼") if descending else ("ascending", "▲")
    way = attributes(href=link, data_key=f"sort-{column}", aria_label=texts("sort_by", column=name))
    return (
        f'<th scope="col"{attributes(aria_sort=direction)}>'
        f'<a{way}>{escape(name)}<span aria-hidden="true">{arrow}</span></a></th>'
    )
