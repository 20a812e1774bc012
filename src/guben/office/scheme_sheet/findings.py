"""What can be wrong with the sheets of a scheme, before anything is read as a scheme."""

from guben.diagnostics import Code, Severity, Text

SHEET_NOT_FOUND = Code(
    "E801",
    Text(
        "没有找到“{sheet}”工作表；现有工作表：{there}。", 'There is no sheet "{sheet}"; there are: {there}.'
    ),
    Text(
        "请用 guben scheme export 写出的工作簿，不要删除或改名里面的工作表。",
        "Use a workbook written by guben scheme export, and leave the names of its sheets.",
    ),
)
NO_KEYS = Code(
    "E802",
    Text(
        "没有找到写着代号（如 {example}）的一行，不知道各列是什么。",
        "There is no row with the keys (such as {example}), so that it is not known what the columns hold.",
    ),
    Text("请恢复表头下面的灰色一行。", "Restore the grey row below the headings."),
)
ROW_WITHOUT_NAME = Code(
    "E803",
    Text("这一行没有填“{column}”。", 'This row has no "{column}".'),
    Text("填上代号，或清空整行。{advice}", "Fill it in, or clear the row. {advice}"),
)
NAME_TWICE = Code(
    "E804",
    Text(
        "代号“{name}”出现了两次，另一处在第{row}行。", "'{name}' is there twice; the other is in row {row}."
    ),
    Text("改其中一个，或删去一行。", "Change one of them, or remove a row."),
)
UNKNOWN_PART = Code(
    "E805",
    Text("“指标”表里没有“{name}”。", "The sheet of parts has no '{name}'."),
    Text("{advice}", "{advice}"),
)
CELL_NOT_READ = Code(
    "E806",
    Text("括号里的内容读不懂：{problem}。", "What stands between the brackets cannot be read: {problem}."),
    Text(
        "写成 {{名称: 内容, 名称: 内容}} 或 [内容, 内容]；内容含逗号或冒号时加双引号。",
        "Write {{name: content, name: content}} or [content, content]; put double quotes around commas and colons.",
    ),
)
FILLED_TWICE = Code(
    "E807",
    Text("“{key}”在这一行里写了两次。", "'{key}' is written twice in this row."),
    Text("只留一格。", "Keep one of the cells."),
)
COLUMN_TWICE = Code(
    "E808",
    Text("代号为“{key}”的列出现了两次。", "There are two columns with the key '{key}'."),
    Text("合并成一列。", "Make them one."),
)
COLUMN_WITHOUT_KEY = Code(
    "E809",
    Text("这一列没有代号，不知道是什么。", "This column has no key, so that it is not known what it holds."),
    Text("在灰色的一行里写上代号，或清空这一列。", "Write its key into the grey row, or clear the column."),
)
SHEET_NOT_READ = Code(
    "W810",
    Text("不认识工作表“{sheet}”，没有读。", 'The sheet "{sheet}" is not known and was not read.'),
    Text("可以有这些工作表：{known}。", "These are known: {known}."),
    Severity.WARNING,
)
ONE_LANGUAGE = Code(
    "W811",
    Text(
        "只有一种语言的文字，另一种暂用同样的文字。",
        "Only one language is filled in; the other takes the same words.",
    ),
    Text("有译文时补上。", "Add the translation when you have it."),
    Severity.WARNING,
)
KNOWN_PARTS = Text("可用的指标：{known}。", "The parts: {known}.")
LIKE_PART = Text("例如 {above}.new。", "For example {above}.new.")
NAME_LIKE = Text("例如 new_1。", "For example new_1.")
