"""The rating against the semantics: golden books, an oracle that shares no code, and laws that need none."""
