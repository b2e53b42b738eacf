"""Whole tables as files: exports and imports. One module per format; `formats` lists them."""
