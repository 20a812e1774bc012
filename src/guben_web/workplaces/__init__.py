"""Workplaces: villages, agencies, enterprises and social organizations, and which of them have no organization."""
