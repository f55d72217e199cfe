"""One file per kind of source; each returns a ``Raw``: an expression to read from, and where its rows stand."""
