"""The record of what was done by whom, appended and sealed."""
