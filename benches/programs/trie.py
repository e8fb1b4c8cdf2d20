"""Tries of dicts and of objects: insert, prefix search, longest match, Huffman codes."""
import sys


class Node:
    def __init__(self):
        self.children = {}
        self.words = 0
        self.end = False


class Trie:
    def __init__(self):
        self.root = Node()

    def insert(self, word):
        node = self.root
        for c in word:
            child = node.children.get(c)
            if child is None:
                child = node.children[c] = Node()
            child.words += 1
            node = child
        node.end = True

    def prefix_count(self, prefix):
        node = self.root
        for c in prefix:
            node = node.children.get(c)
            if node is None:
                return 0
        return node.words

    def walk(self, node=None, path=""):
        node = node or self.root
        if node.end:
            yield path
        for c in sorted(node.children):
            yield from self.walk(node.children[c], path + c)


def insert_dict(root, word):
    for c in word:
        root = root.setdefault(c, {})
    root[""] = word


def longest(root, text, at):
    found = ""
    for i in range(at, len(text)):
        root = root.get(text[i])
        if root is None:
            break
        found = root.get("", found)
    return found


def words(n):
    x = 12345
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        k = 3 + x % 6
        out = []
        for j in range(k):
            out.append("aeiorstnlc"[(x >> (j * 3 + 4)) % 10])
        yield "".join(out)


def main(scale):
    for _ in range(max(1, round(15 * scale))):
        vocabulary = list(words(12_000))
        trie = Trie()
        root = {}
        for w in vocabulary:
            trie.insert(w)
            insert_dict(root, w)
        a = sum(trie.prefix_count(w[:2]) for w in vocabulary)
        b = list(trie.walk())
        text = "".join(vocabulary[:1500])
        at = pieces = 0
        while at < len(text):
            at += len(longest(root, text, at)) or 1
            pieces += 1
    print(a, len(b), b[0], b[-1], pieces)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
