"""A county's workbook as it arrives: titles, merged headings, Chinese dates, 万元, names for codes."""

from datetime import date

import xlsxwriter
from office_workbooks import AS_OF, INCOME, MEETINGS, RATE

from guben.office.county import read_county
from guben.snapshot.records import Records
from guben.snapshot.tables import Organization, Person, Post, ReportedValue, Workplace


def write_messy_county(path):
    book = xlsxwriter.Workbook(str(path))
    explanation = book.add_worksheet("填表说明")
    explanation.write("A1", "请于12月底前报送。")
    sheet = book.add_worksheet("党组织信息")
    sheet.merge_range("A1:L1", "甲县基层党组织情况一览表（2025年度）")
    sheet.write("A2", "填报单位：甲县县委组织部")
    for column, words in enumerate(
        ["序号", "党组织\n名称", "隶属党组织", "类  别", "层级", "所属领域（按台账）"]
    ):
        sheet.merge_range(2, column, 3, column, words)
    sheet.merge_range(2, 6, 2, 7, "基本情况")
    sheet.write_row(3, 6, ["总人口（人）", "户数"])
    sheet.merge_range(2, 8, 2, 10, "年度工作")
    sheet.write_row(3, 8, ["年人均纯收入（万元）", "参会率", "会议次数"])
    sheet.write_row(4, 0, ["甲", "乙", "丙", "丁", "戊", "己", 1, 2, 3, 4, 5])
    sheet.write_row(5, 0, [1, "中共甲县委员会", "", "党委", "县级", "机关"])
    sheet.write_row(6, 0, [2, "城关镇党委", "甲县", "党委", "镇", "农村"])
    sheet.write_row(
        7,
        0,
        [3, "东村党总支", "城关镇", "总支", "行政村", "农村", "１，２３４", 321.0, 1.85, "９２％", "12次"],
    )
    sheet.write_row(
        8, 0, [4, "东村第一党支部", "东村", "支部", "下属支部", "农村", "", "", "8500元", "不适用", "—"]
    )
    sheet.write_row(9, 0, ["", "合计", "", "", "", "", 1234, 321])
    sheet.write_row(10, 0, ["填表人：某某", "", "", "审核人：某某"])
    sheet = book.add_worksheet("花名册")
    sheet.write("A1", "党员花名册")
    sheet.write_row(
        2, 0, ["姓 名", "性别", "出 生 年 月", "文化程度", "所在支部", "入党时间", "职务", "人员类别"]
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(3, 0, ["赵某", "女", "1985年6月", "高中", "东村第一支部", "2010.07.01", "书记、主任"])
    sheet.write_row(4, 0, ["钱某", "男", "", "大专", "东村第一党支部", "20120305", "", "预备"])
    sheet.write_datetime(4, 2, date(1990, 3, 2), day)
    sheet.write_row(
        5, 0, ["孙某", "男", "１９７０．０２", "初中", "中共城关镇委员会", "", "副书记兼组织委员"]
    )
    book.close()
    return path


def test_a_messy_county_is_read_as_it_was_meant(tmp_path):
    path = write_messy_county(tmp_path / "messy.xlsx")

    reading = read_county(path, measures=[INCOME, RATE, MEETINGS], period="2025", as_of=AS_OF)

    county, township = "中共甲县委员会", "城关镇党委"
    village, branch = "东村党总支", "东村第一党支部"
    sheet = "党组织信息"
    at_county = (county, None, None)
    assert reading.records == Records(
        organizations=[
            Organization(county, None, county, "committee", "agency", "county", None, "0001", None, None, *at_county, None, None, f"{sheet}!6"),
            Organization(township, None, township, "committee", "rural", "township", county, "0001/0001", None, None, county, township, None, None, None, f"{sheet}!7"),
            Organization(village, None, village, "general_branch", "rural", "village", township, "0001/0001/0001", None, None, county, township, village, None, None, f"{sheet}!8"),
            Organization(branch, None, branch, "branch", "rural", "branch", village, "0001/0001/0001/0001", None, None, county, township, village, None, None, f"{sheet}!9"),
        ],
        workplaces=[Workplace(f"w:{village}", village, "village", 1234, 321, None, f"{sheet}!8")],
        people=[
            Person("p0000001", township, 19700201, "male", None, "junior_secondary", None, None, None, "full", None, "花名册!6"),
            Person("p0000002", branch, 19850601, "female", None, "senior_secondary", None, 20100701, None, "full", None, "花名册!4"),
            Person("p0000003", branch, 19900302, "male", None, "college", None, 20120305, None, "probationary", None, "花名册!5"),
        ],
        posts=[
            Post("t0000001", township, "p0000001", "deputy_secretary", True, None, None, "花名册!6"),
            Post("t0000002", township, "p0000001", "organization_member", True, None, None, "花名册!6"),
            Post("t0000003", branch, "p0000002", "secretary", True, None, None, "花名册!4"),
        ],
        values=[
            ReportedValue(village, "income", "2025", 185000000, 4, None, False, f"{sheet}!8!I"),
            ReportedValue(village, "rate", "2025", 92000000, 8, None, False, f"{sheet}!8!J"),
            ReportedValue(village, "meetings", "2025", 12, 0, None, False, f"{sheet}!8!K"),
            ReportedValue(branch, "income", "2025", 85000000, 4, None, False, f"{sheet}!9!I"),
            ReportedValue(branch, "rate", "2025", None, 0, None, True, f"{sheet}!9!J"),
        ],
    )  # fmt: skip
    assert [(each.code.number, each.message.zh, each.elsewhere) for each in reading.findings] == [
        ("W557", "“甲县”按“中共甲县委员会”识别。", 2),
        ("W561", "“主任”不是党内职务，没有取用。", 0),
        ("W535", "“1985.06”没有写日，按当月1日取用。", 1),
        ("W557", "“东村第一支部”按“东村第一党支部”识别。", 0),
    ]
