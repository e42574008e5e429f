"""Executes notebooks, for notebooks/check, which says what for and prepares the kernel.

    execute.py [--update] [NOTEBOOK...]

Without names it takes all *.ipynb beside this file.
"""

import asyncio
import copy
import difflib
import os
import pathlib
import re
import sys
import tempfile

import nbclient
import nbformat

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 120  # for one cell, most of which is compiling on a machine that is busy


def normalise(notebook):
    """Leaves of a notebook what the next execution will write again."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Go (gonb)", "language": "go", "name": "gonb"},
        "language_info": {"name": "go", "file_extension": ".go", "mimetype": "text/x-go"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type != "code":
            continue
        outputs = []
        for output in cell.outputs:
            output.pop("metadata", None)
            last = outputs[-1] if outputs else None
            if output.output_type == "stream":
                if last and last.output_type == "stream" and last.name == output.name:
                    last.text += output.text  # two writes that came separately
                    continue
            elif output.output_type in ("execute_result", "display_data"):
                output = nbformat.v4.new_output("display_data", data=output.data)
            outputs.append(output)
        cell.outputs = outputs


def transcript(notebook):
    """Returns the lines that two executions have to agree on."""
    lines = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        lines.append(f"[{number}] " + cell.source.replace("\n", "\n    "))
        for output in cell.outputs:
            if output.output_type == "stream":
                lines.append(output.text)
            elif "image/png" in output.data:
                lines.append("(a picture)")
            else:
                lines.append(str(output.data))
    return "\n".join(lines).splitlines()


def complaints(notebook, path):
    """Returns what is wrong with a notebook in whatever it prints."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for link in re.findall(r"\]\(([^)#]+)\)", cell.source):
                if "://" not in link and not (path.parent / link).exists():
                    found.append(f"{path.name} links to {link}, which is not there")
        elif cell.cell_type == "code":
            for output in cell.outputs:
                if output.output_type == "stream" and output.name == "stderr":
                    found.append(f"{path.name}: a cell writes to stderr\n\n{cell.source}\n\n{output.text}")
    return found


async def execute(path, update, turns):
    """Executes one notebook and returns what is wrong with it, a list of texts."""
    committed = nbformat.read(path, as_version=4)
    notebook = copy.deepcopy(committed)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = nbclient.NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="gonb",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    async with turns:
        with tempfile.TemporaryFile("w+") as log:
            try:
                await client.async_execute(stderr=log)
            except nbclient.exceptions.CellExecutionError as error:
                return [f"{path.name}: a cell failed\n\n{error}"]
            except (nbclient.exceptions.DeadKernelError, TimeoutError) as error:
                log.seek(0)
                return [f"{path.name}: {error}\n\nThe kernel's log:\n{log.read()}"]
    normalise(notebook)
    found = complaints(notebook, path)
    if update and not found:
        nbformat.write(notebook, path)
    elif not update:
        normalise(committed)
        before, now = f"{path.name} as committed", f"{path.name} as it runs here"
        difference = difflib.unified_diff(transcript(committed), transcript(notebook), before, now, lineterm="")
        found.append("\n".join(difference))
    return [text for text in found if text]


async def main(arguments):
    update = "--update" in arguments
    names = [name for name in arguments if name != "--update"]
    paths = [HERE / pathlib.Path(name).name for name in names] or sorted(HERE.glob("*.ipynb"))
    turns = asyncio.Semaphore(os.cpu_count() or 1)
    wrong = 0
    tasks = [asyncio.create_task(execute(path, update, turns)) for path in paths]
    for path, task in zip(paths, tasks):
        found = await task
        print(f"{path.name}: {'FAILED' if found else 'ok'}", flush=True)
        for text in found:
            print(f"\n{text}\n")
        wrong += bool(found)
    if wrong and not update:
        print("If the new outputs are right, keep them: notebooks/check --update")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
