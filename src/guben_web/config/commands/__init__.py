"""The commands that the application adds to `guben`, one module a command."""
