"""Word counts per chunk of text, the chunks' dicts merged in order."""
import sys

WORDS = "the quick brown fox jumps over a lazy dog while seven wizards quietly box with five jugs of liquor".split()


def chunk(seed, size):
    out = []
    x = seed * 2654435761 % 2147483647 + 1
    for _ in range(size):
        x = x * 48271 % 2147483647
        word = WORDS[x % len(WORDS)]
        if x % 11 == 0:
            word = word.capitalize() + ","
        elif x % 17 == 0:
            word = word + "s."
        out.append(word)
    return " ".join(out)


def count(text):
    counts = {}
    for word in text.split():
        word = word.strip(".,").lower()
        counts[word] = counts.get(word, 0) + 1
    return counts


def merge(total, part):
    for word, n in part.items():
        total[word] = total.get(word, 0) + n


def main(scale):
    chunks = [chunk(seed, 1200) for seed in range(int(2_000 * scale))]
    parts = [count(text) for text in chunks]
    total = {}
    for part in parts:
        merge(total, part)
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    print(len(total), sum(total.values()), ranked[:5], ranked[-3:])
    lengths = {}
    for text in chunks:
        for word in text.split():
            lengths[len(word)] = lengths.get(len(word), 0) + 1
    print(sorted(lengths.items()))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
