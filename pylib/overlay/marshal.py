"""Marshal's format for plain values, and for code objects where the VM can write them.

Version 4 of the format without references: None, bool, int, float, complex, str, bytes, tuple, list, dict, set,
frozenset, Ellipsis, StopIteration.
"""

import struct

version = 4


def dumps(value, version=version, /):
    """Return the bytes object that would be written to a file by dump(value, file)."""
    out = []
    _write(value, out.append, 0)
    return b''.join(out)


def dump(value, file, version=version, /):
    """Write the value on the open file."""
    file.write(dumps(value, version))


def _long(n):
    return struct.pack('<i', n)


def _write(value, put, depth):
    if depth > 2000:
        raise ValueError('object too deeply nested to marshal')
    kind = type(value)
    if value is None:
        put(b'N')
    elif value is True:
        put(b'T')
    elif value is False:
        put(b'F')
    elif value is StopIteration:
        put(b'S')
    elif value is Ellipsis:
        put(b'.')
    elif kind is int:
        if -2**31 <= value < 2**31:
            put(b'i' + _long(value))
        else:
            digits = []
            rest = abs(value)
            while rest:
                digits.append(struct.pack('<H', rest & 0x7fff))
                rest >>= 15
            put(b'l' + _long(len(digits) if value > 0 else -len(digits)) + b''.join(digits))
    elif kind is float:
        put(b'g' + struct.pack('<d', value))
    elif kind is complex:
        put(b'y' + struct.pack('<dd', value.real, value.imag))
    elif kind is str:
        if value.isascii():
            data = value.encode('ascii')
            put(b'z' + bytes([len(data)]) + data if len(data) < 256 else b'a' + _long(len(data)) + data)
        else:
            data = value.encode('utf-8', 'surrogatepass')
            put(b'u' + _long(len(data)) + data)
    elif kind in (bytes, bytearray, memoryview):
        put(b's' + _long(len(value)) + bytes(value))
    elif kind is tuple:
        put(b')' + bytes([len(value)]) if len(value) < 256 else b'(' + _long(len(value)))
        for item in value:
            _write(item, put, depth + 1)
    elif kind in (list, set, frozenset):
        put((b'[' if kind is list else b'<' if kind is set else b'>') + _long(len(value)))
        for item in value:
            _write(item, put, depth + 1)
    elif kind is dict:
        put(b'{')
        for key, item in value.items():
            _write(key, put, depth + 1)
            _write(item, put, depth + 1)
        put(b'0')
    else:
        raise ValueError('unmarshallable object')


def load(file, /):
    """Read one value from the open file and return it."""
    return _Reader(file.read).value()


def loads(data, /):
    """Convert the bytes-like object to a value."""
    data = bytes(data)
    at = 0

    def read(n):
        nonlocal at
        at += n
        return data[at - n:at]
    return _Reader(read).value()


_NULL = object()


class _Reader:
    def __init__(self, read):
        self.read = read
        self.refs = []

    def take(self, n):
        data = self.read(n)
        if len(data) < n:
            raise EOFError('marshal data too short')
        return data

    def long(self):
        return struct.unpack('<i', self.take(4))[0]

    def value(self):
        value = self.any()
        if value is _NULL:
            raise TypeError('NULL object in marshal data for object')
        return value

    def any(self):
        code = self.take(1)[0]
        place = None
        if code & 0x80:
            code &= 0x7f
            place = len(self.refs)
            self.refs.append(None)
        value = self.body(chr(code))
        if place is not None:
            self.refs[place] = value
        return value

    def body(self, code):
        if code in 'NTFS.0':
            return {'N': None, 'T': True, 'F': False, 'S': StopIteration, '.': Ellipsis, '0': _NULL}[code]
        if code == 'i':
            return self.long()
        if code == 'l':
            count = self.long()
            value = 0
            for k in range(abs(count)):
                value |= struct.unpack('<H', self.take(2))[0] << 15 * k
            return -value if count < 0 else value
        if code == 'g':
            return struct.unpack('<d', self.take(8))[0]
        if code == 'y':
            return complex(*struct.unpack('<dd', self.take(16)))
        if code in 'zZ':
            return self.take(self.take(1)[0]).decode('ascii')
        if code in 'aA':
            return self.take(self.long()).decode('ascii')
        if code in 'ut':
            return self.take(self.long()).decode('utf-8', 'surrogatepass')
        if code == 's':
            return self.take(self.long())
        if code in ')(':
            return tuple([self.value() for _ in range(self.take(1)[0] if code == ')' else self.long())])
        if code in '[<>':
            items = [self.value() for _ in range(self.long())]
            return items if code == '[' else set(items) if code == '<' else frozenset(items)
        if code == '{':
            made = {}
            while (key := self.any()) is not _NULL:
                made[key] = self.value()
            return made
        if code == 'r':
            return self.refs[self.long()]
        raise ValueError('bad marshal data (unknown type code)')
