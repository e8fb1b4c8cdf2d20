"""Game trees: every opening of a small game is searched on its own, the best is kept."""
import sys

LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def winner(board):
    for a, b, c in LINES:
        if board[a] != " " and board[a] == board[b] == board[c]:
            return board[a]
    return None


def search(board, player):
    """(value for x, positions seen)"""
    who = winner(board)
    if who:
        return (1 if who == "x" else -1), 1
    if " " not in board:
        return 0, 1
    best = None
    seen = 1
    other = "o" if player == "x" else "x"
    for i in range(9):
        if board[i] == " ":
            value, n = search(board[:i] + player + board[i + 1:], other)
            seen += n
            if best is None or (value > best if player == "x" else value < best):
                best = value
    return best, seen


def main(scale):
    for _ in range(max(1, round(2 * scale))):
        results = []
        for i in range(9):
            board = " " * i + "x" + " " * (8 - i)
            results.append(search(board, "o"))
    print(results, sum(n for _, n in results))
    pairs = {(i, j): search("".join("x" if k == i else "o" if k == j else " " for k in range(9)), "x")[0]
             for i in range(9) for j in range(9) if i != j}
    print(sum(v > 0 for v in pairs.values()), sum(v == 0 for v in pairs.values()), sum(v < 0 for v in pairs.values()))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
