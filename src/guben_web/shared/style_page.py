"""What the style page shows: invented organizations and figures, and a form with every kind of field."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms

from guben_web.engine.texts import Text
from guben_web.shared.pickers import PickerInput
from guben_web.words.language import label, say


class StyleForm(forms.Form):
    """Every kind of field, so that each can be seen with and without a mistake."""

    name = forms.CharField(label=label("活动名称", "Name of the activity"), max_length=40)
    kind = forms.ChoiceField(
        label=label("类型", "Kind"),
        choices=[
            ("meeting", label("支部党员大会", "Branch meeting")),
            ("lecture", label("党课", "Party lecture")),
        ],
    )
    places = forms.IntegerField(
        label=label("应到人数", "Expected"),
        max_value=2,
        help_text=label(
            "由党员名册带出，可以修改。", "Taken from the register of members; you can change it."
        ),
    )
    held_on = forms.DateField(
        label=label("日期", "Date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    period = forms.ChoiceField(
        label=label("考核期", "Period"),
        choices=[
            ("2026-Q1", label("2026年第一季度", "First quarter of 2026")),
            ("2025", label("2025年", "2025")),
        ],
    )
    organization = forms.CharField(
        label=label("党组织", "Organization"),
        required=False,
        widget=PickerInput("shared:style", label("可选的组织", "Organizations to choose from")),
        help_text=label(
            "写几个字或拼音首字母，从列出的里面选。", "Type some of the name and take one of those offered."
        ),
    )
    note = forms.CharField(label=label("说明", "Note"), required=False, widget=forms.Textarea({"rows": 3}))
    minutes = forms.FileField(
        label=label("会议记录", "Minutes"), required=False, help_text=label("Word或PDF。", "Word or PDF.")
    )
    is_joint = forms.BooleanField(
        label=label("与其他支部联合开展", "Held with another branch"), required=False
    )
    seen_by = forms.ChoiceField(
        label=label("公开范围", "Who sees it"),
        widget=forms.RadioSelect,
        choices=[("branch", label("本支部", "This branch")), ("all", label("全体党员", "All members"))],
    )


@dataclass(frozen=True, slots=True)
class StyleOption:
    """An invented organization that the picker of the style page offers."""

    value: str
    name: str
    more: str


def style_options(typed: str) -> list[StyleOption]:
    """Return the invented organizations with these words in their names, in the language of the page."""
    named = [(say(Text(zh, en)), say(Text(where_zh, where_en))) for zh, en, where_zh, where_en, *_ in _ROWS]
    return [StyleOption(name, name, where) for name, where in named if typed in name]


_ROWS = (
    ("茶亭村党支部", "Chating village branch", "白鹿镇", "Bailu", 46, "91.45", "top", "green"),
    ("石门村党总支", "Shimen village general branch", "白鹿镇", "Bailu", 118, "88.20", "top", "green"),
    ("上林村党支部", "Shanglin village branch", "青溪乡", "Qingxi", 32, "81.00", "middle", "amber"),
    ("县机关第三支部", "Third office branch", "县直机关", "County offices", 27, "79.65", "middle", "green"),
    ("下湾村党支部", "Xiawan village branch", "青溪乡", "Qingxi", 19, "58.30", "bottom", "red"),
)
_COLOURS = {
    "green": Text("按时", "In time"),
    "amber": Text("还剩3天", "3 days left"),
    "red": Text("逾期", "Overdue"),
}


def style_content() -> dict[str, object]:
    """Return what the style page shows beside its form, in the language of the page."""
    return {
        "rows": [
            {
                "name": say(Text(zh, en)),
                "township": say(Text(where_zh, where_en)),
                "members": members,
                "points": Decimal(points),
                "rank": rank,
                "colour": colour,
                "due": say(_COLOURS[colour]),
            }
            for zh, en, where_zh, where_en, members, points, rank, colour in _ROWS
        ],
        "trail": [
            {"name": say(Text("云川县委", "Yunchuan county committee")), "url": "#"},
            {"name": say(Text("白鹿镇党委", "Bailu township committee")), "url": "#"},
            {"name": say(Text("茶亭村党支部", "Chating village branch")), "url": "#"},
        ],
        "distribution": {
            "kind": "columns",
            "unit": say(Text("个", "organizations")),
            "labels": ["<60", "60–70", "70–80", "80–90", "90–100"],
            "series": [{"name": say(Text("组织数", "Organizations")), "values": [21, 64, 238, 412, 96]}],
        },
        "grades_by_township": {
            "kind": "bars",
            "stacked": True,
            "labels": [
                say(Text("白鹿镇", "Bailu")),
                say(Text("青溪乡", "Qingxi")),
                say(Text("龙潭镇", "Longtan")),
            ],
            "series": [
                {"name": say(Text("先进", "Advanced")), "values": [9, 6, 11], "tone": "green"},
                {"name": say(Text("中间", "Middle")), "values": [18, 15, 20], "tone": "series-1"},
                {"name": say(Text("后进", "Backward")), "values": [2, 4, 1], "tone": "red"},
            ],
        },
        "changes": [
            say(
                Text(
                    "删除第7批导入的1,204行：新增的38人、修改的12个组织恢复原状。",
                    "1,204 rows of import 7 are removed: 38 people added and 12 organizations changed go back.",
                )
            ),
            say(
                Text(
                    "根据这批数据算出的结果（2026年第一季度）标为“已失效”，仍可查看。",
                    "Results computed from them (first quarter of 2026) are marked as void; they can still be read.",
                )
            ),
        ],
    }
