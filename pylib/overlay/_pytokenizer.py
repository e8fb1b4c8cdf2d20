"""The tokenizer behind tokenize: what _tokenize.TokenizerIter yields with extra_tokens, in Python.

(type, string, start, end, line) tuples; comments and blank lines included; operators all of type OP; f-strings as
FSTRING_START, FSTRING_MIDDLE, the tokens of their fields, FSTRING_END. Errors are SyntaxErrors.
"""

import re

from token import (COMMENT, DEDENT, ENCODING, ENDMARKER, FSTRING_END, FSTRING_MIDDLE, FSTRING_START, INDENT, NAME,
                   NEWLINE, NL, NUMBER, OP, STRING)

_NUMBER = re.compile(
    r'0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+'
    r'|(?:[0-9](?:_?[0-9])*(?:\.(?:[0-9](?:_?[0-9])*)?)?|\.[0-9](?:_?[0-9])*)(?:[eE][-+]?[0-9](?:_?[0-9])*)?[jJ]?')
_NAME = re.compile(r'[^\W\d]\w*')
_OPERATOR = re.compile(
    r'\*\*=|//=|>>=|<<=|\.\.\.|<>|[-+*/%&|^@=!<>:]=|->|\*\*|//|>>|<<|[-+*/%&|^~<>()\[\]{},:.;@=!$?`]')
_QUOTE = re.compile(r"([rR][bBfF]?|[bBfF][rR]?|[uU])?('''|\"\"\"|'|\")")


class _Field:
    # An f-string being read. `inside` lists, for each open field, the bracket depth of its '{' and whether its format
    # spec has begun.
    __slots__ = ('quote', 'raw', 'start', 'inside')

    def __init__(self, quote, raw, start):
        self.quote = quote
        self.raw = raw
        self.start = start
        self.inside = []


def TokenizerIter(readline, *, encoding=None, extra_tokens=False):
    return _Tokenizer(readline, encoding).tokens()


class _Tokenizer:
    def __init__(self, readline, encoding):
        self.readline = readline
        self.encoding = encoding
        self.number = 0         # of the line
        self.line = ''          # as read
        self.text = ''          # the same, with a newline at its end whatever the file has
        self.pos = 0
        self.brackets = []      # (character, line, column)
        self.strings = []       # of _Field

    def read(self):
        try:
            line = self.readline()
        except StopIteration:
            line = ''
        if isinstance(line, (bytes, bytearray)):
            line = line.decode(self.encoding or 'utf-8')
        self.number += 1
        self.line = line
        self.text = line if not line or line.endswith('\n') else line + '\n'
        self.pos = 0
        return bool(line)

    def error(self, message, line=None, column=None, kind=SyntaxError):
        line = self.number if line is None else line
        column = self.pos + 1 if column is None else column
        return kind(message, ('<string>', line, column, self.line.rstrip('\r\n'), None, None))

    def tokens(self):
        indents = [(0, 0)]
        fresh = True            # at the beginning of a logical line
        while True:
            if self.pos >= len(self.text):
                if not self.read():
                    if self.strings:
                        raise self.unterminated(self.strings[-1])
                    if self.brackets:
                        raise self.error('unexpected EOF in multi-line statement', self.brackets[-1][1], 0)
                    break
                if self.strings and self.strings[-1].quote in '\'"' and not self.strings[-1].inside:
                    raise self.unterminated(self.strings[-1])
            if self.strings and (not self.strings[-1].inside or self.strings[-1].inside[-1][1]):
                yield from self.middle()
                continue
            if fresh and not self.brackets and not self.strings:
                column, alternative = self.indentation()
                if self.text[self.pos] not in '#\r\n\\':
                    here = (self.number, self.pos)
                    last = indents[-1]
                    if column > last[0]:
                        if alternative <= last[1]:
                            raise self.error('inconsistent use of tabs and spaces in indentation',
                                             column=len(self.text), kind=TabError)
                        indents.append((column, alternative))
                        yield INDENT, self.text[:self.pos], (self.number, 0), here, self.line
                    while column < indents[-1][0]:
                        if all(column != known for known, _ in indents):
                            raise self.error('unindent does not match any outer indentation level',
                                             column=len(self.text), kind=IndentationError)
                        indents.pop()
                        yield DEDENT, '', here, here, self.line
                    if column == indents[-1][0] and alternative != indents[-1][1]:
                        raise self.error('inconsistent use of tabs and spaces in indentation',
                                         column=len(self.text), kind=TabError)
                    fresh = False
            text = self.text
            while self.pos < len(text) and text[self.pos] in ' \t\f':
                self.pos += 1
            if self.pos >= len(text):
                continue
            start = self.pos
            here = (self.number, start)
            first = text[start]
            if first in '\r\n':
                end = len(text)
                kind = NL if fresh or self.brackets or self.strings else NEWLINE
                shown = self.line[start:]
                yield kind, shown, here, (self.number, start + 1), self.line
                if kind == NEWLINE:
                    fresh = True
                self.pos = end
            elif first == '#':
                end = len(text.rstrip('\r\n'))
                self.pos = end
                yield COMMENT, text[start:end], here, (self.number, end), self.line
            elif first == '\\':
                if text[start + 1:start + 2] not in ('\n', '\r'):
                    self.pos += 1
                    raise self.error('unexpected character after line continuation character')
                if not self.read():
                    raise self.error('unexpected EOF while parsing')
                if fresh:
                    fresh = False
            else:
                quoted = _QUOTE.match(text, start)
                if quoted:
                    prefix = (quoted[1] or '').lower()
                    if 'f' in prefix:
                        self.pos = quoted.end()
                        self.strings.append(_Field(quoted[2], 'r' in prefix, here))
                        yield FSTRING_START, quoted[0], here, (self.number, self.pos), self.line
                    else:
                        yield self.string(quoted)
                    continue
                number = _NUMBER.match(text, start) if first.isdigit() or first == '.' else None
                if number:
                    self.pos = number.end()
                    yield NUMBER, number[0], here, (self.number, self.pos), self.line
                    continue
                name = _NAME.match(text, start)
                if name and name[0].isidentifier():
                    self.pos = name.end()
                    yield NAME, name[0], here, (self.number, self.pos), self.line
                    continue
                yield self.operator(here)
        after = (self.number, 0)
        for _ in indents[1:]:
            yield DEDENT, '', after, after, ''
        yield ENDMARKER, '', after, after, ''

    def indentation(self):
        column = alternative = 0
        while True:
            char = self.text[self.pos]
            if char == ' ':
                column += 1
                alternative += 1
            elif char == '\t':
                column = (column // 8 + 1) * 8
                alternative += 1
            elif char == '\f':
                column = alternative = 0
            else:
                return column, alternative
            self.pos += 1

    def operator(self, here):
        text = self.text
        found = _OPERATOR.match(text, here[1])
        if not found:
            char = text[here[1]]
            if char.isprintable():
                raise self.error(f"invalid character '{char}' (U+{ord(char):04X})")
            raise self.error(f"invalid non-printable character U+{ord(char):04X}")
        op = found[0]
        field = self.strings[-1] if self.strings else None
        top = field is not None and field.inside and field.inside[-1][0] == len(self.brackets)
        if top and op[0] == ':':
            op = ':'
            field.inside[-1] = (len(self.brackets), True)
        if op in '([{':
            self.brackets.append((op, *here))
        elif op in ')]}':
            if top and op == '}':
                field.inside.pop()
            # Brackets that do not match are the parser's concern.
            if self.brackets:
                self.brackets.pop()
        self.pos = here[1] + len(op)
        return OP, op, here, (self.number, self.pos), self.line

    def string(self, quoted):
        # A string without fields, which may go on over several lines.
        start = (self.number, quoted.start())
        quote = quoted[2]
        shown = []
        lines = [self.line]
        begin = quoted.start()
        pos = quoted.end()
        first = self.line
        while True:
            text = self.text
            char = text[pos:pos + 1]
            if char == '':
                shown.append(text[begin:])
                if not self.read():
                    message = 'unterminated triple-quoted string literal' if len(quote) == 3 else 'unterminated string literal'
                    self.line = first
                    raise self.error(f'{message} (detected at line {self.number - 1})', start[0], start[1] + 1)
                lines.append(self.line)
                begin = pos = 0
            elif char == '\\':
                pos += 3 if text[pos + 1:pos + 3] == '\r\n' else 2
            elif char == '\n' and len(quote) == 1:
                raise self.error(f'unterminated string literal (detected at line {self.number})', start[0], start[1] + 1)
            elif text.startswith(quote, pos):
                pos += len(quote)
                shown.append(text[begin:pos])
                self.pos = pos
                return STRING, ''.join(shown), start, (self.number, pos), ''.join(lines)
            else:
                pos += 1

    def unterminated(self, field):
        kind = 'triple-quoted f-string' if len(field.quote) == 3 else 'f-string'
        return self.error(f'unterminated {kind} literal (detected at line {self.number - 1})',
                          field.start[0], field.start[1] + 1)

    def middle(self):
        # Literal text of an f-string or of a format spec, up to a field, an escaped brace or the end.
        field = self.strings[-1]
        spec = bool(field.inside)
        start = (self.number, self.pos)
        begin = pos = self.pos
        shown = []
        lines = [self.line]

        def piece(end):
            return FSTRING_MIDDLE, ''.join(shown) + self.text[begin:end], start, (self.number, end), ''.join(lines)

        while True:
            text = self.text
            char = text[pos:pos + 1]
            if char == '':
                shown.append(text[begin:])
                if not self.read():
                    raise self.unterminated(field)
                lines.append(self.line)
                begin = pos = 0
            elif char == '\n' and len(field.quote) == 1:
                if not spec:
                    self.number += 1
                    raise self.unterminated(field)
                # A spec on one line ends here: what follows is read as part of the field.
                yield piece(pos)
                field.inside[-1] = (field.inside[-1][0], False)
                self.pos = pos
                return
            elif text.startswith(field.quote, pos):
                if spec:
                    raise self.error("f-string: expecting '}'")
                if pos > begin or shown:
                    yield piece(pos)
                self.pos = pos + len(field.quote)
                self.strings.pop()
                yield FSTRING_END, field.quote, (self.number, pos), (self.number, self.pos), self.line
                return
            elif char == '\\' and not field.raw and text[pos + 1:pos + 3] == 'N{' and not spec:
                end = text.find('}', pos)
                if end < 0:
                    pos += 3
                    continue
                yield piece(end + 1)
                self.pos = end + 1
                return
            elif char == '\\':
                after = text[pos + 1:pos + 2]
                pos += 1 if after in ('{', '}', '') else 3 if text[pos + 1:pos + 3] == '\r\n' else 2
            elif char == '{':
                if not spec and text.startswith('{{', pos):
                    yield piece(pos + 1)
                    self.pos = pos + 2
                    return
                if pos > begin or shown:
                    yield piece(pos)
                self.pos = pos + 1
                self.brackets.append(('{', self.number, pos))
                field.inside.append((len(self.brackets), False))
                yield OP, '{', (self.number, pos), (self.number, pos + 1), self.line
                return
            elif char == '}':
                if spec:
                    if pos > begin or shown or text[pos - 1:pos] == '}':
                        yield piece(pos)
                    self.pos = pos + 1
                    field.inside.pop()
                    self.brackets.pop()
                    yield OP, '}', (self.number, pos), (self.number, pos + 1), self.line
                    return
                if text.startswith('}}', pos):
                    yield piece(pos + 1)
                    self.pos = pos + 2
                    return
                self.pos = pos
                raise self.error("f-string: single '}' is not allowed")
            else:
                pos += 1
