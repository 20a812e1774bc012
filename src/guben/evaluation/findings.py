"""What can be wrong with an evaluation or with what one has written."""

from guben.diagnostics import Code, Severity, Text

FIGURE_NEEDED = Code(
    "E611",
    Text(
        "“{part}”不允许缺数据，但{organization}缺{measures}。",
        "Part '{part}' does not allow missing figures, but {organization} lacks {measures}.",
    ),
    Text("补齐数据，或在制度里改 missing。", "Supply the figure, or change 'missing' in the scheme."),
)
BAD_VALUE = Code(
    "E612",
    Text(
        "快照里{organization}的“{measure}”（来源{source}）超出声明的范围或小数位。",
        "In the snapshot, '{measure}' of {organization} (source {source}) is out of its declared bounds or decimals.",
    ),
    Text("从原始数据重新生成快照。", "Make the snapshot anew from its source."),
)
BAD_DAY = Code(
    "E617",
    Text(
        "快照里有{number}名党员的出生日期或转正日期晚于截止日期{as_of}，或早了150年以上；第一名的来源是{source}。",
        "In the snapshot, {number} of the members have a birth date or date of full membership after the cut-off date "
        "{as_of}, or more than 150 years before it; the first is of source {source}.",
    ),
    Text(
        "请改正这些日期，或换一个截止日期，再从原始数据重新生成快照。",
        "Correct these days, or choose another cut-off date, and make the snapshot anew from its source.",
    ),
)
BAD_ENTRY = Code(
    "E634",
    Text(
        "快照里{organization}的台账“{ledger}”有一条记录（来源{source}）超出声明的类型或范围。",
        "In the snapshot, an entry of {organization} in the ledger '{ledger}' (source {source}) is not of its declared "
        "types and bounds.",
    ),
    Text("从原始数据重新生成快照。", "Make the snapshot anew from its source."),
)
NOBODY_REPORTED = Code(
    "W616",
    Text("所有组织都没有“{measure}”的数据。", "No organization at all has a value of '{measure}'."),
    Text("检查数据里有没有这一列。", "See whether the data have a column for it."),
    severity=Severity.WARNING,
)
NOTHING_IN_REGISTER = Code(
    "W635",
    Text(
        "没有一个组织结清台账“{register}”，凡在其中计数的都按缺数据处理。",
        "No organization has closed the ledger '{register}', so whatever is counted in it is missing.",
    ),
    Text(
        "工作簿里没有台账；请在系统里登记并结清台账，从系统封存的快照来计算。",
        "A workbook holds no ledgers: keep and close them in the web application, and evaluate a snapshot that it has frozen.",
    ),
    severity=Severity.WARNING,
)
NO_VOTES = Code(
    "W636",
    Text(
        "没有一张“{register}”的票，按它计分的都按缺数据处理。",
        "There is no vote on '{register}', so whatever is scored by it is missing.",
    ),
    Text(
        "工作簿里没有票数；请在系统里组织测评，从系统封存的快照来计算。",
        "A workbook holds no votes: hold the ballot in the web application, and evaluate a snapshot that it has frozen.",
    ),
    severity=Severity.WARNING,
)
NOBODY_IN_SCOPE = Code(
    "E613",
    Text(
        "数据里没有属于考核范围（{scope}）的组织。",
        "The data hold no organization that this scheme evaluates ({scope}).",
    ),
    Text("检查“层级”和“领域”两列。", "Look at the columns for level and field."),
)
FOLDER_TAKEN = Code(
    "E614",
    Text("“{folder}”已经存在，没有写入。", "'{folder}' exists already; nothing was written."),
    Text(
        "换一个文件夹，或加 --replace 替换以前的结果。",
        "Choose another folder, or add --replace to replace earlier results.",
    ),
)
FOLDER_NOT_OURS = Code(
    "E615",
    Text(
        "“{folder}”里不是考核结果，不会替换它。", "'{folder}' does not hold results, so it is not replaced."
    ),
    Text("换一个文件夹。", "Choose another folder."),
)
FOLDER_IN_USE = Code(
    "E619",
    Text("结果不能写进当前所在的文件夹本身。", "Results cannot take the place of the folder you are in."),
    Text("给出一个新文件夹的名称，例如 results。", "Name a new folder, such as results."),
)
NO_RESULTS = Code(
    "E621",
    Text("这里没有考核结果：找不到manifest.json。", "There are no results here: manifest.json is not found."),
    Text("给出 guben evaluate 写出的文件夹。", "Give the folder that 'guben evaluate' has written."),
)
BAD_MANIFEST = Code(
    "E622",
    Text("manifest.json读不懂：{problem}。", "manifest.json cannot be understood: {problem}."),
    Text("从原来的地方重新取一份。", "Fetch a fresh copy from where it came from."),
)
SCHEME_ALTERED = Code(
    "E623",
    Text(
        "制度被改动：{file}第{lines}行与考核时不同。",
        "The scheme was altered: line {lines} of {file} is not what was used.",
    ),
)
RESULT_ALTERED = Code(
    "E624",
    Text(
        "结果被改动：{organization}的“{column}”是“{stored}”，重新计算得“{fresh}”。",
        "The result was altered: '{column}' of {organization} is '{stored}'; recomputing gives '{fresh}'.",
    ),
)
MEASURE_ALTERED = Code(
    "E625",
    Text(
        "指标数据被改动：{organization}的“{column}”是“{stored}”，重新计算得“{fresh}”。",
        "The measures were altered: '{column}' of {organization} is '{stored}'; recomputing gives '{fresh}'.",
    ),
)
DIGEST_DIFFERS = Code(
    "E626",
    Text(
        "{what}的校验码是{found}，manifest.json写的是{stored}。",
        "The digest of the {what} is {found}; manifest.json says {stored}.",
    ),
)
FILE_ALTERED = Code(
    "E627",
    Text("文件{file}与写出时不同。", "File {file} is not what was written."),
)
ROW_DIFFERS = Code(
    "E628",
    Text("{table}里{organization}这一行{problem}。", "In the {table}, the row of {organization} {problem}."),
)
FILE_MISSING = Code(
    "E629",
    Text("缺少文件{file}。", "File {file} is missing."),
)
UNKNOWN_ORGANIZATION = Code(
    "E631",
    Text("结果里没有“{name}”。", "The results hold no organization '{name}'."),
    Text("相近的有：{nearest}。", "Near to it: {nearest}."),
)
AMBIGUOUS_ORGANIZATION = Code(
    "E632",
    Text("叫“{name}”的组织不止一个。", "More than one organization is called '{name}'."),
    Text("用代码：{nearest}。", "Use the code: {nearest}."),
)
UNKNOWN_INDICATOR = Code(
    "E633",
    Text("制度里没有指标“{name}”。", "The scheme has no part or measure '{name}'."),
    Text("可用：{known}。", "Known: {known}."),
)
NO_SUCH_ROW = Text("多出或缺少", "is extra or missing")
DECISION_UNREADABLE = Code(
    "E661",
    Text("封存记录读不懂。", "The record of what was decided cannot be read."),
    Text("重新取一份存档。", "Take the archive again."),
)
DECISION_ALTERED = Code(
    "E662",
    Text(
        "封存记录被改动过，和封存码不符。",
        "The record of what was decided was altered: it does not give its seal.",
    ),
    Text(
        "以通知书上印的封存码为准，重新取一份存档。",
        "What counts is the seal printed on the letters; take the archive again.",
    ),
)
DECISION_OF_OTHERS = Code(
    "E663",
    Text("封存记录属于另一次结果。", "The record of what was decided belongs to other results."),
    Text("重新取一份存档。", "Take the archive again."),
)
PUBLIC_ARCHIVE = Code(
    "E664",
    Text(
        "这是可以公开的存档，没有党员的记录，依据人数太少的数据也不在其中。",
        "This is an archive for the public: it has no records of members, and no figures that rest on too few of them.",
    ),
    Text(
        "用 guben verify --from measures 核对；其他操作请用组织部门留存的完整存档。",
        "Check it with 'guben verify --from measures'; for anything else use the whole archive that the department keeps.",
    ),
)
