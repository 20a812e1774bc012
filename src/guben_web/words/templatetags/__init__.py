"""The template tags of `words`, loaded into every template."""
