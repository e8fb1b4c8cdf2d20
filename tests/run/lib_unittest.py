import unittest, io, sys
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("class up")
    def setUp(self): self.x = 1; self.addCleanup(print, "cleanup")
    def tearDown(self): print("down", self._testMethodName)
    def test_ok(self): self.assertEqual(self.x, 1); self.assertTrue(1); self.assertIn(1, [1]); self.assertIsNone(None); self.assertAlmostEqual(0.1 + 0.2, 0.3); self.assertRaises(KeyError, lambda: {}["k"]); self.assertCountEqual([1, 2], [2, 1]); self.assertRegex("abc", "b"); self.assertIsInstance(1, int); self.assertGreater(2, 1)
    def test_fail(self): self.assertEqual([1, 2, 3], [1, 2, 4], "lists")
    def test_error(self): raise ValueError("boom")
    @unittest.skip("why")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xfail(self): self.fail("expected")
    def test_raises(self):
        with self.assertRaises(ZeroDivisionError) as c: 1 / 0
        self.assertEqual(str(c.exception), "division by zero")
        with self.assertRaisesRegex(ValueError, "in.alid"): int("x")
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_msgs(self):
        for f in (lambda: self.assertEqual("a\nb", "a\nc"), lambda: self.assertDictEqual({"a": 1}, {"a": 2}), lambda: self.assertIn(5, [1]), lambda: self.assertTrue(0), lambda: self.assertIsNone(5), lambda: self.assertRaises(KeyError, int), lambda: self.assertLess(2, 1), lambda: self.assertEqual(1, 2), lambda: self.assertSetEqual({1}, {2}), lambda: self.assertTupleEqual((1,), (2,)), lambda: self.assertIs([], None), lambda: self.assertAlmostEqual(1, 2), lambda: self.assertRegex("a", "b"), lambda: self.assertIsInstance(1, str), lambda: self.assertCountEqual([1], [2])):
            try: f()
            except AssertionError as e: print(e)
    def test_warn(self):
        import warnings
        with self.assertWarns(UserWarning): warnings.warn("w")
        with self.assertLogs("lg", "INFO") as cm: __import__("logging").getLogger("lg").info("hey")
        self.assertEqual(cm.output, ["INFO:lg:hey"])
out = io.StringIO()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(T)
res = unittest.TextTestRunner(stream=out, verbosity=2).run(suite)
import re
print(re.sub(r"in [\d.]+s", "in Xs", out.getvalue()).replace(__file__, "FILE"))
print(res.testsRun, len(res.failures), len(res.errors), len(res.skipped), len(res.expectedFailures), res.wasSuccessful(), suite.countTestCases(), res)
class F2(unittest.TestCase):
    def runTest(self): self.skipTest("inside")
r = unittest.TestResult(); F2().run(r); print(r.skipped[0][1], F2().id(), str(F2()))
from unittest import mock
m = mock.Mock(return_value=5); print(m(1, k=2), m.call_args, m.called, m.call_count, m.attr.method(), m.mock_calls[1:]) if False else print(m(1, k=2), m.call_args, m.called, m.call_count)
m.assert_called_once_with(1, k=2)
try: m.assert_called_with(9)
except AssertionError as e: print(e)
with mock.patch("os.getcwd", return_value="/mocked"): print(__import__("os").getcwd())
mm = mock.MagicMock(); mm.__len__.return_value = 3; mm.side = mock.Mock(side_effect=[1, KeyError]); print(len(mm), mm.side())
with mock.patch.dict("os.environ", {"ZZ_Q": "1"}): print(__import__("os").environ["ZZ_Q"])
print(mock.call(1) == mock.call(1), mock.sentinel.x, mock.ANY == 5)
