"""The commands that the application adds to `guben`, known without importing any of them."""

from guben_web.engine.commands import Command
from guben_web.engine.texts import Text

AUDIT = Command(
    "audit",
    "guben_web.config.commands.audit",
    Text("核对审计记录是否被改动", "Check that the audit record was not altered"),
)
DEMO = Command(
    "demo",
    "guben_web.config.commands.demo",
    Text("建立演示系统，给出各角色的登录链接", "Make a demo and print a sign-in link for each role"),
)
INIT = Command(
    "init",
    "guben_web.config.commands.init",
    Text("建立空的正式系统和三名管理员", "Make an empty installation and its three administrators"),
)
LINK = Command(
    "link",
    "guben_web.config.commands.link",
    Text("给一个账号新的一次性登录链接", "Make a new one-time sign-in link for an account"),
)
ROTATE = Command(
    "rotate",
    "guben_web.config.commands.rotate",
    Text("更换加密密钥，重新加密全部号码", "Replace the encryption key and encrypt all numbers anew"),
)
SERVE = Command(
    "serve",
    "guben_web.config.commands.serve",
    Text("启动网页系统和后台程序", "Run the web application and its background worker"),
)
