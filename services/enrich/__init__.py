"""article.ingested → article.enriched: who, where, when and what an article is about."""
