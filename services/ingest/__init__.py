"""Read ``article.submitted``, fetch and extract and clean what it points at, write ``article.ingested``."""
