"""Claims: the lexicon's own examples, and rules that go over more than one sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from extractors.claims import find_claims
from extractors.claims.status import derive_status
from extractors.entities import find_mentions
from extractors.nlp import analyze_texts
from extractors.times import find_times
from records.annotations import CLAIM_TYPES, STATUSES, Claim, Quote
from records.articles import ArticleVersion
from seeds.events import Example, load_event_types, load_grammar, load_status_table
from seeds.gazetteer import load_gazetteer

LANGUAGES = ("en", "fr", "ru")
EXAMPLES = [
    pytest.param(kind.type, example, id=f"{kind.type}-{example.lang}-{number}")
    for kind in load_event_types()
    for number, example in enumerate(kind.examples)
    if example.lang in LANGUAGES
]


def read(
    text: str, lang: str, *, on: str = "2024-03-06", title: str = "", quotes: Sequence[Quote] = ()
) -> tuple[Claim, ...]:
    """Return the claims of one text published at noon on a day."""
    at = dt.datetime.fromisoformat(f"{on}T12:00:00+00:00")
    version = ArticleVersion("art_1", 1, "https://outlet.example/1", "Outlet", lang, title, text, "", at, "given", at)
    body, head = analyze_texts([text, title or "-"], lang)
    gazetteer = load_gazetteer()
    day = at.date()
    return find_claims(
        version,
        body,
        head if title else None,
        find_mentions(body, day, gazetteer),
        find_mentions(head, day, gazetteer) if title else (),
        find_times(body, day),
        find_times(head, day) if title else (),
        quotes,
    )


def fits(claim: Claim, wanted: dict[str, object]) -> bool:
    """Tell whether a claim has all wanted values."""
    for name, value in wanted.items():
        got = getattr(claim, name)
        if (str(got) if name in {"t_start", "t_end"} else got) != value:
            return False
    return True


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_every_example_of_the_lexicon_gives_its_claims(kind: str, example: Example) -> None:
    found = read(example.text, example.lang, on=example.published_on)
    if not example.claims:
        assert found == ()
    for wanted in example.claims:
        fields = wanted.model_dump(exclude_none=True)
        assert any(fits(claim, fields) for claim in found), (kind, found)


def test_each_language_has_three_hundred_rows() -> None:
    for lang in LANGUAGES:
        rows = sum(len(frame.words) for kind in load_event_types() for frame in kind.frames if frame.lang == lang)
        assert rows >= 300


def test_every_type_of_the_contract_has_codes_and_examples_in_all_languages() -> None:
    kinds = load_event_types()
    assert tuple(kind.type for kind in kinds) == CLAIM_TYPES
    for kind in kinds:
        assert kind.plover_code
        assert len(kind.cameo_root) == 2
        assert {example.lang for example in kind.examples} >= set(LANGUAGES)


def test_the_status_table_names_only_known_statuses_and_ends_with_a_rule_for_all() -> None:
    rules = load_status_table().rules
    assert {rule.status for rule in rules} <= {*STATUSES, "drop", "context"}
    assert rules[-1].when == {}
    assert len({rule.id for rule in rules}) == len(rules)


def test_a_language_without_grammar_has_no_claims() -> None:
    assert load_grammar("it") is None
    assert read("Olaf Scholz visita Parigi.", "it") == ()


def test_a_negated_postponement_does_not_postpone() -> None:
    status, _ = derive_status(
        {"type": "visit", "kind": "verb", "operator": "postpone", "operator_negated": "yes", "tense": "past"}
    )
    assert status != "postponed"


def test_one_claim_is_made_per_host_country() -> None:
    claims = read("Fumio Kishida will visit Poland and Italy on 12 April.", "en")
    assert {claim.recipients for claim in claims} == {("Poland",), ("Italy",)}
    assert {claim.status for claim in claims} == {"scheduled"}


def test_a_pronoun_means_the_last_subject_and_not_the_speaker() -> None:
    text = "Fumio Kishida a rencontré Giorgia Meloni à Rome, a indiqué son porte-parole. Il se rendra en Pologne le 12 avril."
    visits = [claim for claim in read(text, "fr") if claim.type == "visit"]
    assert [claim.actors for claim in visits] == [("Fumio Kishida",)]


def test_a_speaker_after_the_statement_is_its_source() -> None:
    claims = read("Fumio Kishida se rendra en Pologne le 12 avril, a annoncé vendredi Giorgia Meloni.", "fr")
    assert claims[0].source == "Giorgia Meloni"
    assert claims[0].t_start == dt.date(2024, 4, 12)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Fumio Kishida will visit Poland, according to diplomats."),
        ("fr", "Fumio Kishida se rendra en Pologne, selon des diplomates."),
    ],
)
def test_several_unnamed_people_are_a_source_like_one(lang: str, text: str) -> None:
    (claim,) = read(text, lang)
    assert (claim.source, claim.status) == ("diplomats", "rumoured")


def test_the_day_of_a_statement_is_not_the_day_of_the_event() -> None:
    (claim,) = read("Fumio Kishida will visit Poland, the White House said on Monday.", "en")
    assert claim.t_start is None
    assert claim.source == "White House"


def test_an_open_date_marks_the_visit_under_discussion() -> None:
    text = "Fumio Kishida will visit Poland. No date has been set, the White House said."
    last = read(text, "en")[-1]
    assert (last.actors, last.recipients, last.date_status) == (("Fumio Kishida",), ("Poland",), "unset")


def test_a_pure_repeat_is_left_out() -> None:
    text = "Fumio Kishida visited Poland in March 2023. Fumio Kishida visited Poland in March 2023."
    assert len(read(text, "en")) == 1


def test_a_headline_counts_only_where_the_body_is_silent() -> None:
    body = "Fumio Kishida will visit Poland on 12 April."
    assert all(not claim.in_title for claim in read(body, "en", title="Kishida to visit Poland"))
    assert [
        claim.in_title for claim in read("Nothing else is known.", "en", title="Fumio Kishida to visit Poland")
    ] == [True]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_offsets_give_the_evidence_and_the_same_text_gives_the_same_claims(lang: str) -> None:
    text = "\n\n".join(example.text for kind in load_event_types() for example in kind.examples if example.lang == lang)
    claims = read(text, lang)
    assert claims
    assert claims == read(text, lang)
    assert len({claim.claim_id for claim in claims}) == len(claims)
    for claim in claims:
        assert claim.evidence
        assert text[claim.char_start : claim.char_end] == claim.evidence
        assert claim.trigger in claim.evidence
        assert claim.status in STATUSES


def test_a_russian_pronoun_keeps_to_what_the_text_is_about() -> None:
    text = (
        "Нарендра Моди приезжал в Анкару один раз, в мае 2019 года; принимал его тогда Реджеп Тайип Эрдоган. "
        "В марте Олаф Шольц пригласил его в Берлин."
    )
    invitations = [claim for claim in read(text, "ru") if claim.type == "invitation"]
    assert [(claim.actors, claim.recipients) for claim in invitations] == [(("Olaf Scholz",), ("Narendra Modi",))]


def test_the_leaders_are_not_their_spokesmen() -> None:
    text = (
        "Президент Турции Реджеп Тайип Эрдоган 3 апреля посетит Берлин, сообщил пресс-секретарь правительства ФРГ "
        "Штеффен Хебештрайт. Лидеры двух стран обсудят торговлю."
    )
    meetings = [claim for claim in read(text, "ru") if claim.type == "meeting"]
    assert [set(claim.actors) for claim in meetings] == [{"Recep Tayyip Erdoğan", "Olaf Scholz"}]


def test_they_with_somebody_are_two_people() -> None:
    text = "В июле Нарендра Моди ездил в Каир, а в сентябре они с Олафом Шольцем встретились в Лондоне."
    meetings = [claim for claim in read(text, "ru") if claim.type == "meeting"]
    assert [set(claim.actors) for claim in meetings] == [{"Narendra Modi", "Olaf Scholz"}]


def test_what_befalls_one_part_of_a_sentence_stays_there() -> None:
    text = "Олаф Шольц на саммит в Каир не поедет: участие в форуме Берлин приостановил."
    visits = [claim for claim in read(text, "ru") if claim.type == "visit"]
    assert [(claim.actors, claim.recipients, claim.status) for claim in visits] == [
        (("Olaf Scholz",), ("Egypt",), "denied")
    ]


def test_a_stay_inside_a_visit_takes_the_host_as_its_place() -> None:
    text = "Олаф Шольц 3 апреля приедет в Каир и проведёт переговоры с премьер-министром Индии."
    meetings = [claim for claim in read(text, "ru") if claim.type == "meeting"]
    assert [claim.place for claim in meetings] == ["Cairo"]
