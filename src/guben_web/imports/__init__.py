"""Workbooks on their way in: read, compared, decided upon, applied, undone."""
