"""Incremental one-way constraint solver: an object graph with polymorphic methods."""
import sys

REQUIRED, STRONG, NORMAL, WEAK, WEAKEST = 0, 1, 2, 3, 4
FORWARD, BACKWARD, NONE = 1, 2, 0


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAKEST
        self.mark = 0
        self.stay = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def post(self, planner):
        for v in self.variables():
            v.constraints.append(self)
        self.unsatisfy()
        planner.incremental_add(self)

    def destroy(self, planner):
        if self.satisfied():
            planner.incremental_remove(self)
        for v in self.variables():
            v.constraints.remove(self)

    def is_input(self):
        return False

    def satisfy(self, mark, planner):
        self.choose(mark)
        if not self.satisfied():
            if self.strength == REQUIRED:
                raise ValueError("required constraint cannot be satisfied")
            return None
        for v in self.inputs():
            v.mark = mark
        out = self.output()
        overridden = out.determined_by
        if overridden is not None:
            overridden.unsatisfy()
        out.determined_by = self
        if not planner.propagate_from(self, mark):
            raise ValueError("cycle")
        out.mark = mark
        return overridden

    def inputs_known(self, mark):
        for v in self.inputs():
            if not (v.mark == mark or v.stay or v.determined_by is None):
                return False
        return True


class Unary(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.on = False
        self.post(planner)

    def variables(self):
        return (self.variable,)

    def inputs(self):
        return ()

    def output(self):
        return self.variable

    def choose(self, mark):
        self.on = self.variable.mark != mark and self.strength < self.variable.strength

    def satisfied(self):
        return self.on

    def unsatisfy(self):
        self.on = False

    def recalculate(self):
        self.variable.strength = self.strength
        self.variable.stay = not self.is_input()
        if self.variable.stay:
            self.execute()

    def execute(self):
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    def is_input(self):
        return True


class Equal(Constraint):
    def __init__(self, a, b, strength, planner):
        super().__init__(strength)
        self.a = a
        self.b = b
        self.direction = NONE
        self.post(planner)

    def variables(self):
        return (self.a, self.b)

    def inputs(self):
        return (self.a,) if self.direction == FORWARD else (self.b,)

    def output(self):
        return self.b if self.direction == FORWARD else self.a

    def choose(self, mark):
        a, b, s = self.a, self.b, self.strength
        if a.mark == mark:
            self.direction = FORWARD if b.mark != mark and s < b.strength else NONE
        elif b.mark == mark:
            self.direction = BACKWARD if s < a.strength else NONE
        elif a.strength > b.strength:
            self.direction = BACKWARD if s < a.strength else NONE
        else:
            self.direction = FORWARD if s < b.strength else NONE

    def satisfied(self):
        return self.direction != NONE

    def unsatisfy(self):
        self.direction = NONE

    def recalculate(self):
        source = self.inputs()[0]
        out = self.output()
        out.strength = max(self.strength, source.strength)
        out.stay = source.stay
        if out.stay:
            self.execute()

    def execute(self):
        self.output().value = self.inputs()[0].value


class Scale(Equal):
    def __init__(self, a, scale, offset, b, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(a, b, strength, planner)

    def variables(self):
        return (self.a, self.b, self.scale, self.offset)

    def inputs(self):
        first = self.a if self.direction == FORWARD else self.b
        return (first, self.scale, self.offset)

    def recalculate(self):
        source = self.inputs()[0]
        out = self.output()
        out.strength = max(self.strength, source.strength)
        out.stay = source.stay and self.scale.stay and self.offset.stay
        if out.stay:
            self.execute()

    def execute(self):
        if self.direction == FORWARD:
            self.b.value = self.a.value * self.scale.value + self.offset.value
        else:
            self.a.value = (self.b.value - self.offset.value) // self.scale.value


class Planner:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        overridden = constraint.satisfy(mark, self)
        while overridden is not None:
            overridden = overridden.satisfy(mark, self)

    def incremental_remove(self, constraint):
        out = constraint.output()
        constraint.unsatisfy()
        for_later = self.remove_from(out)
        for strength in range(REQUIRED, WEAKEST + 1):
            for c in for_later:
                if c.strength == strength:
                    self.incremental_add(c)

    def remove_from(self, out):
        out.determined_by = None
        out.strength = WEAKEST
        out.stay = True
        unsatisfied = []
        todo = [out]
        while todo:
            v = todo.pop()
            for c in v.constraints:
                if not c.satisfied():
                    unsatisfied.append(c)
            for c in self.consumers(v):
                c.recalculate()
                todo.append(c.output())
        return unsatisfied

    def consumers(self, v):
        d = v.determined_by
        return [c for c in v.constraints if c is not d and c.satisfied()]

    def propagate_from(self, constraint, mark):
        todo = [constraint]
        while todo:
            d = todo.pop()
            if d.output().mark == mark:
                self.incremental_remove(constraint)
                return False
            d.recalculate()
            todo.extend(self.consumers(d.output()))
        return True

    def make_plan(self, sources):
        mark = self.new_mark()
        plan = []
        todo = list(sources)
        while todo:
            c = todo.pop()
            if c.output().mark != mark and c.inputs_known(mark):
                plan.append(c)
                c.output().mark = mark
                todo.extend(self.consumers(c.output()))
        return plan

    def plan_from(self, constraints):
        return self.make_plan([c for c in constraints if c.is_input() and c.satisfied()])


def change(planner, variable, value):
    edit = Edit(variable, STRONG, planner)
    plan = planner.plan_from([edit])
    for _ in range(10):
        variable.value = value
        for c in plan:
            c.execute()
    edit.destroy(planner)


def chain(n):
    planner = Planner()
    vs = [Variable("v%d" % i, 0) for i in range(n + 1)]
    for i in range(n):
        Equal(vs[i], vs[i + 1], REQUIRED, planner)
    Stay(vs[-1], NORMAL, planner)
    edit = Edit(vs[0], STRONG, planner)
    plan = planner.plan_from([edit])
    for value in range(100):
        vs[0].value = value
        for c in plan:
            c.execute()
        if vs[-1].value != value:
            raise ValueError("chain")
    edit.destroy(planner)
    return len(plan)


def projection(n):
    planner = Planner()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    sources, targets = [], []
    for i in range(n):
        src = Variable("src%d" % i, i)
        dst = Variable("dst%d" % i, i)
        sources.append(src)
        targets.append(dst)
        Stay(src, NORMAL, planner)
        Scale(src, scale, offset, dst, REQUIRED, planner)
    change(planner, sources[-1], 17)
    a = targets[-1].value
    change(planner, targets[-1], 1050)
    b = sources[-1].value
    change(planner, scale, 5)
    c = [t.value for t in targets[:-1]]
    change(planner, offset, 2000)
    d = [t.value for t in targets[:-1]]
    return a, b, sum(c), sum(d)


def main(scale):
    for _ in range(max(1, round(45 * scale))):
        first = chain(1000)
        second = projection(1000)
    print(first, second)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
