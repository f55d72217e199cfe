"""What is kept: files that appear whole or not at all."""
