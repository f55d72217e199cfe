"""Whom to contact, what it may cost, and whether it paid: cells, samples, break-even, lists, and measured lift.

Money that is told as fact is exact (decimals and fractions); what is estimated is a float, and named so.
"""
