"""Which browser somebody uses, in words, as far as it says so itself."""

from guben_web.engine.texts import Text

# The first that is named counts: most browsers also call themselves Chrome and Safari.
_BROWSERS = {
    "MicroMessenger": Text("微信", "WeChat"),
    "360SE": Text("360安全浏览器", "360 browser"),
    "360EE": Text("360极速浏览器", "360 browser"),
    "QQBrowser": Text("QQ浏览器", "QQ browser"),
    "MetaSr": Text("搜狗浏览器", "Sogou browser"),
    "UBrowser": Text("UC浏览器", "UC browser"),
    "Edg": Text("Edge浏览器", "Edge"),
    "Firefox": Text("火狐浏览器", "Firefox"),
    "Chrome": Text("Chrome浏览器", "Chrome"),
    "Safari": Text("Safari浏览器", "Safari"),
}
_SYSTEMS = {
    "HarmonyOS": Text("鸿蒙", "HarmonyOS"),
    "Android": Text("安卓", "Android"),
    "iPhone": Text("苹果手机", "iPhone"),
    "iPad": Text("苹果平板", "iPad"),
    "Windows": Text("Windows", "Windows"),
    "UOS": Text("统信", "UOS"),
    "Kylin": Text("麒麟", "Kylin"),
    "Mac OS": Text("苹果电脑", "Mac"),
    "Linux": Text("Linux", "Linux"),
}
_UNKNOWN = Text("未知浏览器", "an unknown browser")
_BOTH = Text("{browser}（{system}）", "{browser} on {system}")


def browser_in_words(agent: str) -> Text:
    """Return what a browser calls itself and its system: 火狐浏览器（Windows）."""
    browser = _named(agent, _BROWSERS) or _UNKNOWN
    system = _named(agent, _SYSTEMS)
    return _BOTH.filled(browser=browser, system=system) if system else browser


def _named(agent: str, known: dict[str, Text]) -> Text | None:
    return next((words for name, words in known.items() if name in agent), None)
