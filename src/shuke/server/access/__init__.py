"""Who may do what: passwords, sessions, tokens, roles, where requests come from, and the log of it all."""
