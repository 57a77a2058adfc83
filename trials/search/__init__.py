"""A visitor's question -> trials."""
