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
UNKNOWN_LEDGER = Code(
    "E424",
    Text("找不到台账“{name}”。", "There is no ledger '{name}'."),
    Text("{advice}", "{advice}"),
)
LEDGER_ELSEWHERE = Code(
    "E425",
    Text(
        "台账名为“{name}”，按文件所在的位置应叫“{expected}”。",
        "The ledger is called '{name}', but by its file it is '{expected}'.",
    ),
    Text("两处改成一样。", "Let them be the same."),
)
NAME_OF_LEDGER = Code(
    "E426",
    Text(
        "名称“{name}”已由台账“{ledger}”使用。",
        "The name '{name}' comes with the ledger '{ledger}' already.",
    ),
    Text(
        "台账已有的直接使用；另有含义的换一个名称。",
        "Use what the ledger has, or choose another name for something else.",
    ),
)
KNOWN_LEDGERS = Text("现有台账：{known}。", "Known ledgers: {known}.")
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
PUBLISHED_VERSION_CHANGED = Code(
    "E403",
    Text(
        "版本“{version}”已在{date}公布，现在的内容却和公布时不同。",
        "Version '{version}' was published on {date}, and the scheme says something else now.",
    ),
    Text(
        "给 version 写一个新的版本，或恢复原来的内容；公布时的原文在 {copy}，用 guben diff 比较。",
        "Give 'version' a new value, or restore what was published; it is in {copy}, and guben diff compares.",
    ),
)
PUBLISHED_COPY_CHANGED = Code(
    "E404",
    Text(
        "版本“{version}”在{date}公布时的存档被改动了。",
        "The copy of version '{version}', published on {date}, was altered.",
    ),
    Text("从备份恢复 {copy}。", "Restore {copy} from a backup."),
)
PUBLISHED_COPY_MISSING = Code(
    "E405",
    Text("已公布的版本“{version}”没有存档。", "There is no copy of the published version '{version}'."),
    Text("从备份恢复 {copy}。", "Restore {copy} from a backup."),
)
ALREADY_PUBLISHED = Code(
    "E406",
    Text("版本“{version}”已在{date}公布。", "Version '{version}' was published on {date} already."),
    Text(
        "制度有改动的，先给 version 写一个新的版本。",
        "If the scheme has changed, give 'version' a new value first.",
    ),
)
VERSION_IN_FILE_NAME = Code(
    "E407",
    Text(
        "版本“{version}”不能用作文件名的一部分，无法存档。",
        "Version '{version}' cannot be part of a file's name, so that no copy could be kept.",
    ),
    Text("版本用文字、数字、点、下划线和连字符。", "Use letters, digits, dots, underscores and hyphens."),
)
NOT_IN_PACK = Code(
    "E408",
    Text("这个制度不在方案包里，不能公布。", "This scheme is not in a pack and cannot be published."),
    Text(
        "放到有 pack.yaml 的文件夹下的 schemes 文件夹里。",
        "Put it into the folder 'schemes' of a folder with a pack.yaml.",
    ),
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
