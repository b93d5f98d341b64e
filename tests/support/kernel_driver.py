"""Drives one Deno kernel for the tests, as JupyterLab would: a JSON object a line comes in, one goes out when it is done.

{"code", "interruptAfter", "restartWhenIn"} runs a cell, and presses Stop after some milliseconds, or restarts the kernel
when a run has begun in a folder: {"status", "text"}, where the text is everything that the cell showed. {"complete"} presses Tab behind a text: {"matches"}.
"""

import json
import sys
import threading
import time
from pathlib import Path
from queue import Empty

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="deno", startup_timeout=120, cwd=sys.argv[1])


def text_of(message):
    content = message["content"]
    if "text" in content:
        return content["text"]
    if "evalue" in content:
        return f"{content['ename']}: {content['evalue']}"
    return content.get("data", {}).get("text/plain", "")


def execute(code, interruptAfter=None, restartWhenIn=None):
    texts = []
    if restartWhenIn is not None:
        client.execute(code)
        while not list(Path(restartWhenIn).glob("*.unfinished/begun.json")):
            time.sleep(0.01)
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=120)
        return {"status": "restarted", "text": ""}
    stop = None if interruptAfter is None else threading.Timer(interruptAfter / 1000, manager.interrupt_kernel)
    if stop:
        stop.start()
    reply = client.execute_interactive(code, timeout=300, output_hook=lambda message: texts.append(text_of(message)))
    if stop:
        stop.join()
    # Deno's kernel at times tells that it is idle before it sends the last of what a cell shows.
    while True:
        try:
            message = client.get_iopub_msg(timeout=0.5)
        except Empty:
            break
        if message["parent_header"].get("msg_id") == reply["parent_header"]["msg_id"]:
            texts.append(text_of(message))
    return {"status": reply["content"]["status"], "text": "\n".join(texts)}


def complete(text):
    client.complete(text, len(text))
    return {"matches": client.get_shell_msg(timeout=60)["content"]["matches"]}


print("ready", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    answer = complete(asked["complete"]) if "complete" in asked else execute(**asked)
    print(json.dumps(answer), flush=True)
manager.shutdown_kernel(now=True)
