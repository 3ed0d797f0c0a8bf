"""Claims of agency copy: whose day a date is, plans that are only prepared, history told in the present, several occasions."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.annotate import annotate_versions
from extractors.entities import find_mentions
from extractors.nlp import analyze_texts
from extractors.times import find_times, read_dateline
from records.annotations import Claim
from records.articles import ArticleVersion
from seeds.gazetteer import load_gazetteer


def read(text: str, lang: str, on: str) -> list[Claim]:
    """Return the claims of a text without a title, published at noon UTC on a day."""
    at = dt.datetime.fromisoformat(f"{on}T12:00:00+00:00")
    version = ArticleVersion("art_1", 1, "https://outlet.example/1", "Outlet", lang, "", text, "", at, "given", at)
    return list(annotate_versions([version])[0].claims)


def visits(text: str, lang: str, on: str) -> list[tuple[str, ...]]:
    """Return status, traveller, host, first and last day of each visit."""
    found = [c for c in read(text, lang, on) if c.type == "visit"]
    return [
        (c.status, c.actors[0], "".join(c.recipients), str(c.t_start or ""), str(c.t_end or ""), c.date_status)
        for c in found
    ]


def names(text: str, lang: str) -> list[str]:
    mentions = find_mentions(analyze_texts([text], lang)[0], dt.date(2024, 5, 20), load_gazetteer())
    return [m.entity.name for m in mentions if m.entity is not None and m.label == "PER"]


def test_a_dateline_is_no_part_of_the_name_behind_it() -> None:
    assert names("BRASILIA - Luiz Inácio Lula da Silva se rendra en Inde.", "fr") == ["Luiz Inácio Lula da Silva"]


def test_a_middle_initial_makes_nobody_new() -> None:
    assert names("Emmanuel J. Macron will meet Olaf K. Scholz.", "en") == ["Emmanuel Macron", "Olaf Scholz"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "La foule attendait place Charles-de-Gaulle depuis midi."),
        ("en", "Crowds lined Nelson Mandela Square for hours."),
        ("fr", "Lundi, les négociateurs se sont séparés."),
    ],
)
def test_squares_and_weekdays_are_no_persons(lang: str, text: str) -> None:
    assert names(text, lang) == []


def test_the_day_between_a_verb_of_saying_and_its_content_dates_the_statement() -> None:
    text = (
        "Le gouvernement espagnol a assuré mardi que la visite de Pedro Sánchez au Chili était en cours de préparation."
    )
    assert visits(text, "fr", "2024-05-22") == [("planned", "Pedro Sánchez", "Chile", "", "", "none")]


def test_a_visit_not_yet_scheduled_is_planned_without_a_date() -> None:
    text = "Quant au voyage de Pedro Sánchez au Chili, il n'est toujours pas programmé, selon le gouvernement espagnol."
    assert visits(text, "fr", "2024-05-22") == [("planned", "Pedro Sánchez", "Chile", "", "", "unset")]


def test_what_was_expected_and_did_not_happen_makes_no_visit_under_way() -> None:
    text = "Certains s'attendaient à ce que Pedro Sánchez fasse escale à Lima, ce qui ne s'est pas produit."
    assert visits(text, "fr", "2024-05-22") == []


def test_history_in_the_present_tense_is_over() -> None:
    text = "Le 3 mai 1998, Luiz Inácio Lula da Silva atterrit à Lisbonne. Il y reste deux jours."
    assert {row[0] for row in visits(text, "fr", "2024-05-22")} == {"occurred"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Luiz Inácio Lula da Silva came to Portugal in May 2009 and again in March 2023."),
        ("fr", "Luiz Inácio Lula da Silva s'est rendu au Portugal en mai 2009, puis en mars 2023."),
    ],
)
def test_two_far_times_are_two_visits(lang: str, text: str) -> None:
    assert [row[3] for row in visits(text, lang, "2024-05-22")] == ["2009-05-01", "2023-03-01"]


def test_a_day_after_counts_back_from_the_clause_above() -> None:
    text = "Luiz Inácio Lula da Silva met reporters on Thursday, two days after he visited Portugal."
    assert visits(text, "en", "2024-05-24") == [
        ("occurred", "Luiz Inácio Lula da Silva", "Portugal", "2024-05-21", "2024-05-22", "fixed")
    ]


def test_weekdays_count_from_the_dateline_where_it_is_already_tomorrow() -> None:
    text = "MANILA, May 23 (Wire) - Anthony Albanese arrived in the Philippines in the early hours of Thursday."
    assert visits(text, "en", "2024-05-22") == [
        ("ongoing", "Anthony Albanese", "Philippines", "2024-05-23", "", "fixed")
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("MANILA, May 23 (Wire) - Rain fell.", 23),
        ("MANILA, May 3 (Wire) - Rain fell.", 22),
        ("Rain fell on May 23 in Manila - again.", 22),
    ],
)
def test_only_a_dateline_of_the_day_beside_moves_the_anchor(text: str, day: int) -> None:
    published_on = dt.date(2024, 5, 22)
    refs = find_times(analyze_texts([text], "en")[0], published_on)
    assert read_dateline(text, refs, published_on) == dt.date(2024, 5, day)


def test_the_visit_of_a_tour_is_its_main_one() -> None:
    text = (
        "La visite de Pedro Sánchez au Chili approche.\n\nPedro Sánchez se rendrait à Santiago, puis au Pérou, selon la presse.\n\n"
        "L'ambassadeur d'Espagne a confirmé que la visite était activement préparée."
    )
    assert visits(text, "fr", "2024-05-22")[-1][2] == "Chile"


def test_who_says_nothing_of_a_visit_does_not_deny_it() -> None:
    text = "Владимир Путин посетит Вьетнам. Ханой о подготовке визита не сообщал."
    assert "denied" not in {row[0] for row in visits(text, "ru", "2024-05-22")}


def test_missiles_do_not_travel() -> None:
    text = "Emmanuel Macron a défendu l'idée de permettre à l'Ukraine de frapper les sites d'où partent les missiles russes."
    assert [c.type for c in read(text, "fr", "2024-05-22")] == []


def test_both_countries_are_those_of_the_last_claim() -> None:
    text = "North Korea has shipped shells to Russia, which fell on Ukrainian cities. Both countries deny any deal."
    denial = next(c for c in read(text, "en", "2024-05-22") if c.type == "denial")
    assert set(denial.actors) == {"North Korea", "Russia"}


def test_the_visit_for_which_somebody_is_due_to_land_dates_the_landing() -> None:
    text = "Pedro Sánchez was due to land in Chile for a visit scheduled for May 28 and 29."
    assert visits(text, "en", "2024-05-22") == [
        ("scheduled", "Pedro Sánchez", "Chile", "2024-05-28", "2024-05-30", "fixed")
    ]


def test_his_words_are_those_of_who_spoke_last() -> None:
    text = (
        "Визит готовится, сообщил пресс-секретарь президента России Дмитрий Песков. "
        "По его словам, Владимир Путин посетит Вьетнам в июле."
    )
    assert {c.source for c in read(text, "ru", "2024-05-22") if c.type == "visit"} == {"Dmitry Peskov"}


def test_a_policy_under_review_is_a_plan() -> None:
    text = "German Chancellor Olaf Scholz said Germany would reconsider its policy of not supplying weapons to Armenia."
    assert [(c.type, c.status) for c in read(text, "en", "2024-05-22")] == [("aid", "planned")]
