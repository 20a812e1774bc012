"""What acts about accounts lead to, in words, before they are done."""

from guben_web.accounts.models import Account, Passkey
from guben_web.administration.queries import ShownRole
from guben_web.engine.texts import Text

_ENDING = Text(
    "不再担任“{place}”的{role}，下一次打开页面时起看不到相应内容。",
    "{role} for {place} ends: from the next page on, what belongs to it is out of sight.",
)
_KNOWN = Text(
    "曾经担任这一角色，以及做过的事，仍有记录。",
    "That the role was held, and what was done, stays on record.",
)
_NO_ENTRY = Text("“{account}”不能再登录。", "{account} cannot sign in any more.")
_SESSIONS = Text("正在使用的{n}个登录立即结束。", "The sessions in use end at once: {n}.")
_LINKS = Text("没有用过的登录链接作废。", "Sign-in links that were not used are withdrawn.")
_ROLES_STAY = Text(
    "角色保留，启用后恢复；换人请用“交接”。",
    "The roles stay and come back with the account; use the hand-over where somebody else takes over.",
)
_PASSWORD_ALONE = Text(
    "“{account}”下次登录只需要密码，验证码和备用码失效。",
    "{account} signs in with the password alone next time; codes and recovery codes end.",
)
_PASSKEYS = Text("登记的{n}把通行密钥全部失效。", "The passkeys added, {n}, end too.")
_ONE_PASSKEY = Text(
    "通行密钥“{name}”不能再用来登录；其他的第二因素照旧。",
    "The passkey '{name}' lets nobody in any more; the rest of the second factor stays.",
)
_ANEW = Text("登录后须先重新设置第二因素。", "After that, the second factor has to be set up anew first.")
_ALL_SESSIONS = Text("正在使用的登录全部结束。", "All sessions in use end.")
_SURE = Text(
    "请先当面或打电话确认是本人要求，防止有人冒名。",
    "Make sure first, face to face or by telephone, that it is she who asks.",
)


def of_ending(shown: ShownRole) -> list[Text]:
    """Return what ending a role leads to."""
    return [_ENDING.filled(role=str(shown.role), place=shown.place), _KNOWN]


def of_deactivating(account: Account, sessions: int) -> list[Text]:
    """Return what deactivating an account with so many open sessions leads to."""
    ended = [_SESSIONS.filled(n=sessions)] if sessions else []
    return [_NO_ENTRY.filled(account=account.display_name), *ended, _LINKS, _ROLES_STAY]


def of_releasing(account: Account, is_demanded: bool, passkeys: int) -> list[Text]:
    """Return what removing the second factor of an account with so many passkeys leads to."""
    keys = [_PASSKEYS.filled(n=passkeys)] if passkeys else []
    anew = [_ANEW] if is_demanded else []
    return [_PASSWORD_ALONE.filled(account=account.display_name), *keys, *anew, _ALL_SESSIONS, _SURE]


def of_releasing_passkey(passkey: Passkey) -> list[Text]:
    """Return what removing one of several second factors leads to."""
    return [_ONE_PASSKEY.filled(name=passkey.name), _ALL_SESSIONS, _SURE]
