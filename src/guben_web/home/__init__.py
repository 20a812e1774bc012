"""The first page, and what concerns the installation as a whole."""
