"""Which language a text is in."""

from __future__ import annotations

import time

import pytest

from services.ingest.core.language import Language, identify_language, is_certain

SENTENCES = {
    "en": "The ferry will cross the river every half hour, the council said on Thursday.",
    "de": "Die Fähre soll alle halbe Stunde über den Fluss fahren, teilte der Rat am Donnerstag mit.",
    "fr": "Le bac traversera le fleuve toutes les demi-heures, a annoncé le conseil jeudi.",
    "es": "El transbordador cruzará el río cada media hora, anunció el consejo el jueves.",
    "pt": "A balsa vai atravessar o rio a cada meia hora, anunciou o conselho na quinta-feira.",
    "it": "Il traghetto attraverserà il fiume ogni mezz'ora, ha annunciato giovedì il consiglio.",
    "nl": "De veerboot zal elk half uur de rivier oversteken, zei de raad donderdag.",
    "pl": "Prom będzie przepływał rzekę co pół godziny, poinformowała w czwartek rada.",
    "sv": "Färjan ska korsa floden varje halvtimme, meddelade rådet på torsdagen.",
    "tr": "Feribotun her yarım saatte bir nehri geçeceği perşembe günü açıklandı.",
    "id": "Feri itu akan menyeberangi sungai setiap setengah jam, kata dewan pada hari Kamis.",
    "ru": "Паром будет пересекать реку каждые полчаса, сообщил в четверг совет.",
    "uk": "Пором перетинатиме річку щопівгодини, повідомила в четвер рада.",
    "hi": "परिषद ने गुरुवार को कहा कि नौका हर आधे घंटे में नदी पार करेगी।",
    "ar": "قال المجلس يوم الخميس إن العبارة ستعبر النهر كل نصف ساعة.",
    "zh": "议会周四表示，渡轮将每半小时横渡一次河流。",
    "ja": "渡し船は三十分ごとに川を渡ると、議会は木曜日に発表した。",
}


@pytest.mark.parametrize(("tag", "sentence"), SENTENCES.items())
def test_one_sentence_is_enough(tag: str, sentence: str) -> None:
    language = identify_language(sentence)

    assert language is not None
    assert language.tag == tag
    assert is_certain(language)


@pytest.mark.parametrize("text", ["", " \n ", "12.30 - 14.45", "***", "👍 👍", "ꯃꯤꯇꯩ", "ᏣᎳᎩ"])
def test_text_without_letters_that_the_model_knows_is_in_no_language(text: str) -> None:
    assert identify_language(text) is None


def test_capitals_and_line_breaks_do_not_matter() -> None:
    language = identify_language(SENTENCES["en"].upper().replace(" ", "\n"))

    assert language is not None
    assert language.tag == "en"


@pytest.mark.parametrize("language", [None, Language("en", None), Language("en", 0.2)])
def test_guess_or_none_is_not_certain(language: Language | None) -> None:
    assert not is_certain(language)


def test_cost_does_not_grow_with_the_text() -> None:
    text = " ".join(SENTENCES.values()) * 5_000
    identify_language(text)
    started = time.process_time()

    for _ in range(20):
        identify_language(text)

    assert (time.process_time() - started) / 20 < 0.02
