# status: 1
# stderr-last: goodbye (1, 2)
import sys
print("out")
sys.exit("goodbye " + str((1, 2)))
