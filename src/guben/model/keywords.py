"""The closed lists of the language itself in words: what a part rewards, how often, types, truths."""

from guben.diagnostics import Text
from guben.model.choices import Choice, ChoiceSet
from guben.model.grading import QuotaBase, QuotaKind, Rounding
from guben.model.scheme import MissingPolicy, Period, Reward
from guben.model.scoring import Partial, Ties
from guben.model.values import Kind

REWARDS = ChoiceSet(
    "rewards",
    Text("导向", "Rewards"),
    (
        Choice(Reward.PAPER.value, Text("材料", "paper")),
        Choice(Reward.PROCESS.value, Text("过程", "process")),
        Choice(Reward.OUTPUT.value, Text("产出", "output")),
        Choice(Reward.OUTCOME.value, Text("成效", "outcome")),
    ),
)
MISSING_POLICIES = ChoiceSet(
    "missing",
    Text("缺数据时", "Without figures"),
    (
        Choice(MissingPolicy.NO_POINTS.value, Text("不得分", "no points")),
        Choice(MissingPolicy.EXCLUDE.value, Text("不计入", "left out")),
        Choice(MissingPolicy.ERROR.value, Text("停止计算", "evaluation stops")),
    ),
)
PERIODS = ChoiceSet(
    "period",
    Text("周期", "How often"),
    (
        Choice(Period.YEAR.value, Text("每年", "yearly"), ("年",)),
        Choice(Period.HALF_YEAR.value, Text("每半年", "half-yearly"), ("半年",)),
        Choice(Period.QUARTER.value, Text("每季度", "quarterly"), ("季度", "季")),
        Choice(Period.MONTH.value, Text("每月", "monthly"), ("月",)),
    ),
)
KINDS = ChoiceSet(
    "type",
    Text("类型", "Type"),
    (
        Choice(Kind.POINTS.value, Text("分值", "points"), ("分", "分数")),
        Choice(Kind.PERCENT.value, Text("百分比", "percent"), ("比例", "%")),
        Choice(Kind.COUNT.value, Text("数量", "count"), ("个数", "次数", "人数")),
        Choice(Kind.NUMBER.value, Text("数", "number"), ("数值", "小数")),
        Choice(Kind.YUAN.value, Text("金额（元）", "yuan"), ("金额", "元")),
        Choice(Kind.AREA.value, Text("面积（平方米）", "area"), ("面积", "平方米")),
        Choice(Kind.AGE.value, Text("年龄", "age"), ("岁",)),
        Choice(Kind.DURATION.value, Text("时长（天）", "duration"), ("时长", "天", "天数")),
        Choice(Kind.YES_NO.value, Text("是或否", "yes or no"), ("是否",)),
        Choice(Kind.CHOICE.value, Text("选项", "choice"), ("选择",)),
        Choice(Kind.DATE.value, Text("日期", "date")),
        Choice(Kind.TEXT.value, Text("文字", "text"), ("文本",)),
    ),
)
TRUTHS = ChoiceSet(
    "truth",
    Text("是或否", "Yes or no"),
    (Choice("true", Text("是", "yes"), ("对", "√")), Choice("false", Text("否", "no"), ("不", "×"))),
)
STARTS = ChoiceSet(
    "start",
    Text("从多少分起", "Starts at"),
    (Choice("full", Text("满分", "full"), ("满",)), Choice("zero", Text("0分", "zero"), ("零分", "0"))),
)
ORDERS = ChoiceSet(
    "order",
    Text("排序", "Order"),
    (
        Choice("descending", Text("从高到低", "highest first"), ("降序",)),
        Choice("ascending", Text("从低到高", "lowest first"), ("升序",)),
    ),
)
PARTIALS = ChoiceSet(
    "partial",
    Text("不足一个单位的", "The last part of a step"),
    (
        Choice(Partial.IGNORE.value, Text("不计", "not counted"), ("舍去",)),
        Choice(Partial.WHOLE.value, Text("按一个计", "counted as a whole one"), ("进一",)),
        Choice(Partial.PROPORTIONAL.value, Text("按比例计", "counted in proportion"), ("按比例",)),
    ),
)
QUOTA_KINDS = ChoiceSet(
    "kind",
    Text("控制方式", "Kind of quota"),
    (
        Choice(QuotaKind.AT_MOST.value, Text("不超过", "at most")),
        Choice(QuotaKind.ABOUT.value, Text("控制在", "about"), ("左右", "约")),
        Choice(QuotaKind.AT_LEAST.value, Text("不少于", "at least")),
    ),
)
QUOTA_BASES = ChoiceSet(
    "of",
    Text("基数", "Share of"),
    (
        Choice(QuotaBase.ALL.value, Text("全部", "all"), ("所有",)),
        Choice(QuotaBase.ELIGIBLE.value, Text("没有否决的", "those without a veto")),
    ),
)
ROUNDINGS = ChoiceSet(
    "rounding",
    Text("取整", "Rounding"),
    (
        Choice(Rounding.HALF_UP.value, Text("四舍五入", "half up")),
        Choice(Rounding.DOWN.value, Text("舍去尾数", "down"), ("舍去",)),
        Choice(Rounding.UP.value, Text("进位", "up"), ("进一",)),
    ),
)
EDGES = ChoiceSet(
    "ties",
    Text("末位并列", "Equals at the border"),
    (
        Choice("in", Text("都计入", "all in"), ("计入",)),
        Choice("out", Text("都不计入", "all out"), ("不计入",)),
    ),
)
CUT_OFFS = ChoiceSet(
    "cut_off",
    Text("分数线和名额", "Conditions or places"),
    (
        Choice("holds", Text("分数线优先", "conditions come first")),
        Choice("yields", Text("名额优先", "places come first")),
    ),
)
RANK_TIES = ChoiceSet(
    "ties",
    Text("并列名次", "Equals share"),
    (
        Choice(Ties.BEST.value, Text("取较前名次", "the better place")),
        Choice(Ties.WORST.value, Text("取较后名次", "the worse place")),
    ),
)
KEYWORD_SETS = (
    REWARDS,
    MISSING_POLICIES,
    PERIODS,
    KINDS,
    TRUTHS,
    STARTS,
    ORDERS,
    PARTIALS,
    QUOTA_KINDS,
    QUOTA_BASES,
    ROUNDINGS,
    EDGES,
    CUT_OFFS,
    RANK_TIES,
)
