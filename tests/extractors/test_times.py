"""Time expressions: every table's own examples, and the conventions that no single table states."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.nlp import analyze_texts
from extractors.times import find_times
from extractors.times.calendar import latest_on_or_before, make_months, make_week, shift_months, take_part
from extractors.times.scan import fold_text
from records.analysis import Analysis
from records.annotations import TimeRef
from seeds.times import TimeExample, load_time_table

#: a Wednesday
ON = dt.date(2024, 6, 12)
LANGS = ("fr", "en", "ru", "de", "es", "ja", "und")


@cache
def analyze(text: str, lang: str) -> Analysis:
    return analyze_texts([text], lang)[0]


def find(text: str, lang: str, on: dt.date = ON) -> tuple[TimeRef, ...]:
    return find_times(analyze(text, lang), on)


def intervals(text: str, lang: str, on: dt.date = ON) -> list[tuple[str, str]]:
    return [(str(ref.t_start or ""), str(ref.t_end or "")) for ref in find(text, lang, on)]


@pytest.mark.parametrize(
    ("lang", "example"), [(lang, example) for lang in LANGS for example in load_time_table(lang).example], ids=str
)
def test_every_example_of_a_table_holds(lang: str, example: TimeExample) -> None:
    found = find(example.text, lang, example.on)
    if not example.phrase:
        assert found == ()
        return
    (ref,) = found
    overlap = example.text.find(example.phrase)
    assert ref.char_start < overlap + len(example.phrase)
    assert ref.char_end > overlap
    assert (str(ref.t_start or ""), str(ref.t_end or ""), ref.date_status) == (
        example.start,
        example.end,
        example.status,
    )


@pytest.mark.parametrize(
    ("lang", "past", "future"),
    [
        ("fr", "Le jury s'est réuni vendredi.", "Le jury se réunira vendredi."),
        ("fr", "Le jury s'est réuni vendredi.", "Le jury se réunirait vendredi, dit-on."),
        ("fr", "Le jury avait voté vendredi.", "Le jury doit voter vendredi."),
        ("en", "The jury met on Friday.", "The jury will meet on Friday."),
        ("en", "The jury had met on Friday.", "The jury is due to meet on Friday."),
        ("en", "She told the court on Friday that it was late.", "She said the jury would meet on Friday."),
        ("ru", "Жюри собралось в пятницу.", "Жюри соберётся в пятницу."),
        ("ru", "Жюри заседало в пятницу.", "Жюри должно собраться в пятницу."),
        ("de", "Die Jury tagte am Freitag.", "Die Jury wird am Freitag tagen."),
        ("de", "Die Jury hat am Freitag getagt.", "Die Jury soll am Freitag tagen."),
        ("es", "El jurado se reunió el viernes.", "El jurado se reunirá el viernes."),
        ("es", "El jurado ha votado el viernes.", "El jurado debe votar el viernes."),
    ],
)
def test_the_verb_decides_which_friday_is_meant(lang: str, past: str, future: str) -> None:
    assert intervals(past, lang) == [("2024-06-07", "2024-06-08")]
    assert intervals(future, lang) == [("2024-06-14", "2024-06-15")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Elle est née en mai 1990 et a quitté la ville vingt ans plus tard."),
        ("en", "She was born in May 1990 and left town twenty years later."),
        ("ru", "Она родилась в мае 1990 года и двадцать лет спустя уехала."),
    ],
)
def test_a_counted_distance_starts_from_the_date_before_it(lang: str, text: str) -> None:
    assert intervals(text, lang) == [("1990-05-01", "1990-06-01"), ("2010-01-01", "2011-01-01")]


def test_a_back_pointing_phrase_without_a_date_gives_nothing_except_in_the_russian_press() -> None:
    assert find("Il avait dîné chez sa sœur la veille.", "fr") == ()
    assert find("She had dined with her sister the day before.", "en") == ()
    assert intervals("Накануне он ужинал у сестры.", "ru") == [("2024-06-11", "2024-06-12")]


def test_the_date_before_it_serves_across_sentences_and_paragraphs() -> None:
    same = "Le maire est parti le 3 mai. Il est revenu le lendemain."
    assert intervals(same, "fr")[1] == ("2024-05-04", "2024-05-05")
    assert intervals(same.replace(". Il", ".\n\nIl"), "fr")[1] == ("2024-05-04", "2024-05-05")


def test_a_time_of_day_alone_is_the_day_under_discussion() -> None:
    assert intervals("The mayor left on May 3. She flew on to Oslo in the evening.", "en")[1] == (
        "2024-05-03",
        "2024-05-04",
    )
    assert intervals("The mayor left for Oslo in the evening.", "en") == [("2024-06-12", "2024-06-13")]


def test_a_planned_day_that_is_over_is_the_last_one() -> None:
    assert intervals("A trip planned for May 13 was put off.", "en") == [("2024-05-13", "2024-05-14")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Âgée de 31 ans, elle a passé trois semaines à l'hôpital."),
        ("fr", "Il lit le Journal du Dimanche tous les lundis, place du 8-Mai-1945."),
        ("fr", "L'ordre du jour a changé du jour au lendemain."),
        ("en", "Theresa May may march for Sheffield Wednesday every Sunday."),
        ("en", "The 31-year-old spent three weeks in hospital at $90 a day."),
        ("en", "It was her first win in eleven years, on the eve of the final."),
        ("ru", "Он живёт на улице 9 Мая и бегает по понедельникам."),
        ("ru", "Ей 31 год, срок — восемь месяцев колонии."),
    ],
)
def test_ages_durations_names_and_habits_are_no_dates(lang: str, text: str) -> None:
    assert find(text, lang) == ()


@pytest.mark.parametrize(
    ("lang", "text", "edge", "expected"),
    [
        ("fr", "La route est barrée depuis lundi.", "since", ("2024-06-10", "")),
        ("fr", "La route sera barrée à partir de lundi.", "from", ("2024-06-17", "")),
        ("fr", "La route restera barrée jusqu'à lundi.", "until", ("", "2024-06-18")),
        ("fr", "Il faut payer avant le 1er juillet.", "before", ("2024-06-12", "2024-07-01")),
        ("fr", "Il pourrait venir dès lundi.", "earliest", ("2024-06-17", "")),
        ("en", "The road has been shut since Monday.", "since", ("2024-06-10", "")),
        ("en", "You must pay by July 1.", "by", ("2024-06-12", "2024-07-02")),
        ("en", "The road will not reopen before July.", "earliest", ("2024-07-01", "")),
        ("ru", "Дорога закрыта с понедельника.", "since", ("2024-06-10", "")),
        ("ru", "Дорога останется закрытой до 1 июля.", "until", ("", "2024-07-02")),
        ("ru", "Долг надо вернуть до 1 июля.", "by", ("2024-06-12", "2024-07-02")),
    ],
)
def test_limits_open_one_end_and_name_the_edge(lang: str, text: str, edge: str, expected: tuple[str, str]) -> None:
    (ref,) = find(text, lang)
    assert (str(ref.t_start or ""), str(ref.t_end or "")) == expected
    assert ref.edge == edge


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Le tournoi est reporté à une date ultérieure."),
        ("fr", "Les dates du tournoi n'ont pas encore été annoncées."),
        ("en", "The date of the contest has not yet been announced."),
        ("en", "The palace gave no date for the contest."),
        ("ru", "Даты турнира согласовываются."),
        ("ru", "Турнир перенесли на неопределённый срок."),
    ],
)
def test_an_open_date_is_said_to_be_open(lang: str, text: str) -> None:
    (ref,) = find(text, lang)
    assert (ref.t_start, ref.t_end, ref.date_status, ref.granularity) == (None, None, "unset", "open")


def test_a_range_over_new_year_ends_in_the_next_year() -> None:
    on = dt.date(2023, 11, 3)
    assert intervals("The rink opens from 30 December to 2 January.", "en", on) == [("2023-12-30", "2024-01-03")]
    assert intervals("Le parc a fermé du 30 décembre au 2 janvier.", "fr", dt.date(2024, 1, 9)) == [
        ("2023-12-30", "2024-01-03")
    ]


def test_a_text_in_a_language_without_a_table_still_gives_its_numeric_dates() -> None:
    assert intervals("L'incontro del 18.06.2024 è stato rinviato.", "it") == [("2024-06-18", "2024-06-19")]


def test_without_a_parse_the_forms_around_the_phrase_decide() -> None:
    parsed = analyze("Le jury se réunira vendredi.", "fr")
    flat = Analysis(parsed.lang, parsed.text, parsed.tokens, parsed.sentences, (), is_parsed=False)
    assert find_times(flat, ON)[0].t_start == dt.date(2024, 6, 14)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="du 18 au 20 juin, lundi fin mi-mai l’an 2024 à é İ\n.«»-–", max_size=80))
def test_offsets_always_reproduce_the_text_and_never_overlap(text: str) -> None:
    analysis = Analysis("fr", text, *_plain_parts(text), (), is_parsed=False)
    found = find_times(analysis, ON)
    assert len(fold_text(text)) == len(text)
    assert all(ref.text == text[ref.char_start : ref.char_end] for ref in found)
    assert all(one.char_end <= two.char_start for one, two in pairwise(found))
    assert all(ref.t_start is None or ref.t_end is None or ref.t_start < ref.t_end for ref in found)


def _plain_parts(text: str) -> tuple[tuple[object, ...], tuple[object, ...]]:
    from extractors.nlp.plain import analyze_plain

    plain = analyze_plain(text, "xx")
    return plain.tokens, plain.sentences


def test_the_calendar_knows_leap_years_and_parts() -> None:
    assert latest_on_or_before(dt.date(2023, 5, 1), 2, 29) == dt.date(2020, 2, 29)
    assert shift_months(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert make_week(dt.date(2024, 6, 16)).start == dt.date(2024, 6, 10)
    late = take_part(make_months(2024, 2, 1, "month"), "late")
    assert (late.start, late.end) == (dt.date(2024, 2, 21), dt.date(2024, 3, 1))
