"""Count words of a generated text: split, dict upserts, sort by count."""
import sys

STEMS = ("ra", "lo", "mi", "ten", "shu", "ka", "ber", "no", "vel", "qui", "os", "tar")


def make_text(lines, seed):
    state = seed
    out = []
    for _ in range(lines):
        words = []
        for _ in range(9):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            word = STEMS[state % 12] + STEMS[state // 12 % 5]
            if state & 0x10000:
                word += STEMS[state // 60 % 12]
            if state & 0x40000:
                word = word.capitalize()
            if state & 0x100000:
                word += ","
            words.append(word)
        out.append(" ".join(words) + ".")
    return "\n".join(out)


def count(text):
    counts = {}
    for line in text.splitlines():
        for word in line.lower().split():
            word = word.strip(".,")
            counts[word] = counts.get(word, 0) + 1
    return counts


def by_length(counts):
    groups = {}
    for word, n in counts.items():
        groups.setdefault(len(word), []).append((n, word))
    return {k: max(v) for k, v in sorted(groups.items())}


def main(scale):
    text = make_text(int(24_000 * scale), 42)
    counts = {}
    for _ in range(16):
        counts = count(text)
    top = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:10]
    for word, n in top:
        print(n, word)
    print(len(counts), sum(counts.values()), by_length(counts))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
