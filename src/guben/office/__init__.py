"""Workbooks in and out: the sheets offices have, the sheets offices want."""
