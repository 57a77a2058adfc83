"""What words mean: the vocabulary of diseases (Medical Subject Headings, lay terms, curators' terms)."""
