"""The data half of ctypes: numbers, arrays, structures, unions and pointers over blocks of memory.

Absent: foreign functions. `dlopen` refuses every library but the program itself, which has no symbols. Addresses are numbers of our
own: they lead to the blocks of this module as long as those live, and nowhere else.
"""
import struct as _struct
from bisect import bisect_right as _bisect
from sys import _getframe
from weakref import ref as _ref

__version__ = '1.1.0'
RTLD_LOCAL, RTLD_GLOBAL = 0, 256
FUNCFLAG_STDCALL, FUNCFLAG_CDECL, FUNCFLAG_HRESULT, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR = 0, 1, 2, 4, 8, 16
CTYPES_MAX_ARGCOUNT = 1024
SIZEOF_TIME_T = 8


class ArgumentError(Exception):
    pass


# ---- addresses -----------------------------------------------------------------------------------------------------

_bases, _owners, _next = [], [], 0x1000_0000


def _address(x):
    """A number for the first byte of `x`; parts of one block are as far apart as they are in it."""
    global _next
    root = x
    while root._b_base_ is not None:
        root = root._b_base_
    if root._base is None:
        root._base = _next
        _bases.append(_next)
        _owners.append(_ref(root))
        _next += (max(len(root._mem), 1) + 31) // 16 * 16
    return root._base + x._offset


def _resolve(address, size=None):
    """The block with this address and the bytes from there on."""
    i = _bisect(_bases, address) - 1
    owner = _owners[i]() if i >= 0 else None
    if owner is None or address - _bases[i] > len(owner._mem):
        raise ValueError('NULL pointer access' if not address else 'address %#x is in no block of memory' % address)
    return owner, address - _bases[i]


# ---- types ---------------------------------------------------------------------------------------------------------

_FORMATS = dict.fromkeys('bBhHiIlLqQfd?', None)
_FORMATS = {c: (_struct.Struct('=' + c if c in 'bBhHiIqQfd?' else '<' + {'l': 'q', 'L': 'Q'}[c])) for c in _FORMATS}
_SIZES = {**{c: s.size for c, s in _FORMATS.items()}, 'c': 1, 'u': 4, 'g': 16, 'P': 8, 'z': 8, 'Z': 8, 'O': 8, 'v': 2}
_arrays = {}


def _caller():
    f = _getframe(2)
    while f.f_globals is globals() and f.f_back is not None:
        f = f.f_back
    return f.f_globals.get('__name__')


class _CType(type):
    """What the classes of all C types can do."""

    def __new__(meta, name, bases, space, **kw):
        cls = type.__new__(meta, name, bases, space, **kw)
        for base in cls.__mro__[1:]:
            complete = base.__dict__.get('_complete')
            if complete is not None:
                complete.__func__(cls, space)
                break
        return cls

    def __setattr__(cls, name, value):
        type.__setattr__(cls, name, value)
        if name in ('_fields_', '_anonymous_') and issubclass(cls, _Aggregate) and name == '_fields_':
            cls._lay_out(value)

    def __mul__(cls, n):
        if not isinstance(n, int):
            raise TypeError(f"can't multiply sequence by non-int of type '{type(n).__name__}'")
        if n < 0:
            raise ValueError(f'Array length must be >= 0, not {n}')
        t = _arrays.get((cls, n))
        if t is None:
            t = _arrays[cls, n] = type(Array)(f'{cls.__name__}_Array_{n}', (Array,), {
                '_type_': cls, '_length_': n, '__module__': _caller()})
        return t

    __rmul__ = __mul__

    def from_buffer(cls, source, offset=0):
        cls._check()
        if offset < 0:
            raise ValueError('offset cannot be negative')
        m = memoryview(source)
        if m.readonly:
            raise TypeError('underlying buffer is not writable')
        if not m.c_contiguous:
            raise TypeError('underlying buffer is not C contiguous')
        m = m.cast('B')
        if len(m) < offset + cls._size:
            raise ValueError(f'Buffer size too small ({len(m)} instead of at least {offset + cls._size} bytes)')
        x = object.__new__(cls)
        x._start(m[offset:offset + cls._size])
        x._objects = source
        return x

    def from_buffer_copy(cls, source, offset=0):
        cls._check()
        if offset < 0:
            raise ValueError('offset cannot be negative')
        m = memoryview(source).cast('B')
        if len(m) < offset + cls._size:
            raise ValueError(f'Buffer size too small ({len(m)} instead of at least {offset + cls._size} bytes)')
        x = object.__new__(cls)
        x._start(memoryview(bytearray(m[offset:offset + cls._size])))
        return x

    def from_address(cls, address):
        owner, at = _resolve(address)
        return _part(cls, owner, at)

    def in_dll(cls, dll, name):
        raise ValueError(f'undefined symbol: {name}')

    def from_param(cls, value):
        if isinstance(value, cls):
            return value
        p = getattr(value, '_as_parameter_', None)
        if p is not None:
            return cls.from_param(p)
        return cls._param(value)

    def _param(cls, value):
        raise TypeError(f'expected {cls.__name__} instance instead of {type(value).__name__}')

    def _check(cls):
        if getattr(cls, '_size', None) is None:
            raise TypeError('abstract class')


def _part(cls, owner, at):
    """An object of type `cls` in the memory of another."""
    x = object.__new__(cls)
    x._b_base_, x._offset, x._base, x._b_needsfree_ = owner, owner._offset + at, None, False
    x._objects = owner._objects
    x._mem = owner._mem[at:at + cls._size]
    x._keep = owner._keep
    return x


class _CData(metaclass=_CType):
    _size = None
    _align = 1

    def __new__(cls, *args, **kw):
        cls._check()
        x = object.__new__(cls)
        x._start(memoryview(bytearray(cls._size)))
        return x

    def _start(self, mem):
        self._b_base_, self._offset, self._base, self._b_needsfree_ = None, 0, None, True
        self._objects, self._mem, self._keep = None, mem, {}

    def __buffer__(self, flags):
        return self._mem

    def __reduce__(self):
        if self._keep:
            raise ValueError('ctypes objects containing pointers cannot be pickled')
        return _restore, (type(self), bytes(self._mem), {k: v for k, v in self.__dict__.items() if k not in _OWN})

    __hash__ = object.__hash__

    # as an item of an array, a field, what a pointer points to
    @classmethod
    def _load(cls, owner, at):
        return _part(cls, owner, at)

    @classmethod
    def _store(cls, owner, at, value):
        if not isinstance(value, cls):
            if isinstance(value, tuple):
                value = cls(*value)
            else:
                raise TypeError(f'expected {cls.__name__} instance, got {type(value).__name__}')
        owner._mem[at:at + cls._size] = value._mem
        for k, v in value._keep.items():
            owner._keep[owner._offset + at + k - value._offset] = v


_OWN = {'_b_base_', '_offset', '_base', '_b_needsfree_', '_objects', '_mem', '_keep'}


def _restore(cls, data, state):
    x = cls.from_buffer_copy(data)
    x.__dict__.update(state)
    return x


class _SimpleCData(_CData):
    """A number, a character, a string pointer or a Python object."""

    @classmethod
    def _complete(cls, space):
        code = getattr(cls, '_type_', None)
        if code is None:
            raise AttributeError("class must define a '_type_' attribute")
        if not isinstance(code, str) or len(code) != 1 or code not in _SIZES:
            raise AttributeError("class must define a '_type_' attribute which must be a single character string containing one of 'cbBhHiIlLfduzZqQPXOv?g'.")
        cls._size = cls._align = _SIZES[code]
        cls._struct = _FORMATS.get(code)
        # a subclass of a subclass stays an object where it is an item or a field
        cls._plain = _SimpleCData in cls.__bases__

    def __init__(self, value=None):
        if value is not None:
            self.value = value

    @classmethod
    def _get(cls, owner, at):
        code, s = cls._type_, cls._struct
        if s is not None:
            return s.unpack_from(owner._mem, at)[0]
        raw = bytes(owner._mem[at:at + cls._size])
        if code == 'c':
            return raw
        if code == 'u':
            return chr(int.from_bytes(raw, 'little'))
        if code == 'g':
            return _struct.unpack('<d', raw[:8])[0]
        if code == 'v':
            return raw != b'\0\0'
        if code == 'O':
            try:
                return owner._keep[owner._offset + at]
            except KeyError:
                raise ValueError('PyObject is NULL') from None
        address = int.from_bytes(raw, 'little')
        if not address:
            return None
        if code == 'P':
            return address
        kept = owner._keep.get(owner._offset + at)
        if kept is None:
            return string_at(address) if code == 'z' else wstring_at(address)
        return kept

    @classmethod
    def _set(cls, owner, at, v):
        code, s = cls._type_, cls._struct
        n = cls._size
        if code in 'bBhHiIlLqQ':
            if not isinstance(v, int):
                if isinstance(v, float):
                    raise TypeError('int expected instead of float instance')
                if not hasattr(v, '__index__'):
                    raise TypeError(f"an integer is required (got type {type(v).__name__})" if code in 'qQ'
                                    else f"'{type(v).__name__}' object cannot be interpreted as an integer")
                v = v.__index__()
            owner._mem[at:at + n] = (v & (1 << n * 8) - 1).to_bytes(n, 'little')
        elif code in 'fdg':
            try:
                v = float(v)
            except (TypeError, ValueError):
                raise TypeError('must be real number, not ' + type(v).__name__) from None
            if code == 'g':
                owner._mem[at:at + 16] = _struct.pack('<d', v) + bytes(8)
            else:
                if code == 'f' and abs(v) >= 3.4028235677973366e+38:
                    v = float('inf') if v > 0 else float('-inf')
                s.pack_into(owner._mem, at, v)
        elif code == '?':
            s.pack_into(owner._mem, at, bool(v))
        elif code == 'v':
            owner._mem[at:at + 2] = b'\xff\xff' if v else b'\0\0'
        elif code == 'c':
            if isinstance(v, int) and 0 <= v < 256:
                v = bytes([v])
            if not isinstance(v, (bytes, bytearray)) or len(v) != 1:
                raise TypeError('one character bytes, bytearray or integer expected')
            owner._mem[at] = v[0]
        elif code == 'u':
            if not isinstance(v, str):
                raise TypeError(f'unicode string expected instead of {type(v).__name__} instance')
            if len(v) != 1:
                raise TypeError('one character unicode string expected')
            owner._mem[at:at + 4] = ord(v).to_bytes(4, 'little')
        elif code == 'O':
            owner._keep[owner._offset + at] = v
            owner._mem[at:at + 8] = (id(v) & (1 << 64) - 1).to_bytes(8, 'little')
        else:
            owner._keep.pop(owner._offset + at, None)
            if v is None:
                v = 0
            elif code == 'P':
                if not isinstance(v, int):
                    raise TypeError('cannot be converted to pointer')
            elif not isinstance(v, int):
                want = bytes if code == 'z' else str
                if not isinstance(v, want):
                    raise TypeError(f"{'bytes' if code == 'z' else 'unicode string'} or integer address expected instead of {type(v).__name__} instance")
                block = _text_block(v)
                owner._keep[owner._offset + at] = v
                owner._keep['block', owner._offset + at] = block
                v = _address(block)
            owner._mem[at:at + 8] = (v & (1 << 64) - 1).to_bytes(8, 'little')

    value = property(lambda self: self._get(self, 0), lambda self, v: self._set(self, 0, v), doc='current value')

    @classmethod
    def _load(cls, owner, at):
        return cls._get(owner, at) if cls._plain else _part(cls, owner, at)

    @classmethod
    def _store(cls, owner, at, value):
        if isinstance(value, _SimpleCData):
            if not isinstance(value, cls):
                raise TypeError(f'incompatible types, {type(value).__name__} instance instead of {cls.__name__} instance')
            _CData._store.__func__(cls, owner, at, value)
        elif cls._type_ == 'P' and isinstance(value, (Array, _Pointer)):
            owner._keep['block', owner._offset + at] = value
            cls._set(owner, at, _target(value))
        elif cls._type_ in 'zZ' and isinstance(value, (Array, _Pointer)):
            owner._keep['block', owner._offset + at] = value
            cls._set(owner, at, _target(value))
        else:
            cls._set(owner, at, value)

    @classmethod
    def _param(cls, value):
        if cls._type_ in 'PzZ':
            if value is None or isinstance(value, (int, _CData, _Reference)):
                return value
            if isinstance(value, bytes) and cls._type_ in 'Pz' or isinstance(value, str) and cls._type_ in 'PZ':
                return value
            raise TypeError('wrong type')
        return cls(value)

    def __repr__(self):
        if type(self).__base__ is not _SimpleCData:
            return object.__repr__(self)
        return f'{type(self).__name__}({self.value!r})'

    def __bool__(self):
        return any(self._mem)


def _text_block(v):
    raw = v + b'\0' if isinstance(v, bytes) else v.encode('utf-32-le', 'surrogatepass') + bytes(4)
    block = object.__new__(_Block)
    block._start(memoryview(bytearray(raw)))
    return block


class Array(_CData):
    @classmethod
    def _complete(cls, space):
        n, t = getattr(cls, '_length_', None), getattr(cls, '_type_', None)
        if n is None:
            raise AttributeError("class must define a '_length_' attribute")
        if not isinstance(n, int):
            raise TypeError("The '_length_' attribute must be an integer")
        if n < 0:
            raise ValueError("The '_length_' attribute must not be negative")
        if t is None:
            raise AttributeError("class must define a '_type_' attribute")
        t._check()
        cls._size, cls._align = n * t._size, t._align
        code = getattr(t, '_type_', None)
        if code == 'c' and 'value' not in space:
            cls.value = property(_chars, _set_chars, doc='string value')
            cls.raw = property(lambda self: bytes(self._mem), _set_raw, doc='value')
        elif code == 'u' and 'value' not in space:
            cls.value = property(_wide, _set_wide, doc='string value')

    def __init__(self, *args):
        if len(args) > self._length_:
            raise IndexError('invalid index')
        for i, v in enumerate(args):
            self[i] = v

    def __len__(self):
        return self._length_

    def _at(self, i):
        if not hasattr(i, '__index__'):
            raise TypeError('indices must be integers')
        i = i.__index__()
        if i < 0:
            i += self._length_
        if not 0 <= i < self._length_:
            raise IndexError('invalid index')
        return i * self._type_._size

    def __getitem__(self, i):
        if isinstance(i, slice):
            t = self._type_
            items = [t._load(self, k * t._size) for k in range(*i.indices(self._length_))]
            code = getattr(t, '_type_', None)
            return b''.join(items) if code == 'c' else ''.join(items) if code == 'u' else items
        return self._type_._load(self, self._at(i))

    def __setitem__(self, i, v):
        if not isinstance(i, slice):
            self._type_._store(self, self._at(i), v)
            return
        places = range(*i.indices(self._length_))
        if len(v) != len(places):
            raise ValueError('Can only assign sequence of same size')
        for k, x in zip(places, v):
            self._type_._store(self, k * self._type_._size, x)

    def __delitem__(self, i):
        raise TypeError('Array does not support item deletion')

    @classmethod
    def _load(cls, owner, at):
        x = _part(cls, owner, at)
        # a text in a structure is shown as such
        return x.value if getattr(cls._type_, '_type_', None) in ('c', 'u') else x

    @classmethod
    def _store(cls, owner, at, value):
        code = getattr(cls._type_, '_type_', None)
        if code == 'c' and isinstance(value, bytes) or code == 'u' and isinstance(value, str):
            _part(cls, owner, at).value = value
        else:
            _CData._store.__func__(cls, owner, at, value)

    @classmethod
    def _param(cls, value):
        code = getattr(cls._type_, '_type_', None)
        if code == 'c' and isinstance(value, bytes):
            return cls(*value)
        return _CType._param(cls, value)

    from types import GenericAlias
    __class_getitem__ = classmethod(GenericAlias)
    del GenericAlias


Array._length_ = None


def _chars(self):
    return bytes(self._mem).split(b'\0', 1)[0]


def _set_chars(self, v):
    if not isinstance(v, bytes):
        raise TypeError(f'bytes expected instead of {type(v).__name__} instance')
    if len(v) > self._length_:
        raise ValueError('byte string too long')
    self._mem[:len(v)] = v
    if len(v) < self._length_:
        self._mem[len(v)] = 0


def _set_raw(self, v):
    v = memoryview(v).cast('B')
    if len(v) > self._length_:
        raise ValueError('byte string too long')
    self._mem[:len(v)] = v


def _wide(self):
    return bytes(self._mem).decode('utf-32-le', 'surrogatepass').split('\0', 1)[0]


def _set_wide(self, v):
    if not isinstance(v, str):
        raise TypeError(f'unicode string expected instead of {type(v).__name__} instance')
    if len(v) > self._length_:
        raise ValueError('string too long')
    raw = (v + '\0' if len(v) < self._length_ else v).encode('utf-32-le', 'surrogatepass')
    self._mem[:len(raw)] = raw


class _Field:
    """The descriptor of a field: type, place, and bits for a bit field."""

    def __init__(self, owner, name, t, offset, bits=None, shift=0):
        self._owner, self._name, self._type, self.offset, self._bits, self._shift = owner, name, t, offset, bits, shift
        self.size = t._size if bits is None else bits << 16 | shift

    def __get__(self, x, cls=None):
        if x is None:
            return self
        if self._bits is None:
            return self._type._load(x, self.offset)
        v = int.from_bytes(x._mem[self.offset:self.offset + self._type._size], 'little') >> self._shift & (1 << self._bits) - 1
        return v - (1 << self._bits) if self._type._type_.islower() and v >> self._bits - 1 else v

    def __set__(self, x, value):
        if self._bits is None:
            self._type._store(x, self.offset, value)
            return
        n = self._type._size
        mask = (1 << self._bits) - 1 << self._shift
        old = int.from_bytes(x._mem[self.offset:self.offset + n], 'little')
        x._mem[self.offset:self.offset + n] = (old & ~mask | value << self._shift & mask).to_bytes(n, 'little')

    def __repr__(self):
        if self._bits is not None:
            return f'<Field type={self._type.__name__}, ofs={self.offset}:{self._shift}, bits={self._bits}>'
        return f'<Field type={self._type.__name__}, ofs={self.offset}, size={self.size}>'


class _Aggregate(_CData):
    _union = False

    @classmethod
    def _complete(cls, space):
        if '_fields_' in space:
            cls._lay_out(space['_fields_'])
        elif cls._size is None:
            cls._size = 0

    @classmethod
    def _lay_out(cls, fields):
        base = next((b for b in cls.__mro__[1:] if issubclass(b, _Aggregate) and '_names' in b.__dict__), None)
        names = list(base._names) if base else []
        size, align = (base._size, base._align) if base else (0, 1)
        pack = getattr(cls, '_pack_', None)
        unit = None
        end = size
        for f in fields:
            if not isinstance(f, tuple) or len(f) not in (2, 3) or not isinstance(f[0], str) or not isinstance(f[1], _CType):
                raise TypeError('_fields_ must be a sequence of (name, C type) pairs' if not isinstance(f, tuple) or len(f) < 2
                                else 'second item in _fields_ tuple (index %d) must be a C type' % list(fields).index(f))
            name, t = f[:2]
            t._check()
            a = min(t._align, pack) if pack else t._align
            align = max(align, a)
            if len(f) == 3:
                bits = f[2]
                if not 0 < bits <= t._size * 8:
                    raise ValueError('number of bits invalid for bit field')
                if cls._union:
                    at, shift = 0, 0
                elif unit and unit[0] == t._size and unit[2] + bits <= t._size * 8:
                    at, shift = unit[1], unit[2]
                else:
                    at, shift = (end + a - 1) // a * a, 0
                unit = (t._size, at, shift + bits)
                field = _Field(cls, name, t, at, bits, shift)
            else:
                unit = None
                at = 0 if cls._union else (end + a - 1) // a * a
                field = _Field(cls, name, t, at)
            end = max(end, at + t._size) if cls._union else at + t._size
            size = max(size, end)
            type.__setattr__(cls, name, field)
            names.append(name)
        for name in getattr(cls, '_anonymous_', ()):
            inner = cls.__dict__.get(name)
            if inner is None:
                raise AttributeError(name)
            for n in inner._type._names:
                f = getattr(inner._type, n)
                type.__setattr__(cls, n, _Field(cls, n, f._type, inner.offset + f.offset, f._bits, f._shift))
        cls._names, cls._align = names, align
        cls._size = (size + align - 1) // align * align

    def __init__(self, *args, **kw):
        names = getattr(self, '_names', [])
        if len(args) > len(names):
            raise TypeError('too many initializers')
        for n, v in zip(names, args):
            if n in kw:
                raise TypeError(f'duplicate values for field {n!r}')
            setattr(self, n, v)
        for n, v in kw.items():
            setattr(self, n, v)


class Structure(_Aggregate):
    pass


class Union(_Aggregate):
    _union = True


class _Block(_CData):
    """Bytes that something points to."""


# ---- pointers ------------------------------------------------------------------------------------------------------

_pointer_type_cache = {}


class _Pointer(_CData):
    @classmethod
    def _complete(cls, space):
        cls._size = cls._align = 8

    def __init__(self, value=None):
        if value is not None:
            self.contents = value

    @classmethod
    def set_type(cls, t):
        type.__setattr__(cls, '_type_', t)

    def _value(self):
        return int.from_bytes(self._mem, 'little')

    @property
    def contents(self):
        a = self._value()
        if not a:
            raise ValueError('NULL pointer access')
        owner, at = _resolve(a)
        return _part(self._type_, owner, at)

    @contents.setter
    def contents(self, x):
        if not isinstance(x, self._type_):
            raise TypeError(f'expected {self._type_.__name__} instead of {type(x).__name__}')
        self._mem[:] = _address(x).to_bytes(8, 'little')
        self._keep[self._offset] = x

    def _place(self, i):
        a = self._value()
        if not a:
            raise ValueError('NULL pointer access')
        return _resolve(a + i * self._type_._size)

    def __getitem__(self, i):
        if isinstance(i, slice):
            if i.stop is None:
                raise ValueError('slice stop is required')
            items = [self[k] for k in range(i.start or 0, i.stop, i.step or 1)]
            code = getattr(self._type_, '_type_', None)
            return b''.join(items) if code == 'c' else ''.join(items) if code == 'u' else items
        return self._type_._load(*self._place(i))

    def __setitem__(self, i, v):
        self._type_._store(*self._place(i), v)

    def __bool__(self):
        return self._value() != 0

    @classmethod
    def _store(cls, owner, at, value):
        if value is None:
            owner._mem[at:at + 8] = bytes(8)
            return
        if isinstance(value, Array) and issubclass(value._type_, cls._type_):
            owner._mem[at:at + 8] = _address(value).to_bytes(8, 'little')
            owner._keep[owner._offset + at] = value
            return
        _CData._store.__func__(cls, owner, at, value)
        owner._keep[owner._offset + at] = value._keep.get(value._offset)

    @classmethod
    def _param(cls, value):
        if value is None or isinstance(value, (_Reference, Array)):
            return value
        if isinstance(value, cls._type_):
            return byref(value)
        return _CType._param(cls, value)


class _Reference:
    def __init__(self, x, offset=0):
        self._obj, self._offset = x, offset

    def __repr__(self):
        return f'<cparam {"P"!r} ({_address(self._obj):#x})>'


def byref(x, offset=0):
    if not isinstance(x, _CData):
        raise TypeError(f"byref() argument must be a ctypes instance, not '{type(x).__name__}'")
    return _Reference(x, offset)


def POINTER(t):
    p = _pointer_type_cache.get(t)
    if p is None:
        if isinstance(t, str):
            p = type(_Pointer)(f'LP_{t}', (_Pointer,), {'__module__': _caller()})
            _pointer_type_cache[id(p)] = p
        elif isinstance(t, _CType):
            p = _pointer_type_cache[t] = type(_Pointer)(f'LP_{t.__name__}', (_Pointer,), {'_type_': t, '__module__': _caller()})
        else:
            raise TypeError('must have a ctypes type')
    return p


def pointer(x):
    return POINTER(type(x))(x)


def _target(x):
    """The address that `x` stands for as an argument of pointer type."""
    if x is None:
        return 0
    if isinstance(x, int):
        return x
    if isinstance(x, _Reference):
        return _address(x._obj) + x._offset
    if isinstance(x, _Pointer):
        return x._value()
    if isinstance(x, _SimpleCData):
        return int.from_bytes(x._mem[:8], 'little')
    if isinstance(x, _CData):
        return _address(x)
    raise ArgumentError(f'expected a pointer, got {type(x).__name__}')


def _size_of(x):
    t = x if isinstance(x, type) else type(x)
    if not isinstance(t, _CType):
        raise TypeError('this type has no size')
    return t


def sizeof(x):
    t = _size_of(x)
    if t._size is None:
        raise TypeError('abstract class') if t in (Array, Structure, Union, _SimpleCData, _Pointer) else TypeError('this type has no size')
    return len(x._mem) if isinstance(x, _CData) else t._size


def alignment(x):
    t = x if isinstance(x, type) else type(x)
    if not isinstance(t, _CType):
        raise TypeError('no alignment info')
    return t._align


def addressof(x):
    if not isinstance(x, _CData):
        raise TypeError('invalid type')
    return _address(x)


def resize(x, n):
    if n < len(x._mem):
        raise ValueError(f'minimum size is {type(x)._size}')
    if x._b_base_ is not None:
        raise ValueError('Memory cannot be resized because this object doesn\'t own it')
    x._mem = memoryview(bytearray(bytes(x._mem) + bytes(n - len(x._mem))))


# ---- functions -----------------------------------------------------------------------------------------------------

_errno = 0


def get_errno():
    return _errno


def set_errno(n):
    global _errno
    old, _errno = _errno, n
    return old


def dlopen(name, mode=RTLD_LOCAL):
    if name is None:
        return 1
    raise OSError(f'{name}: fora cannot call functions of shared libraries')


def dlsym(handle, name):
    raise OSError(f'undefined symbol: {name}')


def dlclose(handle):
    pass


def string_at(address, size=-1):
    owner, at = _resolve(_target(address))
    rest = bytes(owner._mem[at:])
    return rest.split(b'\0', 1)[0] if size < 0 else rest[:size]


def wstring_at(address, size=-1):
    owner, at = _resolve(_target(address))
    rest = bytes(owner._mem[at:])
    rest = rest[:len(rest) // 4 * 4].decode('utf-32-le', 'replace')
    return rest.split('\0', 1)[0] if size < 0 else rest[:size]


def _memmove(to, source, n):
    t = _target(to)
    owner, at = _resolve(t)
    if isinstance(source, bytes):
        data = source[:n]
    else:
        o, i = _resolve(_target(source))
        data = bytes(o._mem[i:i + n])
    owner._mem[at:at + n] = data
    return t


def _memset(to, byte, n):
    t = _target(to)
    owner, at = _resolve(t)
    owner._mem[at:at + n] = bytes([byte & 255]) * n
    return t


def _cast(obj, same, t):
    x = t()
    if isinstance(x, CFuncPtr):
        return t(obj)
    if isinstance(obj, bytes):
        obj = _text_block(obj)
    if isinstance(x, (_Pointer, _SimpleCData)):
        x._mem[:8] = _target(obj).to_bytes(8, 'little')
        x._keep['cast'] = obj
        if isinstance(obj, _CData):
            x._keep.update({('cast', k): v for k, v in obj._keep.items()})
        return x
    raise TypeError(f'cast() argument 2 must be a pointer, not {t.__name__}')


_memmove_addr, _memset_addr, _string_at_addr, _wstring_at_addr, _cast_addr = 16, 17, 18, 19, 20
_INTERNAL = {16: _memmove, 17: _memset, 18: string_at, 19: wstring_at, 20: _cast}


class CFuncPtr(_CData):
    """A function: one of this module's own, or one written in Python for C to call, which Python can call too."""

    @classmethod
    def _complete(cls, space):
        cls._size = cls._align = 8

    def __init__(self, what=None, *more):
        self._call = None
        self.restype, self.argtypes, self.errcheck = getattr(self, '_restype_', None), getattr(self, '_argtypes_', None), None
        if isinstance(what, tuple):
            name, dll = what[:2]
            raise AttributeError(f'{dll._name}: undefined symbol: {name}')
        if isinstance(what, int):
            self._call = _INTERNAL.get(what)
        elif callable(what):
            self._call = what
        elif what is not None:
            raise TypeError('argument must be callable or integer function address')

    def __bool__(self):
        return self._call is not None

    def __call__(self, *args):
        if self._call is None:
            raise ValueError('NULL function pointer access')
        if self._call not in _INTERNAL.values() and self.argtypes:
            args = [getattr(t.from_param(a), 'value', a) if issubclass(t, _SimpleCData) else a for t, a in zip(self.argtypes, args)]
        return self._call(*args)


def call_function(address, args):
    return _INTERNAL[address](*args)


call_cdeclfunction = call_function


def buffer_info(x):
    t = _size_of(x)
    shape = []
    while issubclass(t, Array):
        shape.append(t._length_)
        t = t._type_
    return '<' + str(getattr(t, '_type_', 'B')), len(shape), tuple(shape)


def PyObj_FromPtr(address):
    raise ValueError('objects cannot be found by address')


def Py_INCREF(x):
    return x


def Py_DECREF(x):
    return x
