"""From where on an organization stands out."""

from django import forms

from guben_web.statistics.standings import Limits
from guben_web.words.language import label


class LimitsForm(forms.Form):
    """The limits; what is not understood stays as it usually is."""

    old_age = forms.IntegerField(
        label=label("年龄从", "Aged from"), min_value=18, max_value=120, required=False
    )
    old_percent = forms.IntegerField(
        label=label("占比达到%", "Percent"), min_value=1, max_value=100, required=False
    )
    years = forms.IntegerField(
        label=label("几年未发展", "Years without"), min_value=1, max_value=50, required=False
    )
    few = forms.IntegerField(
        label=label("一年发展不超过", "Few in a year"), min_value=1, max_value=99, required=False
    )

    def limits(self) -> Limits:
        """Return what is asked for."""
        self.is_valid()
        return Limits(**{name: value for name, value in self.cleaned_data.items() if value is not None})
