"""What is watched over time, as mathematics and documents: no files, no engine's driver, no clock."""
