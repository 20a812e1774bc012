"""An app with a job that takes a while, for tests that kill its worker."""
