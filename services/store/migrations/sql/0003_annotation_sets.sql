-- Schema `news`, release 3: whole annotation sets for consumers, and the countries of countries.

ALTER TABLE news.annotation_sets ADD COLUMN truncated boolean NOT NULL DEFAULT false;

CREATE VIEW news.v_annotation_sets AS
SELECT
    s.article_id,
    s.model_name,
    s.model_version,
    s.config_hash,
    s.is_current,
    s.truncated,
    s.mentions,
    s.dates,
    s.quotes,
    s.keywords
FROM news.annotation_sets AS s;
COMMENT ON VIEW news.v_annotation_sets IS
    'One row all that one model said of an article: the current model, and the one before it while the text is the same. Read it by article_id.';
COMMENT ON COLUMN news.v_annotation_sets.article_id IS 'The article.';
COMMENT ON COLUMN news.v_annotation_sets.model_name IS 'The model.';
COMMENT ON COLUMN news.v_annotation_sets.model_version IS 'Its version.';
COMMENT ON COLUMN news.v_annotation_sets.config_hash IS 'What else decides what it says, as a hash: two sets compare exactly if it is equal, too.';
COMMENT ON COLUMN news.v_annotation_sets.is_current IS 'Whether this is the set that all other views show; false: that of the model before.';
COMMENT ON COLUMN news.v_annotation_sets.truncated IS 'Whether the text was too long or took too much time: its end was not read.';
COMMENT ON COLUMN news.v_annotation_sets.mentions IS 'Names and numbers: [{start, end, text, label, confidence, entity}], entity being an entity_key.';
COMMENT ON COLUMN news.v_annotation_sets.dates IS 'Dates: [{start, end, text, value, granularity}], value being ISO 8601 against the article''s date.';
COMMENT ON COLUMN news.v_annotation_sets.quotes IS 'Direct speech: [{start, end, text, speaker}].';
COMMENT ON COLUMN news.v_annotation_sets.keywords IS 'Phrases that recur or stand in the title: [text].';

-- The key of a country is its code.
UPDATE news.entities SET country = upper(substr(key, 5)) WHERE key ~ '^gpe:[a-z]{2}$' AND country IS NULL;

COMMENT ON COLUMN news.v_entities.country IS 'Its country, ISO 3166-1 alpha-2: of countries, and of places that can be in no other; else null.';
