"""Abstract syntax trees: all of it where the VM has _ast, else literal_eval alone."""

import sys

try:
    import _ast
except ImportError:
    import _pytokenizer
    import token as _token

    __all__ = ['literal_eval']

    def literal_eval(node_or_string):
        """Evaluate an expression that consists of literals: strings, bytes, numbers, tuples, lists, dicts, sets,
        booleans, None and Ellipsis."""
        if not isinstance(node_or_string, str):
            raise ValueError(f'malformed node or string: {node_or_string!r}')
        source = node_or_string.lstrip(" \t")
        code = compile(source, '<unknown>', 'eval')
        _check(source)
        return eval(code, {'__builtins__': {}, 'set': set})

    def _check(source):
        # The source is an expression; that it is a literal shows in its tokens: only these, and no operand straight
        # after another, which would be a call or a subscript.
        lines = iter(source.splitlines(True))
        before = None
        operand = False         # whether the last token ends an operand
        number = sign = False   # whether that is a number; whether a binary sign waits for an imaginary one
        unary = False           # whether a sign waits for a number
        for kind, text, start, end, line in _pytokenizer.TokenizerIter(lambda: next(lines, '')):
            def malformed(what='Name'):
                return ValueError(f'malformed node or string on line {start[0]}: <ast.{what} object at {id(source):#x}>')
            if kind in (_token.NEWLINE, _token.NL, _token.COMMENT, _token.ENDMARKER, _token.INDENT, _token.DEDENT):
                continue
            if kind == _token.NUMBER:
                if sign and text[-1] not in 'jJ':
                    raise malformed('BinOp')
                operand, number, sign, unary = True, True, False, False
            elif unary and not (kind == _token.OP and text in ('+', '-', '(')):
                raise malformed('UnaryOp')
            elif kind == _token.STRING:
                operand, number = True, False
                if sign:
                    raise malformed('BinOp')
            elif kind == _token.NAME:
                if text not in ('True', 'False', 'None', 'set') or sign:
                    raise malformed('Name')
                operand, number = True, False
            elif kind == _token.OP and text in ('(', '[', '{'):
                if operand and not (text == '(' and before == 'set'):
                    raise malformed('Subscript' if text == '[' else 'Call')
                if sign:
                    raise malformed('BinOp')
                operand = False
            elif kind == _token.OP and text in (')', ']', '}'):
                if before == '(' and text == ')' or before in ('[', '{') or operand or before == ',':
                    operand, number = True, False
                else:
                    raise malformed('BinOp')
            elif kind == _token.OP and text in ('+', '-'):
                if operand:
                    if not number:
                        raise malformed('BinOp')
                    sign, operand = True, False
                else:
                    unary = True
            elif kind == _token.OP and text in (',', ':'):
                operand = False
            elif kind == _token.OP and text == '...':
                operand, number = True, False
            else:
                raise malformed('JoinedStr' if kind == _token.FSTRING_START else 'BinOp')
            before = text
        if 'set' in source and before == 'set':
            raise ValueError(f'malformed node or string on line 1: <ast.Name object at {id(source):#x}>')
else:
    import _pyast
    if __name__ == '__main__':
        _pyast.main()
    else:
        sys.modules[__name__] = _pyast
