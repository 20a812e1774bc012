"""The template tags of `shared`; templates load them with `{% load look %}`."""
