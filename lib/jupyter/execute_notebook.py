"""Executes a notebook in its kernel and exports it as one HTML file that needs no network.

Usage: execute_notebook.py NOTEBOOK OUTPUT.html NAME=CONTENT...

What NAME=CONTENT says stands in the page's head as meta elements, and that of "note" at the top of the page too.

Tells on standard output how far it is, one JSON object a line: {"cell", "cells"} before each code cell, {"text"} when a
cell's output is replaced in place, {"error", "cell"} when a cell fails. The HTML is written in any case; that of a failed
notebook says so at its top. Exit status 1 where a cell failed.
"""

import json
import re
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
    """Passes on the text of outputs that are replaced in place, and waits for outputs that come late.

    Deno's kernel tells in about one of eight cells that it is idle before it sends the cell's result.
    """

    late = 0.5

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        while True:
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


def dark_theme():
    """Returns the dark theme's colours for readers whose system asks for dark pages."""
    import nbconvert

    prefix = Path(sys.prefix) / "share/jupyter/nbconvert/templates/lab/static/theme-dark.css"
    text = prefix.read_text(encoding="utf8")
    return "<style>@media (prefers-color-scheme: dark) {" + text + "}</style>"


def export(notebook, title, failure, metadata):
    """Returns the notebook as HTML without a reference to anything outside of it."""
    exporter = HTMLExporter(
        config=Config({"HTMLExporter": {"template_name": "lab"}}),
        mathjax_url="",
        require_js_url="",
        jquery_url="",
        mermaid_js_url="",
        widget_renderer_url="",
        html_manager_semver_range="",
    )
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    head, rest = body.split("</head>", 1)
    notes = [content for name, content in metadata if name == "note"]
    style = "font-family: system-ui, sans-serif; font-size: 12px; padding: 8px 16px;"
    banner = "".join(banners(notebook)) + "".join(f'<div style="{style}">{escape(note)}</div>' for note in notes)
    if failure:
        banner += (
            '<div style="background: #b3261e; color: white; padding: 12px 16px; font-weight: bold;">'
            f"PARTIAL REPORT. {escape(failure)} The cells below it did not run.</div>"
        )
    open_body, content = rest.split(">", 1)
    metas = "".join(f'<meta name="{escape(name)}" content="{escape(content)}">' for name, content in metadata)
    return f"{head}{metas}{dark_theme()}</head>{open_body}>{banner}{content}"


def banners(notebook):
    """Yields the banners among the outputs, such as that of made-up data: they belong to the top of the page too."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield from re.findall(r'<div class="banner".*?</div>', output.get("data", {}).get("text/html", ""), re.S)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    notebook = nbformat.read(source, as_version=4)
    failure = execute(notebook, source.parent)
    title = next((line[2:] for line in notebook.cells[0].source.splitlines() if line.startswith("# ")), source.stem)
    partial = target.with_suffix(".partial")
    metadata = [argument.split("=", 1) for argument in sys.argv[3:]]
    partial.write_text(export(notebook, title, failure, metadata), encoding="utf8")
    partial.replace(target)
    sys.exit(1 if failure else 0)


main()
