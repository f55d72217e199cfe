"""Tables that lie in an engine: their rows become lines there, and only what is asked for comes out."""
