raise ImportError("ssl is not available: it needs OpenSSL, a C library", name="_ssl")
