"""The field's closed lists: kinds of organization, posts, education and so on, with their usual words.

Sources: national collection sheets and standards as gathered in `docs/glossary.md` (GB/T 2261.1, 3304, 4658).
"""

from guben.diagnostics import Text
from guben.model.choices import Choice, ChoiceSet


def _choice(code: str, zh: str, en: str, *aliases: str) -> Choice:
    return Choice(code, Text(zh, en), aliases)


# Highest first is how people say it; lowest first is how an ordered list is kept.
LEVEL = ChoiceSet(
    "level",
    Text("层级", "Level"),
    (
        _choice("group", "党小组", "Party group", "小组"),
        _choice("branch", "支部", "Branch", "下属支部", "村民小组"),
        _choice(
            "village", "村（社区）", "Village or community", "村", "社区", "村级", "行政村", "建制村", "村居"
        ),
        _choice(
            "township",
            "乡镇（街道）",
            "Township or street",
            "乡镇",
            "乡",
            "镇",
            "街道",
            "乡级",
            "乡镇级",
            "县直单位",
        ),
        _choice("county", "县（市、区）", "County or district", "县", "区", "县级", "县级市", "区县"),
        _choice("prefecture", "市（地、州）", "Prefecture", "市", "地级市", "州", "地级", "市级"),
        _choice("province", "省（区、市）", "Province", "省", "自治区", "直辖市", "省级"),
        _choice("nation", "全国", "Nation", "中央", "国家"),
    ),
    is_ordered=True,
)

# The levels that have a column in the snapshot for the organization of that level one belongs to, lowest first.
EVALUATED_LEVELS = ("village", "township", "county", "prefecture", "province")


def words_of_peers(level: str) -> tuple[str, ...]:
    """Return the words that can say whom organizations of a level are compared with."""
    above = EVALUATED_LEVELS[EVALUATED_LEVELS.index(level) + 1 :]
    return ("all", *above, "field", "type")


ORGANIZATION_TYPE = ChoiceSet(
    "organization_type",
    Text("组织类别", "Type of organization"),
    (
        _choice(
            "committee",
            "党委",
            "Party committee",
            "党工委",
            "工委",
            "基层党委",
            "党的基层委员会",
            "县委",
            "乡党委",
            "镇党委",
            "党组",
        ),
        _choice(
            "general_branch", "党总支", "General branch", "总支", "总支部", "党总支部", "党的总支部委员会"
        ),
        _choice("branch", "党支部", "Branch", "支部", "联合党支部", "党的支部委员会"),
        _choice("group", "党小组", "Party group", "小组"),
    ),
)

FIELD = ChoiceSet(
    "field",
    Text("领域", "Field"),
    (
        _choice("rural", "农村", "Rural", "乡村", "村", "农村基层"),
        _choice("community", "城市社区", "Urban community", "社区", "城市", "街道社区"),
        _choice("agency", "机关", "Agency", "党政机关", "机关单位", "党群机关"),
        _choice("public_institution", "事业单位", "Public institution", "事业"),
        _choice("state_enterprise", "国有企业", "State enterprise", "国企", "企业", "公有制企业"),
        _choice(
            "nonpublic_enterprise",
            "非公有制企业",
            "Non-public enterprise",
            "非公企业",
            "非公",
            "民营企业",
            "两新",
        ),
        _choice("social_organization", "社会组织", "Social organization", "新社会组织", "社团"),
        _choice("school", "学校", "School", "高校", "中小学"),
        _choice("other", "其他", "Other", "其它"),
    ),
)

SEX = ChoiceSet(
    "sex",
    Text("性别", "Sex"),
    (_choice("male", "男", "Male", "男性", "1"), _choice("female", "女", "Female", "女性", "2")),
)

EDUCATION = ChoiceSet(
    "education",
    Text("学历", "Education"),
    (
        _choice(
            "below_primary",
            "小学以下",
            "Below primary",
            "文盲",
            "半文盲",
            "无",
            "不识字",
            "识字很少",
            "其他",
            "90",
        ),
        _choice("primary", "小学", "Primary", "80", "81", "83", "高小", "初小"),
        _choice("junior_secondary", "初中", "Junior secondary", "70", "71", "73", "初级中学", "相当初中"),
        _choice(
            "senior_secondary",
            "高中（中专）",
            "Senior secondary or vocational",
            *(
                "高中",
                "中专",
                "职高",
                "中技",
                "技校",
                "职业高中",
                "中等专科",
                "普通高中",
                "中师",
                "中职",
                "高中或中专",
            ),
            *("40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "60", "61", "62", "63"),
        ),
        _choice(
            "college",
            "大专",
            "College",
            "专科",
            "大学专科",
            "高职",
            "大学专科教育",
            "大普",
            "30",
            "31",
            "32",
            "33",
        ),
        _choice(
            "bachelor",
            "本科",
            "Bachelor",
            "大学",
            "大学本科",
            "大本",
            "大学本科教育",
            "20",
            "21",
            "22",
            "23",
            "28",
        ),
        _choice(
            "graduate",
            "研究生",
            "Graduate",
            "硕士",
            "博士",
            "硕士研究生",
            "博士研究生",
            "研究生教育",
            "10",
            "11",
            "14",
            "17",
        ),
    ),
    is_ordered=True,
)

MEMBER_STATUS = ChoiceSet(
    "status",
    Text("人员类别", "Membership status"),
    (
        _choice("full", "正式党员", "Full member", "正式", "中共党员", "党员"),
        _choice("probationary", "预备党员", "Probationary member", "预备"),
        _choice("candidate", "发展对象", "Candidate for membership"),
        _choice("activist", "入党积极分子", "Activist", "积极分子"),
        _choice("applicant", "入党申请人", "Applicant", "申请人"),
        _choice("lost", "失联党员", "Out of contact", "失联", "失去联系", "停止党籍"),
        _choice("left", "已离开", "Left", "出党", "退党", "除名", "去世", "死亡", "转出"),
    ),
)

POST = ChoiceSet(
    "post",
    Text("党内职务", "Post"),
    (
        _choice(
            "secretary",
            "书记",
            "Secretary",
            "党支部书记",
            "支部书记",
            "党总支书记",
            "总支书记",
            "党委书记",
            "支书",
            "村支书",
        ),
        _choice(
            "deputy_secretary",
            "副书记",
            "Deputy secretary",
            "党支部副书记",
            "支部副书记",
            "总支副书记",
            "党委副书记",
        ),
        _choice("organization_member", "组织委员", "Committee member for organization"),
        _choice("publicity_member", "宣传委员", "Committee member for publicity"),
        _choice(
            "discipline_member", "纪检委员", "Committee member for discipline", "纪律检查委员", "纪委书记"
        ),
        _choice(
            "committee_member",
            "委员",
            "Committee member",
            "支委",
            "支部委员",
            "总支委员",
            "党委委员",
            "支委委员",
        ),
        _choice("group_leader", "党小组长", "Group leader", "小组长"),
    ),
)

# The posts that make up the team (班子) of an organization.
TEAM_POSTS = frozenset(POST.codes) - {"group_leader"}

OCCUPATION = ChoiceSet(
    "occupation",
    Text("职业", "Occupation"),
    (
        _choice("worker", "工人", "Worker", "工勤技能人员"),
        _choice("farmer", "农牧渔民", "Farmer, herder or fisher", "农民", "务农", "牧民", "渔民"),
        _choice("professional", "专业技术人员", "Professional", "专技", "教师", "医生"),
        _choice("manager", "管理人员", "Manager", "企业管理人员", "职员"),
        _choice("agency_staff", "党政机关工作人员", "Agency staff", "公务员", "机关工作人员", "干部"),
        _choice("student", "学生", "Student"),
        _choice("other", "其他职业人员", "Other", "其他", "个体", "自由职业"),
        _choice("retired", "离退休人员", "Retired", "退休", "离休", "离退休"),
    ),
)

# Who can judge without being declared by a scheme: levels, and those whom rules name by their relation.
JUDGE = ChoiceSet(
    "judge",
    Text("评分人", "Judge"),
    (
        _choice("self", "本组织", "the organization itself"),
        _choice("superior", "上级党组织", "the superior organization"),
        _choice("peers", "同级组织", "organizations of the same level"),
        _choice("members", "党员", "members"),
        _choice("residents", "群众", "residents"),
        _choice("village", "村（社区）", "the village or community"),
        _choice("township", "乡镇（街道）", "the township or street"),
        _choice("county", "县（市、区）", "the county or district"),
        _choice("prefecture", "市（地、州）", "the prefecture"),
        _choice("province", "省（区、市）", "the province"),
    ),
)

_PEOPLES = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
_PEOPLES_LATIN = [
    "Han",
    "Mongol",
    "Hui",
    "Tibetan",
    "Uyghur",
    "Miao",
    "Yi",
    "Zhuang",
    "Buyei",
    "Korean",
    "Manchu",
    "Dong",
    "Yao",
    "Bai",
    "Tujia",
    "Hani",
    "Kazak",
    "Dai",
    "Li",
    "Lisu",
    "Va",
    "She",
    "Gaoshan",
    "Lahu",
    "Sui",
    "Dongxiang",
    "Naxi",
    "Jingpo",
    "Kirgiz",
    "Tu",
    "Daur",
    "Mulao",
    "Qiang",
    "Blang",
    "Salar",
    "Maonan",
    "Gelao",
    "Xibe",
    "Achang",
    "Pumi",
    "Tajik",
    "Nu",
    "Uzbek",
    "Russian",
    "Ewenki",
    "Deang",
    "Bonan",
    "Yugur",
    "Gin",
    "Tatar",
    "Derung",
    "Oroqen",
    "Hezhen",
    "Monba",
    "Lhoba",
    "Jino",
]

# GB/T 3304-1991: two digits, 01 to 56.
ETHNICITY = ChoiceSet(
    "ethnicity",
    Text("民族", "Ethnicity"),
    tuple(
        _choice(f"{number:02d}", f"{name}族", latin, name)
        for number, (name, latin) in enumerate(zip(_PEOPLES, _PEOPLES_LATIN, strict=True), start=1)
    ),
)

CHOICE_SETS: dict[str, ChoiceSet] = {
    each.name: each
    for each in (LEVEL, ORGANIZATION_TYPE, FIELD, SEX, EDUCATION, MEMBER_STATUS, POST, OCCUPATION, ETHNICITY)
}
