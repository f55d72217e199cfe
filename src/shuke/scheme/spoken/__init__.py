"""A scheme in words: what it does, said in plain sentences and as one exact formula, in either language."""
