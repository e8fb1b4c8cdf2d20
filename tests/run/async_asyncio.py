import asyncio
async def work(n, out):
    out.append(f"start {n}")
    await asyncio.sleep(0)
    out.append(f"end {n}")
    return n * n
async def main():
    out = []
    print(await asyncio.gather(*(work(i, out) for i in range(3))))
    print(out)
    t = asyncio.create_task(work(9, out))
    print(await t, t.done(), t.result())
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError:
        print("timeout")
    q = asyncio.Queue()
    async def producer():
        for i in range(3):
            await q.put(i)
        await q.put(None)
    async def consumer():
        got = []
        while (v := await q.get()) is not None:
            got.append(v)
        return got
    _, got = await asyncio.gather(producer(), consumer())
    print(got)
    lock = asyncio.Lock()
    async with lock:
        print("locked", lock.locked())
    t = asyncio.create_task(asyncio.sleep(5))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", t.cancelled())
    async def bad(): raise ValueError("bad")
    print([repr(r) for r in await asyncio.gather(bad(), work(2, []), return_exceptions=True)])
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad())
            tg.create_task(asyncio.sleep(5))
    except* ValueError as eg:
        print("group", eg.exceptions)
    ev = asyncio.Event()
    async def setter(): ev.set()
    asyncio.create_task(setter())
    print(await ev.wait())
    return "main done"
print(asyncio.run(main()))
