"""What a run found, as people read it: the page, the workbook."""
