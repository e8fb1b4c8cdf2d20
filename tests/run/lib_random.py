import random
r = random.Random(42)
print([r.random() for _ in range(3)], [r.randint(1, 100) for _ in range(5)], [r.randrange(10) for _ in range(5)], r.randrange(0, 100, 7), [r.getrandbits(k) for k in (1, 8, 32, 33, 64, 100)])
print(r.choice("abcdef"), r.choices([1, 2, 3], k=5), r.choices("ab", weights=[1, 9], k=5), r.choices("xyz", cum_weights=[1, 5, 6], k=4), r.sample(range(100), 5), r.sample("abcdef", 3), r.sample([1, 2], counts=[3, 2], k=3))
l = list(range(10))
r.shuffle(l)
print(l, r.uniform(1, 10), r.triangular(0, 1, 0.3), r.triangular())
print(r.gauss(0, 1), r.gauss(0, 1), r.normalvariate(5, 2), r.lognormvariate(0, 1), r.expovariate(2), r.betavariate(2, 3), r.gammavariate(2, 1), r.gammavariate(0.5, 1), r.vonmisesvariate(0, 4), r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3), r.binomialvariate(100, 0.7))
random.seed(7)
print(random.random(), random.randint(0, 9))
state = random.getstate()
a = [random.random() for _ in range(3)]
random.setstate(state)
print(a == [random.random() for _ in range(3)])
for seed in (0, 1, -1, 2 ** 70, "text", b"bytes", 1.5, None.__class__.__name__, bytearray(b"x")):
    random.seed(seed)
    print(seed, random.random())
random.seed("abc", version=1)
print(random.random(), random.randbytes(4), random.Random(5).randbytes(3))
print([random.Random(1).randrange(n) for n in (1, 2, 3, 10, 2 ** 40, 10 ** 30)], random.Random(3).getstate()[1][:3], random.Random(3).getstate()[0])
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: random.randint(5, 1))
err(lambda: random.randrange(0))
err(lambda: random.choice([]))
err(lambda: random.sample([1], 2))
err(lambda: random.randrange(1.5))
err(lambda: random.sample({1, 2}, 1))
err(lambda: random.seed([]))
err(lambda: random.choices([1], weights=[1, 2]))
class Mine(random.Random):
    def random(self): return 0.25
print(Mine().randrange(100), Mine().choice("abcd"), Mine().uniform(0, 8))
many = random.Random(99)
print(sum(many.random() for _ in range(10000)), sum(many.getrandbits(16) for _ in range(5000)))
