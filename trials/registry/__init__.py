"""ClinicalTrials.gov in, rows out."""
