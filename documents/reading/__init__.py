"""Reading files: every page becomes text, and what a file says of its own accessibility becomes known."""
