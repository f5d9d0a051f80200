"""Words that lead a reader to what a source says and say nothing themselves."""

from __future__ import annotations

import re
from typing import Final

_FRAME: Final = re.compile(
    "资料|材料|文件|文档|原文|文中|文章|报告|规定|条款|内容|信息|问题|情况|表述|说法|原话|段落|条文|部分|方面|引用|检索"
    "|根据|依据|按照|依照|关于|对于|对此|有关|相关|上述|以上|以下|如下|现有|现行|具体|正如|这样|一句话|来看|看来|而言|来说|来讲"
    "|所[说述写言示载称]|指出|写道|写明|写着|写的|提到|提及|提出|强调|明确|说明|要求|需要|值得|注意|可以看[到出]|可见|可知|显示|表明"
    "|介绍|讲到|谈到|记载|载明|其中|也就是说|换句话说|换言之|简单|概括|总的|总体|首先|其次|最后|另外|此外|同时|并且|而且|因此|所以"
    "|[据就从由的是有在为了中里上看说即这该此本其]"
)
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_FEWEST: Final = 3


def only_frames(words: str) -> bool:
    """Whether a clause says no more than where something stands: 从现有资料看."""
    return len(_HAN.findall(_FRAME.sub("", words))) < _FEWEST


__all__ = ["only_frames"]
