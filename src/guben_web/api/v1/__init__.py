"""The first version of the API: what it answers stays as it is."""
