"""What a YAML reader's complaint means, in the words of somebody who writes a scheme."""

import yaml

from guben.diagnostics import Text

EMPTY = Text("文件是空的", "the file is empty")
TOO_DEEP = Text("嵌套太深", "it is nested too deeply")
CONTROL_CHARACTER = Text("有看不见的控制字符", "there is an invisible control character")
NO_SUCH_CHARACTER = Text("有不存在的字符编号", "an escape stands for no character")
NOT_CLOSED = Text("这个括号没有右半边", "this bracket is not closed")
_SINGLE_CHARACTER = Text(
    "内容不能以这个字符开头，要加引号", "nothing can begin with this character without quotes"
)

# What the complaint contains, what it means, and whether the place to show is where the trouble began.
_MEANINGS = (
    ("mapping values are not allowed", Text("这里多了一个冒号，或这一行的缩进不对；文字里有冒号时要加引号", "there is one colon too many, or the line is indented wrongly; words with a colon need quotes"), False),
    ("found character '\\t'", Text("缩进用了制表符（Tab键），要用空格", "the line is indented with a tab; use blanks"), False),
    ("found character", _SINGLE_CHARACTER, False),
    ("expected alphabetic or numeric character", _SINGLE_CHARACTER, True),
    ("could not find expected ':'", Text("这一行缺少半角冒号", "this line lacks a plain colon"), True),
    ("found unexpected end of stream", Text("这个引号没有配对", "this quotation mark is not closed"), True),
    ("found unexpected document separator", Text("这个引号没有配对", "this quotation mark is not closed"), True),
    ("expected <block end>", Text("这一行和上面的各行没有对齐，或引号后面还有内容", "this line does not line up with those above, or something follows a closing quotation mark"), False),
    ("expected ',' or '}'", Text("这里缺逗号或右花括号", "a comma or the closing brace is missing here"), False),
    ("expected ',' or ']'", Text("这里缺逗号或右方括号", "a comma or the closing bracket is missing here"), False),
    ("found unknown escape character", Text("双引号里的反斜杠要写两个", "a backslash in double quotes must be doubled"), False),
    ("escape sequence of", Text("反斜杠后面的写法不对", "what follows the backslash is not understood"), False),
    ("found another document", Text("一个文件只能写一份制度，去掉“---”", "a file holds one scheme; remove the '---'"), False),
    ("expected chomping or indentation", Text("以“>”或“|”开头的内容要加引号", "what begins with '>' or '|' needs quotes"), False),
    ("expected '<document start>'", Text("这一行和上面的各行没有对齐", "this line does not line up with those above"), False),
    ("expected the node content", Text("这里缺内容", "something is missing here"), False),
)  # fmt: skip


def meaning_of(error: yaml.MarkedYAMLError) -> tuple[Text, yaml.Mark | None]:
    """Return what the error means and where to look; in YAML's own words if it is a rare one."""
    problem = error.problem or error.context or "YAML"
    begun, met = error.context_mark, error.problem_mark
    is_bracket = problem.startswith(("expected ',' or '}'", "expected ',' or ']'"))
    if is_bracket and begun and met and begun.line != met.line:
        return NOT_CLOSED, begun
    for part, meaning, is_at_beginning in _MEANINGS:
        if part in problem:
            mark = error.context_mark if is_at_beginning else error.problem_mark
            return meaning, mark or error.problem_mark or error.context_mark
    return Text(f"YAML：{problem}", problem), error.problem_mark or error.context_mark
