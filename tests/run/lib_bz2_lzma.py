# bz2 and lzma: round trips, streams in pieces, errors.
import bz2, lzma, io
data = b"".join(b"%d some text that repeats, some that does not %d\n" % (i, i * i % 977) for i in range(3000))
def err(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for m in (bz2, lzma): z = m.compress(data); print(m.__name__, len(z) < len(data) // 3, m.decompress(z) == data, m.decompress(z + z) == data * 2)
for make in (bz2.BZ2Compressor, lzma.LZMACompressor, lambda: lzma.LZMACompressor(lzma.FORMAT_ALONE), lambda: lzma.LZMACompressor(lzma.FORMAT_XZ, check=lzma.CHECK_SHA256, preset=1)):
    c = make(); z = b"".join([c.compress(data[i:i + 7000]) for i in range(0, len(data), 7000)]) + c.flush()
    d = bz2.BZ2Decompressor() if make is bz2.BZ2Compressor else lzma.LZMADecompressor()
    out = b""
    for i in range(0, len(z), 11): out += d.decompress(z[i:i + 11] + (b"tail" if i + 11 >= len(z) else b""))
    print(out == data, d.eof, d.unused_data, d.needs_input, getattr(d, "check", None))
    err(lambda: c.flush()); err(lambda: c.compress(b"x")); err(lambda: d.decompress(b""))
    d = type(d)(); part = d.decompress(z, 100); n = len(part)
    while not d.eof: part += d.decompress(b"", 5000)
    print(n, part == data)
for m, File in ((bz2, bz2.BZ2File), (lzma, lzma.LZMAFile)):
    f = io.BytesIO()
    with File(f, "w") as w: w.write(data[:5000]); w.write(data[5000:])
    f.seek(0)
    with File(f) as r: print(r.read(10), r.readline(), r.seek(1000), r.tell(), len(r.read()), r.read())
    err(lambda: m.decompress(b"not compressed data")); err(lambda: m.decompress(m.compress(data)[:-5])); print(m.decompress(m.compress(b"")))
err(lambda: bz2.compress(b"", 0)); err(lambda: lzma.compress(b"", preset=20)); err(lambda: lzma.LZMACompressor(lzma.FORMAT_RAW)); err(lambda: lzma.LZMADecompressor(format=9))
raw = [{"id": lzma.FILTER_LZMA2, "preset": 3}]
print(lzma.decompress(lzma.compress(data, lzma.FORMAT_RAW, filters=raw), lzma.FORMAT_RAW, filters=raw) == data, lzma.is_check_supported(lzma.CHECK_CRC64))
