"""Names of places in titles and in the names of authorities."""

from __future__ import annotations

import re

_PROVINCES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
)
_SUFFIX = "(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?"
_NAME = "[\u4e00-\u9fff]{1,6}?"
_NOT_IN_NAME = "(?![\u4e00-\u9fff]{0,5}[的在关于和与及各全])"
# 社区, 园区, 试验区 and the like are no districts.
_NO_COMMON_AREA = "(?<![社小地园校灾牧景矿辖库发验护行])"
_PROVINCIAL = re.compile(
    f"(?:{'|'.join(_PROVINCES.split())}){_SUFFIX}"
    f"(?:{_NOT_IN_NAME}{_NAME}(?:市|地区|自治州|盟)(?!场|民|级))?"
    f"(?:{_NOT_IN_NAME}{_NAME}(?:新区|自治县|自治旗|[县旗市]|{_NO_COMMON_AREA}区)(?!场|民|级|域|委|直))?"
)
_LOCAL = re.compile(
    "(?:^|[—\\-－在共 ])"
    "(?P<name>(?!中共)[\u4e00-\u9fff]{2,8}?(?:自治州|自治县|自治旗|新区|[市区县旗盟]))"
    "(?=第|人民|政府|委|代表|关于|办公|党)"
)
_CITY = re.compile(
    "(?:以|于|在|意|为)(?P<name>(?:(?![以于在意为的和])[\u4e00-\u9fff]){2,5}?市)(?!场|民|级|政|容|值)"
)


def find_place(*texts: str) -> str:
    """The first place that one of the texts names, as it names it; empty if none does."""
    for text in texts:
        found = _PROVINCIAL.search(text) or _LOCAL.search(text) or _CITY.search(text)
        if found:
            return found["name"] if "name" in found.re.groupindex else found[0]
    return ""
