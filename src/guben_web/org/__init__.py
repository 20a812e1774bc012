"""The tree of organizations: what they are called and whom they belong to, at any date."""
