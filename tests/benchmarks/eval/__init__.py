"""How well a search ranks trials for described patients, beside BM25 on the same texts."""
