# status: 255
# stderr-last: OverflowError: Python int too large to convert to C long
import sys
for status in (2**63 - 1, -1, True, None, 2**32 + 5):
    try:
        sys.exit(status)
    except SystemExit as e:
        print(repr(e.code))
sys.exit(2**63)
