def first[T](xs: list[T]) -> T: return xs[0]
print(first([5]), first.__type_params__, first.__type_params__[0].__name__)
class Stack[T]:
    def __init__(self): self.items: list[T] = []
    def push(self, x: T) -> None: self.items.append(x)
s = Stack[int]()
s.push(1)
print(s.items, Stack.__type_params__, Stack[int], Stack.__orig_bases__)
type Alias = list[int]
print(Alias, Alias.__value__, type(Alias).__name__, Alias.__name__)
type Pair[A, B] = tuple[A, B]
print(Pair.__type_params__, Pair[int, str], Pair.__value__)
def bound[T: int](x: T) -> T: return x
print(bound.__type_params__[0].__bound__)
def constrained[T: (int, str)](x: T): return x
print(constrained.__type_params__[0].__constraints__)
def ps[**P, *Ts](f, *a): return P, Ts
print(ps(None), ps.__type_params__)
type Rec = list[Rec] | int
print(Rec.__value__)
type Lazy = undefined_thing
try:
    Lazy.__value__
except NameError as e:
    print(e)
class Child[K, V](dict[K, V]):
    def swap(self) -> dict[V, K]: return {v: k for k, v in self.items()}
print(Child(a=1).swap(), Child[int, str].__args__)
print(list[int], dict[str, int], tuple[int, ...], list[list[int]], type[int], set[str] | None)
print(int | str, int | None, (int | str).__args__, isinstance(5, int | str), int | str == str | int)
print(list[int]([1, 2]), list[int].__origin__, list[int].__args__, list[int] == list[int])
type = 5
print(type + 1)
def outer[T]():
    class Inner[U]:
        def m(self): return T, U
    return Inner().m()
print(outer())
async def agen[T](x: T): yield x
print(agen.__type_params__)
try:
    isinstance([], list[int])
except TypeError as e:
    print(e)
