"""A bank of accounts: attributes, properties, inheritance, bound methods, operators."""
import sys


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        return Money(self.cents + other.cents)

    def __sub__(self, other):
        return Money(self.cents - other.cents)

    def __lt__(self, other):
        return self.cents < other.cents

    def __eq__(self, other):
        return isinstance(other, Money) and self.cents == other.cents


class Account:
    opened = 0

    def __init__(self, owner):
        self.owner = owner
        self._balance = Money(0)
        self.log = 0
        Account.opened += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        self.log += 1
        self._balance = value

    def fee(self):
        return Money(2)

    def deposit(self, amount):
        self.balance = self.balance + amount

    def withdraw(self, amount):
        cost = amount + self.fee()
        if self.balance < cost:
            return False
        self.balance = self.balance - cost
        return True


class Premium(Account):
    def fee(self):
        return Money(0)


class Savings(Account):
    def fee(self):
        return Money(super().fee().cents + self.log % 3)

    @staticmethod
    def interest(cents):
        return cents * 3 // 100

    @classmethod
    def name(cls):
        return cls.__name__


def main(scale):
    kinds = [Account, Premium, Savings]
    accounts = [kinds[i % 3]("owner%d" % i) for i in range(100)]
    refused = 0
    for step in range(int(1_700_000 * scale)):
        a = accounts[step * 7 % 100]
        if step % 2:
            a.deposit(Money(step % 91 + 10))
        elif not a.withdraw(Money(step % 83)):
            refused += 1
        if step % 5 == 0 and type(a) is Savings:
            a.deposit(Money(Savings.interest(a.balance.cents) % 100))
    print(refused, sum(a.balance.cents for a in accounts), sum(a.log for a in accounts))
    print(Account.opened, Savings.name(), Premium.opened)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
