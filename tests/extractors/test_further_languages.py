"""Languages beyond the three that are installed: their files are always checked, their models where somebody has them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.claims import find_claims
from extractors.entities import find_mentions
from extractors.nlp import analyze_texts
from extractors.nlp.plain import analyze_plain
from extractors.nlp.registry import installed_package
from extractors.nlp.spacy_adapter import convert_doc
from extractors.quotes import find_quotes
from extractors.times import find_times
from extractors.times import grammar as time_grammar
from records.analysis import Analysis
from records.annotations import CLAIM_TYPES, Claim
from records.articles import ArticleVersion
from records.errors import SeedError
from seeds.events import Example, load_event_types, load_grammar
from seeds.gazetteer import load_gazetteer
from seeds.language_models import Model, language_codes, load_language
from seeds.quotes import load_quote_table
from seeds.times import load_time_table
from tests.extractors.hand_parses import HandParse, read_hand_parses

LEXICON_ONLY = ("de", "es")
GERMAN = tuple(read_hand_parses("de.tiger.txt"))
GERMAN_QUOTES = tuple(read_hand_parses("de.quotes.txt"))
#: a Wednesday
ON = "2024-03-06"
EXAMPLES = [
    pytest.param(kind.type, example, id=f"{kind.type}-{example.lang}-{number}")
    for kind in load_event_types()
    for number, example in enumerate(kind.examples)
    if example.lang in LEXICON_ONLY
]


def skip_without_model(lang: str) -> None:
    """Skip a test where no spaCy pipeline of the language is installed."""
    language = load_language(lang)
    assert language is not None
    if installed_package(language.model) is None:
        pytest.skip(f"no {language.name} model is installed: one of {', '.join(language.model.packages)}")


def read(analysis: Analysis, on: str = ON) -> tuple[Claim, ...]:
    """Return the claims of one analysed text published at noon on a day."""
    at = dt.datetime.fromisoformat(f"{on}T12:00:00+00:00")
    day, text, lang = at.date(), analysis.text, analysis.lang
    version = ArticleVersion("art_1", 1, "https://outlet.example/1", "Outlet", lang, "", text, "", at, "given", at)
    mentions = find_mentions(analysis, day, load_gazetteer())
    return find_claims(version, analysis, None, mentions, (), find_times(analysis, day), (), ())


def row_of(claim: Claim) -> tuple[str, ...]:
    """Return a claim in the order of the hand-made files."""
    start = "" if claim.t_start is None else str(claim.t_start)
    return (
        claim.type,
        ", ".join(claim.actors),
        ", ".join(claim.recipients),
        claim.status,
        start,
        claim.date_status,
    )


def test_every_language_file_is_valid_and_only_three_models_are_required() -> None:
    languages = [load_language(code) for code in language_codes()]
    assert {language.code for language in languages if language is not None and language.model.is_required} == {
        "en",
        "fr",
        "ru",
    }
    assert {"de", "es"} <= set(language_codes())
    assert load_language("tlh") is None


def test_a_language_file_with_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="engine"):
        Model(engine="crystal ball", packages=("a",))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="packages"):
        Model(engine="spacy", packages=())


def test_a_package_without_a_pipeline_is_not_taken_for_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, has_pipeline in (("xx_stub_news", False), ("xx_real_news", True)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        if has_pipeline:
            (tmp_path / name / "meta.json").write_text("{}")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert installed_package(Model(engine="spacy", packages=("xx_stub_news",))) is None
    assert installed_package(Model(engine="spacy", packages=("xx_stub_news", "xx_real_news"))) == "xx_real_news"


@pytest.mark.parametrize("lang", LEXICON_ONLY)
def test_a_lexicon_without_a_required_model_covers_every_type(lang: str) -> None:
    kinds = load_event_types()
    frames = {kind.type: [frame for frame in kind.frames if frame.lang == lang] for kind in kinds}
    assert all(frames[name] for name in CLAIM_TYPES)
    assert sum(len(frame.words) for found in frames.values() for frame in found) >= 300


@pytest.mark.parametrize("lang", LEXICON_ONLY)
def test_a_grammar_is_written_as_the_engine_reads_it(lang: str) -> None:
    grammar, french = load_grammar(lang), load_grammar("fr")
    assert grammar is not None
    assert french is not None
    assert set(french.operators) == set(grammar.operators)
    # a list that a language leaves out is empty; one that nothing reads is a mistake
    assert set(grammar.themes) <= set(french.themes)
    lists = (grammar.words, grammar.operators, grammar.reporting, grammar.themes)
    words = [word for group in lists for found in group.values() for word in found]
    words += [
        word for kind in load_event_types() for frame in kind.frames if frame.lang == lang for word in frame.words
    ]
    assert [word for word in words if word != word.casefold()] == []


def test_a_list_that_a_language_leaves_out_is_empty() -> None:
    grammar = load_grammar("de")
    assert grammar is not None
    assert grammar.words["no_such_list"] == ()


@pytest.mark.parametrize("parse", GERMAN, ids=lambda parse: parse.text[:40])
def test_german_analysed_by_hand_gives_its_claim(parse: HandParse) -> None:
    found = [row_of(claim) for claim in read(parse.analysis("de", "tiger"))]
    assert parse.wanted in found if parse.wanted is not None else found == []


@pytest.mark.parametrize("parse", GERMAN, ids=lambda parse: parse.text[:40])
def test_german_analysed_by_a_model_gives_its_claim(parse: HandParse) -> None:
    skip_without_model("de")
    found = [row_of(claim) for claim in read(analyze_texts([parse.text], "de")[0])]
    assert parse.wanted in found if parse.wanted is not None else found == []


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_every_example_of_a_lexicon_without_a_required_model_gives_its_claims(kind: str, example: Example) -> None:
    skip_without_model(example.lang)
    found = read(analyze_texts([example.text], example.lang)[0], example.published_on)
    if not example.claims:
        assert found == ()
    for wanted in example.claims:
        fields = wanted.model_dump(exclude_none=True)
        assert any(
            all(
                (str(getattr(claim, name)) if name in {"t_start", "t_end"} else getattr(claim, name)) == value
                for name, value in fields.items()
            )
            for claim in found
        ), (kind, found)


@pytest.mark.parametrize("parse", GERMAN_QUOTES, ids=lambda parse: parse.text[:40])
def test_german_analysed_by_hand_gives_its_quotation(parse: HandParse) -> None:
    analysis = parse.analysis("de", "tiger")
    found = find_quotes(analysis, find_mentions(analysis, dt.date(2024, 3, 6), load_gazetteer()))
    assert [(quote.text, quote.speaker, quote.kind) for quote in found] == [parse.wanted]


def test_every_table_of_quotations_is_valid_and_spanish_quotes_its_examples() -> None:
    german, spanish = load_quote_table("de"), load_quote_table("es")
    assert german is not None
    assert spanish is not None
    assert all(word == word.lower() for table in (german, spanish) for word in (*table.verbs, *table.people))
    skip_without_model("es")
    for example in spanish.example:
        (analysis,) = analyze_texts([example.text], "es")
        found = find_quotes(analysis, find_mentions(analysis, dt.date(2024, 3, 6), load_gazetteer()))
        wanted = [(quote.text, quote.speaker, quote.kind) for quote in example.quotes]
        assert [(quote.text, quote.speaker, quote.kind) for quote in found] == wanted


def relations(text: str) -> dict[str, tuple[str, str, str]]:
    """Return relation, head and lemma of each word of one of the German sentences."""
    analysis = next(parse for parse in GERMAN if parse.text == text).analysis("de", "tiger")
    return {token.text: (token.dep, analysis.tokens[token.head].text, token.lemma) for token in analysis.tokens}


def test_german_auxiliaries_and_prepositions_give_way_to_words_of_content() -> None:
    found = relations("Fumio Kishida wurde von Joe Biden empfangen.")
    assert found["wurde"][:2] == ("aux:pass", "empfangen")
    assert found["Kishida"][:2] == ("nsubj:pass", "empfangen")
    assert found["Biden"][:2] == ("obl:agent", "empfangen")
    assert found["von"][:2] == ("case", "Biden")
    assert found["empfangen"][0] == "root"


def test_a_separated_prefix_joins_its_verb() -> None:
    assert relations("Fumio Kishida sagte seinen Besuch in Indien ab.")["sagte"][2] == "absagen"


def test_a_plan_stays_above_what_is_planned_and_a_coordinated_clause_beside_it() -> None:
    found = relations("Emmanuel Macron will Brasilien besuchen, aber ein Termin steht noch nicht fest.")
    assert found["besuchen"][:2] == ("xcomp", "will")
    assert found["steht"] == ("conj", "will", "feststehen")


def test_werden_with_an_infinitive_is_the_future() -> None:
    parse = next(parse for parse in GERMAN if parse.text == "Olaf Scholz wird nicht nach Polen reisen.")
    feats = {token.text: token.feats for token in parse.analysis("de", "tiger").tokens}
    assert feats["wird"]["Tense"] == "Fut"


@given(st.integers(0, 2**32))
def test_whatever_tree_a_german_parser_gives_every_word_still_hangs_below_a_root(seed: int) -> None:
    choose = random.Random(seed)
    size = choose.randint(1, 9)
    order = choose.sample(range(size), size)
    heads = [order[0]] * size
    for number, place in enumerate(order[1:], 1):
        heads[place] = choose.choice(order[:number])
    labels = (
        "sb",
        "oa",
        "nk",
        "pnc",
        "oc",
        "pd",
        "mo",
        "mnr",
        "cd",
        "cj",
        "svp",
        "sbp",
        "cp",
        "rc",
        "re",
        "cc",
        "ag",
        "ac",
    )
    doc = Doc(
        Vocab(),
        words=[f"w{number}" for number in range(size)],
        heads=heads,
        deps=["ROOT" if head == place else choose.choice(labels) for place, head in enumerate(heads)],
        pos=[choose.choice(("NOUN", "PROPN", "VERB", "AUX", "ADP", "DET", "ADV", "CCONJ")) for _ in range(size)],
        lemmas=[choose.choice(("sein", "haben", "werden", "sollen", "wollen", "reisen")) for _ in range(size)],
        morphs=[choose.choice(("VerbForm=Fin", "VerbForm=Inf", "VerbForm=Part", "")) for _ in range(size)],
    )
    tokens = convert_doc(doc.text, doc, "de", "tiger").tokens
    for token in tokens:
        for _ in range(size):
            token = tokens[token.head]
        assert token.head == token.index


def test_german_ordinals_end_no_sentence() -> None:
    analysis = analyze_texts(["Er kommt am 12. April. Das 20. Jahrhundert endete 2000. Am 3. Mai ging er."], "de")[0]
    assert len(analysis.sentences) == 3


def test_japanese_sentences_end_without_a_space() -> None:
    text = "首相は東京に到着した。「また来る。」と述べた。会談は18日に行われる。"
    analysis = analyze_texts([text], "zz")[0]
    assert [analysis.sentence_text(sentence) for sentence in analysis.sentences] == [
        "首相は東京に到着した。",
        "「また来る。」と述べた。",
        "会談は18日に行われる。",
    ]
    assert all(one.char_end <= two.char_start for one, two in pairwise(analysis.sentences))


@pytest.fixture
def beside_the_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a user's folder `newsledger-data` in the folder in which the commands run."""
    loaders = (
        load_language,
        load_time_table,
        time_grammar.load_grammar,
        load_quote_table,
        load_grammar,
        load_event_types,
    )
    monkeypatch.chdir(tmp_path)
    for loader in loaders:
        loader.cache_clear()
    folder = tmp_path / "newsledger-data"
    for name in ("languages", "events/grammar"):
        (folder / name).mkdir(parents=True)
    yield folder
    for loader in loaders:
        loader.cache_clear()


def test_a_users_own_language_is_read_beside_the_bundled_ones(beside_the_warehouse: Path) -> None:
    languages = beside_the_warehouse / "languages"
    (languages / "it.toml").write_text(
        'code = "it"\nname = "Italian"\n[model]\nengine = "spacy"\npackages = ["it_core_news_md"]\n'
    )
    (languages / "it.times.toml").write_text(
        'lang = "it"\n[months]\nmarzo = 3\n[[core]]\nid = "date"\nkind = "date"\npatterns = ["{days} {month} {year}"]\n'
    )
    (languages / "it.quotes.toml").write_text('lang = "it"\nverbs = ["dire"]\n')
    (beside_the_warehouse / "events" / "visit.it.toml").write_text(
        '[[frames]]\nid = "go"\nlang = "it"\nkind = "verb"\nwords = ["visitare"]\n'
    )
    language, table = load_language("it"), load_quote_table("it")
    assert language is not None
    assert language.model.packages == ("it_core_news_md",)
    assert {"it", "fr"} <= set(language_codes.__wrapped__())
    assert table is not None
    assert table.verbs == ("dire",)
    analysis = analyze_plain("La visita del 3 marzo 2024 è finita.", "it")
    assert [str(ref.t_start) for ref in find_times(analysis, dt.date(2024, 3, 6))] == ["2024-03-03"]
    visit = next(kind for kind in load_event_types() if kind.type == "visit")
    assert [frame.words for frame in visit.frames if frame.lang == "it"] == [("visitare",)]
    assert any(frame.lang == "fr" for frame in visit.frames)


def test_an_unknown_field_of_a_language_file_is_named(beside_the_warehouse: Path) -> None:
    (beside_the_warehouse / "languages" / "yy.toml").write_text('code = "yy"\nname = "Y"\ncolour = "red"\n')
    with pytest.raises(SeedError, match="colour"):
        load_language("yy")


JAPANESE = "ロシアのプーチン大統領は6月18日に北朝鮮を訪問し、平壌で会談した。大臣は来週、ソウルを訪れる予定だ。具体的な日程は決まっていない。"


def assert_japanese_is_read(analysis: Analysis) -> None:
    """Check that mentions, dates and sentences of the sample are found, and no claims are made."""
    day = dt.date(2024, 6, 20)
    mentions = find_mentions(analysis, day, load_gazetteer())
    named = [mention.entity.name for mention in mentions if mention.label == "GPE" and mention.entity is not None]
    assert named == ["Russia", "North Korea", "Pyongyang", "Seoul"]
    assert all(JAPANESE[mention.char_start : mention.char_end] == mention.text for mention in mentions)
    dates = [(ref.text, str(ref.t_start), ref.date_status) for ref in find_times(analysis, day)]
    assert dates == [
        ("6月18日", "2024-06-18", "fixed"),
        ("来週", "2024-06-24", "approximate"),
        ("具体的な日程は決まっていない", "None", "unset"),
    ]
    assert len(analysis.sentences) == 3
    assert read(analysis, "2024-06-20") == ()


def test_japanese_gives_mentions_and_dates_without_a_model() -> None:
    assert_japanese_is_read(analyze_plain(JAPANESE, "ja"))


def test_japanese_gives_mentions_dates_and_a_parse_with_ginza() -> None:
    skip_without_model("ja")
    analysis = analyze_texts([JAPANESE], "ja")[0]
    assert_japanese_is_read(analysis)
    assert analysis.is_parsed
    subject = next(token for token in analysis.tokens if token.text == "大統領")
    assert subject.dep == "nsubj"
    assert {"プーチン"} <= {entity.normal for entity in analysis.entities if entity.label == "PER"}


def test_a_common_short_name_of_a_state_is_known_in_japanese() -> None:
    text = "米国と英国は3月3日に日本で合意した。"
    mentions = find_mentions(analyze_plain(text, "ja"), dt.date(2024, 3, 6), load_gazetteer())
    assert [mention.entity.name for mention in mentions if mention.entity is not None] == [
        "United States",
        "United Kingdom",
        "Japan",
    ]


@pytest.mark.parametrize(
    ("lang", "text", "names"),
    [
        ("es", "El presidente ruso y la canciller alemana callaron.", ["Vladimir Putin", "Olaf Scholz"]),
        ("es", "El primer ministro de la India calló.", ["Narendra Modi"]),
        ("de", "Der russische Präsident und der Bundeskanzler schwiegen.", ["Vladimir Putin", "Olaf Scholz"]),
        ("de", "Der Präsident der Türkei schwieg.", ["Recep Tayyip Erdoğan"]),
        ("de", "Das russische Außenministerium schwieg.", ["Russian Foreign Ministry"]),
    ],
)
def test_a_role_with_its_state_means_its_holder_of_the_day(lang: str, text: str, names: list[str]) -> None:
    mentions = find_mentions(analyze_plain(text, lang), dt.date(2024, 3, 6), load_gazetteer())
    assert [mention.entity.name for mention in mentions if mention.entity is not None] == names
