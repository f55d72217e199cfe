"""The steps by which an older state becomes one of this version; each in one transaction."""
