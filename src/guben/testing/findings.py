"""What can be wrong with a case, and how one fails."""

from guben.diagnostics import Code, Text

UNKNOWN_IN_CASE = Code(
    "E651",
    Text(
        "算例里的“{name}”不是数据项、字段、指标、total、won或grade。",
        "'{name}' in this case is no measure, field, part, total, won or grade.",
    ),
    Text("相近的有：{nearest}。", "Near to it: {nearest}."),
)
UNREADABLE_IN_CASE = Code(
    "E652",
    Text("“{name}”不能是“{words}”。", "'{name}' cannot be '{words}'."),
    Text("应当是{expected}。", "It should be {expected}."),
)
CASE_FAILS = Code(
    "E653",
    Text(
        "算例“{case}”：“{name}”应为{expected}，实际{found}。",
        "Case '{case}': '{name}' should be {expected} and is {found}.",
    ),
)
EXECUTORS_DIFFER = Code(
    "E654",
    Text(
        "算例“{case}”：“{name}”两种计算结果不同：{found}和{other}。请报告这个缺陷。",
        "Case '{case}': the two executors give '{name}' as {found} and {other}. Please report this defect.",
    ),
)
