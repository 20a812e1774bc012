"""What a careful colleague would say. All are warnings: the scheme can be used as it is."""

from guben.diagnostics import Code, Severity, Text


def _remark(number: str, message: Text, hint: Text) -> Code:
    return Code(number, message, hint, Severity.WARNING)


MOSTLY_PAPERWORK = _remark(
    "W851",
    Text(
        "各项合计{total}分，其中{points}分（{share}%）看的是材料和过程，不是做成了什么。",
        "Of {total} points in all parts, {points} ({share}%) are for paper and process, not for what was achieved.",
    ),
    Text(
        "减少材料和过程的分值，多看产出和成效；其中：{parts}。",
        "Give fewer points for paper and process, and more for output and outcome. Among them: {parts}.",
    ),
)
REWARDS_NOT_SAID = _remark(
    "W852",
    Text(
        "指标“{part}”没有写明导向（rewards）。",
        "Part '{part}' does not say what its points are for (rewards).",
    ),
    Text(
        "写 paper（材料）、process（过程）、output（产出）或 outcome（成效）。",
        "Write paper, process, output or outcome.",
    ),
)
ALL_ALIKE = _remark(
    "W853",
    Text(
        "按数据，{number}个组织中有{alike}个（{share}%）在“{part}”上都得{points}分，这一项区分不出高低。",
        "On the data, {alike} of {number} organizations ({share}%) have {points} points for '{part}': it tells nobody apart.",
    ),
    Text(
        "提高标准、换一项，或把分值给别的指标。",
        "Raise the line, ask for something else, or give the points to another part.",
    ),
)
SAME_RULE = _remark(
    "W854",
    Text(
        "指标“{part}”和“{other}”的计分办法相同。", "Parts '{part}' and '{other}' are scored by the same rule."
    ),
    Text("合并成一项，或说清两项的差别。", "Make them one, or let them differ."),
)
SAME_ORDER = _remark(
    "W855",
    Text(
        "按数据，指标“{part}”和“{other}”把所有组织排成同样的先后。",
        "On the data, parts '{part}' and '{other}' put all organizations in the same order.",
    ),
    Text(
        "同一件事可能计了两次分；看看能不能合并。",
        "One thing may be scored twice; see whether they can be one.",
    ),
)
BAND_NOT_REACHED = _remark(
    "W856",
    Text(
        "指标“{part}”的第{number}档永远用不到：符合它的，前面的档已经先符合。",
        "Band {number} of part '{part}' is never reached: whoever meets it meets one before it.",
    ),
    Text("把要求高的档放在前面，或改条件。", "Put the more demanding band first, or change its condition."),
)
BAND_GAP = _remark(
    "W857",
    Text(
        "指标“{part}”的各档之间有空档：{value}{where}时，哪一档都不符合，得0分。",
        "The bands of part '{part}' leave a gap: where {value} is {where}, none is met and there are no points.",
    ),
    Text("让相邻两档的界线接上。", "Let neighbouring bands meet."),
)
BANDS_OVERLAP = _remark(
    "W858",
    Text(
        "指标“{part}”的第{first}档和第{second}档有重叠：{value}{where}时两档都符合，按第{first}档计。",
        "Bands {first} and {second} of part '{part}' overlap: where {value} is {where} both are met, and band {first} counts.",
    ),
    Text("写清界线上归哪一档。", "Say which band the border belongs to."),
)
GRADE_NOT_REACHED = _remark(
    "W859",
    Text(
        "等次“{grade}”永远评不上：符合它的，前面的等次已经先符合，或者条件做不到。",
        "Grade '{grade}' is never given: whoever meets it meets a better one first, or nobody can meet it.",
    ),
    Text("看看各等次的先后和界线。", "Look at the order of the grades and at their lines."),
)
MEASURE_NOT_USED = _remark(
    "W860",
    Text(
        "要各组织提供“{measure}”，却没有用它。",
        "'{measure}' is asked for, but nothing depends on it.",
    ),
    Text("不用就不要收；去掉它。", "What is not used need not be asked for; remove it."),
)
DERIVED_NOT_USED = _remark(
    "W861",
    Text("推算出的“{measure}”没有用到。", "'{measure}' is derived, but nothing depends on it."),
    Text("去掉它，或用上它。", "Remove it, or use it."),
)
ASKED_TWICE = _remark(
    "W862",
    Text(
        "“{measure}”和“{other}”像是同一件事，问了两次：{why}。",
        "'{measure}' and '{other}' look like the same thing asked twice: {why}.",
    ),
    Text("只收一次，两处都用它。", "Ask once and use it in both places."),
)
COULD_BE_DERIVED = _remark(
    "W863",
    Text(
        "“{measure}”可以从{records}推算，不必再填。",
        "'{measure}' can be derived from {records}; nobody has to report it.",
    ),
    Text("把来源改成 derive: {formula}。", "Let its source be derive: {formula}."),
)
ASKED_TOO_OFTEN = _remark(
    "W864",
    Text(
        "“{measure}”要每{asked}填一次，而制度{used}才考核一次。",
        "'{measure}' is reported every {asked}, though the scheme is evaluated every {used}.",
    ),
    Text(
        "填报周期改成和考核周期一样，或说明为什么要多填。",
        "Ask as often as you evaluate, or say why more is needed.",
    ),
)
TITLE_TWICE = _remark(
    "W865",
    Text("指标“{part}”和“{other}”同名。", "Parts '{part}' and '{other}' have one title."),
    Text("合并，或换一个说得清差别的名称。", "Make them one, or let the titles tell them apart."),
)
QUOTAS_BEYOND_WHOLE = _remark(
    "W866",
    Text(
        "各条比例控制在{within}中一共要给出{total}，多于全部组织，做不到。",
        "Among {within} the quotas promise {total} together, which is more than all organizations.",
    ),
    Text("减小其中的比例，或改成 at_most。", "Lower some of the shares, or let them be at_most."),
)
QUOTAS_CONTRADICT = _remark(
    "W867",
    Text(
        "{grades}一条要求至少{least}，另一条最多只许{most}，不能同时做到。",
        "One quota promises {least} to {grades}, and another allows {most}; both cannot be met.",
    ),
    Text("只留一条，或改比例。", "Keep one of them, or change a share."),
)
QUOTA_FOR_NOBODY = _remark(
    "W868",
    Text(
        "按数据，{groups}个组里有{empty}个太小（最多{size}个组织），{share}取整后一个{grades}的名额也没有。",
        "On the data, {empty} of {groups} groups are so small ({size} organizations at most) that {share} leaves no place for {grades}.",
    ),
    Text(
        "写 at_least: 1，或扩大范围（within）。", "Write at_least: 1, or let the groups be larger (within)."
    ),
)
HELD_IN_A_LEDGER = _remark(
    "W869",
    Text(
        "“{measure}”要填报，而用到的台账“{ledger}”已经算得出。",
        "'{measure}' is reported, though the ledger '{ledger}', which is used here, yields it already.",
    ),
    Text("直接用“{name}”，不再填报。", "Use {name} instead of asking."),
)
SAME_TITLE = Text("名称相同", "they have one title")
SAME_HEADING = Text("列名“{heading}”相同", "they share the heading '{heading}'")
SAME_ORIGIN = Text("来源相同（{origin}）", "they come from the same place ({origin})")
SAME_VALUES = Text("按数据，各组织的数都一样", "on the data, every organization has the same figure for both")
AT = Text("为{low}", "{low}")
BETWEEN = Text("在{low}和{high}之间", "between {low} and {high}")
