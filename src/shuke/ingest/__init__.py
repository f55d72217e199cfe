"""Files and frames become order lines, with a verdict on every row and an account of every cent."""
