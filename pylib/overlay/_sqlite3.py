raise ImportError("sqlite3 is not available: it is a C library, and fora has none of its own yet", name="_sqlite3")
