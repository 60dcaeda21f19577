"""A library as one file that other programs can read, and back again."""
