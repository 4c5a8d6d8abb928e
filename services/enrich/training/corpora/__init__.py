"""Readers, one a corpus: files of `/data/ner` and `/data/topics` to annotated sentences and topic items."""
