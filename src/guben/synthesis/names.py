"""Invented names of places and people.

The lists hold plants, water and weather instead of the usual given names, and rare characters for places, so that
meeting a known official or a real place is unlikely.
"""

from random import Random

COUNTY = "云岭县"

_SURNAMES = {
    **dict.fromkeys("王李张刘陈", 7.0),
    **dict.fromkeys("杨黄赵吴周徐孙马朱胡", 2.0),
    **dict.fromkeys(
        "林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾",
        0.7,
    ),
}
_FIRST = {
    "male": "禾松柏岩岭峦川泽沛浚舟帆砚墨樵耘穗麦钧镜",
    "female": "荷菱荻苇蓼芷蘅苓棠杏桐梨榆露霜霁岚溪汀澜",
}
_SECOND = {
    "male": "生根林原野舟田垚山石禾舒耕砺朔川谷峤泉犁",
    "female": "禾苗叶穗笛纹笺绢纱盈漪溦晗霏荔苒葵萱菀筠",
}

_PLACE_FIRST = "荻篁鹭菱蓼翎穗杼箬葭蘅砚萍枧芦蒲菖苔藜茯芷苓棠槭楸栎桤榛椴榆"
_PLACE_SECOND = "汀渚塬埠岙陌畈圩垌墩峪坳崖泷堰坞磴桥溪湾冲坝岗岭"
_TOWN_FIRST = "砚篁鹭菱荻蓼翎杼箬葭蘅枧槭楸栎桤榛椴"
_TOWN_SECOND = "川屏浦原泽台"

_DIGITS = "零一二三四五六七八九"


def person_name(rng: Random, sex: str) -> str:
    """Return a surname and a given name of two characters."""
    surname = rng.choices(list(_SURNAMES), list(_SURNAMES.values()))[0]
    return surname + rng.choice(_FIRST[sex]) + rng.choice(_SECOND[sex])


def village_names(rng: Random, count: int) -> list[str]:
    """Return names for villages, the first 720 all different."""
    names = [first + second for first in _PLACE_FIRST for second in _PLACE_SECOND]
    rng.shuffle(names)
    # A second round of names gets a direction, as real places do.
    directions = ("", "上", "下", "东", "西", "南", "北")
    rounds = -(-count // len(names))
    if rounds > len(directions):
        raise ValueError(f"There are names for {len(names) * len(directions)} villages, not for {count}.")
    return [direction + name for direction in directions[:rounds] for name in names][:count]


def township_names(rng: Random, count: int) -> list[str]:
    """Return different names for townships, without the word for their kind."""
    names = [first + second for first in _TOWN_FIRST for second in _TOWN_SECOND]
    if count > len(names):
        raise ValueError(f"There are names for {len(names)} townships, not for {count}.")
    rng.shuffle(names)
    return names[:count]


def ordinal(number: int) -> str:
    """Return 第一, 第二 … for a number under a hundred."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return "第" + before + (_DIGITS[ones] if ones else "")
