import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.corpora.all_names import own, own_files
from services.enrich.training.corpora.columns import read_crossner, read_re3d, read_uner, read_wikigold
from services.enrich.training.corpora.gmb import clean_silver, read_gmb
from services.enrich.training.corpora.gum import read_gum
from services.enrich.training.corpora.topic_items import (
    TopicItem,
    read_current_events,
    read_headlines,
    read_items,
    read_seeds,
    write_items,
)
from services.enrich.training.dates_money import mark_dates_and_money


def named(sentence: Sentence) -> list[tuple[str, str]]:
    return [(sentence.text[span.start : span.end], span.label) for span in sentence.spans]


def packed(path: Path, lines: list[str]) -> Path:
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def archived(path: Path, name: str, text: str) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(text.encode())
        archive.addfile(member, io.BytesIO(text.encode()))
    return path


def test_crossner_types_become_ours(tmp_path: Path) -> None:
    lines = ["Asha\tB-politician", "Rao\tI-politician", "visits\tO", "Lake\tB-location", "Volta\tI-location", ""]

    (sentence,) = read_crossner(packed(tmp_path / "c.gz", lines))

    assert named(sentence) == [("Asha Rao", "PERSON"), ("Lake Volta", "LOC")]


def test_wikigold_miscellany_is_a_people_or_left_open(tmp_path: Path) -> None:
    lines = ["Kenyan I-MISC", "fans O", "watch O", "Dawn I-MISC", "Run I-MISC", ""]

    (sentence,) = read_wikigold(packed(tmp_path / "w.gz", lines))

    assert named(sentence) == [("Kenyan", "NORP"), ("Dawn Run", "PRODUCT|EVENT|WORK_OF_ART|MISC")]


def test_uner_offsets_are_those_of_the_printed_sentence(tmp_path: Path) -> None:
    lines = [
        "# text = Adéọlá's bank, Zenith, grew.",
        "1\tAdéọlá\tB-PER",
        "2\t's\tO",
        "3\tbank\tO",
        "4\t,\tO",
        "5\tZenith\tB-ORG",
    ]

    (sentence,) = read_uner(packed(tmp_path / "u.gz", lines), "ewt")

    assert named(sentence) == [("Adéọlá", "PERSON"), ("Zenith", "ORG")]


def test_re3d_articles_are_cut_and_common_nouns_left_undecided(tmp_path: Path) -> None:
    text = "The\tB-Organisation\nRed\tI-Organisation\nFront\tI-Organisation\njoined\tO\na\tO\ncoalition\tB-Organisation\n"

    (sentence,) = read_re3d(archived(tmp_path / "r.tar.gz", "re3d/conll/x.conll", text))

    assert named(sentence) == [("Red Front", "ORG"), ("coalition", "?")]


def test_gum_names_are_the_heads_of_longer_mentions(tmp_path: Path) -> None:
    def line(number: int, word: str, kind: str, head: int, entity: str) -> str:
        return f"{number}\t{word}\t_\t{kind}\t_\t_\t{head}\t_\t_\tEntity={entity}"

    rows = [
        line(1, "The", "DET", 2, "(1-organization-new"),
        line(2, "Observatory", "PROPN", 6, "1)"),
        line(3, "near", "ADP", 4, "_"),
        line(4, "Kisumu", "PROPN", 2, "(2-place-new)"),
        line(5, "has", "AUX", 6, "_"),
        line(6, "thanked", "VERB", 0, "_"),
        line(7, "President", "PROPN", 6, "(3-person-new"),
        line(8, "Abena", "PROPN", 7, "_"),
        line(9, "Osei", "PROPN", 7, "3)"),
    ]

    (sentence,) = read_gum(archived(tmp_path / "g.tar.gz", "gum/GUM_news_x.conllu", "\n".join(rows) + "\n"))

    assert named(sentence) == [("Observatory", "ORG"), ("Kisumu", "GPE|LOC|FAC"), ("Abena Osei", "PERSON")]


def test_gum_genres_without_a_named_licence_are_left_out(tmp_path: Path) -> None:
    rows = "\n".join(f"{number}\tKumasi\t_\tPROPN\t_\t_\t0\t_\t_\tEntity=(1-place-new)" for number in range(1, 6))

    found = read_gum(archived(tmp_path / "g.tar.gz", "gum/GUM_speech_x.conllu", rows))

    assert found == []


def test_silver_secretary_of_state_is_a_person_without_title() -> None:
    text = "Secretary of State Ama Kouame met Sri Lanka's envoy"
    spans = (Span(13, 18, "org"), Span(19, 29, "per"), Span(34, 37, "per"), Span(38, 43, "gpe"))

    cleaned = clean_silver(Sentence(text, spans, "gmb"))

    assert named(cleaned) == [("Ama Kouame", "PERSON"), ("Sri Lanka", "GPE")]


def test_silver_institutions_named_with_of_are_one_name() -> None:
    text = "The Ministry of Mines and Energy of Ghana spoke"

    cleaned = clean_silver(Sentence(text, (Span(4, 12, "org"), Span(16, 21, "geo"), Span(36, 41, "geo")), "gmb"))

    assert named(cleaned) == [("Ministry of Mines and Energy", "ORG"), ("Ghana", "GPE")]


def test_silver_sentences_are_read_once(tmp_path: Path) -> None:
    rows = ["Sentence #,Word,POS,Tag"]
    for number in (1, 2):
        rows += [f"Sentence: {number},Mr.,NNP,B-per", ",Osei,NNP,I-per", ",left,VBD,O", ",Accra,NNP,B-geo", ",.,.,O"]
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.writestr("ner_dataset.csv", "\n".join(rows))

    found = read_gmb(tmp_path / "g.zip")

    assert [named(sentence) for sentence in found] == [[("Osei", "PERSON"), ("Accra", "GPE")]]


def test_dates_and_money_are_marked_outside_names() -> None:
    sentence = Sentence("May Bank paid $2.5 million on March 3, 2026", (Span(0, 8, "ORG"),), "ewt")

    marked = mark_dates_and_money(sentence)

    assert named(marked) == [("May Bank", "ORG"), ("$2.5 million", "MONEY"), ("March 3, 2026", "DATE")]


def test_our_sentences_are_many_clean_and_never_in_both_sets() -> None:
    dev, train = own("dev"), own("train")

    assert len(dev) >= 500
    assert not {sentence.text for sentence in dev} & {sentence.text for sentence in train}
    assert not set(own_files("dev")) & set(own_files("train"))
    for sentence in (*dev, *train):
        for name, _ in named(sentence):
            assert name == name.strip()
            assert not name.startswith("the ")


def test_current_events_take_topics_from_heading_and_words(tmp_path: Path) -> None:
    rows = [
        ("2020-01-02", "Business and economy", "Workers of a trade union go on strike for higher wages at two mines. (BBC)"),
        ("2014-05-05", "Sports", "The hosts beat the visitors in the final of the cup on penalties."),
        ("2020-01-03", "Uncategorized", "Nothing that any word list knows happens in a small village somewhere."),
    ]
    lines = [json.dumps({"date": date, "cat": heading, "text": text}) for date, heading, text in rows]

    items = list(read_current_events(packed(tmp_path / "w.gz", lines)))

    assert [(item.codes, item.held_out) for item in items] == [
        (("medtop:04000000", "medtop:09000000"), False),
        (("medtop:15000000",), True),
    ]
    assert items[0].text.endswith("two mines.")


def test_only_headlines_of_missing_topics_are_read(tmp_path: Path) -> None:
    rows = [("a college that pays its students to read", "COLLEGE"), ("a senator who sings at the weekend", "POLITICS")]
    lines = [json.dumps({"text": text, "label": label}) for text, label in rows]

    (item,) = read_headlines(packed(tmp_path / "h.gz", lines))

    assert item.codes == ("medtop:05000000",)


def test_items_survive_writing_and_reading(tmp_path: Path) -> None:
    (tmp_path / "seeds.txt").write_text("# a comment\n17|Rain, then snow\n", encoding="utf-8")
    items = list(read_seeds(tmp_path / "seeds.txt"))

    write_items(tmp_path / "items.jsonl", items)

    assert read_items(tmp_path / "items.jsonl") == items
    assert items == [TopicItem("Rain, then snow", ("medtop:17000000",), "seeds", held_out=False)]
