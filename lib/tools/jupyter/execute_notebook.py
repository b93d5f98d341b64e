"""Executes a notebook in its kernel and writes it as one HTML page, by the template in the folder report beside this.

Usage: execute_notebook.py NOTEBOOK OUTPUT.html REPORT

REPORT is JSON: {"date", "device", "note", "command"} as the page tells them. Tells on standard output how far it is, one
JSON object a line: {"cell", "cells"} before each code cell, {"text"} when a cell's output is replaced in place, {"error",
"cell"} when a cell fails. The page is written in any case and says if a cell failed. Exit status 1 where one did.
"""

import base64
import hashlib
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


def export(notebook, title, report, failure):
    """Returns the cells and outputs as a page."""
    folder = Path(__file__).parent
    script = (folder / "report" / "report.js").read_text(encoding="utf8")
    resources = {
        "metadata": {"name": title},
        "report": report,
        "failure": failure,
        "script": script,
        "script_hash": "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    settings = {"template_name": "report", "extra_template_basedirs": [str(folder)]}
    exporter = HTMLExporter(config=Config({"HTMLExporter": settings}))
    return exporter.from_notebook_node(notebook, resources=resources)[0]


def main():
    source, target, report = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
    notebook = nbformat.read(source, as_version=4)
    failure = execute(notebook, source.parent)
    title = next((line[2:] for line in notebook.cells[0].source.splitlines() if line.startswith("# ")), source.stem)
    target.write_text(export(notebook, title, report, failure), encoding="utf8")
    sys.exit(1 if failure else 0)


main()
