"""Mentions: names, offices by date, descriptions, metonyms; exact offsets, no overlap, the same every time."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import pairwise

import pytest

from extractors.entities import find_mentions, find_names
from extractors.nlp import analyze_texts
from records.analysis import Analysis
from records.annotations import Mention
from seeds.gazetteer import load_gazetteer

DAY = dt.date(2024, 5, 20)


@cache
def analyse(lang: str, text: str) -> Analysis:
    return analyze_texts([text], lang)[0]


def mentions_in(lang: str, text: str, day: dt.date = DAY) -> tuple[Mention, ...]:
    return find_mentions(analyse(lang, text), day, load_gazetteer())


def linked(lang: str, text: str, day: dt.date = DAY) -> dict[str, str]:
    return {m.text: m.entity.name for m in mentions_in(lang, text, day) if m.entity and m.kind != "adjective"}


NAMED = [
    ("fr", "Le chef du gouvernement espagnol rencontrera le roi de Jordanie.", {"chef du gouvernement espagnol": "Pedro Sánchez", "roi de Jordanie": "King Abdullah II"}),
    ("fr", "Le ministre israélien de la Défense, Yoav Gallant, ira à Varsovie.", {"ministre israélien de la Défense, Yoav Gallant": "Yoav Gallant", "Varsovie": "Warsaw"}),
    ("fr", "Le ministère turc des Affaires étrangères dément.", {"ministère turc des Affaires étrangères": "Turkish Foreign Ministry"}),
    ("fr", "Selon le patron de l'Otan, l'armée soudanaise recule.", {"patron de l'Otan": "Jens Stoltenberg", "armée soudanaise": "Sudan"}),
    ("fr", "Un haut responsable kényan s'est confié.", {"haut responsable kényan": "senior Kenyan official"}),
    ("fr", "Les présidents russe et chinois se sont parlé.", {"présidents russe": "Vladimir Putin", "chinois": "Xi Jinping"}),
    ("en", "Brazil's president met the Polish foreign minister in Lima.", {"Brazil's president": "Luiz Inácio Lula da Silva", "Polish foreign minister": "Radosław Sikorski", "Lima": "Lima"}),
    ("en", "The Kremlin spokesman and the U.S. State Department disagreed.", {"Kremlin spokesman": "Dmitry Peskov", "U.S. State Department": "U.S. State Department"}),
    ("en", "A Kremlin spokesman refused to comment.", {"Kremlin spokesman": "Kremlin"}),
    ("en", "The Chinese president received his Serbian counterpart.", {"Chinese president": "Xi Jinping", "Serbian counterpart": "Aleksandar Vučić"}),
    ("en", "Nigerian President Bola Tinubu will fly to Doha.", {"Nigerian President Bola Tinubu": "Bola Tinubu", "Doha": "Doha"}),
    ("en", "Former Indian diplomats praised Turkey's Erdogan.", {"Turkey's Erdogan": "Recep Tayyip Erdoğan"}),
    ("ru", "Глава МИД Китая Ван И прибудет в Астану.", {"Глава МИД Китая Ван И": "Wang Yi", "Астану": "Astana"}),
    ("ru", "Турецкий президент позвонил премьеру Венгрии.", {"Турецкий президент": "Recep Tayyip Erdoğan", "премьеру Венгрии": "Viktor Orbán"}),
    ("ru", "Пресс-секретарь Белого дома и МИД Азербайджана сделали заявления.", {"Пресс-секретарь Белого дома": "Karine Jean-Pierre", "МИД Азербайджана": "Azerbaijani Foreign Ministry"}),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), NAMED)
def test_names_and_roles_are_linked(lang: str, text: str, expected: dict[str, str]) -> None:
    found = linked(lang, text)
    assert expected.items() <= found.items(), found


def test_a_role_means_whoever_holds_it_on_the_day_of_the_article() -> None:
    text = "The French president spoke."
    assert linked("en", text, dt.date(2010, 3, 1)) == {"French president": "Nicolas Sarkozy"}
    assert linked("en", text) == {"French president": "Emmanuel Macron"}


def test_a_former_holder_is_not_taken_for_the_present_one() -> None:
    assert "Emmanuel Macron" not in linked("fr", "L'ancien président français a réagi.").values()


def test_a_surname_means_the_person_named_in_full_before() -> None:
    found = linked("en", "Hillary Clinton spoke in Ohio. Clinton then left.")
    assert found["Clinton"] == "Hillary Clinton"


@pytest.mark.parametrize("text", ["Modi will visit Paris.", "Lula met Modi on Monday."])
def test_a_bare_surname_of_a_leader_is_neither_place_nor_company(text: str) -> None:
    assert linked("en", text)["Modi"] == "Narendra Modi"


def test_the_head_of_state_alone_is_the_one_of_the_dateline() -> None:
    text = "PARIS - Olaf Scholz et Recep Tayyip Erdogan ont rencontré Emmanuel Macron. Erdogan est reparti. Le chef de l'État parlera lundi."
    assert linked("fr", text)["chef de l'État"] == "Emmanuel Macron"


def test_two_kims_are_never_mixed() -> None:
    found = mentions_in(
        "fr", "Kim Jong-il était venu en 2001. Son fils Kim Jong-un est resté. M. Kim a salué la foule."
    )
    names = [m.entity.name for m in found if m.entity and m.label == "PER"]
    assert names == ["Kim Jong-il", "Kim Jong-un", "Kim Jong-un"]


def test_a_pronoun_is_no_chinese_surname() -> None:
    assert "He" not in linked("en", "He Lifeng arrived on Monday. He left on Friday.")


def test_unknown_people_are_one_person_from_full_name_to_surname() -> None:
    found = mentions_in("en", "Dana Whitlock chairs the council. Whitlock said the plan was ready.")
    people = [m.entity for m in found if m.label == "PER"]
    assert [person.name for person in people if person] == ["Dana Whitlock", "Dana Whitlock"]
    assert people[0] == people[1]


def test_an_unknown_russian_person_carries_a_latin_alias() -> None:
    found = mentions_in("ru", "Об этом рассказал Трофим Бурлаков.")
    person = next(m.entity for m in found if m.label == "PER")
    assert person is not None
    assert person.aliases == ("Trofim Burlakov",)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "Le roi des Belges Philippe recevra ses hôtes.", {"roi des Belges Philippe": "King Philippe"}),
        ("fr", "Le roi d'Espagne Felipe ira à Rome.", {"roi d'Espagne Felipe": "King Felipe VI"}),
        ("fr", "Le roi Charles ira à Rome.", {"roi Charles": "King Charles III"}),
        ("fr", "Le roi Abdallah II ira à Rome.", {"roi Abdallah II": "King Abdullah II"}),
        ("ru", "Король Фредерик посетил Хельсинки.", {"Король Фредерик": "King Frederik X"}),
        ("en", "The King of the Belgians arrived.", {"King of the Belgians": "King Philippe"}),
    ],
)
def test_royals_are_known_without_their_number(lang: str, text: str, expected: dict[str, str]) -> None:
    found = linked(lang, text)
    assert expected.items() <= found.items(), found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il recevait à Ankara Frank-Walter Steinmeier.", {"Ankara": "Ankara", "Frank-Walter Steinmeier": "Frank-Walter Steinmeier"}),
        ("Le Kosovar Albin Kurti parlera lundi.", {"Kosovar Albin Kurti": "Albin Kurti"}),
    ],
)  # fmt: skip
def test_a_person_known_in_full_is_not_lost_in_a_longer_name(text: str, expected: dict[str, str]) -> None:
    found = linked("fr", text)
    assert expected.items() <= found.items(), found


@pytest.mark.parametrize(
    ("lang", "text", "group"),
    [
        ("fr", "Selon un ministre danois, Olaf Scholz ira à Oslo.", "ministre danois"),
        ("en", "According to a Danish minister, Olaf Scholz will go to Oslo.", "Danish minister"),
    ],
)
def test_an_unnamed_source_is_not_the_person_behind_the_comma(lang: str, text: str, group: str) -> None:
    found = linked(lang, text)
    assert group in found
    assert found["Olaf Scholz"] == "Olaf Scholz"


def test_an_apposition_between_commas_names_the_unnamed() -> None:
    found = linked("fr", "Un ministre danois, Lars Lokke Rasmussen, a réagi.")
    assert found == {"ministre danois, Lars Lokke Rasmussen": "Lars Løkke Rasmussen"}


def test_a_capital_acts_as_its_state_and_stays_a_place() -> None:
    found = {m.text: m for m in mentions_in("en", "Seoul rejected the offer. Talks will be held in Ankara.")}
    assert found["Seoul"].kind == "metonym"
    assert found["Seoul"].acting is not None
    assert found["Seoul"].acting.name == "South Korea"
    assert found["Ankara"].kind == "name"
    assert found["Ankara"].entity is not None
    assert found["Ankara"].entity.name == "Ankara"


def test_brussels_is_the_union_unless_the_text_speaks_of_belgium() -> None:
    union = mentions_in("en", "Brussels threatened new tariffs.")[0].acting
    belgium = mentions_in("en", "Brussels said that Belgium would vote.")[0].acting
    assert union is not None
    assert belgium is not None
    assert (union.name, belgium.name) == ("European Union", "Belgium")


@pytest.mark.parametrize(
    ("lang", "text", "city", "state"),
    [
        ("en", "Tel Aviv rejected the offer.", "Tel Aviv", "Israel"),
        ("fr", "Delhi a rejeté l'accord.", "New Delhi", "India"),
        ("ru", "Дели отверг предложение.", "New Delhi", "India"),
    ],
)
def test_a_city_that_stands_for_its_state_stays_a_city(lang: str, text: str, city: str, state: str) -> None:
    found = mentions_in(lang, text)[0]
    assert found.entity is not None
    assert found.acting is not None
    assert (found.entity.name, found.entity.kind, found.acting.name, found.kind) == (city, "place", state, "metonym")


def test_the_hague_is_a_place_where_something_is_held() -> None:
    found = mentions_in("fr", "Le procès se tiendra à La Haye.")[-1]
    assert found.entity is not None
    assert (found.entity.name, found.kind) == ("The Hague", "name")


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("en", "He will speak in Colorado and in Ontario.", ["Colorado", "Ontario"]),
        ("fr", "Il ira en Colombie-Britannique et en Caroline du Nord.", ["British Columbia", "North Carolina"]),
        ("ru", "Он прибудет в Свердловскую область.", ["Sverdlovsk region"]),
    ],
)
def test_a_region_goes_before_a_small_town_of_its_name(lang: str, text: str, names: list[str]) -> None:
    found = [m.entity for m in mentions_in(lang, text) if m.label == "LOC" and m.entity]
    assert [entity.name for entity in found] == names
    assert {entity.country_id for entity in found} <= {"state/US", "state/CA", "state/RU"}


def test_a_state_inside_a_longer_name_is_no_mention_of_the_state() -> None:
    assert "Paris Saint-Germain" in {m.text for m in mentions_in("fr", "Le Paris Saint-Germain a gagné samedi.")}


def test_an_abbreviation_is_told_from_the_word_by_its_case() -> None:
    assert linked("en", "They told us that the US would help.") == {"US": "United States"}


def test_the_north_is_korea_only_where_korea_is_spoken_of() -> None:
    assert linked("en", "South Korea warned the North.")["North"] == "North Korea"
    assert "North Korea" not in linked("en", "Storms hit Spain and the North.").values()


def test_languages_without_a_parser_get_states_and_capitals() -> None:
    assert set(linked("de", "Nordkorea empfängt Gäste aus Polen.").values()) == {"North Korea", "Poland"}
    assert "Japan" in linked("ja", "日本政府が発表した。").values()


@pytest.mark.parametrize(("lang", "text", "expected"), NAMED)
def test_offsets_are_exact_ordered_and_never_overlap(lang: str, text: str, expected: dict[str, str]) -> None:
    found = mentions_in(lang, text)
    assert all(text[m.char_start : m.char_end] == m.text for m in found)
    assert all(a.char_end <= b.char_start for a, b in pairwise(found))
    assert found == mentions_in(lang, text)


def test_bare_names_leave_the_roles_aside() -> None:
    text = "Le président turc Recep Tayyip Erdogan parlera."
    names = find_names(analyse("fr", text), DAY, load_gazetteer())
    assert [m.text for m in names] == ["Recep Tayyip Erdogan"]


def test_text_without_words_has_no_mentions() -> None:
    assert mentions_in("en", "") == ()
    assert mentions_in("fr", "… — !") == ()
