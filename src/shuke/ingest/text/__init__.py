"""Delimited text from its bytes up: the encoding proved, the bytes surveyed in one pass, the records told apart."""
