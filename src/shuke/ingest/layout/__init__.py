"""Where the table stands in what was given: its header rows, its columns, and the rows that are no records."""
