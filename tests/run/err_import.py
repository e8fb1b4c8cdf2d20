# status: 1
# stderr-last: ModuleNotFoundError: No module named 'surely_not_there'
print("before")
import surely_not_there
