"""The frozen tables that evaluations read: what they hold, how they are written, read, and checked."""
