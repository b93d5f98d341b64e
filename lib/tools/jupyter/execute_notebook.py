"""Executes a notebook in its kernel and writes its cells and outputs as HTML, without a page around them.

Usage: execute_notebook.py NOTEBOOK OUTPUT.json

Tells on standard output how far it is, one JSON object a line: {"cell", "cells"} before each code cell, {"text"} when a
cell's output is replaced in place, {"error", "cell"} when a cell fails. The output is written in any case: {"title",
"body"}, and {"failure"}, a sentence, of a notebook that failed. Exit status 1 where a cell failed.
"""

import json
import sys
from pathlib import Path
from queue import Empty

import nbformat
from jupyter_core.utils import ensure_async
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter
from traitlets.config import Config


def tell(**message):
    print(json.dumps(message), flush=True)


class Client(NotebookClient):
    """Passes on the text of outputs that are replaced in place, and waits for results that come late.

    Deno's kernel tells in about one of eight cells that it is idle before it sends the cell's result.
    """

    late = 0.5

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        while not any(output.output_type in ("execute_result", "error") for output in cell.outputs):
            try:
                msg = await ensure_async(self.kc.iopub_channel.get_msg(timeout=self.late))
            except Empty:
                return
            if msg["parent_header"].get("msg_id") == parent_msg_id:
                self.process_message(msg, cell, cell_index)

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] == "update_display_data":
            text = msg["content"]["data"].get("text/plain")
            if text:
                tell(text=text)
        return super().process_message(msg, cell, cell_index)


def execute(notebook, folder):
    """Runs all cells; returns the failure as a sentence, or None."""
    code = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    numbers = {index: number for number, index in enumerate(code, start=1)}
    state = {"cell": 0}

    def started(cell, cell_index):
        if cell_index in numbers:
            state["cell"] = numbers[cell_index]
            tell(cell=state["cell"], cells=len(code))

    client = Client(
        notebook,
        timeout=None,
        kernel_name="deno",
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=started,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        failure = f"{error.ename}: {error.evalue}" if error.ename else str(error)
    except DeadKernelError:
        failure = "the kernel died"
    else:
        return None
    tell(error=failure, cell=state["cell"])
    return f"Cell {state['cell']} failed: {failure}"


def export(notebook):
    """Returns the cells and outputs as HTML."""
    exporter = HTMLExporter(config=Config({"HTMLExporter": {"template_name": "basic"}}))
    return exporter.from_notebook_node(notebook)[0]


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    notebook = nbformat.read(source, as_version=4)
    failure = execute(notebook, source.parent)
    title = next((line[2:] for line in notebook.cells[0].source.splitlines() if line.startswith("# ")), source.stem)
    executed = {"title": title, "body": export(notebook), **({"failure": failure} if failure else {})}
    target.write_text(json.dumps(executed), encoding="utf8")
    sys.exit(1 if failure else 0)


main()
