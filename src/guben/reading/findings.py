"""What can be wrong with the text of a scheme, before any name is looked up."""

from guben.diagnostics import Code, Text

NOT_YAML = Code(
    "E101",
    Text("文件的写法读不懂：{problem}。", "The file cannot be read as YAML: {problem}."),
    Text(
        "检查缩进、引号，以及冒号是不是半角、后面有没有空格。",
        "Look at the indentation, the quotes, and that each colon is a plain one with a blank after it.",
    ),
)
UNKNOWN_KEY = Code(
    "E102",
    Text("{where}里没有“{key}”这一项。", "'{key}' is not a key of {where}."),
    Text("{advice}", "{advice}"),
)
MISSING_KEY = Code(
    "E103",
    Text("{where}缺少“{key}”。", "'{key}' is missing from {where}."),
    Text("请补上“{key}”。", "Add '{key}'."),
)
WRONG_SHAPE = Code(
    "E104",
    Text("{where}：这里应当是{expected}。", "In {where}, this should be {expected}."),
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
    Text("{where}：这里不能写“{words}”。", "'{words}' is not known here, in {where}."),
    Text("{advice}", "{advice}"),
)
USE_CODE = Text("这里写 {code}。", "Here stands the word {code}.")
UNEXPECTED = Code(
    "E109",
    Text(
        "公式在这里读不懂：应当是{expected}，却是{found}。",
        "The formula cannot be read here: expected {expected}, found {found}.",
    ),
)
DAY_IN_FORMULA = Code(
    "E132",
    Text(
        "公式里的日期要写成 DATE({year}, {month}, {day})，不写“{found}”。",
        "In a formula a day is written DATE({year}, {month}, {day}), not '{found}'.",
    ),
    Text(
        "每年都是这一天的，写 DATE({month}, {day})：截止日期那一年的这一天。",
        "If it is the same day every year write DATE({month}, {day}), of the year of the cut-off date.",
    ),
)
UNKNOWN_CHARACTER = Code(
    "E110",
    Text("公式里不能用字符「{character}」。", "A formula cannot contain the character '{character}'."),
    Text(
        "名称用字母、数字和下划线，不加引号；运算符号有 + - * / = <> < <= > >=。",
        "Names have letters, digits and underscores, and no quotes; the signs are + - * / = <> < <= > >=.",
    ),
)
TOO_DEEP = Code(
    "E111",
    Text("这里嵌套了{depth}层以上。", "This is nested more than {depth} levels deep."),
    Text("把它拆成几个数据项。", "Split it into several measures."),
)
BAD_BOUNDS = Code(
    "E112",
    Text("“{words}”不是范围。", "'{words}' is not a range."),
    Text("写成 下限..上限，例如 0..100。", "Write low..high, such as 0..100."),
)
SCORING_NEEDED = Code(
    "E113",
    Text("指标“{part}”既没有下级指标，也没有计分办法。", "Part '{part}' has neither parts nor a scoring."),
    Text("加上 parts，或其中一种：{known}。", "Give it parts, or one of: {known}."),
)
ONE_SCORING = Code(
    "E114",
    Text("指标“{part}”写了不止一种计分办法：{found}。", "Part '{part}' has more than one scoring: {found}."),
    Text("只保留一种。", "Keep one."),
)
ONE_SOURCE = Code(
    "E115",
    Text(
        "数据项“{measure}”应当有一个且只有一个来源，现有：{found}。",
        "Measure '{measure}' must have exactly one source; it has: {found}.",
    ),
    Text("可用：{known}。", "One of: {known}."),
)
FILE_NOT_READ = Code(
    "E116",
    Text("读不了这个文件：{problem}。", "This file cannot be read: {problem}."),
    Text(
        "给出一个制度文件；它应当是UTF-8文本，可用记事本另存为这种编码。",
        "Give the file of a scheme; it should be text in the encoding UTF-8.",
    ),
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
        "这一行应当是 {{plus|minus: 分值, if|each|per|judged: …}} 或 {{zero: true, if: …}}。",
        "A line is {{plus|minus: points, if|each|per|judged: …}} or {{zero: true, if: …}}.",
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

NUMBER_TOO_LONG = Code(
    "E120",
    Text("这个数有{length}位，太长了。", "This number is {length} characters long; that is too long."),
    Text("最多{most}位。", "At most {most} are read."),
)
COMMA_IN_BRACES = Code(
    "E121",
    Text(
        "花括号里的公式或文字含有逗号，“{words}”被当成了另一项。",
        "A formula or text between braces contains a comma, so that '{words}' was taken for another key.",
    ),
    Text("给整个公式或整段文字加上双引号。", "Put the whole formula or text in double quotes."),
)
NEEDS_LINES = Code(
    "E122",
    Text("“{key}”只能和 lines 一起用。", "'{key}' goes with 'lines' only."),
    Text("去掉它，或把计分办法改成 lines。", "Remove it, or score this part by 'lines'."),
)
NOT_FOR_TYPE = Code(
    "E123",
    Text("“{key}”不适用于{type}。", "'{key}' has no meaning for {type}."),
    Text("去掉它，或改 type。", "Remove it, or change 'type'."),
)
NOTHING_HERE = Code(
    "E124",
    Text("{where}的“{key}”下面是空的。", "There is nothing under '{key}' of {where}."),
    Text("至少写一项。", "Write at least one."),
)
PERCENT_SIGN = Code(
    "E125",
    Text(
        "百分比写成了“{words}”，看不出是百分之几。",
        "A percentage is written '{words}', which leaves open what it means.",
    ),
    Text("写上百分号，例如 85%。", "Write the percent sign, such as 85%."),
)
WEIGHTS_NOT_WHOLE = Code(
    "E126",
    Text(
        "指标“{part}”各评分人的权重合计{total}%，不是100%。",
        "The weights of the raters of part '{part}' add up to {total}%, not 100%.",
    ),
    Text("改其中一个：{raters}。", "Change one of: {raters}."),
)
NO_RATERS = Code(
    "E127",
    Text(
        "“{part}”写了 judged: raters，但没有写明评分人。",
        "'{part}' says judged: raters, but nothing says who they are.",
    ),
    Text(
        "给这个指标、它的上级或整个制度写上 raters，例如 {{self: 40%, superior: 60%}}。",
        "Give it, a part above it or the scheme 'raters', such as {{self: 40%, superior: 60%}}.",
    ),
)
RATERS_NOT_USED = Code(
    "E128",
    Text(
        "指标“{part}”写了 raters，但它的计分办法里没有要评的内容。",
        "Part '{part}' has raters, but nothing in its scoring is judged by them.",
    ),
    Text(
        "写上 judged: raters，或去掉 raters。", "Write judged: raters where they judge, or remove 'raters'."
    ),
)
RANGE_NEEDS = Code(
    "E129",
    Text(
        "“{words}”和“{key}”不配：写成范围，才要写“{key}”，也必须写。",
        "'{words}' and '{key}' do not go together: a range needs '{key}', and only a range takes it.",
    ),
    Text("写成范围并写明{key}，或写一个数。", "Write a range and say '{key}', or write one number without."),
)
NO_SUCH_DAY = Code(
    "E130",
    Text("“{words}”不是日期。", "'{words}' is not a date."),
    Text("写成 年-月-日，例如 2025-01-01。", "Write year-month-day, such as 2025-01-01."),
)
ONE_OF_KEYS = Code(
    "E131",
    Text(
        "{where}应当写明其中一项：{keys}，且只写一项。", "Exactly one of these belongs into {where}: {keys}."
    ),
)
PACK_ELSEWHERE = Code(
    "E401",
    Text(
        "方案包名为“{name}”，所在文件夹却叫“{folder}”。",
        "The pack is called '{name}', but its folder is called '{folder}'.",
    ),
    Text("两处改成一样。", "Let them be the same."),
)
BAD_LEDGER_NAME = Code(
    "E420",
    Text("“{name}”不能作台账名称。", "'{name}' cannot be the name of a ledger."),
    Text(
        "写成“方案包/台账”，用小写字母、数字和连字符，例如 base/meetings。",
        "Write 'pack/ledger' with small letters, digits and hyphens, such as base/meetings.",
    ),
)
OF_WHICH_LEDGER = Code(
    "E421",
    Text(
        "字段“{name}”的 type 和 of 不配：指向另一条记录（type: entry）的，要用 of 写明哪个台账；别的字段不写 of。",
        "In field '{name}', 'type' and 'of' do not go together: a reference to another entry (type: entry) says 'of' which "
        "ledger, and only that.",
    ),
    Text("例如 {{type: entry, of: base/households}}。", "For example {{type: entry, of: base/households}}."),
)
SUBJECT_OF_TWO = Code(
    "E422",
    Text("一条记录最多说两方。", "An entry is about two at most."),
    Text("subject 里只留一个或两个字段。", "Leave one field or two under 'subject'."),
)
SUBJECT_NOT_REQUIRED = Code(
    "E427",
    Text(
        "“{name}”说明一条记录关于谁，却可以不填。",
        "'{name}' says whom an entry is about, but may be left empty.",
    ),
    Text("给这个字段写上 required: true。", "Write required: true for this field."),
)
LEDGER_YIELDS = Code(
    "E423",
    Text(
        "台账的数据项“{name}”不是从记录算出的。",
        "The measure '{name}' of a ledger does not follow from its entries.",
    ),
    Text(
        "用 derive 写明算法；要填报的放到制度里。",
        "Say how with 'derive'; what is to be reported belongs in a scheme.",
    ),
)

NOTHING = Text("无", "none")
KNOWN_KEYS = Text("可用：{known}。", "Known here: {known}.")
KNOWN_WORDS = Text("可选：{known}。", "One of: {known}.")
MAPPING = Text("一组“名称: 内容”", "a group of 'name: content'")
LIST = Text("列表，每项以“-”开头", "a list, each item after a '-'")
WORDS = Text("一个词或一句话", "a word or a sentence")
NUMBER = Text("数", "a number")
FORMULA = Text("公式", "a formula")
TITLE = Text("{zh: 中文, en: 英文}", "{zh: Chinese, en: English}")
PERIOD = Text("{period: year}", "{period: year}")
END = Text("公式结尾", "the end of the formula")
VALUE = Text("数、名称或括号", "a number, a name or a bracket")
