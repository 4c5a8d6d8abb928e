-- Schema `news`, release 1: what consumers read. Columns are added, never renamed, retyped or removed.

CREATE VIEW news.v_articles AS
SELECT
    a.id AS article_id,
    a.status,
    a.source,
    a.publisher_id,
    a.title,
    a.byline,
    a.authors,
    a.text,
    a.extracted_text,
    a.word_count,
    a.language,
    a.language_confidence,
    a.url,
    a.canonical_url,
    a.outlet,
    a.published_at,
    a.published_precision,
    a.modified_at,
    a.effective_at,
    a.first_seen_at,
    a.updated_at,
    a.dateline_place,
    a.dateline_region,
    a.dateline_country,
    a.dateline_printed_date,
    a.dateline_date,
    a.agency,
    a.version,
    a.content_hash,
    a.rules_version,
    a.metadata,
    COALESCE(a.syndication_group, a.id) AS story_id,
    a.syndication_group,
    a.search
FROM news.articles AS a;
COMMENT ON VIEW news.v_articles IS 'One row an article; a withdrawn one stays as a tombstone without texts.';
COMMENT ON COLUMN news.v_articles.article_id IS 'The article: UUIDv5 of the publisher''s id, the address or the text.';
COMMENT ON COLUMN news.v_articles.status IS 'usable, or withdrawn: its texts and annotations are erased.';
COMMENT ON COLUMN news.v_articles.source IS 'Who published it on the queue.';
COMMENT ON COLUMN news.v_articles.publisher_id IS 'The publisher''s own id.';
COMMENT ON COLUMN news.v_articles.title IS 'The headline.';
COMMENT ON COLUMN news.v_articles.byline IS 'The byline as printed.';
COMMENT ON COLUMN news.v_articles.authors IS 'The authors named in the byline.';
COMMENT ON COLUMN news.v_articles.text IS 'The clean text; every offset counts its code points from 0.';
COMMENT ON COLUMN news.v_articles.extracted_text IS 'The text before cleaning took spans out.';
COMMENT ON COLUMN news.v_articles.word_count IS 'Words of text, split at white space.';
COMMENT ON COLUMN news.v_articles.language IS 'BCP 47 tag, as published or detected.';
COMMENT ON COLUMN news.v_articles.language_confidence IS 'Confidence of the detection, 0-1; null where the publisher said it.';
COMMENT ON COLUMN news.v_articles.url IS 'The address as submitted.';
COMMENT ON COLUMN news.v_articles.canonical_url IS 'The address that the page calls its own.';
COMMENT ON COLUMN news.v_articles.outlet IS 'The registrable domain of the address.';
COMMENT ON COLUMN news.v_articles.published_at IS 'When it was published, where that is known.';
COMMENT ON COLUMN news.v_articles.published_precision IS 'second, or day: then published_at is that day''s midnight UTC.';
COMMENT ON COLUMN news.v_articles.modified_at IS 'When the publisher last changed it.';
COMMENT ON COLUMN news.v_articles.effective_at IS 'The time to sort by, never null: published, else the dateline''s date, else first seen.';
COMMENT ON COLUMN news.v_articles.first_seen_at IS 'When it was first stored.';
COMMENT ON COLUMN news.v_articles.updated_at IS 'When its row last changed.';
COMMENT ON COLUMN news.v_articles.dateline_place IS 'The dateline''s place, as printed.';
COMMENT ON COLUMN news.v_articles.dateline_region IS 'The dateline''s region.';
COMMENT ON COLUMN news.v_articles.dateline_country IS 'The dateline''s country.';
COMMENT ON COLUMN news.v_articles.dateline_printed_date IS 'The dateline''s date, ISO 8601 where its year is known, else as printed.';
COMMENT ON COLUMN news.v_articles.dateline_date IS 'The same as a date, where it is a full one.';
COMMENT ON COLUMN news.v_articles.agency IS 'The news agency, however it was found.';
COMMENT ON COLUMN news.v_articles.version IS 'The publisher''s version of the copy that is shown.';
COMMENT ON COLUMN news.v_articles.content_hash IS 'SHA-256 of the text; equal texts have equal hashes.';
COMMENT ON COLUMN news.v_articles.rules_version IS 'The cleaning rules that made text from extracted_text.';
COMMENT ON COLUMN news.v_articles.metadata IS 'The publisher''s metadata, untouched.';
COMMENT ON COLUMN news.v_articles.story_id IS 'Equal for all copies of one story: the syndication group, else the article itself.';
COMMENT ON COLUMN news.v_articles.syndication_group IS 'The group of copies it belongs to; null for a text seen once.';
COMMENT ON COLUMN news.v_articles.search IS 'Search vector of title (weight A) and text (B), in the language''s configuration.';

CREATE VIEW news.v_mentions AS
SELECT
    s.article_id,
    a.effective_at,
    a.outlet,
    m.start AS start_offset,
    m."end" AS end_offset,
    m.text,
    m.label,
    m.confidence,
    e.id AS entity_id,
    m.entity AS entity_key,
    s.model_name,
    s.model_version
FROM news.annotation_sets AS s
JOIN news.articles AS a ON a.id = s.article_id
CROSS JOIN LATERAL jsonb_to_recordset(s.mentions) AS m (
    start integer, "end" integer, text text, label text, confidence double precision, entity text
)
LEFT JOIN news.entities AS e ON e.key = m.entity
WHERE s.is_current;
COMMENT ON VIEW news.v_mentions IS 'One row a name or number in a text, by the current model. Read it by article_id.';
COMMENT ON COLUMN news.v_mentions.article_id IS 'The article.';
COMMENT ON COLUMN news.v_mentions.effective_at IS 'v_articles.effective_at.';
COMMENT ON COLUMN news.v_mentions.outlet IS 'v_articles.outlet.';
COMMENT ON COLUMN news.v_mentions.start_offset IS 'First code point of v_articles.text.';
COMMENT ON COLUMN news.v_mentions.end_offset IS 'Code point after the last.';
COMMENT ON COLUMN news.v_mentions.text IS 'The mention as written.';
COMMENT ON COLUMN news.v_mentions.label IS 'What it is, in the model''s labels.';
COMMENT ON COLUMN news.v_mentions.confidence IS 'The model''s confidence, 0-1, where it has one.';
COMMENT ON COLUMN news.v_mentions.entity_id IS 'The entity it names: v_entities.entity_id; null for numbers and dates.';
COMMENT ON COLUMN news.v_mentions.entity_key IS 'That entity''s key.';
COMMENT ON COLUMN news.v_mentions.model_name IS 'The model that found it.';
COMMENT ON COLUMN news.v_mentions.model_version IS 'That model''s version.';

CREATE VIEW news.v_entities AS
SELECT
    ae.article_id,
    ae.effective_at,
    a.outlet,
    COALESCE(a.syndication_group, a.id) AS story_id,
    e.id AS entity_id,
    e.key AS entity_key,
    e.name,
    e.label,
    e.aliases,
    e.country,
    e.merged_into,
    ae.mentions,
    ae.salience
FROM news.article_entities AS ae
JOIN news.articles AS a ON a.id = ae.article_id
JOIN news.entities AS e ON e.id = ae.entity_id;
COMMENT ON VIEW news.v_entities IS 'One row an entity of an article.';
COMMENT ON COLUMN news.v_entities.article_id IS 'The article.';
COMMENT ON COLUMN news.v_entities.effective_at IS 'v_articles.effective_at.';
COMMENT ON COLUMN news.v_entities.outlet IS 'v_articles.outlet.';
COMMENT ON COLUMN news.v_entities.story_id IS 'v_articles.story_id.';
COMMENT ON COLUMN news.v_entities.entity_id IS 'The entity, the same in every article; never changes.';
COMMENT ON COLUMN news.v_entities.entity_key IS 'The entity''s key, which entity_id is computed from.';
COMMENT ON COLUMN news.v_entities.name IS 'Its name, as in the article that first named it.';
COMMENT ON COLUMN news.v_entities.label IS 'Person, organisation, place …, in the model''s labels.';
COMMENT ON COLUMN news.v_entities.aliases IS 'Other forms of the name seen so far, in any article.';
COMMENT ON COLUMN news.v_entities.country IS 'Its country, ISO 3166-1 alpha-2, where it is known.';
COMMENT ON COLUMN news.v_entities.merged_into IS 'The entity that took its place, where two were found to be one.';
COMMENT ON COLUMN news.v_entities.mentions IS 'Its mentions in this article.';
COMMENT ON COLUMN news.v_entities.salience IS 'How much the article is about it, 0-1.';

CREATE VIEW news.v_known_entities AS
SELECT e.id AS entity_id, e.key AS entity_key, e.name, e.label, e.aliases, e.country, e.merged_into
FROM news.entities AS e;
COMMENT ON VIEW news.v_known_entities IS 'One row an entity, whatever articles name it.';
COMMENT ON COLUMN news.v_known_entities.entity_id IS 'v_entities.entity_id.';
COMMENT ON COLUMN news.v_known_entities.entity_key IS 'v_entities.entity_key.';
COMMENT ON COLUMN news.v_known_entities.name IS 'v_entities.name.';
COMMENT ON COLUMN news.v_known_entities.label IS 'v_entities.label.';
COMMENT ON COLUMN news.v_known_entities.aliases IS 'v_entities.aliases.';
COMMENT ON COLUMN news.v_known_entities.country IS 'v_entities.country.';
COMMENT ON COLUMN news.v_known_entities.merged_into IS 'v_entities.merged_into.';

CREATE VIEW news.v_topics AS
SELECT
    at.article_id,
    at.effective_at,
    a.outlet,
    COALESCE(a.syndication_group, a.id) AS story_id,
    at.code,
    t.label,
    at.score
FROM news.article_topics AS at
JOIN news.articles AS a ON a.id = at.article_id
JOIN news.topics AS t ON t.code = at.code;
COMMENT ON VIEW news.v_topics IS 'One row a topic of an article.';
COMMENT ON COLUMN news.v_topics.article_id IS 'The article.';
COMMENT ON COLUMN news.v_topics.effective_at IS 'v_articles.effective_at.';
COMMENT ON COLUMN news.v_topics.outlet IS 'v_articles.outlet.';
COMMENT ON COLUMN news.v_topics.story_id IS 'v_articles.story_id.';
COMMENT ON COLUMN news.v_topics.code IS 'IPTC Media Topic: medtop:11000000.';
COMMENT ON COLUMN news.v_topics.label IS 'Its name in English.';
COMMENT ON COLUMN news.v_topics.score IS 'The model''s score, 0-1.';

CREATE VIEW news.v_syndication AS
SELECT
    g.id AS syndication_group,
    a.id AS article_id,
    a.outlet,
    a.effective_at,
    a.first_seen_at,
    a.syndication_similarity AS similarity,
    a.id = g.first_article_id AS is_first_copy,
    a.id = g.fullest_article_id AS is_fullest_copy,
    g.size
FROM news.syndication_groups AS g
JOIN news.articles AS a ON a.syndication_group = g.id;
COMMENT ON VIEW news.v_syndication IS 'One row a copy of a story that more than one article tells.';
COMMENT ON COLUMN news.v_syndication.syndication_group IS 'The group: v_articles.syndication_group.';
COMMENT ON COLUMN news.v_syndication.article_id IS 'The copy.';
COMMENT ON COLUMN news.v_syndication.outlet IS 'Who carried it.';
COMMENT ON COLUMN news.v_syndication.effective_at IS 'v_articles.effective_at of the copy.';
COMMENT ON COLUMN news.v_syndication.first_seen_at IS 'When the copy was first stored.';
COMMENT ON COLUMN news.v_syndication.similarity IS 'How alike it is to its group, 0-1.';
COMMENT ON COLUMN news.v_syndication.is_first_copy IS 'Whether it is the copy that was seen first.';
COMMENT ON COLUMN news.v_syndication.is_fullest_copy IS 'Whether it is the copy with the fullest text.';
COMMENT ON COLUMN news.v_syndication.size IS 'Copies in the group.';

CREATE VIEW news.v_quotes AS
SELECT
    s.article_id,
    a.effective_at,
    a.outlet,
    COALESCE(a.syndication_group, a.id) AS story_id,
    q.start AS start_offset,
    q."end" AS end_offset,
    q.text,
    q.speaker,
    speaker.entity_id AS speaker_id
FROM news.annotation_sets AS s
JOIN news.articles AS a ON a.id = s.article_id
CROSS JOIN LATERAL jsonb_to_recordset(s.quotes) AS q (start integer, "end" integer, text text, speaker text)
LEFT JOIN LATERAL (
    SELECT ae.entity_id
    FROM news.article_entities AS ae
    JOIN news.entities AS e ON e.id = ae.entity_id
    WHERE ae.article_id = s.article_id AND (e.name = q.speaker OR q.speaker = ANY (e.aliases))
    ORDER BY (e.name = q.speaker) DESC, ae.mentions DESC, ae.entity_id
    LIMIT 1
) AS speaker ON true
WHERE s.is_current;
COMMENT ON VIEW news.v_quotes IS 'One row a quotation, by the current model. Read it by article_id.';
COMMENT ON COLUMN news.v_quotes.article_id IS 'The article.';
COMMENT ON COLUMN news.v_quotes.effective_at IS 'v_articles.effective_at.';
COMMENT ON COLUMN news.v_quotes.outlet IS 'v_articles.outlet.';
COMMENT ON COLUMN news.v_quotes.story_id IS 'v_articles.story_id.';
COMMENT ON COLUMN news.v_quotes.start_offset IS 'First code point of v_articles.text.';
COMMENT ON COLUMN news.v_quotes.end_offset IS 'Code point after the last.';
COMMENT ON COLUMN news.v_quotes.text IS 'What was said.';
COMMENT ON COLUMN news.v_quotes.speaker IS 'Who said it, as the article names them.';
COMMENT ON COLUMN news.v_quotes.speaker_id IS 'The article''s entity of that name or alias: v_entities.entity_id.';

CREATE VIEW news.v_changes AS
SELECT c.change_seq, c.article_id, c.kind, c.at
FROM news.changes AS c;
COMMENT ON VIEW news.v_changes IS 'Every change of an article, in order. Keep the greatest change_seq seen and ask for greater ones: none is missed.';
COMMENT ON COLUMN news.v_changes.change_seq IS 'Ascends in the order in which changes become visible; has gaps.';
COMMENT ON COLUMN news.v_changes.article_id IS 'The article.';
COMMENT ON COLUMN news.v_changes.kind IS 'created, updated, reenriched (new annotations of the same text) or withdrawn.';
COMMENT ON COLUMN news.v_changes.at IS 'When it was written.';
