"""The web application: Django, one app a noun; `config` starts it, `engine` is its one door to the core."""
