"""Train an entity tagger on the corpus, here and now: no download, no GPU, a few seconds.

    python examples/train_entities.py                 # the corpus of this repository
    python examples/train_entities.py dataset         # what `khabar hub build` made
    python examples/train_entities.py owner/name@v1.2.0

A vocabulary of word pieces is learned from the texts of train, the articles become examples for it,
and a linear model learns the tag of each piece from the pieces around it. A few articles teach it
little; what counts is that everything on the way is what a large model needs as well.

Needs: pip install tokenizers scikit-learn
"""

import sys
from collections.abc import Iterator, Sequence

from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from khabar.model import Article
from khabar.reading import Example, TokenExamples, load
from khabar.reading.examples import IGNORED

UNKNOWN = "[UNK]"


def vocabulary(articles: Sequence[Article], size: int = 3000) -> Tokenizer:
    """Word pieces learned from texts; proclitics and the article are soon among them."""
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], show_progress=False
    )
    tokenizer.train_from_iterator([one.text for one in articles], trainer)
    return tokenizer


def features(pieces: Sequence[str], around: int = 2) -> Iterator[list[str]]:
    """What the model sees of each piece: itself, its ends, and its neighbors."""
    for at in range(len(pieces)):
        seen = [
            f"{place:+d} {pieces[at + place]}"
            for place in range(-around, around + 1)
            if 0 <= at + place < len(pieces)
        ]
        yield [*seen, f"ends {pieces[at][-2:]}", f"in a word {pieces[at].startswith('##')}"]


def train(examples: Sequence[Example], tokenizer: Tokenizer) -> Pipeline:
    """A linear model from the features of a piece to the number of its tag."""
    rows, tags = [], []
    for one in examples:
        pieces = [tokenizer.id_to_token(number) for number in one.input_ids]
        for row, tag in zip(features(pieces), one.labels[0], strict=True):
            if tag != IGNORED:
                rows.append(row)
                tags.append(tag)
    hasher = FeatureHasher(n_features=2**18, input_type="string")
    return make_pipeline(hasher, SGDClassifier(loss="log_loss", random_state=0)).fit(rows, tags)


def score(
    model: Pipeline, examples: Sequence[Example], tokenizer: Tokenizer, maker: TokenExamples
) -> tuple[float, float, float]:
    """Precision, recall and F1 over whole mentions: type, start and end have to be right."""
    right = found = wanted = 0
    for one in examples:
        pieces = [tokenizer.id_to_token(number) for number in one.input_ids]
        gold = set(maker.mentions(one, one.labels[0]))
        said = set(maker.mentions(one, [int(tag) for tag in model.predict([*features(pieces)])]))
        right, found, wanted = right + len(gold & said), found + len(said), wanted + len(gold)
    precision, recall = right / max(1, found), right / max(1, wanted)
    return precision, recall, 2 * right / max(1, found + wanted)


def main(source: str = "corpus") -> None:
    """Train on the split train; say how well the other splits are tagged."""
    articles = list(load(source, split="train"))
    tokenizer = vocabulary(articles)
    maker = TokenExamples(tokenizer)
    model = train(list(maker.of(articles)), tokenizer)
    for split in ("train", "validation", "test"):
        examples = list(maker.of(load(source, split=split)))
        precision, recall, f1 = score(model, examples, tokenizer, maker)
        sys.stdout.write(
            f"{split:<11} {len(examples):>5} articles  "
            f"precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}\n"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
