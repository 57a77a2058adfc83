"""The speed of the search at the registry's size: `make bench-search SIZE=607000`."""
