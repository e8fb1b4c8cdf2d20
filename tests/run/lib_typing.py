from typing import *
import typing
print(List[int], Dict[str, int], Optional[int], Union[int, str], Union[int], Union[int, None], Callable[[int], str], Tuple[int, ...], Any, Literal[1, "a"], Annotated[int, "m"], ClassVar[int], Final[str], Type[int], Iterable[T] if False else Iterable[int])
T = TypeVar("T"); K = TypeVar("K", bound=int); C = TypeVar("C", int, str)
print(T, K.__bound__, C.__constraints__, T.__name__, List[T], Dict[str, T][int], Union[T, int][str])
class Box(Generic[T]):
    def __init__(self, v: T) -> None: self.v = v
    def get(self) -> T: return self.v
print(Box(1).get(), Box[int], Box[int](5).v, Box.__parameters__, Box[int].__args__, Box[int].__origin__, Box.__orig_bases__, get_origin(Box[int]), get_args(Dict[str, List[int]]), get_origin(Optional[int]), get_args(Callable[[int], str]))
class NT(NamedTuple):
    a: int
    b: str = "d"
    def m(self): return self.a * 2
print(NT(1), NT(1).m(), NT._fields, NT.__annotations__, NT(1, "x")._asdict())
class TD(TypedDict, total=False):
    x: int
    y: Required[str]
print(TD(x=1, y="a"), TD.__annotations__, TD.__required_keys__, TD.__optional_keys__, TD.__total__)
def f(a: int, b: "str" = "x", *args: Any, **kw: Optional[int]) -> List[int]: ...
print(get_type_hints(f), f.__annotations__)
class A:
    x: int
    y: "List[A]" = []
print(get_type_hints(A), A.__annotations__)
@runtime_checkable
class Has(Protocol):
    def go(self) -> int: ...
class Yes:
    def go(self): return 1
print(isinstance(Yes(), Has), isinstance(5, Has), issubclass(Yes, Has))
@overload
def o(x: int) -> int: ...
@overload
def o(x: str) -> str: ...
def o(x): return x
print(o(5), cast(int, "a"), NewType("U", int)(5), NewType("U", int).__name__, TYPE_CHECKING, assert_type(5, int), reveal_type.__name__, no_type_check(o) is o)
U = NewType("U", int)
print(U, U.__supertype__, Union[int, str] == Union[str, int], Optional[int] == Union[int, None], List[int] == List[int], hash(List[int]) == hash(List[int]), Union[int, int], Union[Union[int, str], float], int | None == Optional[int])
@final
class Fi: pass
print(Fi.__final__, typing.get_overloads(o) != [], is_typeddict(TD), Literal[1, 1, 2], Literal["a"].__args__, Annotated[int, 1, 2].__metadata__, get_type_hints(type("Q", (), {"__annotations__": {"z": Annotated[int, 5]}}), include_extras=True))
P = ParamSpec("P"); Ts = TypeVarTuple("Ts")
print(Callable[P, T], P.args, P.kwargs, Tuple[Unpack[Ts]], Concatenate[int, P], Self, Never, NoReturn, LiteralString, TypeAlias)
def err(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: List[int, str]); err(lambda: Union[()]); err(lambda: Optional[1, 2]); err(lambda: isinstance([], List[int])); err(lambda: Box[int, str]); err(lambda: Any()); err(lambda: Union()); err(lambda: T()); err(lambda: TypeVar("X", int)); err(lambda: Generic[int]); err(lambda: issubclass(int, Has.go)); err(lambda: Has()); err(lambda: get_type_hints(type("Q", (), {"__annotations__": {"z": "nope_x"}}))); err(lambda: assert_never(5)); err(lambda: NT()); err(lambda: List["x y"] if False else ForwardRef("x y"))
print(isinstance([], List), isinstance({}, Mapping), issubclass(list, Sequence), isinstance(len, Callable), Sequence.__name__, repr(ForwardRef("A")), Text is str, get_args(int | str), typing.Pattern[str], Counter[str], ChainMap[int, str], Deque[int], IO[str], Awaitable[int], Coroutine[int, str, None], Generator[int, None, str], ContextManager[int], SupportsInt.__name__, AnyStr)
