"""Shrinks a program while a property holds: drops statements, unwraps blocks, replaces expressions by simpler ones.

Works on the syntax tree, so that every candidate is a program; `holds(source)` decides. Greedy, within a budget of tries.
"""
import ast
import copy
import warnings


class Budget(Exception):
    pass


class Reducer:
    def __init__(self, holds, tries=400):
        self.holds = holds
        self.tries = tries

    def ok(self, tree):
        if self.tries <= 0:
            raise Budget
        try:
            source = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what the program is warned of is for the two interpreters to say
                compile(source, "reduced", "exec")
        except (SyntaxError, ValueError, RecursionError):
            return None
        self.tries -= 1
        return source if self.holds(source) else None

    def run(self, source):
        best = source
        try:
            tree = ast.parse(source)
            while True:
                before = ast.unparse(tree)
                for step in (self.drop, self.unwrap, self.simplify):
                    tree = step(tree)
                    text = self.ok(tree)
                    if text:
                        best = text
                if ast.unparse(tree) == before:
                    return best
        except Budget:
            return self.best_of(best, locals().get("tree"))

    def best_of(self, best, tree):
        if tree is None:
            return best
        try:
            text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
            return text if len(text) < len(best) and self.holds(text) else best
        except (SyntaxError, ValueError):
            return best

    def bodies(self, tree):
        """Every list of statements, as (node, field), outermost first."""
        out = []
        for node in ast.walk(tree):
            for field in ("body", "orelse", "finalbody", "handlers", "cases"):
                value = getattr(node, field, None)
                if isinstance(value, list) and value:
                    out.append((node, field))
        return out

    def drop(self, tree):
        """Removes runs of statements, long runs first."""
        index = 0
        while index < len(self.bodies(tree)):
            node, field = self.bodies(tree)[index]
            size = len(getattr(node, field))
            while size:
                at = 0
                while at < len(getattr(node, field)):
                    old = getattr(node, field)
                    new = old[:at] + old[at + size:]
                    if not new and field == "body":
                        new = [ast.Pass()]
                    if len(new) == len(old) and isinstance(old[0], ast.Pass):
                        break
                    setattr(node, field, new)
                    if not self.kept(tree):
                        setattr(node, field, old)
                        at += size
                    elif new and isinstance(new[0], ast.Pass) and len(new) == 1:
                        break
                size //= 2
            index += 1
        return tree

    def kept(self, tree):
        try:
            return self.ok(tree) is not None
        except Budget:
            # Leave the tree as it was before this candidate: the caller restores it on the way out.
            raise

    def unwrap(self, tree):
        """Puts the body of a compound statement in its place."""
        changed = True
        while changed:
            changed = False
            for node, field in self.bodies(tree):
                statements = getattr(node, field)
                for n, s in enumerate(statements):
                    inner = getattr(s, "body", None)
                    if field in ("handlers", "cases") or not isinstance(inner, list) or isinstance(s, (ast.FunctionDef, ast.ClassDef)):
                        continue
                    setattr(node, field, statements[:n] + inner + statements[n + 1:])
                    if self.kept(tree):
                        changed = True
                        break
                    setattr(node, field, statements)
                if changed:
                    break
        return tree

    def simplify(self, tree):
        """Replaces an expression by one of its parts or by a constant."""
        for node in list(ast.walk(tree)):
            for field, value in ast.iter_fields(node):
                items = value if isinstance(value, list) else [value]
                for n, old in enumerate(items):
                    if not isinstance(old, ast.expr) or isinstance(old, (ast.Constant, ast.Name)):
                        continue
                    if isinstance(getattr(old, "ctx", None), (ast.Store, ast.Del)):
                        continue
                    parts = [c for c in ast.iter_child_nodes(old) if isinstance(c, ast.expr)]
                    for new in [ast.Constant(0), *parts]:
                        self.put(node, field, n, value, new)
                        if self.kept(tree):
                            break
                        self.put(node, field, n, value, old)
        return tree

    @staticmethod
    def put(node, field, n, value, new):
        if isinstance(value, list):
            value[n] = new
        else:
            setattr(node, field, new)


def reduce(source, holds, tries=400):
    return Reducer(holds, tries).run(copy.copy(source))
