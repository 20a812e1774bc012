"""Workplaces, and what is planned in those without an organization."""
