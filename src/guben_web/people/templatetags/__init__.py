"""Filters for posts."""
