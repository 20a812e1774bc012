"""What can be wrong with the types in a formula."""

from guben.diagnostics import Code, Severity, Text

CONDITION_EXPECTED = Code(
    "E221",
    Text("这里应当是条件（成立或不成立），却是{found}。", "A condition is expected here, not {found}."),
    Text("加上比较，例如 x >= 85%。", "Compare it with something, such as x >= 85%."),
)
NUMBER_EXPECTED = Code("E222", Text("这里应当是数，却是{found}。", "A number is expected here, not {found}."))
UNITS_DIFFER = Code(
    "E223",
    Text(
        "单位不同，不能放在一起：{left}、{right}。",
        "Different units do not go together: {left} and {right}.",
    ),
)
NEVER_HOLDS = Code(
    "W235",
    Text(
        "这个比较永远不会成立：这里的数只能在{low}至{high}之间。",
        "This comparison can never hold: the figure lies between {low} and {high}.",
    ),
    Text("检查比较的数和单位。", "Look at the number it is compared with, and its unit."),
    severity=Severity.WARNING,
)
ALWAYS_HOLDS = Code(
    "W236",
    Text(
        "这个比较总是成立：这里的数只能在{low}至{high}之间。",
        "This comparison always holds: the figure lies between {low} and {high}.",
    ),
    Text("检查比较的数和单位。", "Look at the number it is compared with, and its unit."),
    severity=Severity.WARNING,
)
ARGUMENTS = Code(
    "E224",
    Text("函数{function}的参数应当是：{signature}。", "{function} takes: {signature}."),
)
NOT_A_CHOICE = Code(
    "E226",
    Text("“{title}”没有“{word}”这个值。", "'{word}' is not a value of '{title}'."),
    Text("{advice}", "{advice}"),
)
KNOWN_VALUES = Text("可用的值：{known}。", "Its values: {known}.")
USE_CODE = Text("公式里写它的代码：{code}。", "In formulas stands its code: {code}.")
NOT_ORDERED = Code(
    "E227",
    Text(
        "“{title}”的值没有高低之分，不能比大小。",
        "The values of '{title}' have no order and cannot be compared by size.",
    ),
    Text("用 = 或 <>。", "Use = or <>."),
)
RECORDS_EXPECTED = Code(
    "E228",
    Text("这里应当是记录集的名称。", "The name of a record set is expected here."),
    Text("可用：{known}。", "Known record sets: {known}."),
)
NOT_COMPARABLE = Code(
    "E229", Text("这两样不能比较：{left}、{right}。", "These cannot be compared: {left} and {right}.")
)
NOT_HERE = Code(
    "E230", Text("“{name}”不能用在这里。", "'{name}' cannot be used here."), Text("{use}", "{use}")
)
USE_FIELDS = Text(
    "WHERE 后面只能用记录的字段和参数。", "After WHERE stand the fields of the records, and parameters."
)
USE_POINTS = Text("points 只用在指标的 won 里。", "It is for the 'won' of a part.")
USE_PARTS = Text(
    "总分和指标的得分只用在等次的 when 里。", "Points and the total are for the 'when' of grades."
)
USE_WON = Text("COUNT(WON) 只用在等次的 when 里。", "COUNT(WON) is for the 'when' of grades.")
USE_ONCE = Text(
    "WHERE 后面不能再数记录；先写成一个数据项。",
    "Records cannot be counted after another WHERE; make it a measure of its own.",
)
USE_IN_RULES = Text(
    "把它写在计分、否决、等次或名单的公式里；数据项只说本组织自己。",
    "Write it in a scoring, a veto, a grade or a list; a measure speaks of the organization alone.",
)
USE_PREVIOUS = Text(
    "它只用于本制度的数据项、total 和 grade；下级组织的，要在下级制度里先用到。",
    "It is for measures of the scheme, total and grade; of the organizations below only for what their own scheme asks.",
)
TYPE_DIFFERS = Code(
    "E231",
    Text(
        "“{name}”声明的类型是“{declared}”，公式得出的却是“{found}”。",
        "'{name}' is declared as {declared}, but its formula gives {found}.",
    ),
)
TWO_CHOICES = Code(
    "E234",
    Text("“{title}”只能和它的一个值比较。", "'{title}' can only be compared with one of its values."),
    Text("在 = 后面写一个值的代码。", "Write the code of a value after the sign."),
)
NO_SUCH_VOTE = Code(
    "E238",
    Text("没有指标按“{name}”的票计分。", "No part is scored by the votes on '{name}'."),
    Text("可用：{nearest}。", "Known votes: {nearest}."),
)
NO_SUCH_OPTION = Code(
    "E239",
    Text("“{name}”没有选项“{option}”。", "'{name}' has no option '{option}'."),
    Text("选项：{nearest}。", "Its options: {nearest}."),
)
NOTHING = Text("无", "none")
LINEAR_ENDS_EQUAL = Code(
    "E232",
    Text("按比例计分的起点和终点相同。", "The line of proportion begins and ends at the same value."),
    Text("from 和 to 应当不同。", "Let 'from' and 'to' differ."),
)
OPTION = Text("“{option}”", "'{option}'")
STEP_NOT_POSITIVE = Code(
    "E237",
    Text("每一步应当大于0，这里可能是{low}。", "A step must be more than 0; here it can be {low}."),
    Text(
        "per 后面写一个大于0的数，例如 1 year、10%。",
        "Write a number above 0 after 'per', such as 1 year or 10%.",
    ),
)
