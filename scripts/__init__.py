"""What the Makefile runs before there is a virtual environment: the standard library only, Linux and macOS."""
