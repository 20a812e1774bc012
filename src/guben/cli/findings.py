"""What the command line itself refuses."""

from guben.diagnostics import Code, Text

FILE_TAKEN = Code(
    "E701",
    Text("“{file}”已经存在，没有写入。", "'{file}' exists already; nothing was written."),
    Text("换一个文件名，或加 --replace。", "Choose another name, or add --replace."),
)
NOT_XLSX = Code(
    "E704",
    Text("“{file}”不以 .xlsx 结尾。", "'{file}' does not end in .xlsx."),
    Text("工作簿请以 .xlsx 命名。", "Name the workbook something.xlsx."),
)
NOT_YAML_FILE = Code(
    "E705",
    Text("“{file}”不以 .yaml 结尾。", "'{file}' does not end in .yaml."),
    Text("制度文件请以 .yaml 命名。", "Name the file of a scheme something.yaml."),
)
NOT_JSON = Code(
    "E707",
    Text("“{file}”不以 .json 结尾。", "'{file}' does not end in .json."),
    Text("JSON Schema请以 .json 命名。", "Name the JSON Schema something.json."),
)
DAY_IS_FROZEN = Code(
    "E703",
    Text(
        "快照已有截止日期{as_of}和考核期{period}，不能再用{options}改动。",
        "The snapshot has its cut-off date {as_of} and its period {period}; {options} cannot change them.",
    ),
    Text("去掉这些选项，或由工作簿重新生成。", "Leave them out, or evaluate the workbook instead."),
)
NO_DATA = Code(
    "E702",
    Text("没有“{file}”。", "There is no '{file}'."),
    Text("给出一个Excel工作簿，或快照文件夹。", "Give a workbook, or the folder of a snapshot."),
)
ORGANIZATION_NOT_FOUND = Code(
    "E706",
    Text("快照里没有“{asked}”，或者有好几个。", "The snapshot holds no '{asked}', or several."),
    Text("给出组织代码；同名的不能用名称。", "Give its code; a name will not do where several share it."),
)
