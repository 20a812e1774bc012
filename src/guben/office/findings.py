"""Everything that can be wrong or doubtful in a workbook, in the reader's words."""

from guben.diagnostics import Code, Severity, Text

_VALUE = frozenset({"value"})


def _error(
    number: str, zh: str, en: str, hint: Text | None = None, *, examples: frozenset[str] = _VALUE
) -> Code:
    return Code(number, Text(zh, en), hint, Severity.ERROR, examples)


def _warning(
    number: str, zh: str, en: str, hint: Text | None = None, *, examples: frozenset[str] = _VALUE
) -> Code:
    return Code(number, Text(zh, en), hint, Severity.WARNING, examples)


# The file.
FILE_NOT_FOUND = _error(
    "E501",
    "没有找到这个文件。",
    "There is no such file.",
    Text("请核对文件名和所在文件夹。", "Check the name and the folder."),
)
SUFFIX_NOT_READ = _error(
    "E502", "不能读取“{suffix}”文件，只能读取 .xlsx、.xlsm 和 .xls。", 'Files ending in "{suffix}" are not read; .xlsx, .xlsm and .xls are.',
    Text("表格请用Excel或WPS另存为.xlsx；别的文件里没有表格，请另选一个。",
         "Save a table as .xlsx with Excel or WPS; in place of any other file choose the workbook."),
)  # fmt: skip
FILE_IS_EMPTY = _error(
    "E503",
    "文件是空的（0 字节）。",
    "The file is empty (0 bytes).",
    Text("可能没有传完，请重新复制或下载一次。", "It was probably cut off; copy or download it again."),
)
PASSWORD_PROTECTED = _error(
    "E504",
    "文件设有打开密码，读不出来。",
    "The file is protected by a password and cannot be read.",
    Text(
        "请打开后取消密码（文件—信息—保护工作簿），再保存。",
        "Open it, remove the password (File, Info, Protect), and save it.",
    ),
)
NOT_A_WORKBOOK = _error(
    "E505",
    "这不是工作簿：从内容看是{content}，只是名字改成了“{suffix}”。",
    'This is not a workbook: by its content it is {content}, named "{suffix}".',
    Text("请选择原来的 Excel 文件。", "Choose the Excel file itself."),
)
DAMAGED = _error(
    "E506",
    "工作簿已损坏，读不出来。",
    "The workbook is damaged and cannot be read.",
    Text(
        "请用 Excel 打开并修复后另存，或请对方重发。",
        "Let Excel open and repair it and save it anew, or ask for it again.",
    ),
)
SHEET_TOO_LARGE = _error(
    "E507",
    "工作表用到了第{row}行、{column}列，范围太大。",
    "The sheet reaches to row {row}, column {column}; that is too large.",
    Text("请删除远处零星的单元格后保存。", "Delete the stray cells far away and save it."),
)

TOO_LARGE_UNPACKED = _error(
    "E508",
    "工作簿解压后有{size}MB，最多读取{most}MB。",
    "Unpacked, the workbook has {size} MB; at most {most} MB are read.",
    Text("请把它拆成几个工作簿。", "Divide it into several workbooks."),
)

# Sheets and headings.
NO_ORGANIZATIONS_SHEET = _error(
    "E510",
    "没有找到“组织”工作表；现有工作表：{sheets}。",
    'There is no sheet "Organizations"; there are: {sheets}.',
    Text(
        "请把组织名单所在的工作表命名为“组织”，表头要有：{needed}。",
        'Name the sheet with the organizations "组织"; its headings must include {needed}.',
    ),
)
NO_MEMBERS_SHEET = _error(
    "E511",
    "没有找到“党员”工作表；现有工作表：{sheets}。",
    'There is no sheet "Members"; there are: {sheets}.',
    Text(
        "请把党员名册所在的工作表命名为“党员”，表头要有：{needed}。",
        'Name the sheet with the members "党员"; its headings must include {needed}.',
    ),
)
ONLY_ORGANIZATIONS = _warning(
    "W511",
    "工作簿里没有党员名册，凡由党员信息得出的数都会缺失。",
    "There is no members sheet: everything derived from members will be missing.",
)
NO_HEADER_ROW = _error(
    "E512",
    "前{rows}行里没有找到表头。",
    "No header row was found in the first {rows} rows.",
    Text("表头要有：{needed}。", "The headings must include {needed}."),
)
COLUMN_NOT_FOUND = _error(
    "E513",
    "缺少“{title}”列。{nearest}",
    'The column "{title}" is missing.{nearest}',
    Text("请补上这一列，或把表头改成“{title}”。", 'Add the column, or rename the heading to "{title}".'),
)
COLUMN_TWICE = _error(
    "E514",
    "“{title}”列出现了两次：{first}列和{second}列。",
    'The column "{title}" is there twice: in {first} and in {second}.',
    Text("请删除或改名其中一列。", "Delete or rename one of them."),
)
HEADING_UNIT_DOES_NOT_FIT = _error(
    "E515",
    "表头写的单位“{unit}”与“{title}”不符。",
    'The unit "{unit}" in the heading does not fit "{title}".',
    Text(
        "请把数字换算成“{expected}”，并改正表头的单位。",
        'Convert the numbers to "{expected}" and correct the unit.',
    ),
)
UNKNOWN_HEADING = _warning(
    "W516",
    "表头“{heading}”不认识，这一列没有读；是不是“{nearest}”？",
    'The heading "{heading}" is not known and its column was not read; did you mean "{nearest}"?',
)
MEASURES_WITHOUT_COLUMN = _warning(
    "W517",
    "没有这些数据项的列，它们会缺失：{titles}。",
    "There are no columns for these measures; they will be missing: {titles}.",
)
NO_ORGANIZATIONS = _error(
    "E518",
    "表头下面没有任何组织。",
    "There are no organizations below the header.",
    Text("每个组织填一行。", "Give each organization a row."),
)
NO_MEMBERS = _warning("W519", "表头下面没有任何党员。", "There are no members below the header.")

# Cells.
CELL_IS_EMPTY = _error(
    "E520", "“{title}”没有填。", '"{title}" is empty.', Text("这一列每行都要填。", "Every row needs it.")
)
CELL_SHOWS_ERROR = _error(
    "E521",
    "单元格显示 {value}，公式出错了。",
    "The cell shows {value}: its formula has failed.",
    Text(
        "请改正公式；没有数的请留空。", "Correct the formula; leave the cell empty where there is no value."
    ),
)
UNKNOWN_CHOICE = _error(
    "E522", "“{value}”不在可选范围内。{nearest}", '"{value}" is not one of the allowed values.{nearest}',
    Text("可以填：{allowed}。", "Allowed: {allowed}."), examples=frozenset({"value", "nearest"}),
)  # fmt: skip
NOT_A_NUMBER = _error(
    "E523",
    "“{value}”不是数字。",
    '"{value}" is not a number.',
    Text(
        "请只填数字；没有数据的请留空，“无”如果表示零，请填 0。",
        "Write a number only; leave the cell empty where there is none, and write 0 where 无 means zero.",
    ),
)
NOT_WHOLE = _error(
    "E524",
    "{value} 带小数，这里要填整数。",
    "{value} has decimals; this is a count.",
    Text("请核对后填整数。", "Write a whole number."),
)
CELL_UNIT_DOES_NOT_FIT = _error(
    "E525",
    "“{value}”的单位“{unit}”与本列不符。",
    'The unit "{unit}" of "{value}" does not fit this column.',
    Text("请换算成“{expected}”再填。", 'Convert it to "{expected}".'),
    examples=frozenset({"value", "unit"}),
)
OUT_OF_BOUNDS = _error(
    "E526",
    "{value} 超出范围，允许 {low} 到 {high}。",
    "{value} is out of bounds; from {low} to {high} is allowed.",
    Text("请核对数字和单位。", "Check the number and its unit."),
)
ROUNDED = _warning(
    "W527",
    "{value} 的小数位太多，按 {kept} 取用。",
    "{value} has too many decimals; {kept} is used.",
    examples=frozenset({"value", "kept"}),
)
PERCENT_IS_AMBIGUOUS = _error(
    "E528",
    "看不出 {value} 是 {as_fraction} 还是 {as_written}：{because}。",
    "It cannot be told whether {value} means {as_fraction} or {as_written}: {because}.",
    Text(
        "请全列统一，并带上百分号，如 85%。",
        "Write the whole column in one way, with the percent sign, such as 85%.",
    ),
    examples=frozenset({"value", "as_fraction", "as_written", "because"}),
)
NOT_YES_OR_NO = _error(
    "E529",
    "“{value}”不是“是”或“否”。",
    '"{value}" is neither yes nor no.',
    Text("请填“是”或“否”。", "Write 是 or 否."),
)
NOT_A_DAY = _error(
    "E530",
    "“{value}”不是日期。",
    '"{value}" is not a date.',
    Text("请写成 1985-06-12 或 1985年6月12日。", "Write it as 1985-06-12."),
)
IMPOSSIBLE_DAY = _error(
    "E531",
    "“{value}”这一天不存在。",
    'There is no such day as "{value}".',
    Text("请核对月份和日子。", "Check the month and the day."),
)
LOST_ZERO = _error(
    "E532",
    "{value} 可能是1月，也可能是10月：按数字填写时 Excel 会去掉末尾的零。",
    "{value} may be January or October: Excel drops the last zero of a number.",
    Text("请写成文字，如 {year}-10 或 {year}-01。", "Write it as text, such as {year}-10 or {year}-01."),
    examples=frozenset({"value", "year"}),
)
DAY_IN_FUTURE = _error(
    "E533",
    "{value} 晚于截止日期 {as_of}。",
    "{value} is later than {as_of}, the day of this evaluation.",
    Text("请核对年份，再看截止日期对不对。", "Check the year, and whether the day of evaluation is right."),
)
DAY_TOO_EARLY = _error(
    "E534", "{value} 早于1900年。", "{value} is before 1900.", Text("请核对年份。", "Check the year.")
)
NO_DAY_OF_MONTH = _warning(
    "W535",
    "“{value}”没有写日，按当月1日取用。",
    '"{value}" has no day; it is read as the first of the month.',
)
BORN_AFTER_JOINING = _warning(
    "W536",
    "出生日期晚于入党日期。",
    "The birth date is later than the joining date.",
    Text("请核对两个日期。", "Check both dates."),
)
JOINED_TOO_YOUNG = _warning(
    "W537",
    "入党时不满18岁。",
    "The member joined before the age of 18.",
    Text("请核对出生日期和入党日期。", "Check both dates."),
)
MERGED_NUMBER = _error(
    "E538",
    "一个合并单元格里的数占了第{first}行到第{last}行，不知道归谁。",
    "One merged cell holds the number of rows {first} to {last}; it cannot be told whose it is.",
    Text("请取消合并，每行各填各的数。", "Undo the merge and give each row its own number."),
    examples=frozenset({"first", "last"}),
)
FORMULA_NOT_CALCULATED = _error(
    "E539",
    "这个公式还没有计算结果。",
    "This formula has no result yet.",
    Text("请在 Excel 或 WPS 里打开并保存一次。", "Open the workbook in Excel or WPS and save it once."),
)

# Identity numbers; the number itself is never shown.
_AS_TEXT = Text(
    "请把该列设为“文本”格式后重新填写号码。",
    "Set the column's format to Text and enter the numbers again.",
)
IDENTITY_CUT = _error(
    "E540",
    "身份证号被 Excel 当成数字，末几位已经丢失。",
    "Excel took the identity number for a number and has cut its last digits.",
    _AS_TEXT,
)
IDENTITY_OLD = _error(
    "E541",
    "身份证号是15位的旧号码。",
    "The identity number is an old one of 15 digits.",
    Text("请填18位号码，或者留空。", "Enter the number of 18 digits, or leave it empty."),
)
IDENTITY_LENGTH = _error(
    "E542",
    "身份证号不是18位号码。",
    "The identity number does not have 18 digits.",
    Text("请按证件核对，或者留空。", "Check it against the card, or leave it empty."),
)
IDENTITY_DAY = _error(
    "E543",
    "身份证号里的出生日期不存在。",
    "The birth date inside the identity number does not exist.",
    Text("请按证件核对。", "Check it against the card."),
)
IDENTITY_CHECK_DIGIT = _error(
    "E544",
    "身份证号的校验位不对，可能填错了一位。",
    "The check digit of the identity number is wrong; one of its digits is probably mistyped.",
    Text("请按证件核对。", "Check it against the card."),
)
IDENTITY_BIRTH_DATE = _error(
    "E545",
    "出生日期与身份证号里的不一致。",
    "The birth date differs from the one inside the identity number.",
    Text("请按证件核对，改正其中一个。", "Check both against the card and correct one."),
)
IDENTITY_SEX = _error(
    "E546",
    "性别与身份证号里的不一致。",
    "The sex differs from the one inside the identity number.",
    Text("请按证件核对，改正其中一个。", "Check both against the card and correct one."),
)
IDENTITY_TWICE = _error(
    "E547",
    "身份证号与第{row}行的相同。",
    "The identity number is the same as in row {row}.",
    Text("请删除重复的一行，或改正号码。", "Delete one of the two rows, or correct the number."),
    examples=frozenset({"row"}),
)
IDENTITY_BIRTH_OUTSIDE = _error(
    "E548",
    "身份证号里的出生日期早于1900年，或晚于截止日期 {as_of}。",
    "The birth date inside the identity number is before 1900 or later than {as_of}, the day of this evaluation.",
    Text(
        "请按证件核对，再看截止日期对不对。",
        "Check it against the card, and whether the day of evaluation is right.",
    ),
)

# The tree of organizations.
CODE_TWICE = _error(
    "E550",
    "组织代码“{code}”与第{row}行的相同。",
    'The code "{code}" is the same as in row {row}.',
    Text("每个组织的代码要唯一。", "Each organization needs a code of its own."),
)
NAME_TWICE = _error(
    "E551",
    "“{name}”与第{row}行同名，上级也相同。",
    '"{name}" has the same name and the same superior as row {row}.',
    Text("请删除重复的一行，或改成全称。", "Delete one of the two rows, or use full names."),
)
UNKNOWN_ORGANIZATION = _error(
    "E552",
    "没有代码或名称为“{value}”的组织。{nearest}",
    'No organization has the code or name "{value}".{nearest}',
    Text(
        "请改成“组织”表里的代码或全称；“组织”表里确实没有的，请在那里补一行。",
        "Use a code or a full name from the organizations sheet; add a row there if it is really missing.",
    ),
    examples=frozenset(),
)
AMBIGUOUS_ORGANIZATION = _error(
    "E553",
    "“{value}”可以指几个组织：{candidates}。",
    '"{value}" may be any of these: {candidates}.',
    Text(
        "请填组织代码，或在名称前写上上级的名称。",
        "Give the code, or write the superior's name before the name.",
    ),
    examples=frozenset(),
)
CIRCLE = _error(
    "E554",
    "上下级成了一个圈：{chain}。",
    "These organizations are each other's superiors: {chain}.",
    Text("请改正其中一个的上级。", "Correct the superior of one of them."),
    examples=frozenset(),
)
LEVEL_NOT_BELOW = _error(
    "E555",
    "“{name}”是{level}，上级“{parent}”是{parent_level}：下级的层级要低于上级。",
    '"{name}" is of the level {level} and its superior "{parent}" of the level {parent_level}; it must be below it.',
    Text("请核对层级和上级。", "Check the level and the superior."),
    examples=frozenset({"name", "level", "parent", "parent_level"}),
)
CODE_CUT = _error(
    "E556",
    "组织代码被 Excel 当成数字，末几位已经丢失。",
    "Excel took the code for a number and has cut its last digits.",
    _AS_TEXT,
)
NAME_READ_LOOSELY = _warning(
    "W557",
    "“{value}”按“{name}”识别。",
    '"{value}" is read as "{name}".',
    Text("请核对；最好写成全称或代码。", "Check it; better write full names or codes."),
    examples=frozenset({"value", "name"}),
)

# Posts.
SECOND_SECRETARY = _error(
    "E560",
    "“{name}”已有书记，在第{row}行。",
    '"{name}" has a secretary already, in row {row}.',
    Text(
        "一个党组织只有一名书记，请核对职务或所在党组织。",
        "There is one secretary; check the post or the organization.",
    ),
    examples=frozenset({"name", "row"}),
)
POST_NOT_KNOWN = _warning(
    "W561",
    "“{value}”不是党内职务，没有取用。",
    '"{value}" is not a Party post and was left out.',
    Text("党内职务有：{allowed}。", "Party posts are: {allowed}."),
)

# Sheets that are not read.
SHEETS_NOT_READ = _error(
    "E570",
    "工作表{sheets}也像{kind}，没有读；读的是“{read}”。",
    'These sheets look like {kind} too and were not read: {sheets}; "{read}" was.',
    Text("请合并到一张表，或删去不用的表。", "Put them on one sheet, or delete those that are not needed."),
)
SHEET_IS_HIDDEN = _error(
    "E571",
    "工作表“{sheet}”是隐藏的，没有读。",
    'The sheet "{sheet}" is hidden and was not read.',
    Text(
        "请在工作表标签上点右键，选“取消隐藏”，保存后再试。",
        "Right-click a sheet tab, choose Unhide, and save the workbook.",
    ),
)
HIDDEN_SHEETS_NOT_READ = _warning(
    "W572",
    "隐藏的工作表{sheets}也像{kind}，没有读；读的是“{read}”。",
    'These hidden sheets look like {kind} too and were not read: {sheets}; "{read}" was.',
    Text(
        "有用的请取消隐藏并合并到一张表，没用的请删去。",
        "Unhide those that are needed and put them on one sheet; delete the others.",
    ),
)

# More about posts and numbers.
POST_NOT_UNDERSTOOD = _error(
    "E573",
    "看不出“{value}”是哪个党内职务。",
    'It cannot be told which Party post "{value}" is.',
    Text(
        "请改写成：{allowed}；不是党内职务的，请从这一列删去。",
        "Write one of: {allowed}; what is no Party post does not belong in this column.",
    ),
    examples=frozenset(),
)
COLUMN_IS_EMPTY = _warning(
    "W575",
    "“{title}”列没有数据，算不出：{titles}。",
    'There is nothing under "{title}"; these cannot be computed: {titles}.',
    Text("请补上这一列。", "Add the column and fill it in."),
)
SOME_FIGURES_MISSING = _warning(
    "W576",
    "{title}：{total}个组织里{number}个没有数据（{rows}）。",
    "{title}: {number} of {total} organizations have no figure ({rows}).",
    Text(
        "有数的请补上，不适用的请填“不适用”。", "Fill in what is known; write 不适用 where there can be none."
    ),
)
NOBODY_THERE = _error(
    "E577",
    "“{title}”填的是 0。",
    '"{title}" is 0.',
    Text(
        "请填实际的数；没有居民的组织请留空。",
        "Write the number; leave it empty for an organization without residents.",
    ),
)

# Entries of a ledger.
NO_LEDGER_SHEET = _error(
    "E595",
    "没有找到“{title}”的表：没有一张表有它的表头。",
    'No sheet has the headings of the ledger "{title}".',
    Text("表头应当有：{columns}。可以下载模板来填。", "The headings are: {columns}. Fill in the template."),
)
TOO_MANY_ROWS = _error(
    "E596",
    "有{rows}行，一个工作簿最多{most}行。",
    "There are {rows} rows; a workbook brings in at most {most}.",
    Text("请分成几个工作簿。", "Divide it into several workbooks."),
)
NO_RECORD_NUMBER = _error(
    "E597",
    "“{value}”不是记录号。",
    '"{value}" is not the number of an entry.',
    Text(
        "新增的请留空；修改已有记录的，照导出的填。",
        "Leave it empty for a new entry; to change one, keep the exported number.",
    ),
)
