"""A true dependence through objects: transfers that are refused or not by the balances that earlier ones left."""
import sys


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.refused = 0

    def pay(self, amount):
        if self.balance < amount:
            self.refused += 1
            return False
        self.balance -= amount
        return True


def fee(amount):
    f = 0
    for k in range(6):
        f += (amount * (k + 3)) % 7
    return f


def main(scale):
    accounts = [Account(1000 + i % 50 * 10) for i in range(500)]
    done = 0
    for i in range(int(2_000_000 * scale)):
        a, b = accounts[i * 7919 % 500], accounts[(i * 104729 + 13) % 500]
        amount = i * 31 % 400
        if a.pay(amount + fee(amount)):
            b.balance += amount
            done += 1
    print(done, sum(a.balance for a in accounts), sum(a.refused for a in accounts))
    print(max(a.balance for a in accounts), min(a.balance for a in accounts))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
