"""How cells are written and what they mean: amounts, dates, identifiers, and a log of what was made of them.

A cell in plain form is read where it stands, while the source is read. The others are looked at afterwards, each
written form once: however dear a form is to recognise, a column costs no more than its distinct values.
"""
