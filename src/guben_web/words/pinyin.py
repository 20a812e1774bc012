"""How names sound: pinyin and initials, by which people search."""

from functools import cache

from pypinyin import Style, lazy_pinyin

# Surnames that sound otherwise than the same character elsewhere.
_SURNAMES = {
    "万俟": "mo qi",
    "单于": "chan yu",
    "尉迟": "yu chi",
    "令狐": "ling hu",
    "澹台": "tan tai",
    "皇甫": "huang fu",
    "长孙": "zhang sun",
    "夏侯": "xia hou",
    "宰父": "zai fu",
    "亓官": "qi guan",
    "曾": "zeng",
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "区": "ou",
    "乐": "yue",
    "员": "yun",
    "种": "chong",
    "繁": "po",
    "秘": "bi",
    "翟": "zhai",
    "覃": "qin",
    "燕": "yan",
    "华": "hua",
    "任": "ren",
    "宁": "ning",
    "缪": "miao",
    "折": "she",
    "黑": "he",
    "盛": "sheng",
    "召": "shao",
    "隗": "wei",
    "牟": "mu",
    "都": "du",
    "瞿": "qu",
    "纪": "ji",
    "谌": "chen",
    "逄": "pang",
    "祭": "zhai",
    "相": "xiang",
    "么": "yao",
    "宓": "mi",
    "阚": "kan",
    "葛": "ge",
    "郇": "xun",
    "尹": "yin",
    "冼": "xian",
    "洗": "xian",
    "车": "che",
    "卜": "bu",
    "石": "shi",
    "贾": "jia",
    "沈": "shen",
    "曲": "qu",
    "柏": "bai",
    "重": "chong",
    "尉": "wei",
    "参": "shen",
    "过": "guo",
    "哈": "ha",
    "句": "gou",
    "那": "na",
    "能": "nai",
    "撒": "sa",
    "殷": "yin",
    "应": "ying",
    "幸": "xing",
    "行": "xing",
}


def pinyin_of(words: str) -> str:
    """Return the words in pinyin without tones and spaces: yunlingxian."""
    return "".join(_syllables(words))


def initials_of(words: str) -> str:
    """Return the first letters: ylx for 云岭县."""
    return "".join(each[:1] if _is_syllable(each) else each for each in _syllables(words))


def initials_of_person(name: str) -> str:
    """Return the first letters of a person's name, with surnames as people say them: zsg for 曾三根."""
    for length in (2, 1):
        sound = _SURNAMES.get(name[:length])
        if sound:
            return "".join(each[0] for each in sound.split()) + initials_of(name[length:])
    return initials_of(name)


def pinyin_of_person(name: str) -> str:
    """Return a person's name in pinyin, with surnames as people say them: zengsangen for 曾三根."""
    for length in (2, 1):
        sound = _SURNAMES.get(name[:length])
        if sound:
            return sound.replace(" ", "") + pinyin_of(name[length:])
    return pinyin_of(name)


def _syllables(words: str) -> list[str]:
    return [each for character in words.casefold() for each in _sound(character) if each.isalnum()]


def _is_syllable(sound: str) -> bool:
    return sound.isascii() and sound.isalpha()


@cache
def _sound(character: str) -> list[str]:
    # One character at a time: the names of organizations are made of a few hundred, and phrases are rare in them.
    return lazy_pinyin(character, style=Style.NORMAL)
