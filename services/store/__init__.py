"""article.enriched → article.settled: rows in Postgres, a change feed, and one outcome for every submission."""
