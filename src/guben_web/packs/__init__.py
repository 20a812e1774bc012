"""Packs: the ledgers they define, each text ever used, and which of them the county keeps."""
