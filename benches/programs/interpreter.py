"""A byte-code machine and an expression compiler written in Python."""
import sys

PUSH, LOAD, STORE, ADD, SUB, MUL, LT, JUMP, JUMP_FALSE, PRINT, HALT = range(11)
BINARY = {"+": ADD, "-": SUB, "*": MUL, "<": LT}
LEVEL = {"<": 1, "+": 2, "-": 2, "*": 3}


class Compiler:
    def __init__(self, text):
        self.words = text.split()
        self.pos = 0
        self.code = []
        self.names = {}

    def emit(self, op, arg=0):
        self.code.append((op, arg))
        return len(self.code) - 1

    def next(self):
        self.pos += 1
        return self.words[self.pos - 1]

    def slot(self, name):
        return self.names.setdefault(name, len(self.names))

    def expression(self, level=1):
        word = self.next()
        if word == "(":
            self.expression()
            self.next()
        elif word.isdigit():
            self.emit(PUSH, int(word))
        else:
            self.emit(LOAD, self.slot(word))
        while self.pos < len(self.words) and LEVEL.get(self.words[self.pos], 0) >= level:
            op = self.next()
            self.expression(LEVEL[op] + 1)
            self.emit(BINARY[op])

    def block(self):
        while self.pos < len(self.words):
            word = self.next()
            if word == "end":
                return
            if word == "while":
                top = len(self.code)
                self.expression()
                exit_jump = self.emit(JUMP_FALSE)
                self.block()
                self.emit(JUMP, top)
                self.code[exit_jump] = (JUMP_FALSE, len(self.code))
            elif word == "print":
                self.expression()
                self.emit(PRINT)
            else:
                self.next()
                self.expression()
                self.emit(STORE, self.slot(word))


def run(code, slots, out):
    stack = []
    regs = [0] * slots
    pc = 0
    steps = 0
    while True:
        op, arg = code[pc]
        pc += 1
        steps += 1
        if op == LOAD:
            stack.append(regs[arg])
        elif op == PUSH:
            stack.append(arg)
        elif op == STORE:
            regs[arg] = stack.pop()
        elif op == ADD:
            b = stack.pop()
            stack[-1] += b
        elif op == SUB:
            b = stack.pop()
            stack[-1] -= b
        elif op == MUL:
            b = stack.pop()
            stack[-1] *= b
        elif op == LT:
            b = stack.pop()
            stack[-1] = 1 if stack[-1] < b else 0
        elif op == JUMP_FALSE:
            if not stack.pop():
                pc = arg
        elif op == JUMP:
            pc = arg
        elif op == PRINT:
            out.append(stack.pop())
        else:
            return steps


PROGRAM = """
i = 0 total = 0
while i < %d
  j = 0
  while j < 20
    total = total + i * j - ( i - 1 ) * ( j + 1 )
    j = j + 1
  end
  i = i + 1
end
print total print i
"""


def main(scale):
    c = Compiler(PROGRAM % int(21_000 * scale))
    c.block()
    c.emit(HALT)
    out = []
    steps = run(c.code, len(c.names), out)
    print(len(c.code), steps, out)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
