"""The terminal: commands that ask the core and show its answers."""
