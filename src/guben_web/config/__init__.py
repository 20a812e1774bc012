"""How the application is put together and started: settings, addresses, commands."""
