"""What the command line itself refuses."""

from guben.diagnostics import Code, Text

FILE_TAKEN = Code(
    "E701",
    Text("“{file}”已经存在，没有写入。", "'{file}' exists already; nothing was written."),
    Text("换一个文件名，或加 --replace。", "Choose another name, or add --replace."),
)
NO_DATA = Code(
    "E702",
    Text("没有“{file}”。", "There is no '{file}'."),
    Text("给出一个Excel工作簿，或快照文件夹。", "Give a workbook, or the folder of a snapshot."),
)
