"""Two companies compare their customers by keyed pseudonyms, and learn counts alone.

Both sides hold one secret, made for one purpose (``secret``); each writes a file of codes and tiers (``codes``); who
gets both files counts the codes that stand in both by pair of tiers (``compare``), small counts hidden (``small``).
"""
