"""What a file is made of, told from its bytes: kinds, archives, compound files, the parts of workbooks.

Everything here reads bytes that a stranger may have written: nothing is trusted, nothing is executed, nothing is
expanded without a bound.
"""
