"""The gazetteer: every table is sound, holders change with the day, forms follow the grammar."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from records.errors import SeedError
from seeds.gazetteer import load_gazetteer, name_similarity, sound_key, transliterate
from seeds.gazetteer import tables as tables_module
from seeds.gazetteer.forms import royal_names, short_names
from seeds.gazetteer.inflection import adjective_forms_fr, adjective_forms_ru, person_columns_ru, phrase_columns_ru
from seeds.gazetteer.tables import read_tables

GAZETTEER = load_gazetteer()


def holder(state: str, office: str, day: str) -> str | None:
    person = GAZETTEER.find_holder(f"state/{state}", (office,), dt.date.fromisoformat(day))
    return person.name if person else None


@pytest.mark.parametrize(
    ("state", "office", "day", "name"),
    [
        ("RU", "hos", "2009-05-01", "Dmitry Medvedev"),
        ("RU", "hos", "2024-05-24", "Vladimir Putin"),
        ("US", "hos", "2025-01-19", "Joe Biden"),
        ("US", "hos", "2025-01-20", "Donald Trump"),
        ("FR", "hog", "2024-12-20", "François Bayrou"),
        ("KP", "leader", "2008-01-01", "Kim Jong-il"),
        ("JP", "hog", "2024-10-02", "Shigeru Ishiba"),
        ("AR", "hos", "2024-06-01", "Javier Milei"),
    ],
)
def test_an_office_belongs_to_its_holder_of_the_day(state: str, office: str, day: str, name: str) -> None:
    assert holder(state, office, day) == name


def test_nobody_holds_an_office_before_the_first_known_term() -> None:
    assert holder("RU", "fm", "1980-01-01") is None


def test_there_are_people_of_every_continent_and_each_office_has_one_holder_a_day() -> None:
    people = [entity for entity in GAZETTEER.entities.values() if entity.kind == "person"]
    assert len(people) >= 450
    single = {"hos", "hog", "fm", "dm"}
    for day in (dt.date(2012, 6, 1), dt.date(2023, 6, 1), dt.date(2024, 6, 1)):
        seen: dict[tuple[str, str], str] = {}
        for term in GAZETTEER.terms:
            if term.office in single and term.covers(day):
                assert seen.setdefault((term.of, term.office), term.person_id) == term.person_id, (day, term)


def test_every_term_ends_after_it_begins_and_every_wikidata_id_is_well_formed_and_used_once() -> None:
    assert all(term.until is None or term.until > term.since for term in GAZETTEER.terms)
    ids = [entity.wikidata_id for entity in GAZETTEER.entities.values() if entity.wikidata_id]
    assert all(re.fullmatch(r"Q[1-9]\d*", qid) for qid in ids)
    assert len(ids) == len(set(ids))


def test_every_state_has_names_in_three_languages_and_a_wikidata_id() -> None:
    tables = read_tables()
    for row in tables.states:
        built = tables.territories.get(row["iso"], {"names": {}})
        for lang in ("fr", "en", "ru"):
            assert built["names"].get(lang) or tables.extra_names(row, lang) or lang == "en", (row["iso"], lang)
    assert GAZETTEER.entities["state/KP"].wikidata_id == "Q423"


def test_every_role_names_a_target_and_phrases() -> None:
    for row in read_tables().roles:
        assert row["target"] in {"person", "persons", "office", "state", "group", "counterpart", "capital"}
        assert row["en"], row["id"]
        assert row["fr"], row["id"]
        assert row["target"] not in {"person", "persons"} or row["offices"]


def test_countries_are_known_by_name_in_languages_without_a_parser() -> None:
    index = GAZETTEER.forms("de")
    assert any(form.target == "state/KP" for form in index.names["nordkorea"])
    assert any(form.target == "state/JP" for form in GAZETTEER.forms("ja").names["日"])


def test_russian_names_are_declined_by_rule() -> None:
    assert {"Захаровой", "Захарову"} <= set(person_columns_ru("Мария Захарова", is_feminine=True)[1])
    assert "Путиным" in person_columns_ru("Владимир Путин", is_feminine=False)[1]
    assert person_columns_ru("Ангела Меркель", is_feminine=True)[1][0] == "Меркель"
    assert "Эмиратах" in phrase_columns_ru("Объединённые Арабские Эмираты")[2]
    assert phrase_columns_ru("Совет Безопасности ООН")[1:] == (("Безопасности",), ("ООН",))
    assert "северокорейскому" in adjective_forms_ru("северокорейский")


def test_french_adjectives_agree() -> None:
    assert adjective_forms_fr("turc") == ("turc", "turque", "turcs", "turques")
    assert "éthiopienne" in adjective_forms_fr("éthiopien")
    assert adjective_forms_fr("français") == ("français", "française", "françaises")


def test_short_names_keep_particles_and_family_names_first() -> None:
    assert short_names("Luc van der Meer", "NL") == ["van der Meer"]
    assert short_names("Xi Jinping", "CN") == ["Xi"]
    assert short_names("Pope Francis", "VA") == []


def test_a_seat_that_is_no_capital_belongs_to_its_state_and_no_state_is_called_like_a_city() -> None:
    assert GAZETTEER.capitals["place/tel-aviv"] == "state/IL"
    assert GAZETTEER.capitals["place/the-hague"] == "state/NL"
    for lang, words in (("en", ("tel", "delhi")), ("fr", ("tel", "delhi")), ("ru", ("тель", "дели"))):
        found = [form for word in words for form in GAZETTEER.forms(lang).names[word] if form.kind == "name"]
        assert {form.target for form in found} == {"place/tel-aviv", "place/new-delhi"}


def test_every_place_is_listed_once() -> None:
    ids = [place_id for _, place_id in read_tables().place_rows()]
    assert len(ids) == len(set(ids))


def test_a_monarch_has_names_behind_the_title() -> None:
    row = {"name": "King Felipe VI", "fr": "Felipe VI", "ru": "Филипп VI"}
    assert royal_names(row, "ru") == ["король Филипп VI", "король Филипп"]
    assert royal_names({"name": "King Salman", "fr": "roi Salmane", "ru": "король Сальман"}, "fr") == []


def test_names_are_compared_across_scripts_and_two_kims_stay_two() -> None:
    assert sound_key("Iouri Ouchakov") == sound_key("Юрий Ушаков")
    assert name_similarity("Sergueï Kirienko", "Сергей Кириенко") > 0.95
    assert name_similarity("Kim Jong-un", "Kim Jong-il") < 0.92
    assert name_similarity("Anna Petrova", "Boris Ivanov") < 0.7
    assert transliterate("Щукин") == "Shchukin"


def test_a_broken_row_is_reported_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Folder:
        def __truediv__(self, name: str) -> Folder:
            return self

        def read_text(self, encoding: str) -> str:
            return "iso\tname\nFR\tFrance\tone too many\n"

    monkeypatch.setattr(tables_module, "_FOLDER", Folder())
    with pytest.raises(SeedError, match="line 2"):
        tables_module._read_tsv("states.tsv")


def test_a_city_of_the_long_list_has_its_country() -> None:
    city = GAZETTEER.find_city("gdansk")
    assert city is not None
    assert city.country_id == "state/PL"
    assert GAZETTEER.find_city("no such town") is None
