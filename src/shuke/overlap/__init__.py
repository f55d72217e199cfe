"""Two companies compare their customers by keyed pseudonyms, and learn counts alone."""
