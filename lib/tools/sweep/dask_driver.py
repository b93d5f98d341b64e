"""Runs the trials of a sweep on a Dask cluster; see dask_pool.ts, which starts it.

    dask_driver.py ADDRESS ROOT DENO RUNS [FLAGS OF EACH TRIAL...]

Reads one line of JSON from standard input, the list of the trials' orders, and writes one for each trial that has ended:
its index and the folder, beside the runs, in which its run was unpacked, or its error. When standard input ends before
the trials have, those that have not ended are taken back from the cluster.
"""

import io
import json
import os
import sys
import tempfile
import threading
import zipfile

from distributed import Client, as_completed


def run_trial(order, root, deno, flags):
    """Runs on a worker: a trial in a process of its own. Returns the run's folder as the bytes of a zip file."""
    import subprocess

    root = os.environ.get("HAR_ROOT", root)
    deno = os.environ.get("HAR_DENO", deno)
    with tempfile.TemporaryDirectory() as runs, tempfile.TemporaryFile("w+") as complaint:
        process = subprocess.Popen(
            [deno, "run", "-A", f"{root}/lib/cli.ts", "trial", *flags],
            cwd=root,
            env={**os.environ, "NO_COLOR": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaint,
            text=True,
        )
        # Standard input stays open: its end, by the death of this worker, ends the trial.
        process.stdin.write(json.dumps({**order, "runs": runs}) + "\n")
        process.stdin.flush()
        news = [json.loads(line) for line in process.stdout]
        process.stdin.close()
        process.wait()
        found = [line["run"] for line in news if "run" in line]
        if not found:
            complaint.seek(0)
            lines = complaint.read().strip().split("\n")
            raise RuntimeError(lines[-1].removeprefix("Error: ") or f"It ended with status {process.returncode}.")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            run = f"{runs}/{found[0]}"
            for place, _, names in os.walk(run):
                for name in names:
                    archive.write(f"{place}/{name}", os.path.relpath(f"{place}/{name}", run))
        return packed.getvalue()


def end_of(future, runs):
    """Returns how a trial ended; unpacks its run."""
    if future.status != "finished":
        return {"error": str(future.exception() if future.status == "error" else "It was taken back.")}
    folder = tempfile.mkdtemp(suffix=".partial", dir=runs)
    zipfile.ZipFile(io.BytesIO(future.result())).extractall(folder)
    return {"folder": folder}


def main(address, root, deno, runs, *flags):
    orders = json.loads(sys.stdin.readline())
    try:
        client = Client(address, timeout=10)
    except OSError:
        sys.exit(f"Error: there is no Dask scheduler at {address}.")
    workers = client.scheduler_info(n_workers=-1)["workers"]
    print(json.dumps({"workers": len(workers)}), flush=True)
    futures = [client.submit(run_trial, order, root, deno, flags, pure=False, retries=1) for order in orders]
    index_of = {future.key: index for index, future in enumerate(futures)}

    def wait_for_end():
        sys.stdin.read()
        client.cancel(futures)

    threading.Thread(target=wait_for_end, daemon=True).start()
    for future in as_completed(futures):
        print(json.dumps({"index": index_of[future.key], **end_of(future, runs)}), flush=True)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
