"""The topic classifier: IPTC's top level from TF-IDF weights that numpy alone can use."""
