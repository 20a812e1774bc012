"""What can be wrong with the names in a scheme."""

from guben.diagnostics import Code, Text

UNKNOWN_NAME = Code(
    "E201",
    Text("没有叫“{name}”的参数、数据项或名称。", "Nothing here is called '{name}'."),
    Text("{advice}", "{advice}"),
)
UNKNOWN_FUNCTION = Code(
    "E202",
    Text("没有函数“{name}”。", "There is no function '{name}'."),
    Text("{advice}", "{advice}"),
)
UNKNOWN_RECORDS = Code(
    "E203",
    Text("没有记录集“{name}”。", "There is no record set '{name}'."),
    Text("{advice}", "{advice}"),
)
UNKNOWN_FIELD = Code(
    "E204",
    Text("“{records}”没有字段“{name}”。", "'{records}' has no field '{name}'."),
    Text("{advice}", "{advice}"),
)
CYCLE = Code(
    "E205",
    Text("数据项互相引用，成了循环：{chain}。", "These measures depend on each other in a circle: {chain}."),
    Text("去掉其中一个引用。", "Remove one of the references."),
)
UNKNOWN_SCHEME = Code(
    "E206",
    Text("找不到制度“{name}”。", "There is no scheme '{name}'."),
    Text("{advice}", "{advice}"),
)
UNKNOWN_PACK = Code(
    "E402",
    Text("找不到方案包“{name}”。", "There is no pack '{name}'."),
    Text("{advice}", "{advice}"),
)
KNOWN_PACKS = Text(
    "现有方案包：{known}。也可以写含有 pack.yaml 的文件夹。",
    "Known packs: {known}. A folder with a pack.yaml works too.",
)
SCHEME_CYCLE = Code(
    "E207",
    Text("制度互相引用，成了循环：{chain}。", "These schemes refer to each other in a circle: {chain}."),
    Text("去掉其中一个 children。", "Remove one 'children'."),
)
UNKNOWN_GRADE = Code(
    "E208",
    Text("没有等次“{name}”。", "There is no grade '{name}'."),
    Text("{advice}", "{advice}"),
)
NAME_TAKEN = Code(
    "E209",
    Text("名称“{name}”已经有别的含义。", "The name '{name}' already means something else."),
    Text("换一个名称；另一处在第{line}行。", "Choose another; it is declared in line {line}."),
)
RESERVED_NAME = Code(
    "E210",
    Text(
        "“{name}”是语言里的词，不能再用作名称。", "'{name}' is a word of the language and cannot be declared."
    ),
    Text("换一个名称。", "Choose another name."),
)
USABLE = Text("这里可用：{known}。", "Usable here: {known}.")
KNOWN_FUNCTIONS = Text("可用的函数：{known}。", "Known functions: {known}.")
KNOWN_RECORDS = Text("可用的记录集：{known}。", "Known record sets: {known}.")
KNOWN_FIELDS = Text("可用的字段：{known}。", "Its fields: {known}.")
KNOWN_SCHEMES = Text("现有制度：{known}。", "Known schemes: {known}.")
KNOWN_SCHEMES_OR_FILE = Text(
    "现有制度：{known}。也可以写文件路径。", "Known schemes: {known}. A file's path works too."
)
KNOWN_GRADES = Text("可用的等次：{known}。", "The grades: {known}.")
DECLARE = Text("先在 parameters 或 measures 里写上它。", "Declare it under 'parameters' or 'measures' first.")
