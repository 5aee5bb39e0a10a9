"""A byte-fallback BPE tokenizer: words are learned, anything else can be written in bytes.

A space, a digit and most marks are tokens of their own, so that a name is cut the same way wherever it stands:
in a question, in a list of columns and in the answer. That makes copying, the skill that matters most, easy to learn.
"""

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

SPECIAL = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
SIZE = 2048
SPACE = "▁"
# Letters in a run, JSON's marks in a run, everything else alone.
PIECES = r'[A-Za-z]+|["{}\[\]:,]+|[^A-Za-z"{}\[\]:,]'


def cutting(model: models.BPE) -> Tokenizer:
    """A tokenizer that joins nothing across the bounds of a piece."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Replace(" ", SPACE)
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PIECES), "isolated")
    return tokenizer


def learn(texts: list[str]) -> list[str]:
    """The vocabulary in the order in which pieces are joined: single letters first."""
    learner = cutting(models.BPE())
    size = SIZE - len(SPECIAL) - len(BYTES)
    learner.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=size, limit_alphabet=200, show_progress=False))
    vocabulary = learner.get_vocab()
    return sorted(vocabulary, key=lambda piece: vocabulary[piece])


def build(pieces: list[str]) -> Tokenizer:
    """The tokenizer. Every way to split a piece in two is a merge, as SentencePiece and llama.cpp see it."""
    vocabulary = {piece: index for index, piece in enumerate([*SPECIAL, *BYTES, *pieces])}
    merges = [(piece[:cut], piece[cut:]) for piece in pieces for cut in range(1, len(piece)) if piece[:cut] in vocabulary and piece[cut:] in vocabulary]
    tokenizer = cutting(models.BPE(vocabulary, merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.decoder = decoders.Sequence([decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    return tokenizer
