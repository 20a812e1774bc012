"""The structure of the membership: counted for any organization as of any day."""
