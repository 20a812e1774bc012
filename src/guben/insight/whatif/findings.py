"""What can be wrong with a question what would be if."""

from guben.diagnostics import Code, Text

UNKNOWN_LEVER = Code(
    "E941",
    Text("制度里没有可调的数“{name}”。", "The scheme has no number '{name}' that can be moved."),
    Text("相近的有：{nearest}。", "Near to it: {nearest}."),
)
NEEDS_TRIAL_RUN = Code(
    "E942",
    Text("“{title}”在这里不能推演：{reason}。", "'{title}' cannot be moved here: {reason}."),
    Text(
        "把它写进制度的新版本，再试算一次。",
        "Write it into a new version of the scheme and make a trial run.",
    ),
)
NOT_A_MOVE = Code(
    "E943",
    Text(
        "“{title}”不能改为“{words}”：要写一个数，{form}。",
        "'{title}' cannot become '{words}': it should be a number, {form}.",
    ),
)
