"""A field to choose one of many in: one types, and the server fills the list below it (docs/look.md).

What answers is a page that renders `shared/options.html` with options of `value`, `name` and `more`. Without scripts
it is a field to type into.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class PickerInput(forms.TextInput):
    """The field and its list; `page` and `args` name the address that answers, `offered` says what is in the list."""

    def __init__(
        self,
        page: str,
        offered: "StrPromise",
        attrs: dict[str, Any] | None = None,
        *,
        args: tuple[object, ...] = (),
    ) -> None:
        super().__init__(attrs)
        self.page, self.offered, self.args = page, offered, args

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the field and its list."""
        number = (attrs or {}).get("id", f"id_{name}")
        listed = f"{number}_offered"
        more = {
            "autocomplete": "off",
            "role": "combobox",
            "aria-autocomplete": "list",
            "aria-expanded": "false",
            "aria-controls": listed,
            "hx-get": reverse(self.page, args=self.args),
            "hx-trigger": "input delay:250ms, pick",
            "hx-target": f"#{listed}",
            "hx-sync": "this:replace",
        }
        built = self.build_attrs({**self.attrs, **more}, attrs)
        return format_html(
            '<div class="picker"><input type="text" name="{}" value="{}"{}>'
            '<ul id="{}" role="listbox" aria-label="{}" hidden></ul>'
            '<span class="unseen" role="status"></span></div>',
            name,
            value if value is not None else "",
            flatatt(built),
            listed,
            str(self.offered),
        )
