"""What typing takes from the VM: type parameters, Generic and type aliases.

Made both by calls (TypeVar('T')) and by the syntax of PEP 695, for which the VM calls the _made functions. The syntax must not import
typing, which is long: it is looked up when a type has to be checked or a generic class to be subscripted.
"""

import sys


def _typing():
    module = sys.modules.get('typing')
    # During typing's own import it is there too, in part.
    if module is None:
        import typing as module
    return module


def _caller(depth):
    try:
        return sys._getframemodulename(depth + 1)
    except AttributeError:
        try:
            return sys._getframe(depth + 1).f_globals.get('__name__')
        except (AttributeError, ValueError):
            return None


class _Identity:
    # Not a function, so that as a class attribute (NewType.__call__) it does not bind.
    __slots__ = ()

    def __call__(self, x):
        return x


_idfunc = _Identity()


_set = object.__setattr__
_unset = object()


def _sealed(cls, *bases, **kwargs):
    raise TypeError(f"type 'typing.{cls.__mro__[1].__name__}' is not an acceptable base type")


class _Parameter:
    # Names and fields cannot be changed from outside; other attributes can be set.
    __slots__ = ()
    _fixed = frozenset()

    def __setattr__(self, name, value):
        if name in self._fixed:
            if name == '__name__':
                raise AttributeError('readonly attribute')
            raise AttributeError(f"attribute {name!r} of 'typing.{type(self).__name__}' objects is not writable")
        _set(self, name, value)

    def __repr__(self):
        if getattr(self, '__infer_variance__', False):
            return self.__name__
        sign = '+' if self.__covariant__ else '-' if self.__contravariant__ else '~'
        return sign + self.__name__

    def __reduce__(self):
        return self.__name__

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __or__(self, other):
        return _typing()._make_union(self, other)

    def __ror__(self, other):
        return _typing()._make_union(other, self)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


def _name(function, name):
    if not isinstance(name, str):
        raise TypeError(f"{function}() argument 'name' must be str, not {type(name).__name__}")
    return name


def _variance(self, covariant, contravariant, infer_variance):
    if covariant and contravariant:
        raise ValueError("Bivariant types are not supported.")
    if infer_variance and (covariant or contravariant):
        raise ValueError("Variance cannot be specified with infer_variance.")
    _set(self, '__covariant__', bool(covariant))
    _set(self, '__contravariant__', bool(contravariant))
    _set(self, '__infer_variance__', bool(infer_variance))


class TypeVar(_Parameter):
    """Type variable.

    The preferred way to construct a type variable is via the dedicated syntax for generic functions,
    classes and type aliases; TypeVar(name, *constraints, bound=None, covariant=False, contravariant=False,
    infer_variance=False) makes one by hand.
    """

    _fixed = frozenset({'__name__', '__bound__', '__constraints__', '__covariant__', '__contravariant__', '__infer_variance__'})

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False):
        _set(self, '__name__', _name('typevar', name))
        _variance(self, covariant, contravariant, infer_variance)
        if bound is not None:
            bound = _typing()._type_check(bound, "Bound must be a type.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        _set(self, '_bound', bound)
        _set(self, '_constraints', constraints)
        _set(self, '_later', None)
        _set(self, '__module__', _caller(1))

    @property
    def __bound__(self):
        if self._bound is _unset:
            _set(self, '_bound', self._later())
        return self._bound

    @property
    def __constraints__(self):
        if self._constraints is _unset:
            _set(self, '_constraints', tuple(self._later()))
        return self._constraints

    def __typing_subst__(self, arg):
        return _typing()._typevar_subst(self, arg)


class ParamSpecArgs:
    """The args for a ParamSpec object.

    Given a ParamSpec object P, P.args returns an instance of ParamSpecArgs.
    """

    def __init__(self, origin):
        self.__origin__ = origin

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of ParamSpecArgs")

    def __repr__(self):
        return f'{getattr(self.__origin__, "__name__", self.__origin__)}.args'

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __hash__ = object.__hash__


class ParamSpecKwargs:
    """The kwargs for a ParamSpec object.

    Given a ParamSpec object P, P.kwargs returns an instance of ParamSpecKwargs.
    """

    def __init__(self, origin):
        self.__origin__ = origin

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of ParamSpecKwargs")

    def __repr__(self):
        return f'{getattr(self.__origin__, "__name__", self.__origin__)}.kwargs'

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __hash__ = object.__hash__


class ParamSpec(_Parameter):
    """Parameter specification variable.

    Stands for the parameters of a callable, to forward them from one callable to another.
    """

    _fixed = frozenset({'__name__', '__bound__', '__covariant__', '__contravariant__', '__infer_variance__', 'args', 'kwargs'})

    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, infer_variance=False):
        _set(self, '__name__', _name('paramspec', name))
        _variance(self, covariant, contravariant, infer_variance)
        if bound is not None:
            bound = _typing()._type_check(bound, "Bound must be a type.")
        _set(self, '__bound__', bound)
        _set(self, '__module__', _caller(1))

    @property
    def args(self):
        """Represents positional arguments."""
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        """Represents keyword arguments."""
        return ParamSpecKwargs(self)

    def __typing_subst__(self, arg):
        return _typing()._paramspec_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        return _typing()._paramspec_prepare_subst(self, alias, args)


class TypeVarTuple(_Parameter):
    """Type variable tuple: stands for any number of types, where a TypeVar stands for one."""

    _fixed = frozenset({'__name__'})

    def __init__(self, name):
        _set(self, '__name__', _name('typevartuple', name))
        _set(self, '__module__', _caller(1))

    def __iter__(self):
        yield _typing().Unpack[self]

    def __repr__(self):
        return self.__name__

    def __typing_subst__(self, arg):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args):
        return _typing()._typevartuple_prepare_subst(self, alias, args)

    __or__ = None
    __ror__ = None


class TypeAliasType:
    """Type alias, as `type Name[T] = value` makes it; the value is evaluated when it is first asked for."""

    def __init__(self, name, value, *, type_params=()):
        _set(self, '__name__', _name('typealias', name))
        if not isinstance(type_params, tuple):
            raise TypeError("type_params must be a tuple")
        _set(self, '__type_params__', type_params)
        _set(self, '_value', value)
        _set(self, '_later', None)
        _set(self, '__module__', _caller(1))

    @property
    def __value__(self):
        if self._value is _unset:
            _set(self, '_value', self._later())
        return self._value

    @property
    def __parameters__(self):
        flat = []
        for param in self.__type_params__:
            if isinstance(param, TypeVarTuple):
                flat.extend(param)
            else:
                flat.append(param)
        return tuple(flat)

    def __setattr__(self, name, value):
        if name in ('__name__',):
            raise AttributeError('readonly attribute')
        if name in ('__value__', '__type_params__', '__parameters__', '__module__'):
            raise AttributeError(f"attribute {name!r} of 'typing.TypeAliasType' objects is not writable")
        raise AttributeError(f"'typing.TypeAliasType' object has no attribute {name!r}")

    def __repr__(self):
        return self.__name__

    def __reduce__(self):
        return self.__name__

    def __getitem__(self, args):
        if not self.__type_params__:
            raise TypeError("Only generic type aliases are subscriptable")
        if not isinstance(args, tuple):
            args = (args,)
        from types import GenericAlias
        return GenericAlias(self, args)

    def __or__(self, other):
        return _typing().Union[self, other]

    def __ror__(self, other):
        return _typing().Union[other, self]


class Generic:
    """Abstract base class for generic types.

    On Python 3.12 and newer, generic classes implicitly inherit from
    Generic when they declare a parameter list after the class's name:

        class Mapping[KT, VT]:
            def __getitem__(self, key: KT) -> VT:
                ...

    Before, they inherit from Generic[KT, VT] themselves.
    """

    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        return _typing()._generic_class_getitem(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        return _typing()._generic_init_subclass(cls, *args, **kwargs)


for _cls in (TypeVar, ParamSpec, TypeVarTuple, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, Generic):
    _cls.__module__ = 'typing'
for _cls in (TypeVar, ParamSpec, TypeVarTuple, ParamSpecArgs, ParamSpecKwargs, TypeAliasType):
    _cls.__init_subclass__ = classmethod(_sealed)
del _cls


# What the VM calls for the syntax. `later` is a function of no arguments that evaluates bound, constraints or value; `module` is the
# name of the module the syntax stands in.

def _made_typevar(module, name, bound=None, constraints=None):
    self = TypeVar.__new__(TypeVar)
    _set(self, '__name__', name)
    _variance(self, False, False, True)
    _set(self, '_bound', None if bound is None else _unset)
    _set(self, '_constraints', () if constraints is None else _unset)
    _set(self, '_later', bound or constraints)
    _set(self, '__module__', module)
    return self


def _made_paramspec(module, name):
    self = ParamSpec.__new__(ParamSpec)
    _set(self, '__name__', name)
    _variance(self, False, False, True)
    _set(self, '__bound__', None)
    _set(self, '__module__', module)
    return self


def _made_typevartuple(module, name):
    self = TypeVarTuple.__new__(TypeVarTuple)
    _set(self, '__name__', name)
    _set(self, '__module__', module)
    return self


def _made_alias(module, name, type_params, later):
    self = TypeAliasType.__new__(TypeAliasType)
    _set(self, '__name__', name)
    _set(self, '__type_params__', type_params or ())
    _set(self, '_value', _unset)
    _set(self, '_later', later)
    _set(self, '__module__', module)
    return self


def _made_generic(params):
    # A TypeVarTuple among the parameters stands unpacked.
    typing = _typing()
    return Generic[tuple(typing.Unpack[p] if isinstance(p, TypeVarTuple) else p for p in params)]

for _cls in (TypeVar, ParamSpec, TypeVarTuple, ParamSpecArgs, ParamSpecKwargs, TypeAliasType):
    getattr(sys, '_seal', id)(_cls)
del _cls
