"""As much of ctypes as `multiprocessing.sharedctypes` asks for: simple types and arrays of them, over a memoryview."""


class _Type(type):
    def __mul__(cls, n):
        if n < 0:
            raise ValueError('Array length must be >= 0, not %d' % n)
        t = _arrays.get((cls, n))
        if t is None:
            base = _CharArray if cls is c_char else Array
            t = _Type(f'{cls.__name__}_Array_{n}', (base,), {
                '__module__': 'multiprocessing.sharedctypes', '_type_': cls, '_length_': n, '_format': cls._format, '_bytes': n * cls._bytes})
            _arrays[cls, n] = t
        return t

    __rmul__ = __mul__


_arrays = {}


class _Data(metaclass=_Type):
    """Something at the start of a block of memory."""

    def __new__(cls, *args):
        return cls.from_buffer(bytearray(cls._bytes))

    @classmethod
    def from_buffer(cls, buffer, offset=0):
        self = object.__new__(cls)
        self._view = memoryview(buffer)[offset:offset + cls._bytes].cast('B').cast(cls._format)
        return self


class _SimpleCData(_Data):
    """A number or a character; `_store` makes of what is assigned what the view takes."""

    def __init__(self, value=None):
        if value is not None:
            self.value = value

    @classmethod
    def _load(cls, v):
        return v

    @property
    def value(self):
        return self._load(self._view[0])

    @value.setter
    def value(self, v):
        self._view[0] = self._store(v)

    def __repr__(self):
        return f'{type(self).__name__}({self.value!r})'

    def __bool__(self):
        return self.value not in (0, b'\0', '\0')


class _Integer(_SimpleCData):
    @classmethod
    def _store(cls, v):
        if isinstance(v, float):
            raise TypeError('int expected instead of float instance')
        if not hasattr(v, '__index__'):
            raise TypeError(f'an integer is required (got type {type(v).__name__})')
        # kept as in C: what does not fit is cut off
        bits = cls._bytes * 8
        v = v.__index__() & (1 << bits) - 1
        return v - (1 << bits) if cls._type_.islower() and v >> bits - 1 else v


class _Real(_SimpleCData):
    @classmethod
    def _store(cls, v):
        try:
            v = float(v)
        except (TypeError, ValueError):
            raise TypeError('must be real number, not ' + type(v).__name__) from None
        if cls._bytes == 4 and abs(v) >= 3.4028235677973366e+38:
            v = float('inf') if v > 0 else float('-inf')
        return v


class c_char(_SimpleCData):
    _type_ = _format = 'c'
    _bytes = 1

    @classmethod
    def _store(cls, v):
        if isinstance(v, int) and 0 <= v < 256:
            return bytes([v])
        if isinstance(v, (bytes, bytearray)) and len(v) == 1:
            return bytes(v)
        raise TypeError('one character bytes, bytearray or integer expected')


class c_wchar(_SimpleCData):
    _type_ = 'u'
    _format = 'I'
    _bytes = 4

    @classmethod
    def _load(cls, v):
        return chr(v)

    @classmethod
    def _store(cls, v):
        if not isinstance(v, str):
            raise TypeError(f'unicode string expected instead of {type(v).__name__} instance')
        if len(v) != 1:
            raise TypeError('one character unicode string expected')
        return ord(v)


class c_bool(_SimpleCData):
    _type_ = _format = '?'
    _bytes = 1
    _store = bool


def _number(name, code, size, base):
    return _Type(name, (base,), {'__module__': __name__, '_type_': code, '_format': code, '_bytes': size})


c_byte = _number('c_byte', 'b', 1, _Integer)
c_ubyte = _number('c_ubyte', 'B', 1, _Integer)
c_short = _number('c_short', 'h', 2, _Integer)
c_ushort = _number('c_ushort', 'H', 2, _Integer)
c_int = _number('c_int', 'i', 4, _Integer)
c_uint = _number('c_uint', 'I', 4, _Integer)
c_long = c_longlong = _number('c_long', 'l', 8, _Integer)
c_ulong = c_ulonglong = _number('c_ulong', 'L', 8, _Integer)
c_float = _number('c_float', 'f', 4, _Real)
c_double = _number('c_double', 'd', 8, _Real)


class Array(_Data):
    def __init__(self, *args):
        if len(args) > self._length_:
            raise IndexError('invalid index')
        for i, v in enumerate(args):
            self[i] = v

    def __len__(self):
        return self._length_

    def _place(self, i):
        if not hasattr(i, '__index__'):
            raise TypeError('indices must be integers')
        i = i.__index__()
        if i < 0:
            i += self._length_
        if not 0 <= i < self._length_:
            raise IndexError('invalid index')
        return i

    def _items(self, part):
        return [self._type_._load(self._view[k]) for k in range(*part.indices(self._length_))]

    def __getitem__(self, i):
        if isinstance(i, slice):
            items = self._items(i)
            return ''.join(items) if self._type_ is c_wchar else items
        return self._type_._load(self._view[self._place(i)])

    def __setitem__(self, i, v):
        if not isinstance(i, slice):
            self._view[self._place(i)] = self._type_._store(v)
            return
        places = range(*i.indices(self._length_))
        if len(v) != len(places):
            raise ValueError('Can only assign sequence of same size')
        for k, x in zip(places, v):
            self._view[k] = self._type_._store(x)


class _CharArray(Array):
    def __getitem__(self, i):
        return b''.join(self._items(i)) if isinstance(i, slice) else Array.__getitem__(self, i)

    @property
    def raw(self):
        return self._view.tobytes()

    @raw.setter
    def raw(self, v):
        if len(v) > self._length_:
            raise ValueError('byte string too long')
        self._view.cast('B')[:len(v)] = bytes(v)

    @property
    def value(self):
        return self.raw.split(b'\0', 1)[0]

    @value.setter
    def value(self, v):
        if not isinstance(v, bytes):
            raise TypeError(f'bytes expected instead of {type(v).__name__} instance')
        self.raw = v + b'\0' if len(v) < self._length_ else v


def sizeof(x):
    return x._bytes


def addressof(x):
    return x._view


def memset(view, byte, n):
    view.cast('B')[:n] = bytes([byte]) * n


class pointer:
    def __init__(self, x):
        self._x = x

    def __setitem__(self, i, other):
        self._x._view.cast('B')[:] = other._view.cast('B')
