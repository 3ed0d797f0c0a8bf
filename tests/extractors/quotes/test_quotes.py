"""Quotations: every table's own examples, and what no single table states."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import pairwise

import pytest

from extractors.entities import find_mentions
from extractors.nlp import analyze_texts
from extractors.quotes import find_quotes
from records.annotations import Quote
from seeds.gazetteer import load_gazetteer
from seeds.quotes import QuoteExample, load_quote_table

ON = dt.date(2024, 6, 12)
LANGS = ("fr", "en", "ru")
EXAMPLES = [
    (lang, example) for lang in LANGS if (table := load_quote_table(lang)) is not None for example in table.example
]


@cache
def find(text: str, lang: str) -> tuple[Quote, ...]:
    (analysis,) = analyze_texts([text], lang)
    return find_quotes(analysis, find_mentions(analysis, ON, load_gazetteer()))


def told(text: str, lang: str) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker) for quote in find(text, lang)]


@pytest.mark.parametrize(("lang", "example"), EXAMPLES, ids=str)
def test_every_example_of_a_table_holds(lang: str, example: QuoteExample) -> None:
    found = [(quote.text, quote.speaker, quote.kind) for quote in find(example.text, lang)]
    assert found == [(quote.text, quote.speaker, quote.kind) for quote in example.quotes]


@pytest.mark.parametrize(("lang", "example"), EXAMPLES, ids=str)
def test_offsets_reproduce_the_text_and_no_two_quotations_overlap(lang: str, example: QuoteExample) -> None:
    found = find(example.text, lang)
    assert [example.text[quote.char_start : quote.char_end] for quote in found] == [quote.text for quote in found]
    assert all(a.char_end <= b.char_start for a, b in pairwise(found))


def test_a_language_without_a_table_has_no_quotations() -> None:
    assert load_quote_table("it") is None
    assert find("“Il ponte riaprirà presto”, ha detto Ada Rell.", "it") == ()


def test_an_empty_text_has_no_quotations() -> None:
    assert find("", "fr") == ()


def test_a_known_speaker_carries_the_id_of_the_gazetteer() -> None:
    (quote,) = find("The date will be named in good time, the Kremlin said.", "en")
    assert (quote.kind, quote.speaker, quote.speaker_id) == ("indirect", "Kremlin", "org/kremlin")
    assert quote.cue == "said"


def test_a_capital_speaks_for_its_state() -> None:
    (quote,) = find("Pékin a répondu que la date serait annoncée plus tard.", "fr")
    assert quote.speaker == "China"


def test_words_marked_inside_reported_speech_are_quoted_word_for_word() -> None:
    text = "Ada Rell said that work would resume in May, and that the town “had waited long enough”."
    assert [(q.kind, q.text) for q in find(text, "en")] == [
        ("indirect", "work would resume in May"),
        ("direct", "had waited long enough"),
    ]


def test_marks_around_one_or_two_words_are_no_quotation_of_their_own() -> None:
    (quote,) = find("Ada Rell a dit que le projet restait « un pari » pour toute la région.", "fr")
    assert (quote.kind, quote.text) == ("indirect", "le projet restait « un pari » pour toute la région")


def test_the_name_of_a_treaty_or_film_in_marks_is_no_quotation() -> None:
    assert find("Ada Rell a salué le « traité de partenariat durable ».", "fr") == ()
    assert find("Ada Rell praised the film “the long way home”.", "en") == ()


def test_a_quotation_inside_a_quotation_belongs_to_the_outer_one() -> None:
    text = "« J'ai vu « de mes propres yeux » la fumée », raconte Ada Rell."
    assert told(text, "fr") == [("J'ai vu « de mes propres yeux » la fumée", "Ada Rell")]


def test_a_quotation_over_two_paragraphs_keeps_its_speaker() -> None:
    text = "Ada Rell said: “The first thing is stone.\n\n“The second thing is time.”"
    assert told(text, "en") == [("The first thing is stone.", "Ada Rell"), ("The second thing is time.", "Ada Rell")]


def test_a_mark_that_never_closes_swallows_nothing() -> None:
    assert told("« Le pont est fermé.\n\nAda Rell a dit que le pont rouvrirait.", "fr") == [
        ("le pont rouvrirait", "Ada Rell")
    ]


def test_a_pronoun_means_the_last_compatible_person() -> None:
    text = "Mme Rell a reçu M. Lind jeudi. « Tout est prêt pour mai », a-t-elle dit. « Il pleuvra sans doute », a-t-il dit."
    assert told(text, "fr") == [("Tout est prêt pour mai", "Rell"), ("Il pleuvra sans doute", "Lind")]


def test_a_role_spoken_of_again_means_the_person_introduced_with_it() -> None:
    text = "La maire de la commune, Ada Rell, a visité le chantier. « Tout est prêt pour mai », a lancé la maire."
    assert told(text, "fr") == [("Tout est prêt pour mai", "Ada Rell")]


def test_an_unnamed_speaker_gets_a_short_english_description() -> None:
    assert told("« Rien ne presse vraiment », confie un ancien diplomate turc.", "fr") == [
        ("Rien ne presse vraiment", "former Turkish diplomat")
    ]
    assert told("“Nothing is urgent,” said one of the organisers.", "en") == [("Nothing is urgent", "organiser")]


def test_the_same_official_is_the_one_spoken_of_before() -> None:
    text = "A Turkish security official said work would resume in May. “The stone is here,” the official said."
    assert [speaker for _, speaker in told(text, "en")] == ["Turkish security official"] * 2


def test_an_outlet_that_passes_something_on_is_a_source_and_no_speaker() -> None:
    assert find("Le pont rouvrira en mai, rapporte le quotidien Vedomosti.", "fr") == ()
    assert find("Le pont rouvrira en mai, selon plusieurs médias.", "fr") == ()


def test_what_somebody_denies_is_not_what_he_says() -> None:
    assert find("Ada Rell denied that the bridge was closed.", "en") == ()


def test_answers_of_an_interview_belong_to_the_person_interviewed() -> None:
    text = (
        "На вопросы ответил мэр Отто Линд.\n\n— Когда откроют мост?\n\n— Мост откроют ближе к зиме. Камень уже есть."
        "\n\n— А дорогу?\n\n— Дорогу закончим позже, весной."
    )
    assert told(text, "ru") == [
        ("Мост откроют ближе к зиме. Камень уже есть.", "Отто Линд"),
        ("Дорогу закончим позже, весной.", "Отто Линд"),
    ]


def test_a_dateline_is_not_part_of_what_is_reported() -> None:
    (quote,) = find("ANKARA, May 3 (Harbour) - Work on the bridge will resume in June, Ada Rell said on Friday.", "en")
    assert quote.text == "Work on the bridge will resume in June"
