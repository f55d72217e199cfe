"""The terminal: commands that ask the core and show its answers."""

import gc

# So many objects are made between two collections of garbage; the interpreter's own 700 suits smaller programs. What is
# read in at the start stays, and to look through it for garbage again and again finds nothing: so this comes first.
FEW_COLLECTIONS = 50_000
gc.set_threshold(FEW_COLLECTIONS)
