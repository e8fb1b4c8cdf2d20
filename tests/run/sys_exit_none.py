# status: 0
print("leaving")
raise SystemExit
print("never")
