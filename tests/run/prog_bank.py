class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need, self.have = need, have
class Account:
    _next = 1
    def __init__(self, owner, balance=0):
        self.id = Account._next
        Account._next += 1
        self.owner, self._balance, self.history = owner, balance, []
    @property
    def balance(self): return self._balance
    def deposit(self, n):
        if n <= 0: raise ValueError("deposit must be positive")
        self._balance += n
        self.history.append(("deposit", n))
        return self
    def withdraw(self, n):
        if n > self._balance: raise InsufficientFunds(n, self._balance)
        self._balance -= n
        self.history.append(("withdraw", n))
        return self
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self._balance})"
    def __lt__(self, o): return self._balance < o._balance
class Savings(Account):
    rate = 0.05
    def accrue(self):
        self.deposit(round(self._balance * self.rate, 2))
class Bank:
    def __init__(self): self.accounts = {}
    def open(self, kind, *args, **kw):
        a = kind(*args, **kw)
        self.accounts[a.id] = a
        return a
    def __getitem__(self, i): return self.accounts[i]
    def __iter__(self): yield from self.accounts.values()
    def __len__(self): return len(self.accounts)
    def __contains__(self, owner): return any(a.owner == owner for a in self)
    def transfer(self, a, b, n):
        src, dst = self[a], self[b]
        before = src.balance, dst.balance
        try:
            src.withdraw(n)
            dst.deposit(n)
        except (InsufficientFunds, ValueError) as e:
            src._balance, dst._balance = before
            print("transfer failed:", e)
            return False
        else:
            print("transfer ok:", n)
            return True
        finally:
            print("balances", src.balance, dst.balance)
bank = Bank()
bank.open(Account, "ann", 100)
bank.open(Savings, "bob", balance=1000)
bank.open(Account, "cy")
bank.transfer(1, 2, 30)
bank.transfer(1, 3, 500)
bank.transfer(2, 3, -5)
bank[2].accrue()
print(list(bank), len(bank), "bob" in bank, "zed" in bank, max(bank), sorted(bank))
print(bank[1].deposit(5).deposit(6).history, sum(a.balance for a in bank))
try:
    bank[9]
except KeyError as e:
    print("no account", e)
try:
    bank[1].balance = 5
except AttributeError as e:
    print(e)
print({a.owner: a.balance for a in bank if a.balance > 50}, [type(a).__name__ for a in bank])
