"""The registry mirror and everything that a visitor reads or searches."""
