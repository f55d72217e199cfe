"""Personal data: recognised, masked on screens, replaced by keyed pseudonyms in what is written."""
