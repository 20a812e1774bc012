"""Pages of the security and the system administrator, and of everybody for her own account."""
