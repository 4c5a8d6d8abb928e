"""From open corpora to the weights in `model/`: `python -m services.enrich.training`; nothing at run time imports it."""
