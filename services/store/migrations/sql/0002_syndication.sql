-- Schema `news`, release 2: what copies of a story are found by. Rows of articles that were first seen longer ago than the
-- window (DATELINE_STORE_SYNDICATION_DAYS) are deleted as new ones come.

CREATE TABLE news.syndication_fingerprints (
    article_id uuid PRIMARY KEY REFERENCES news.articles (id) ON DELETE CASCADE,
    first_seen_at timestamptz NOT NULL,
    bands bigint[] NOT NULL,
    fingerprint bytea NOT NULL
);
CREATE INDEX ix_syndication_fingerprints_first_seen_at ON news.syndication_fingerprints (first_seen_at);
-- Hashes do not compress: do not let the server try.
ALTER TABLE news.syndication_fingerprints ALTER COLUMN fingerprint SET STORAGE EXTERNAL;

-- The newest articles of a band come first out of its key.
CREATE TABLE news.syndication_bands (
    band bigint NOT NULL,
    first_seen_at timestamptz NOT NULL,
    article_id uuid NOT NULL,
    PRIMARY KEY (band, first_seen_at, article_id)
);

COMMENT ON COLUMN news.v_articles.story_id IS
    'Equal for all copies of one story: the id of the copy that founded it, the article itself if it is alone.';
COMMENT ON COLUMN news.v_articles.syndication_group IS 'The group of copies it belongs to, which is its story_id; null for a text seen once.';
COMMENT ON COLUMN news.v_syndication.similarity IS
    'Share (0-1) of the shorter text that it has in common with the copy it was most like when it joined.';
COMMENT ON COLUMN news.v_changes.kind IS
    'created, updated (text, facts or syndication_group), reenriched (new annotations of the same text) or withdrawn.';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dateline_writer') THEN
        GRANT DELETE ON news.syndication_fingerprints, news.syndication_bands, news.syndication_groups TO dateline_writer;
    END IF;
END
$$;
