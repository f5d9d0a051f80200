"""The pattern of words of time: dates, years, plans, and words that point at them."""

from __future__ import annotations

import re
from typing import Final

_TO: Final = "(?:[-~至到]|—{1,2})"
_ALSO_LENGTH: Final = "来|以|多|左|内|时间|代"
_FULL_YEAR: Final = (
    "(?:(?<![0-9.])(?:1[5-9]|20)[0-9]{2}|(?<![0-9.])1 9 [0-9] [0-9]"
    "|[一二][零一二三四五六七八九]{3}"
    f"|(?<![0-9.第十百千万])[4-9][0-9](?=年(?!{_ALSO_LENGTH}))"
    "|(?<![一二三四五六七八九零十百千万第])[四五六七八九零][零一二三四五六七八九]"
    f"(?=年(?!{_ALSO_LENGTH})))"
)
_COUNT: Final = "(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_MONTH: Final = "(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_OF_YEAR: Final = (
    "(?:(?P<end>年?[底末]|年终)|(?P<begin>年?初)|(?P<half>[上下]半年)"
    "|第?(?P<quarter>[一二三四1-4])季度"
    f"|前(?P<first_months>{_COUNT})个月"
    f"|(?:(?P<month>{_COUNT}) ?(?:月?(?:份)?{_TO}(?P<month_to>{_COUNT}) ?)?月(?:份)?"
    f"(?:(?P<day>{_COUNT})[日号]|(?P<month_end>[底末]))?))"
)
_AT: Final = (
    f"(?P<at>{_FULL_YEAR} ?年|去年|上一?年度?|前年|今年|本年度?|当年|同年|这一年|明年|后年"
    "|年内|全年|年(?=[底末初]))(?:度)? ?"
)
_PLAN_PART: Final = (
    f"(?P<plan_part>(?:期间|时期|计划)?的?[前头](?P<plan_first>{_COUNT})年"
    f"|(?:期间|时期|计划)?的?后(?P<plan_last>{_COUNT})年"
    "|期间|时期|以来|末|初|计划|规划|的|$|头|前)"
)
_YEARS_LONG: Final = (
    "(?:(?P<past>过去|近|最近|前|这|刚过去)的?这?|(?P<next>今后的?|未来|下)|(?P<plain>))"
    f"(?P<count>{_COUNT})(?:多|余)?年"
    "(?P<since>来|以来|间|里|中(?![央国小型期等医外])|时间|内|的时间|期间|左右的?时间)?"
)
_ALONE: Final = (
    f"(?P<alone>(?<![0-9一二三四五六七八九十年个])(?P<m>{_MONTH})"
    f"(?:月?(?:份)?{_TO}(?P<m_to>{_MONTH}))?月(?:份)?"
    "(?:(?P<d>[0-9]{1,2}|[一二三]?十?[一二三四五六七八九]?)[日号]|(?P<m_end>[底末]))?)"
)
EXPRESSION: Final = re.compile(
    # Nothing below begins otherwise; looking at one character first saves most of the time.
    '(?=[0-9零一二两三四五六七八九十 到至截去上前今本当同这明后年全目现迄如“‘"第过近最未下刚日])'
    "(?P<to_end>到|至|截至|截止|截止到|截至到)? ?(?:"
    f"(?P<year>{_FULL_YEAR}) ?(?:年度?)? ?{_TO} ?(?P<year_to>{_FULL_YEAR}|[0-9]{{2}})"
    " ?年(?:底|末|度|期间)?"
    f"|(?P<years>{_FULL_YEAR}) ?(?:年)?[、和与] ?(?P<years_to>{_FULL_YEAR}) ?两?年"
    f"|(?P<from>{_FULL_YEAR}) ?年(?:以来|以后|至今|起)"
    f"|{_AT}(?:{_OF_YEAR})?"
    "|(?P<now>目前|现在|现有(?=[约近共]?[0-9一二三四五六七八九])|迄今|当前|如今|日前|近日"
    "|近期(?!目标|规划|内))"
    f"|(?P<part>(?P<part_half>[上下])半年|第?(?P<part_quarter>[一二三四])季度"
    f"|前(?P<part_months>{_COUNT})个月)"
    "|(?P<decade>(?:[2-9]0|[二三四五六七八九]十)) ?年代(?P<decade_part>初|末|中期|后期)?"
    f'|[“‘"]?(?P<plan>[一二三四五六七八九十]{{1,2}})五[”’"]?{_PLAN_PART}'
    "|第(?P<nth_plan>[一二三四五六七八九十]{1,2})个五年(?:计划|规划)?(?:期间|时期)?"
    "(?P<nth_end>末)?"
    f"|{_YEARS_LONG}"
    "|(?P<century>本世纪|20世纪|二十世纪)末"
    f"|{_ALONE}"
    ")"
)
