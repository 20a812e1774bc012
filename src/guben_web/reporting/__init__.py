"""Reporting forms: what is asked, what was filled in, who approved it, and the burden of it."""
