"""Why an engine cannot be used."""

from guben.diagnostics import Code, Text

UNKNOWN_ENGINE = Code(
    "E641",
    Text("没有计算引擎“{kind}”。", "There is no engine '{kind}'."),
    Text(
        "不写 --engine 就用内置的DuckDB；用PostgreSQL要写地址，例如 postgresql://用户@主机/数据库。",
        "Without --engine the built-in DuckDB is used; for PostgreSQL give an address, such as "
        "postgresql://user@host/database.",
    ),
)
UNREACHABLE = Code(
    "E642",
    Text(
        "连不上PostgreSQL服务器{server}：{problem}。", "PostgreSQL at {server} cannot be reached: {problem}."
    ),
    Text(
        "检查地址、端口、用户名和密码；密码可以放在环境变量 PGPASSWORD 里。",
        "Look at the address, the port, the user and the password; the password may stand in the environment as PGPASSWORD.",
    ),
)
WRONG_VERSION = Code(
    "E643",
    Text(
        "服务器{server}的PostgreSQL是{found}版，至少要{needed}版。",
        "The PostgreSQL at {server} is version {found}; {needed} or later is needed.",
    ),
    Text("换一台服务器，或不写 --engine。", "Use another server, or leave out --engine."),
)
NOT_ALLOWED = Code(
    "E644",
    Text(
        "用户“{user}”无权在数据库“{database}”里建临时表。",
        "User '{user}' may not create temporary tables in database '{database}'.",
    ),
    Text(
        "请数据库管理员执行：GRANT TEMPORARY ON DATABASE {database} TO {user}；只读的备用服务器不能用。",
        "Ask its administrator for: GRANT TEMPORARY ON DATABASE {database} TO {user}; a read-only stand-by server will not do.",
    ),
)
WRONG_ENCODING = Code(
    "E645",
    Text(
        "数据库“{database}”的编码是{encoding}，存不下所有汉字；要用UTF8。",
        "Database '{database}' has the encoding {encoding}, which cannot hold every character; UTF8 is needed.",
    ),
    Text("换一个编码为UTF8的数据库。", "Use a database with the encoding UTF8."),
)
TOO_LARGE = Code(
    "E646",
    Text(
        "这份制度的列数超出了PostgreSQL一张表的容量：{problem}。",
        "This scheme has more columns than a table of PostgreSQL can hold: {problem}.",
    ),
    Text("不写 --engine，用内置的DuckDB计算。", "Leave out --engine; the built-in DuckDB has no such limit."),
)
STOPPED = Code(
    "E647",
    Text("PostgreSQL中断了计算：{problem}。", "PostgreSQL broke off: {problem}."),
    Text(
        "没有留下任何内容；问明服务器的情况后再算一次。",
        "Nothing is left behind; see what is the matter with the server and try again.",
    ),
)
