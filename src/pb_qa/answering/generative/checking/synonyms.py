"""Words that may stand for one another in a restatement, and words that say nothing.

Whatever is not listed here counts as saying something else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# One row for each meaning, ~ where the words may as well be missing, + where a row goes on.
# The sides of an opposition never share a row.
_ROWS: Final = """
增长 增加 提高 上升 提升 上涨 增至 升至 增 升 增进 增多 涨
下降 减少 降低 下跌 回落 下滑 降至 减至 减 降
增速 增幅 增长率 涨幅 增长速度
扩大 拓展 扩展 拓宽
缩小 压缩 缩减
应 应当 应该 须 必须 要 需 需要 务必 要求
可 可以 能够 能 允许 准许 准予 得以
不得 不准 不许 不可以 不可 不能 禁止 严禁 不允许 不应 不应当
建立 设立 成立 组建 创建 创办 设置 建 设 新建立
建设 兴建 修建 新建 建造
建成 建完 竣工
~ 完成 实现 达到 达成 取得 达 完成了 做好 搞好 办好
~ 开展 进行 举办 举行 组织 组织开展 开办 召开 办
参加 参与 出席 列席
加强 强化 增强 加大 加快 抓好
推进 推动 促进 带动 拉动
制定 制订 出台 拟定 研究制定
~ 根据 依据 按照 依照 遵照 按 依 照 凭
包括 含 包含 涵盖
公布 发布 颁布 公开发布 印发 下发
资金 经费 款项
群众 百姓 老百姓 民众 人民群众 居民群众
职工 员工
因 因为 由于
尚未 还没有 还未 仍未 尚没有 仍没有 未 没有
~ 十分 非常 很 极其
因此 因而 所以 故
但 但是 不过 然而 可是
如 如果 若 假如 倘若 要是
~ 和 与 及 以及 并 同 跟 、 并且 且 及其
或 或者 抑或
截至 截止 截止到 到 至
同比 比上年 较上年 比去年 较去年 比上年同期 比去年同期 与上年相比 与去年相比
+ 与上年同期相比 与去年同期相比 较上年同期 较去年同期 比上1年 比前1年
全年 整年 1年来 全年度
今年 本年 当年 本年度 年内
去年 上年 上1年 前1年 上年度 去年1年
每年 年均 平均每年 每1年 年平均 年年 逐年 每年平均
每月 每个月 每1月 月均 按月
每周 每个星期 每星期 每1周
每季度 每个季度 每季 按季 按季度
每天 每日 日均
首次 第1次 首度
累计 累积
~ 共计 总计 总共 合计 一共 共 1共 共有
~ 目前 当前 现在 现阶段 眼下 如今
主要 重点 重要
支持 扶持 帮助 资助 援助 帮扶 扶助
保护 维护 保障 确保 保证
检查 督查 监督检查 督导 督促检查
报告 汇报 上报 报送 呈报 报
批准 审批 核准 同意 准
商议 协商 讨论 研究 商量
选拔 选任 挑选 遴选 选派 派出 派 选出
任命 任用 委任
奖励 表彰 嘉奖
处罚 惩处 惩罚
处理 办理 经办 解决 化解
符合 满足 具备
超过 超 突破 高于 多于 逾 不少于 不低于 至少 最少 起码 大于 以上 不得低于 不得少于 不应低于 下限
~ 最迟 至迟 最晚
原则上 一般 通常 通常情况下
不足 不到 未达 低于 少于 不满 不超过 以下 至多 最多 不高于 以内 不得超过 不得高于 不应超过 上限 最长
占 占比 比重 比例 份额 占了
年底 年末
年初 岁首
初期 初
末期 末
我国 中国 全国 国内 祖国
城镇 城市
农村 乡村
民营 私营
参军 入伍
住房 房屋
老人 老年人 老年
孩子 儿童 小孩
妇女 女性
迅速 快速 较快
明显 显著 大幅 大幅度 大为
~ 逐步 逐渐 渐渐
充分 完全 彻底
~ 尽快 尽早 抓紧 及早 及时 立即 马上
~ 真正 切实 确实 扎实 认真 积极 大力 努力 着力 深入 全力 进一步 不断 持续 继续
办法 措施 做法 举措 方法
难题 问题 困难
作用 功能
结果 成果 成效 成绩
收费 费用
数量 总数 数目 总量 数 人数
~ 同时 此外 另外 并且 而且 还 也
改善 好转 改进 优化
安排 拨付 拨 拨出 投入 投资 下拨 支付
作出 做出 作 做
提出 指出 表示 认为 强调 说 称 讲
规定 明确 要求
承担 负担 负责 担负
获得 得到 取得 获 荣获 赢得
提供 给予 给 供给
具体 详细
不宜 不适宜
有权 有权利
享有 享受
书面 文字
地区 地方 各地
~ 关于 有关 相关
工程 项目
配备 配 配置
聘请 聘用 聘任 雇用
分配 划分 分给
上交 上缴 缴纳 交纳 缴 交
~ 开始 起 启动 着手
共同 一起 联合 一道
必要时 需要时
人员 者 人士
负责人 领导人 主要领导
~ 时候 时 时期 期间
以前 之前 前
以后 之后 后 之日起 之日后
以来 来
每户 户均 平均每户
每人 人均 平均每人
连续 接连
并列 同列
其余 其他 其它
以外 之外 除外 不在此限 不受此限 不受此限制 不在此列 不在其列 不包括在内 不适用
从其规定 依照其规定 依其规定 按照其规定 适用其规定 按其规定 按该规定办理 按其规定办理 以其规定为准
全部 所有 一切 全体 全都 都 均 皆 一律
各 各个 每个 每一个 每 每1个
绝大部分 绝大多数
大部分 大多数 多数
部分 一部分 有的 一些 某些
个别 极少数 少数
~ 从 自
~ 把
~ 被 为 由
~ 向 对 对于 给
"""
_COMMON: Final = (
    "已经|已(?!知|婚)|了(?!解)|的话|的|并(?!列)|也|还|则|而(?!且)|就(?!业|读|医|学|近)|该|这个|这一|这些|此|等(?![级于次])"
    "|予以|加以|进行|方面|分别|情况|为(?!了)|是|有(?!关|效|色|害|权|机|限|偿)|在(?!职|校|建|岗|编)|于"
    "|其中|其|所|共|约|近|左右|大约|大概|当中|之中|中(?=的|[,，、]|$)|里|内(?!容|部|陆|地|资|需|蒙|贸|河|涵|控|科|外)|之"
    '|地(?=[提增加推开完建减降]|$)|得|着|过程|"|[()·\\-]|只(?!有|要)|又|再(?!就业)|便|即|曾|着力|总体|整体|大体'
    "|数字|(?:(?<!大)数据|答案|结果)(?=[是为])|水平|规模|工作(?!日|量|人员)|问题|要|会(?=[有使])|好"
)
_SCOPE: Final = re.compile("[全我本该](?=[省市县区州旗乡镇村](?![民家人委]))")
_COUNTED: Final = re.compile(
    "(?<=[0-9])(?:名|人|位|个|家|户|所|处|座|项|条|件|种|类|次|场|期|天|日|元|周?岁|周年|多|余)+"
)


def _table() -> dict[str, str]:
    """Each word with what stands for its row; of several rows the first counts."""
    table: dict[str, str] = {}
    for index, row in enumerate(_ROWS.replace("\n+", "").split("\n")):
        sign = "" if row.startswith("~") else chr(0xE000 + index)
        for word in row.removeprefix("~").split():
            table.setdefault(word, sign)
    return table


_TABLE: Final = _table()
_WORDS: Final = re.compile(
    "增加值|大多数|数据|数字|"
    + "|".join(sorted((re.escape(w) for w in _TABLE), key=len, reverse=True))
)
_NOTHING: Final = re.compile(_COMMON)


@lru_cache(maxsize=8192)
def meaning(words: str) -> str:
    """What a few words of a clause say, synonyms brought to one sign; pure.

    Parameters
    ----------
    words
        In the spelling of `spelling.spell`.
    """
    text = _SCOPE.sub("", words)
    text = _COUNTED.sub("", text)
    text = _WORDS.sub(lambda match: _TABLE.get(match[0], match[0]), text)
    return _NOTHING.sub("", text)


__all__ = ["meaning"]
