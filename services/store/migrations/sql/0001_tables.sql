-- Schema `news`, release 1: tables. Days are UTC; offsets are code points; no extension is needed.

-- Immutable by construction, so that a generated column may call it: fixed configurations that PostgreSQL 15 and later have.
CREATE FUNCTION news.search_configuration(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE split_part(lower(language), '-', 1)
        WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
        WHEN 'ca' THEN 'pg_catalog.catalan'::regconfig
        WHEN 'da' THEN 'pg_catalog.danish'::regconfig
        WHEN 'de' THEN 'pg_catalog.german'::regconfig
        WHEN 'el' THEN 'pg_catalog.greek'::regconfig
        WHEN 'en' THEN 'pg_catalog.english'::regconfig
        WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
        WHEN 'eu' THEN 'pg_catalog.basque'::regconfig
        WHEN 'fi' THEN 'pg_catalog.finnish'::regconfig
        WHEN 'fr' THEN 'pg_catalog.french'::regconfig
        WHEN 'ga' THEN 'pg_catalog.irish'::regconfig
        WHEN 'hi' THEN 'pg_catalog.hindi'::regconfig
        WHEN 'hu' THEN 'pg_catalog.hungarian'::regconfig
        WHEN 'hy' THEN 'pg_catalog.armenian'::regconfig
        WHEN 'id' THEN 'pg_catalog.indonesian'::regconfig
        WHEN 'it' THEN 'pg_catalog.italian'::regconfig
        WHEN 'lt' THEN 'pg_catalog.lithuanian'::regconfig
        WHEN 'nb' THEN 'pg_catalog.norwegian'::regconfig
        WHEN 'ne' THEN 'pg_catalog.nepali'::regconfig
        WHEN 'nl' THEN 'pg_catalog.dutch'::regconfig
        WHEN 'nn' THEN 'pg_catalog.norwegian'::regconfig
        WHEN 'no' THEN 'pg_catalog.norwegian'::regconfig
        WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
        WHEN 'ro' THEN 'pg_catalog.romanian'::regconfig
        WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
        WHEN 'sr' THEN 'pg_catalog.serbian'::regconfig
        WHEN 'sv' THEN 'pg_catalog.swedish'::regconfig
        WHEN 'ta' THEN 'pg_catalog.tamil'::regconfig
        WHEN 'tr' THEN 'pg_catalog.turkish'::regconfig
        WHEN 'yi' THEN 'pg_catalog.yiddish'::regconfig
        ELSE 'pg_catalog.simple'::regconfig
    END
$$;
COMMENT ON FUNCTION news.search_configuration(text) IS
    'The text search configuration of a BCP 47 language tag: that of the column search; simple for any other language.';

-- A tsvector holds 1 MB at most, and takes up to 2.7 bytes for each byte of words that are all different and hyphenated
-- (measured); of letters of several bytes each it therefore gets fewer.
CREATE FUNCTION news.searchable(text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT "left"(text, (200000::bigint * 200000 / greatest(200000, octet_length("left"(text, 200000))))::integer)
$$;
COMMENT ON FUNCTION news.searchable(text) IS
    'The part of a text that the column search covers: 200,000 characters, fewer where they are of several bytes each.';

CREATE TABLE news.syndication_groups (
    id uuid PRIMARY KEY,
    first_article_id uuid,
    fullest_article_id uuid,
    size integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);

CREATE TABLE news.articles (
    id uuid PRIMARY KEY,
    source text,
    publisher_id text,
    status text NOT NULL CHECK (status IN ('usable', 'withdrawn')),
    -- The key that decides which copy wins. Stream ids are unsigned 64-bit: beyond bigint.
    version bigint NOT NULL,
    entry_ms numeric(20, 0) NOT NULL,
    entry_seq numeric(20, 0) NOT NULL,
    generation integer NOT NULL,
    content_hash text NOT NULL,
    rules_version text NOT NULL,
    title text,
    byline text,
    authors text[] NOT NULL,
    extracted_text text NOT NULL,
    text text NOT NULL,
    word_count integer NOT NULL,
    language text,
    language_confidence double precision,
    url text,
    canonical_url text,
    outlet text,
    published_at timestamptz,
    published_precision text CHECK (published_precision IN ('second', 'day')),
    modified_at timestamptz,
    effective_at timestamptz NOT NULL,
    first_seen_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    dateline_place text,
    dateline_region text,
    dateline_country text,
    dateline_printed_date text,
    dateline_date date,
    agency text,
    metadata jsonb NOT NULL,
    syndication_group uuid REFERENCES news.syndication_groups (id),
    syndication_similarity double precision,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector(news.search_configuration(language), COALESCE(title, '')), 'A')
        || setweight(to_tsvector(news.search_configuration(language), news.searchable(text)), 'B')
    ) STORED
);
CREATE INDEX ix_articles_effective_at ON news.articles (effective_at);
CREATE INDEX ix_articles_outlet_effective_at ON news.articles (outlet, effective_at);
CREATE INDEX ix_articles_syndication_group_first_seen_at ON news.articles (syndication_group, first_seen_at);
CREATE INDEX ix_articles_search ON news.articles USING gin (search);

CREATE TABLE news.annotation_sets (
    article_id uuid NOT NULL REFERENCES news.articles (id) ON DELETE CASCADE,
    model_name text NOT NULL,
    model_version text NOT NULL,
    config_hash text NOT NULL,
    article_version bigint NOT NULL,
    is_current boolean NOT NULL,
    mentions jsonb NOT NULL,
    dates jsonb NOT NULL,
    quotes jsonb NOT NULL,
    keywords jsonb NOT NULL,
    PRIMARY KEY (article_id, model_name, model_version, config_hash)
);
CREATE UNIQUE INDEX uq_annotation_sets_current ON news.annotation_sets (article_id) WHERE is_current;

-- Keys and names come out of texts and may be of any length: hash indexes have no limit on it.
CREATE TABLE news.entities (
    id uuid PRIMARY KEY,
    label text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    aliases text[] NOT NULL,
    merged_into uuid REFERENCES news.entities (id),
    country text
);
CREATE INDEX ix_entities_key ON news.entities USING hash (key);
CREATE INDEX ix_entities_name ON news.entities USING hash (name);

CREATE TABLE news.article_entities (
    article_id uuid NOT NULL REFERENCES news.articles (id) ON DELETE CASCADE,
    entity_id uuid NOT NULL REFERENCES news.entities (id),
    effective_at timestamptz NOT NULL,
    mentions integer NOT NULL,
    salience double precision NOT NULL,
    PRIMARY KEY (article_id, entity_id)
);
CREATE INDEX ix_article_entities_entity_id_effective_at ON news.article_entities (entity_id, effective_at, article_id);

CREATE TABLE news.topics (
    code text PRIMARY KEY,
    label text NOT NULL
);

CREATE TABLE news.article_topics (
    article_id uuid NOT NULL REFERENCES news.articles (id) ON DELETE CASCADE,
    code text NOT NULL REFERENCES news.topics (code),
    effective_at timestamptz NOT NULL,
    score double precision NOT NULL,
    PRIMARY KEY (article_id, code)
);
CREATE INDEX ix_article_topics_code_effective_at ON news.article_topics (code, effective_at, article_id);

CREATE TABLE news.removed_spans (
    article_id uuid NOT NULL REFERENCES news.articles (id) ON DELETE CASCADE,
    position integer NOT NULL,
    rule text NOT NULL,
    start_offset integer NOT NULL,
    end_offset integer NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (article_id, position)
);

CREATE TABLE news.related_titles (
    article_id uuid NOT NULL REFERENCES news.articles (id) ON DELETE CASCADE,
    position integer NOT NULL,
    title text NOT NULL,
    PRIMARY KEY (article_id, position)
);

CREATE TABLE news.outcomes (
    outcome_id uuid PRIMARY KEY,
    submission_entry_id text NOT NULL,
    correlation_id text,
    source text,
    publisher_id text,
    article_id uuid,
    version bigint,
    outcome text NOT NULL
        CHECK (outcome IN ('created', 'updated', 'duplicate', 'superseded', 'withdrawn', 'rejected')),
    reason text,
    errors jsonb NOT NULL,
    at timestamptz NOT NULL,
    announced_at timestamptz
);
CREATE INDEX ix_outcomes_unannounced ON news.outcomes (at) WHERE announced_at IS NULL;

CREATE TABLE news.ledger (
    submission_entry_id text PRIMARY KEY,
    article_id uuid,
    correlation_id text,
    history jsonb NOT NULL,
    settled_at timestamptz NOT NULL
);
CREATE INDEX ix_ledger_article_id ON news.ledger (article_id);
CREATE INDEX ix_ledger_correlation_id ON news.ledger (correlation_id) WHERE correlation_id IS NOT NULL;

CREATE TABLE news.dead_letters (
    stream text NOT NULL,
    entry_id text NOT NULL,
    dead_entry_id text NOT NULL,
    submission_entry_id text NOT NULL,
    stage text NOT NULL,
    reason text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    at timestamptz NOT NULL,
    correlation_id text,
    article_id uuid,
    faults jsonb NOT NULL,
    data bytea,
    PRIMARY KEY (stream, entry_id)
);
CREATE INDEX ix_dead_letters_submission_entry_id ON news.dead_letters (submission_entry_id);
CREATE INDEX ix_dead_letters_at ON news.dead_letters (at);

CREATE TABLE news.changes (
    change_seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('created', 'updated', 'reenriched', 'withdrawn')),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE news.entity_daily (
    day date NOT NULL,
    entity_id uuid NOT NULL,
    outlet text NOT NULL,
    articles integer NOT NULL,
    stories integer NOT NULL,
    mentions integer NOT NULL,
    PRIMARY KEY (entity_id, day, outlet)
);
COMMENT ON TABLE news.entity_daily IS 'How often each outlet wrote about an entity on each day; kept in step with every change.';
COMMENT ON COLUMN news.entity_daily.day IS 'The UTC day of the articles'' effective_at.';
COMMENT ON COLUMN news.entity_daily.entity_id IS 'The entity: v_entities.entity_id.';
COMMENT ON COLUMN news.entity_daily.outlet IS 'The outlet; empty where an article has none.';
COMMENT ON COLUMN news.entity_daily.articles IS 'Articles that name the entity.';
COMMENT ON COLUMN news.entity_daily.stories IS 'Different stories among them: copies of one story count once.';
COMMENT ON COLUMN news.entity_daily.mentions IS 'Mentions of the entity in them.';

CREATE TABLE news.topic_daily (
    day date NOT NULL,
    code text NOT NULL,
    outlet text NOT NULL,
    articles integer NOT NULL,
    stories integer NOT NULL,
    PRIMARY KEY (code, day, outlet)
);
COMMENT ON TABLE news.topic_daily IS 'How often each outlet wrote on a topic on each day; kept in step with every change.';
COMMENT ON COLUMN news.topic_daily.day IS 'The UTC day of the articles'' effective_at.';
COMMENT ON COLUMN news.topic_daily.code IS 'The IPTC Media Topic: v_topics.code.';
COMMENT ON COLUMN news.topic_daily.outlet IS 'The outlet; empty where an article has none.';
COMMENT ON COLUMN news.topic_daily.articles IS 'Articles on the topic.';
COMMENT ON COLUMN news.topic_daily.stories IS 'Different stories among them: copies of one story count once.';

INSERT INTO news.topics (code, label) VALUES
    ('medtop:01000000', 'arts, culture, entertainment and media'),
    ('medtop:02000000', 'crime, law and justice'),
    ('medtop:03000000', 'disaster, accident and emergency incident'),
    ('medtop:04000000', 'economy, business and finance'),
    ('medtop:05000000', 'education'),
    ('medtop:06000000', 'environment'),
    ('medtop:07000000', 'health'),
    ('medtop:08000000', 'human interest'),
    ('medtop:09000000', 'labour'),
    ('medtop:10000000', 'lifestyle and leisure'),
    ('medtop:11000000', 'politics and government'),
    ('medtop:12000000', 'religion'),
    ('medtop:13000000', 'science and technology'),
    ('medtop:14000000', 'society'),
    ('medtop:15000000', 'sport'),
    ('medtop:16000000', 'conflict, war and peace'),
    ('medtop:17000000', 'weather');

-- Where deploy/postgres/roles.sql was run, the writer may delete what it can derive again, and nothing else.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'dateline_writer') THEN
        GRANT DELETE ON news.annotation_sets, news.article_entities, news.article_topics, news.removed_spans,
            news.related_titles, news.dead_letters, news.entity_daily, news.topic_daily TO dateline_writer;
    END IF;
END
$$;
