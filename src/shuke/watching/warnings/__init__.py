"""Warnings of a workspace: checked, kept on the desk, judged, told."""
