# status: 42
def deep(n):
    if n == 0:
        raise SystemExit(42)
    try:
        deep(n - 1)
    except Exception:
        print("not an Exception")
    finally:
        if n == 3:
            print("unwinding")
deep(5)
