"""One answer out of the answers to each of several things."""

from __future__ import annotations

from pb_qa.answering.joining import answers_all, joined
from pb_qa.answering.parts import parts_of
from pb_qa.answers import Answer, AnswerSentence, Coverage
from pb_qa.models import Citation, DocumentInfo

BESIDE = parts_of("商标和发明专利，各保护多少年")
AFTER = parts_of("企业没钱交税，可以缓多久，找谁批")


def _answer(*texts: str, note: str = "") -> Answer:
    document = DocumentInfo(id="d", source="d.txt", title="办法", version=1)
    sentences = tuple(
        AnswerSentence(text, (Citation(n, document, "p", 10 * n, 10 * n + 5, text),))
        for n, text in enumerate(texts, 1)
    )
    notes = (note,) if note else ()
    abstained = not sentences
    return Answer("q", "q", None, sentences, abstained, (), Coverage(1, 1), notes, likelihood=0.5)


def test_each_thing_has_its_sentence_and_its_number() -> None:
    answer = joined(_answer(), BESIDE, [_answer("商标十年。"), _answer("专利二十年。")])
    assert answer.text == "商标十年。[1]\n专利二十年。[2]"


def test_the_thing_that_nothing_is_said_of_is_named() -> None:
    answer = joined(_answer("商标十年。"), BESIDE, [_answer("商标十年。"), _answer()])
    assert answer.text == "商标十年。[1]\n资料中没有找到关于“发明专利”的内容。"


def test_a_refusal_of_the_whole_stands_where_a_part_is_missing() -> None:
    assert joined(_answer(), BESIDE, [_answer("商标十年。"), _answer()]).abstained


def test_what_both_say_is_shown_once() -> None:
    answer = joined(_answer(), BESIDE, [_answer("各十年。"), _answer("各十年。", "专利另算。")])
    assert answer.text == "各十年。[1]\n专利另算。[2]"


def test_what_goes_on_adds_to_the_answer_of_the_whole() -> None:
    whole = _answer("可以缓三个月。", note="没有找到“找谁批”的数据。")
    answer = joined(whole, AFTER, [_answer("可以缓三个月。"), _answer("由省局批准。")])
    assert answer.text == "可以缓三个月。[1]\n由省局批准。[2]"


def test_one_thing_is_answered_as_a_whole() -> None:
    assert answers_all(_answer("十年。"), parts_of("商标保护多少年"))
    assert not answers_all(_answer("十年。"), BESIDE)


def test_a_sentence_that_names_both_answers_the_whole() -> None:
    parts = parts_of("白茶和红茶所用的叶子有什么区别")
    assert len(parts.several) == 2
    assert answers_all(_answer("白茶用嫩芽，红茶用成叶。", "此外再无讲究。"), parts)
    assert not answers_all(_answer("白茶用嫩芽。", "红茶用成叶。"), parts)
