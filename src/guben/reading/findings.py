"""What can be wrong with the text of a scheme, before any name is looked up."""

from guben.diagnostics import Code, Text

NOT_YAML = Code(
    "E101",
    Text("这个文件不是有效的YAML：{problem}。", "This file is not valid YAML: {problem}."),
    Text(
        "检查缩进、引号和冒号后的空格。",
        "Look at the indentation, the quotes, and the blank after each colon.",
    ),
)
UNKNOWN_KEY = Code(
    "E102",
    Text("“{where}”里没有“{key}”这一项。", "'{key}' is not a key of {where}."),
    Text("可用：{known}。", "Known here: {known}."),
)
MISSING_KEY = Code(
    "E103",
    Text("“{where}”缺少“{key}”。", "{where} lacks '{key}'."),
    Text("请补上“{key}”。", "Add '{key}'."),
)
WRONG_SHAPE = Code(
    "E104",
    Text("“{where}”这里应当是{expected}。", "{where} should be {expected} here."),
)
DOUBLE_KEY = Code(
    "E105",
    Text("“{key}”写了两次。", "'{key}' is written twice."),
    Text("只保留一处；另一处在第{line}行。", "Keep one of them; the other is in line {line}."),
)
ALIAS = Code(
    "E106",
    Text(
        "制度文件不使用YAML的锚和引用（& 和 *）。", "Schemes do not use YAML anchors and aliases (& and *)."
    ),
    Text("把内容直接写在这里。", "Write the content here."),
)
NOT_A_NUMBER = Code(
    "E107",
    Text("“{words}”不是数。", "'{words}' is not a number."),
    Text("例如 20、0.5、85%。", "For example 20, 0.5 or 85%."),
)
UNKNOWN_WORD = Code(
    "E108",
    Text("“{where}”不能是“{words}”。", "{where} cannot be '{words}'."),
    Text("可选：{known}。", "One of: {known}."),
)
UNEXPECTED = Code(
    "E109",
    Text(
        "公式在这里读不懂：应当是{expected}，却是“{found}”。",
        "The formula cannot be read here: expected {expected}, found '{found}'.",
    ),
)
UNKNOWN_CHARACTER = Code(
    "E110",
    Text("公式里不能用字符“{character}”。", "A formula cannot contain the character '{character}'."),
    Text("名称用字母、数字和下划线。", "Names are made of letters, digits and underscores."),
)
TOO_DEEP = Code(
    "E111",
    Text("这里嵌套了{depth}层以上。", "This is nested more than {depth} levels deep."),
    Text("把公式拆成几个指标。", "Split the formula into several measures."),
)
BAD_BOUNDS = Code(
    "E112",
    Text("“{words}”不是范围。", "'{words}' is not a range."),
    Text("写成 下限..上限，例如 0..100。", "Write low..high, such as 0..100."),
)
SCORING_NEEDED = Code(
    "E113",
    Text("“{part}”既没有下级指标，也没有计分办法。", "Part '{part}' has neither parts nor a scoring."),
    Text("加上 parts，或其中一种：{known}。", "Give it parts, or one of: {known}."),
)
ONE_SCORING = Code(
    "E114",
    Text("“{part}”写了几种计分办法：{found}。", "Part '{part}' has more than one scoring: {found}."),
    Text("只保留一种。", "Keep one."),
)
ONE_SOURCE = Code(
    "E115",
    Text(
        "指标“{measure}”应当有一个且只有一个来源，现有：{found}。",
        "Measure '{measure}' must have exactly one source; it has: {found}.",
    ),
    Text("可用：{known}。", "One of: {known}."),
)
FILE_NOT_READ = Code(
    "E116",
    Text("读不了这个文件：{problem}。", "This file cannot be read: {problem}."),
    Text("文件应当是UTF-8文本。", "It should be UTF-8 text."),
)
BAD_NAME = Code(
    "E117",
    Text("“{name}”不能用作名称。", "'{name}' cannot be a name."),
    Text(
        "名称以小写字母开头，只用小写字母、数字和下划线，且不是公式里的词。",
        "Names begin with a small letter, have small letters, digits and underscores, and are not words of formulas.",
    ),
)
LINE_NEEDS = Code(
    "E118",
    Text(
        "这一行应当是 {{plus|minus: 分值, if|each: …}} 或 {{zero: true, if: …}}。",
        "A line is {{plus|minus: points, if|each: …}} or {{zero: true, if: …}}.",
    ),
)
BAD_SCHEME_NAME = Code(
    "E119",
    Text("“{name}”不是制度名称。", "'{name}' is not the name of a scheme."),
    Text(
        "写成 方案包/制度，用小写字母、数字和连字符，例如 pioneer-project/village。",
        "Write pack/scheme in small letters, digits and hyphens, such as pioneer-project/village.",
    ),
)

NOTHING = Text("没有", "none")
MAPPING = Text("“名称: 内容”的列表", "a mapping of keys")
LIST = Text("用“-”开头的列表", "a list")
WORDS = Text("一个词或一句话", "a word or a sentence")
END = Text("公式结尾", "the end of the formula")
VALUE = Text("数、名称或括号", "a number, a name or a bracket")
