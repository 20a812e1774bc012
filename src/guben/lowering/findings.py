"""What can only be found out about a formula while lowering it."""

from guben.diagnostics import Code, Text

TOO_WIDE = Code(
    "E225",
    Text(
        "“{name}”计算中的数可能超过38位，无法精确计算。",
        "Numbers on the way to '{name}' can grow beyond 38 digits and could not be kept exact.",
    ),
    Text(
        "给数据项写上更小的 bounds，或用 ROUND 减少小数位。",
        "Give the measures tighter bounds, or ROUND on the way.",
    ),
)
SUM_OF_QUOTIENTS = Code(
    "E233",
    Text("“{name}”要把商相加，无法精确计算。", "'{name}' adds up quotients, which could not be kept exact."),
    Text(
        "在下级制度里先用 ROUND 取整该数据项。",
        "ROUND that measure in the scheme of the organizations below.",
    ),
)


class NotExact(Exception):
    """A formula cannot be computed exactly; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.number)
        self.code = code
