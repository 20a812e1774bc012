"""What can be wrong with a snapshot."""

from guben.diagnostics import Code, Text

NO_SNAPSHOT = Code(
    "E601",
    Text("这里没有快照：找不到manifest.json。", "There is no snapshot here: manifest.json is not found."),
    Text("给出快照文件夹，或一个Excel工作簿。", "Give the folder of a snapshot, or a workbook."),
)
BAD_MANIFEST = Code(
    "E602",
    Text("manifest.json读不懂：{problem}。", "manifest.json cannot be understood: {problem}."),
    Text("从原来的地方重新取一份。", "Fetch a fresh copy from where it came from."),
)
TABLE_MISSING = Code(
    "E603",
    Text("快照缺少表“{table}”。", "The snapshot lacks the table '{table}'."),
    Text("从原来的地方重新取一份。", "Fetch a fresh copy from where it came from."),
)
TABLE_UNREADABLE = Code(
    "E604",
    Text(
        "快照的表“{table}”读不出来，文件已损坏。",
        "Table '{table}' of the snapshot cannot be read; its file is damaged.",
    ),
    Text("从原来的地方重新取一份。", "Fetch a fresh copy from where it came from."),
)
CELL_ALTERED = Code(
    "E605",
    Text(
        "快照被改动：表“{table}”中“{row}”的“{column}”现在是“{value}”，与封存时不同。",
        "The snapshot was altered: in table '{table}', row '{row}', column '{column}' now holds '{value}', "
        "which is not what was frozen.",
    ),
)
CELLS_ALTERED = Code(
    "E610",
    Text(
        "快照被改动：表“{table}”中{rows}各行的{columns}各列里，有几处与封存时不同。",
        "The snapshot was altered: in table '{table}', several cells of rows {rows} and columns {columns} are not what was "
        "frozen.",
    ),
)
KEY_TWICE = Code(
    "E618",
    Text("表“{table}”里有几行的键都是“{key}”。", "Several rows of table '{table}' have the key '{key}'."),
    Text("每个键只能有一行。", "Each key may have one row only."),
)
ROWS_ALTERED = Code(
    "E606",
    Text(
        "快照被改动：表“{table}”封存时有{frozen}行，现在有{found}行；不同的行：{rows}。",
        "The snapshot was altered: table '{table}' had {frozen} rows when frozen and has {found}; rows that differ: {rows}.",
    ),
)
COLUMN_ALTERED = Code(
    "E607",
    Text(
        "快照被改动：表“{table}”的列“{column}”与封存时不同。",
        "The snapshot was altered: column '{column}' of table '{table}' is not what was frozen.",
    ),
)
FILE_ALTERED = Code(
    "E608",
    Text("文件“{name}”与封存时不同。", "File '{name}' is not what was frozen."),
)
MANIFEST_ALTERED = Code(
    "E609",
    Text(
        "manifest.json被改动：{what}与内容不符。",
        "manifest.json was altered: {what} does not agree with the content.",
    ),
)
