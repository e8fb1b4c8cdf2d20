"""Dataclasses, enums, named tuples and defaultdicts in an order book."""
import sys
from collections import Counter, defaultdict, deque, namedtuple
from dataclasses import dataclass, field, replace
from enum import Enum

Trade = namedtuple("Trade", "buyer seller price amount")


class Side(Enum):
    BUY = 1
    SELL = 2


@dataclass
class Order:
    ident: int
    side: Side
    price: int
    amount: int
    tags: list = field(default_factory=list)

    @property
    def done(self):
        return self.amount == 0


@dataclass(frozen=True, order=True)
class Level:
    price: int
    count: int = 0


@dataclass
class Book:
    buys: dict = field(default_factory=lambda: defaultdict(deque))
    sells: dict = field(default_factory=lambda: defaultdict(deque))
    trades: list = field(default_factory=list)

    def submit(self, order):
        if order.side is Side.BUY:
            mine, other = self.buys, self.sells
        else:
            mine, other = self.sells, self.buys
        for price in (sorted(other) if order.side is Side.BUY else sorted(other, reverse=True)):
            if order.done or (price > order.price if order.side is Side.BUY else price < order.price):
                break
            queue = other[price]
            while queue and not order.done:
                match = queue[0]
                amount = min(order.amount, match.amount)
                order.amount -= amount
                match.amount -= amount
                self.trades.append(Trade(order.ident, match.ident, price, amount))
                if match.done:
                    queue.popleft()
            if not queue:
                del other[price]
        if not order.done:
            mine[order.price].append(order)


def main(scale):
    book = Book()
    x = 77
    for i in range(int(350_000 * scale)):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        side = Side.BUY if x >> 16 & 1 else Side.SELL
        book.submit(Order(i, side, 100 + (x >> 20) % 20 + (-3 if side is Side.BUY else 3), 1 + (x >> 8) % 50))
    counts = Counter(t.price for t in book.trades)
    levels = sorted(Level(p, n) for p, n in counts.items())
    print(len(book.trades), counts.most_common(3))
    print(levels[0], max(levels), replace(levels[0], count=1) < levels[0])
    print(sum(t.price * t.amount for t in book.trades), book.trades[-1])
    print(Order(1, Side.BUY, 5, 6), Side(2), Side["BUY"].value, book.trades[0]._asdict())


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
