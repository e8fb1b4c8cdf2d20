"""Build and walk many trees: allocation, recursion, collection."""
import sys


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def build_tuple(depth):
    if depth == 0:
        return None
    return (build_tuple(depth - 1), build_tuple(depth - 1))


def count_tuple(t):
    return 0 if t is None else 1 + count_tuple(t[0]) + count_tuple(t[1])


def main(scale):
    deepest = 13
    long_lived = build(deepest)
    for depth in range(4, deepest + 1, 3):
        rounds = max(1, int((1 << (deepest - depth + 4)) * 6 * scale))
        check = 0
        for _ in range(rounds):
            check += count(build(depth)) if depth % 2 else count_tuple(build_tuple(depth))
        print(rounds, "trees of depth", depth, "check", check)
    print("long lived", count(long_lived))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
