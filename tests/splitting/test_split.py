"""Splits share no story, spread the labels, and stay as they are when articles are added."""

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.model import Article
from khabar.problem import KhabarError
from khabar.rules import check
from khabar.splitting import Division, fits, ratio_of, read_certificate, split, write
from splitting.corpora import (
    article,
    known,
    made_up,
    random_articles,
    save,
    save_lines,
    tied,
)

SIZES = st.integers(12, 40)
SEEDS = st.integers(0, 10**6)
ACROSS = ["KH620", "KH621", "KH622", "KH623", "KH624", "KH626", "KH631"]
KINDS = ("story", "text", "quote", "event")
RNG = random.Random(5)


def plain(count: int, **more: object) -> list[Article]:
    """Articles that have nothing in common."""
    rng = random.Random(count)
    return [article(f"plain-{at:03d}", " ".join(made_up(rng, 40)), **more) for at in range(count)]


def splits_of(division: Division) -> dict[str, str]:
    return {one: name for name, ids in division.splits.items() for one in ids}


def written(corpus: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (corpus / "splits").iterdir()}


class TestStories:
    @settings(max_examples=40)
    @given(SEEDS, SIZES, SEEDS)
    def test_every_article_in_one_split_and_no_story_cut(
        self, seed: int, count: int, draw: int
    ) -> None:
        articles = random_articles(seed, count)
        with tempfile.TemporaryDirectory() as name:
            corpus = save_lines(Path(name), articles)
            division = split(corpus, seed=draw)
            write(division)
            listed = [one for ids in division.splits.values() for one in ids]
            assert sorted(listed) == sorted(one.id for one in articles)
            where = splits_of(division)
            looked = {one.id: known(one) for one in articles}
            for one, other in itertools.combinations(looked, 2):
                assert where[one] == where[other] or not tied(looked[one], looked[other])
            assert [one.message for one in check(corpus, select=ACROSS)] == []
            assert division.certificate.ties_across == 0

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_of_tie_alone(self, tmp_path: Path, kind: str) -> None:
        rng = random.Random(3)
        text, quote = " ".join(made_up(rng, 50)), " ".join(made_up(rng, 15))
        names = [("PER", " ".join(made_up(rng, 2))) for _ in range(5)]
        shared = {
            "story": {"extra": {"story": "border-shots"}},
            "text": {"text": text},
            "quote": {"quote": quote},
            "event": {"names": names},
        }[kind]
        pair = [
            article(f"{name}-pair", **{"text": " ".join(made_up(rng, 40)), **shared})
            for name in "az"
        ]
        corpus = save(tmp_path, [*plain(20), *pair])
        division = split(corpus)
        assert division.certificate.compared.ties == dict.fromkeys(KINDS, 0) | {kind: 1}
        assert splits_of(division)["a-pair"] == splits_of(division)["z-pair"]
        left_out = split(corpus, kinds=[one for one in KINDS if one != kind])
        assert left_out.certificate.stories.count == 22
        assert kind not in left_out.certificate.compared.thresholds

    def test_what_check_finds_in_lists_by_hand_split_prevents(self, tmp_path: Path) -> None:
        rng = random.Random(4)
        text, quote = " ".join(made_up(rng, 50)), " ".join(made_up(rng, 30))
        names = [("ORG", " ".join(made_up(rng, 2))) for _ in range(5)]
        pairs = {
            "KH623": [{"text": text}, {"text": f"{' '.join(made_up(rng, 6))} {text}"}],
            "KH624": [{"quote": quote}, {"quote": " ".join(quote.split()[4:26])}],
            "KH626": [{"names": names}, {"names": names[1:]}],
            "KH631": [
                {"extra": {"story": "storm"}, "day": "2031-01-01"},
                {"extra": {"story": "storm"}, "day": "2031-12-01"},
            ],
        }
        leaks = [
            article(f"{code.lower()}-{side}", **{"text": " ".join(made_up(rng, 40)), **parts})
            for code, sides in pairs.items()
            for side, parts in zip(("one", "two"), sides, strict=True)
        ]
        corpus = save(tmp_path, [*plain(30), *leaks])
        (corpus / "splits").mkdir()
        ids = [one.id for one in (*plain(30), *leaks)]
        for name, ends in {"train": False, "test": True}.items():
            own = [one for one in ids if one.endswith("two") == ends]
            (corpus / "splits" / f"{name}.txt").write_text("\n".join(own) + "\n")
        assert sorted(one.code for one in check(corpus, select=ACROSS)) == list(pairs)
        write(split(corpus, ratio="80/20", renew=True))
        assert list(check(corpus, select=ACROSS)) == []

    def test_texts_of_fewer_than_five_words(self, tmp_path: Path) -> None:
        corpus = save(
            tmp_path, [*plain(9), article("a-short", "خبر عاجل"), article("b-short", "خَبر عاجل.")]
        )
        where = splits_of(split(corpus))
        assert where["a-short"] == where["b-short"]
        _lists(corpus, train=[*(one.id for one in plain(9)), "a-short"], test=["b-short"])
        assert [one.code for one in check(corpus, select=["KH623"])] == ["KH623"]


NAMED = st.lists(
    st.sampled_from([None, "storm", "strike", "vote", "Storm", " ", 7, ["storm"], True]),
    min_size=2,
    max_size=14,
)
WHERE = st.lists(st.sampled_from([None, "train", "validation", "test"]), min_size=14, max_size=14)


def naming(values: list[Any]) -> list[Article]:
    """Articles of different days that have nothing in common but what ``extra.story`` says."""
    rng = random.Random(len(values))
    return [
        article(
            f"news-{at:02d}",
            " ".join(made_up(rng, 40)),
            day=f"2031-{1 + at % 12:02d}-09",
            extra=None if value is None else {"story": value},
        )
        for at, value in enumerate(values)
    ]


class TestDeclaredStories:
    @settings(max_examples=40)
    @given(NAMED, WHERE, SEEDS, st.sampled_from(["move", "renew"]))
    def test_none_stands_in_two_splits(
        self, values: list[Any], before: list[str | None], seed: int, way: str
    ) -> None:
        """However the lists were before, and whatever is no name ties nothing."""
        with tempfile.TemporaryDirectory() as name:
            corpus = save(Path(name), [*plain(30), *naming(values)])
            held = {"train": slice(0, 20), "validation": slice(20, 23), "test": slice(23, 26)}
            lists = {one: [one.id for one in plain(30)[part]] for one, part in held.items()}
            for one, split_ in zip(naming(values), before, strict=False):
                if split_:
                    lists[split_].append(one.id)
            _lists(corpus, **lists)
            division = split(corpus, seed=seed, **{way: True})
            where = splits_of(division)
            told: dict[str, set[str]] = {}
            for one, value in zip(naming(values), values, strict=True):
                if isinstance(value, str) and value.strip():
                    told.setdefault(value, set()).add(where[one.id])
            assert all(len(found) == 1 for found in told.values())
            named = sum(isinstance(value, str) and value != " " for value in values)
            assert division.certificate.compared.ties["story"] == named - len(told)
            assert division.certificate.stories.count == 30 + len(values) - named + len(told)
            assert division.naming == named
            write(division)
            assert list(check(corpus, select=["KH629", "KH631"])) == []

    def test_a_certificate_of_before_they_were_compared_goes_on(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, plain(20))
        old = ("text", "quote", "event")
        write(split(corpus, kinds=old))
        assert b"declared" not in written(corpus)["certificate.json"]
        save(corpus, naming(["storm"] * 8))
        division = split(corpus)
        write(division)
        assert division.certificate.compared.kinds == old
        assert division.certificate.stories.count == 28
        assert division.naming == 8
        assert len({splits_of(division)[f"news-{at:02d}"] for at in range(8)}) > 1
        assert {one.code for one in check(corpus, select=ACROSS)} == {"KH631"}
        with pytest.raises(KhabarError, match=r"one story stands in .* \(story 100%\)"):
            split(corpus, kinds=["story", *old])
        write(split(corpus, kinds=["story", *old], move=True))
        assert list(check(corpus, select=ACROSS)) == []
        assert split(corpus).certificate.compared.kinds == ("story", *old)

    def test_other_names_are_not_those_of_the_certificate(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, [*plain(20), *naming(["storm", "vote"])])
        write(split(corpus))
        save(corpus, naming(["storm", "strike"]))
        (found,) = check(corpus, select=["KH629"])
        assert found.message == "the stories that articles name are not those it is about"
        write(split(corpus))
        assert list(check(corpus, select=["KH629"])) == []


class TestStability:
    @settings(max_examples=25)
    @given(SEEDS, SIZES, SEEDS)
    def test_old_articles_keep_their_split(self, seed: int, count: int, draw: int) -> None:
        articles = random_articles(seed, count)
        rng = random.Random(draw)
        old = rng.sample(articles, len(articles) * 2 // 3)
        with tempfile.TemporaryDirectory() as name:
            corpus = save(Path(name), old)
            before = split(corpus, seed=draw)
            write(before)
            save(corpus, articles)
            after = split(corpus, move=True)
            if after.moved:
                assert all(was != "train" for _, was, _ in after.moved)
                with pytest.raises(KhabarError, match="one story stands in"):
                    split(corpus)
            else:
                assert split(corpus).splits == after.splits
            then, now = splits_of(before), splits_of(after)
            moved = {one for one, _, _ in after.moved}
            assert {one for one in then if then[one] != now[one]} == moved
            assert after.certificate.seed == draw
            write(after)
            assert list(check(corpus, select=ACROSS)) == []

    def test_nothing_new_changes_nothing(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, random_articles(1, 30))
        assert {file.name for file in write(split(corpus))} == {
            "certificate.json", "test.txt", "train.txt", "validation.txt",
        }  # fmt: skip
        first = written(corpus)
        division = split(corpus)
        assert (division.added, division.moved) == ([], [])
        assert write(division) == []
        assert written(corpus) == first

    def test_an_article_that_joins_two_splits(self, tmp_path: Path) -> None:
        text = [" ".join(made_up(random.Random(at), 50)) for at in range(2)]
        quote = " ".join(made_up(random.Random(9), 20))
        old = [article("one", text[0]), article("two", text[1], quote=quote), *plain(10)]
        corpus = save(tmp_path, old)
        _lists(corpus, train=["one", *(one.id for one in plain(10))], test=["two"])
        save(corpus, [article("new", text[0], quote=quote)])
        first = written(corpus)
        with pytest.raises(KhabarError) as caught:
            split(corpus, ratio="90/10")
        said = str(caught.value)
        assert said.startswith("one story stands in train (one) and test (two): ")
        assert "new – one (text" in said
        assert "new – two (quote 100%)" in said
        assert "Either take new out of the corpus, or let --move put it into train" in said
        assert written(corpus) == first
        # moving takes the only article of test away, so a story of its own must come in its place
        save(corpus, [article("spare", " ".join(made_up(random.Random(33), 40)))])
        division = split(corpus, ratio="90/10", move=True)
        assert division.moved == [("two", "test", "train")]
        assert division.splits["test"] == ["spare"]

    def test_lists_by_hand_that_leak_already(self, tmp_path: Path) -> None:
        text = " ".join(made_up(random.Random(1), 50))
        corpus = save(tmp_path, [article("one", text), article("two", text), *plain(5)])
        _lists(corpus, train=["one", *(one.id for one in plain(5))], test=["two"])
        with pytest.raises(KhabarError, match=r"one – two \(text 100%\)\. Either let --move"):
            split(corpus, ratio="80/20")

    def test_ties_left_out_stay_out(self, tmp_path: Path) -> None:
        quote = " ".join(made_up(random.Random(9), 20))
        corpus = save(tmp_path, plain(20, quote=quote))
        with pytest.raises(KhabarError, match=r"are needed, 1 found.*quote 19"):
            split(corpus)
        write(split(corpus, kinds=["text"]))
        assert split(corpus).certificate.compared.kinds == ("text",)
        with pytest.raises(KhabarError, match="one story stands in train"):
            split(corpus, kinds=["text", "quote"])

    def test_drawing_anew_is_asked_for(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, plain(40))
        write(split(corpus, seed=1))
        kept, renewed = split(corpus, seed=2), split(corpus, seed=2, renew=True)
        assert kept.splits == split(corpus).splits
        assert renewed.splits != kept.splits
        with pytest.raises(KhabarError, match="drawn by story; --renew draws all of them anew"):
            split(corpus, by="source")


class TestOrder:
    @settings(max_examples=15)
    @given(SEEDS, SIZES)
    def test_the_order_of_the_input_does_not_matter(self, seed: int, count: int) -> None:
        articles = random_articles(seed, count)
        shuffled = random.Random(seed).sample(articles, len(articles))
        found = []
        for put in (save, save_lines):
            for some in (articles, shuffled):
                with tempfile.TemporaryDirectory() as name:
                    corpus = put(Path(name), some)
                    write(split(corpus))
                    found.append(written(corpus))
        assert all(one == found[0] for one in found)

    def test_nor_does_the_seed_of_hashes(self, tmp_path: Path) -> None:
        found = set()
        for seed in ("0", "1", "4242"):
            corpus = save_lines(tmp_path / seed, random_articles(7, 60))
            code = f"from khabar.splitting import split, write; write(split({str(corpus)!r}))"
            environment = os.environ | {"PYTHONHASHSEED": seed}
            subprocess.run([sys.executable, "-c", code], env=environment, check=True)
            found.add(
                json.dumps(
                    {name: data.decode() for name, data in written(corpus).items()}, sort_keys=True
                )
            )
        assert len(found) == 1

    def test_seeds_differ(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, plain(60))
        assert split(corpus, seed=1).splits != split(corpus, seed=2).splits


class TestShares:
    def test_sizes_and_labels_follow_the_ratio(self, tmp_path: Path) -> None:
        rng = random.Random(8)
        articles = [
            article(
                f"art-{at:03d}",
                " ".join(made_up(rng, 40)),
                names=[("LAW" if at % 10 == 0 else "PER", " ".join(made_up(rng, 2)))],
                topics=("medtop:04000000" if at % 5 else "medtop:15000000",),
            )
            for at in range(200)
        ]
        division = split(save_lines(tmp_path, articles))
        assert {name: len(ids) for name, ids in division.splits.items()} == {
            "train": 160, "validation": 20, "test": 20,
        }  # fmt: skip
        assert division.labels["mention", "LAW"] == {"train": 16, "validation": 2, "test": 2}
        assert division.labels["topic", "medtop:15000000"] == {
            "train": 32,
            "validation": 4,
            "test": 4,
        }

    def test_chance_alone_would_not_do_as_well(self, tmp_path: Path) -> None:
        """The share of a rare label is nearer to the ratio than in splits drawn by lot."""
        articles = random_articles(2, 150)
        division = split(save_lines(tmp_path, articles))
        ids = [one.id for one in articles]
        topics = {one.id: one.topics[0] for one in articles}

        def off(test: list[str]) -> float:
            counts, every = Counter(topics[one] for one in test), Counter(topics.values())
            return max(abs(counts[one] / len(test) - every[one] / len(ids)) for one in every)

        lots = [
            off(random.Random(at).sample(ids, len(division.splits["test"]))) for at in range(99)
        ]
        assert off(division.splits["test"]) < sorted(lots)[20]

    def test_named_splits(self, tmp_path: Path) -> None:
        division = split(save(tmp_path, plain(20)), ratio="train=50,dev=25,test_a=15,test_b=10")
        sizes = {name: len(ids) for name, ids in division.splits.items()}
        assert sizes == {"train": 10, "dev": 5, "test_a": 3, "test_b": 2}

    @pytest.mark.parametrize(
        "text",
        ["", "100", "80/10/5/5", "80/-10/30", "80/0/20", "a/b", "train=80,test", "Train=80,test=20",
         "all=50,test=50", "train=80,train=20", "nan/inf/1", "train=80"],
    )  # fmt: skip
    def test_bad_ratios(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(KhabarError, match="is no ratio"):
            ratio_of(text)

    def test_every_split_gets_something(self, tmp_path: Path) -> None:
        division = split(save(tmp_path, plain(3)))
        assert sorted(map(len, division.splits.values())) == [1, 1, 1]


class TestByTime:
    def days(self, count: int) -> list[Article]:
        rng = random.Random(6)
        order = rng.sample(range(count), count)
        return [
            article(
                f"art-{at:03d}",
                " ".join(made_up(rng, 30)),
                day=f"2031-{1 + day // 28:02d}-{1 + day % 28:02d}",
            )
            for at, day in enumerate(order)
        ]

    def test_the_latest_come_last(self, tmp_path: Path) -> None:
        division = split(save(tmp_path, self.days(100)), by="time")
        days = division.certificate.days
        assert days["train"][1] < days["validation"][0] <= days["validation"][1] < days["test"][0]
        assert [len(division.splits[name]) for name in ("train", "validation", "test")] == [
            80,
            10,
            10,
        ]

    def test_a_story_over_many_days_counts_by_its_last(self, tmp_path: Path) -> None:
        text = " ".join(made_up(random.Random(1), 50))
        long = [
            article("long-a", text, day="2031-01-01"),
            article("long-z", text, day="2031-12-01"),
        ]
        division = split(save(tmp_path, [*self.days(50), *long]), by="time")
        assert {"long-a", "long-z"} <= set(division.splits["test"])

    def test_one_day_is_not_cut(self, tmp_path: Path) -> None:
        articles = [
            article(f"art-{at:03d}", " ".join(made_up(RNG, 30)), day=f"2031-01-{1 + at // 10:02d}")
            for at in range(50)
        ]
        days = split(save(tmp_path, articles), by="time").certificate.days
        assert days == {
            "train": ("2031-01-01", "2031-01-03"),
            "validation": ("2031-01-04", "2031-01-04"),
            "test": ("2031-01-05", "2031-01-05"),
        }

    def test_new_articles_go_where_their_day_is(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, self.days(100))
        before = split(corpus, by="time")
        write(before)
        rng = random.Random(10)
        new = {
            "new-old": "2031-01-01",
            "new-late": "2032-01-01",
            "new-mid": before.certificate.days["validation"][0],
        }
        save(
            corpus,
            [article(name, " ".join(made_up(rng, 30)), day=day) for name, day in new.items()],
        )
        where = splits_of(split(corpus))
        assert [where[name] for name in new] == ["train", "test", "validation"]

    def test_articles_without_a_day(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, [*plain(5), article("no-day", "خبر", day=None)])
        with pytest.raises(
            KhabarError, match=r"1 articles have no publication\.published .*no-day"
        ):
            split(corpus, by="time")

    def test_all_on_one_day(self, tmp_path: Path) -> None:
        with pytest.raises(
            KhabarError, match="the stories end on 1 different days, too few for 3 splits"
        ):
            split(save(tmp_path, plain(20)), by="time")


class TestBySource:
    def test_no_publisher_in_two_splits(self, tmp_path: Path) -> None:
        rng = random.Random(2)
        articles = [
            article(f"art-{at:03d}", " ".join(made_up(rng, 30)), publisher=f"صحيفة {at % 20}")
            for at in range(100)
        ]
        where = splits_of(split(save(tmp_path, articles), by="source"))
        found = {(where[one.id], one.publication.publisher) for one in articles}
        assert len(found) == 20
        assert Counter(name for name, _ in found) == {"train": 16, "validation": 2, "test": 2}

    def test_one_publisher(self, tmp_path: Path) -> None:
        with pytest.raises(KhabarError, match="stories for 3 splits are needed, 1 found"):
            split(save(tmp_path, plain(20)), by="source")

    def test_articles_without_a_publisher(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, [*plain(5), article("nobody", "خبر", publisher=None)])
        with pytest.raises(KhabarError, match=r"no publication\.publisher .*nobody"):
            split(corpus, by="source")


def _lists(corpus: Path, **splits: list[str]) -> None:
    (corpus / "splits").mkdir(exist_ok=True)
    for name, ids in splits.items():
        (corpus / "splits" / f"{name}.txt").write_text("".join(f"{one}\n" for one in ids))


class TestRefusals:
    def test_one_giant_story(self, tmp_path: Path) -> None:
        text = " ".join(made_up(random.Random(1), 50))
        corpus = save(tmp_path, [*plain(3), *(article(f"copy-{at}", text) for at in range(30))])
        with pytest.raises(
            KhabarError,
            match=r"one story has 30 of 33 articles, more than train .*text \d+, quote 0, event 0, "
            r"as copy-0 – copy-1 \(text 100%\)",
        ):
            split(corpus)

    def test_no_corpus(self, tmp_path: Path) -> None:
        with pytest.raises(KhabarError, match="this is no corpus"):
            split(tmp_path)
        (tmp_path / "articles").mkdir()
        with pytest.raises(KhabarError, match="there are no articles in this folder"):
            split(tmp_path)

    @pytest.mark.parametrize(
        "lists, said",
        [
            ({"train": ["plain-000", "plain-999"]}, r"train\.txt:2: there is no article plain-999"),
            ({"train": ["plain-000"], "test": ["plain-000"]}, r"is listed in \w+\.txt already"),
            ({"dev": ["plain-000"]}, r"dev\.txt: the ratio has no split of this name, only train"),
            ({"train": []}, "there are no ids in this list"),
        ],
    )
    def test_lists_that_do_not_fit(
        self, tmp_path: Path, lists: dict[str, list[str]], said: str
    ) -> None:
        corpus = save(tmp_path, plain(6))
        _lists(corpus, **lists)
        with pytest.raises(KhabarError, match=said):
            split(corpus)

    def test_two_articles_of_one_id(self, tmp_path: Path) -> None:
        corpus = save_lines(tmp_path, [*plain(5), plain(5)[2]])
        with pytest.raises(KhabarError, match=r"all\.jsonl:6: .* has an article plain-002 too"):
            split(corpus)

    def test_a_file_named_otherwise_than_its_article(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, plain(5))
        (corpus / "articles" / "plain-001.json").rename(corpus / "articles" / "other.json")
        with pytest.raises(KhabarError, match=r"other\.json: the id of the article is plain-001"):
            split(corpus)

    def test_a_broken_article(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, plain(5))
        (corpus / "articles" / "zzz.json").write_text("{")
        with pytest.raises(KhabarError, match=r"zzz\.json:1:\d+"):
            split(corpus)

    @pytest.mark.parametrize(
        "arguments, said",
        [({"by": "size"}, "no way to split"), ({"kinds": ["tone"]}, "ties no articles")],
    )
    def test_unknown_words(self, tmp_path: Path, arguments: dict[str, object], said: str) -> None:
        with pytest.raises(KhabarError, match=said):
            split(save(tmp_path, plain(5)), **arguments)


class TestCertificate:
    def test_what_it_says(self, tmp_path: Path) -> None:
        rng = random.Random(12)
        half = made_up(rng, 60)
        near = [
            article("near-a", " ".join(half + made_up(rng, 60)), day=None),
            article("near-b", " ".join(half[:40] + made_up(rng, 60)), day=None),
        ]
        corpus = save(tmp_path, [*plain(18), *near])
        seed = next(
            at
            for at in range(50)
            if len({splits_of(split(corpus, seed=at))[one.id] for one in near}) == 2
        )
        division = split(corpus, seed=seed)
        write(division)
        found = read_certificate(corpus / "splits")
        assert found == division.certificate
        assert found.compared.without_day == 2
        assert sum(found.articles.values()) == found.compared.articles == 20
        a, b = (known(one).runs for one in near)
        assert set(found.closest.articles) == {"near-a", "near-b"}
        assert found.closest.similarity == pytest.approx(len(a & b) / len(a | b), abs=1e-4)
        assert len(set(found.closest.splits)) == 2

    def test_whether_it_fits_the_lists(self, tmp_path: Path) -> None:
        corpus = save(tmp_path, plain(20))
        write(split(corpus))
        found = read_certificate(corpus / "splits")
        assert fits(found, corpus / "splits")
        (corpus / "splits" / "test.txt").write_text("plain-000\n")
        assert not fits(found, corpus / "splits")

    @pytest.mark.parametrize("data", ["{", "{}", '{"form": 2}'])
    def test_one_that_cannot_be_read(self, tmp_path: Path, data: str) -> None:
        corpus = save(tmp_path, plain(5))
        _lists(corpus)
        (corpus / "splits" / "certificate.json").write_text(data)
        with pytest.raises(KhabarError, match=r"certificate\.json: cannot be read"):
            split(corpus)
        assert split(corpus, renew=True).added

    def test_it_has_no_time_and_no_path(self, tmp_path: Path) -> None:
        found = []
        for name in ("here", "there"):
            corpus = save(tmp_path / name, plain(20))
            write(split(corpus))
            found.append(written(corpus))
        assert found[0] == found[1]
