from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from pb_qa.web.markup import attributes, escape

_NASTY = st.text(alphabet=st.sampled_from("<>&\"'`${}\\/=! 字a1\n"), max_size=40)


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(_NASTY)
def test_escaped_text_reads_the_same_and_opens_no_tag(text: str) -> None:
    seen = _Seen()
    seen.feed(f"<p>{escape(text)}</p>")
    seen.close()
    assert seen.tags == [("p", [])]
    assert seen.text == text
    assert unescape(escape(text)) == text


@given(_NASTY)
def test_nothing_is_left_for_a_template_engine(text: str) -> None:
    assert not set("{}$`\\") & set(escape(text))


@given(_NASTY)
def test_an_attribute_keeps_its_value_and_adds_no_other(value: str) -> None:
    seen = _Seen()
    seen.feed(f"<i{attributes(data_value=value)}>")
    seen.close()
    assert seen.tags == [("i", [("data-value", value)])]


def test_absent_attributes_are_left_out() -> None:
    assert attributes(hidden=True, class_="a", title=None, disabled=False) == ' hidden class="a"'
